package bus_test

import (
	"context"
	"sync"
	"testing"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

func TestARewoundGroupReadsAgain(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	publish(t, k.Bus, bus.TopicRaw, 40, each)
	end, err := k.Bus.EndOffsets(t.Context(), bus.TopicRaw)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	var got []bus.Delivery
	read := func() *running {
		return start(t, k.Bus, bus.Stage{Topic: bus.TopicRaw, Group: "g", Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
			mu.Lock()
			defer mu.Unlock()
			got = append(got, batch...)
			return allDone(batch), nil
		}})
	}
	r := read()
	eventually(t, "all are read", func() bool { return lag(t, k.Bus, "g", bus.TopicRaw) == 0 })
	to := map[int]int64{0: max(end[0]-2, 0), 2: 0}
	if err := k.Bus.Rewind(t.Context(), "g", bus.TopicRaw, to); err == nil {
		t.Error("a group with a member was rewound under it")
	}
	r.end()
	got = nil
	eventually(t, "the group is rewound", func() bool { return k.Bus.Rewind(t.Context(), "g", bus.TopicRaw, to) == nil })
	read()
	eventually(t, "what was taken back is read", func() bool { return lag(t, k.Bus, "g", bus.TopicRaw) == 0 })
	mu.Lock()
	defer mu.Unlock()
	if want := end[0] - to[0] + end[2]; int64(len(got)) != want {
		t.Errorf("%d were read again, want %d", len(got), want)
	}
	for _, d := range got {
		if from, ok := to[d.Partition]; !ok || d.Offset < from {
			t.Errorf("%d/%d was read again", d.Partition, d.Offset)
		}
	}
}
