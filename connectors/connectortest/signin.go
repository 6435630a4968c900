package connectortest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// SignInCase describes a connector's SignIn to the suite.
type SignInCase struct {
	Connector connectors.Connector
	// Start makes a fresh system for each check. It must take its time from env.Now.
	Start func(t testing.TB, env *Env) *Gate
	// Waive names checks that this system cannot stand, each with the reason.
	Waive map[string]string
}

// Gate is one fresh system by which people sign in.
type Gate struct {
	Handler  http.Handler
	Settings func(base string) map[string]any
	// BadCredentials change good settings so that the system refuses them, each by name.
	BadCredentials map[string]func(settings map[string]any)
	// Scan is the person before the page of AuthURL, with the phone: it gives where the
	// system then sends the browser, or an error when it shows an error page instead.
	Scan func(authURL, person string) (redirect string, err error)
	// Member and Outsider are persons that can scan: of the organisation and not; no
	// Outsider where the system lets nobody else scan (waive outsider).
	Member, Outsider string
	// MemberID is what Exchange must give for Member.
	MemberID string
	// CodeParam is the query parameter that the code comes back in: code, authCode.
	CodeParam string
	// CodeLife is how long a code lives.
	CodeLife time.Duration
	// Personal and Secrets are further values that must never be shown.
	Personal, Secrets []string
}

// redirectURL is where the browser comes back to; its own query must survive.
const redirectURL = "https://hub.example.com/api/v1/session/scan/back?tab=1&x=%20"

type signInCheck struct {
	name string
	run  func(ctx context.Context, l *gateLab) error
}

func signInChecks() []signInCheck {
	return []signInCheck{
		{"spec_complete", func(_ context.Context, l *gateLab) error { return specComplete(l.c.Connector) }},
		{"state_carried", stateCarried},
		{"url_without_secrets", urlWithoutSecrets},
		{"exchange", exchanged},
		{"code_once", codeOnce},
		{"code_expired", codeExpired},
		{"code_unknown", codeUnknown},
		{"outsider", outsiderRefused},
		{"credentials", gateCredentials},
		{"unreachable", gateUnreachable},
		{"bad_answers", gateBadAnswers},
		{"cancelled", gateCancelled},
		{"no_leaks", gateLeaks},
	}
}

// SignInCheckNames lists the names of the checks that RunSignIn makes.
func SignInCheckNames() []string {
	var out []string
	for _, k := range signInChecks() {
		out = append(out, k.name)
	}
	return out
}

// RunSignIn runs every check of the suite on a connector's SignIn, each as a subtest.
func RunSignIn(t *testing.T, c SignInCase) {
	t.Helper()
	checks := signInChecks()
	runAll(t, c.Waive, SignInCheckNames(), func(t testing.TB, i int) error { return c.try(t, checks[i]) })
}

// SignInFindings runs the same checks and gives what is wrong instead of failing t.
func SignInFindings(t testing.TB, c SignInCase) []Finding {
	t.Helper()
	checks := signInChecks()
	return findAll(t, c.Waive, SignInCheckNames(), func(t testing.TB, i int) error { return c.try(t, checks[i]) })
}

func (c SignInCase) try(t testing.TB, k signInCheck) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	l := &gateLab{t: t, c: c, env: NewEnv(t)}
	l.gate = c.Start(t, l.env)
	l.sys = &System{Handler: l.gate.Handler}
	l.proxy = newProxy(t, l.env, l.sys)
	l.raw = l.gate.Settings(l.proxy.server.URL)
	if err := k.run(context.Background(), l); err != nil {
		return err
	}
	return l.hidden()
}

// gateLab is one fresh system with a connector before it, for one check.
type gateLab struct {
	t     testing.TB
	c     SignInCase
	env   *Env
	gate  *Gate
	proxy *proxy
	sys   *System
	raw   map[string]any

	mu    sync.Mutex
	errs  []error
	codes []string
}

func (l *gateLab) open(spoil func(map[string]any)) (connectors.SignIn, error) {
	s, err := settingsOf(l.c.Connector, l.raw, spoil)
	if err != nil {
		return nil, err
	}
	return l.c.Connector.NewSignIn(context.Background(), l.env.Env, s)
}

// scan lets a person scan the page of s, and gives the state and the code that come
// back.
func (l *gateLab) scan(s connectors.SignIn, person, state string) (gotState, code string, err error) {
	back, err := l.gate.Scan(s.AuthURL(state, redirectURL), person)
	if err != nil {
		return "", "", err
	}
	u, err := url.Parse(back)
	if err != nil {
		return "", "", err
	}
	q := u.Query()
	if want, _ := url.Parse(redirectURL); u.Host != want.Host || u.Path != want.Path || q.Get("tab") != "1" || q.Get("x") != " " {
		return "", "", fmt.Errorf("the browser was sent to %s, not to the address that was asked for", u.Host+u.Path)
	}
	code = q.Get(l.gate.CodeParam)
	if len(code) >= 4 {
		l.mu.Lock()
		l.codes = append(l.codes, code)
		l.mu.Unlock()
	}
	return q.Get("state"), code, nil
}

// exchange changes a code within patience, and within hurry after ctx ended.
func (l *gateLab) exchange(ctx context.Context, s connectors.SignIn, code string) (connectors.Stranger, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	type answer struct {
		who connectors.Stranger
		err error
	}
	done := make(chan answer, 1)
	go func() {
		who, err := s.Exchange(ctx, code, redirectURL)
		done <- answer{who, err}
	}()
	var a answer
	select {
	case a = <-done:
	case <-ctx.Done():
		select {
		case a = <-done:
		case <-time.After(hurry):
			return connectors.Stranger{}, errors.New("connectortest: Exchange did not end after its context did")
		}
	}
	if a.err != nil {
		l.mu.Lock()
		l.errs = append(l.errs, a.err)
		l.mu.Unlock()
		if a.who != (connectors.Stranger{}) {
			return a.who, fmt.Errorf("an error and somebody at once: %w", a.err)
		}
	}
	return a.who, a.err
}

// hidden tells whether a code, a secret or a person stands in a log or in an error.
func (l *gateLab) hidden() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	values := append(append(append([]string{l.gate.MemberID}, l.codes...), l.gate.Secrets...), l.gate.Personal...)
	for _, v := range append(values, l.secrets()...) {
		if strings.Contains(l.env.Output.String(), v) {
			return errors.New("a secret, a code or a person stands in the log")
		}
		for _, err := range l.errs {
			if strings.Contains(everything(err), v) {
				return fmt.Errorf("a secret, a code or a person stands in an error of code %s", fault.As(err).Code)
			}
		}
	}
	return nil
}

func (l *gateLab) secrets() []string {
	out := l.env.Kept.all()
	for _, p := range l.c.Connector.Spec.Params {
		if v, ok := l.raw[p.Name].(string); ok && p.Secret && len(v) >= 4 {
			out = append(out, v)
		}
	}
	return out
}
