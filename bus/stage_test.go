package bus_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

// running is a stage that a test stops, or the end of the test does.
type running struct {
	t    *testing.T
	stop context.CancelFunc
	done chan error
}

func start(t *testing.T, b *bus.Bus, st bus.Stage) *running {
	t.Helper()
	if st.OnDead == nil {
		st.OnDead = func(_ context.Context, d bus.Delivery, why error) error {
			t.Errorf("offset %d is dead: %v", d.Offset, why)
			return nil
		}
	}
	ctx, stop := context.WithCancel(context.Background())
	r := &running{t: t, stop: stop, done: make(chan error, 1)}
	go func() { r.done <- b.Run(ctx, st) }()
	t.Cleanup(func() { r.end() })
	return r
}

// end stops the stage, which must come back within a few seconds.
func (r *running) end() {
	r.t.Helper()
	r.stop()
	select {
	case err := <-r.done:
		if err != nil {
			r.t.Errorf("Run: %v", err)
		}
		r.done <- nil
	case <-time.After(10 * time.Second):
		r.t.Fatal("Run did not return")
	}
}

func publish(t *testing.T, b *bus.Bus, topic string, n int, key func(i int) string) {
	t.Helper()
	msgs := make([]bus.Message, n)
	for i := range msgs {
		msgs[i] = bus.Message{Topic: topic, Key: key(i), Payload: []byte(strconv.Itoa(i)), Headers: map[string]string{"n": strconv.Itoa(i)}}
	}
	if err := b.Publish(t.Context(), msgs...); err != nil {
		t.Fatal(err)
	}
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if ok() {
			return
		}
	}
	t.Fatalf("never: %s", what)
}

func lag(t *testing.T, b *bus.Bus, group, topic string) int64 {
	t.Helper()
	m, err := b.Lag(t.Context(), group, topic)
	if err != nil {
		t.Fatal(err)
	}
	var sum int64
	for _, n := range m {
		sum += n
	}
	return sum
}

func each(n int) string { return "key-" + strconv.Itoa(n) }

func allDone(batch []bus.Delivery) []bus.Result { return make([]bus.Result, len(batch)) }

func TestRunMovesEverythingOnce(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	const n = 5000
	publish(t, k.Bus, bus.TopicRaw, n, each)
	var calls, most atomic.Int64
	start(t, k.Bus, bus.Stage{Topic: bus.TopicRaw, Group: "map", Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		calls.Add(1)
		most.Store(max(most.Load(), int64(len(batch))))
		out := make([]bus.Result, len(batch))
		for i, d := range batch {
			if d.Headers["n"] != string(d.Payload) || d.Key != "key-"+d.Headers["n"] || d.Topic != bus.TopicRaw || d.Time.IsZero() {
				t.Errorf("delivered %+v", d)
			}
			out[i].Publish = []bus.Message{{Topic: bus.TopicMapped, Key: d.Key, Payload: d.Payload}}
		}
		return out, nil
	}})
	var mu sync.Mutex
	seen := map[string]int{}
	start(t, k.Bus, bus.Stage{Topic: bus.TopicMapped, Group: "apply", Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		for _, d := range batch {
			seen[string(d.Payload)]++
		}
		return allDone(batch), nil
	}})
	eventually(t, "everything came through both stages", func() bool {
		mu.Lock()
		defer mu.Unlock()
		return len(seen) == n
	})
	for v, times := range seen {
		if times != 1 {
			t.Errorf("%s came %d times without any trouble", v, times)
		}
	}
	if calls.Load() > n/20 || most.Load() > 500 {
		t.Errorf("%d calls, the largest with %d messages: batches are not shared or too large", calls.Load(), most.Load())
	}
	eventually(t, "the offsets are committed", func() bool { return lag(t, k.Bus, "map", bus.TopicRaw) == 0 })
	end, err := k.Bus.EndOffsets(t.Context(), bus.TopicRaw)
	if err != nil || len(end) != 4 {
		t.Fatalf("end offsets %v, %v", end, err)
	}
	got, err := k.Bus.GroupOffsets(t.Context(), "map", bus.TopicRaw)
	if err != nil || fmt.Sprint(got) != fmt.Sprint(end) {
		t.Errorf("committed %v of %v, %v", got, end, err)
	}
}

