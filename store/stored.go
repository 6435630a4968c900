package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/record"
)

var _ jobs.RawStore = (*Store)(nil)

// The ends of a range that has none: times that every column takes.
var (
	atTheBeginning = time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	atTheEnd       = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
)

// rangeOf is the range of a job with both ends.
func rangeOf(j jobs.Job) (from, to time.Time) {
	if from = j.From; from.IsZero() {
		from = atTheBeginning
	}
	if to = j.To; to.IsZero() {
		to = atTheEnd
	}
	return from, to
}

// RecordStreams implements jobs.RawStore.
func (s *Store) RecordStreams(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID) (out []string, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("RecordStreams"), string(c))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return out, err
}

// CountCurrent implements jobs.RawStore.
func (s *Store) CountCurrent(ctx context.Context, j jobs.Job, stream string) (n int64, err error) {
	from, to := rangeOf(j)
	err = s.InWorkspaceRead(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql("CountCurrent"), string(j.Connection), stream, from, to).Scan(&n)
	})
	return n, err
}

// Current implements jobs.RawStore.
func (s *Store) Current(ctx context.Context, j jobs.Job, stream, after string, below int64, limit int) ([]jobs.Stored, error) {
	from, to := rangeOf(j)
	return s.stored(ctx, j, stream, sql("CurrentStored"), string(j.Connection), stream, after, from, to, below, limit)
}

// Outside implements jobs.RawStore.
func (s *Store) Outside(ctx context.Context, j jobs.Job, stream, after string, limit int) ([]jobs.Stored, error) {
	from, to := rangeOf(j)
	return s.stored(ctx, j, stream, sql("OutsideStored"), string(j.Connection), stream, after, from, to, limit)
}

func (s *Store) stored(ctx context.Context, j jobs.Job, stream, query string, args ...any) (out []jobs.Stored, err error) {
	err = s.InWorkspaceRead(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (x jobs.Stored, err error) {
			r := &x.Record
			var hash, made []byte
			err = row.Scan(&r.Key, &r.Version, (*string)(&r.Op), &hash, &r.OccurredAt, &r.ReceivedAt, &x.Partition, &x.Offset, &x.Rules, &made, &r.Connector, &x.Packed)
			r.Workspace, r.Connection, r.Stream = j.Workspace, j.Connection, stream
			copy(x.Hash[:], hash)
			copy(x.Made[:], made)
			return x, err
		})
		return err
	})
	return out, err
}

// Unpack implements jobs.RawStore.
func (s *Store) Unpack(packed []byte) ([]byte, error) {
	b, err := zstdOut().DecodeAll(packed, nil)
	if err != nil {
		return nil, fault.Newf("internal", "a stored payload does not unpack: %w", err)
	}
	return b, nil
}

// EntitiesNow implements jobs.RawStore.
func (s *Store) EntitiesNow(ctx context.Context, j jobs.Job, stream string, keys []string) (map[string][]record.Entity, error) {
	out := map[string][]record.Entity{}
	err := s.InWorkspaceRead(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("EntitiesNow"), string(j.Connection), stream, keys)
		if err != nil {
			return err
		}
		var key, data string
		var e record.Entity
		_, err = pgx.ForEachRow(rows, []any{&key, &e.Kind, &e.Part, &data}, func() error {
			e.Data = []byte(data)
			out[key] = append(out[key], e)
			return nil
		})
		return err
	})
	return out, err
}
