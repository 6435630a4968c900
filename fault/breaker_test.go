package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var rule = BreakerRule{After: 3, Ladder: Ladder{First: 10 * time.Second, Cap: 5 * time.Minute}, ProbeFor: time.Minute}

func half() float64 { return 0.5 }

// TestBreakerOpensProbesAndCloses walks through one outage.
func TestBreakerOpensProbesAndCloses(t *testing.T) {
	now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
	down := New("source_unreachable", nil)
	var b Breaker
	for i := range 3 {
		if b.State(now) != Closed {
			t.Fatalf("open after %d faults", i)
		}
		b = b.Done(down, now, rule, half)
	}
	if b.State(now) != Open || b.Code != "source_unreachable" || !b.Since.Equal(now) {
		t.Fatalf("after three faults: %+v", b)
	}
	if _, wait, ok := b.Allow(now, rule); ok || wait != b.ProbeAt.Sub(now) || wait <= 0 {
		t.Fatalf("open, and asks: %v %v", wait, ok)
	}
	first := b.ProbeAt.Sub(now)
	now = b.ProbeAt
	b, _, ok := b.Allow(now, rule)
	if _, _, second := b.Allow(now, rule); !ok || second {
		t.Fatalf("half-open lets %v, then %v through", ok, second)
	}
	b = b.Done(down, now, rule, half)
	if again := b.ProbeAt.Sub(now); b.State(now) != Open || again <= first {
		t.Fatalf("a failed probe waits %v after %v", again, first)
	}
	now = b.ProbeAt
	b, _, _ = b.Allow(now, rule)
	b = b.Done(New("source_refused", nil), now, rule, half) // it answered
	if b != (Breaker{}) {
		t.Fatalf("an answer leaves %+v", b)
	}
}

// TestBreaker: whatever happens, a closed breaker has seen fewer faults in a row than
// it takes, an open one asks nothing, half-open one asks at a time, a lost probe
// blocks no longer than ProbeFor, and storing it changes nothing.
func TestBreaker(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 3, 2, 8, 0, 0, 0, time.UTC)
		var b Breaker
		row, flying := 0, 0
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			switch rapid.IntRange(0, 2).Draw(t, "step") {
			case 0:
				now = now.Add(time.Duration(rapid.Int64Range(0, int64(2*time.Minute)).Draw(t, "d")))
			case 1:
				was := b.State(now)
				next, wait, ok := b.Allow(now, rule)
				if ok != (wait == 0) || was == Open && ok || was == Closed && !ok {
					t.Fatalf("%s: %v %v", was, wait, ok)
				}
				if ok {
					flying++
				}
				if was == HalfOpen && ok {
					if _, _, again := next.Allow(now.Add(rule.ProbeFor-1), rule); again {
						t.Fatalf("two probes at once")
					}
					if _, _, again := next.Allow(now.Add(rule.ProbeFor), rule); !again {
						t.Fatalf("a lost probe blocks for ever")
					}
				}
				b = next
			default:
				if flying == 0 {
					continue
				}
				flying--
				err := rapid.SampledFrom([]error{nil, New("source_error", nil), New("source_refused", nil), New("internal", nil), New("source_rate_limited", nil)}).Draw(t, "err")
				b = b.Done(err, now, rule, half)
				switch {
				case KindOf(err) == Transient && err != nil:
					row++
				case err == nil || KindOf(err) != Internal:
					row = 0
				}
			}
			if (row >= rule.After) != (b.State(now) != Closed) || b.Failures != row {
				t.Fatalf("%d in a row: %+v", row, b)
			}
			text, err := json.Marshal(b)
			var back Breaker
			if err != nil || json.Unmarshal(text, &back) != nil || back != b {
				t.Fatalf("%s is %+v, was %+v", text, back, b)
			}
		}
	})
}

// TestBreakerTakesNetworkErrors: nobody classified a reset connection, and it counts.
func TestBreakerTakesNetworkErrors(t *testing.T) {
	now := time.Unix(0, 0)
	if b := (Breaker{}).Done(fmt.Errorf("read: %w", timeout{}), now, rule, half); b.Failures != 1 {
		t.Errorf("a timeout counts %d", b.Failures)
	}
	if b := (Breaker{}).Done(errors.New("a bug"), now, rule, half); b.Failures != 0 {
		t.Errorf("a bug of ours counts %d", b.Failures)
	}
}
