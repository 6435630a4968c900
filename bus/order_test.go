package bus_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

// orderPlan is one life of a group: what is in the log of each key, what fails how
// often, and when members come and go.
type orderPlan struct {
	versions [][]int        // by key, in the order of the log; a replay repeats earlier ones
	fails    map[[2]int]int // key and place in its log: how often it fails first
	kinds    map[[2]int]int // … and how
	moves    []int          // after so many handled records a member comes and the oldest goes
	batch    int
	classed  bool
	bytes    int64 // of prefetch: little makes reading pass classes over
}

func drawOrderPlan(t *rapid.T) orderPlan {
	p := orderPlan{
		fails: map[[2]int]int{}, kinds: map[[2]int]int{},
		batch: rapid.IntRange(1, 12).Draw(t, "batch"), classed: rapid.Bool().Draw(t, "classed"),
		bytes: rapid.SampledFrom([]int64{2 << 10, 8 << 10, 1 << 20}).Draw(t, "bytes"),
	}
	total := 0
	for k := range rapid.IntRange(2, 6).Draw(t, "keys") {
		var vs []int
		newest := 0
		for range rapid.IntRange(2, 6).Draw(t, "stretches") {
			for range rapid.IntRange(1, 12).Draw(t, "new") {
				vs = append(vs, newest)
				newest++
			}
			for v := newest - rapid.IntRange(0, min(newest, 6)).Draw(t, "replayed"); v < newest; v++ {
				vs = append(vs, v)
			}
		}
		for range rapid.IntRange(0, 4).Draw(t, "failures") {
			at := [2]int{k, rapid.IntRange(0, len(vs)-1).Draw(t, "fails")}
			p.fails[at] = rapid.IntRange(1, 2).Draw(t, "times") // below Tries
			p.kinds[at] = rapid.IntRange(0, 2).Draw(t, "kind")
		}
		p.versions = append(p.versions, vs)
		total += len(vs)
	}
	for range rapid.IntRange(0, 2).Draw(t, "moves") {
		p.moves = append(p.moves, rapid.IntRange(1, total*2/3).Draw(t, "move"))
	}
	return p
}

// orderLog is what the handlers of all members did.
type orderLog struct {
	plan orderPlan

	mu      sync.Mutex
	fails   map[[2]int]int
	next    []int       // by key: the place in its log before which all was handled
	stored  []int       // by key: the version that a store would have
	last    map[any]int // by member, generation and key: the place handled last
	handled int
	err     error
}

func newOrderLog(p orderPlan) *orderLog {
	l := &orderLog{plan: p, fails: map[[2]int]int{}, next: make([]int, len(p.versions)), stored: make([]int, len(p.versions)), last: map[any]int{}}
	for at, n := range p.fails {
		l.fails[at] = n
	}
	for k := range l.stored {
		l.stored[k] = -1
	}
	return l
}

type memberKey struct {
	member, generation, key int
}

func placeOf(d bus.Delivery) [2]int {
	k, _ := strconv.Atoi(d.Headers["k"])
	n, _ := strconv.Atoi(d.Headers["n"])
	return [2]int{k, n}
}

// handle fails as planned and notes what it handled.
func (l *orderLog) handle(member, generation int, batch []bus.Delivery) ([]bus.Result, error) {
	time.Sleep(time.Millisecond)
	l.mu.Lock()
	defer l.mu.Unlock()
	out := allDone(batch)
	for i, d := range batch {
		at := placeOf(d)
		if l.fails[at] == 0 {
			continue
		}
		switch l.plan.kinds[at] {
		case 0: // the whole batch, which is halved after a pause
			l.fails[at]--
			return nil, fault.New("source_unreachable", nil)
		case 1: // the whole batch, which is halved at once
			if len(batch) == 1 {
				l.fails[at]--
			}
			return nil, errors.New("a fault of this record")
		default:
			l.fails[at]--
			out[i] = bus.Result{Verdict: bus.Retry, Err: fault.New("source_unreachable", nil)}
		}
	}
	for i, d := range batch {
		if out[i].Verdict == bus.Done {
			l.note(member, generation, placeOf(d))
		}
	}
	return out, nil
}

func (l *orderLog) note(member, generation int, at [2]int) {
	k, n := at[0], at[1]
	l.handled++
	if n > l.next[k] {
		l.err = errors.Join(l.err, fmt.Errorf("key %d: record %d was handled before %d", k, n, l.next[k]))
	}
	l.next[k] = max(l.next[k], n+1)
	l.stored[k] = max(l.stored[k], l.plan.versions[k][n])
	id := memberKey{member, generation, k}
	if last, ok := l.last[id]; ok && n <= last {
		l.err = errors.Join(l.err, fmt.Errorf("key %d: record %d was handled after %d by one member in one generation", k, n, last))
	}
	l.last[id] = n
}

