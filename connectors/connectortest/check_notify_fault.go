package connectortest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

const (
	// minuteAway lets the minute of a channel's limit pass.
	minuteAway = time.Minute
	// mostWait is how long Notify may hold its caller by the clock of the Env.
	mostWait = 30 * time.Second
)

func notifyFaults() []notifierCheck {
	return []notifierCheck{
		{name: "rate_limited", run: notifyLimited, missing: func(ch *Channel) string {
			if ch.Limit == nil {
				return "Limit"
			}
			return ""
		}},
		{name: "unreachable", http: true, run: notifyUnreachable},
		{name: "fate_unknown", http: true, run: fateUnknown},
		{name: "fault_passes", http: true, run: notifyFaultPasses},
		{name: "session_lost", http: true, run: notifySessionLost, missing: func(ch *Channel) string {
			if ch.LoseSession == nil {
				return "LoseSession"
			}
			return ""
		}},
	}
}

func notifyEnds() []notifierCheck {
	return []notifierCheck{
		{name: "cancelled", http: true, run: notifyCancelled},
		{name: "nothing_shown", run: notifyNothingShown},
		{name: "no_leaks", run: notifyLeaks},
	}
}

// notifyLimited: a channel that is too fast gets the message again after the wait that
// it was told of, and not before; Notify does not hold its caller meanwhile.
func notifyLimited(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	if err := l.sent(ctx, n, l.message(1)); err != nil {
		return err
	}
	l.ch.Limit()
	began, had := l.env.Now.Now(), len(l.ch.Delivered())
	out, err := l.notify(ctx, n, l.message(2))
	if waited := l.env.Now.Now().Sub(began); waited > mostWait {
		return fmt.Errorf("the caller of Notify was held for %s; it is to give Retry and the wait", waited)
	}
	if errors.Is(err, errForm) {
		return err
	}
	var wait time.Duration
	if err == nil {
		if err := all(out, connectors.Retry); err != nil {
			return fmt.Errorf("limited: %w", err)
		}
		err = out[0].Err
	}
	if f := fault.As(err); f.Kind != fault.RateLimited || f.Wait <= 0 {
		return fmt.Errorf("limited: want a fault rate_limited that says how long to wait, got %s and %s: %w", f.Kind, f.Wait, err)
	}
	wait = fault.As(err).Wait
	if got := len(l.ch.Delivered()); got != had {
		return fmt.Errorf("limited, and %d messages arrived", got-had)
	}
	l.env.Now.Advance(wait)
	if err := l.sent(ctx, n, l.message(2)); err != nil {
		return fmt.Errorf("after the wait of %s: %w", wait, err)
	}
	if got, want := len(l.ch.Delivered()), 2*len(l.ids()); got != want {
		return fmt.Errorf("after the wait %d messages have arrived, want %d", got, want)
	}
	return l.hidden()
}

func notifyUnreachable(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	l.proxy.close()
	return l.again(l.notify(ctx, n, l.message(1)))
}

// again demands that an answer asks to try again: as an error, or for every recipient.
func (l *notifyLab) again(out []connectors.Outcome, err error) error {
	if errors.Is(err, errForm) || errors.Is(err, errNotifyHangs) {
		return err
	}
	if err != nil {
		if !fault.Passing(err) {
			return fmt.Errorf("want an error that waiting may help, got %s: %w", fault.KindOf(err), err)
		}
		return nil
	}
	if err := all(out, connectors.Retry); err != nil {
		return err
	}
	for _, o := range out {
		if fault.KindOf(o.Err) == fault.Unauthorized {
			return fmt.Errorf("refused credentials concern nobody in particular; they are an error: %w", o.Err)
		}
	}
	return nil
}

// fateUnknown: when no answer tells what became of a message it is tried again: neither
// taken for written nor given up.
func fateUnknown(ctx context.Context, l *notifyLab) error {
	for i, f := range l.faults() {
		if len(f.Kinds) == 0 || strings.HasPrefix(f.Name, "session_") {
			continue
		}
		n, err := l.open(nil)
		if err != nil {
			return err
		}
		l.proxy.set(always(f))
		out, err := l.notify(ctx, n, l.message(i+1))
		l.proxy.set(nil)
		if err := l.again(out, err); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		l.env.Now.Advance(minuteAway)
	}
	return l.hidden()
}

