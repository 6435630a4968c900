package bus_test

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
)

// TestKilledBrokerLosesNothing kills the broker again and again under load: every
// message that was acknowledged is read, in the order of its key.
func TestKilledBrokerLosesNothing(t *testing.T) {
	p := startProcess(t, 2)
	b := p.open(t, func(c *bus.Config) { c.PublishTimeout = 2 * time.Second })
	const writers, kills = 8, 4
	var wg sync.WaitGroup
	stop := make(chan struct{})
	acked := make([]int, writers) // numbers 0 to acked-1 of each writer
	var failed, total atomic.Int64
	for w := range writers {
		wg.Go(func() {
			for n := 0; ; {
				select {
				case <-stop:
					return
				default:
				}
				err := b.Publish(context.Background(), bus.Message{Topic: bus.TopicRaw, Key: each(w), Payload: []byte(fmt.Sprint(n))})
				if err != nil {
					failed.Add(1)
					time.Sleep(20 * time.Millisecond)
					continue // the same number again, as a real client would
				}
				n++
				total.Add(1)
				acked[w] = n
			}
		})
	}
	log := &handledLog{keys: map[string][]int{}, who: map[string]int{}}
	start(t, b, bus.Stage{Topic: bus.TopicRaw, Group: "g", Handle: log.handler("one")})
	for range kills {
		before := total.Load()
		eventually(t, "messages are acknowledged", func() bool { return total.Load() > before+200 })
		p.kill()
	}
	before := total.Load()
	eventually(t, "messages are acknowledged after the last kill", func() bool { return total.Load() > before+200 })
	close(stop)
	wg.Wait()
	if p.starts != kills+1 {
		t.Errorf("the broker was started %d times", p.starts)
	}
	eventually(t, "everything is read", func() bool {
		m, err := b.Lag(context.Background(), "g", bus.TopicRaw)
		return err == nil && m[0]+m[1] == 0
	})
	log.mu.Lock()
	defer log.mu.Unlock()
	for w, n := range acked {
		next := 0
		for _, got := range log.keys[each(w)] {
			if got > next {
				t.Errorf("writer %d: %d came before %d", w, got, next)
				break
			}
			if got == next {
				next++
			}
		}
		if next < n {
			t.Errorf("writer %d: %d were acknowledged, %d were read", w, n, next)
		}
	}
	t.Logf("%d acknowledged, %d attempts failed", total.Load(), failed.Load())
}

func TestPublishFailsFastAndRecovers(t *testing.T) {
	t.Run("nobody listens", func(t *testing.T) {
		b, err := bus.Open(t.Context(), bus.Config{Brokers: []string{freeAddr(t)}, Log: quiet})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = b.Close() }()
		refused(t, b, 3*time.Second)
		if err := b.EnsureTopics(t.Context()); fault.As(err) == nil || fault.As(err).Code != "bus_unavailable" {
			t.Errorf("EnsureTopics: %v", err)
		}
	})
	t.Run("it hangs, then goes on", func(t *testing.T) {
		const size, budget = 64 << 10, 1 << 20
		p := startProcess(t, 1)
		b := p.open(t, func(c *bus.Config) { c.PublishTimeout, c.PublishBytes = time.Second, budget })
		publish(t, b, bus.TopicRaw, 1, each)
		p.signal(syscall.SIGSTOP)
		var wg sync.WaitGroup
		for range 100 {
			wg.Go(func() {
				start := time.Now()
				err := b.Publish(context.Background(), bus.Message{Topic: bus.TopicRaw, Payload: make([]byte, size)})
				if f := fault.As(err); f == nil || f.Code != "bus_unavailable" || f.Wait <= 0 || time.Since(start) > 3*time.Second {
					t.Errorf("after %v: %v", time.Since(start), err)
				}
			})
		}
		wg.Wait()
		p.signal(syscall.SIGCONT)
		eventually(t, "it takes messages again", func() bool {
			return b.Publish(context.Background(), bus.Message{Topic: bus.TopicRaw, Payload: []byte("x")}) == nil
		})
		end, err := b.EndOffsets(t.Context(), bus.TopicRaw)
		// What was refused for want of room was never queued; each batch may have been sent three times.
		if err != nil || end[0] > 3*budget/size+10 {
			t.Errorf("the log holds %v messages, %v", end, err)
		}
	})
	t.Run("it is killed, then comes back", func(t *testing.T) {
		p := startProcess(t, 1)
		b := p.open(t)
		publish(t, b, bus.TopicRaw, 1, each)
		p.kill()
		eventually(t, "it takes messages again", func() bool {
			start := time.Now()
			err := b.Publish(context.Background(), bus.Message{Topic: bus.TopicRaw, Payload: []byte("x")})
			if took := time.Since(start); took > 6*time.Second {
				t.Errorf("an answer took %v: %v", took, err)
			}
			return err == nil
		})
	})
	t.Run("the caller gives up", func(t *testing.T) {
		p := startProcess(t, 1)
		b := p.open(t)
		publish(t, b, bus.TopicRaw, 1, each)
		p.signal(syscall.SIGSTOP)
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		defer cancel()
		start := time.Now()
		err := b.Publish(ctx, bus.Message{Topic: bus.TopicRaw, Payload: []byte("x")})
		if f := fault.As(err); f == nil || f.Code != "bus_unavailable" || !errors.Is(err, context.DeadlineExceeded) || time.Since(start) > 2*time.Second {
			t.Errorf("after %v: %v", time.Since(start), err)
		}
		p.signal(syscall.SIGCONT)
	})
}