func (l *orderLog) count() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.handled
}

// live runs a plan over a topic of its own and gives what is wrong with the outcome.
// Loose leaves the keys of the messages away, which gives each a lane by its offset: it
// is the lane that lets two records of one key out at once.
func (p orderPlan) live(t *testing.T, b *bus.Bus, topic string, loose bool) error {
	t.Helper()
	sub, err := b.NewSubscriber(bus.SubscriberConfig{Group: "prepare"})
	if err != nil {
		t.Fatal(err)
	}
	if err := sub.SubscribeInitialize(topic); err != nil {
		t.Fatal(err)
	}
	var msgs []bus.Message
	total := 0
	for n, more := 0, true; more; n++ { // the keys interleaved
		more = false
		for k, vs := range p.versions {
			if n >= len(vs) {
				continue
			}
			more = true
			total++
			m := bus.Message{Topic: topic, Key: each(k), Payload: make([]byte, 200), Headers: map[string]string{"k": strconv.Itoa(k), "n": strconv.Itoa(n), classHeader: strconv.Itoa(k % 3)}}
			if loose {
				m.Key = ""
			}
			msgs = append(msgs, m)
		}
	}
	if err := b.Publish(t.Context(), msgs...); err != nil {
		t.Fatal(err)
	}
	log := newOrderLog(p)
	join := func(member int) *running {
		var mu sync.Mutex
		generation := 0
		st := bus.Stage{
			Topic: topic, Group: topic, Batch: p.batch, Linger: time.Millisecond, Workers: 3, PrefetchBytes: p.bytes,
			Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
				mu.Lock()
				g := generation
				mu.Unlock()
				return log.handle(member, g, batch)
			},
			Observe: bus.Observer{Assigned: func(string, []int) { mu.Lock(); generation++; mu.Unlock() }},
		}
		if p.classed {
			st.Class = classOf
		}
		return start(t, b, st)
	}
	members := []*running{join(0)}
	for i, at := range p.moves {
		eventually(t, "a part is handled", func() bool { return log.count() >= at })
		members = append(members, join(i+1))
		if i > 0 {
			members[i-1].end()
		}
	}
	eventually(t, "everything is finished", func() bool { return lag(t, b, topic, topic) == 0 })
	for _, m := range members {
		m.end()
	}
	log.mu.Lock()
	defer log.mu.Unlock()
	for k, vs := range p.versions {
		newest := 0
		for _, v := range vs {
			newest = max(newest, v)
		}
		if log.next[k] != len(vs) || log.stored[k] != newest {
			log.err = errors.Join(log.err, fmt.Errorf("key %d: handled up to %d of %d, version %d of %d", k, log.next[k], len(vs), log.stored[k], newest))
		}
	}
	return log.err
}

// Whatever fails and is halved, whoever comes and goes and whatever is replayed: of each
// key no record is handled before the one ahead of it was, none goes back within one
// assignment, and none is lost.
func TestEveryKeyKeepsItsOrder(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	began, lives, again := time.Now(), 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		p := drawOrderPlan(rt)
		if time.Since(began) > 6*time.Second {
			return // the time of this test is over
		}
		lives++
		if err := p.live(t, k.Bus, "order."+strconv.Itoa(lives), false); err != nil {
			rt.Fatal(err)
		}
		again += len(p.moves)
	})
	t.Logf("%d lives with %d moves", lives, again)
}

// The check above sees a lane that lets two records of a key out at once.
func TestTheOrderCheckSeesALooseLane(t *testing.T) {
	k := kafkatest.Start(t) // one partition: the log has the order, only the lanes have not
	p := orderPlan{fails: map[[2]int]int{{0, 5}: 2}, kinds: map[[2]int]int{{0, 5}: 2}, batch: 4, bytes: 1 << 20}
	for range 2 {
		var vs []int
		for v := range 40 {
			vs = append(vs, v)
		}
		p.versions = append(p.versions, vs)
	}
	if err := p.live(t, k.Bus, "loose", true); err == nil {
		t.Error("two records of one key were out at once, and the check saw nothing")
	}
	if err := p.live(t, k.Bus, "tight", false); err != nil {
		t.Error(err)
	}
}
