package connectortest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// toySystem is a small system: rows in the order (at, id), keyset pages of 3.
type toySystem struct {
	env *connectortest.Env

	mu      sync.Mutex
	rows    []toyRow
	changed int
}

type toyRow struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Mobile  string `json:"mobile"`
	At      string `json:"at"`
	Version int    `json:"version"`
	Deleted bool   `json:"deleted"`
}

const (
	toyToken  = "toy-token-0001"
	toyMobile = "13900010001"
	toyLate   = time.Minute
)

func (s *toySystem) put(id string, at time.Time, deleted bool) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := 1
	for i, r := range s.rows {
		if r.ID == id {
			v = r.Version + 1
			s.rows = append(s.rows[:i], s.rows[i+1:]...)
			break
		}
	}
	s.rows = append(s.rows, toyRow{id, fmt.Sprintf("联系人%d", v), toyMobile, at.UTC().Format(time.RFC3339Nano), v, deleted})
	sort.Slice(s.rows, func(i, j int) bool { return toyLess(s.rows[i], s.rows[j]) })
	return id
}

func toyLess(a, b toyRow) bool {
	x, _ := time.Parse(time.RFC3339Nano, a.At)
	y, _ := time.Parse(time.RFC3339Nano, b.At)
	return x.Before(y) || x.Equal(y) && a.ID < b.ID
}

func (s *toySystem) next(prefix string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.changed++
	return fmt.Sprintf("%s%03d", prefix, s.changed)
}

func (s *toySystem) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Header.Get("Authorization") != "Bearer "+toyToken {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	page := []toyRow{}
	after := toyRow{At: r.URL.Query().Get("at"), ID: r.URL.Query().Get("id")}
	for _, row := range s.rows {
		if (after.At == "" || toyLess(after, row)) && len(page) < 3 {
			page = append(page, row)
		}
	}
	_ = json.NewEncoder(w).Encode(page)
}

func startToy(_ testing.TB, env *connectortest.Env) *connectortest.System {
	s := &toySystem{env: env}
	for i := range 10 {
		s.put(fmt.Sprintf("r%d", i), env.Now.Now().Add(time.Duration(i-20)*time.Hour), i == 4)
	}
	return &connectortest.System{
		Handler:        s,
		Settings:       func(base string) map[string]any { return map[string]any{"base_url": base, "token": toyToken} },
		BadCredentials: map[string]func(map[string]any){"a wrong token": func(m map[string]any) { m["token"] = "toy-token-0002" }},
		Rows: func(string) []connectortest.Row {
			s.mu.Lock()
			defer s.mu.Unlock()
			var out []connectortest.Row
			for _, r := range s.rows {
				b, _ := json.Marshal(r)
				out = append(out, connectortest.Row{Key: r.ID, Deleted: r.Deleted, JSON: b})
			}
			return out
		},
		Insert: func(string) string { return s.put(s.next("n"), env.Now.Now(), false) },
		Change: func(string) string {
			id := fmt.Sprintf("r%d", 7-len(s.next(""))%2)
			return s.put(id, env.Now.Now(), false)
		},
		Delete:   func(string) string { return s.put("r2", env.Now.Now(), true) },
		InsertAt: func(_ string, at time.Time) string { return s.put(s.next("m"), at, false) },
		Step:     time.Millisecond, Late: toyLate,
		Personal: []string{toyMobile},
	}
}

// toy makes the small connector, with one flaw or none.
func toy(flaw string) connectors.Connector {
	return connectors.Connector{
		Spec: connectors.Spec{
			Name: "toy", Title: connectors.Text{Zh: "玩具", En: "Toy"}, Summary: connectors.Text{Zh: "测试用", En: "for tests"},
			PollEvery: time.Minute,
			Streams: []connectors.Stream{{
				Name: "things", Title: connectors.Text{Zh: "事物", En: "Things"}, Kinds: []string{record.KindContact},
				Key: "id", Cursor: "(at, id)", Deletes: true, Windows: flaw != "hides its windows",
			}},
			Params: []connectors.Param{
				{Name: "base_url", Type: connectors.ParamURL, Required: true, Title: connectors.Text{Zh: "地址", En: "Address"}},
				{Name: "token", Type: connectors.ParamText, Required: true, Secret: flaw != "open secret", Title: connectors.Text{Zh: "令牌", En: "Token"}},
			},
			Mappings: map[string][]byte{"things": []byte("version: 1\nstream: things\nentities: []\n")},
		},
		NewSource: func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Source, error) {
			return &toySource{env: env, base: s.String("base_url"), token: s.String("token"), flaw: flaw}, nil
		},
	}
}

