package bus_test

import (
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
)

func TestPublishRefusesWhatIsTooLarge(t *testing.T) {
	b := apart(t, 1).open(t)
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
	b := apart(t, 1).open(t)
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
