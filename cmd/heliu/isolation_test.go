package main

import (
	"context"
	"log/slog"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// A workspace whose apply transaction does not end holds up no other, and comes when it does.
func TestALockedWorkspaceHoldsUpNoOther(t *testing.T) {
	in := install(t)
	made, err := in.store.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: "other", Name: "另一家公司"})
	if err != nil {
		t.Fatal(err)
	}
	other := made.ID
	nothing := func(context.Context, pipelines.ApplyTx) error { return nil }
	locked, release, unlocked := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		unlocked <- in.store.Apply(context.Background(), in.ws, func(context.Context, pipelines.ApplyTx) error {
			close(locked)
			<-release
			return nil
		})
	}()
	<-locked
	const each = 1000
	var msgs []bus.Message
	for i := range each {
		for _, ws := range []record.WorkspaceID{in.ws, other} {
			msgs = append(msgs, bus.Message{Topic: bus.TopicMapped, Key: string(ws) + strconv.Itoa(i), Headers: map[string]string{record.HeaderWorkspace: string(ws)}})
		}
	}
	if err := in.bus.Publish(t.Context(), msgs...); err != nil {
		t.Fatal(err)
	}
	h := newHub(in.store, in.bus, []byte("k"), slog.New(slog.DiscardHandler), nil)
	var done, held atomic.Int64
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- h.stage(ctx, "apply", bus.TopicMapped, func(ctx context.Context, batch []bus.Delivery) ([]bus.Result, error) {
			n := map[record.WorkspaceID]int64{}
			for _, d := range batch {
				n[record.WorkspaceID(d.Headers[record.HeaderWorkspace])]++
			}
			for ws := range n { // as the applier does
				if err := in.store.Apply(ctx, ws, nothing); err != nil {
					return nil, err
				}
			}
			done.Add(n[other])
			held.Add(n[in.ws])
			return make([]bus.Result, len(batch)), nil
		}, func(_ context.Context, d bus.Delivery, why error) error {
			t.Errorf("offset %d is dead: %v", d.Offset, why)
			return nil
		})
	}()
	wait := func(what string, n *atomic.Int64) {
		t.Helper()
		for end := time.Now().Add(10 * time.Second); n.Load() < each; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(end) {
				t.Errorf("%s: %d of %d are applied", what, n.Load(), each)
				return
			}
		}
	}
	wait("beside a workspace that is locked", &done)
	if n := held.Load(); n != 0 {
		t.Errorf("%d of the locked workspace are applied", n)
	}
	close(release)
	if err := <-unlocked; err != nil {
		t.Error(err)
	}
	wait("once it is free", &held)
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
