package store

import (
	"bytes"
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// How long an answer is kept, and after how long one that never came is given up:
// the process that worked on it is dead.
const (
	IdempotencyKept    = 24 * time.Hour
	IdempotencyGivenUp = 5 * time.Minute
)

// Answer is the answer to a request that was done already.
type Answer struct {
	Status int
	Body   []byte
}

var (
	qIdempotencyBegin  = sql("IdempotencyBegin")
	qIdempotencyGet    = sql("IdempotencyGet")
	qIdempotencyFinish = sql("IdempotencyFinish")
	qIdempotencyForget = sql("IdempotencyForget")
	qIdempotencyPurge  = sql("IdempotencyPurge")
)

// BeginIdempotent claims an Idempotency-Key of an actor (Actor.Ref) for the request
// of the given hash. It gives nil when the caller shall do the work and then
// FinishIdempotent or, when the work failed, ForgetIdempotent; else the kept answer.
// The faults are idempotency_mismatch and idempotency_running. Do not use it for
// answers that show a secret once.
func (s *Store) BeginIdempotent(ctx context.Context, ws record.WorkspaceID, actor, key string, request [32]byte, now time.Time) (*Answer, error) {
	var out *Answer
	err := s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		out = nil
		var mine bool
		err := tx.QueryRow(ctx, qIdempotencyBegin, ws, actor, key, request[:], now, now.Add(-IdempotencyKept), now.Add(-IdempotencyGivenUp)).Scan(&mine)
		if !isNoRows(err) {
			return err
		}
		var was, body []byte
		var status *int
		if err := tx.QueryRow(ctx, qIdempotencyGet, actor, key).Scan(&was, &status, &body); err != nil {
			return err
		}
		switch {
		case !bytes.Equal(was, request[:]):
			return fault.New("idempotency_mismatch", nil)
		case status == nil:
			return fault.New("idempotency_running", nil).After(time.Second)
		}
		out = &Answer{Status: *status, Body: body}
		return nil
	})
	return out, err
}

// FinishIdempotent keeps the answer.
func (s *Store) FinishIdempotent(ctx context.Context, ws record.WorkspaceID, actor, key string, a Answer) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, qIdempotencyFinish, actor, key, a.Status, a.Body)
		return err
	})
}

// ForgetIdempotent lets the key be used again: the request did nothing.
func (s *Store) ForgetIdempotent(ctx context.Context, ws record.WorkspaceID, actor, key string) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, qIdempotencyForget, actor, key)
		return err
	})
}

// PurgeIdempotent deletes answers that are no longer kept.
func (s *Store) PurgeIdempotent(ctx context.Context, ws record.WorkspaceID, now time.Time) (n int64, err error) {
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qIdempotencyPurge, now.Add(-IdempotencyKept))
		n = tag.RowsAffected()
		return err
	})
	return n, err
}