// notifyFaultPasses: whatever went wrong once, a message that is tried until it is
// written has arrived; and no outcome said so before.
func notifyFaultPasses(ctx context.Context, l *notifyLab) error {
	for i, f := range l.faults() {
		if f.Name == "session_lost" && !l.sys.Renews {
			continue
		}
		n, err := l.open(nil)
		if err != nil {
			return err
		}
		m := l.message(i + 1)
		l.proxy.set(once(f, 1))
		out, err := l.notify(ctx, n, m)
		l.proxy.set(nil)
		for tries := 0; err != nil || out[0].Kind != connectors.Written; tries++ {
			if errors.Is(err, errForm) || errors.Is(err, errNotifyHangs) || tries == 3 {
				return fmt.Errorf("%s: not written after %d tries: %w", f.Name, tries+1, orNothing(err))
			}
			l.env.Now.Advance(minuteAway)
			out, err = l.notify(ctx, n, m)
		}
		for _, id := range l.ids() {
			got := l.arrived(id, fmt.Sprintf("第一行 %04d", i+1))
			if _, twice := l.c.Waive["same_message_again"]; got == 0 || got > 1 && !twice {
				return fmt.Errorf("%s: written, and it arrived %d times", f.Name, got)
			}
		}
		l.env.Now.Advance(minuteAway)
	}
	return l.hidden()
}

// notifySessionLost: a token that the system forgot is fetched anew, once.
func notifySessionLost(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	for i := range 3 {
		if i > 0 {
			l.ch.LoseSession()
		}
		if err := l.sent(ctx, n, l.message(i+1)); err != nil {
			return err
		}
	}
	if got, want := len(l.ch.Delivered()), 3*len(l.ids()); got != want {
		return fmt.Errorf("%d messages arrived, want %d", got, want)
	}
	return nil
}

// notifyCancelled: a system that does not answer does not hold Notify once its context
// ended.
func notifyCancelled(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	l.proxy.set(always(&Fault{Name: "hang", spoil: func(p *proxy, _ http.ResponseWriter, r *http.Request) {
		cancel()
		select {
		case <-p.gone:
		case <-r.Context().Done():
		}
	}}))
	return l.again(l.notify(ctx, n, l.message(1)))
}

// hidden tells whether a secret or the id of a recipient stands in what was logged or
// in an error.
func (l *notifyLab) hidden() error {
	values := append(l.env.Kept.all(), l.ch.Secrets...)
	for _, p := range l.c.Connector.Spec.Params {
		if v, ok := l.raw[p.Name].(string); ok && p.Secret && len(v) >= 4 {
			values = append(values, v)
		}
	}
	for _, r := range append([]connectors.Recipient{l.ch.Unknown}, l.ch.To...) {
		if r.ID != "" {
			values = append(values, r.ID)
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, v := range append(values, l.ch.Personal...) {
		if strings.Contains(l.env.Output.String(), v) {
			return errors.New("a secret or a personal value stands in the log")
		}
		for _, err := range l.errs {
			if strings.Contains(everything(err), v) {
				return fmt.Errorf("a secret or a personal value stands in an error of code %s", fault.As(err).Code)
			}
		}
	}
	return nil
}

// notifyNothingShown: whatever goes wrong, nothing secret or personal is said.
func notifyNothingShown(ctx context.Context, l *notifyLab) error {
	n, err := l.open(nil)
	if err != nil {
		return err
	}
	try := func(n connectors.Notifier, number int) {
		m := l.message(number)
		if l.ch.Unknown.ID != "" {
			m.To = append([]connectors.Recipient{l.ch.Unknown}, m.To...)
		}
		_, _ = l.notify(ctx, n, m)
		l.note(n.Check(ctx))
		l.env.Now.Advance(minuteAway)
	}
	try(n, 0)
	if l.proxy != nil {
		for i, f := range l.faults() {
			l.proxy.set(always(f))
			try(n, i+1)
		}
		l.proxy.set(nil)
	}
	for _, spoil := range l.ch.BadCredentials {
		if bad, err := l.open(spoil); err == nil {
			try(bad, 99)
		}
	}
	if l.ch.Limit != nil {
		l.ch.Limit()
		try(n, 100)
	}
	if l.proxy != nil {
		l.proxy.close()
		try(n, 101)
	}
	return l.hidden()
}

// notifyLeaks: when everything is over, no goroutine stays behind.
func notifyLeaks(ctx context.Context, l *notifyLab) error {
	before := goroutines()
	for i := range 3 {
		n, err := l.open(nil)
		if err != nil {
			return err
		}
		if err := n.Check(ctx); err != nil {
			return err
		}
		if err := l.sent(ctx, n, l.message(i+1)); err != nil {
			return err
		}
		cancelled, cancel := context.WithCancel(ctx)
		cancel()
		_, _ = l.notify(cancelled, n, l.message(100+i))
	}
	if l.proxy != nil {
		l.proxy.close()
	}
	if t, ok := l.env.HTTP.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
	return noneLeft(before)
}
