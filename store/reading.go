package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// CheckLease fails with stale_lease unless token is the lease's current one and the
// lease has not run out, by the database's clock.
func (s *Store) CheckLease(ctx context.Context, name string, token int64) error {
	return s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var current bool
		err := tx.QueryRow(ctx, sql("LeaseCurrent"), name, token).Scan(&current)
		if err == nil && !current {
			return fault.Newf("stale_lease", "lease %s", name)
		}
		return err
	})
}

// StartReading gives how asking for a stream stands and notes, under the lease, that it
// begins. Its cursor is lost when one was saved and no person took it away, or when
// there is no note of reading at all, but records that were asked for (pushed says that
// they may have come through the door as well, and then nothing follows from them).
func (s *Store) StartReading(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream string, pushed bool, token int64) (r pipelines.Reading, err error) {
	err = s.guarded(ctx, ws, c, token, func(ctx context.Context, tx pgx.Tx) error {
		var known, pulled, had, has bool
		if err := tx.QueryRow(ctx, sql("ReadingKnown"), c, stream).Scan(&known); err != nil {
			return err
		}
		if !known {
			if err := tx.QueryRow(ctx, sql("ReadingWasPulled"), c, stream).Scan(&pulled); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, sql("ReadingBegin"), ws, c, stream); err != nil {
				return err
			}
		}
		var next, tried, asked, read *time.Time
		var since *time.Time
		var code string
		r = pipelines.Reading{}
		if err := tx.QueryRow(ctx, sql("ReadingLoad"), c, stream).Scan(&had, &r.Failures, &since, &code, &tried, &next, &asked, &r.Halted, &read, &has); err != nil {
			return err
		}
		for to, from := range map[*time.Time]*time.Time{&r.NextAt: next, &r.TriedAt: tried, &r.AskedAt: asked, &r.LastReadAt: read} {
			if from != nil {
				*to = *from
			}
		}
		r.Lost = !has && (had || pulled && !pushed)
		return nil
	})
	return r, err
}

// HaltStream stops a stream, under the lease, until a person decides.
func (s *Store) HaltStream(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream, code string, token int64) error {
	return s.guarded(ctx, ws, c, token, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql("ReadingHalt"), c, stream, code)
		return err
	})
}

// SourceMade notes, under the lease, that the source of a connection could be made.
func (s *Store) SourceMade(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, token int64) error {
	return s.guarded(ctx, ws, c, token, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql("ReadingMade"), c)
		return err
	})
}

// Breaker gives the circuit breaker of a connection.
func (s *Store) Breaker(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID) (b fault.Breaker, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		var text []byte
		err := tx.QueryRow(ctx, sql("BreakerLoad"), c).Scan(&text)
		if isNoRows(err) {
			return nil
		}
		if err != nil {
			return err
		}
		return json.Unmarshal(text, &b)
	})
	return b, err
}

// SaveBreaker keeps the circuit breaker of a connection, under its lease.
func (s *Store) SaveBreaker(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, b fault.Breaker, token int64) error {
	return s.guarded(ctx, ws, c, token, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql("BreakerSave"), ws, c, b)
		return err
	})
}

// Nudges counts the orders of persons that must be seen at once, by connection.
func (s *Store) Nudges(ctx context.Context, ws record.WorkspaceID) (map[record.ConnectionID]int64, error) {
	out := map[record.ConnectionID]int64{}
	err := s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("ReadingNudges"))
		if err != nil {
			return err
		}
		var c record.ConnectionID
		var n int64
		_, err = pgx.ForEachRow(rows, []any{&c, &n}, func() error {
			out[c] = n
			return nil
		})
		return err
	})
	return out, err
}

// AskNow has a stream (all of them for "") read at once, whatever the ladder says; what
// waits for a person's decision goes on waiting.
func (s *Store) AskNow(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream string) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error { return ask(ctx, tx, ws, c, stream) })
}

func ask(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, c record.ConnectionID, stream string) error {
	if _, err := tx.Exec(ctx, sql("ReadingAsk"), c, stream); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, sql("ReadingNudge"), ws, c, true)
	return err
}
