package main

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/subjects"
)

// watchPrivacy is how long the lease of the hub that erases lives.
const watchPrivacy = 30 * time.Second

// keepPrivacy erases persons and keeps the periods of retention.
func (h *hub) keepPrivacy(ctx context.Context, holder string, apply *pipelines.Applier) error {
	g, ctx := errgroup.WithContext(ctx)
	sleep := clock.System{}.Sleep
	mine, release := h.watchLease("privacy", holder, watchPrivacy)
	eraser := &subjects.Eraser{Store: h.store, Apply: apply, Now: hubClock().Now, Log: h.log, Sleep: sleep, Mine: mine, Retention: bus.DefaultRetention}
	g.Go(func() error {
		defer release()
		return eraser.Run(ctx)
	})
	keeper := &subjects.Keeper{Store: h.store, Now: hubClock().Now, Log: h.log, Sleep: sleep, Mine: mine}
	g.Go(func() error { return keeper.Run(ctx) })
	return g.Wait()
}
