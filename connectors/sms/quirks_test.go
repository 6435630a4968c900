package sms_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/sms"
	"github.com/heliuhub/heliu/connectors/sms/fake"
	"github.com/heliuhub/heliu/fault"
)

func formSettings(base string) map[string]any {
	d := fake.Example()
	return map[string]any{
		"url": base + "/form", "format": "form", "account": d.Account, "secret": d.Secret, "sign": "md5", "sign_text": "{account}{time}{secret}",
		"fields":  []any{"account={account}", "ts={time}", "mobile={phone}", "content=【合流】{text}", "sign={sign}"},
		"success": `$.code = "0"`, "unknown": "$.code = 1004", "limited": "$.code = 1008", "refused": "$.code = 1001", "max_text": 400,
	}
}

func jsonSettings(base string) map[string]any {
	d := fake.Example()
	return map[string]any{
		"url": base + "/json", "format": "json", "account": d.Account, "secret": d.Secret, "sign": "hmac_sha256", "sign_text": "{time}\n{phone}\n{text}",
		"body":    `{"account":"{account}","to":["{phone}"],"text":"{text}","ts":"{time}","id":"{id}","type":7}`,
		"headers": []any{"X-Sign: {sign}"},
		"success": "$.result.status[0].code = 0", "unknown": "$.result.status[0].code = 1004", "limited": "$.result.status[0].code = 1008",
		"refused": "$.result.status[0].code = 1001 and status = 200", "max_text": 400,
	}
}

func TestConformance(t *testing.T) {
	for name, settings := range map[string]func(string) map[string]any{"form": formSettings, "json": jsonSettings} {
		t.Run(name, func(t *testing.T) {
			connectortest.RunNotifier(t, connectortest.NotifierCase{
				Connector: sms.Connector,
				Start: func(_ testing.TB, env *connectortest.Env) *connectortest.Channel {
					f := fake.New(fake.Example(), env.Now)
					return &connectortest.Channel{
						Handler: f, Settings: settings,
						BadCredentials: map[string]func(map[string]any){
							"a wrong secret": func(s map[string]any) { s["secret"] = "another-secret-of-nobody" },
						},
						BadSettings: map[string]func(map[string]any){
							"url":        func(s map[string]any) { s["url"] = "https://user:pass@sms.example.com" },
							"success":    func(s map[string]any) { s["success"] = "$.code == 0" },
							"unknown":    func(s map[string]any) { s["unknown"] = "code is 5" },
							"sign_text":  func(s map[string]any) { s["sign_text"] = "{time}{sign}" },
							"headers":    func(s map[string]any) { s["headers"] = []any{"Host: sms.example.com"} },
							"fields":     func(s map[string]any) { s["format"], s["fields"] = "form", []any{"content={text}"} },
							"body":       func(s map[string]any) { s["format"], s["body"] = "json", `{"to":{phone}}` },
							"max_text":   func(s map[string]any) { s["max_text"] = 5 },
							"per_minute": func(s map[string]any) { s["per_minute"] = -1 },
						},
						To: []connectors.Recipient{{ID: "13900000001"}, {ID: "13900000002"}}, Unknown: connectors.Recipient{ID: "13900000999"},
						Delivered: func() []connectortest.Delivery {
							var out []connectortest.Delivery
							for _, d := range f.Inbox() {
								out = append(out, connectortest.Delivery{To: d.To, Text: d.Text})
							}
							return out
						},
						Limit: func() { f.Limit(50 * time.Second) },
						Sends: func(r *http.Request) bool { return r.Method == http.MethodPost },
					}
				},
				Waive: map[string]string{
					"check_credentials":  "only a message shows whether a gateway takes the signature",
					"same_message_again": "gateways do not recognise a message sent again",
					"session_lost":       "the calls are signed, there is no session",
				},
			})
		})
	}
}

func to(ids ...string) connectors.Message {
	m := connectors.Message{ID: "alert-1", Title: "数据停滞（示例）", Body: "第一行"}
	for _, id := range ids {
		m.To = append(m.To, connectors.Recipient{ID: id})
	}
	return m
}

