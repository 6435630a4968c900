package world

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"
)

// source gives the random stream of one named subject. Each subject has a stream of
// its own, so that adding one thing does not shift all others.
func source(seed uint64, name string, parts ...any) *rand.Rand {
	h := sha256.New()
	_, _ = fmt.Fprintf(h, "%d|%s", seed, name)
	for _, p := range parts {
		_, _ = fmt.Fprintf(h, "|%v", p)
	}
	sum := h.Sum(nil)
	return rand.New(rand.NewPCG(binary.BigEndian.Uint64(sum), binary.BigEndian.Uint64(sum[8:])))
}

// dice is a stream with the questions that the generator asks.
type dice struct{ *rand.Rand }

// chance is true in percent of the cases.
func (d dice) chance(percent int) bool { return d.IntN(100) < percent }

// between gives a number from a to b, both included.
func (d dice) between(a, b int) int { return a + d.IntN(b-a+1) }

// moment gives a minute of working time on a day between from and to.
func (d dice) moment(from, to time.Time) time.Time {
	days := int(to.Sub(from) / (24 * time.Hour))
	if days < 1 {
		days = 1
	}
	return atDay(from.AddDate(0, 0, d.IntN(days)), d.between(8*60, 20*60), d.IntN(60))
}

// after gives a working moment between a and b days after t.
func (d dice) after(t time.Time, a, b int) time.Time {
	return atDay(t.AddDate(0, 0, d.between(a, b)), d.between(8*60, 20*60), d.IntN(60))
}

// atDay gives a minute and second of t's Shanghai day.
func atDay(t time.Time, minute, second int) time.Time {
	y, m, day := t.In(shanghai).Date()
	return time.Date(y, m, day, 0, minute, second, 0, shanghai)
}

func pick[T any](d dice, from []T) T { return from[d.IntN(len(from))] }

// weighted picks an index in proportion to its weight.
func (d dice) weighted(weights ...int) int {
	sum := 0
	for _, w := range weights {
		sum += w
	}
	n := d.IntN(sum)
	for i, w := range weights {
		if n -= w; n < 0 {
			return i
		}
	}
	return len(weights) - 1
}
