package jobs

import "context"

// Do does a claimed job in this goroutine.
func (r *Runner) Do(ctx context.Context, j Job) error { return r.do(ctx, j) }

// OrderDaily orders the comparisons that are due.
func (r *Runner) OrderDaily(ctx context.Context, ordered map[string]bool) error {
	return r.orderDaily(ctx, ordered)
}
