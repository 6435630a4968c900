package connectortest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
)

// NotifierCase describes a connector's Notifier to the suite.
type NotifierCase struct {
	Connector connectors.Connector
	// Start makes a fresh channel for each check. It must take its time from env.Now; what
	// it opens it closes by t.Cleanup.
	Start func(t testing.TB, env *Env) *Channel
	// Waive names checks that this channel cannot stand, each with the reason.
	Waive map[string]string
}

// Channel is one fresh system that carries messages. A hook whose check is waived may
// be missing.
type Channel struct {
	// Handler is the fake. The suite serves it behind its proxy. nil when the connector
	// speaks no HTTP: the checks of the network are left out then.
	Handler http.Handler
	// Settings gives complete raw settings for the fake at base (http://127.0.0.1:…, no
	// slash at the end).
	Settings func(base string) map[string]any
	// BadCredentials change good settings so that the system refuses them, each by name.
	BadCredentials map[string]func(settings map[string]any)
	// BadSettings change good settings so that no Notifier can be made of them, each by
	// the name of the setting that the fault must name.
	BadSettings map[string]func(settings map[string]any)

	// To are two recipients that the system knows; none when the channel reaches a group.
	To []connectors.Recipient
	// Unknown is a recipient that the system does not know.
	Unknown connectors.Recipient
	// Delivered tells what has arrived so far, in order, one entry a recipient.
	Delivered func() []Delivery
	// Limit makes the system refuse what comes next as too fast, until its own wait is over.
	Limit func()

	// Sends tells the requests that send a message from those that sign in or ask; all do
	// when nil. Faults are put into them.
	Sends func(r *http.Request) bool
	// LoseSession makes the fake forget its tokens, where it has any; SessionLost is the
	// answer to a token that it does not know, a plain 401 when nil.
	LoseSession func()
	SessionLost http.HandlerFunc

	// StatusIsAll tells that a status of success is the system's whole answer: a body that
	// cannot be read beside it is no fault.
	StatusIsAll bool

	// Personal and Secrets are further values that must never be shown; the ids of
	// recipients and the secret settings are by themselves.
	Personal, Secrets []string
}

// Delivery is one message that arrived at one recipient.
type Delivery struct {
	To   string // empty for a group
	Text string // everything that the recipient sees or gets
}

// notifierCheck is one rule for notifiers.
type notifierCheck struct {
	name    string
	http    bool
	missing func(ch *Channel) string // the hook that is needed and lacks; "" when all is there
	run     func(ctx context.Context, l *notifyLab) error
}

func notifierChecks() []notifierCheck {
	return slices.Concat(notifyBasics(), notifyFaults(), notifyEnds())
}

// NotifierCheckNames lists the names of the checks that RunNotifier makes.
func NotifierCheckNames() []string {
	var out []string
	for _, k := range notifierChecks() {
		out = append(out, k.name)
	}
	return out
}

// RunNotifier runs every check of the suite on a connector's Notifier, each as a subtest.
func RunNotifier(t *testing.T, c NotifierCase) {
	t.Helper()
	checks := notifierChecks()
	runAll(t, c.Waive, NotifierCheckNames(), func(t testing.TB, i int) error { return c.try(t, checks[i]) })
}

// NotifierFindings runs the same checks and gives what is wrong instead of failing t.
func NotifierFindings(t testing.TB, c NotifierCase) []Finding {
	t.Helper()
	checks := notifierChecks()
	return findAll(t, c.Waive, NotifierCheckNames(), func(t testing.TB, i int) error { return c.try(t, checks[i]) })
}

func (c NotifierCase) try(t testing.TB, k notifierCheck) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	l := newNotifyLab(t, c)
	if k.http && l.proxy == nil {
		return nil
	}
	if k.missing != nil {
		if hook := k.missing(l.ch); hook != "" {
			return fmt.Errorf("this check needs Channel.%s; give it, or waive %q with the reason why it cannot be", hook, k.name)
		}
	}
	return k.run(context.Background(), l)
}

// waiversKnown refuses a waiver without a reason or of no check.
func waiversKnown(waive map[string]string, names []string) error {
	for _, name := range slices.Sorted(maps.Keys(waive)) {
		if !slices.Contains(names, name) {
			return fmt.Errorf("connectortest: %q is waived, but no check has this name", name)
		}
		if waive[name] == "" {
			return fmt.Errorf("connectortest: %q is waived without a reason", name)
		}
	}
	return nil
}

// notifyLab is one fresh channel with a connector before it, for one check.
type notifyLab struct {
	t     testing.TB
	c     NotifierCase
	env   *Env
	ch    *Channel
	proxy *proxy // nil without HTTP
	sys   *System
	raw   map[string]any

	mu   sync.Mutex
	errs []error // every error and every outcome's error
}

