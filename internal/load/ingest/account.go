package main

import (
	"context"
	"fmt"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

// balance is what `heliu audit balance --json` says, as far as it is judged here.
type balance struct {
	Balanced bool `json:"balanced"`
	Topic    struct {
		Accepted int64 `json:"accepted"`
		Settled  int64 `json:"settled"`
		InFlight int64 `json:"in_flight"`
	} `json:"topic"`
	Streams []stream `json:"streams"`
}

type stream struct {
	Name     string `json:"connection_name"`
	Stream   string `json:"stream"`
	InFlight int64  `json:"in_flight"`
	Settled  struct {
		Applied     int64 `json:"applied"`
		Duplicate   int64 `json:"duplicate"`
		Dropped     int64 `json:"dropped"`
		Quarantined int64 `json:"quarantined"`
	} `json:"settled"`
}

// door gives the line of the door that is measured.
func (b balance) door() stream {
	for _, s := range b.Streams {
		if s.Name == door {
			return s
		}
	}
	return stream{}
}

func (b *bench) balance(ctx context.Context) (out balance, err error) {
	code, err := b.hub.Run(ctx, &out, "audit", "balance")
	if err == nil && code > 1 {
		err = fmt.Errorf("heliu audit balance: exit %d", code)
	}
	return out, err
}

// settled waits until nothing is in flight.
func (b *bench) settled(ctx context.Context) (balance, time.Duration, error) {
	var c clock.System
	began := c.Now()
	for {
		bal, err := b.balance(ctx)
		if err != nil {
			return bal, 0, err
		}
		took := c.Now().Sub(began)
		if bal.Topic.InFlight == 0 && bal.door().InFlight == 0 {
			return bal, took, nil
		}
		if took > settleWithin {
			return bal, took, fmt.Errorf("%d records are in flight %s after the last was sent", bal.Topic.InFlight, took.Round(time.Second))
		}
		if err := c.Sleep(ctx, 500*time.Millisecond); err != nil {
			return bal, took, err
		}
	}
}

// looked is how many accepted leads are looked up one by one in the end.
const looked = 500

// account counts what was promised by a 202 and is not there. Every lead has a key
// and a person of its own, so each is applied once, however often it was sent: as
// many must have been applied as were answered 202, and those that were sent and got
// no final answer may be applied beside them, which the API tells of each. A sample
// of those accepted must be found by mobile as well.
func (b *bench) account(ctx context.Context, r *results, before, after balance) error {
	was, is := before.door(), after.door()
	r.applied = is.Settled.Applied - was.Settled.Applied
	r.duplicate = is.Settled.Duplicate - was.Settled.Duplicate
	r.ended = is.Settled.Dropped - was.Settled.Dropped + is.Settled.Quarantined - was.Settled.Quarantined
	r.balanced = after.Balanced
	var beside int64
	for _, m := range r.leads.unsure {
		ok, err := b.caller.Visible(ctx, m)
		if err != nil {
			return err
		}
		if ok {
			beside++
		}
	}
	r.lost = max(int64(len(r.leads.accepted))-(r.applied-beside), 0)
	step := max(len(r.leads.accepted)/looked, 1)
	for i := 0; i < len(r.leads.accepted); i += step {
		r.looked++
		ok, err := b.caller.Visible(ctx, r.leads.accepted[i])
		if err != nil {
			return err
		}
		if !ok {
			r.notFound++
		}
	}
	return nil
}