type toySource struct {
	env               connectors.Env
	base, token, flaw string
	moved             bool // a window has moved the stream
}

type toyState struct {
	At   string   `json:"at"`
	ID   string   `json:"id"`
	Done bool     `json:"done"`
	Pad  []string `json:"pad,omitempty"`
}

func (s *toySource) Check(ctx context.Context) error {
	if s.flaw == "check is blind" {
		return nil
	}
	_, err := s.page(ctx, toyState{})
	return err
}

func (s *toySource) Discover(context.Context) ([]connectors.Stream, error) {
	return toy("").Spec.Streams, nil
}

func (s *toySource) Read(ctx context.Context, stream string, from connectors.State, emit connectors.Emit) error {
	if stream != "things" {
		return fault.Newf("bad_settings", "no stream %s", stream)
	}
	var st toyState
	if from != nil {
		if err := json.Unmarshal(from, &st); err != nil {
			return fault.New("lost_state", err)
		}
	}
	if s.flaw == "leaks" {
		go func() { select {} }()
	}
	if st.Done && s.flaw != "no overlap" && s.flaw != "rounds the cursor" {
		at, _ := time.Parse(time.RFC3339Nano, st.At)
		st.At, st.ID = at.Add(-toyLate).Format(time.RFC3339Nano), ""
	}
	st.Done = false
	if s.moved {
		return nil
	}
	for {
		rows, err := s.page(ctx, st)
		if err != nil {
			if f := fault.As(err); s.flaw == "swallows 401" && f.Kind == fault.Unauthorized {
				return nil
			}
			return err
		}
		var recs []record.Record
		for _, r := range rows {
			recs = append(recs, s.record(r))
		}
		ahead := st
		if len(rows) > 0 {
			st.At, st.ID = rows[len(rows)-1].At, rows[len(rows)-1].ID
		}
		st.Done = len(rows) < 3
		s.spoil(&st, recs)
		if s.flaw == "state ahead" && len(rows) > 0 {
			ahead = st
			if next, err := s.page(ctx, st); err == nil && len(next) > 0 {
				ahead.At, ahead.ID = next[len(next)-1].At, next[len(next)-1].ID
			}
			ahead.Done = st.Done
			err = s.emit(ctx, emit, recs, ahead)
		} else {
			err = s.emit(ctx, emit, recs, st)
		}
		if err != nil {
			return err
		}
		if st.Done {
			return nil
		}
	}
}

// ReadWindow pages through the rows from the window's first moment on.
func (s *toySource) ReadWindow(ctx context.Context, stream string, w connectors.Window, from connectors.State, emit connectors.Emit) error {
	st := toyState{At: w.From.Add(-time.Nanosecond).UTC().Format(time.RFC3339Nano), ID: "~"}
	if from != nil && s.flaw != "window begins anew" {
		if err := json.Unmarshal(from, &st); err != nil {
			return fault.New("lost_state", err)
		}
	}
	for {
		rows, err := s.page(ctx, st)
		if err != nil {
			return err
		}
		var recs []record.Record
		past := len(rows) < 3
		for _, r := range rows {
			x := s.record(r)
			late := !x.OccurredAt.Before(w.To)
			if s.flaw == "window with its end" {
				late = x.OccurredAt.After(w.To)
			}
			if past = past || late; !late && (s.flaw != "window without its beginning" || x.OccurredAt.After(w.From)) {
				recs = append(recs, x)
			}
			st.At, st.ID = r.At, r.ID
		}
		if s.flaw == "window moves the stream" {
			s.moved = true
		}
		b, err := json.Marshal(st)
		if err != nil {
			return err
		}
		if err := emit(ctx, recs, b); err != nil || past {
			return err
		}
	}
}

