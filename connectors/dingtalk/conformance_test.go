package dingtalk_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/dingtalk"
	"github.com/heliuhub/heliu/connectors/dingtalk/fake"
)

func appSettings(base string) map[string]any {
	d := fake.Example()
	return map[string]any{"app_key": d.AppKey, "app_secret": d.AppSecret, "agent_id": d.AgentID, "base_url": base, "api_url": base, "login_url": base}
}

func robotSettings(base string) map[string]any {
	d := fake.Example()
	return map[string]any{"robot_token": d.RobotToken, "robot_secret": d.RobotSecret, "base_url": base}
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
	"a wrong secret": func(s map[string]any) { s["app_secret"] = "another-secret-of-nobody" },
	"a wrong key":    func(s map[string]any) { s["app_key"] = "dingnobody00001" },
}

func TestMembers(t *testing.T) {
	connectortest.RunNotifier(t, connectortest.NotifierCase{
		Connector: dingtalk.Connector,
		Start: func(_ testing.TB, env *connectortest.Env) *connectortest.Channel {
			f := fake.New(fake.Example(), env.Now)
			return &connectortest.Channel{
				Handler: f, Settings: appSettings, BadCredentials: badApp,
				BadSettings: map[string]func(map[string]any){
					"app_key":          func(s map[string]any) { delete(s, "app_key") },
					"agent_id":         func(s map[string]any) { delete(s, "agent_id") },
					"app_secret":       func(s map[string]any) { delete(s, "app_secret") },
					"robot_per_minute": func(s map[string]any) { s["robot_per_minute"] = 21 },
					"robot_token":      func(s map[string]any) { delete(s, "app_key"); delete(s, "agent_id"); delete(s, "app_secret") },
				},
				To: []connectors.Recipient{{ID: "manager0001"}, {ID: "0123456789"}}, Unknown: connectors.Recipient{ID: "goneaway0099"},
				Delivered: arrived(f), Limit: func() { f.Limit(50 * time.Second) },
				Sends:       func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/asyncsend_v2") },
				LoseSession: func() { f.LoseToken(false) },
				SessionLost: func(w http.ResponseWriter, _ *http.Request) {
					_, _ = w.Write([]byte(`{"errcode":88,"sub_code":"40014"}`))
				},
				Secrets: []string{"fake-ding-token"},
			}
		},
	})
}

func TestRobot(t *testing.T) {
	connectortest.RunNotifier(t, connectortest.NotifierCase{
		Connector: dingtalk.Connector,
		Start: func(_ testing.TB, env *connectortest.Env) *connectortest.Channel {
			f := fake.New(fake.Example(), env.Now)
			return &connectortest.Channel{
				Handler: f, Settings: robotSettings,
				BadCredentials: map[string]func(map[string]any){
					"a wrong token":  func(s map[string]any) { s["robot_token"] = "demo-robot-token-not-real-0002" },
					"a wrong secret": func(s map[string]any) { s["robot_secret"] = "SECdemo9876543210" },
					"no secret":      func(s map[string]any) { delete(s, "robot_secret") },
				},
				Delivered: arrived(f), Limit: func() { f.Limit(5 * time.Minute) },
				SessionLost: func(w http.ResponseWriter, _ *http.Request) {
					_, _ = w.Write([]byte(`{"errcode":300005,"errmsg":"token is not exist"}`))
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
	for _, outsider := range []string{"visitor", "partner"} {
		t.Run(outsider, func(t *testing.T) {
			connectortest.RunSignIn(t, connectortest.SignInCase{
				Connector: dingtalk.Connector,
				Start: func(_ testing.TB, env *connectortest.Env) *connectortest.Gate {
					f := fake.New(fake.Example(), env.Now)
					return &connectortest.Gate{
						Handler: f, Settings: appSettings, BadCredentials: badApp, Scan: f.Scan,
						Member: "it-0003", MemberID: "it-0003", Outsider: outsider, CodeParam: "authCode", CodeLife: fake.CodeLife,
						Personal: []string{"uDemo", "示例", "13900000000"}, Secrets: []string{"fake-ding-token", "fake-ding-person"},
					}
				},
			})
		})
	}
}
