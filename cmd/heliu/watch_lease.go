package main

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/store"
)

// watchLease lets one hub of many watch over something. mine takes the lease or renews
// it, and tells whether this hub has it; release gives it back, for a good end.
func (h *hub) watchLease(name, holder string, ttl time.Duration) (mine func(ctx context.Context) bool, release func()) {
	lease := store.Lease{Name: "watch/" + name, Holder: holder}
	mine = func(ctx context.Context) bool {
		l, ok, err := h.store.AcquireLease(ctx, lease.Name, holder, ttl)
		if ok && err == nil {
			lease = l
		}
		return ok && err == nil
	}
	release = func() {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if err := h.store.ReleaseLease(ctx, lease); err != nil {
			h.log.Debug("lease not released; it runs out by itself", "lease", lease.Name, "error", err)
		}
	}
	return mine, release
}
