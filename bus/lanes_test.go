package bus_test

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

// A stage far behind works what waits off in the order in which it came, but for what
// is out at once: otherwise what came first would wait for much that came later.
func TestNothingStaysFarBehindWhatCameLater(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(1))
	const n, lanes, batch = 12_000, 64, 50
	publish(t, k.Bus, bus.TopicRaw, n, each)
	var mu sync.Mutex
	var seen, newest, furthest int
	start(t, k.Bus, bus.Stage{Topic: bus.TopicRaw, Group: "g", Lanes: lanes, Batch: batch, Handle: func(_ context.Context, in []bus.Delivery) ([]bus.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		for _, d := range in {
			at, _ := strconv.Atoi(string(d.Payload))
			furthest = max(furthest, newest-at)
			newest = max(newest, at)
			seen++
		}
		return allDone(in), nil
	}})
	eventually(t, "all were seen", func() bool { mu.Lock(); defer mu.Unlock(); return seen == n })
	mu.Lock()
	defer mu.Unlock()
	// Out are at most the lanes; whoever has a message may be scheduled late. Lanes that
	// several keys share come to some thousands.
	if most := n / 10; furthest > most {
		t.Errorf("a message was handled %d messages after one that came later, at most %d may be", furthest, most)
	}
}

// Whoever waits is one key: none shares its lane by chance.
func TestAKeyThatWaitsHoldsUpNoOther(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(1))
	const n, lanes = 3_000, 64
	publish(t, k.Bus, bus.TopicRaw, n, each)
	var mu sync.Mutex
	others, missing := 0, -1
	tried := false
	start(t, k.Bus, bus.Stage{Topic: bus.TopicRaw, Group: "g", Lanes: lanes, Linger: time.Millisecond, Handle: func(_ context.Context, in []bus.Delivery) ([]bus.Result, error) {
		mu.Lock()
		defer mu.Unlock()
		out := allDone(in)
		for i, d := range in {
			switch {
			case string(d.Payload) != "0":
				others++
			case !tried:
				tried = true
				out[i] = bus.Result{Verdict: bus.Retry, Err: fault.New("source_unreachable", nil).After(5 * time.Second)}
			default:
				missing = n - 1 - others
			}
		}
		return out, nil
	}})
	eventually(t, "the one that waits is through", func() bool { mu.Lock(); defer mu.Unlock(); return missing >= 0 })
	if missing > 0 {
		t.Errorf("%d messages of other keys waited for one that does", missing)
	}
}
