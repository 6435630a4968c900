package load

import (
	"context"
	"sync"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

// Plan says how fast, for how long and how much at once.
type Plan struct {
	Rate     float64       // requests a second
	For      time.Duration // how long requests are due
	InFlight int           // most requests out at once; default 2048
	// Grace is how long requests that are out at the end may still take before their
	// context ends; default 30 s.
	Grace time.Duration
}

// Requests is how many requests a plan holds.
func (p Plan) Requests() int { return int(p.Rate * p.For.Seconds()) }

// Send makes request i and says how it ended in one word, such as a status. It must
// return when ctx ends.
type Send func(ctx context.Context, i int) (outcome string)

// Report is what came of a plan.
type Report struct {
	Due     int            // requests that were due
	Refused int            // never sent: too many were out already
	By      map[string]int // sent, by outcome
	Latency Spread         // of what was sent, from when it was due to its end
	Late    Spread         // how late the generator itself was to send
	Took    time.Duration  // from the first due to the last end
}

// Run sends the requests of a plan, each at its time, whatever became of those
// before. It returns when all have ended, or early when ctx ends.
func Run(ctx context.Context, p Plan, send Send) Report {
	if p.InFlight <= 0 {
		p.InFlight = 2048
	}
	if p.Grace <= 0 {
		p.Grace = 30 * time.Second
	}
	sending, stop := context.WithTimeout(ctx, p.For+p.Grace)
	defer stop()
	g := generator{slots: make(chan struct{}, p.InFlight), by: map[string]int{}}
	var c clock.System
	start := c.Now()
	for i := range p.Requests() {
		due := start.Add(time.Duration(float64(i) / p.Rate * float64(time.Second)))
		if wait := due.Sub(c.Now()); wait > 0 && c.Sleep(ctx, wait) != nil {
			break
		}
		if ctx.Err() != nil {
			break
		}
		g.due++
		select {
		case g.slots <- struct{}{}:
		default:
			g.refused++
			continue
		}
		g.out.Add(1)
		go func() {
			defer g.out.Done()
			late := c.Now().Sub(due)
			outcome := send(sending, i)
			took := c.Now().Sub(due)
			<-g.slots
			g.ended(outcome, took, late)
		}()
	}
	g.out.Wait()
	return Report{Due: g.due, Refused: g.refused, By: g.by, Latency: NewSpread(g.took), Late: NewSpread(g.late), Took: c.Now().Sub(start)}
}

type generator struct {
	slots        chan struct{}
	out          sync.WaitGroup
	due, refused int

	mu         sync.Mutex
	by         map[string]int
	took, late []time.Duration
}

func (g *generator) ended(outcome string, took, late time.Duration) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.by[outcome]++
	g.took, g.late = append(g.took, took), append(g.late, late)
}
