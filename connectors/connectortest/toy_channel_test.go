package connectortest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/fault"
)

const (
	toyKey   = "toy-key-0001"
	toyKnown = "u1"
)

// toyPost is a small messenger: tokens, persons, a limit, and one copy of each id.
type toyPost struct {
	env *connectortest.Env

	mu      sync.Mutex
	issued  int
	token   string
	until   time.Time // limited until then
	seen    map[string]bool
	arrived []connectortest.Delivery
}

type toyNote struct {
	ID   string   `json:"id"`
	To   []string `json:"to"`
	Text string   `json:"text"`
}

func (p *toyPost) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r.URL.Path == "/token" {
		if r.URL.Query().Get("key") != toyKey {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		p.issued++
		p.token = fmt.Sprintf("toy-session-%d", p.issued)
		_ = json.NewEncoder(w).Encode(map[string]string{"token": p.token})
		return
	}
	if r.URL.Query().Get("token") != p.token || p.token == "" {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	if d := p.until.Sub(p.env.Now.Now()); d > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int(d.Seconds())))
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	var n toyNote
	if json.NewDecoder(r.Body).Decode(&n) != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	unknown := []string{}
	for _, to := range n.To {
		switch {
		case to != toyKnown && to != "u2":
			unknown = append(unknown, to)
		case !p.seen[n.ID+"/"+to]:
			p.seen[n.ID+"/"+to] = true
			p.arrived = append(p.arrived, connectortest.Delivery{To: to, Text: n.Text})
		}
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"ok": true, "unknown": unknown})
}

func startToyPost(_ testing.TB, env *connectortest.Env) *connectortest.Channel {
	p := &toyPost{env: env, seen: map[string]bool{}}
	return &connectortest.Channel{
		Handler:        p,
		Settings:       func(base string) map[string]any { return map[string]any{"base_url": base, "key": toyKey} },
		BadCredentials: map[string]func(map[string]any){"a wrong key": func(s map[string]any) { s["key"] = "toy-key-0002" }},
		BadSettings:    map[string]func(map[string]any){"key": func(s map[string]any) { s["key"] = "no key at all" }},
		To:             []connectors.Recipient{{ID: toyKnown}, {ID: "u2"}},
		Unknown:        connectors.Recipient{ID: "nobody-0009"},
		Delivered: func() []connectortest.Delivery {
			p.mu.Lock()
			defer p.mu.Unlock()
			return append([]connectortest.Delivery(nil), p.arrived...)
		},
		Limit: func() {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.until = env.Now.Now().Add(2 * time.Minute)
		},
		Sends:       func(r *http.Request) bool { return r.URL.Path == "/send" },
		LoseSession: func() { p.mu.Lock(); p.token = ""; p.mu.Unlock() },
		Personal:    []string{"13900010001"},
	}
}

// toyNotifier speaks to toyPost; flaw makes one of its rules wrong.
type toyNotifier struct {
	flaw      string
	env       connectors.Env
	base, key string

	mu    sync.Mutex
	token string
	busy  sync.Mutex
	calls int
}

func toyChannel(flaw string) connectors.Connector {
	return connectors.Connector{
		Spec: connectors.Spec{
			Name: "toypost", Title: connectors.Text{Zh: "玩具信使", En: "Toy post"}, Summary: connectors.Text{Zh: "送消息", En: "Carries messages"},
			Params: []connectors.Param{
				{Name: "base_url", Type: connectors.ParamURL, Required: true, Title: connectors.Text{Zh: "地址", En: "Address"}},
				{Name: "key", Type: connectors.ParamText, Required: true, Secret: flaw != "open secret", Title: connectors.Text{Zh: "密钥", En: map[bool]string{true: "", false: "Key"}[flaw == "open secret"]}},
			},
		},
		NewNotifier: func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Notifier, error) {
			if s.String("key") == "no key at all" && flaw != "takes any settings" {
				return nil, fault.New("bad_settings", nil).At("key", "")
			}
			return &toyNotifier{flaw: flaw, env: env, base: s.String("base_url"), key: s.String("key")}, nil
		},
	}
}

