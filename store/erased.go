package store

import (
	"context"
	"errors"
	"sync"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// erasedSets remembers, a workspace, who was erased as of its latest generation.
type erasedSets struct {
	mu sync.Mutex
	m  map[record.WorkspaceID]*privacy.Set
}

func (e *erasedSets) get(ws record.WorkspaceID) (*privacy.Set, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	s, ok := e.m[ws]
	return s, ok
}

func (e *erasedSets) put(ws record.WorkspaceID, s *privacy.Set) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.m == nil {
		e.m = map[record.WorkspaceID]*privacy.Set{}
	}
	if was, ok := e.m[ws]; !ok || was.At() <= s.At() {
		e.m[ws] = s
	}
}

// Erased implements pipelines.ErasedStore.
func (s *Store) Erased(ctx context.Context, ws record.WorkspaceID, fresh bool) (set *privacy.Set, err error) {
	if set, ok := s.erased.get(ws); ok && !fresh {
		return set, nil
	}
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		set, err = s.erasedIn(ctx, tx, ws)
		return err
	})
	if errors.Is(gone(err), pipelines.ErrWorkspaceGone) {
		return nil, nil
	}
	return set, err
}

// erasedIn gives the set as a transaction sees it.
func (s *Store) erasedIn(ctx context.Context, tx querier, ws record.WorkspaceID) (*privacy.Set, error) {
	var generation int64
	if err := tx.QueryRow(ctx, sql("ErasedGeneration")).Scan(&generation); err != nil {
		return nil, err
	}
	if set, ok := s.erased.get(ws); ok && set.At() == generation {
		return set, nil
	}
	set, err := s.erasedValues(ctx, tx, ws, generation, nil)
	if err == nil {
		s.erased.put(ws, set)
	}
	return set, err
}

// erasedValues loads the values of one erasure, or of all for nil.
func (s *Store) erasedValues(ctx context.Context, tx querier, ws record.WorkspaceID, generation int64, of *string) (*privacy.Set, error) {
	if generation == 0 {
		return privacy.NewSet(nil, 0, nil), nil
	}
	hasher, err := s.hasher(ws)
	if err != nil {
		return nil, err
	}
	rows, err := tx.Query(ctx, sql("ErasedValues"), of)
	if err != nil {
		return nil, err
	}
	var entries []privacy.Entry
	var e privacy.Entry
	var hash []byte
	_, err = pgx.ForEachRow(rows, []any{&e.Kind, &hash, &e.Owner}, func() error {
		copy(e.Hash[:], hash)
		entries = append(entries, e)
		return nil
	})
	return privacy.NewSet(hasher, generation, entries), err
}

// hasher makes the keyed hashes of a workspace; the key is the same for the life of the
// key file.
func (s *Store) hasher(ws record.WorkspaceID) (*privacy.Hasher, error) {
	keys, err := s.ring()
	if err != nil {
		return nil, err
	}
	key, err := keys.Derive("privacy.erased")
	if err != nil {
		return nil, err
	}
	return privacy.NewHasher(key, ws), nil
}

// landUnder refuses rows that were held against fewer erased persons than there are by
// now. What comes after this in the transaction is seen by every erasure that follows.
func landUnder(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, rows []pipelines.RawRow) error {
	if len(rows) == 0 {
		return nil
	}
	var now int64
	var b pgx.Batch
	b.Queue(sql("ErasedLockShared"), string(ws)) // only what is asked after it sees what it waited for
	b.Queue(sql("ErasedGeneration")).QueryRow(func(row pgx.Row) error { return row.Scan(&now) })
	if err := tx.SendBatch(ctx, &b).Close(); err != nil {
		return err
	}
	for _, r := range rows {
		if r.Erased < now {
			return fault.Newf("erased_meanwhile", "%d erasures, %d when the record was mapped", now, r.Erased)
		}
	}
	return nil
}

// Erased implements pipelines.ApplyTx.
func (t *applyTx) Erased(ctx context.Context) (*privacy.Set, error) {
	return t.erased(ctx, t.tx)
}
