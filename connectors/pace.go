package connectors

import (
	"sync"
	"time"
)

// Pace keeps what is sent to a limited channel below its limit: at most Most in any
// stretch of Per, counted by the moments of sending (a sliding window, so that no two
// bursts stand side by side as with a bucket that refills). It forgets what it counted
// when the program ends. It is safe for concurrent use.
type Pace struct {
	Most int // at least 1; less stands for no limit
	Per  time.Duration

	mu    sync.Mutex
	sent  []time.Time // the last Most, oldest first
	until time.Time   // nothing goes before
}

// Take takes a place at now, or tells how long to wait for the next one and takes none.
func (p *Pace) Take(now time.Time) (wait time.Duration, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if d := p.until.Sub(now); d > 0 {
		return d, false
	}
	if p.Most < 1 {
		return 0, true
	}
	if len(p.sent) >= p.Most {
		if d := p.sent[0].Add(p.Per).Sub(now); d > 0 {
			return d, false
		}
		p.sent = p.sent[1:]
	}
	p.sent = append(p.sent, now)
	return 0, true
}

// Hold lets nothing through for d from now: the system said that it was too much.
func (p *Pace) Hold(now time.Time, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if t := now.Add(d); t.After(p.until) {
		p.until = t
	}
}
