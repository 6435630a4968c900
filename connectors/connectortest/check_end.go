package connectortest

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime"
	"strings"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/record"
)

func endChecks() []check {
	return []check{
		{name: "cancel_in_emit", run: cancelInEmit},
		{name: "cancel_in_request", http: true, whole: true, run: cancelInRequest},
		{name: "no_personal_values", run: noPersonalValues, missing: func(l *lab) string {
			if len(l.sys.Personal) == 0 {
				return "Personal"
			}
			return ""
		}},
		{name: "no_secrets", whole: true, run: noSecrets},
		{name: "no_leaks", whole: true, run: noLeaks},
	}
}

// cancelInEmit: once the context has ended, Read ends at the latest with the batch
// after, and not as if it had read everything.
func cancelInEmit(ctx context.Context, l *lab) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := l.sink()
	s.Before = func(n int, _ []record.Record) error {
		if n == 1 {
			cancel()
		}
		return nil
	}
	err := l.read(ctx, nil, s)
	if errors.Is(err, errHangs) {
		return err
	}
	if !errors.Is(err, context.Canceled) {
		return fmt.Errorf("Read must end with the context's error, it gave: %w", orNothing(err))
	}
	return nil
}

// cancelInRequest: a system that does not answer does not hold Read once its context ended.
func cancelInRequest(ctx context.Context, l *lab) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	hang := &Fault{Name: "hang", spoil: func(p *proxy, _ http.ResponseWriter, r *http.Request) {
		cancel()
		select {
		case <-p.gone:
		case <-r.Context().Done():
		}
	}}
	l.proxy.set(func(n int) *Fault {
		if n >= 2 {
			return hang
		}
		return nil
	})
	err := l.read(ctx, nil, l.sink())
	if errors.Is(err, errHangs) {
		return err
	}
	if !errors.Is(err, context.Canceled) {
		return fmt.Errorf("Read must end with the context's error, it gave: %w", orNothing(err))
	}
	return nil
}

// noPersonalValues: personal values stand in payloads only.
func noPersonalValues(ctx context.Context, l *lab) error {
	s := l.sink()
	if err := l.once(ctx, s); err != nil {
		return err
	}
	if l.proxy != nil {
		for _, f := range l.sys.faults() {
			l.proxy.set(once(f, 2))
			_ = l.read(ctx, nil, l.sink()) // for what it says of the fault
		}
		l.proxy.set(nil)
	}
	inPayload := false
	for _, v := range l.sys.Personal {
		for _, r := range s.Records() {
			if strings.Contains(r.Key, v) || strings.Contains(r.Version, v) {
				return fmt.Errorf("a key or version of %s holds a personal value", l.stream.Name)
			}
			inPayload = inPayload || strings.Contains(string(r.Raw), v)
		}
		if strings.Contains(string(s.State()), v) {
			return errors.New("the state holds a personal value")
		}
		if err := l.said(v); err != nil {
			return fmt.Errorf("a personal value: %w", err)
		}
	}
	if !inPayload && !l.c.personalElsewhere(l.stream.Name) {
		return fmt.Errorf("none of System.Personal stands in a payload of %s: nothing is proved; add one, or waive this check for the stream", l.stream.Name)
	}
	return nil
}

// personalElsewhere tells whether the Spec's kinds of the stream hold no personal field,
// so that the values cannot stand in its payloads.
func (c SourceCase) personalElsewhere(stream string) bool {
	s, _ := c.Connector.Spec.StreamNamed(stream)
	for _, k := range s.Kinds {
		for _, f := range record.Schema(k) {
			if f.PII != "" {
				return false
			}
		}
	}
	return true
}

// said tells whether a value stands in a log line or in an error.
func (l *lab) said(v string) error {
	if strings.Contains(l.env.Output.String(), v) {
		return errors.New("it stands in the log")
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, err := range l.errs {
		if strings.Contains(everything(err), v) {
			return errors.New("it stands in an error")
		}
	}
	return nil
}

// noSecrets: neither a secret setting nor a token stands in a log or an error,
// whatever goes wrong.
func noSecrets(ctx context.Context, l *lab) error {
	if l.proxy != nil {
		for _, f := range l.sys.faults() {
			for _, script := range []func(int) *Fault{once(f, 2), always(f)} {
				l.proxy.set(script)
				_ = l.read(ctx, nil, l.sink())
			}
		}
		l.proxy.set(nil)
	}
	for _, spoil := range l.sys.BadCredentials {
		if src, err := l.openWith(spoil); err == nil {
			l.note(src.Check(ctx))
		}
	}
	if l.proxy != nil {
		src, err := l.open()
		if err != nil {
			return err
		}
		l.proxy.close()
		l.note(src.Check(ctx))
	}
	values := l.env.Kept.all()
	for _, p := range l.c.Connector.Spec.Params {
		if v, ok := l.raw[p.Name].(string); ok && p.Secret && len(v) >= 4 {
			values = append(values, v)
		}
	}
	for _, v := range values {
		if err := l.said(v); err != nil {
			return fmt.Errorf("a secret: %w", err)
		}
	}
	return nil
}

// noLeaks: when everything is over, no goroutine and no open file stays behind.
func noLeaks(ctx context.Context, l *lab) error {
	before := goroutines()
	for _, st := range l.c.streams() {
		l.stream = st
		if err := l.once(ctx, l.sink()); err != nil {
			return err
		}
		part := l.sink()
		stopAfter(part, 1)
		_ = l.read(ctx, nil, part)
		cancelled, cancel := context.WithCancel(ctx)
		part = l.sink()
		part.Before = func(int, []record.Record) error { cancel(); return nil }
		_ = l.read(cancelled, nil, part)
		cancel()
	}
	if n := l.env.Uploads.StillOpen(); n > 0 {
		return fmt.Errorf("%d opened files were not closed", n)
	}
	if l.proxy != nil {
		l.proxy.close()
	}
	if t, ok := l.env.HTTP.(*http.Transport); ok {
		t.CloseIdleConnections()
	}
	return noneLeft(before)
}

// noneLeft waits until no goroutine is left that was not there before.
func noneLeft(before map[string]string) error {
	now := clock.System{}.Now
	deadline := now().Add(hurry)
	for {
		left := leaked(before)
		if len(left) == 0 {
			return nil
		}
		if now().After(deadline) {
			return fmt.Errorf("%d goroutines stayed behind; the first:\n%s", len(left), left[0])
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// goroutines gives the stacks of all goroutines by their ids.
func goroutines() map[string]string {
	buf := make([]byte, 1<<20)
	buf = buf[:runtime.Stack(buf, true)]
	out := map[string]string{}
	for _, g := range strings.Split(string(buf), "\n\n") {
		id, _, _ := strings.Cut(strings.TrimPrefix(g, "goroutine "), " ")
		out[id] = g
	}
	return out
}

// leaked gives the stacks of goroutines that are new since before and are not the
// test's own machinery.
func leaked(before map[string]string) []string {
	var out []string
	for id, g := range goroutines() {
		if _, old := before[id]; old || strings.Contains(g, "connectortest.goroutines(") || strings.Contains(g, "httptest.(*Server)") ||
			strings.Contains(g, "testing.(*T).Run") || strings.Contains(g, "net/http.(*Server).Serve") {
			continue
		}
		out = append(out, g)
	}
	return out
}
