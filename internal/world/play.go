package world

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"github.com/heliuhub/heliu/internal/world/model"
)

// playPast sends what the past pushes: each connection in order, with a bounded
// number of posts in flight; all connections at once.
func (p *Player) playPast(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, conn := range []string{model.ConnForm, model.ConnHook, model.ConnFair} {
		parallel := p.c.Parallel
		if conn == model.ConnFair {
			parallel = 1
		}
		g.Go(func() error { return p.playLane(ctx, conn, parallel) })
	}
	return g.Wait()
}

// saveEvery is after how many events of a lane its progress is kept.
const saveEvery = 100

// playLane sends the events of one connection, up to parallel of them at a time.
// Progress is kept at the end of each group of saveEvery.
func (p *Player) playLane(ctx context.Context, conn string, parallel int) error {
	p.mu.Lock()
	events, done := p.lane(conn), p.lanes[conn]
	p.mu.Unlock()
	for done < len(events) {
		chunk := events[done:min(done+saveEvery, len(events))]
		g, inner := errgroup.WithContext(ctx)
		g.SetLimit(parallel)
		for _, e := range chunk {
			if err := p.enter(inner); err != nil {
				break
			}
			g.Go(func() error {
				defer p.leave()
				return p.push(inner, e)
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		done += len(chunk)
		p.mu.Lock()
		p.lanes[conn] = done
		p.save()
		p.mu.Unlock()
	}
	return nil
}

// push sends one form or list until the hub has taken or refused it.
func (p *Player) push(ctx context.Context, e *model.Event) error {
	err := p.send(ctx, e)
	p.mu.Lock()
	defer p.mu.Unlock()
	var no *refusal
	switch {
	case errors.As(err, &no):
		p.refused++
		if p.refused&(p.refused-1) != 0 {
			return nil // the first, second, fourth, … are enough to act on
		}
		p.c.Log.Warn("the hub refused an event of the world", "event", e.Seq, "connection", e.Target, "status", no.status, "code", no.code)
		return nil
	case err != nil:
		return err
	}
	p.mark(e)
	return nil
}

// liveInFlight bounds how many live events may be on their way while the hub is slow.
const liveInFlight = 64

// trickle lets live events happen, one every c.Every whether or not the one before
// has arrived (open loop).
func (p *Player) trickle(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(liveInFlight)
	for {
		if err := p.c.Clock.Sleep(ctx, p.c.Every); err != nil {
			_ = g.Wait()
			return err
		}
		if err := p.enter(ctx); err != nil {
			_ = g.Wait()
			return err
		}
		p.mu.Lock()
		e := p.next()
		p.mu.Unlock()
		if pulled(e) {
			p.fakes.apply(e)
			p.arrived(e)
			p.leave()
			continue
		}
		g.Go(func() error {
			defer p.leave()
			if err := p.push(ctx, e); err != nil {
				return err
			}
			p.arrived(e)
			return nil
		})
	}
}

// arrived notes a live event and how many of them are settled without a gap. One that
// the hub refused is settled though not delivered.
func (p *Player) arrived(e *model.Event) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if pulled(e) {
		p.mark(e)
	}
	p.settled[e.Seq] = true
	for p.settled[len(p.w.Past)+p.live] {
		delete(p.settled, len(p.w.Past)+p.live)
		p.live++
	}
	p.save()
}
