package wecom_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/wecom"
	"github.com/heliuhub/heliu/connectors/wecom/fake"
)

func appSettings(base string) map[string]any {
	d := fake.Example()
	return map[string]any{"corp_id": d.CorpID, "agent_id": d.AgentID, "app_secret": d.Secret, "base_url": base, "login_url": base}
}

func arrived(f *fake.Server) func() []connectortest.Delivery {
	return func() []connectortest.Delivery {
		var out []connectortest.Delivery
		for _, d := range f.Inbox() {
			out = append(out, connectortest.Delivery{To: d.To, Text: strings.Join([]string{d.Title, d.Text, d.URL}, "\n")})
		}
		return out
	}
}

var badApp = map[string]func(map[string]any){
	"a wrong secret":  func(s map[string]any) { s["app_secret"] = "another-secret-of-nobody" },
	"a wrong corp ID": func(s map[string]any) { s["corp_id"] = "ww0nobody00000001" },
}

func TestMembers(t *testing.T) {
	connectortest.RunNotifier(t, connectortest.NotifierCase{
		Connector: wecom.Connector,
		Start: func(_ testing.TB, env *connectortest.Env) *connectortest.Channel {
			f := fake.New(fake.Example(), env.Now)
			return &connectortest.Channel{
				Handler: f, Settings: appSettings, BadCredentials: badApp,
				BadSettings: map[string]func(map[string]any){
					"corp_id":          func(s map[string]any) { delete(s, "corp_id") },
					"agent_id":         func(s map[string]any) { delete(s, "agent_id") },
					"app_secret":       func(s map[string]any) { delete(s, "app_secret") },
					"duplicate_window": func(s map[string]any) { s["duplicate_window"] = "5h" },
					"robot_per_minute": func(s map[string]any) { s["robot_per_minute"] = -1 },
					"button":           func(s map[string]any) { s["button"] = "五个字太长" },
				},
				To: []connectors.Recipient{{ID: "LiXiaoshou01"}, {ID: "wang.jingli-02"}}, Unknown: connectors.Recipient{ID: "GoneAway99"},
				Delivered: arrived(f), Limit: func() { f.Limit(50 * time.Second) },
				Sends:       func(r *http.Request) bool { return r.URL.Path == "/cgi-bin/message/send" },
				LoseSession: f.LoseToken,
				SessionLost: func(w http.ResponseWriter, _ *http.Request) {
					_, _ = w.Write([]byte(`{"errcode":42001,"errmsg":"access_token expired"}`))
				},
				Secrets: []string{"fake-wecom-token"},
			}
		},
	})
}

func TestRobot(t *testing.T) {
	connectortest.RunNotifier(t, connectortest.NotifierCase{
		Connector: wecom.Connector,
		Start: func(_ testing.TB, env *connectortest.Env) *connectortest.Channel {
			f := fake.New(fake.Example(), env.Now)
			return &connectortest.Channel{
				Handler: f,
				Settings: func(base string) map[string]any {
					return map[string]any{"robot_key": fake.Example().RobotKey, "base_url": base}
				},
				BadCredentials: map[string]func(map[string]any){"a wrong key": func(s map[string]any) { s["robot_key"] = "00000000-demo-4000-8000-00000000000f" }},
				Delivered:      arrived(f), Limit: func() { f.Limit(50 * time.Second) },
				SessionLost: func(w http.ResponseWriter, _ *http.Request) {
					_, _ = w.Write([]byte(`{"errcode":93000,"errmsg":"invalid webhook url"}`))
				},
			}
		},
		Waive: map[string]string{
			"check_credentials":  "a robot can only be tried by letting it speak",
			"same_message_again": "a robot does not know what it has said",
			"unknown_recipient":  "a robot reaches its group",
			"session_lost":       "a robot has no session",
		},
	})
}

func TestSignIn(t *testing.T) {
	connectortest.RunSignIn(t, connectortest.SignInCase{
		Connector: wecom.Connector,
		Start: func(_ testing.TB, env *connectortest.Env) *connectortest.Gate {
			f := fake.New(fake.Example(), env.Now)
			return &connectortest.Gate{
				Handler: f, Settings: appSettings, BadCredentials: badApp, Scan: f.Scan,
				Member: "ZhaoIT", MemberID: "ZhaoIT", Outsider: "visitor", CodeParam: "code", CodeLife: fake.CodeLife,
				Personal: []string{"o_fake_visitor"}, Secrets: []string{"fake-wecom-token"},
			}
		},
	})
}
