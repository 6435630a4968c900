package webhook_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/webhook"
	"github.com/heliuhub/heliu/connectors/webhook/fake"
	"github.com/heliuhub/heliu/fault"
)

func settings(base string) map[string]any {
	return map[string]any{"url": base + fake.Example().Path, "secret": fake.Example().Secret}
}

func TestConformance(t *testing.T) {
	connectortest.RunNotifier(t, connectortest.NotifierCase{
		Connector: webhook.Connector,
		Start: func(_ testing.TB, env *connectortest.Env) *connectortest.Channel {
			f := fake.New(fake.Example(), env.Now)
			return &connectortest.Channel{
				Handler: f, Settings: settings,
				BadCredentials: map[string]func(map[string]any){
					"another secret": func(s map[string]any) { s["secret"] = "whsec_YW5vdGhlci1zZWNyZXQtb2Ytbm9ib2R5LWF0LWFsbA==" },
				},
				BadSettings: map[string]func(map[string]any){
					"secret":     func(s map[string]any) { s["secret"] = "whsec_c2hvcnQ=" },
					"per_minute": func(s map[string]any) { s["per_minute"] = -1 },
					"url":        func(s map[string]any) { s["url"] = "https://user:pass@hub.example.com/x" },
				},
				Delivered: func() []connectortest.Delivery {
					var out []connectortest.Delivery
					for _, d := range f.Inbox() {
						out = append(out, connectortest.Delivery{Text: strings.Join([]string{d.Title, d.Text, d.URL}, "\n")})
					}
					return out
				},
				Limit:       func() { f.Limit(http.StatusTooManyRequests, 90*time.Second) },
				StatusIsAll: true,
				Secrets:     []string{"/hooks/alerts"},
			}
		},
		Waive: map[string]string{
			"check_credentials": "only a posted message shows whether the secret is right",
			"unknown_recipient": "a webhook reaches whoever is behind it",
			"session_lost":      "a webhook has no session",
		},
	})
}

func message() connectors.Message {
	return connectors.Message{ID: "alert-1", Title: "标题（示例）", Body: "正文", Severity: connectors.SeverityInfo, Data: []byte(`{"n":12345678901234567890}`)}
}

// The signature is the one that two other libraries made and accepted.
func TestSignatureVector(t *testing.T) {
	secret, id, want := "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=", "msg_hub0001", "v1,TPrDc2TmwaVUC1k9Ovtim4hACdhjA4KAsQ5sZg3LHRk="
	body := `{"type":"lead.created","timestamp":"2026-01-01T00:00:00Z","data":{"lead_id":"L1"}}`
	h, err := webhook.Signed(secret, id, time.Unix(1767225600, 0), []byte(body))
	if err != nil || h.Get("webhook-signature") != want || h.Get("webhook-timestamp") != "1767225600" || h.Get("webhook-id") != id {
		t.Errorf("got %v, %v", h, err)
	}
}

func TestAnswersDecide(t *testing.T) {
	for _, c := range []struct {
		status int
		header string
		kind   connectors.OutcomeKind // empty: an error
		code   string
		wait   time.Duration
	}{
		{200, "", connectors.Written, "", 0},
		{202, "", connectors.Written, "", 0},
		{204, "", connectors.Written, "", 0},
		{302, "", connectors.Rejected, "source_refused", 0},
		{400, "", connectors.Rejected, "message_refused", 0},
		{401, "", "", "source_unauthorized", 0},
		{403, "", "", "source_unauthorized", 0},
		{404, "", connectors.Rejected, "message_refused", 0},
		{410, "", connectors.Rejected, "channel_gone", 0},
		{429, "120", connectors.Retry, "source_rate_limited", 2 * time.Minute},
		{429, "", connectors.Retry, "source_rate_limited", time.Minute},
		{503, "7", connectors.Retry, "source_rate_limited", 7 * time.Second},
		{500, "", connectors.Retry, "source_error", 0},
		{504, "", connectors.Retry, "source_error", 0},
	} {
		t.Run(fmt.Sprint(c.status, c.header), func(t *testing.T) {
			calls := 0
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				calls++
				if c.header != "" {
					w.Header().Set("Retry-After", c.header)
				}
				w.Header().Set("Location", "https://elsewhere.example.com/")
				w.WriteHeader(c.status)
			}))
			defer s.Close()
			env := connectortest.NewEnv(t)
			n := connectortest.OpenNotifier(t, webhook.Connector, env, settings(s.URL))
			out, err := n.Notify(t.Context(), message())
			var kind connectors.OutcomeKind
			if err == nil {
				kind, err = out[0].Kind, out[0].Err
			}
			code, wait := "", time.Duration(0)
			if err != nil {
				code, wait = fault.As(err).Code, fault.As(err).Wait
			}
			if kind != c.kind || code != c.code || wait != c.wait || calls != 1 {
				t.Errorf("%q %s %s after %d calls, want %q %s %s after one", kind, code, wait, calls, c.kind, c.code, c.wait)
			}
		})
	}
}

