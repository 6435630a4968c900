package main

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/record"
)

// runStage runs a stage of a hub until the test ends.
func runStage(t *testing.T, h *hub, name, topic string, handle bus.Handler) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() {
		ended <- h.stage(ctx, name, topic, handle, func(context.Context, bus.Delivery, error) error { return nil })
	}()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// A stage that hangs turns readiness red and raises an alarm in each workspace; when it
// moves again both are over. A stage that moves while its lag grows is well.
func TestReadinessFollowsProgress(t *testing.T) {
	in := install(t)
	h := newHub(in.store, in.bus, []byte("k"), slog.New(slog.DiscardHandler), nil)
	h.working.Store(true)
	hang := make(chan struct{})
	free := sync.OnceFunc(func() { close(hang) })
	first := make(chan struct{})
	began := sync.OnceFunc(func() { close(first) })
	runStage(t, h, "map", bus.TopicRaw, func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		began()
		<-hang
		return make([]bus.Result, len(batch)), nil
	})
	t.Cleanup(free)
	publish := func() {
		t.Helper()
		if err := in.bus.Publish(t.Context(), bus.Message{Topic: bus.TopicRaw, Key: "k", Payload: []byte("x")}); err != nil {
			t.Fatal(err)
		}
	}
	open := func() (out []string) {
		t.Helper()
		events, err := in.store.OpenAlerts(t.Context(), in.ws)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range events {
			if e.Kind == alerts.Lag {
				out = append(out, e.Subject)
			}
		}
		return out
	}
	look := func(after time.Duration) (bool, any) {
		t.Helper()
		h.ready.look(t.Context(), time.Now().Add(after))
		ok, d := h.ready.ready(t.Context())
		return ok, d["stuck"]
	}
	publish()
	<-first
	if ok, d := look(0); !ok {
		t.Errorf("not ready at once: %v", d)
	}
	if ok, d := look(29 * time.Second); !ok {
		t.Errorf("not ready after 29 s: %v", d)
	}
	publish()
	if ok, stuck := look(31 * time.Second); ok || !slices.Equal(stuck.([]string), []string{"map/0"}) {
		t.Errorf("a stage that hangs: ready %t, stuck %v", ok, stuck)
	}
	if got := open(); !slices.Equal(got, []string{"map/0"}) {
		t.Errorf("alarms %v", got)
	}
	free()
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		if ok, _ := look(0); ok && len(open()) == 0 {
			break
		}
		if time.Now().After(deadline) {
			_, d := h.ready.ready(t.Context())
			t.Fatalf("still not ready: %v, alarms %v", d, open())
		}
	}
}

// One workspace whose records hang turns readiness red although the others' go on: its
// records wait, and nothing else would say so.
func TestReadinessSeesOneWorkspaceThatHangs(t *testing.T) {
	in := install(t)
	h := newHub(in.store, in.bus, []byte("k"), slog.New(slog.DiscardHandler), nil)
	h.working.Store(true)
	hang := make(chan struct{})
	free := sync.OnceFunc(func() { close(hang) })
	var well atomic.Int64
	runStage(t, h, "apply", bus.TopicMapped, func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		if batch[0].Headers[record.HeaderWorkspace] == "hangs" {
			<-hang
		} else {
			well.Add(int64(len(batch)))
		}
		return make([]bus.Result, len(batch)), nil
	})
	t.Cleanup(free)
	await := func(what string, ok func() bool) {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatalf("never: %s; %v", what, h.ready.details)
			}
		}
	}
	publish := func(ws string, n int) {
		t.Helper()
		for i := range n {
			if err := in.bus.Publish(t.Context(), bus.Message{Topic: bus.TopicMapped, Key: ws + strconv.Itoa(i), Payload: []byte("x"), Headers: map[string]string{record.HeaderWorkspace: ws}}); err != nil {
				t.Fatal(err)
			}
		}
	}
	publish("well", 5)
	await("the first are through", func() bool { return well.Load() == 5 })
	publish("hangs", 1)
	for last, began := well.Load(), time.Now(); time.Since(began) < 3*time.Second; last = well.Load() {
		publish("well", 5)
		await("the others go on", func() bool { return well.Load() > last })
	}
	look := func(after time.Duration) (bool, any) {
		h.ready.look(t.Context(), time.Now().Add(after))
		ok, d := h.ready.ready(t.Context())
		return ok, d["stuck"]
	}
	await("it is seen", func() bool {
		ok, stuck := look(28 * time.Second) // and the three that it hangs already; what moved a moment ago would be well
		return !ok && slices.Equal(stuck.([]string), []string{"apply/0"})
	})
	free()
	await("it is over", func() bool { ok, _ := look(0); return ok })
}

// What is about to end is not ready.
func TestLeavingIsNotReady(t *testing.T) {
	in := install(t)
	h := newHub(in.store, in.bus, []byte("k"), slog.New(slog.DiscardHandler), nil)
	h.ready.look(t.Context(), time.Now())
	if ok, d := h.ready.ready(t.Context()); !ok {
		t.Errorf("a program that only answers HTTP is not ready: %v", d)
	}
	h.leave()
	h.leave()
	if ok, _ := h.ready.ready(t.Context()); ok {
		t.Error("ready while it leaves")
	}
}

// More waits than the door allows: it shuts, and opens again.
func TestTheDoorShutsWhenTooMuchWaits(t *testing.T) {
	in := install(t)
	h := newHub(in.store, in.bus, []byte("k"), slog.New(slog.DiscardHandler), nil)
	h.backlog = 2
	for range 3 {
		if err := in.bus.Publish(t.Context(), bus.Message{Topic: bus.TopicRaw, Key: "k", Payload: []byte("x")}); err != nil {
			t.Fatal(err)
		}
	}
	h.bound(t.Context())
	if why := h.door.Why(); why == nil || why.Code != "hub_behind" || why.Wait == 0 {
		t.Errorf("the door says %v", why)
	}
	h.backlog = 3
	h.bound(t.Context())
	if why := h.door.Why(); why != nil {
		t.Errorf("the door stays shut: %v", why)
	}
	h.backlog = 2
	h.leave()
	h.bound(t.Context())
	if why := h.door.Why(); why == nil || why.Code != "hub_stopping" {
		t.Errorf("a door that is shut for good says %v", why)
	}
}
