package dingtalk_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/dingtalk"
	"github.com/heliuhub/heliu/connectors/dingtalk/fake"
	"github.com/heliuhub/heliu/fault"
)

func start(t *testing.T, d fake.Data) (*connectortest.Env, *fake.Server, string) {
	t.Helper()
	env := connectortest.NewEnv(t)
	f := fake.New(d, env.Now)
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	return env, f, s.URL
}

func to(ids ...string) connectors.Message {
	m := connectors.Message{ID: "alert-1", Title: "渠道费用异常（示例）", Body: "第一行\n第二行", URL: "https://hub.example.com/w/demo/alerts", Severity: connectors.SeverityCritical}
	for _, id := range ids {
		m.To = append(m.To, connectors.Recipient{ID: id})
	}
	return m
}

func notify(t *testing.T, n connectors.Notifier, m connectors.Message) []connectors.Outcome {
	t.Helper()
	out, err := n.Notify(t.Context(), m)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The signature is the one that the vendor's description gives for this time and secret.
func TestSignatureVector(t *testing.T) {
	var query string
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query = r.URL.RawQuery
		_, _ = w.Write([]byte(`{"errcode":0}`))
	}))
	defer s.Close()
	env := connectortest.NewEnv(t)
	env.Now.Advance(time.UnixMilli(1767225600000).Sub(env.Now.Now()))
	settings := robotSettings(s.URL)
	settings["robot_secret"] = "SECdemo0123456789"
	notify(t, connectortest.OpenNotifier(t, dingtalk.Connector, env, settings), to())
	for _, want := range []string{"timestamp=1767225600000", "sign=yaZjXcetNSuXyCF9%2Bei8g%2F8KzwtsTDBPCvCtYrY0m1M%3D"} {
		if !strings.Contains(query, want) {
			t.Errorf("the query lacks %s", want)
		}
	}
}

func TestKeywordStandsInEveryMessage(t *testing.T) {
	d := fake.Example()
	d.RobotSecret, d.Keyword = "", "合流"
	env, f, base := start(t, d)
	settings := map[string]any{"robot_token": d.RobotToken, "keyword": d.Keyword, "base_url": base}
	n := connectortest.OpenNotifier(t, dingtalk.Connector, env, settings)
	with := to()
	with.Body = "合流已恢复"
	for _, m := range []connectors.Message{to(), with} {
		if out := notify(t, n, m); out[0].Kind != connectors.Written {
			t.Fatalf("%s: %v", out[0].Kind, out[0].Err)
		}
	}
	if in := f.Inbox(); !strings.HasPrefix(in[0].Text, "【合流】") || strings.HasPrefix(in[1].Text, "【") {
		t.Errorf("arrived: %q, %q", in[0].Text, in[1].Text)
	}
	delete(settings, "keyword")
	_, err := connectortest.OpenNotifier(t, dingtalk.Connector, env, settings).Notify(t.Context(), to())
	if fault.KindOf(err) != fault.Unauthorized {
		t.Errorf("without the keyword: %v", err)
	}
}

// A storm does not get the robot muted: what is over the pace waits for its turn.
func TestStormNeverMutesTheRobot(t *testing.T) {
	env, f, base := start(t, fake.Example())
	n := connectortest.OpenNotifier(t, dingtalk.Connector, env, robotSettings(base))
	written, waits := 0, 0
	for i := range 400 {
		m := to()
		m.ID = fmt.Sprint("alert-", i)
		switch out := notify(t, n, m); out[0].Kind {
		case connectors.Written:
			written++
		case connectors.Retry:
			waits++
			if w := fault.As(out[0].Err).Wait; w <= 0 || w > time.Minute || fault.As(out[0].Err).Code != "source_rate_limited" {
				t.Fatalf("message %d: %v, wait %s", i, out[0].Err, w)
			}
		default:
			t.Fatalf("message %d: %v", i, out[0].Err)
		}
		env.Now.Advance(time.Second)
	}
	if written < 90 || written > 105 || waits != 400-written || f.RobotCalls() != written {
		t.Errorf("of 400 in 400 seconds %d written, %d waiting, %d calls", written, waits, f.RobotCalls())
	}
}

