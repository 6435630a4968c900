// Package clock is the one place where the program reads the time, so that tests
// can set it.
package clock

import (
	"context"
	"sync"
	"time"
)

// System is the real clock.
type System struct{}

// Now gives the current time.
func (System) Now() time.Time { return time.Now() }

// Sleep waits d or until ctx ends.
func (System) Sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// Skewed is the real clock set wrong by an offset, as a machine's may be.
type Skewed struct{ By time.Duration }

// Now gives the current time plus the offset.
func (s Skewed) Now() time.Time { return time.Now().Add(s.By) }

// Sleep waits d or until ctx ends.
func (Skewed) Sleep(ctx context.Context, d time.Duration) error { return System{}.Sleep(ctx, d) }

// Fake is a clock that moves only when told. It is safe for concurrent use.
type Fake struct {
	mu  sync.Mutex
	now time.Time
}

// NewFake makes a clock that stands at t.
func NewFake(t time.Time) *Fake { return &Fake{now: t} }

// Now gives the set time.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// Advance moves the clock.
func (f *Fake) Advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

// Sleep moves the clock by d and returns at once.
func (f *Fake) Sleep(ctx context.Context, d time.Duration) error {
	f.Advance(d)
	return ctx.Err()
}
