package bus

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"sync"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/segmentio/kafka-go"
	"golang.org/x/sync/semaphore"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
)

// SubscriberConfig says how a group reads. The zero value of every field but Group
// has a default.
type SubscriberConfig struct {
	Group string
	// Lanes is how many messages may be out at once. Messages of one key share a
	// lane and follow each other; 1 keeps the order of everything. Default 1024.
	Lanes int
	// Prefetch is how many messages are held in memory, out or waiting; default 4096.
	Prefetch int
	// PrefetchBytes bounds the same in bytes; default 64 MiB. A single larger message still passes.
	PrefetchBytes int64
	// Window bounds how far reading runs ahead of the oldest unacknowledged message
	// of a partition; default 1<<20 messages.
	Window int
	// CommitInterval is how often the acknowledged prefix is committed; default 200 ms.
	CommitInterval time.Duration
	// DrainTimeout is how long a rebalance waits for what is out; default 5 s.
	DrainTimeout time.Duration
	// NackDelay is the pause before a refused message comes again; default 10 ms.
	NackDelay time.Duration
	// bare leaves the UUID, the metadata and the end of the context away, for a reader
	// that takes the record itself.
	bare bool
	// class names what must not hold up the rest: see Stage.Class. Nil: all is one.
	class func(Delivery) string
	// OnGap hears that messages are gone: the log starts at to, the group had
	// finished only up to from (they were expired), or it ends at to, before from
	// (the log was lost, and is read again from its start).
	OnGap func(topic string, partition int, from, to int64)
	// OnAssign hears which partitions this member reads from now on; none while it has
	// no part in the group, as between two rebalances.
	OnAssign func(topic string, partitions []int)
	// OnFinished hears, every CommitInterval and for each partition of this member, before
	// which offset everything is finished (-1: nothing is known yet), and how many messages
	// behind it are finished too. Those count as lag until the message at next is finished.
	OnFinished func(topic string, partition int, next int64, beyond int)
}

func (c SubscriberConfig) withDefaults() SubscriberConfig {
	def := func(v *int, d int) {
		if *v <= 0 {
			*v = d
		}
	}
	wait := func(v *time.Duration, d time.Duration) {
		if *v <= 0 {
			*v = d
		}
	}
	def(&c.Lanes, 1024)
	def(&c.Prefetch, 4096)
	def(&c.Window, 1<<20)
	wait(&c.CommitInterval, 200*time.Millisecond)
	wait(&c.DrainTimeout, 5*time.Second)
	wait(&c.NackDelay, 10*time.Millisecond)
	if c.PrefetchBytes <= 0 {
		c.PrefetchBytes = 64 << 20
	}
	if c.OnAssign == nil {
		c.OnAssign = func(string, []int) {}
	}
	if c.OnFinished == nil {
		c.OnFinished = func(string, int, int64, int) {}
	}
	if c.OnGap == nil {
		c.OnGap = func(string, int, int64, int64) {}
	}
	return c
}

// Subscriber is the Watermill subscriber: a member of a consumer group that
// delivers through key-ordered lanes. Ack finishes a message, Nack brings it again
// before anything else of its lane. It is safe for concurrent use.
type Subscriber struct {
	bus *Bus
	cfg SubscriberConfig

	mu     sync.Mutex
	closed bool
	subs   map[*subscription]struct{}
	wg     sync.WaitGroup
}

var (
	_ message.Subscriber           = (*Subscriber)(nil)
	_ message.SubscribeInitializer = (*Subscriber)(nil)
)

// NewSubscriber makes a subscriber of a group.
func (b *Bus) NewSubscriber(cfg SubscriberConfig) (*Subscriber, error) {
	if cfg.Group == "" {
		return nil, errors.New("bus: a subscriber needs a group")
	}
	return &Subscriber{bus: b, cfg: cfg.withDefaults(), subs: map[*subscription]struct{}{}}, nil
}

// SubscribeInitialize makes the topic when it is missing.
func (s *Subscriber) SubscribeInitialize(topic string) error {
	return s.bus.ensureTopics(context.Background(), topic)
}

// Subscribe joins the group and delivers until ctx ends or the subscriber is
// closed; then the channel is closed. Several subscriptions share nothing but the group.
func (s *Subscriber) Subscribe(ctx context.Context, topic string) (<-chan *message.Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, errors.New("bus: the subscriber is closed")
	}
	sub := newSubscription(ctx, s, topic)
	s.subs[sub] = struct{}{}
	s.wg.Go(func() {
		sub.run()
		s.mu.Lock()
		delete(s.subs, sub)
		s.mu.Unlock()
	})
	return sub.out, nil
}

// Close stops every subscription: what is out is given up, what is acknowledged is
// committed, the group is left. It returns when the channels are closed.
func (s *Subscriber) Close() error {
	s.mu.Lock()
	s.closed = true
	for sub := range s.subs {
		sub.cancel()
	}
	s.mu.Unlock()
	s.wg.Wait()
	return nil
}

