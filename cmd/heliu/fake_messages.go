package main

import (
	"cmp"
	"encoding/json"
	"html/template"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	dingfake "github.com/heliuhub/heliu/connectors/dingtalk/fake"
	mailfake "github.com/heliuhub/heliu/connectors/email/fake"
	hookfake "github.com/heliuhub/heliu/connectors/webhook/fake"
	wecomfake "github.com/heliuhub/heliu/connectors/wecom/fake"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/world"
)

// messengers are the demo's local WeCom, DingTalk, webhook receiver and mail server: what
// the hub sends to people arrives here and is shown at /inbox.
type messengers struct {
	wecom *wecomfake.Server
	ding  *dingfake.Server
	hook  *hookfake.Server
	mail  *mailfake.Server
}

// newMessengers makes them with an account for everybody of the staff who has not left.
func newMessengers(staff []world.Staff, clk clock.System) (*messengers, error) {
	we, ding, mail := wecomfake.Example(), dingfake.Example(), mailfake.Example()
	mail.Plain = true // on this machine alone
	for _, p := range staff {
		if p.Left {
			continue
		}
		we.Members = append(we.Members, wecomfake.Member{UserID: p.WecomID, Name: p.Name})
		ding.Members = append(ding.Members, dingfake.Member{UserID: p.DingtalkID, UnionID: "u" + p.DingtalkID, Nick: p.Name})
		mail.Mailboxes = append(mail.Mailboxes, p.Email)
	}
	post, err := mailfake.New(mail, clk)
	if err != nil {
		return nil, err
	}
	return &messengers{wecomfake.New(we, clk), dingfake.New(ding, clk), hookfake.New(hookfake.Example(), clk), post}, nil
}

// arrival is a message that arrived at one of them.
type arrival struct {
	Channel string    `json:"channel"`
	To      string    `json:"to"` // empty: the group
	At      time.Time `json:"at"`
	Title   string    `json:"title"`
	Text    string    `json:"text"`
	URL     string    `json:"url,omitempty"`
}

// inbox gives what arrived anywhere, the latest first.
func (m *messengers) inbox() []arrival {
	out := []arrival{}
	for _, d := range m.wecom.Inbox() {
		out = append(out, arrival{"wecom", d.To, d.At, d.Title, d.Text, d.URL})
	}
	for _, d := range m.ding.Inbox() {
		out = append(out, arrival{"dingtalk", d.To, d.At, d.Title, d.Text, d.URL})
	}
	for _, d := range m.hook.Inbox() {
		out = append(out, arrival{"webhook", "", d.At, d.Title, d.Text, d.URL})
	}
	for _, d := range m.mail.Inbox() {
		out = append(out, arrival{"email", d.To, d.At, d.Title, d.Text, ""})
	}
	slices.SortStableFunc(out, func(a, b arrival) int { return cmp.Compare(b.At.UnixNano(), a.At.UnixNano()) })
	return out
}

// messengerPaths are where the messengers answer, as their systems do.
var messengerPaths = map[string]func(*messengers) http.Handler{
	"/cgi-bin/": func(m *messengers) http.Handler { return m.wecom }, "/wwlogin/": func(m *messengers) http.Handler { return m.wecom },
	"/robot/": func(m *messengers) http.Handler { return m.ding }, "/v1.0/": func(m *messengers) http.Handler { return m.ding },
	"/topapi/": func(m *messengers) http.Handler { return m.ding }, "/oauth2/": func(m *messengers) http.Handler { return m.ding },
	"/hooks/": func(m *messengers) http.Handler { return m.hook },
	"/inbox":  func(m *messengers) http.Handler { return http.HandlerFunc(m.show) },
}

func (m *messengers) at(path string) func(*messengers) http.Handler {
	for prefix, to := range messengerPaths {
		if strings.HasPrefix(path, prefix) {
			return to
		}
	}
	return nil
}

// takes tells whether a path is one of theirs.
func (m *messengers) takes(path string) bool { return m.at(path) != nil }

// ServeHTTP passes a request on to whom its path belongs to.
func (m *messengers) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.at(strings.ToLower(r.URL.Path))(m).ServeHTTP(w, r)
}

var inboxPage = template.Must(template.New("inbox").Parse(`<!DOCTYPE html><html lang="zh"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5"><title>消息收件箱（示例）</title>
<style>body{font:14px/1.6 system-ui,sans-serif;margin:24px;max-width:72em}td,th{text-align:left;vertical-align:top;padding:6px 12px 6px 0;border-bottom:1px solid #ddd}pre{white-space:pre-wrap;font:inherit;margin:0}</style>
<h1>消息收件箱（示例） · Inbox of the demo</h1>
<p>示例环境里的企业微信、钉钉、Webhook和邮箱收到的消息，最新的在最前。 What the demo's local messengers got, the latest first.</p>
{{if not .}}<p>还没有消息。 Nothing yet.</p>{{else}}<table><tr><th>时间<th>渠道<th>收件人<th>内容</tr>
{{range .}}<tr><td>{{.At.Format "01-02 15:04:05"}}<td>{{.Channel}}<td>{{if .To}}{{.To}}{{else}}（群）{{end}}<td><b>{{.Title}}</b><pre>{{.Text}}</pre>{{if .URL}}<a href="{{.URL}}">{{.URL}}</a>{{end}}</tr>
{{end}}</table>{{end}}</html>`))

// show answers GET /inbox with a page, GET /inbox.json with JSON.
func (m *messengers) show(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, ".json") {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		_ = json.NewEncoder(w).Encode(map[string]any{"items": m.inbox()})
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_ = inboxPage.Execute(w, m.inbox())
}

// demoChannels are the connections by which the demo tells people: WeCom and mail to
// persons, a DingTalk robot and a webhook to groups.
func demoChannels(d demoWorld) []demoConnection {
	base := "http://" + d.Listen
	host, port, _ := net.SplitHostPort(d.Mail)
	number, _ := strconv.Atoi(port)
	we, ding, hook, mail := wecomfake.Example(), dingfake.Example(), hookfake.Example(), mailfake.Example()
	return []demoConnection{
		{"demo-wecom", "企业微信（示例）", "wecom", map[string]any{"corp_id": we.CorpID, "agent_id": we.AgentID, "base_url": base, "login_url": base}, map[string]string{"app_secret": we.Secret}, false, 0},
		{"demo-dingtalk", "钉钉群（示例）", "dingtalk", map[string]any{"app_key": ding.AppKey, "base_url": base, "api_url": base, "login_url": base}, map[string]string{
			"robot_token": ding.RobotToken, "robot_secret": ding.RobotSecret, "app_secret": ding.AppSecret,
		}, false, 0},
		{"demo-webhook", "自有系统通知（示例）", "webhook", map[string]any{"url": base + hook.Path}, map[string]string{"secret": hook.Secret}, false, 0},
		{"demo-email", "邮件（示例）", "email", map[string]any{
			"host": host, "port": number, "security": "none", "username": mail.User, "from": mail.User,
		}, map[string]string{"password": mail.Password}, false, 0},
	}
}
