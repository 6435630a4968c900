package console_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/access/totp"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/console"
	"github.com/heliuhub/heliu/console/events"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines/approvals"
	"github.com/heliuhub/heliu/pipelines/subjects"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// hub is a console over a real database, with two workspaces.
type hub struct {
	t     *testing.T
	store *store.Store
	sql   pgtest.SQL
	gate  *access.Gate
	clock *clock.Fake
	hub   *events.Hub
	http  http.Handler
	log   *safeBuffer
	live  *live

	second     *totp.Desk
	identities *identity.Desk
	scan       *scan
	a, b       record.WorkspaceID
	keys       map[access.Role]string
	bAdmin     string
	landed     int64 // records on the bus
}

// safeBuffer is a buffer for the log.
type safeBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *safeBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *safeBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// ends stands in for the bus.
type ends map[int]int64

func (e ends) EndOffsets(context.Context, string) (map[int]int64, error) { return e, nil }

func newHub(t *testing.T) *hub {
	t.Helper()
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{MaxConns: 6, Keys: seal.NewKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	h := &hub{
		t: t, store: s, sql: pgtest.Owner(t, dsn), gate: access.NewGate(s, nil), hub: events.New(), log: &safeBuffer{}, live: &live{},
		clock: clock.NewFake(time.Date(2026, 6, 1, 1, 0, 0, 0, time.UTC)), keys: map[access.Role]string{},
	}
	h.second, h.scan = totp.NewDesk(s), &scan{}
	h.gate.Ask(h.second)
	h.identities = identity.NewDesk(s, s, h.gate)
	h.a, h.b = h.workspace("alpha", false), h.workspace("beta", true)
	for _, r := range access.Roles {
		h.keys[r] = h.key(h.a, r)
	}
	h.bAdmin = h.key(h.b, access.Admin)
	h.http = h.console(nil)
	return h
}

func (h *hub) config() console.Config {
	r := store.NewReader(h.store)
	return console.Config{
		Gate: h.gate, Workspaces: r, Users: h.store, Connections: r, Readings: r, Live: h.live, Customers: r, Money: r, Flow: r, Jobs: r, Letters: r, Mappings: h.store, Alerts: r, Network: h.store, AlertCentre: r, Channels: toyChannels, Idempotency: r,
		People: h.store, Privacy: h.store,
		Trails: r, Personals: r, Rights: r, Exports: r,
		Approvals: approval.NewDesk(h.store, map[approval.Kind]approval.Executor{
			approval.MappingApply: approvals.Mapping{Mappings: h.store}, approval.LetterDiscard: approvals.Discard{Letters: r},
			approval.RoleGrant:      approvals.Grant{Members: h.store},
			approval.CustomerExport: approvals.Export{Files: r, Mask: console.MaskCustomer},
			approval.SecretRotate:   approvals.Rotate{Keys: h.store.Keyring(), Sealed: h.store},
			approval.URLAllow:       approvals.Network{Ranges: h.store},
			approval.SubjectErase:   subjects.Erase{Persons: h.store},
		}), SealKeys: h.store.Keyring(),
		Second: h.second, Identities: h.identities, SignIns: h.scan, PublicURL: publicURL,
		Bus: ends{0: 0}, Events: h.hub, Connectors: toys, Now: h.clock.Now, Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Door: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.WriteString(w, "door "+r.PathValue("connection"))
		}),
		Metrics: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "up 1\n") }),
		Ready:   func(context.Context) (bool, map[string]any) { return true, map[string]any{"postgres": "ok"} },
	}
}

func (h *hub) console(change func(*console.Config)) http.Handler {
	h.t.Helper()
	cfg := h.config()
	if change != nil {
		change(&cfg)
	}
	handler, err := console.New(cfg)
	if err != nil {
		h.t.Fatal(err)
	}
	return handler
}

// as puts the program itself into a context.
func (h *hub) as(ws record.WorkspaceID) context.Context {
	return access.With(h.t.Context(), access.SystemActor("test", ws))
}

func (h *hub) workspace(slug string, demo bool) record.WorkspaceID {
	h.t.Helper()
	w, err := h.store.CreateWorkspace(h.as(access.Hub), store.NewWorkspace{Slug: slug, Name: "工作空间 " + slug, Demo: demo})
	if err != nil {
		h.t.Fatal(err)
	}
	return w.ID
}

func (h *hub) key(ws record.WorkspaceID, role access.Role) string {
	h.t.Helper()
	text, _, err := h.gate.IssueKey(h.as(ws), h.clock.Now(), access.NewKey{Name: string(role), Roles: []access.Role{role}})
	if err != nil {
		h.t.Fatal(err)
	}
	return text
}

// answer is what came back.
type answer struct {
	t      *testing.T
	Status int
	Header http.Header
	Body   []byte
}

// call sends a request as somebody: a key, or "" for nobody. change may change it.
func (h *hub) call(method, path, key string, body any, change ...func(*http.Request)) answer {
	h.t.Helper()
	return callTo(h.t, h.http, method, path, key, body, change...)
}

func callTo(t *testing.T, to http.Handler, method, path, key string, body any, change ...func(*http.Request)) answer {
	t.Helper()
	var in io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		in = bytes.NewReader(b)
	}
	r := httptest.NewRequestWithContext(t.Context(), method, path, in)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	for _, c := range change {
		c(r)
	}
	w := httptest.NewRecorder()
	to.ServeHTTP(w, r)
	return answer{t, w.Code, w.Header(), w.Body.Bytes()}
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

