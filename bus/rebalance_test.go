package bus_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

// handledLog is what happened to each key, over all consumers, in the order of time.
type handledLog struct {
	mu   sync.Mutex
	keys map[string][]int
	who  map[string]int
}

func (l *handledLog) handler(name string) bus.Handler {
	return func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		time.Sleep(2 * time.Millisecond) // so that batches are out when partitions move
		l.mu.Lock()
		defer l.mu.Unlock()
		for _, d := range batch {
			n, err := strconv.Atoi(string(d.Payload))
			if err != nil {
				return nil, err
			}
			l.keys[d.Key] = append(l.keys[d.Key], n)
			l.who[name]++
		}
		return allDone(batch), nil
	}
}

// check demands that every key was seen whole and never ahead of its order: a
// message may come again, but none before its predecessor was handled.
func (l *handledLog) check(t *testing.T, keys, each int) (repeated int) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for k := range keys {
		key := "key-" + strconv.Itoa(k)
		next := 0
		for _, n := range l.keys[key] {
			if n > next {
				t.Errorf("%s: %d was handled before %d", key, n, next)
				break
			}
			if n == next {
				next++
			} else {
				repeated++
			}
		}
		if next != each {
			t.Errorf("%s: %d of %d were handled", key, next, each)
		}
	}
	return repeated
}

func TestPartitionsMoveBetweenConsumers(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	const keys, perKey = 50, 200
	published := make(chan error, 1)
	var sent atomic.Int64
	go func() {
		for i := range perKey {
			msgs := make([]bus.Message, keys)
			for j := range msgs {
				msgs[j] = bus.Message{Topic: bus.TopicRaw, Key: each(j), Payload: []byte(strconv.Itoa(i))}
			}
			if err := k.Bus.Publish(context.Background(), msgs...); err != nil {
				published <- err
				return
			}
			sent.Add(keys)
			time.Sleep(15 * time.Millisecond)
		}
		published <- nil
	}()
	log := &handledLog{keys: map[string][]int{}, who: map[string]int{}}
	stage := func(name string) bus.Stage {
		return bus.Stage{Topic: bus.TopicRaw, Group: "g", Batch: 20, Handle: log.handler(name)}
	}
	first := start(t, k.Bus, stage("first"))
	eventually(t, "the first works", func() bool { return sent.Load() > keys*perKey/5 })
	start(t, k.Bus, stage("second"))
	eventually(t, "both work", func() bool {
		log.mu.Lock()
		defer log.mu.Unlock()
		return log.who["second"] > 300
	})
	first.end()
	if err := <-published; err != nil {
		t.Fatal(err)
	}
	eventually(t, "everything is finished", func() bool { return lag(t, k.Bus, "g", bus.TopicRaw) == 0 })
	repeated := log.check(t, keys, perKey)
	if log.who["first"] < 1000 {
		t.Errorf("the first consumer handled %d: the partitions did not move", log.who["first"])
	}
	t.Logf("handled by %v, %d again", log.who, repeated)
}

// Members of the group come and go under load, four times over: nothing is lost and no
// key is handled ahead of its order.
func TestMembersComeAndGoUnderLoad(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	const keys = 40
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	sent := make(chan int, 1)
	go func() {
		n := 0
		for ; ctx.Err() == nil; n++ {
			msgs := make([]bus.Message, keys)
			for j := range msgs {
				msgs[j] = bus.Message{Topic: bus.TopicRaw, Key: each(j), Payload: []byte(strconv.Itoa(n))}
			}
			if err := k.Bus.Publish(context.Background(), msgs...); err != nil {
				t.Error(err)
				break
			}
			time.Sleep(10 * time.Millisecond)
		}
		sent <- n
	}()
	log := &handledLog{keys: map[string][]int{}, who: map[string]int{}}
	stage := func(name string) bus.Stage {
		return bus.Stage{Topic: bus.TopicRaw, Group: "g", Batch: 20, Handle: log.handler(name)}
	}
	works := func(name string) {
		eventually(t, name+" works", func() bool { log.mu.Lock(); defer log.mu.Unlock(); return log.who[name] > 50 })
	}
	last := start(t, k.Bus, stage("member 0"))
	works("member 0")
	for i := 1; i <= 4; i++ {
		name := "member " + strconv.Itoa(i)
		next := start(t, k.Bus, stage(name))
		works(name)
		last.end()
		last = next
	}
	stop()
	n := <-sent
	eventually(t, "everything is finished", func() bool { return lag(t, k.Bus, "g", bus.TopicRaw) == 0 })
	t.Logf("%d messages a key, handled by %v, %d again", n, log.who, log.check(t, keys, n))
}