func newNotifyLab(t testing.TB, c NotifierCase) *notifyLab {
	l := &notifyLab{t: t, c: c, env: NewEnv(t)}
	l.ch = c.Start(t, l.env)
	base := ""
	if l.ch.Handler != nil {
		l.sys = &System{Handler: l.ch.Handler, DataRequest: l.ch.Sends, LoseSession: l.ch.LoseSession, SessionLost: l.ch.SessionLost, Renews: l.ch.LoseSession != nil}
		l.proxy = newProxy(t, l.env, l.sys)
		base = l.proxy.server.URL
	}
	l.raw = l.ch.Settings(base)
	return l
}

func (l *notifyLab) note(err error) {
	if err != nil {
		l.mu.Lock()
		l.errs = append(l.errs, err)
		l.mu.Unlock()
	}
}

// open makes a Notifier of the good settings, changed by spoil.
func (l *notifyLab) open(spoil func(map[string]any)) (connectors.Notifier, error) {
	s, err := settingsOf(l.c.Connector, l.raw, spoil)
	if err != nil {
		return nil, err
	}
	n, err := l.c.Connector.NewNotifier(context.Background(), l.env.Env, s)
	l.note(err)
	return n, err
}

// settingsOf validates raw settings as they come out of a JSON store, changed by spoil.
func settingsOf(c connectors.Connector, raw map[string]any, spoil func(map[string]any)) (connectors.Settings, error) {
	b, err := json.Marshal(raw)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, err
	}
	if spoil != nil {
		spoil(out)
	}
	return c.Spec.Validate(out)
}

var errNotifyHangs = errors.New("connectortest: Notify did not end")

// notify sends once and sees to it that Notify ends: within patience, and within hurry
// after ctx ended. It holds the answer to its form.
func (l *notifyLab) notify(ctx context.Context, n connectors.Notifier, m connectors.Message) ([]connectors.Outcome, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	type answer struct {
		out []connectors.Outcome
		err error
	}
	done := make(chan answer, 1)
	go func() {
		out, err := n.Notify(ctx, m)
		done <- answer{out, err}
	}()
	var a answer
	select {
	case a = <-done:
	case <-ctx.Done():
		select {
		case a = <-done:
		case <-time.After(hurry):
			return nil, fmt.Errorf("%w within %s after its context ended", errNotifyHangs, hurry)
		}
	}
	l.note(a.err)
	for _, o := range a.out {
		l.note(o.Err)
	}
	return a.out, errors.Join(a.err, wellFormed(m, a.out, a.err))
}

var errForm = errors.New("connectortest: an answer of the wrong form")

// wellFormed holds an answer of Notify to the contract: an outcome each, or an error.
func wellFormed(m connectors.Message, out []connectors.Outcome, err error) error {
	if err != nil {
		if len(out) != 0 {
			return fmt.Errorf("%w: an error and %d outcomes at once", errForm, len(out))
		}
		return nil
	}
	if len(out) != max(1, len(m.To)) {
		return fmt.Errorf("%w: %d recipients have %d outcomes", errForm, len(m.To), len(out))
	}
	for i, o := range out {
		switch o.Kind {
		case connectors.Written:
		case connectors.Retry, connectors.Rejected:
			if o.Err == nil {
				return fmt.Errorf("%w: outcome %d is %s and does not say why", errForm, i, o.Kind)
			}
		default:
			return fmt.Errorf("%w: outcome %d is %q; a message is written, retry or rejected", errForm, i, o.Kind)
		}
	}
	return nil
}

// message is the n-th message of a check. The clock of the Env moves on by itself only
// when somebody sleeps.
func (l *notifyLab) message(n int) connectors.Message {
	return connectors.Message{
		ID: fmt.Sprintf("alert-%04d", n), To: l.ch.To, Title: "死信超过阈值（示例）", Body: fmt.Sprintf("第一行 %04d\n第二行 & <b>细节</b>", n),
		URL: "https://hub.example.com/w/demo/alerts", Severity: connectors.SeverityWarning, Data: json.RawMessage(`{"example":true}`),
	}
}

// faults lists the faults that mean something to the channel.
func (l *notifyLab) faults() []*Fault {
	return slices.DeleteFunc(l.sys.faults(), func(f *Fault) bool {
		return l.ch.StatusIsAll && slices.Contains([]string{"truncated_json", "empty_body", "html_page"}, f.Name)
	})
}

// arrived counts what reached a recipient (an empty id: the group) with all the words.
func (l *notifyLab) arrived(to string, words ...string) int {
	n := 0
	for _, d := range l.ch.Delivered() {
		if d.To == to && hasAll(d.Text, words) {
			n++
		}
	}
	return n
}
