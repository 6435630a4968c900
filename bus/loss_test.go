package bus_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
)

// server is a Kafka outside of this process.
type server interface {
	// open makes a bus on it.
	open(t *testing.T, change ...func(*bus.Config)) *bus.Bus
	// kill ends a broker at once; it comes back by itself.
	kill()
	// started is how often a broker was started, of several the one that is killed.
	started() int
	// whole waits until every broker is there and holds everything.
	whole(t *testing.T)
	// pidAt is the file that holds the process id of the broker.
	pidAt() string
}

// TestKilledBrokerLosesNothing kills a broker again and again under load, the only one
// or one of three: every message that was acknowledged is read, in the order of its key.
func TestKilledBrokerLosesNothing(t *testing.T) {
	p := several(t, 4)
	b := p.open(t, func(c *bus.Config) { c.PublishTimeout = 2 * time.Second })
	const writers, kills = 8, 3
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
	eventually(t, "the broker came back every time", func() bool { return p.started() == kills+1 })
	p.whole(t)
	eventually(t, "everything is read", func() bool {
		m, err := b.Lag(context.Background(), "g", bus.TopicRaw)
		return err == nil && m[0]+m[1]+m[2]+m[3] == 0
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
