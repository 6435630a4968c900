package connectors_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/connectors"
)

// TestPaceHoldsInEveryStretch: however the tries fall, no stretch of a minute holds more
// than allowed; who waits as told gets a place, and who need not wait is not held.
func TestPaceHoldsInEveryStretch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := &connectors.Pace{Most: rapid.IntRange(1, 20).Draw(t, "most"), Per: time.Minute}
		now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
		var sent []time.Time
		within := func() (n int) {
			for _, s := range sent {
				if now.Sub(s) < time.Minute {
					n++
				}
			}
			return n
		}
		for range rapid.IntRange(1, 80).Draw(t, "tries") {
			now = now.Add(time.Duration(rapid.IntRange(0, 20_000).Draw(t, "ms")) * time.Millisecond)
			wait, ok := p.Take(now)
			if ok != (within() < p.Most) {
				t.Fatalf("%d of %d sent in the last minute, and Take says %v", within(), p.Most, ok)
			}
			if !ok {
				now = now.Add(wait)
				if _, ok := p.Take(now); !ok {
					t.Fatalf("waited %s as told and got no place", wait)
				}
			}
			sent = append(sent, now)
			if within() > p.Most {
				t.Fatalf("%d in one minute, %d allowed", within(), p.Most)
			}
		}
	})
}

func TestPaceHold(t *testing.T) {
	var p connectors.Pace // no limit of its own
	now := time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)
	p.Hold(now, 10*time.Minute)
	p.Hold(now, time.Minute) // shortens nothing
	if wait, ok := p.Take(now.Add(4 * time.Minute)); ok || wait != 6*time.Minute {
		t.Errorf("muted for ten minutes, after four: %v, %s", ok, wait)
	}
	if _, ok := p.Take(now.Add(10 * time.Minute)); !ok {
		t.Error("still muted when it is over")
	}
}