// subscription is one topic of one subscriber.
type subscription struct {
	*Subscriber
	topic   string
	ctx     context.Context
	cancel  context.CancelFunc
	out     chan *message.Message
	room    *room
	shares  *shares // of room; used with classes only
	rereads *semaphore.Weighted
	conns   connSet
	dialer  *kafka.Dialer
}

func newSubscription(ctx context.Context, s *Subscriber, topic string) *subscription {
	ctx, cancel := context.WithCancel(ctx)
	return &subscription{
		Subscriber: s, topic: topic, ctx: ctx, cancel: cancel,
		out: make(chan *message.Message), room: newRoom(s.cfg.Prefetch, s.cfg.PrefetchBytes),
		shares: newShares(s.cfg.Prefetch, s.cfg.PrefetchBytes), rereads: semaphore.NewWeighted(rereads),
	}
}

// run lives as long as the subscription. It joins the group again after every rebalance.
func (s *subscription) run() {
	defer close(s.out)
	defer s.cancel()
	group := s.join()
	if group == nil {
		return
	}
	defer func() { _ = group.Close() }()
	var beside sync.WaitGroup
	defer beside.Wait()
	looking, stop := context.WithCancel(s.ctx)
	defer stop()
	beside.Go(func() { s.expelDead(looking) })
	// Joining, leaving and reading cannot be interrupted but by their connections.
	// Whoever hangs on them may take this long after the end.
	defer context.AfterFunc(s.ctx, func() { time.AfterFunc(3*time.Second, s.conns.close) })()
	for {
		gen, err := group.Next(s.ctx)
		if s.ctx.Err() != nil {
			return
		}
		if err != nil {
			s.bus.log.DebugContext(s.ctx, "joining a consumer group", "group", s.cfg.Group, "topic", s.topic, "err", err)
			continue
		}
		g := newGeneration(s, gen)
		gen.Start(g.run)
		<-g.settled
		if s.ctx.Err() != nil {
			return // closing the group ends the generation
		}
	}
}

// joinAgain spaces the looks for a topic that is not there.
var joinAgain = fault.Ladder{First: 50 * time.Millisecond, Cap: 2 * time.Second}

// join waits for the topic and makes the group member; nil when the subscription ended.
func (s *subscription) join() *kafka.ConsumerGroup {
	log := kafka.LoggerFunc(func(msg string, args ...any) {})
	var err error
	for failures := 0; ; failures++ {
		if err = s.bus.ensureTopics(s.ctx, s.topic); err == nil {
			break
		}
		if (clock.System{}).Sleep(s.ctx, joinAgain.Wait(failures, err, rand.Float64)) != nil {
			return nil
		}
		s.bus.log.WarnContext(s.ctx, "waiting for a topic", "topic", s.topic, "err", err)
	}
	if s.dialer, err = s.bus.dialer(s.conns.dial); err != nil {
		s.bus.log.ErrorContext(s.ctx, "subscription", "topic", s.topic, "err", err)
		return nil
	}
	group, err := kafka.NewConsumerGroup(kafka.ConsumerGroupConfig{
		ID: s.cfg.Group, Brokers: s.bus.cfg.Brokers, Topics: []string{s.topic}, Dialer: s.dialer,
		GroupBalancers:    []kafka.GroupBalancer{kafka.RangeGroupBalancer{}},
		HeartbeatInterval: time.Second, SessionTimeout: s.bus.cfg.SessionTimeout, RebalanceTimeout: 15 * time.Second,
		JoinGroupBackoff: 250 * time.Millisecond, WatchPartitionChanges: true, PartitionWatchInterval: 5 * time.Second,
		StartOffset: kafka.FirstOffset, Timeout: 5 * time.Second, Logger: log, ErrorLogger: log,
	})
	if err != nil {
		s.bus.log.ErrorContext(s.ctx, "subscription", "topic", s.topic, "group", s.cfg.Group, "err", err)
		return nil
	}
	return group
}

// connSet holds the connections of a subscription, to cut them when it must end now.
type connSet struct {
	mu    sync.Mutex
	shut  bool
	conns map[*trackedConn]struct{}
}

type trackedConn struct {
	net.Conn
	set *connSet
}

// Close forgets the connection and closes it.
func (c *trackedConn) Close() error {
	c.set.mu.Lock()
	delete(c.set.conns, c)
	c.set.mu.Unlock()
	return c.Conn.Close()
}

func (s *connSet) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	c, err := (&net.Dialer{Timeout: 3 * time.Second}).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shut {
		_ = c.Close()
		return nil, net.ErrClosed
	}
	t := &trackedConn{Conn: c, set: s}
	if s.conns == nil {
		s.conns = map[*trackedConn]struct{}{}
	}
	s.conns[t] = struct{}{}
	return t, nil
}

func (s *connSet) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shut = true
	for c := range s.conns {
		_ = c.Conn.Close()
	}
}
