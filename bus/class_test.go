package bus_test

import (
	"context"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

const classHeader = "class"

func classOf(d bus.Delivery) string { return d.Headers[classHeader] }

// publishClasses writes n messages, of which each class has every classes-th.
func publishClasses(t *testing.T, b *bus.Bus, n, classes int, body []byte) {
	t.Helper()
	const chunk = 2000
	for from := 0; from < n; from += chunk {
		var msgs []bus.Message
		for i := from; i < min(n, from+chunk); i++ {
			c := strconv.Itoa(i % classes)
			msgs = append(msgs, bus.Message{Topic: bus.TopicRaw, Key: c + "/" + strconv.Itoa(i), Payload: body, Headers: map[string]string{classHeader: c}})
		}
		if err := b.Publish(t.Context(), msgs...); err != nil {
			t.Fatal(err)
		}
	}
}

// classLoad is a backlog of n messages of ten classes, of which the first may hang.
type classLoad struct {
	t       *testing.T
	n       int
	class   func(bus.Delivery) string
	workers int
}

const classes, hanging = 10, "0"

// run drains the backlog and gives how long the classes that do not hang took, or false
// when they were not finished within the time given.
func (l classLoad) run(hangs bool, most time.Duration) (took time.Duration, largest int64, ok bool) {
	t := l.t
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	publishClasses(t, k.Bus, l.n, classes, []byte("{}"))
	release := make(chan struct{})
	var others, first, biggest atomic.Int64
	var mu sync.Mutex
	seen := map[string]bool{}
	inHand := map[string]bool{}
	finished := make(chan struct{})
	beyond := map[int]int{}
	began := time.Now()
	r := start(t, k.Bus, bus.Stage{
		Topic: bus.TopicRaw, Group: "g", Workers: l.workers, Class: l.class,
		Handle: func(ctx context.Context, batch []bus.Delivery) ([]bus.Result, error) {
			own := false
			for _, d := range batch {
				own = own || classOf(d) == hanging
			}
			if l.class != nil {
				c := classOf(batch[0])
				mu.Lock()
				if inHand[c] {
					t.Errorf("two batches of class %s are in hand", c)
				}
				inHand[c] = true
				mu.Unlock()
				defer func() { mu.Lock(); inHand[c] = false; mu.Unlock() }()
			}
			if own && hangs {
				select {
				case <-release:
				case <-ctx.Done():
					return nil, ctx.Err()
				}
			}
			time.Sleep(time.Millisecond)
			biggest.Store(max(biggest.Load(), int64(len(batch))))
			for _, d := range batch {
				if l.class != nil && classOf(d) != classOf(batch[0]) {
					t.Error("a batch holds two classes")
				}
				mu.Lock()
				again := seen[d.Key]
				seen[d.Key] = true
				mu.Unlock()
				switch {
				case again:
					t.Errorf("%s came twice", d.Key)
				case classOf(d) == hanging:
					first.Add(1)
				case others.Add(1) == int64(l.n-l.n/classes):
					close(finished)
				}
			}
			return allDone(batch), nil
		},
		Observe: bus.Observer{Finished: func(_ string, partition int, _ int64, n int) {
			mu.Lock()
			defer mu.Unlock()
			beyond[partition] = n
		}},
	})
	behind := func() (sum int) {
		mu.Lock()
		defer mu.Unlock()
		for _, n := range beyond {
			sum += n
		}
		return sum
	}
	select {
	case <-finished:
		took, ok = time.Since(began), true
	case <-time.After(most):
	}
	if hangs && ok {
		// Nearly all, but what came before the first message that hangs.
		eventually(t, "what is finished behind the class that hangs is told", func() bool { return behind() > l.n*8/10 })
	}
	if hangs && first.Load() > 0 {
		t.Errorf("%d of the class that hangs were handled", first.Load())
	}
	close(release)
	eventually(t, "everything is finished and committed", func() bool { return lag(t, k.Bus, "g", bus.TopicRaw) == 0 })
	eventually(t, "nothing is finished beyond the end", func() bool { return behind() == 0 })
	if len(seen) != l.n {
		t.Errorf("%d of %d were handled", len(seen), l.n)
	}
	r.end()
	return took, biggest.Load(), ok
}

// One class hangs while far more of it is in the log than may be held: the nine others
// go on as if it were not there, and it is complete once it moves.
func TestAClassThatHangsHoldsUpNoOther(t *testing.T) {
	const n = 60_000
	load := classLoad{t: t, n: n, class: classOf, workers: 3}
	alone, largest, ok := load.run(false, 30*time.Second)
	if !ok {
		t.Fatal("the backlog was not drained")
	}
	beside, _, ok := load.run(true, 30*time.Second)
	if !ok {
		t.Fatal("the nine classes beside the one that hangs were not finished")
	}
	t.Logf("nine classes in %v, beside one that hangs in %v; largest batch %d", alone, beside, largest)
	// It costs one worker of three. The bound is generous: other programs run here too.
	if beside > 2*alone+2*time.Second {
		t.Errorf("nine classes took %v, beside one that hangs %v", alone, beside)
	}
}

// Without Class the same load comes to a stand: what the test above would tell.
func TestWithoutClassesOneHoldsUpAll(t *testing.T) {
	if _, _, ok := (classLoad{t: t, n: 60_000, workers: 3}).run(true, 2*time.Second); ok {
		t.Error("the others were finished beside records that hang: the load proves nothing")
	}
}

// A single class still forms full batches.
func TestOneClassFormsFullBatches(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	const n = 20_000
	publishClasses(t, k.Bus, n, 1, []byte("{}"))
	var done, full, calls atomic.Int64
	start(t, k.Bus, bus.Stage{
		Topic: bus.TopicRaw, Group: "g", Lanes: 2048, Workers: 3, Class: classOf,
		Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
			time.Sleep(20 * time.Millisecond)
			calls.Add(1)
			if len(batch) == 500 {
				full.Add(1)
			}
			done.Add(int64(len(batch)))
			return allDone(batch), nil
		},
	})
	eventually(t, "all are done", func() bool { return done.Load() == n })
	t.Logf("%d of %d batches were full", full.Load(), calls.Load())
	if full.Load() < n/500/2 {
		t.Errorf("%d of %d batches were full", full.Load(), calls.Load())
	}
}
