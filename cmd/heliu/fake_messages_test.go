package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/world"
)

// TestDemoChannelsReachTheInbox: each connection that the demo makes for messages can be
// checked, and what it sends stands in the inbox of the local servers.
func TestDemoChannelsReachTheInbox(t *testing.T) {
	staff := []world.Staff{{Name: "示例员工", Email: "staff0001@heliu-demo.example", WecomID: "wx.HL10001", DingtalkID: "ding-HL10001"}, {Name: "示例离职", WecomID: "wx.HL10002", Left: true}}
	m, err := newMessengers(staff, clock.System{})
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(m)
	t.Cleanup(web.Close)
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = m.mail.Serve(ln) }()
	t.Cleanup(m.mail.Close)
	dialer := &net.Dialer{}
	env := connectors.Env{HTTP: http.DefaultTransport, Dial: dialer.DialContext, Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)}
	to := map[string]string{"wecom": "wx.HL10001", "email": "staff0001@heliu-demo.example"}
	for _, d := range demoChannels(demoWorld{Listen: strings.TrimPrefix(web.URL, "http://"), Mail: ln.Addr().String()}) {
		t.Run(d.name, func(t *testing.T) {
			k, err := connectorNamed(d.connector)
			if err != nil {
				t.Fatal(err)
			}
			raw := map[string]any{}
			for name, v := range d.settings {
				raw[name] = v
			}
			for name, v := range d.secrets {
				raw[name] = v
			}
			s, err := k.Spec.Validate(raw)
			if err != nil {
				t.Fatal(err)
			}
			n, err := k.NewNotifier(t.Context(), env, s)
			if err != nil {
				t.Fatal(err)
			}
			if err := n.Check(t.Context()); err != nil {
				t.Fatal(err)
			}
			msg := connectors.Message{ID: d.name, Title: "标题 " + d.connector, Body: "正文", URL: "https://hub.example.com"}
			if id := to[d.connector]; id != "" {
				msg.To = []connectors.Recipient{{ID: id}}
			}
			out, err := n.Notify(t.Context(), msg)
			if err != nil || out[0].Kind != connectors.Written {
				t.Fatalf("%v, %v", out, err)
			}
		})
	}
	get := func(path string) string {
		resp, err := http.Get(web.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	var got struct{ Items []arrival }
	if err := json.Unmarshal([]byte(get("/inbox.json")), &got); err != nil {
		t.Fatal(err)
	}
	page := get("/inbox")
	seen := map[string]bool{}
	for _, a := range got.Items {
		seen[a.Channel] = a.To == to[a.Channel] && strings.Contains(a.Title+a.Text, "标题 "+a.Channel) && strings.Contains(page, "标题 "+a.Channel)
	}
	for _, c := range []string{"wecom", "dingtalk", "webhook", "email"} {
		if !seen[c] {
			t.Errorf("the message by %s is not in the inbox: %+v", c, got.Items)
		}
	}
}

// TestMovedDemoServersAreFound: a port of JSON is a float, and the same address is no move.
func TestMovedDemoServersAreFound(t *testing.T) {
	for _, c := range []struct {
		want, have map[string]any
		moved      bool
	}{
		{map[string]any{"port": 2525}, map[string]any{"port": 2525.0}, false},
		{map[string]any{"port": 2525}, map[string]any{"port": 2526.0}, true},
		{map[string]any{"url": "http://127.0.0.1:1/x"}, map[string]any{"url": "http://127.0.0.1:2/x"}, true},
		{map[string]any{"mode": "a"}, map[string]any{"mode": "b"}, false},
	} {
		if got := moved(c.want, c.have); got != c.moved {
			t.Errorf("%v, %v: moved %v", c.want, c.have, got)
		}
	}
}
