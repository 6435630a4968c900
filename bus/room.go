package bus

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// room bounds what is held in memory, by number and by bytes.
type room struct {
	count *semaphore.Weighted
	bytes *semaphore.Weighted
	most  int64
}

func newRoom(count int, bytes int64) *room {
	return &room{count: semaphore.NewWeighted(int64(count)), bytes: semaphore.NewWeighted(bytes), most: bytes}
}

// take waits for room for one message of n bytes. What is larger than all the room takes all of it.
func (r *room) take(ctx context.Context, n int64) error {
	if err := r.count.Acquire(ctx, 1); err != nil {
		return err
	}
	if err := r.bytes.Acquire(ctx, min(n, r.most)); err != nil {
		r.count.Release(1)
		return err
	}
	return nil
}

// give returns what take took.
func (r *room) give(n int64) {
	r.bytes.Release(min(n, r.most))
	r.count.Release(1)
}
