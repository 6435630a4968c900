package connectortest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/fault"
)

const toyCodeLife = 5 * time.Minute

// toyGate is a small identity provider: GET /who?key&code.
type toyGate struct {
	env *connectortest.Env

	mu    sync.Mutex
	n     int
	codes map[string]toyCode
}

type toyCode struct {
	who   string
	until time.Time
}

func (g *toyGate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.mu.Lock()
	defer g.mu.Unlock()
	q := r.URL.Query()
	code, known := g.codes[q.Get("code")]
	delete(g.codes, q.Get("code"))
	answer := map[string]string{}
	switch {
	case q.Get("key") != toyKey:
		w.WriteHeader(http.StatusUnauthorized)
		return
	case !known || !g.env.Now.Now().Before(code.until):
		answer["error"] = "bad code"
	case code.who == "visitor":
		answer["openid"] = "o-visitor"
	default:
		answer["user"] = code.who
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func (g *toyGate) scan(authURL, person string) (string, error) {
	u, err := url.Parse(authURL)
	if err != nil {
		return "", err
	}
	back, err := url.Parse(u.Query().Get("back"))
	if err != nil || back.Host == "" {
		return "", errors.New("no address to go back to")
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.n++
	code := fmt.Sprintf("toy-code-%04d", g.n)
	g.codes[code] = toyCode{person, g.env.Now.Now().Add(toyCodeLife)}
	q := back.Query()
	q.Set("code", code)
	q.Set("state", u.Query().Get("state"))
	back.RawQuery = q.Encode()
	return back.String(), nil
}

func startToyGate(_ testing.TB, env *connectortest.Env) *connectortest.Gate {
	g := &toyGate{env: env, codes: map[string]toyCode{}}
	return &connectortest.Gate{
		Handler: g, Settings: func(base string) map[string]any { return map[string]any{"base_url": base, "key": toyKey} },
		BadCredentials: map[string]func(map[string]any){"a wrong key": func(s map[string]any) { s["key"] = "toy-key-0002" }},
		Scan:           g.scan, Member: "zhangsan-toy", MemberID: "zhangsan-toy", Outsider: "visitor", CodeParam: "code", CodeLife: toyCodeLife,
		Personal: []string{"o-visitor"},
	}
}

type toySignIn struct {
	flaw, base, key string
	env             connectors.Env
	known           map[string]connectors.Stranger
}

func toyDoor(flaw string) connectors.Connector {
	c := toyChannel("")
	if flaw == "open secret" {
		c = toyChannel(flaw)
	}
	c.NewNotifier = nil
	known := map[string]connectors.Stranger{}
	c.NewSignIn = func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.SignIn, error) {
		return &toySignIn{flaw, s.String("base_url"), s.String("key"), env, known}, nil
	}
	return c
}

// AuthURL is the page of the scan.
func (s *toySignIn) AuthURL(state, redirect string) string {
	switch s.flaw {
	case "glues the address":
		return s.base + "/auth?state=" + state + "&back=" + url.QueryEscape(redirect)
	case "forgets the address":
		return s.base + "/auth?state=" + url.QueryEscape(state) + "&back=https%3A%2F%2Felsewhere.example.com"
	case "key in the address":
		return s.base + "/auth?" + url.Values{"state": {state}, "back": {redirect}, "key": {s.key}}.Encode()
	}
	return s.base + "/auth?" + url.Values{"state": {state}, "back": {redirect}}.Encode()
}

// Exchange asks who scanned.
func (s *toySignIn) Exchange(ctx context.Context, code, _ string) (connectors.Stranger, error) {
	var none connectors.Stranger
	if s.flaw == "deaf to the context" {
		ctx = context.Background()
	}
	if s.flaw == "leaks" {
		go func() { select {} }()
	}
	if who, again := s.known[code]; again && s.flaw == "remembers codes" {
		return who, nil
	}
	q := url.Values{"key": {s.key}, "code": {code}}.Encode()
	if s.flaw == "glues the code" {
		q = "key=" + s.key + "&code=" + code
		if strings.Contains(code, "&userid=") {
			return connectors.Stranger{ID: code[strings.LastIndex(code, "=")+1:]}, nil
		}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/who?"+q, nil)
	if err != nil {
		return none, err
	}
	resp, err := s.env.HTTP.RoundTrip(req)
	if err != nil {
		if s.flaw == "down is the person's" {
			return none, fault.New("sign_in_code", nil)
		}
		return none, fault.New("source_unreachable", err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	var a struct{ User, OpenID, Error string }
	switch {
	case err != nil:
		return none, fault.New("source_unreachable", err)
	case resp.StatusCode == http.StatusUnauthorized && s.flaw == "401 is the code's":
		return none, fault.New("sign_in_code", nil)
	case resp.StatusCode == http.StatusUnauthorized:
		return none, fault.New("source_unauthorized", nil)
	case resp.StatusCode != http.StatusOK:
		return none, fault.New("source_error", nil)
	case json.Unmarshal(text, &a) != nil && s.flaw != "lets everybody in":
		return none, fault.New("source_bad_answer", nil)
	case a.Error != "" && s.flaw == "code in the error":
		return none, fault.Newf("sign_in_code", "%s is not valid", code)
	case a.Error != "" && s.flaw != "expiry is a fault":
		return none, fault.New("sign_in_code", nil)
	case a.Error != "":
		return none, fault.New("source_error", nil)
	case a.OpenID != "" && s.flaw != "takes outsiders":
		return none, fault.New("sign_in_stranger", nil)
	}
	who := connectors.Stranger{ID: a.User + a.OpenID}
	if s.flaw == "takes the name" {
		who = connectors.Stranger{Name: a.User}
	}
	s.known[code] = who
	return who, nil
}

func TestToyDoorPassesTheSuite(t *testing.T) {
	connectortest.RunSignIn(t, connectortest.SignInCase{Connector: toyDoor(""), Start: startToyGate})
}

// Each flaw of the toy trips the check that was made for it.
func TestMutantSignInsAreCaught(t *testing.T) {
	for flaw, want := range map[string]string{
		"open secret":          "spec_complete",
		"glues the address":    "state_carried",
		"forgets the address":  "state_carried",
		"key in the address":   "url_without_secrets",
		"takes the name":       "exchange",
		"remembers codes":      "code_once",
		"expiry is a fault":    "code_expired",
		"glues the code":       "code_unknown",
		"takes outsiders":      "outsider",
		"401 is the code's":    "credentials",
		"down is the person's": "unreachable",
		"lets everybody in":    "bad_answers",
		"code in the error":    "code_once",
		"deaf to the context":  "cancelled",
		"leaks":                "no_leaks",
	} {
		t.Run(strings.ReplaceAll(flaw, " ", "_"), func(t *testing.T) {
			found := connectortest.SignInFindings(t, connectortest.SignInCase{Connector: toyDoor(flaw), Start: startToyGate})
			if !slices.ContainsFunc(found, func(f connectortest.Finding) bool { return f.Check == want }) {
				t.Errorf("want a finding of %s, got %v", want, found)
			}
		})
	}
}
