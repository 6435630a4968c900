//go:build !realkafka

package bus_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
)

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
