package world

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/internal/world/model"
)

// PlayerConfig says where and how a world is played. Zero fields get the defaults
// named beside them.
type PlayerConfig struct {
	Hub        string // base address: http://127.0.0.1:8080
	FormKey    string // public key of demo-form
	HookSecret string // whsec_… of demo-hook
	APIKey     string // bearer key that may upload files
	// Connections gives the id that stands in addresses for a connection's name, where it is another.
	Connections map[string]string
	Every       time.Duration // between two live events; 2 s
	Parallel    int           // posts in flight; 8
	Clock       connectors.Clock
	HTTP        *http.Client // a client with a time limit of 30 s
	Log         *slog.Logger // slog.Default
	Memory      Memory       // nil: nothing is kept over a restart
}

// Memory keeps how far a world was played, so that a restart goes on from there.
// What was delivered after the last Save is delivered again, which is harmless.
type Memory interface {
	Load() (Progress, error)
	Save(Progress) error
}

// Progress is how far a world was played.
type Progress struct {
	Lanes map[string]int `json:"lanes"` // past events sent, by connection
	Live  int            `json:"live"`  // live events delivered
}

// Player plays a world: it fills the local servers, sends forms and lists over HTTP,
// then lets live events trickle. Its methods may be called at the same time.
type Player struct {
	c     PlayerConfig
	fakes *Fakes
	clock *worldClock

	mu        sync.Mutex
	w         *World
	delivered []bool // by Seq
	count     int
	refused   int
	lanes     map[string]int
	sizes     map[string]int
	live      int          // live events settled without a gap
	settled   map[int]bool // live events settled behind a gap, by Seq
	inFlight  int
	paused    bool
	resumed   chan struct{} // closed by Resume
	idle      *sync.Cond    // inFlight went down
}

// NewPlayer makes a player. The systems that the hub reads hold the past at once.
func NewPlayer(w *World, c PlayerConfig) *Player {
	if c.Every == 0 {
		c.Every = 2 * time.Second
	}
	if c.Parallel == 0 {
		c.Parallel = 8
	}
	if c.HTTP == nil {
		t := http.DefaultTransport.(*http.Transport).Clone()
		t.MaxIdleConnsPerHost = 3*c.Parallel + liveInFlight // one kept for each that may be in flight
		c.HTTP = &http.Client{Timeout: 30 * time.Second, Transport: t}
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	p := &Player{c: c, w: w, clock: &worldClock{Clock: c.Clock}, lanes: map[string]int{}, sizes: map[string]int{}, settled: map[int]bool{}, delivered: make([]bool, len(w.Past))}
	p.idle = sync.NewCond(&p.mu)
	p.clock.reach(w.End())
	p.fakes = newFakes(w, p.clock)
	for _, e := range w.Past {
		if pulled(e) {
			p.delivered[e.Seq] = true
			p.count++
		} else {
			p.sizes[e.Target]++
		}
	}
	return p
}

// Fakes gives the local servers; mount them where the hub's connections look.
func (p *Player) Fakes() *Fakes { return p.fakes }

// Run plays until ctx ends: the past, each pushing connection in the order of time
// and all at once, then the trickle. It returns ctx's error.
func (p *Player) Run(ctx context.Context) error {
	if err := p.recall(); err != nil {
		return err
	}
	if err := p.playPast(ctx); err != nil {
		return err
	}
	return p.trickle(ctx)
}

// recall goes on from where the last run stopped.
func (p *Player) recall() error {
	if p.c.Memory == nil {
		return nil
	}
	was, err := p.c.Memory.Load()
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for conn, n := range was.Lanes {
		lane := p.lane(conn)
		for _, e := range lane[:min(n, len(lane))] {
			p.mark(e)
		}
		p.lanes[conn] = min(n, len(lane))
	}
	for range was.Live {
		e := p.next()
		p.fakes.apply(e)
		p.mark(e)
		p.live++
	}
	return nil
}

// lane gives the past events that one connection gets pushed, in order.
func (p *Player) lane(conn string) []*model.Event {
	var out []*model.Event
	for _, e := range p.w.Past {
		if e.Target == conn && !pulled(e) {
			out = append(out, e)
		}
	}
	return out
}

// next makes the next live event. p.mu is held.
func (p *Player) next() *model.Event {
	e := p.w.Next()
	p.delivered = append(p.delivered, false)
	p.clock.reach(e.At)
	return e
}

// mark notes that an event was delivered. p.mu is held.
func (p *Player) mark(e *model.Event) {
	if !p.delivered[e.Seq] {
		p.delivered[e.Seq] = true
		p.count++
	}
}

// save keeps how far the world was played. p.mu is held.
func (p *Player) save() {
	if p.c.Memory == nil {
		return
	}
	lanes := map[string]int{}
	for k, n := range p.lanes {
		lanes[k] = n
	}
	if err := p.c.Memory.Save(Progress{Lanes: lanes, Live: p.live}); err != nil {
		p.c.Log.Warn("the world cannot keep its progress", "error", err)
	}
}
