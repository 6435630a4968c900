package main

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
)

// A database restored from an older backup does not know records that the bus holds for
// finished: they are read again. Where both agree nothing is.
func TestAnOlderDatabaseGetsTheRecordsAgain(t *testing.T) {
	in := install(t)
	h := newHub(in.store, in.bus, []byte("k"), slog.New(slog.DiscardHandler), nil)
	if err := h.reread(t.Context()); err != nil {
		t.Fatalf("before anything was read: %v", err)
	}
	const n = 7
	for range n {
		if err := in.bus.Publish(t.Context(), bus.Message{Topic: bus.TopicRaw, Key: "k", Payload: []byte("x")}); err != nil {
			t.Fatal(err)
		}
	}
	read := func() (times int) { // finishes what comes, as a stage does whose database was set back since
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() {
			ended <- h.stage(ctx, "map", bus.TopicRaw, func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
				times += len(batch)
				return make([]bus.Result, len(batch)), nil
			}, func(context.Context, bus.Delivery, error) error { return nil })
		}()
		for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
			if lag, err := in.bus.Lag(t.Context(), "heliu.map", bus.TopicRaw); err == nil && lag[0] == 0 {
				break
			}
		}
		stop()
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
		return times
	}
	if got := read(); got != n {
		t.Fatalf("%d of %d were read", got, n)
	}
	for until := time.Now().Add(10 * time.Second); ; time.Sleep(100 * time.Millisecond) { // the member is leaving
		err := h.reread(t.Context())
		if err == nil {
			break
		}
		if time.Now().After(until) {
			t.Fatal(err)
		}
	}
	if got := read(); got != n {
		t.Errorf("the database knows of none, and %d of %d were read again", got, n)
	}
}
