package access_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

var midday = time.Date(2026, 6, 1, 4, 0, 0, 0, time.UTC)

func waits(err error) time.Duration {
	var f *fault.Error
	if errors.As(err, &f) && f.Code == "too_many_requests" {
		return f.Wait
	}
	return 0
}

// TestTheWaitIsExact: whoever waits as long as the answer says is let in, and whoever
// comes an instant earlier is not.
func TestTheWaitIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		perSecond := rapid.IntRange(1, 200).Draw(t, "per second")
		burst := rapid.IntRange(1, 50).Draw(t, "burst")
		r, now := access.NewRates(), midday
		b := access.Bucket{Name: "x", Rate: access.Rate{PerSecond: float64(perSecond), Burst: burst}}
		for i := range burst {
			if err := r.Take(now, b); err != nil {
				t.Fatalf("call %d of %d at once is refused: %v", i+1, burst, err)
			}
		}
		wait := waits(r.Take(now, b))
		if want := time.Second / time.Duration(perSecond); wait < want-time.Microsecond || wait > want+time.Microsecond {
			t.Fatalf("waits %s, want %s", wait, want)
		}
		if waits(r.Take(now.Add(wait-50*time.Microsecond), b)) == 0 {
			t.Fatal("let in too early")
		}
		if err := r.Take(now.Add(wait), b); err != nil {
			t.Fatalf("refused after the wait: %v", err)
		}
	})
}

func TestARefusedCallTakesNothing(t *testing.T) {
	r := access.NewRates()
	wide := access.Bucket{Name: "wide", Rate: access.Rate{PerSecond: 1, Burst: 3}}
	narrow := access.Bucket{Name: "narrow", Rate: access.Rate{PerSecond: 1, Burst: 1}}
	if err := r.Take(midday, wide, narrow); err != nil {
		t.Fatal(err)
	}
	for range 5 { // narrow is empty: wide must not pay
		if waits(r.Take(midday, wide, narrow)) == 0 {
			t.Fatal("an empty bucket gives")
		}
	}
	for range 2 {
		if err := r.Take(midday, wide); err != nil {
			t.Fatal("a refused call took a token of the other bucket")
		}
	}
	if waits(r.Take(midday, wide)) == 0 {
		t.Error("three at once are four")
	}
	if err := r.Take(midday, access.Bucket{Name: "none"}); err != nil {
		t.Error("no limit is a limit")
	}
}

func TestRatesAreBounded(t *testing.T) {
	r := access.NewRates()
	rate := access.Rate{PerSecond: 1, Burst: 2}
	guarded := access.Bucket{Name: "guarded", Rate: access.Rate{PerSecond: 0.001, Burst: 1}}
	if err := r.Take(midday, guarded); err != nil {
		t.Fatal(err)
	}
	for i := range 25_000 { // as fast as they come: a bucket is full again after two seconds
		if err := r.Take(midday.Add(time.Duration(i)*time.Millisecond), access.Bucket{Name: fmt.Sprint(i), Rate: rate}); err != nil {
			t.Fatal(err)
		}
		if i%1000 == 0 && waits(r.Take(midday.Add(time.Duration(i)*time.Millisecond), guarded)) == 0 {
			t.Fatal("many names make the hub forget who has to wait")
		}
	}
	if n := r.Len(); n > 10_000 {
		t.Errorf("%d buckets are held", n)
	}
}

func TestRatesCountOnceWhoComesAtOnce(t *testing.T) {
	r := access.NewRates()
	b := access.Bucket{Name: "x", Rate: access.Rate{PerSecond: 1, Burst: 40}}
	var in sync.Map
	var wg sync.WaitGroup
	for i := range 100 {
		wg.Go(func() {
			if r.Take(midday, b) == nil {
				in.Store(i, true)
			}
		})
	}
	wg.Wait()
	n := 0
	in.Range(func(any, any) bool { n++; return true })
	if n != 40 {
		t.Errorf("%d of 100 were let in, want 40", n)
	}
}
