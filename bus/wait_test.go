package bus_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

// batches notes how large each one is.
type batches struct {
	mu    sync.Mutex
	sizes []int
}

func (b *batches) handle(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.sizes = append(b.sizes, len(batch))
	return allDone(batch), nil
}

func (b *batches) sum() (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.sizes {
		n += s
	}
	return n
}

func (b *batches) count() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(b.sizes)
}

func TestAStageThatIsHeldBeginsNoBatch(t *testing.T) {
	k := kafkatest.Start(t)
	var hold atomic.Bool
	hold.Store(true)
	var got batches
	r := start(t, k.Bus, bus.Stage{Topic: bus.TopicRaw, Group: "g", Batch: 10, Handle: got.handle, Hold: hold.Load})
	publish(t, k.Bus, bus.TopicRaw, 25, each)
	time.Sleep(700 * time.Millisecond)
	if n := got.sum(); n != 0 {
		t.Fatalf("%d were handled while it was held", n)
	}
	hold.Store(false)
	eventually(t, "all were handled once it was let go", func() bool { return got.sum() == 25 })
	hold.Store(true)
	publish(t, k.Bus, bus.TopicRaw, 5, func(i int) string { return each(100 + i) })
	time.Sleep(300 * time.Millisecond)
	r.end() // what is in hand is finished, held or not
	if n := got.sum(); n > 30 || n == 25 && lag(t, k.Bus, "g", bus.TopicRaw) != 5 {
		t.Errorf("%d were handled, the lag is %d", n, lag(t, k.Bus, "g", bus.TopicRaw))
	}
}

// A stage for which nobody waits takes what trickles in few batches.
func TestAPatientStageMakesFewBatches(t *testing.T) {
	k := kafkatest.Start(t)
	var patient, quick batches
	start(t, k.Bus, bus.Stage{Topic: bus.TopicRaw, Group: "patient", Handle: patient.handle, Patient: func() bool { return true }})
	start(t, k.Bus, bus.Stage{Topic: bus.TopicRaw, Group: "quick", Handle: quick.handle, Patient: func() bool { return false }})
	for i := range 30 {
		publish(t, k.Bus, bus.TopicRaw, 1, func(int) string { return each(i) })
		time.Sleep(20 * time.Millisecond)
	}
	eventually(t, "all were handled", func() bool { return patient.sum() == 30 && quick.sum() == 30 })
	if p, q := patient.count(), quick.count(); 2*p > q || p > 10 {
		t.Errorf("30 records that came one by one made %d batches of the patient stage and %d of the other", p, q)
	}
}