func TestOnePoisonInABatchStandsAlone(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	const n, poison = 500, "317"
	for _, c := range []struct {
		name  string
		trip  func() error
		calls int // of the handler with the poison alone
	}{
		{"invalid", func() error { return fault.Newf("bad_value", "poison") }, 1},
		{"internal", func() error { return errors.New("poison") }, 3},
		{"panic", func() error { panic("poison") }, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			topic := "poison." + c.name
			sub, err := k.Bus.NewSubscriber(bus.SubscriberConfig{Group: "prepare"})
			if err != nil {
				t.Fatal(err)
			}
			if err := sub.SubscribeInitialize(topic); err != nil {
				t.Fatal(err)
			}
			publish(t, k.Bus, topic, n, each)
			var mu sync.Mutex
			done, dead := map[string]int{}, map[string]int{}
			var settled []string
			alone := 0
			start(t, k.Bus, bus.Stage{
				Topic: topic, Group: topic, Workers: 1, Linger: 300 * time.Millisecond,
				Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
					for _, d := range batch {
						if string(d.Payload) == poison {
							if len(batch) == 1 {
								alone++
							}
							return nil, c.trip()
						}
					}
					mu.Lock()
					defer mu.Unlock()
					for _, d := range batch {
						done[string(d.Payload)]++
					}
					return allDone(batch), nil
				},
				OnDead: func(_ context.Context, d bus.Delivery, why error) error {
					mu.Lock()
					defer mu.Unlock()
					if dead[string(d.Payload)]++; dead[string(d.Payload)] == 1 {
						return errors.New("the place for dead letters is away") // must be called again
					}
					if why == nil {
						t.Error("no reason was given")
					}
					return nil
				},
				Observe: bus.Observer{Settled: func(_ bus.Delivery, v bus.Verdict, reason string) {
					if v == bus.Dead {
						mu.Lock()
						defer mu.Unlock()
						settled = append(settled, reason)
					}
				}},
			})
			eventually(t, "all are finished", func() bool { return lag(t, k.Bus, topic, topic) == 0 })
			mu.Lock()
			defer mu.Unlock()
			if len(done) != n-1 || done[poison] != 0 || len(dead) != 1 || dead[poison] != 2 || len(settled) != 1 || alone != c.calls {
				t.Errorf("%d done, dead %v, settled %v, alone %d times", len(done), dead, settled, alone)
			}
			for v, times := range done {
				if times != 1 {
					t.Errorf("%s was done %d times", v, times)
				}
			}
		})
	}
}

func TestRetryKeepsTheOrderOfItsLane(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(2))
	const n, keys = 400, 8
	publish(t, k.Bus, bus.TopicRaw, n, func(i int) string { return each(i % keys) })
	var mu sync.Mutex
	got := map[string][]int{}
	tries := map[string]int{}
	var others time.Duration
	began := time.Now()
	start(t, k.Bus, bus.Stage{Topic: bus.TopicRaw, Group: "g", Linger: time.Millisecond, Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		out := allDone(batch)
		for _, d := range batch {
			if string(d.Payload) == "13" && tries["13"] < 2 { // the second of key-5 spoils its batches
				tries["13"]++
				return nil, fault.New("source_unreachable", nil)
			}
		}
		for i, d := range batch {
			if string(d.Payload) == "3" && tries["3"] < 3 { // the first of key-3 asks for patience
				tries["3"]++
				out[i] = bus.Result{Verdict: bus.Retry, Err: fault.New("source_rate_limited", nil).After(400 * time.Millisecond)}
			}
		}
		for i, d := range batch {
			if out[i].Verdict == bus.Done {
				num, _ := strconv.Atoi(string(d.Payload))
				got[d.Key] = append(got[d.Key], num)
			}
		}
		if len(got[each(0)]) == n/keys && others == 0 {
			others = time.Since(began)
		}
		return out, nil
	}})
	eventually(t, "all are done", func() bool { return lag(t, k.Bus, "g", bus.TopicRaw) == 0 })
	took := time.Since(began)
	mu.Lock()
	defer mu.Unlock()
	for key := range keys {
		var want []int
		for i := key; i < n; i += keys {
			want = append(want, i)
		}
		if !slices.Equal(got[each(key)], want) {
			t.Errorf("key %d came as %v", key, got[each(key)])
		}
	}
	if tries["3"] != 3 || took < 1200*time.Millisecond {
		t.Errorf("%d tries in %v: the wait was not honoured", tries["3"], took)
	}
	if others >= 1200*time.Millisecond {
		t.Errorf("another key waited %v for the one that waits", others)
	}
}

