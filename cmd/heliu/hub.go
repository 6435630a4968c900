package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/door"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// hub is the wired program: the door, the stages, what is derived and what is read.
type hub struct {
	store   *store.Store
	bus     *bus.Bus
	maker   *maker
	metrics *metrics
	door    *door.Door
	log     *slog.Logger
	changed func(ws record.WorkspaceID, topic string)
	ready   *readiness

	mu   sync.Mutex
	ends map[int]int64 // of heliu.raw, as last seen
	gaps []string      // what was lost before it was read: readiness stays red

	moves     *pipelines.Progress // how far this process comes with what it was given
	working   atomic.Bool         // it runs the stages
	leaving   chan struct{}       // closed when it is about to end
	leaveOnce sync.Once
	backlog   int64 // most records that may wait unread before the door shuts

	flood   flood
	traces  *tracing     // nil: none
	tls     bool         // requests come over TLS
	public  string       // where people reach the pages, for links in messages; empty: no links
	heads   *headBook    // signed heads of the audit trail, outside of the database
	headLog *slog.Logger // and the log that says them
	only    []string     // stages that run, and nothing else then; empty: everything
}

func (h *hub) runs(stage string) bool { return len(h.only) == 0 || slices.Contains(h.only, stage) }

// newHub wires a hub over an open store and bus. hashKey keys Env.Hash.
func newHub(s *store.Store, b *bus.Bus, hashKey []byte, log *slog.Logger, t *tracing) *hub {
	h := &hub{store: s, bus: b, metrics: newMetrics(), log: log, ends: map[int]int64{}, changed: func(record.WorkspaceID, string) {}, traces: t, moves: pipelines.NewProgress(), leaving: make(chan struct{}), backlog: maxBacklog, heads: &headBook{}, headLog: newHeadLog()}
	h.ready = newReadiness(h)
	h.metrics.reg.MustRegister(newBalanceMetrics(h))
	h.maker = &maker{store: s, hashKey: hashKey, log: log}
	h.door = door.New(directory{h.maker}, t.publisher(b), hubClock().Now, log, h.metrics)
	h.door.Limits = door.DefaultLimits
	h.door.Refusals = &door.Refusals{Store: refusalStore{s}, Log: log}
	return h
}

// checkBroker refuses to go on with a broker that has less than what is already in
// PostgreSQL: its data was lost, and offsets would mean other records.
func (h *hub) checkBroker(ctx context.Context) error {
	stored, err := h.store.StoredOffsets(ctx, bus.TopicRaw)
	if err != nil {
		return err
	}
	ends, err := h.bus.EndOffsets(ctx, bus.TopicRaw)
	if err != nil {
		return err
	}
	for p, off := range stored {
		if ends[p] < off {
			return fault.New("lost_state", fmt.Errorf("the bus ends at %d in partition %d of %s, %d records are in the database already: its data was lost or it is another bus", ends[p], p, bus.TopicRaw, off))
		}
	}
	return nil
}

