package crm_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/crm"
	"github.com/heliuhub/heliu/connectors/crm/fake"
	"github.com/heliuhub/heliu/record"
)

const hookSecret = "hook-secret-for-tests"

func hookSettings() map[string]any {
	return map[string]any{"base_url": "https://crm.example.com", "token": "crm-token-for-tests", "webhook_secret": hookSecret}
}

// signedPost builds a webhook with a body, signed at the given distance from now.
func signedPost(body string, off time.Duration) func(time.Time) *http.Request {
	return func(now time.Time) *http.Request {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/in/crm", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Signature", fake.Sign(hookSecret, now.Add(off), []byte(body)))
		return r
	}
}

func withSignature(body, header string) func(time.Time) *http.Request {
	return func(now time.Time) *http.Request {
		r := signedPost(body, 0)(now)
		r.Header.Set("X-Signature", strings.ReplaceAll(header, "NOW", strings.TrimPrefix(strings.Split(fake.Sign(hookSecret, now, nil), ",")[0], "t=")))
		return r
	}
}

const (
	goodContact = `{"id":"P1","object":"contacts","op":"upsert","data":{"id":"P1","version":3,"updated_at":"2026-03-02T01:00:00.000001Z","deleted":false,"name":"` + person + `","mobiles":["` + mobile + `"]}}`
	goodDelete  = `{"id":"P2","object":"contacts","op":"delete","data":{"id":"P2","version":4,"updated_at":"2026-03-02T01:00:00Z","deleted":true}}`
)

func TestReceiver(t *testing.T) {
	change := func(old, new string) func(time.Time) *http.Request {
		if !strings.Contains(goodContact, old) {
			t.Fatalf("the good push has no %s", old)
		}
		return signedPost(strings.Replace(goodContact, old, new, 1), 0)
	}
	connectortest.RunReceiver(t, connectortest.ReceiverCase{
		Connector: crm.Connector,
		Settings:  hookSettings,
		BadSettings: map[string]func(map[string]any){
			"webhook_secret": func(s map[string]any) { delete(s, "webhook_secret") },
			"overlap":        func(s map[string]any) { s["overlap"] = "0s" },
		},
		Good: []connectortest.Push{
			{Name: "a contact", Make: signedPost(goodContact, 0), Keys: []string{"contacts/P1"}},
			{Name: "a delete", Make: signedPost(goodDelete, 0), Keys: []string{"contacts/P2"}},
			{Name: "a slow clock", Make: signedPost(goodContact, -299*time.Second), Keys: []string{"contacts/P1"}},
			{Name: "an old and a new secret", Make: func(now time.Time) *http.Request {
				r := signedPost(goodContact, 0)(now)
				r.Header.Set("X-Signature", strings.Replace(r.Header.Get("X-Signature"), ",v1=", ",v1=00ff, v1=", 1))
				return r
			}},
		},
		Bad: []connectortest.BadPush{
			{Name: "no signature", Make: withSignature(goodContact, ""), Code: "bad_signature"},
			{Name: "no time", Make: withSignature(goodContact, "v1=00"), Code: "bad_signature"},
			{Name: "no sum", Make: withSignature(goodContact, "t=NOW,v1="), Code: "bad_signature"},
			{Name: "another sum", Make: withSignature(goodContact, "t=NOW,v1="+strings.Repeat("ab", 32)), Code: "bad_signature"},
			{Name: "a stale signature", Make: signedPost(goodContact, -301*time.Second), Code: "stale"},
			{Name: "a signature of the future", Make: signedPost(goodContact, 301*time.Second), Code: "stale"},
			{Name: "empty", Make: signedPost("", 0), Code: "empty_body"},
			{Name: "truncated", Make: signedPost(goodContact[:60], 0), Code: "bad_json"},
			{Name: "a key twice", Make: change(`"op":"upsert"`, `"op":"upsert","op":"delete"`), Code: "duplicate_key"},
			{Name: "not UTF-8", Make: change(person, "\xff\xfe"), Code: "bad_utf8"},
			{Name: "NUL", Make: change(person, `\u0000`), Code: "nul_in_text"},
			{Name: "1 MiB + 1", Make: signedPost(goodContact+strings.Repeat(" ", 1<<20+1-len(goodContact)), 0), Code: "body_too_large"},
			{Name: "an unknown object", Make: change(`"contacts"`, `"tickets"`), Code: "bad_enum"},
			{Name: "an unknown op", Make: change(`"op":"upsert"`, `"op":"merge"`), Code: "bad_enum"},
			{Name: "no data", Make: signedPost(`{"id":"P1","object":"contacts","op":"upsert"}`, 0), Code: "missing_field"},
			{Name: "no version", Make: change(`"version":3,`, ``), Code: "bad_value"},
			{Name: "no time of change", Make: change(`"updated_at":"2026-03-02T01:00:00.000001Z",`, ``), Code: "bad_date"},
			{Name: "two ids", Make: change(`{"id":"P1","object"`, `{"id":"P9","object"`), Code: "bad_value"},
			{Name: "op against deleted", Make: change(`"op":"upsert"`, `"op":"delete"`), Code: "bad_value"},
			{Name: "GET", Make: func(now time.Time) *http.Request {
				r := signedPost(goodContact, 0)(now)
				r.Method = http.MethodGet
				return r
			}, Code: "method_not_allowed"},
		},
		Personal: []string{mobile, person},
	})
}

