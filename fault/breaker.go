package fault

import "time"

// BreakerState says whether a system is asked.
type BreakerState string

// The states.
const (
	Closed   BreakerState = "closed"    // everybody asks
	Open     BreakerState = "open"      // nobody asks before ProbeAt
	HalfOpen BreakerState = "half_open" // one asks; its answer closes or opens
)

// Breaker keeps many from hammering a system that is down: Rule.After transient
// faults in a row open it, then one probe at a time asks, and the first answer closes
// it. It is a value to be kept, shown and stored: every method takes the time and gives
// the next Breaker, and its zero value is closed. It is not safe for concurrent use.
type Breaker struct {
	Failures   int       `json:"failures,omitempty"`   // transient faults in a row
	Since      time.Time `json:"since,omitzero"`       // when the first of them came
	OpenedAt   time.Time `json:"opened_at,omitzero"`   // zero: closed
	Probes     int       `json:"probes,omitempty"`     // probes that failed since it opened
	ProbeAt    time.Time `json:"probe_at,omitzero"`    // when the next probe may go
	ProbeUntil time.Time `json:"probe_until,omitzero"` // a probe is under way until then, at most
	Code       string    `json:"code,omitempty"`       // of the last transient fault
}

// BreakerRule says when a Breaker opens and how its probes are spaced.
type BreakerRule struct {
	After    int           // transient faults in a row that open it
	Ladder   Ladder        // waits between probes
	ProbeFor time.Duration // a probe that did not report within it no longer keeps others from probing
}

// State is the state at a moment.
func (b Breaker) State(now time.Time) BreakerState {
	switch {
	case b.OpenedAt.IsZero():
		return Closed
	case now.Before(b.ProbeAt):
		return Open
	}
	return HalfOpen
}

// Allow tells whether one may ask now. When half-open it lets the first one through,
// which is the probe, until Done was told of it. Otherwise wait is how long to stay away.
func (b Breaker) Allow(now time.Time, rule BreakerRule) (next Breaker, wait time.Duration, ok bool) {
	switch b.State(now) {
	case Closed:
		return b, 0, true
	case Open:
		return b, b.ProbeAt.Sub(now), false
	}
	if now.Before(b.ProbeUntil) {
		return b, b.ProbeUntil.Sub(now), false
	}
	b.ProbeUntil = now.Add(rule.ProbeFor)
	return b, 0, true
}

// Done notes how asking ended. A transient fault counts; everything else that the
// system answered, a refusal too, shows that it is up and closes the breaker. A
// fault of our own (Internal) says nothing of the system: it only ends a probe. What
// was asked before the breaker opened and fails after it changes nothing.
func (b Breaker) Done(err error, now time.Time, rule BreakerRule, random Random) Breaker {
	down := err != nil && (KindOf(err) == Transient || Passing(err) && KindOf(err) == Internal)
	probing := b.State(now) == HalfOpen && !b.ProbeUntil.IsZero()
	if err != nil && !down && KindOf(err) == Internal {
		if probing {
			b.ProbeUntil, b.ProbeAt = time.Time{}, now.Add(rule.Ladder.Wait(b.Probes, nil, random))
		}
		return b
	}
	if !down {
		return Breaker{}
	}
	if b.Failures == 0 {
		b.Since = now
	}
	b.Failures++
	b.Code = As(err).Code
	switch {
	case b.OpenedAt.IsZero() && b.Failures >= rule.After:
		b.OpenedAt, b.ProbeAt = now, now.Add(rule.Ladder.Wait(0, err, random))
	case probing:
		b.Probes++
		b.ProbeUntil, b.ProbeAt = time.Time{}, now.Add(rule.Ladder.Wait(b.Probes, err, random))
	}
	return b
}