// spoil brings in the flaws of the cursor.
func (s *toySource) spoil(st *toyState, recs []record.Record) {
	switch s.flaw {
	case "greater than":
		st.ID = "zzzz"
	case "rounds the cursor":
		at, _ := time.Parse(time.RFC3339Nano, st.At)
		if r := at.Truncate(time.Second); st.Done && !r.Equal(at) {
			st.At, st.ID = r.Add(time.Second).Format(time.RFC3339Nano), ""
		}
	case "state grows":
		for _, r := range recs {
			st.Pad = append(st.Pad, r.Key+"................................")
		}
	}
}

func (s *toySource) emit(ctx context.Context, emit connectors.Emit, recs []record.Record, st toyState) error {
	b, err := json.Marshal(st)
	if err != nil {
		return err
	}
	if s.flaw == "stuck" {
		b = []byte(`{"at":"","id":"","done":false}`)
	}
	if s.flaw == "no state" {
		b = nil
	}
	if s.flaw == "drops the last row" && len(recs) == 3 {
		recs = recs[:2]
	}
	err = emit(ctx, recs, b)
	if s.flaw == "ignores emit" || s.flaw == "ignores stale lease" && err != nil && fault.As(err).Code == "stale_lease" {
		return nil
	}
	return err
}

func (s *toySource) record(r toyRow) record.Record {
	at, _ := time.Parse(time.RFC3339Nano, r.At)
	raw, _ := json.Marshal(r)
	out := record.Record{Stream: "things", Key: r.ID, Version: fmt.Sprintf("%08d", r.Version), Op: record.Upsert, OccurredAt: at, Raw: raw}
	if r.Deleted && s.flaw != "deletes unseen" {
		out.Op = record.Delete
	}
	switch s.flaw {
	case "phone in the key":
		out.Key = r.ID + r.Mobile
	case "unpadded version":
		out.Version = strconv.Itoa(100 - r.Version)
	case "changing content":
		out.Raw = []byte(`{"read_at":"` + s.env.Clock.Now().String() + `"}`)
	case "empty payload":
		out.Raw = nil
	}
	return out
}

func (s *toySource) page(ctx context.Context, st toyState) ([]toyRow, error) {
	q := url.Values{"at": {st.At}, "id": {st.ID}}
	if s.flaw == "secret in the log" {
		s.env.Log.Info("asking", "token", s.token)
	}
	if s.flaw == "deaf to the context" {
		ctx = context.WithoutCancel(ctx)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/rows?"+q.Encode(), nil)
	if err != nil {
		return nil, fault.New("bad_settings", err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	resp, err := s.env.HTTP.RoundTrip(req)
	if err != nil {
		return nil, fault.New("source_unreachable", err)
	}
	defer func() { _ = resp.Body.Close() }()
	switch {
	case resp.StatusCode == http.StatusTooManyRequests:
		secs, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		if s.flaw == "impatient" {
			return s.page(ctx, st)
		}
		return nil, fault.New("source_rate_limited", nil).After(time.Duration(secs) * time.Second)
	case resp.StatusCode == http.StatusUnauthorized:
		return nil, fault.New("source_unauthorized", nil)
	case resp.StatusCode >= 500 && s.flaw == "internal on 5xx":
		return nil, errors.New("status 5xx")
	case resp.StatusCode >= 500:
		return nil, fault.New("source_error", nil)
	}
	body, err := io.ReadAll(resp.Body)
	if err != nil && s.flaw != "takes a cut body" {
		return nil, fault.New("source_unreachable", err)
	}
	var rows []toyRow
	if err := json.Unmarshal(body, &rows); err != nil {
		if s.flaw == "takes a cut body" {
			return nil, nil
		}
		return nil, fault.New("source_bad_answer", nil)
	}
	return rows, nil
}
