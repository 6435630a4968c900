package bus_test

import (
	"bytes"
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/segmentio/kafka-go"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

// Topics are made with what the hub needs, whatever the cluster's own defaults are.
func TestTopicsAreMadeWithTheirSettings(t *testing.T) {
	k := kafkatest.Start(t, kafkatest.Partitions(4))
	tr := &kafka.Transport{}
	defer tr.CloseIdleConnections()
	c := &kafka.Client{Addr: kafka.TCP(k.Addr), Transport: tr}
	req := &kafka.DescribeConfigsRequest{}
	for _, topic := range bus.Topics() {
		req.Resources = append(req.Resources, kafka.DescribeConfigRequestResource{ResourceType: kafka.ResourceTypeTopic, ResourceName: topic})
	}
	res, err := c.DescribeConfigs(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	if len(res.Resources) != len(bus.Topics()) {
		t.Fatalf("%d topics answered", len(res.Resources))
	}
	for _, r := range res.Resources {
		got := map[string]string{}
		for _, e := range r.ConfigEntries {
			got[e.ConfigName] = e.ConfigValue
		}
		for name, want := range map[string]string{
			"max.message.bytes": "4194304", "retention.ms": "604800000", "cleanup.policy": "delete", "segment.bytes": "67108864",
		} {
			if r.Error != nil || got[name] != want {
				t.Errorf("%s of %s is %q, want %s (%v)", name, r.ResourceName, got[name], want, r.Error)
			}
		}
	}
	for _, topic := range bus.Topics() {
		if end, err := k.Bus.EndOffsets(t.Context(), topic); err != nil || len(end) != 4 {
			t.Errorf("%s has the partitions %v, %v", topic, end, err)
		}
	}
}

// Every compression arrives as it was sent, small and at the door's limit of 1 MiB.
func TestEveryCompressionArrivesWhole(t *testing.T) {
	for _, compression := range []string{"", "gzip", "snappy", "lz4", "zstd"} {
		t.Run("with "+compression, func(t *testing.T) {
			k := kafkatest.Start(t, kafkatest.Partitions(4), kafkatest.Client(func(c *bus.Config) { c.Compression = compression }))
			sent := map[string][]byte{
				"small": []byte("联系人"), "random": noise(100_000),
				"text": []byte(strings.Repeat("另需一份参数表。", 4000)), "limit": noise(1 << 20), "empty": {},
			}
			for key, body := range sent {
				if err := k.Bus.Publish(t.Context(), bus.Message{Topic: bus.TopicRaw, Key: key, Payload: body, Headers: map[string]string{"h": key}}); err != nil {
					t.Fatalf("%s: %v", key, err)
				}
			}
			var mu sync.Mutex
			got := map[string]bus.Delivery{}
			start(t, k.Bus, bus.Stage{Topic: bus.TopicRaw, Group: "g", Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
				mu.Lock()
				defer mu.Unlock()
				for _, d := range batch {
					got[d.Key] = d
				}
				return allDone(batch), nil
			}})
			eventually(t, "all are read", func() bool { return lag(t, k.Bus, "g", bus.TopicRaw) == 0 })
			mu.Lock()
			defer mu.Unlock()
			for key, body := range sent {
				if d := got[key]; !bytes.Equal(d.Payload, body) || d.Headers["h"] != key {
					t.Errorf("%s came back with %d of %d bytes and the header %q", key, len(d.Payload), len(body), d.Headers["h"])
				}
			}
		})
	}
}

// noise is bytes that no compression makes smaller.
func noise(n int) []byte {
	out := make([]byte, n)
	x := uint64(n) | 1
	for i := range out {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
		out[i] = byte(x)
	}
	return out
}
