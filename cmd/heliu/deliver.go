package main

import (
	"context"
	"sync"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/store"
)

// target is a destination that golden changes are written to, with the version of its
// settings.
type target struct {
	pipelines.Target
	version int
}

// deliveries keeps a deliverer running for each connection that somebody has switched
// on for writing, and none for the others.
type deliveries struct {
	// targets lists the connections that may be written to now.
	targets func(ctx context.Context) ([]target, error)
	// run writes to one of them until ctx ends.
	run func(ctx context.Context, t target) error
	// every is how often the list is looked at.
	every time.Duration
	// failed hears of a list that cannot be read, and of a destination that ended.
	failed func(name string, err error)
}

type delivery struct {
	stop context.CancelFunc
	done chan struct{}
}

// keep runs until ctx ends and everything has ended.
func (d *deliveries) keep(ctx context.Context) error {
	on := map[target]delivery{}
	var all sync.WaitGroup
	defer all.Wait()
	for {
		want, err := d.targets(ctx)
		if err != nil && ctx.Err() == nil {
			d.failed("", err)
		}
		if err == nil {
			listed := map[target]bool{}
			for _, t := range want {
				listed[t] = true
			}
			for t, r := range on {
				select {
				case <-r.done: // it ended by itself and is started anew
					delete(on, t)
				default:
				}
				if !listed[t] { // switched off, or its settings changed: first that one ends
					r.stop()
					<-r.done
					delete(on, t)
				}
			}
			for t := range listed {
				if _, runs := on[t]; runs {
					continue
				}
				tctx, stop := context.WithCancel(ctx)
				r := delivery{stop, make(chan struct{})}
				on[t] = r
				all.Go(func() {
					defer close(r.done)
					defer stop()
					if err := d.run(tctx, t); err != nil && tctx.Err() == nil {
						d.failed(t.Name, err)
					}
				})
			}
		}
		if (clock.System{}).Sleep(ctx, d.every) != nil {
			return nil
		}
	}
}

// deliverAll writes golden changes to the destinations that are switched on.
func (h *hub) deliverAll(ctx context.Context) error {
	d := &deliveries{
		targets: h.targets, run: h.deliver, every: 2 * time.Second,
		failed: func(name string, err error) {
			h.log.Warn("writing to a destination, trying again", "connection", name, "error", err)
		},
	}
	return d.keep(ctx)
}

// targets lists enabled connections whose connector can write and for which somebody
// has switched writing on.
func (h *hub) targets(ctx context.Context) (out []target, err error) {
	all, err := h.store.LiveWorkspaces(ctx)
	if err != nil {
		return nil, err
	}
	for _, ws := range all {
		conns, err := h.store.Connections(ctx, ws)
		if err != nil {
			return nil, err
		}
		for _, c := range conns {
			k, err := connectorNamed(c.Connector)
			if err != nil || k.NewDestination == nil || c.Status != store.Enabled || c.Settings[connectors.WriteBack] != true {
				continue
			}
			out = append(out, target{pipelines.Target{Workspace: ws, ID: c.ID, Name: c.Name, Connector: c.Connector}, c.Version})
		}
	}
	return out, nil
}

func (h *hub) deliver(ctx context.Context, t target) error {
	b, err := h.maker.build(ctx, t.Workspace, t.ID, 0)
	if err != nil {
		return err
	}
	to, err := b.connector.NewDestination(ctx, b.env, b.settings)
	if err != nil {
		return err
	}
	d := &pipelines.Deliverer{
		Target: t.Target, To: to, Store: h.store, Alarm: h.store, Observe: h.metrics, Now: hubClock().Now, Log: h.log,
		Permit: h.store,
	}
	return h.bus.Run(ctx, d.Stage())
}

var _ pipelines.DeliverStore = (*store.Store)(nil)