// A push and a listing of the same object are one record: same key, same version, same
// bytes, whatever the order of members and the spaces in between.
func TestPushAndPullAreTheSameRecord(t *testing.T) {
	env := connectortest.NewEnv(t)
	f := fake.New(fake.Data{Token: "crm-token-for-tests"}, env.Now)
	api := httptest.NewServer(f)
	defer api.Close()
	set := map[string]any{"base_url": api.URL, "token": "crm-token-for-tests", "webhook_secret": hookSecret}
	rec := connectortest.OpenReceiver(t, crm.Connector, env, set)
	pushed := &connectortest.Sink{Connector: "crm", Receiver: true, Env: env}
	var mu sync.Mutex
	handler := rec.Handler(pushed.Emit)
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		handler.ServeHTTP(w, r)
	}))
	defer hub.Close()
	f.SetWebhook(hub.URL, hookSecret)
	for i := range 12 {
		for _, o := range fake.Objects {
			row := object(o, "X1", i)
			row["score"] = json.Number("1234567890123456789.50")
			row["html"] = "<b>&</b>\u2028"
			f.Put(o, row)
		}
	}
	f.Delete(fake.Deals, "X1")
	for deadline := time.Now().Add(10 * time.Second); !f.Idle() && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	f.Close()

	src := connectortest.OpenSource(t, crm.Connector, env, set)
	pulled := &connectortest.Sink{Connector: "crm", Env: env}
	for _, o := range fake.Objects {
		if err := src.Read(t.Context(), o, nil, pulled.Emit); err != nil {
			t.Fatal(err)
		}
	}
	byPush, byPull := pushed.Latest(), pulled.Latest()
	if len(byPush) != len(fake.Objects) || len(byPull) != len(fake.Objects) {
		t.Fatalf("%d objects pushed, %d pulled, want %d", len(byPush), len(byPull), len(fake.Objects))
	}
	for id, a := range byPull {
		b := byPush[id]
		if a.ID() != b.ID() || !bytes.Equal(a.Raw, b.Raw) {
			t.Errorf("%s differs:\npulled %s %s %s\npushed %s %s %s", id, a.Op, a.Version, a.Raw, b.Op, b.Version, b.Raw)
		}
		if a.Op == record.Upsert && !bytes.Contains(a.Raw, []byte(`"score":1234567890123456789.50`)) {
			t.Errorf("%s: a number lost its digits: %s", id, a.Raw)
		}
	}
	if r := byPull["deals/X1"]; r.Op != record.Delete || r.Version != "0000000000000000013" {
		t.Errorf("the deleted deal is %s, version %s", r.Op, r.Version)
	}
}

// The sender that hangs up after the whole body does not take the record with it.
func TestSenderHangsUp(t *testing.T) {
	env := connectortest.NewEnv(t)
	rec := connectortest.OpenReceiver(t, crm.Connector, env, hookSettings())
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var alive error
	rec.Handler(func(ctx context.Context, _ []record.Record, _ connectors.State) error {
		alive = ctx.Err()
		return nil
	}).ServeHTTP(httptest.NewRecorder(), signedPost(goodContact, 0)(env.Now.Now()).WithContext(ctx))
	if alive != nil {
		t.Errorf("emit got an ended context: %v", alive)
	}
}
