package bus_test

import (
	"context"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
)

func TestSASL(t *testing.T) {
	for mechanism, name := range map[string]string{"plain": "PLAIN", "scram-sha-256": "SCRAM-SHA-256", "scram-sha-512": "SCRAM-SHA-512"} {
		t.Run(mechanism, func(t *testing.T) {
			c, err := kfake.NewCluster(kfake.NumBrokers(1), kfake.DefaultNumPartitions(2), kfake.EnableSASL(), kfake.Superuser(name, "hub", "right:p@ss"))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			open := func(password string) *bus.Bus {
				cfg, err := bus.ParseConfig("kafka://hub:" + password + "@" + c.ListenAddrs()[0] + "?mechanism=" + mechanism)
				if err != nil {
					t.Fatal(err)
				}
				cfg.Log, cfg.SessionTimeout = quiet, 6*time.Second
				b, err := bus.Open(t.Context(), cfg)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() { _ = b.Close() })
				return b
			}
			b := open("right%3Ap%40ss")
			if err := b.EnsureTopics(t.Context()); err != nil {
				t.Fatal(err)
			}
			publish(t, b, bus.TopicRaw, 10, each)
			start(t, b, bus.Stage{Topic: bus.TopicRaw, Group: "g", Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
				return allDone(batch), nil
			}})
			eventually(t, "all are read", func() bool { return lag(t, b, "g", bus.TopicRaw) == 0 })
			if err := open("wrong").EnsureTopics(t.Context()); fault.As(err) == nil || fault.As(err).Code != "bus_unavailable" {
				t.Errorf("a wrong password: %v", err)
			}
		})
	}
}
