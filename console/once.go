package console

import (
	"context"
	"crypto/sha256"
	"encoding/json"

	"github.com/heliuhub/heliu/access"
)

// onceOf does a post under an Idempotency-Key at most once; the answer of the first
// time is kept with its status.
func onceOf[T any](ctx context.Context, c *console, by access.Actor, key, op string, body []byte, status int, do func() (*T, error)) (*T, error) {
	if key == "" || c.Idempotency == nil {
		return do()
	}
	sum := sha256.Sum256(append([]byte(op+"\x00"), body...))
	_, kept, done, err := c.Idempotency.Begin(ctx, by.Workspace, by.Ref(), key, sum, c.Now())
	if err != nil {
		return nil, err
	}
	if done {
		out := new(T)
		return out, json.Unmarshal(kept, out)
	}
	out, err := do()
	if err != nil {
		if ferr := c.Idempotency.Forget(context.WithoutCancel(ctx), by.Workspace, by.Ref(), key); ferr != nil {
			c.Log.WarnContext(ctx, "an idempotency key stays claimed until it runs out", "error", ferr)
		}
		return nil, err
	}
	b, err := json.Marshal(out)
	if err != nil {
		return nil, err
	}
	return out, c.Idempotency.Finish(context.WithoutCancel(ctx), by.Workspace, by.Ref(), key, status, b)
}
