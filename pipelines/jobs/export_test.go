package jobs

import "context"

// Do does a claimed job in this goroutine.
func (r *Runner) Do(ctx context.Context, j Job) error { return r.do(ctx, j) }
