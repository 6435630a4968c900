package load

import (
	"math"
	"slices"
	"time"
)

// Spread is a set of durations in order. The zero value is empty.
type Spread struct{ sorted []time.Duration }

// NewSpread takes durations in any order.
func NewSpread(d []time.Duration) Spread {
	s := slices.Clone(d)
	slices.Sort(s)
	return Spread{s}
}

// Len is how many there are.
func (s Spread) Len() int { return len(s.sorted) }

// At gives the quantile q of 0 to 1 by nearest rank: the smallest value that at least
// the part q of all does not exceed. It is 0 of nothing.
func (s Spread) At(q float64) time.Duration {
	n := len(s.sorted)
	if n == 0 {
		return 0
	}
	return s.sorted[min(max(int(math.Ceil(q*float64(n)))-1, 0), n-1)]
}

// Ms gives the quantile in milliseconds.
func (s Spread) Ms(q float64) float64 { return float64(s.At(q)) / float64(time.Millisecond) }