// An acknowledgement that comes after the partition went to somebody else commits nothing.
func TestLateAcksCommitNothing(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	publish(t, k.Bus, bus.TopicRaw, 100, each)
	subscribe := func() <-chan *message.Message {
		sub, err := k.Bus.NewSubscriber(bus.SubscriberConfig{Group: "g", DrainTimeout: 100 * time.Millisecond, CommitInterval: 20 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = sub.Close() })
		ch, err := sub.Subscribe(t.Context(), bus.TopicRaw)
		if err != nil {
			t.Fatal(err)
		}
		return ch
	}
	place := func(m *message.Message) string {
		d, ok := bus.DeliveryOf(m)
		if !ok {
			t.Fatal("a message without its place")
		}
		return fmt.Sprintf("%d/%d", d.Partition, d.Offset)
	}
	a := subscribe()
	held := map[string]*message.Message{}
	for len(held) < 60 {
		m := <-a
		held[place(m)] = m
	}
	b := subscribe()
	var other *message.Message
	select { // both have partitions again, and everything comes again
	case other = <-b:
	case <-time.After(20 * time.Second):
		t.Fatal("the second consumer got nothing")
	}
	for at, m := range held {
		select {
		case <-m.Context().Done():
		case <-time.After(5 * time.Second):
			t.Fatalf("%s was given up, but its context lives", at)
		}
		m.Ack()
	}
	time.Sleep(300 * time.Millisecond)
	if got, err := k.Bus.GroupOffsets(t.Context(), "g", bus.TopicRaw); err != nil || len(got) != 0 {
		t.Errorf("late acknowledgements committed %v, %v", got, err)
	}
	// The new owner's acknowledgements count.
	go func() {
		other.Ack()
		for m := range b {
			m.Ack()
		}
	}()
	go func() {
		for m := range a {
			m.Ack()
		}
	}()
	eventually(t, "everything is committed", func() bool { return lag(t, k.Bus, "g", bus.TopicRaw) == 0 })
}

// A record that waits for better times does not hold up a rebalance, nor the end.
func TestWaitingRecordsGoWithTheirPartitions(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	const n = 40
	publish(t, k.Bus, bus.TopicRaw, n, each)
	var waiting, done atomic.Int64
	stage := func(results func([]bus.Delivery) []bus.Result) bus.Stage {
		return bus.Stage{
			Topic: bus.TopicRaw, Group: "g",
			Handle:  func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) { return results(batch), nil },
			Observe: bus.Observer{Waiting: func(bus.Delivery, error, time.Duration) { waiting.Add(1) }},
		}
	}
	first := start(t, k.Bus, stage(func(batch []bus.Delivery) []bus.Result {
		out := allDone(batch)
		for i := range out {
			out[i] = bus.Result{Verdict: bus.Retry, Err: fault.New("source_rate_limited", nil).After(time.Hour)}
		}
		return out
	}))
	eventually(t, "most wait, some behind another in their lane", func() bool { return waiting.Load() >= n/2 })
	began := time.Now()
	start(t, k.Bus, stage(func(batch []bus.Delivery) []bus.Result {
		done.Add(int64(len(batch)))
		return allDone(batch)
	}))
	eventually(t, "the second consumer gets its share", func() bool { return done.Load() > 0 })
	if took := time.Since(began); took > 4500*time.Millisecond {
		t.Errorf("the partitions moved only after %v", took)
	}
	first.end()
	eventually(t, "the rest as well", func() bool { return lag(t, k.Bus, "g", bus.TopicRaw) == 0 })
	if done.Load() < n {
		t.Errorf("%d of %d were handled", done.Load(), n)
	}
}

// A rebalance waits for the batch in hand: no two consumers handle a key at once.
func TestRebalanceWaitsForWhatIsInHand(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	const n = 40
	publish(t, k.Bus, bus.TopicRaw, n, each)
	var mu sync.Mutex
	handled := map[string][]string{}
	entered := make(chan struct{}, 100)
	stage := func(name string, takes time.Duration) bus.Stage {
		return bus.Stage{Topic: bus.TopicRaw, Group: "g", Linger: 200 * time.Millisecond, Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
			entered <- struct{}{}
			time.Sleep(takes)
			mu.Lock()
			defer mu.Unlock()
			for _, d := range batch {
				handled[d.Key] = append(handled[d.Key], name)
			}
			return allDone(batch), nil
		}}
	}
	start(t, k.Bus, stage("first", 2500*time.Millisecond)) // longer than it takes to hear of a rebalance
	<-entered
	start(t, k.Bus, stage("second", 0))
	eventually(t, "everything is finished", func() bool { return lag(t, k.Bus, "g", bus.TopicRaw) == 0 })
	mu.Lock()
	defer mu.Unlock()
	for key, by := range handled {
		// First and then second is a message behind one that was not out yet: it comes again.
		if i := slices.Index(by, "second"); i >= 0 && slices.Contains(by[i:], "first") {
			t.Errorf("%s was handled by %v: by two at once", key, by)
		}
	}
	if len(handled) != n {
		t.Errorf("%d of %d were handled", len(handled), n)
	}
}
