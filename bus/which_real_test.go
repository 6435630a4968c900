//go:build realkafka

package bus_test

import (
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

// apache is a real Kafka of its own for one test.
type apache struct {
	*kafkatest.Apache
	t     *testing.T
	kills int
}

// apart is a Kafka of one node that is there again as soon as it died.
func apart(t *testing.T, partitions int) server { return startApache(t, 1, partitions, 0) }

// several is a Kafka of three nodes; one that died stays away for a while.
func several(t *testing.T, partitions int) server {
	return startApache(t, 3, partitions, 3*time.Second)
}

func startApache(t *testing.T, nodes, partitions int, away time.Duration) *apache {
	t.Helper()
	k, err := kafkatest.StartApache(t.Context(), kafkatest.ApacheConfig{Nodes: nodes, Away: away})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Stop(); err != nil {
			t.Error(err)
		}
	})
	a := &apache{Apache: k, t: t}
	if err := a.open(t, func(c *bus.Config) { c.Partitions = partitions }).EnsureTopics(t.Context()); err != nil {
		t.Fatal(err)
	}
	return a
}

func (a *apache) open(t *testing.T, change ...func(*bus.Config)) *bus.Bus {
	t.Helper()
	c := bus.Config{Brokers: a.Plain, SessionTimeout: 6 * time.Second, Log: quiet}
	for _, f := range change {
		f(&c)
	}
	b, err := bus.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// kill takes the first node away, once it was started again and all replicas are in sync:
// of two that are missing nothing is promised. That the others count it among those in
// sync says little alone: they do so until its session times out.
func (a *apache) kill() {
	eventually(a.t, "the node was started again", func() bool { return a.started() == a.kills+1 })
	a.whole(a.t)
	a.kills++
	a.Kill(0)
}

func (a *apache) whole(t *testing.T) {
	t.Helper()
	eventually(t, "all replicas are in sync", func() bool { ok, err := a.InSync(t.Context()); return ok && err == nil })
}

func (a *apache) started() int { return a.Starts(0) }

func (a *apache) pidAt() string { return a.PIDFile(0) }