// The receiver's wait is kept: nothing is posted before it is over.
func TestReceiversWaitIsKept(t *testing.T) {
	env := connectortest.NewEnv(t)
	f := fake.New(fake.Example(), env.Now)
	s := httptest.NewServer(f)
	defer s.Close()
	n := connectortest.OpenNotifier(t, webhook.Connector, env, settings(s.URL))
	f.Limit(http.StatusServiceUnavailable, 5*time.Minute)
	for range 20 {
		if out, err := n.Notify(t.Context(), message()); err != nil || out[0].Kind != connectors.Retry {
			t.Fatalf("%v, %v", out, err)
		}
	}
	if f.Calls() != 1 {
		t.Errorf("%d posts while the receiver wanted none", f.Calls())
	}
	env.Now.Advance(5 * time.Minute)
	if out, err := n.Notify(t.Context(), message()); err != nil || out[0].Kind != connectors.Written {
		t.Errorf("after the wait: %v, %v", out, err)
	}
}

func TestCheckPostsNothing(t *testing.T) {
	env := connectortest.NewEnv(t)
	f := fake.New(fake.Example(), env.Now)
	s := httptest.NewServer(f)
	defer s.Close()
	n := connectortest.OpenNotifier(t, webhook.Connector, env, settings(s.URL))
	if err := n.Check(t.Context()); err != nil || f.Calls() != 0 {
		t.Errorf("a receiver that takes POST alone: %v, %d posts", err, f.Calls())
	}
	f.Leave()
	if err := n.Check(t.Context()); fault.As(err) == nil || fault.As(err).Code != "channel_gone" {
		t.Errorf("a receiver that is gone: %v", err)
	}
}

func TestBadEventIsRejected(t *testing.T) {
	m := message()
	m.Data = []byte(`{"half":`)
	n := connectortest.OpenNotifier(t, webhook.Connector, connectortest.NewEnv(t), settings("http://127.0.0.1:1"))
	if out, err := n.Notify(t.Context(), m); err != nil || out[0].Kind != connectors.Rejected {
		t.Errorf("%v, %v", out, err)
	}
}

// An id that cannot stand in a header is hashed, the same way each time.
func TestIDsAreFitForHeaders(t *testing.T) {
	var ids []string
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { ids = append(ids, r.Header.Get("webhook-id")) }))
	defer s.Close()
	n := connectortest.OpenNotifier(t, webhook.Connector, connectortest.NewEnv(t), settings(s.URL))
	m := message()
	for _, id := range []string{"a\r\nX-Evil: 1", "a\r\nX-Evil: 1", "告警 1", "alert.1", "alert-1"} {
		m.ID = id
		if out, err := n.Notify(t.Context(), m); err != nil || out[0].Kind != connectors.Written {
			t.Fatalf("%q: %v, %v", id, out, err)
		}
	}
	if ids[0] != ids[1] || ids[0] == ids[2] || ids[4] != "alert-1" || strings.ContainsAny(strings.Join(ids, ""), "\r\n .") {
		t.Errorf("ids: %q", ids)
	}
}