// A stage ends within seconds even when the broker answers nothing any more.
func TestRunEndsWhenTheBrokerHangs(t *testing.T) {
	p := startProcess(t, 1)
	b := p.open(t)
	publish(t, b, bus.TopicRaw, 100, each)
	var done atomic.Int64
	r := start(t, b, bus.Stage{Topic: bus.TopicRaw, Group: "g", Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		done.Add(int64(len(batch)))
		p.signal(syscall.SIGSTOP)
		return allDone(batch), nil
	}})
	eventually(t, "something was handled", func() bool { return done.Load() > 0 })
	began := time.Now()
	r.end()
	t.Logf("it took %v", time.Since(began))
	p.signal(syscall.SIGCONT)
}

func refused(t *testing.T, b *bus.Bus, within time.Duration) {
	t.Helper()
	for range 3 {
		start := time.Now()
		err := b.Publish(t.Context(), bus.Message{Topic: bus.TopicRaw, Payload: []byte("x")})
		took := time.Since(start)
		if f := fault.As(err); f == nil || f.Code != "bus_unavailable" || f.Kind != fault.Transient || f.Wait <= 0 || took > within {
			t.Errorf("after %v: %v", took, err)
		}
	}
}

func TestPublishRefusesWhatIsTooLarge(t *testing.T) {
	p := startProcess(t, 1)
	b := p.open(t)
	err := b.Publish(t.Context(), bus.Message{Topic: bus.TopicRaw, Payload: make([]byte, bus.MaxMessageBytes)})
	if f := fault.As(err); f == nil || f.Code != "bus_message_too_large" {
		t.Errorf("%v", err)
	}
	// A body of the door's limit passes with room for an envelope, many of them in one call.
	msgs := make([]bus.Message, 9)
	for i := range msgs {
		msgs[i] = bus.Message{Topic: bus.TopicRaw, Key: "k", Payload: []byte(strings.Repeat("r", 1<<20+64<<10))}
	}
	if err := b.Publish(t.Context(), msgs...); err != nil {
		t.Error(err)
	}
}

// TestReadingHoldsBoundedMemory leaves everything unacknowledged while far more
// waits in the log than may be held.
func TestReadingHoldsBoundedMemory(t *testing.T) {
	p := startProcess(t, 1)
	b := p.open(t)
	const size, n, held = 512 << 10, 240, 8 << 20
	for i := range n / 6 {
		msgs := make([]bus.Message, 6)
		for j := range msgs {
			msgs[j] = bus.Message{Topic: bus.TopicRaw, Key: each(6*i + j), Payload: make([]byte, size)}
		}
		if err := b.Publish(t.Context(), msgs...); err != nil {
			t.Fatal(err)
		}
	}
	heap := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	before := heap()
	sub, err := b.NewSubscriber(bus.SubscriberConfig{Group: "g", PrefetchBytes: held})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sub.Close() }()
	in, err := sub.Subscribe(t.Context(), bus.TopicRaw)
	if err != nil {
		t.Fatal(err)
	}
	var out []*message.Message
	for quietFor := time.NewTimer(2 * time.Second); ; {
		select {
		case m := <-in:
			out = append(out, m)
			quietFor.Reset(500 * time.Millisecond)
			continue
		case <-quietFor.C:
		}
		break
	}
	if most := held / size; len(out) == 0 || len(out) > most {
		t.Errorf("%d messages of %d bytes are out, at most %d may be", len(out), size, most)
	}
	// Beside what is out, the reader holds 32 messages and one that was being read.
	if grown := heap() - before; grown > held+40*size {
		t.Errorf("the heap grew by %d MiB", grown>>20)
	}
	runtime.KeepAlive(out)
	// Finishing them lets the rest through.
	seen := len(out)
	for _, m := range out {
		m.Ack()
	}
	out = nil
	for ; seen < n; seen++ {
		select {
		case m := <-in:
			m.Ack()
		case <-time.After(10 * time.Second):
			t.Fatalf("only %d of %d came", seen, n)
		}
	}
}
