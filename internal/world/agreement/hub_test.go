package agreement_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/baidu"
	baidufake "github.com/heliuhub/heliu/connectors/baidu/fake"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/crm"
	crmfake "github.com/heliuhub/heliu/connectors/crm/fake"
	"github.com/heliuhub/heliu/connectors/file"
	"github.com/heliuhub/heliu/connectors/kingdee"
	kingdeefake "github.com/heliuhub/heliu/connectors/kingdee/fake"
	"github.com/heliuhub/heliu/connectors/webform"
	"github.com/heliuhub/heliu/internal/world"
	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/record"
)

const (
	formKey    = "demo-form-key"
	hookSecret = "whsec_aGVsaXUtZGVtby1ob29rLXNlY3JldC0wMDAx"
)

// today is when the hub reads the past.
var today = world.DefaultEnd.AddDate(0, 0, 20)

// hub is connectors and mappings, and the entities they made, in memory.
type hub struct {
	t   *testing.T
	env *connectortest.Env

	mu    sync.Mutex
	forms map[string]http.Handler
	got   map[model.Name]record.Entity
}

func newHub(t *testing.T) *hub {
	h := &hub{t: t, env: connectortest.NewEnv(t), forms: map[string]http.Handler{}, got: map[model.Name]record.Entity{}}
	h.env.Now.Advance(today.Sub(connectortest.Epoch))
	return h
}

// emit maps records and keeps what they make. No record of the world is quarantined.
func (h *hub) emit(conn string, c connectors.Connector, settings connectors.Settings) connectors.Emit {
	mappings := map[string]*mapping.Mapping{}
	for stream, src := range c.Spec.Mappings {
		m, err := mapping.Parse(stream, src)
		if err != nil {
			h.t.Fatal(err)
		}
		mappings[stream] = m
	}
	return func(_ context.Context, recs []record.Record, _ connectors.State) error {
		h.mu.Lock()
		defer h.mu.Unlock()
		for _, r := range recs {
			r.Workspace, r.Connection, r.ReceivedAt = "w", record.ConnectionID(conn), today
			res, err := mappings[r.Stream].Apply(r, mapping.Env{Settings: settings, Now: today})
			if err != nil || len(res.Entities) != 1 {
				h.t.Errorf("%s/%s/%s: %d entities, %v", conn, r.Stream, r.Key, len(res.Entities), err)
				continue
			}
			h.got[model.NameOf(conn, r.Stream, r.Key)] = res.Entities[0]
		}
		return nil
	}
}

func (h *hub) settings(c connectors.Connector, raw map[string]any) connectors.Settings {
	s, err := c.Spec.Validate(raw)
	if err != nil {
		h.t.Fatal(err)
	}
	return s
}

// receive opens the door of a form connection.
func (h *hub) receive(conn string, raw map[string]any) {
	s := h.settings(webform.Connector, raw)
	r, err := webform.Connector.NewReceiver(h.t.Context(), h.env.Env, s)
	if err != nil {
		h.t.Fatal(err)
	}
	h.forms["/in/"+conn] = r.Handler(h.emit(conn, webform.Connector, s))
}

// read reads every stream of a connection to its end.
func (h *hub) read(conn string, c connectors.Connector, raw map[string]any) {
	s := h.settings(c, raw)
	src, err := c.NewSource(h.t.Context(), h.env.Env, s)
	if err != nil {
		h.t.Fatal(err)
	}
	for _, stream := range c.Spec.Streams {
		if err := src.Read(h.t.Context(), stream.Name, nil, h.emit(conn, c, s)); err != nil {
			h.t.Fatalf("%s/%s: %v", conn, stream.Name, err)
		}
	}
}

// ServeHTTP is the door and the upload of files.
func (h *hub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if form := h.forms[r.URL.Path]; form != nil {
		form.ServeHTTP(w, r)
		return
	}
	f, header, err := r.FormFile("file")
	if err != nil || r.URL.Path != "/api/v1/connections/demo-fair/files" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	content, _ := io.ReadAll(f)
	_ = f.Close()
	h.env.Uploads.Add(r.FormValue("kind"), header.Filename, content, map[string]string{"list": r.FormValue("list")}, today)
	w.WriteHeader(http.StatusCreated)
}

// load plays the past of a world to the hub and lets it read everything.
func (h *hub) load(w *world.World) {
	h.receive(model.ConnForm, map[string]any{"mode": webform.ModePublicKey, "public_key": formKey})
	h.receive(model.ConnHook, map[string]any{"mode": webform.ModeStandardWebhooks, "secret": hookSecret})
	p := world.NewPlayer(w, world.PlayerConfig{Hub: h.serve(h), FormKey: formKey, HookSecret: hookSecret, Clock: still{}, Every: time.Hour})
	ctx, stop := context.WithCancel(h.t.Context())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = p.Run(ctx)
	}()
	for !p.Status().Loaded {
		time.Sleep(2 * time.Millisecond)
	}
	stop()
	<-done
	if s := p.Status(); s.Refused > 0 || s.Live > 0 {
		h.t.Fatalf("after the past: %+v", s)
	}
	f := p.Fakes()
	h.read(model.ConnFair, file.Connector, nil)
	h.read(model.ConnCRM, crm.Connector, map[string]any{"base_url": h.serve(f.CRM), "token": crmfake.DefaultToken})
	k := kingdeefake.DefaultAccess()
	h.read(model.ConnKingdee, kingdee.Connector, map[string]any{
		"base_url": h.serve(f.Kingdee) + "/K3Cloud", "acct_id": k.AcctID, "account_set": world.AccountSet, "username": k.Username,
		"app_id": k.AppID, "app_secret": k.AppSecret,
	})
	b, address := baidufake.DefaultAccess(), h.serve(f.Baidu)
	h.read(model.ConnBaidu, baidu.Connector, map[string]any{
		"base_url": address, "oauth_url": address, "app_id": b.AppID, "secret_key": b.SecretKey, "user_id": world.BaiduUser,
		"refresh_token": b.RefreshToken, "accounts": []string{world.BaiduAccount}, "since": world.FirstDay(), "rebate": world.BaiduRebateText,
	})
}

func (h *hub) serve(handler http.Handler) string {
	s := httptest.NewServer(handler)
	h.t.Cleanup(s.Close)
	return strings.TrimSuffix(s.URL, "/")
}

// still is a clock that stands; who waits on it waits for the end.
type still struct{}

func (still) Now() time.Time { return today }

func (still) Sleep(ctx context.Context, _ time.Duration) error {
	<-ctx.Done()
	return ctx.Err()
}
