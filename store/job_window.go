package store

import (
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

var _ jobs.WindowStore = (*Store)(nil)

// WindowAt implements jobs.WindowStore.
func (s *Store) WindowAt(ctx context.Context, j jobs.Job, stream string, from time.Time) (w jobs.WindowRow, err error) {
	err = s.InWorkspaceRead(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		w = jobs.WindowRow{Stream: stream}
		err := tx.QueryRow(ctx, sql("WindowAt"), j.ID, stream, from).Scan(&w.From, &w.To, (*[]byte)(&w.State), &w.Records, &w.Done)
		if isNoRows(err) {
			return nil
		}
		return err
	})
	return w, err
}

// SaveWindow implements jobs.WindowStore.
func (s *Store) SaveWindow(ctx context.Context, j jobs.Job, w jobs.WindowRow) error {
	return s.InWorkspace(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		if err := Guard(ctx, tx, JobLease(j.ID), j.Token); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, sql("WindowSave"), j.Workspace, j.ID, w.Stream, w.From, w.To, []byte(w.State), w.Records, w.Done)
		return err
	})
}

// InWindow implements jobs.WindowStore.
func (s *Store) InWindow(ctx context.Context, j jobs.Job, stream string, w connectors.Window, after string, limit int) (out []jobs.Known, err error) {
	err = s.InWorkspaceRead(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("InWindow"), string(j.Connection), stream, after, w.From, w.To, limit)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (jobs.Known, error) {
			k := jobs.Known{Current: true}
			var hash []byte
			err := row.Scan(&k.Key, &k.Version, (*string)(&k.Op), &hash)
			copy(k.Hash[:], hash)
			return k, err
		})
		return err
	})
	return out, err
}

// KnownBy implements jobs.WindowStore.
func (s *Store) KnownBy(ctx context.Context, j jobs.Job, stream string, keys []string, hashes [][32]byte) (map[string]jobs.Known, error) {
	asked := make([][]byte, len(hashes))
	for i := range hashes {
		asked[i] = hashes[i][:]
	}
	out := map[string]jobs.Known{}
	err := s.InWorkspaceRead(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("KnownBy"), string(j.Connection), stream, keys, asked)
		if err != nil {
			return err
		}
		var k jobs.Known
		var op string
		var hash []byte
		_, err = pgx.ForEachRow(rows, []any{&k.Key, &k.Version, &op, &hash, &k.Empty, &k.Landed, &k.Outcome, &k.Reason}, func() error {
			k.Op, k.Current, k.Hash = record.Op(op), hash != nil, [32]byte{}
			copy(k.Hash[:], hash)
			out[k.Key] = k
			return nil
		})
		return err
	})
	return out, err
}

// PutComparison implements jobs.WindowStore.
func (s *Store) PutComparison(ctx context.Context, j jobs.Job, c views.Comparison) (string, error) {
	differences, err := json.Marshal(c.Differences)
	if err != nil {
		return "", fault.New("internal", err)
	}
	var id int64
	err = s.InWorkspace(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		if err := Guard(ctx, tx, JobLease(j.ID), j.Token); err != nil {
			return err
		}
		return tx.QueryRow(ctx, sql("ComparisonPut"), j.Workspace, j.ID, string(j.Connection), c.Stream, c.From, c.To, c.At, c.SourceCount, c.HubCount,
			c.SourceHash, c.HubHash, c.MissingHub, c.MissingSource, c.Different, c.Dead, c.LeftOut, c.CheckedAgain, differences).Scan(&id)
	})
	return strconv.FormatInt(id, 10), err
}

// StillDiffers implements jobs.WindowStore.
func (s *Store) StillDiffers(ctx context.Context, j jobs.Job, stream string, w connectors.Window) (still bool, err error) {
	err = s.InWorkspaceRead(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql("StillDiffers"), string(j.Connection), stream, w.From, w.To).Scan(&still)
	})
	return still, err
}
