package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// StreamState is how far a stream of a connection was read, and how reading goes.
type StreamState struct {
	Stream      string
	State       connectors.State // nil: from the start
	Fencing     int64
	UpdatedAt   *time.Time // the state was saved
	LastReadAt  *time.Time // a read came to the end of what there was
	LastMovedAt *time.Time // a read brought something
	LastError   string     // code of the fault of the last read; empty after a good one
	LastErrorAt *time.Time
}

var (
	qStateLoad       = sql("StateLoad")
	qStateSave       = sql("StateSave")
	qStateReadEnded  = sql("StateReadEnded")
	qStateReadFailed = sql("StateReadFailed")
	qStates          = sql("States")
)

// LoadState gives the state that a stream goes on from; nil from the start.
func (s *Store) LoadState(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream string) (state connectors.State, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		state = nil
		err := tx.QueryRow(ctx, qStateLoad, c, stream).Scan((*[]byte)(&state))
		if isNoRows(err) {
			return nil
		}
		return err
	})
	return state, err
}

// SaveState saves a stream's state byte for byte, for the holder of the connection's
// lease; with an earlier token it saves nothing and is the fault stale_lease.
//
// moved and unchanged are how many records of the page went on the bus and how many
// were dropped before it, having been read before.
func (s *Store) SaveState(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream string, state connectors.State, token int64, moved, unchanged int) error {
	if len(state) > connectors.MaxState {
		return fault.Newf("database_refused_value", "the state of stream %s is larger than %d bytes", stream, connectors.MaxState)
	}
	return s.guarded(ctx, ws, c, token, func(ctx context.Context, tx pgx.Tx) error {
		if err := wrote(tx.Exec(ctx, qStateSave, ws, c, stream, []byte(state), token, int64(moved), int64(unchanged))); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, sql("ReadingStateSaved"), c, stream, !noState(state))
		return err
	})
}

// ReadEnded notes that a read came to its end, and when the stream is read next.
func (s *Store) ReadEnded(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream string, next time.Time, token int64) error {
	return s.guarded(ctx, ws, c, token, func(ctx context.Context, tx pgx.Tx) error {
		if err := wrote(tx.Exec(ctx, qStateReadEnded, ws, c, stream, token)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, sql("ReadingEnded"), ws, c, stream, moment(next))
		return err
	})
}

// ReadFailed notes the fault's code of a read that failed, how many failed in a row,
// and when the stream is read next.
func (s *Store) ReadFailed(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream, code string, failures int, next time.Time, token int64) error {
	return s.guarded(ctx, ws, c, token, func(ctx context.Context, tx pgx.Tx) error {
		if err := wrote(tx.Exec(ctx, qStateReadFailed, ws, c, stream, token, code)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, sql("ReadingFailed"), ws, c, stream, failures, code, moment(next))
		return err
	})
}

// guarded runs a transaction under the connection's lease: see Guard.
func (s *Store) guarded(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, token int64, fn Func) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if err := Guard(ctx, tx, ConnectionLease(c), token); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

// wrote makes a row that was left alone, because a later holder has written it, a
// stale lease.
func wrote(tag pgconn.CommandTag, err error) error {
	if err == nil && tag.RowsAffected() == 0 {
		return fault.Newf("stale_lease", "a later holder wrote already")
	}
	return err
}

// noState tells whether a state means "from the start".
func noState(s connectors.State) bool { return len(s) == 0 || string(s) == "null" }

// moment stores no time as null.
func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// States lists how a connection's streams stand.
func (s *Store) States(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID) (out []StreamState, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qStates, c)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (st StreamState, err error) {
			err = row.Scan(&st.Stream, (*[]byte)(&st.State), &st.Fencing, &st.UpdatedAt, &st.LastReadAt, &st.LastMovedAt, &st.LastError, &st.LastErrorAt)
			return st, err
		})
		return err
	})
	return out, err
}

func isUUID(s string) bool {
	_, err := uuid.Parse(s)
	return err == nil && len(s) == 36
}
