package bus_test

import (
	"context"
	"net"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

// cuttable dials connections that can be cut all at once, as the death of their
// process does: nothing more is sent, no group is left.
type cuttable struct {
	mu    sync.Mutex
	cut   bool
	conns []net.Conn
}

func (c *cuttable) dial(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.cut {
		_ = conn.Close()
		return nil, net.ErrClosed
	}
	c.conns = append(c.conns, conn)
	return conn, nil
}

func (c *cuttable) die() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = true
	for _, conn := range c.conns {
		_ = conn.Close()
	}
}

// endedPID is the number of a process that has ended.
func endedPID(t *testing.T) int {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	return cmd.Process.Pid
}

// A member whose process was killed holds up its successor for a moment and not for
// its session; one whose process lives (it is stopped, or cut off) keeps its session.
func TestTheDeadLeaveTheGroupAtOnce(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Log("a dead process cannot be told from a living one here: only the second half is tested")
	}
	began, err := bus.Began()
	if err != nil {
		began = "0"
	}
	for _, c := range []struct {
		name string
		seat string
		soon bool
	}{
		{"a process that ended", bus.SeatOf(endedPID(t), "1"), runtime.GOOS == "linux"},
		{"a number that is another process's now", bus.SeatOf(os.Getpid(), "1"), runtime.GOOS == "linux"},
		{"a process that lives", bus.SeatOf(os.Getpid(), began), false},
		{"a process of another machine", "~0123456789ab~1~1", false},
		{"a program without a seat", "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !kafkatest.Real { // there the tests share one, one after the other
				t.Parallel()
			}
			k := kafkatest.Start(t)
			if err := k.Bus.EnsureTopics(t.Context()); err != nil {
				t.Fatal(err)
			}
			var wire cuttable
			old, err := kafka.NewConsumerGroup(kafka.ConsumerGroupConfig{
				ID: "g", Brokers: []string{k.Addr}, Topics: []string{bus.TopicRaw}, SessionTimeout: 6 * time.Second,
				Dialer: &kafka.Dialer{ClientID: "heliu" + c.seat, DialFunc: wire.dial},
			})
			if err != nil {
				t.Fatal(err)
			}
			eventually(t, "the old member has its partition", func() bool { // a new cluster finds a coordinator first
				_, err := old.Next(t.Context())
				return err == nil
			})
			wire.die()
			go func() { _ = old.Close() }()
			if err := k.Bus.Publish(t.Context(), bus.Message{Topic: bus.TopicRaw, Key: "k", Payload: []byte("0")}); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			start := time.Now()
			var took time.Duration
			var assigned []int
			err = k.Bus.Run(ctx, bus.Stage{
				Topic: bus.TopicRaw, Group: "g",
				Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
					took = time.Since(start)
					cancel()
					return allDone(batch), nil
				},
				OnDead: func(context.Context, bus.Delivery, error) error { return nil },
				Observe: bus.Observer{Assigned: func(_ string, ps []int) {
					if assigned == nil {
						assigned = ps
					}
				}},
			})
			if err != nil || took == 0 {
				t.Fatalf("nothing was handled: %v", err)
			}
			t.Logf("handled %v after the start", took.Round(time.Millisecond))
			if soon := took < 2500*time.Millisecond; soon != c.soon {
				t.Errorf("handled after %v; at once: %t, want %t", took, soon, c.soon)
			}
			if len(assigned) != 1 || assigned[0] != 0 {
				t.Errorf("told of the partitions %v, want 0", assigned)
			}
		})
	}
}
