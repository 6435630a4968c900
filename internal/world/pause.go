package world

import "context"

// Pause stops new events and waits until none is on its way to the hub.
func (p *Player) Pause(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.paused {
		p.paused, p.resumed = true, make(chan struct{})
	}
	stop := context.AfterFunc(ctx, p.idle.Broadcast)
	defer stop()
	for p.inFlight > 0 && ctx.Err() == nil {
		p.idle.Wait()
	}
	return ctx.Err()
}

// Resume lets events go on.
func (p *Player) Resume() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.paused {
		p.paused = false
		close(p.resumed)
	}
}

// enter waits while the world is paused, then counts an event as on its way.
func (p *Player) enter(ctx context.Context) error {
	for {
		p.mu.Lock()
		if !p.paused {
			defer p.mu.Unlock()
			if err := ctx.Err(); err != nil {
				return err
			}
			p.inFlight++
			return nil
		}
		wait := p.resumed
		p.mu.Unlock()
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-wait:
		}
	}
}

func (p *Player) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inFlight--
	p.idle.Broadcast()
}

// Status is where a playing world stands.
type Status struct {
	Seed      uint64 `json:"seed"`
	Size      Size   `json:"size"`
	Delivered int    `json:"delivered"`
	Past      int    `json:"past"`  // events of the past
	Live      int    `json:"live"`  // live events so far
	Total     int    `json:"total"` // past + live
	Refused   int    `json:"refused"`
	InFlight  int    `json:"in_flight"`
	Paused    bool   `json:"paused"`
	Loaded    bool   `json:"loaded"` // the whole past is delivered or refused
	WorldTime string `json:"world_time"`
}

// Status tells where the world stands.
func (p *Player) Status() Status {
	p.mu.Lock()
	defer p.mu.Unlock()
	past, live := len(p.w.Past), len(p.w.Live)
	return Status{
		Seed: p.w.Config.Seed, Size: p.w.Config.Size, Delivered: p.count, Past: past, Live: live, Total: past + live,
		Refused: p.refused, InFlight: p.inFlight, Paused: p.paused, Loaded: p.loaded(), WorldTime: p.w.Now().Format("2006-01-02T15:04:05-07:00"),
	}
}

func (p *Player) loaded() bool {
	for conn, n := range p.sizes {
		if p.lanes[conn] < n {
			return false
		}
	}
	return true
}

// Truth gives the truth of the events delivered so far. Pause first, so that nothing moves.
func (p *Player) Truth() *Truth {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.w.TruthOf(func(e int) bool { return p.delivered[e] })
}
