package fault

import (
	"errors"
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func drawLadder(t *rapid.T) Ladder {
	return Ladder{
		First: time.Duration(rapid.Int64Range(1, int64(time.Minute)).Draw(t, "first")),
		Cap:   time.Duration(rapid.Int64Range(0, math.MaxInt64).Draw(t, "cap")),
		Floor: time.Duration(rapid.Int64Range(0, int64(time.Minute)).Draw(t, "floor")),
	}
}

// TestLadder: the ceiling doubles up to the cap and never falls; a wait lies between the
// floor and the ceiling, and what the other side asks for is a minimum.
func TestLadder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, n := drawLadder(t), rapid.IntRange(0, 1000).Draw(t, "failures")
		at, next := l.Ceiling(n), l.Ceiling(n+1)
		if top := max(l.First, l.Cap); at > top || next < at || at <= 0 || next < top && next != 2*at {
			t.Fatalf("%+v: ceiling %d is %d, then %d", l, n, at, next)
		}
		u := rapid.Float64Range(0, 0.999999).Draw(t, "u")
		random := func() float64 { return u }
		floor := l.Floor
		if floor == 0 {
			floor = l.First / 2
		}
		if d := l.Wait(n, nil, random); d < min(floor, at) || d > at {
			t.Fatalf("%+v: wait %d is %d of %d", l, n, d, at)
		}
		ask := time.Duration(rapid.Int64Range(0, int64(240*time.Hour)).Draw(t, "asked"))
		if d := l.Wait(n, New("source_rate_limited", nil).After(ask), random); d < ask || d < l.Wait(n, nil, random) {
			t.Fatalf("asked to wait %v, waits %v", ask, d)
		}
	})
}

// TestLadderSpreads: full jitter, so the ends of the range are both reached.
func TestLadderSpreads(t *testing.T) {
	l := Ladder{First: 2 * time.Second, Cap: 2 * time.Minute}
	low := l.Wait(20, nil, func() float64 { return 0 })
	high := l.Wait(20, nil, func() float64 { return math.Nextafter(1, 0) })
	if low != time.Second || high < 119*time.Second {
		t.Errorf("waits lie between %v and %v", low, high)
	}
}

func TestDecide(t *testing.T) {
	for _, c := range []struct {
		err         error
		tries, most int
		want        Step
	}{
		{New("source_unreachable", nil), 1000, 3, Again},
		{New("source_rate_limited", nil), 1000, 3, Again},
		{New("bad_value", nil), 1, 3, Bury},
		{New("not_found", nil), 1, 3, Bury},
		{New("forbidden", nil), 1, 3, Bury},
		{New("source_unauthorized", nil), 1, 3, Halt},
		{New("conflict", nil), 1, 3, Queue},
		{New("internal", nil), 2, 3, Again},
		{New("internal", nil), 3, 3, Bury},
		{New("internal", nil), 1000, 0, Again},
		{errors.New("nobody classified this"), 3, 3, Bury},
		{timeout{}, 1000, 3, Again},
		{New("internal", timeout{}), 3, 3, Bury}, // a person classified it
	} {
		if got := Decide(c.err, c.tries, c.most); got != c.want {
			t.Errorf("%v, try %d of %d: %d, want %d", c.err, c.tries, c.most, got, c.want)
		}
	}
}

type timeout struct{}

func (timeout) Error() string   { return "timeout" }
func (timeout) Timeout() bool   { return true }
func (timeout) Temporary() bool { return true }
