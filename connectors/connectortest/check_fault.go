package connectortest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

func faultChecks() []check {
	return []check{
		{name: "fault_passes", http: true, run: faultPasses},
		{name: "fault_lasts", http: true, run: faultLasts},
		{name: "retry_after", http: true, whole: true, run: retryAfter},
		{name: "stale_lease", run: staleLease},
		{name: "bus_down", run: busDown},
	}
}

// faultPasses: a fault strikes at the first, second and third data request and is
// over. The connector goes on, or ends with the right kind and goes on from its state;
// nothing is lost or corrupted.
func faultPasses(ctx context.Context, l *lab) error {
	for _, f := range l.sys.faults() {
		for n := 1; n <= 3; n++ {
			if err := l.strike(ctx, f, n); err != nil {
				return fmt.Errorf("%s at data request %d: %w", f.Name, n, err)
			}
		}
	}
	return nil
}

func (l *lab) strike(ctx context.Context, f *Fault, n int) error {
	s := l.sink()
	l.proxy.set(once(f, n))
	err := l.read(ctx, nil, s)
	struck := l.proxy.count() >= n
	l.proxy.set(nil)
	switch {
	case errors.Is(err, errHangs):
		return err
	case err != nil && f.MustPass:
		return fmt.Errorf("the fault was over at once, yet Read gave up: %w", err)
	case err != nil && !f.allows(err):
		return fmt.Errorf("Read gave up as %s (%s), want %s: %w", fault.KindOf(err), fault.As(err).Code, kinds(f), err)
	case err == nil && !struck:
		return fmt.Errorf("only %d data requests came; make pages smaller", l.proxy.count())
	case err != nil:
		if err := l.once(ctx, s); err != nil {
			return fmt.Errorf("going on after the fault: %w", err)
		}
	}
	return l.complete(ctx, s)
}

func kinds(f *Fault) string {
	var out []string
	for _, k := range f.Kinds {
		out = append(out, k.String())
	}
	return strings.Join(append(out, f.Codes...), " or ")
}

// faultLasts: a fault that does not end makes Read give up with the right kind after a
// bounded number of requests, and reading goes on when it is over.
func faultLasts(ctx context.Context, l *lab) error {
	for _, f := range l.sys.faults() {
		if len(f.Kinds) == 0 {
			continue
		}
		s := l.sink()
		l.proxy.set(func(n int) *Fault {
			if n < 2 {
				return nil
			}
			return f
		})
		err := l.read(ctx, nil, s)
		n := l.proxy.count()
		l.proxy.set(nil)
		switch {
		case err == nil && n < 2:
			return fmt.Errorf("%s: only %d data requests came; make pages smaller", f.Name, n)
		case err == nil && f.Name == "session_forgotten":
			continue // it signs in anew for each request
		case err == nil:
			return fmt.Errorf("%s: every request failed and Read said that all is well", f.Name)
		case errors.Is(err, errHangs):
			return fmt.Errorf("%s: %w", f.Name, err)
		case n > flood/2:
			return fmt.Errorf("%s: %d requests and no end", f.Name, n)
		case !f.allows(err):
			return fmt.Errorf("%s: Read gave up as %s (%s), want %s: %w", f.Name, fault.KindOf(err), fault.As(err).Code, kinds(f), err)
		case f.Name == "rate_limited_wait" && fault.As(err).Wait < RetryAfter:
			return fmt.Errorf("%s: the fault asks to wait %s, the system asked for %s", f.Name, fault.As(err).Wait, RetryAfter)
		}
		if err := l.once(ctx, s); err != nil {
			return fmt.Errorf("%s: going on after the fault: %w", f.Name, err)
		}
		if err := l.complete(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	return nil
}

// retryAfter: after a 429 that says how long to wait, no request comes sooner.
func retryAfter(ctx context.Context, l *lab) error {
	var wait *Fault
	for _, f := range l.sys.faults() {
		if f.Name == "rate_limited_wait" {
			wait = f
		}
	}
	l.proxy.set(once(wait, 2))
	if err := l.read(ctx, nil, l.sink()); err != nil {
		if f := fault.As(err); f.Kind != fault.RateLimited || f.Wait < RetryAfter {
			return fmt.Errorf("want the wait of %s: %w", RetryAfter, err)
		}
		return nil
	}
	seen := l.proxy.exchanges()
	for i := 0; i+1 < len(seen); i++ {
		if seen[i].fault == "" {
			continue
		}
		if byClock, real := seen[i+1].at.Sub(seen[i].at), seen[i+1].real.Sub(seen[i].real); max(byClock, real) < RetryAfter {
			return fmt.Errorf("the system asked to wait %s; the next request came after %s", RetryAfter, max(byClock, real).Round(time.Millisecond))
		}
	}
	return nil
}

// refuseEmit reads while the n-th emit fails with want, and demands that Read ends
// with it and emits no more.
func (l *lab) refuseEmit(ctx context.Context, want *fault.Error) error {
	for n := 1; n <= 2; n++ {
		s := l.sink()
		s.Before = func(i int, _ []record.Record) error {
			if i >= n {
				return want
			}
			return nil
		}
		err := l.read(ctx, nil, s)
		if p := s.Problems(); len(p) > 0 {
			return errors.New(strings.Join(p, "; "))
		}
		if err == nil || fault.As(err).Code != want.Code {
			return fmt.Errorf("emit %d failed with %s; Read must end with that error, it gave: %w", n, want.Code, orNothing(err))
		}
	}
	return nil
}

// staleLease: the hub lost its lease on the connection; Read ends with that error.
func staleLease(ctx context.Context, l *lab) error {
	return l.refuseEmit(ctx, fault.New("stale_lease", nil))
}

// busDown: the bus takes nothing; Read ends with that error and loses nothing.
func busDown(ctx context.Context, l *lab) error {
	if err := l.refuseEmit(ctx, fault.New("bus_unavailable", nil)); err != nil {
		return err
	}
	s := l.sink()
	stopAfter(s, 1)
	if err := l.read(ctx, nil, s); !errors.Is(err, errCrash) {
		return fmt.Errorf("Read must end with the error of emit, it gave: %w", orNothing(err))
	}
	again := l.sink()
	if err := again.take(ctx, s); err != nil {
		return err
	}
	if err := l.once(ctx, again); err != nil {
		return err
	}
	return l.complete(ctx, again)
}