func TestTransientTroubleWaitsForEver(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	const n = 300
	publish(t, k.Bus, bus.TopicRaw, n, each)
	var down atomic.Bool
	down.Store(true)
	var failed, done atomic.Int64
	start(t, k.Bus, bus.Stage{Topic: bus.TopicRaw, Group: "g", Tries: 1, Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		if down.Load() {
			failed.Add(1)
			if failed.Load()%2 == 0 {
				return nil, fmt.Errorf("query: %w", context.DeadlineExceeded) // unclassified, but never the record's fault
			}
			return nil, fmt.Errorf("connect: %w", fault.New("bus_unavailable", nil))
		}
		done.Add(int64(len(batch)))
		return allDone(batch), nil
	}}) // OnDead of start fails the test
	eventually(t, "many failures", func() bool { return failed.Load() > 40 })
	down.Store(false)
	eventually(t, "everything is done once it is back", func() bool { return done.Load() == n })
	eventually(t, "committed", func() bool { return lag(t, k.Bus, "g", bus.TopicRaw) == 0 })
}

func TestRunRefusesHalfAStage(t *testing.T) {
	k := kafkatest.Start(t)
	if err := k.Bus.Run(t.Context(), bus.Stage{Topic: bus.TopicRaw, Group: "g"}); err == nil {
		t.Error("a stage without Handle and OnDead was started")
	}
}

func TestVerdictsDropDeadAndTooLarge(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	publish(t, k.Bus, bus.TopicRaw, 4, each)
	var mu sync.Mutex
	settled := map[string]string{}
	dead := map[string]string{}
	start(t, k.Bus, bus.Stage{
		Topic: bus.TopicRaw, Group: "g",
		Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
			out := allDone(batch)
			for i, d := range batch {
				switch string(d.Payload) {
				case "1":
					out[i] = bus.Result{Verdict: bus.Drop, Reason: "echo"}
				case "2":
					out[i] = bus.Result{Verdict: bus.Dead, Err: fault.New("bad_value", nil)}
				case "3":
					out[i].Publish = []bus.Message{{Topic: bus.TopicMapped, Payload: make([]byte, bus.MaxMessageBytes)}}
				}
			}
			return out, nil
		},
		OnDead: func(_ context.Context, d bus.Delivery, why error) error {
			mu.Lock()
			defer mu.Unlock()
			dead[string(d.Payload)] = fault.As(why).Code
			return nil
		},
		Observe: bus.Observer{Settled: func(d bus.Delivery, v bus.Verdict, reason string) {
			mu.Lock()
			defer mu.Unlock()
			settled[string(d.Payload)] = v.String() + " " + reason
		}},
	})
	eventually(t, "all settled", func() bool { mu.Lock(); defer mu.Unlock(); return len(settled) == 4 })
	want := map[string]string{"0": "done ", "1": "drop echo", "2": "dead bad_value", "3": "dead bus_message_too_large"}
	mu.Lock()
	defer mu.Unlock()
	if fmt.Sprint(settled) != fmt.Sprint(want) || len(dead) != 2 {
		t.Errorf("settled %v, dead %v", settled, dead)
	}
}

func TestRunFinishesWhatIsInHand(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	publish(t, k.Bus, bus.TopicRaw, 1, each)
	entered := make(chan struct{})
	var finished atomic.Bool
	r := start(t, k.Bus, bus.Stage{Topic: bus.TopicRaw, Group: "g", Handle: func(ctx context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		close(entered) // a second delivery would panic here
		select {
		case <-time.After(500 * time.Millisecond):
			finished.Store(true)
		case <-ctx.Done():
		}
		return allDone(batch), ctx.Err()
	}})
	<-entered
	r.end()
	if !finished.Load() {
		t.Error("the batch in hand was cut off")
	}
	if n := lag(t, k.Bus, "g", bus.TopicRaw); n != 0 {
		t.Errorf("a lag of %d: the last batch was not committed", n)
	}
}