// Whatever stands in a message, the call keeps its shape: the same fields, each once.
func TestTemplatesCannotBeBrokenOutOf(t *testing.T) {
	env := connectortest.NewEnv(t)
	f := fake.New(fake.Example(), env.Now)
	s := httptest.NewServer(f)
	defer s.Close()
	form := formSettings(s.URL)
	form["per_minute"] = 100000
	js := jsonSettings(s.URL)
	js["per_minute"] = 100000
	channels := []connectors.Notifier{connectortest.OpenNotifier(t, sms.Connector, env, form), connectortest.OpenNotifier(t, sms.Connector, env, js)}
	rapid.Check(t, func(rt *rapid.T) {
		m := to("13900000001")
		m.Title = rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{`","to":["13900000002"],"x":"`, "&mobile=13900000002", "{secret}{password}", "\r\nX-Sign: 1"})).Draw(rt, "title")
		m.Body = "b" + rapid.String().Draw(rt, "body")
		for i, n := range channels {
			before := len(f.Inbox())
			out, err := n.Notify(t.Context(), m)
			if err != nil || out[0].Kind != connectors.Written {
				rt.Fatalf("channel %d: %v, %v", i, out, err)
			}
			in := f.Inbox()[before:]
			if len(in) != 1 || in[0].To != "13900000001" || strings.Contains(in[0].Text, fake.Example().Secret) {
				rt.Fatalf("channel %d: %+v", i, in)
			}
		}
	})
}

// A gateway that answers in plain text, asked by GET.
func TestPlainAnswers(t *testing.T) {
	answer, status, asked := "", 200, url.Values{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked = r.URL.Query()
		w.WriteHeader(status)
		_, _ = w.Write([]byte(answer))
	}))
	defer s.Close()
	n := connectortest.OpenNotifier(t, sms.Connector, connectortest.NewEnv(t), map[string]any{
		"url": s.URL, "format": "query", "fields": []any{"u={account}", "p={password}", "m={phone}", "c={text}", "t={stamp}"}, "account": "demo", "password": "demo-password",
		"success": `body ^= "0,"`, "unknown": `body ^= -3`, "limited": "status = 503", "refused": "body != 0 and body ^= -1",
	})
	for _, c := range []struct {
		answer string
		status int
		want   string
	}{
		{"0,20260302100000\n", 200, "written"},
		{"-3", 200, "rejected:recipient_unknown"},
		{"-1", 200, "source_unauthorized"},
		{"-9", 200, "rejected:message_refused"},
		{"busy", 500, "retry:source_error"},
		{"later", 503, "retry:source_rate_limited"},
	} {
		answer, status = c.answer, c.status
		out, err := n.Notify(t.Context(), to("13900000001"))
		got := ""
		switch {
		case err != nil:
			got = fault.As(err).Code
		case out[0].Err != nil:
			got = fmt.Sprint(out[0].Kind, ":", fault.As(out[0].Err).Code)
		default:
			got = string(out[0].Kind)
		}
		if got != c.want {
			t.Errorf("%q, %d: %s, want %s", c.answer, c.status, got, c.want)
		}
	}
	if asked.Get("t") != "20260302100000" || asked.Get("m") != "13900000001" || asked.Get("p") != "demo-password" {
		t.Errorf("asked with %v", asked)
	}
}

func TestNumbersAreDigits(t *testing.T) {
	calls := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { calls++; _, _ = w.Write([]byte(`{"code":"0"}`)) }))
	defer s.Close()
	n := connectortest.OpenNotifier(t, sms.Connector, connectortest.NewEnv(t), formSettings(s.URL))
	for id, want := range map[string]connectors.OutcomeKind{
		"13900000001": connectors.Written, "+8613900000001": connectors.Written,
		"": connectors.Rejected, "13900000001,13900000002": connectors.Rejected, "139 0000 0001": connectors.Rejected, "abc": connectors.Rejected, "１３９00000001": connectors.Rejected,
	} {
		out, err := n.Notify(t.Context(), to(id))
		if err != nil || out[0].Kind != want {
			t.Errorf("%q: %v, %v; want %s", id, out, err, want)
		}
	}
	if calls != 2 {
		t.Errorf("%d calls, want 2", calls)
	}
}
