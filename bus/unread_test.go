package bus_test

import (
	"context"
	"strconv"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

func TestUnreadShowsWhatWaits(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(2))
	if err := k.Bus.EnsureTopics(t.Context()); err != nil {
		t.Fatal(err)
	}
	publish := func(from, to int) {
		t.Helper()
		for n := from; n < to; n++ {
			if err := k.Bus.Publish(t.Context(), bus.Message{Topic: bus.TopicRaw, Key: strconv.Itoa(n), Payload: []byte(strconv.Itoa(n))}); err != nil {
				t.Fatal(err)
			}
		}
	}
	unread := func(limit int) (out map[string]bool, complete bool) {
		t.Helper()
		out = map[string]bool{}
		_, complete, err := k.Bus.Unread(t.Context(), "g", bus.TopicRaw, limit, func(d bus.Delivery) bool { out[string(d.Payload)] = true; return true })
		if err != nil {
			t.Fatal(err)
		}
		return out, complete
	}
	if out, complete := unread(100); len(out) != 0 || !complete {
		t.Errorf("an empty topic: %v, %t", out, complete)
	}
	publish(0, 20)
	if out, complete := unread(100); len(out) != 20 || !complete {
		t.Errorf("a group that never read: %d messages, complete %t", len(out), complete)
	}
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	n := 0
	err := k.Bus.Run(ctx, bus.Stage{
		Topic: bus.TopicRaw, Group: "g", Workers: 1,
		Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
			if n += len(batch); n == 20 {
				stop()
			}
			return allDone(batch), nil
		},
		OnDead: func(context.Context, bus.Delivery, error) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	if out, complete := unread(100); len(out) != 0 || !complete {
		t.Errorf("after all was read: %v, %t", out, complete)
	}
	publish(20, 30)
	if out, complete := unread(100); len(out) != 10 || !out["29"] || out["3"] || !complete {
		t.Errorf("ten more: %v, %t", out, complete)
	}
	if out, complete := unread(4); len(out) != 4 || complete {
		t.Errorf("with a limit of 4: %v, %t", out, complete)
	}
}
