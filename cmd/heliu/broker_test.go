package main

import (
	"context"
	"net"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
)

func TestBrokerCommand(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	_ = l.Close()
	ctx, stop := context.WithCancel(context.Background())
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"broker", "--data", t.TempDir(), "--listen", addr, "--partitions", "3"})
	}()
	b, err := bus.Open(ctx, bus.Config{Brokers: []string{addr}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	var end map[int]int64
	for until := time.Now().Add(10 * time.Second); time.Now().Before(until) && len(end) != 3; time.Sleep(20 * time.Millisecond) {
		end, err = b.EndOffsets(ctx, bus.TopicRaw)
	}
	if len(end) != 3 {
		t.Fatalf("the topic has the partitions %v, %v", end, err)
	}
	if err := b.Publish(ctx, bus.Message{Topic: bus.TopicRaw, Payload: []byte("x")}); err != nil {
		t.Error(err)
	}
	stop()
	select {
	case got := <-code:
		if got != 0 {
			t.Errorf("exit %d", got)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("the broker did not stop")
	}
}

func TestExitCodes(t *testing.T) {
	for _, c := range []struct {
		args []string
		want int
	}{
		{[]string{"version"}, 0},
		{[]string{"broker"}, exitUsage},
		{[]string{"no-such-command"}, exitUsage},
		{[]string{"broker", "--data", "/dev/null/x"}, exitEnvironment},
	} {
		if got := run(t.Context(), c.args); got != c.want {
			t.Errorf("%v: exit %d, want %d", c.args, got, c.want)
		}
	}
}
