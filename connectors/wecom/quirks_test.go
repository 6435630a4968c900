package wecom_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/xen0n/go-workwx"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/wecom"
	"github.com/heliuhub/heliu/connectors/wecom/fake"
	"github.com/heliuhub/heliu/fault"
)

func start(t *testing.T) (*connectortest.Env, *fake.Server, string) {
	t.Helper()
	env := connectortest.NewEnv(t)
	f := fake.New(fake.Example(), env.Now)
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	return env, f, s.URL
}

func to(ids ...string) connectors.Message {
	m := connectors.Message{ID: "alert-1", Title: "数据停滞（示例）", Body: "第一行\n第二行", URL: "https://hub.example.com/w/demo/alerts", Severity: connectors.SeverityWarning}
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

// The local server speaks as a client of somebody else's making expects.
func TestAnotherClientIsServed(t *testing.T) {
	env, f, base := start(t)
	d := fake.Example()
	corp := workwx.New(d.CorpID, workwx.WithQYAPIHost(base))
	app := corp.WithApp(d.Secret, int64(d.AgentID))
	if err := app.SendTextCardMessage(&workwx.Recipient{UserIDs: []string{"ZhaoIT"}}, "标题", "正文", "https://hub.example.com", "处理", false); err != nil {
		t.Fatal(err)
	}
	at := connectortest.OpenSignIn(t, wecom.Connector, env, appSettings(base)).AuthURL("s1", "https://hub.example.com/back")
	back, err := f.Scan(at, "ZhaoIT")
	if err != nil {
		t.Fatal(err)
	}
	code := back[strings.Index(back, "code=")+len("code="):]
	code, _, _ = strings.Cut(code, "&")
	who, err := app.GetUserInfoByCode(code)
	if err != nil || who.UserID != "ZhaoIT" {
		t.Errorf("the code gives %+v, %v", who, err)
	}
	if _, err := app.GetUserInfoByCode(code); err == nil {
		t.Error("the code counts twice")
	}
	if err := workwx.NewWebhookClient(d.RobotKey, workwx.WithQYAPIHost(base)).SendTextMessage("群消息", nil); err != nil {
		t.Fatal(err)
	}
	if err := corp.WithApp("wrong", int64(d.AgentID)).SendTextMessage(&workwx.Recipient{UserIDs: []string{"ZhaoIT"}}, "x", false); err == nil {
		t.Error("a wrong secret sends")
	}
	if in := f.Inbox(); len(in) != 2 || in[0].Title != "标题" || in[0].Button != "处理" || in[1].Text != "群消息" {
		t.Errorf("arrived: %+v", in)
	}
}

func TestOneTokenServesManyMessages(t *testing.T) {
	env, f, base := start(t)
	n := connectortest.OpenNotifier(t, wecom.Connector, env, appSettings(base))
	for i := range 10 {
		m := to("ZhaoIT")
		m.ID = fmt.Sprint("alert-", i)
		notify(t, n, m)
	}
	if fetched, _ := f.Calls(); fetched != 1 || len(f.Inbox()) != 10 {
		t.Errorf("%d tokens for %d messages", fetched, len(f.Inbox()))
	}
	env.Now.Advance(fake.TokenLife) // it expires: renewed before its end, not after a refusal
	m := to("ZhaoIT")
	m.ID = "alert-late"
	notify(t, n, m)
	if fetched, calls := f.Calls(); fetched != 2 || calls != 11 {
		t.Errorf("%d tokens, %d calls; want 2 and 11", fetched, calls)
	}
	f.LoseToken() // 40014: fetched once and tried again
	m.ID = "alert-lost"
	notify(t, n, m)
	if fetched, calls := f.Calls(); fetched != 3 || calls != 13 {
		t.Errorf("%d tokens, %d calls; want 3 and 13", fetched, calls)
	}
}

// After 45009 nothing is asked, gettoken included, until the wait is over; each limit in
// a row is waited for longer.
func TestFrequencyLimitIsNotHammered(t *testing.T) {
	env, f, base := start(t)
	n := connectortest.OpenNotifier(t, wecom.Connector, env, appSettings(base))
	notify(t, n, to("ZhaoIT"))
	f.Limit(3 * time.Hour)
	m := to("ZhaoIT")
	m.ID = "alert-2"
	var longest time.Duration
	for round := range 5 {
		out := notify(t, n, m)
		wait := fault.As(out[0].Err).Wait
		if out[0].Kind != connectors.Retry || wait < time.Minute || wait > time.Hour {
			t.Fatalf("round %d: %s, wait %s", round, out[0].Kind, wait)
		}
		longest = max(longest, wait)
		fetched, calls := f.Calls()
		for range 20 {
			if out := notify(t, n, m); out[0].Kind != connectors.Retry || fault.As(out[0].Err).Wait > wait {
				t.Fatalf("while waiting: %s, %s", out[0].Kind, fault.As(out[0].Err).Wait)
			}
		}
		if f2, c2 := f.Calls(); f2 != fetched || c2 != calls {
			t.Fatalf("round %d: %d calls while waiting", round, f2-fetched+c2-calls)
		}
		env.Now.Advance(wait)
	}
	if longest <= 2*time.Minute {
		t.Errorf("after five limits the longest wait was %s", longest)
	}
	env.Now.Advance(3 * time.Hour)
	if out := notify(t, n, m); out[0].Kind != connectors.Written {
		t.Errorf("when it is over: %s, %v", out[0].Kind, out[0].Err)
	}
}

func TestWhoGetsIt(t *testing.T) {
	env, f, base := start(t)
	n := connectortest.OpenNotifier(t, wecom.Connector, env, appSettings(base))
	ids := []string{"ZhaoIT", "@all", "ZhaoIT|LiXiaoshou01", "", "GoneAway99", "no_licence", "LIXIAOSHOU01"}
	out := notify(t, n, to(ids...))
	var got []string
	for i, o := range out {
		if o.Kind == connectors.Written {
			got = append(got, ids[i])
		} else if fault.As(o.Err).Code != "recipient_unknown" {
			t.Errorf("%q: %v", ids[i], o.Err)
		}
	}
	if fmt.Sprint(got) != "[ZhaoIT LIXIAOSHOU01]" || len(f.Inbox()) != 2 {
		t.Errorf("written to %v, %d arrived", got, len(f.Inbox()))
	}
	_, before := f.Calls()
	if out := notify(t, n, to("@all")); out[0].Kind != connectors.Rejected {
		t.Errorf("@all is %s", out[0].Kind)
	}
	if _, after := f.Calls(); after != before {
		t.Error("a message to nobody was sent")
	}
}

func TestRobotKeepsBelowItsLimit(t *testing.T) {
	env, f, base := start(t)
	n := connectortest.OpenNotifier(t, wecom.Connector, env, map[string]any{"robot_key": fake.Example().RobotKey, "base_url": base})
	for i := range 60 {
		out := notify(t, n, to())
		if out[0].Kind == connectors.Retry {
			if w := fault.As(out[0].Err).Wait; w <= 0 || w > time.Minute {
				t.Fatalf("message %d waits %s", i, w)
			}
			env.Now.Advance(fault.As(out[0].Err).Wait)
			out = notify(t, n, to())
		}
		if out[0].Kind != connectors.Written {
			t.Fatalf("message %d: %s, %v", i, out[0].Kind, out[0].Err)
		}
	}
	if len(f.Inbox()) != 60 || env.Now.Now().Sub(connectortest.Epoch) < 2*time.Minute {
		t.Errorf("%d messages in %s", len(f.Inbox()), env.Now.Now().Sub(connectortest.Epoch))
	}
}

func TestCardsKeepTheirForm(t *testing.T) {
	env, f, base := start(t)
	n := connectortest.OpenNotifier(t, wecom.Connector, env, appSettings(base))
	m := to("ZhaoIT")
	m.Title, m.Severity = strings.Repeat("题", 200), connectors.SeverityCritical
	m.Body = strings.Repeat("一行很长的说明，", 20) + "\n" + strings.Repeat("<b>第二行</b>\n", 40)
	notify(t, n, m)
	d := f.Inbox()[0]
	if utf8.RuneCountInString(d.Title) > 128 || utf8.RuneCountInString(d.Text) > 512 {
		t.Fatalf("title %d, text %d characters", utf8.RuneCountInString(d.Title), utf8.RuneCountInString(d.Text))
	}
	if strings.Count(d.Text, "<div") != strings.Count(d.Text, "</div>") || strings.Contains(d.Text, "<b>") ||
		!strings.HasPrefix(d.Text, `<div class="highlight">`) || !strings.Contains(d.Text, `<div class="gray">#`) {
		t.Errorf("the card: %s", d.Text)
	}
	m.URL, m.ID = "", "alert-2"
	notify(t, n, m)
	if d := f.Inbox()[1]; d.Kind != "text" || len(d.Text) > 2048 || !utf8.ValidString(d.Text) || !strings.Contains(d.Text, "\n#") {
		t.Errorf("without a page: %s of %d bytes", d.Kind, len(d.Text))
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
		{`{"errcode":45033}`, "", "source_error"},
		{`{"errcode":60020,"errmsg":"not allow to access from your ip"}`, "", "source_unauthorized"},
		{`{"errcode":48002}`, "", "source_unauthorized"},
		{`{"errcode":301002}`, "", "source_unauthorized"},
		{`{"errcode":40014}`, "", "source_unauthorized"}, // also with a fresh token
		{`{"errcode":81013}`, connectors.Rejected, "recipient_unknown"},
		{`{"errcode":82001}`, connectors.Rejected, "recipient_unknown"},
		{`{"errcode":40058}`, connectors.Rejected, "message_refused"},
		{`{"errmsg":"ok"}`, connectors.Retry, "source_bad_answer"}, // no errcode is no success
	} {
		env := connectortest.NewEnv(t)
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/gettoken") {
				_, _ = w.Write([]byte(`{"errcode":0,"access_token":"t","expires_in":7200}`))
				return
			}
			_, _ = w.Write([]byte(c.body))
		}))
		n := connectortest.OpenNotifier(t, wecom.Connector, env, appSettings(s.URL))
		out, err := n.Notify(t.Context(), to("ZhaoIT"))
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