// get reads as the administrator of a and decodes the answer.
func get[T any](h *hub, path string, change ...func(*http.Request)) T {
	h.t.Helper()
	return decode[T](h.call(http.MethodGet, path, h.keys[access.Admin], nil, change...), http.StatusOK)
}

func decode[T any](a answer, status int) T {
	a.t.Helper()
	var v T
	if a.Status != status {
		a.t.Fatalf("status %d, want %d: %s", a.Status, status, a.Body)
	}
	if err := json.Unmarshal(a.Body, &v); err != nil {
		a.t.Fatalf("%v: %s", err, a.Body)
	}
	return v
}

type problem struct {
	Type      string `json:"type"`
	Status    int    `json:"status"`
	Code      string `json:"code"`
	MessageZh string `json:"message_zh"`
	MessageEn string `json:"message_en"`
	Field     string `json:"field"`
	Errors    []struct{ Field, Message string }
}

// fails wants a problem of a code, in both languages.
func (a answer) fails(status int, code string) problem {
	a.t.Helper()
	p := decode[problem](a, status)
	if ct := a.Header.Get("Content-Type"); ct != "application/problem+json" {
		a.t.Errorf("content type %q", ct)
	}
	if p.Code != code || p.Status != status || p.MessageZh == "" || p.MessageEn == "" || p.Type != "urn:heliu:fault:"+code {
		a.t.Errorf("want the problem %s (%d) in both languages, got %s", code, status, a.Body)
	}
	if !strings.ContainsFunc(p.MessageZh, func(r rune) bool { return r > 0x4e00 }) {
		a.t.Errorf("%s has no Chinese sentence: %s", code, p.MessageZh)
	}
	return p
}

// live answers for the working parts of connections.
type live struct {
	err    error
	source connectors.Source
}

func (l *live) Check(context.Context, record.WorkspaceID, string) error { return l.err }

func (l *live) Source(context.Context, record.WorkspaceID, string) (connectors.Source, error) {
	return l.source, nil
}

// toys are connectors of each sort: posted to, read, fed with files, and without streams.
var toys = []connectors.Connector{
	{
		Spec: connectors.Spec{
			Name: "toyform", Title: connectors.Text{Zh: "玩具表单", En: "Toy form"},
			Streams:  []connectors.Stream{{Name: "leads", Title: connectors.Text{Zh: "线索", En: "Leads"}, Kinds: []string{"lead"}, Push: true}},
			Params:   []connectors.Param{{Name: "secret", Type: connectors.ParamText, Secret: true}, {Name: "limit", Type: connectors.ParamInt, Default: 5}},
			Mappings: map[string][]byte{"leads": []byte("version: 1\nstream: leads\n")},
		},
		NewReceiver: func(context.Context, connectors.Env, connectors.Settings) (connectors.Receiver, error) {
			return nil, nil
		},
	},
	{
		Spec: connectors.Spec{
			Name: "toypull", Title: connectors.Text{Zh: "玩具系统", En: "Toy system"}, PollEvery: time.Minute,
			Streams: []connectors.Stream{{Name: "customers", Title: connectors.Text{Zh: "客户", En: "Customers"}, Kinds: []string{"customer"}, Windows: true}},
			Params: []connectors.Param{
				{Name: "base_url", Type: connectors.ParamURL, Required: true}, {Name: "password", Type: connectors.ParamText, Required: true, Secret: true},
			},
		},
		NewSource: func(context.Context, connectors.Env, connectors.Settings) (connectors.Source, error) { return nil, nil },
		NewReceiver: func(context.Context, connectors.Env, connectors.Settings) (connectors.Receiver, error) {
			return nil, nil
		},
	},
	{
		Spec: connectors.Spec{
			Name: "toyfile", Title: connectors.Text{Zh: "玩具名单", En: "Toy lists"},
			Streams: []connectors.Stream{{Name: "fair", Title: connectors.Text{Zh: "展会名单", En: "Fair"}, Kinds: []string{"lead"}}},
		},
		NewSource: func(context.Context, connectors.Env, connectors.Settings) (connectors.Source, error) {
			return fileSource{}, nil
		},
	},
	{
		Spec: connectors.Spec{
			Name: "toypost", Title: connectors.Text{Zh: "玩具信使", En: "Toy post"},
			Params: []connectors.Param{{Name: "key", Type: connectors.ParamText, Required: true, Secret: true}},
		},
		NewNotifier: func(context.Context, connectors.Env, connectors.Settings) (connectors.Notifier, error) {
			return nil, nil
		},
		NewSignIn: func(context.Context, connectors.Env, connectors.Settings) (connectors.SignIn, error) { return nil, nil },
	},
}

// fileSource takes every file but one that says so.
type fileSource struct{}

func (fileSource) Check(context.Context) error { return nil }

func (fileSource) Discover(context.Context) ([]connectors.Stream, error) { return nil, nil }

func (fileSource) Read(context.Context, string, connectors.State, connectors.Emit) error { return nil }

func (fileSource) CheckFile(_ context.Context, name, _ string, _ io.ReaderAt, _ int64) error {
	if strings.HasSuffix(name, ".xls") {
		return fault.New("old_excel", nil)
	}
	return nil
}