// When somebody else uses the robot too, the hub waits the ten minutes out.
func TestMutedRobotIsLeftAlone(t *testing.T) {
	env, f, base := start(t, fake.Example())
	n := connectortest.OpenNotifier(t, dingtalk.Connector, env, robotSettings(base))
	f.Limit(fake.Muted)
	out := notify(t, n, to())
	if e := fault.As(out[0].Err); out[0].Kind != connectors.Retry || e.Code != "channel_muted" || e.Wait != 10*time.Minute {
		t.Fatalf("%s: %v", out[0].Kind, out[0].Err)
	}
	calls := f.RobotCalls()
	env.Now.Advance(9 * time.Minute)
	if out := notify(t, n, to()); out[0].Kind != connectors.Retry || f.RobotCalls() != calls {
		t.Errorf("after nine minutes: %s, %d calls more", out[0].Kind, f.RobotCalls()-calls)
	}
	env.Now.Advance(time.Minute)
	if out := notify(t, n, to()); out[0].Kind != connectors.Written {
		t.Errorf("after ten minutes: %s, %v", out[0].Kind, out[0].Err)
	}
}

func TestWorkNotice(t *testing.T) {
	env, f, base := start(t, fake.Example())
	n := connectortest.OpenNotifier(t, dingtalk.Connector, env, appSettings(base))
	out := notify(t, n, to("manager0001", "it-0003,0123456789", "", "goneaway0099", "partner"))
	var kinds []connectors.OutcomeKind
	for _, o := range out {
		kinds = append(kinds, o.Kind)
	}
	if fmt.Sprint(kinds) != "[written rejected rejected rejected rejected]" || len(f.Inbox()) != 1 {
		t.Fatalf("%v, %d arrived", kinds, len(f.Inbox()))
	}
	if d := f.Inbox()[0]; d.Kind != "oa" || d.Color != "FFCF1322" || d.URL == "" || !strings.Contains(d.Text, "\n#") {
		t.Errorf("arrived: %+v", d)
	}
	f.LoseToken(true) // 88 with a sub_code
	m := to("it-0003")
	m.ID, m.URL = "alert-2", ""
	if out := notify(t, n, m); out[0].Kind != connectors.Written || f.Inbox()[1].Kind != "text" {
		t.Errorf("after a lost token: %s, %v", out[0].Kind, out[0].Err)
	}
	if out := notify(t, n, m); out[0].Kind != connectors.Written || len(f.Inbox()) != 2 {
		t.Errorf("the same again: %s, %d arrived", out[0].Kind, len(f.Inbox()))
	}
}

func TestCodesDecide(t *testing.T) {
	for _, c := range []struct {
		body string
		kind connectors.OutcomeKind // empty: an error
		code string
	}{
		{`{"errcode":0}`, connectors.Written, ""},
		{`{"errcode":-1}`, "", "source_error"},
		{`{"errcode":300001}`, "", "source_unauthorized"},
		{`{"errcode":310000,"errmsg":"ip 203.0.113.9 not in whitelist"}`, "", "source_unauthorized"},
		{`{"errcode":90019}`, connectors.Retry, "source_rate_limited"},
		{`{"errcode":400101}`, connectors.Rejected, "message_refused"},
		{`{"errcode":88,"sub_code":"90018"}`, connectors.Retry, "source_rate_limited"},
		{`{"errmsg":"ok"}`, connectors.Retry, "source_bad_answer"},
	} {
		env := connectortest.NewEnv(t)
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(c.body)) }))
		out, err := connectortest.OpenNotifier(t, dingtalk.Connector, env, robotSettings(s.URL)).Notify(t.Context(), to())
		var kind connectors.OutcomeKind
		if err == nil {
			kind, err = out[0].Kind, out[0].Err
		}
		code := ""
		if err != nil {
			code = fault.As(err).Code
		}
		if kind != c.kind || code != c.code {
			t.Errorf("%s is %q %s, want %q %s", c.body, kind, code, c.kind, c.code)
		}
		s.Close()
	}
}
