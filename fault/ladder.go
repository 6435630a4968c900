package fault

import (
	"errors"
	"math"
	"time"
)

// Ladder says how long to wait between two tries. The n-th wait is drawn evenly
// between Floor and a ceiling that doubles with every failure, from First up to Cap:
// so those who failed together do not come back together, and nobody comes back at
// once. It is the only ladder of the program; internal/archtest finds others.
//
// A Ladder is a value without state; who waits counts its failures.
type Ladder struct {
	First time.Duration // ceiling of the first wait
	Cap   time.Duration // ceiling of every wait; 0: First
	Floor time.Duration // least wait; 0: half of First
}

// Random draws evenly from [0, 1), as math/rand/v2.Float64 does.
type Random func() float64

// Ceiling is the longest wait after the given number of failures before this one;
// without chance, for what must be told beforehand.
func (l Ladder) Ceiling(failures int) time.Duration {
	most := max(l.First, l.Cap)
	d := l.First
	for range failures {
		if d >= most || d > math.MaxInt64/2 {
			return most
		}
		d += d
	}
	return min(d, most)
}

// Wait draws the wait after err, which came after the given number of failures. What
// err asks for (Error.Wait, from Retry-After) is a minimum, and Cap does not cut it.
func (l Ladder) Wait(failures int, err error, random Random) time.Duration {
	floor := l.Floor
	if floor == 0 {
		floor = l.First / 2
	}
	top := l.Ceiling(failures)
	d := min(floor, top)
	d += time.Duration(random() * float64(top-d))
	return max(d, asked(err))
}

// asked is how long the other side wants to be left alone.
func asked(err error) time.Duration {
	var f *Error
	if errors.As(err, &f) {
		return f.Wait
	}
	return 0
}
