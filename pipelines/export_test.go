package pipelines

import "context"

// Once recomputes what is dirty in a domain once, in all workspaces, and tells
// whether there was anything.
func (d *Deriver) Once(ctx context.Context, domain string) (bool, error) { return d.once(ctx, domain) }

// Once carries what waits in the outboxes once.
func (r *Relay) Once(ctx context.Context) (bool, error) { return r.once(ctx) }
