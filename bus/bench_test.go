//go:build !realkafka

package bus_test

import (
	"context"
	"math/rand/v2"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

func payload(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte('a' + rand.IntN(26))
	}
	return out
}

// BenchmarkPublish is one message of 1 KB a call, 256 callers at once, synced and acknowledged.
func BenchmarkPublish(b *testing.B) {
	k := kafkatest.Start(b, kafkatest.Sync())
	body := payload(1000)
	b.SetBytes(int64(len(body)))
	b.SetParallelism(128)
	var n atomic.Int64
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			err := k.Bus.Publish(context.Background(), bus.Message{Topic: bus.TopicRaw, Key: strconv.FormatInt(n.Add(1), 10), Payload: body})
			if err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
}

// BenchmarkRun is what a stage adds to reading: lanes, batches, acknowledgements, commits.
func BenchmarkRun(b *testing.B) {
	k := kafkatest.Start(b)
	body := payload(1000)
	msgs := make([]bus.Message, 0, 1000)
	for i := range b.N {
		msgs = append(msgs, bus.Message{Topic: bus.TopicRaw, Key: strconv.Itoa(i), Payload: body})
		if len(msgs) == cap(msgs) || i == b.N-1 {
			if err := k.Bus.Publish(context.Background(), msgs...); err != nil {
				b.Fatal(err)
			}
			msgs = msgs[:0]
		}
	}
	b.SetBytes(int64(len(body)))
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var done, calls atomic.Int64
	b.ResetTimer()
	err := k.Bus.Run(ctx, bus.Stage{
		Topic: bus.TopicRaw, Group: "bench",
		Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
			calls.Add(1)
			if done.Add(int64(len(batch))) >= int64(b.N) {
				b.StopTimer()
				stop()
			}
			return make([]bus.Result, len(batch)), nil
		},
		OnDead: func(_ context.Context, _ bus.Delivery, why error) error { return why },
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "msg/s")
	b.ReportMetric(float64(b.N)/float64(calls.Load()), "msg/call")
}
