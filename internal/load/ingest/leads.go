package main

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/load"
)

const (
	watchedASecond = 5                     // leads that are watched until they are seen
	askFirst       = 15 * time.Millisecond // the pause between the first two questions for a watched lead; later ones grow with its age, up to a tenth
	giveUpAfter    = 30 * time.Second      // when it counts as never seen
)

// sent is what is known of the leads that were sent.
type sent struct {
	mu       sync.Mutex
	accepted []string // mobiles of those answered 202
	unsure   []string // mobiles of those that got no final answer: they may be in or not
	retries  int
}

// watch is what the sampler saw.
type watch struct {
	took  load.Spread // from the 202 to the golden record in the API
	never int
	asked int64
	wrong int64 // answers that were no answers
}

// leads posts unique leads at the rate and watches some of them.
func (b *bench) leads(ctx context.Context) (load.Report, *sent, watch) {
	var s sent
	var w watch
	var c clock.System
	var watching sync.WaitGroup
	var mu sync.Mutex
	var took []time.Duration
	var asked, wrong atomic.Int64
	every := max(int(b.rate/watchedASecond), 1)
	r := load.Run(ctx, load.Plan{Rate: b.rate, For: b.length, InFlight: b.inFlight}, func(ctx context.Context, i int) string {
		l, err := load.MakeLead(b.seed, i, c.Now())
		if err != nil {
			return "not made"
		}
		p := b.caller.Post(ctx, door, l)
		answered := c.Now()
		s.ended(l, p)
		if p.Status == http.StatusAccepted && i%every == 0 {
			watching.Go(func() {
				d := b.watch(context.WithoutCancel(ctx), l.Mobile, answered, &asked, &wrong)
				mu.Lock()
				defer mu.Unlock()
				took = append(took, d)
			})
		}
		if p.Status == 0 {
			return "no answer"
		}
		return fmt.Sprint(p.Status)
	})
	watching.Wait()
	for _, d := range took {
		if d >= giveUpAfter {
			w.never++
		}
	}
	w.took, w.asked, w.wrong = load.NewSpread(took), asked.Load(), wrong.Load()
	return r, &s, w
}

func (s *sent) ended(l load.Lead, p load.Posted) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.retries += p.Retries
	switch p.Status {
	case http.StatusAccepted:
		s.accepted = append(s.accepted, l.Mobile)
	case 0, http.StatusServiceUnavailable, http.StatusTooManyRequests:
		s.unsure = append(s.unsure, l.Mobile)
	}
}

// watch asks for a lead until its golden record is there and gives how long that was
// after the answer; giveUpAfter when it never came.
func (b *bench) watch(ctx context.Context, mobile string, answered time.Time, asked, wrong *atomic.Int64) time.Duration {
	var c clock.System
	ctx, cancel := context.WithTimeout(ctx, giveUpAfter)
	defer cancel()
	for {
		ok, err := b.caller.Visible(ctx, mobile)
		asked.Add(1)
		if ok {
			return c.Now().Sub(answered)
		}
		if err != nil && ctx.Err() == nil {
			wrong.Add(1)
		}
		if c.Sleep(ctx, max(askFirst, c.Now().Sub(answered)/10)) != nil {
			return giveUpAfter
		}
	}
}
