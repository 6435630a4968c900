package bus

import (
	"context"
	"errors"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/crash"
)

// generation is one assignment of partitions to this member: from a rebalance to
// the next. It commits with the generation's own number, so that the cluster
// refuses whatever comes late, and an acknowledgement that comes after its end
// reaches nothing.
type generation struct {
	sub      *subscription
	gen      *kafka.Generation
	trackers map[int]*tracker
	lanes    *lanes
	settled  chan struct{} // closed after the last commit
}

func newGeneration(s *subscription, gen *kafka.Generation) *generation {
	g := &generation{sub: s, gen: gen, trackers: map[int]*tracker{}, settled: make(chan struct{})}
	for _, a := range gen.Assignments[s.topic] {
		g.trackers[a.ID] = newTracker(a.Offset, s.cfg.Window)
	}
	g.lanes = newLanes(s, g.acked)
	return g
}

func (g *generation) acked(m *kafka.Message) { g.trackers[m.Partition].ack(m.Offset) }

// run reads until the generation or the subscription ends, lets what is out
// finish, and commits. When it returns the member may be given other partitions.
func (g *generation) run(ended context.Context) {
	s := g.sub
	ctx, stop := context.WithCancel(s.ctx)
	defer stop()
	starts := g.starts(ctx)
	s.cfg.OnAssign(s.topic, slices.Sorted(maps.Keys(starts)))
	defer s.cfg.OnAssign(s.topic, nil)
	var fetching, committing sync.WaitGroup
	for p, from := range starts {
		fetching.Go(func() { g.fetch(ctx, p, from, &fetching) })
	}
	committing.Go(func() { g.commitLoop(ctx) })

	drain := time.Duration(0)
	select {
	case <-ended.Done():
		drain = s.cfg.DrainTimeout
	case <-s.ctx.Done():
	}
	stop()
	g.lanes.revoke()
	fetching.Wait()
	g.lanes.drain(s.ctx, drain)
	committing.Wait()
	if err := g.commit(); err != nil {
		s.bus.log.WarnContext(s.ctx, "the last commit of a generation failed; some messages will come again",
			"topic", s.topic, "group", s.cfg.Group, "err", err)
	}
	close(g.settled)
	<-ended.Done()
}

// starts checks the committed offsets against what the log holds.
func (g *generation) starts(ctx context.Context) map[int]int64 {
	s := g.sub
	out := make(map[int]int64, len(g.trackers))
	for p, t := range g.trackers {
		out[p] = t.next
	}
	if len(out) == 0 {
		return out
	}
	first, last, err := s.bus.offsets(ctx, s.topic)
	if err != nil {
		return out // the readers wait for the cluster and start where they should
	}
	for p, from := range out {
		switch {
		case from < 0:
			out[p] = first[p]
		case from < first[p]:
			s.bus.log.ErrorContext(ctx, "messages expired before they were read", "topic", s.topic, "group", s.cfg.Group, "partition", p, "from", from, "to", first[p])
			s.cfg.OnGap(s.topic, p, from, first[p])
			out[p] = first[p]
		case from > last[p]:
			s.bus.log.ErrorContext(ctx, "the log ends before the committed offset; reading it again from its start", "topic", s.topic, "group", s.cfg.Group, "partition", p, "committed", from, "end", last[p])
			s.cfg.OnGap(s.topic, p, from, last[p])
			out[p] = first[p]
			g.trackers[p] = newTracker(-1, s.cfg.Window)
		}
	}
	return out
}

// reader reads one partition from an offset on, or from its start when that is below zero.
func (s *subscription) reader(partition int, from int64) (*kafka.Reader, error) {
	log := kafka.LoggerFunc(func(msg string, args ...any) {})
	r := kafka.NewReader(kafka.ReaderConfig{
		Brokers: s.bus.cfg.Brokers, Topic: s.topic, Partition: partition, Dialer: s.dialer,
		MinBytes: 1, MaxBytes: 2 * MaxMessageBytes, MaxWait: 250 * time.Millisecond, QueueCapacity: 32,
		ReadBackoffMin: 10 * time.Millisecond, ReadBackoffMax: 500 * time.Millisecond, ReadLagInterval: -1,
		MaxAttempts: 3, Logger: log, ErrorLogger: log,
	})
	if from < 0 {
		from = kafka.FirstOffset
	}
	if err := r.SetOffset(from); err != nil {
		_ = r.Close()
		return nil, err
	}
	return r, nil
}

// fetch reads one partition into the lanes. What is parked is read by others, which
// fetching counts.
func (g *generation) fetch(ctx context.Context, partition int, from int64, fetching *sync.WaitGroup) {
	s := g.sub
	r, err := s.reader(partition, from)
	if err != nil {
		s.bus.log.ErrorContext(ctx, "seeking", "topic", s.topic, "partition", partition, "err", err)
		return
	}
	defer func() { _ = r.Close() }()
	var left parked
	for {
		m, err := r.FetchMessage(ctx)
		if ctx.Err() != nil || errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			s.bus.log.WarnContext(ctx, "reading from the bus; trying again", "topic", s.topic, "partition", partition, "err", err)
			if (clock.System{}).Sleep(ctx, 100*time.Millisecond) != nil {
				return
			}
			continue
		}
		if from >= 0 && m.Offset > from {
			s.bus.log.ErrorContext(ctx, "messages are missing from the log", "topic", s.topic, "group", s.cfg.Group, "partition", partition, "from", from, "to", m.Offset)
			s.cfg.OnGap(s.topic, partition, from, m.Offset)
		}
		from = m.Offset + 1
		if g.trackers[partition].add(ctx, m.Offset) != nil {
			return
		}
		n := sizeOf(&m)
		class := ""
		if s.cfg.class != nil {
			if class = s.cfg.class(fromKafka(&m)); left.behind(class, m.Offset) {
				continue
			}
			if !s.shares.take(ctx, class, n) {
				if ctx.Err() != nil {
					return
				}
				left.begin(class, m.Offset)
				fetching.Go(func() { g.catchUp(ctx, partition, &left, class) })
				continue
			}
		}
		if s.room.take(ctx, n) != nil {
			if s.cfg.class != nil {
				s.shares.give(class, n)
			}
			return
		}
		g.lanes.push(&m, class, n)
	}
}

func (g *generation) commitLoop(ctx context.Context) {
	tick := time.NewTicker(g.sub.cfg.CommitInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := g.commit(); err != nil {
				g.sub.bus.log.DebugContext(ctx, "commit; trying again", "topic", g.sub.topic, "group", g.sub.cfg.Group, "err", err)
			}
			for p, t := range g.trackers {
				next, beyond := t.standing()
				g.sub.cfg.OnFinished(g.sub.topic, p, next, beyond)
			}
		}
	}
}

// commit sends the prefix of every partition that moved. It has one caller at a time.
func (g *generation) commit() error {
	offsets := map[int]int64{}
	for p, t := range g.trackers {
		if next, moved := t.pending(); moved {
			offsets[p] = next
		}
	}
	if len(offsets) == 0 {
		return nil
	}
	crash.At(crash.BusBeforeCommit)
	if err := g.gen.CommitOffsets(map[string]map[int]int64{g.sub.topic: offsets}); err != nil {
		return err
	}
	crash.At(crash.BusAfterCommit)
	for p, o := range offsets {
		g.trackers[p].committed(o)
	}
	return nil
}