// run runs everything that works in the background until ctx ends.
func (h *hub) run(ctx context.Context) error {
	if err := h.checkBroker(ctx); err != nil {
		return err
	}
	if h.runs("map") {
		if err := h.reread(ctx); err != nil {
			return err
		}
	}
	wall := hubClock()
	today := wall.Now().UTC()
	for _, d := range []time.Time{today, today.AddDate(0, 0, 1)} {
		if err := h.store.MakeRawDay(ctx, d.Format(time.DateOnly)); err != nil {
			return err
		}
	}
	h.working.Store(true)
	g, ctx := errgroup.WithContext(ctx)
	mapper := &pipelines.Mapper{Store: mapStore{h.store}, Now: wall.Now, Observe: h.metrics}
	applier := &pipelines.Applier{Store: h.store, Now: wall.Now, Observe: h.metrics, Mint: mintGolden}
	if h.runs("map") {
		g.Go(func() error { return h.stage(ctx, "map", bus.TopicRaw, mapper.Handle, mapper.Bury) })
	}
	if h.runs("apply") {
		g.Go(func() error { return h.stage(ctx, "apply", bus.TopicMapped, applier.Handle, applier.Bury) })
	}
	if len(h.only) > 0 {
		return g.Wait()
	}
	g.Go(func() error { return h.flood.follow(ctx, h.bus.Lag) })
	deriver := &pipelines.Deriver{Store: h.traces.derive(h.store), Log: h.log, Changed: h.recomputed, Busy: h.flood.busy}
	for _, domain := range []string{"roi", "recon"} {
		g.Go(func() error { return deriver.Run(ctx, domain) })
	}
	relay := &pipelines.Relay{Store: h.store, Bus: h.bus, Log: h.log}
	g.Go(func() error { return relay.Run(ctx) })
	host, _ := os.Hostname()
	holder := fmt.Sprintf("%s/%d/%s", host, os.Getpid(), uuid.NewString()[:8])
	sched := &pipelines.Scheduler{
		Store: scheduleStore{h.store}, Make: h.maker, Bus: h.bus, Clock: wall, Log: h.log, Observe: h.metrics,
		Holder: holder,
	}
	g.Go(func() error { return sched.Run(ctx) })
	g.Go(func() error { return h.keepLetters(ctx, holder) })
	runner := h.runner(holder)
	g.Go(func() error { return runner.Run(ctx) })
	g.Go(func() error { return runner.Daily(ctx) })
	g.Go(func() error { return h.keepSilence(ctx, holder) })
	leavers := &pipelines.Leavers{Store: h.store, Now: wall.Now, Log: h.log}
	g.Go(func() error { return leavers.Run(ctx) })
	g.Go(func() error { return h.keepTrail(ctx, holder) })
	g.Go(func() error { return h.keepAlerts(ctx, holder) })
	g.Go(func() error { return h.keepPrivacy(ctx, holder, applier) })
	g.Go(func() error { return h.deliverAll(ctx) })
	g.Go(func() error { return h.keepApprovals(ctx) })
	g.Go(func() error { return h.keepEnds(ctx) })
	g.Go(func() error { return h.door.Refusals.Run(ctx) })
	g.Go(func() error { return h.keepStatistics(ctx) })
	g.Go(func() error { return h.ready.run(ctx) })
	if err := g.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// linger is how long the first record of a batch waits for others. Every batch costs
// the disk a few flushes, for which the door waits as well.
const linger = 20 * time.Millisecond

func (h *hub) stage(ctx context.Context, name, topic string, handle bus.Handler, bury func(context.Context, bus.Delivery, error) error) error {
	observe := h.metrics.stage(name)
	observe.Gap = func(topic string, partition int, from, to int64) {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.gaps = append(h.gaps, fmt.Sprintf("%s/%d: %d to %d", topic, partition, from, to))
		h.log.Error("records are gone before they were read", "topic", topic, "partition", partition, "from", from, "to", to)
	}
	observe.Waiting = func(d bus.Delivery, why error, wait time.Duration) {
		h.log.Warn("a record waits", "stage", name, "topic", d.Topic, "partition", d.Partition, "offset", d.Offset, "code", fault.As(why).Code, "error", why, "wait", wait)
	}
	now := clock.System{}.Now
	h.moves.Assigned(name, nil, now())
	observe.Assigned = func(_ string, partitions []int) { h.moves.Assigned(name, partitions, now()) }
	finished := map[int]int64{}
	observe.Finished = func(_ string, partition int, next int64, _ int) {
		// To finish records behind one that is stuck is no progress.
		if was, ok := finished[partition]; ok && was != next {
			h.moves.Settled(name, partition, now())
		}
		finished[partition] = next
	}
	st := bus.Stage{Topic: topic, Group: "heliu." + name, Linger: linger, Handle: h.traces.stage(name, handle), OnDead: bury, Observe: observe}
	switch name {
	case "map":
		// While some wait for PostgreSQL and the bus, others map.
		st.Lanes, st.Workers = 2048, 3
		st.Patient, st.Hold = h.flood.busy, h.flood.ahead
	case "apply":
		// One apply of a workspace runs at a time, and none waits for another's.
		st.Class = func(d bus.Delivery) string { return d.Headers[record.HeaderWorkspace] }
		st.Lanes, st.Batch, st.Workers = 2048, 1000, 3
		st.Observe.Batch = h.flood.watch(observe.Batch)
		st.Observe.Assigned = func(topic string, partitions []int) {
			h.flood.assigned()
			observe.Assigned(topic, partitions)
		}
		st.Observe.Finished = func(topic string, partition int, next int64, beyond int) {
			h.flood.applied(partition, beyond)
			observe.Finished(topic, partition, next, beyond)
		}
	}
	return h.bus.Run(ctx, st)
}

func (h *hub) recomputed(ws record.WorkspaceID, domain string, n int) {
	h.metrics.derived.WithLabelValues(domain).Add(float64(n))
	h.changed(ws, domain)
}

// maxBacklog is how many records may wait to be read before the door shuts: what waits
// longer than the bus keeps it would be lost, and its disk is not endless.
const maxBacklog = 20_000_000

// keepEnds follows the end of heliu.raw: what was accepted. While too much of it waits,
// the door takes nothing more.
func (h *hub) keepEnds(ctx context.Context) error {
	for {
		if ends, err := h.bus.EndOffsets(ctx, bus.TopicRaw); err == nil {
			h.mu.Lock()
			h.ends = ends
			h.mu.Unlock()
		}
		h.bound(ctx)
		if (clock.System{}).Sleep(ctx, time.Second) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}

func (h *hub) bound(ctx context.Context) {
	lag, err := h.bus.Lag(ctx, "heliu.map", bus.TopicRaw)
	select {
	case <-h.leaving: // the door is shut for good
		return
	default:
	}
	if err != nil {
		return // the bus answers nobody: publishing says so
	}
	waiting := int64(0)
	for _, n := range lag {
		waiting += n
	}
	if waiting > h.backlog {
		h.door.Shut(fault.Newf("hub_behind", "%d records wait", waiting).After(30 * time.Second))
	} else {
		h.door.Shut(nil)
	}
}

// mintGolden makes an id that grows with time (RFC 9562, version 7): golden records that
// begin together lie together in every index that names them, which keeps a first load
// from touching pages all over them.
func mintGolden() uuid.UUID { return uuid.Must(uuid.NewV7()) }