func (n *toyNotifier) call(ctx context.Context, method, path string, q url.Values, body []byte) ([]byte, error) {
	if n.flaw == "deaf to the context" {
		ctx = context.Background()
	}
	req, err := http.NewRequestWithContext(ctx, method, n.base+path+"?"+q.Encode(), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	resp, err := n.env.HTTP.RoundTrip(req)
	if err != nil {
		return nil, fault.New("source_unreachable", err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	switch {
	case err != nil && n.flaw != "written when lost":
		return nil, fault.New("source_unreachable", err)
	case resp.StatusCode == http.StatusUnauthorized:
		return nil, fault.New("source_unauthorized", nil)
	case resp.StatusCode == http.StatusTooManyRequests:
		secs, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return nil, fault.New("source_rate_limited", nil).After(time.Duration(max(secs, 1)) * time.Second)
	case resp.StatusCode >= 500 && n.flaw != "written when lost":
		return nil, fault.New("source_error", nil)
	}
	return text, nil
}

func (n *toyNotifier) signIn(ctx context.Context) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.token != "" {
		return n.token, nil
	}
	text, err := n.call(ctx, http.MethodGet, "/token", url.Values{"key": {n.key}}, nil)
	if err != nil {
		return "", err
	}
	var a struct{ Token string }
	if err := json.Unmarshal(text, &a); err != nil {
		return "", fault.New("source_error", nil)
	}
	n.token = a.Token
	return n.token, nil
}

// Check signs in.
func (n *toyNotifier) Check(ctx context.Context) error {
	if n.flaw == "check is blind" {
		return nil
	}
	_, err := n.signIn(ctx)
	if err == nil && n.flaw == "check sends" {
		_, err = n.Notify(ctx, connectors.Message{ID: "test", To: []connectors.Recipient{{ID: toyKnown}}})
	}
	return err
}

func (n *toyNotifier) post(ctx context.Context, m connectors.Message, to []string) ([]string, error) {
	for try := 0; ; try++ {
		token, err := n.signIn(ctx)
		if err != nil {
			return nil, err
		}
		note := toyNote{ID: m.ID, To: to, Text: m.Title + "\n" + m.Body + "\n" + m.URL}
		switch n.flaw {
		case "loses the address":
			note.Text = m.Title + "\n" + m.Body
		case "an id of its own":
			n.mu.Lock()
			n.calls++
			note.ID = fmt.Sprintf("%p-%d", n, n.calls)
			n.mu.Unlock()
		case "an id of the words":
			note.ID = m.Title + m.Body
		}
		body, err := json.Marshal(note)
		if err != nil {
			return nil, err
		}
		if n.flaw == "builds JSON by hand" {
			list, _ := json.Marshal(to)
			body = []byte(`{"id":"` + m.ID + `","to":` + string(list) + `,"text":"` + note.Text + `"}`)
			if !bytes.Contains([]byte(m.Title), []byte(`"`)) {
				body, _ = json.Marshal(note)
			}
		}
		text, err := n.call(ctx, http.MethodPost, "/send", url.Values{"token": {token}}, body)
		if fault.KindOf(err) == fault.Unauthorized && err != nil && try == 0 && n.flaw != "keeps a dead token" {
			n.mu.Lock()
			n.token = ""
			n.mu.Unlock()
			continue
		}
		if err != nil {
			return nil, err
		}
		var a struct {
			OK      bool     `json:"ok"`
			Unknown []string `json:"unknown"`
		}
		if err := json.Unmarshal(text, &a); (err != nil || !a.OK) && n.flaw != "takes any answer" && n.flaw != "written when lost" {
			return nil, fault.New("source_bad_answer", nil)
		}
		return a.Unknown, nil
	}
}

// Notify sends.
func (n *toyNotifier) Notify(ctx context.Context, m connectors.Message) ([]connectors.Outcome, error) {
	written := connectors.Outcome{Kind: connectors.Written}
	switch n.flaw {
	case "one at a time":
		if !n.busy.TryLock() {
			return m.Each(written), nil
		}
		defer n.busy.Unlock()
		time.Sleep(20 * time.Millisecond)
	case "secret in the log":
		n.env.Log.Debug("sending", "key", n.key)
	case "person in the log":
		n.env.Log.Debug("sending", "message", m)
	case "leaks":
		go func() { select {} }()
	}
	if len(m.To) == 0 && n.flaw != "sends to nobody" {
		return m.Each(connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_missing", nil)}), nil
	}
	var to []string
	for _, r := range m.To {
		to = append(to, r.ID)
	}
	unknown, err := n.post(ctx, m, to)
	for tries := 0; tries < 2 && n.flaw == "waits inside" && err != nil && fault.KindOf(err) == fault.RateLimited; tries++ {
		if err := n.env.Clock.Sleep(ctx, fault.As(err).Wait); err != nil {
			return nil, err
		}
		unknown, err = n.post(ctx, m, to)
	}
	switch {
	case err == nil:
	case fault.KindOf(err) == fault.Unauthorized && n.flaw != "401 is a person's":
		return nil, err
	case n.flaw == "gives up on a bad answer" && fault.As(err).Code == "source_bad_answer":
		return m.Each(connectors.Outcome{Kind: connectors.Rejected, Err: err}), nil
	case n.flaw == "gives up when down" && fault.As(err).Code == "source_unreachable":
		return m.Each(connectors.Outcome{Kind: connectors.Rejected, Err: err}), nil
	case n.flaw == "forgets the wait":
		return m.Each(connectors.Failed(errors.New(fault.As(err).Code))), nil
	case n.flaw == "an error and outcomes":
		return m.Each(connectors.Failed(err)), err
	default:
		return m.Each(connectors.Failed(err)), nil
	}
	out := m.Each(written)
	for i, r := range m.To {
		for _, u := range unknown {
			if r.ID == u && n.flaw != "sees no unknown" {
				out[i] = connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_unknown", nil)}
				if n.flaw == "names the unknown" {
					out[i].Err = fault.Newf("recipient_unknown", "%s is unknown", u)
				}
			}
		}
	}
	if len(unknown) > 0 && n.flaw == "all or nothing" {
		return m.Each(connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_unknown", nil)}), nil
	}
	if n.flaw == "one outcome for all" {
		out = out[:1]
	}
	return out, nil
}
