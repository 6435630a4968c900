package store

import (
	"context"
	"encoding/json"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// DecideState has a stream read on from a position that a person chose; none means
// from the start. match is the tag that they saw (see StateTag; "*" for any), another
// one is the fault precondition_failed. It gives what the state was.
//
// Whoever reads the connection loses its lease first, so that a page in hand is not
// saved over what was decided; the stream goes on if it waited for a decision, and the
// trail keeps the reason and a digest of both states.
func (s *Store) DecideState(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream string, to connectors.State, match, reason string) (was connectors.State, err error) {
	if len(to) > connectors.MaxState || len(to) > 0 && !json.Valid(to) {
		return nil, fault.New("bad_state", nil)
	}
	if reason == "" {
		return nil, fault.New("reason_missing", nil).At("reason", "")
	}
	action := "connection.set-state"
	if noState(to) {
		action, to = "connection.reset-state", nil
	}
	e, err := access.Did(ctx, action, "connection", string(c))
	if err != nil {
		return nil, err
	}
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		was = nil
		var token int64
		if err := tx.QueryRow(ctx, sql("LeaseRevoke"), ConnectionLease(c)).Scan(&token); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, sql("StateForUpdate"), c, stream).Scan((*[]byte)(&was)); err != nil && !isNoRows(err) {
			return err
		}
		tag, err := stateTag(ctx, tx, c)
		if err != nil {
			return err
		}
		if match != "*" && match != tag {
			return fault.New("precondition_failed", nil)
		}
		if _, err := tx.Exec(ctx, sql("StatePut"), ws, c, stream, []byte(to), token); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, sql("ReadingDecided"), ws, c, stream, to != nil); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, sql("ReadingNudge"), ws, c, false); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, sql("AlertClear"), alerts.LostCursor, string(c), stream, ""); err != nil {
			return err
		}
		e := e.Because(reason)
		if e.Diff, err = access.Diff(digest(stream, was), digest(stream, to), nil); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
	return was, err
}

// StateTag names what persons have decided about a connection so far. It is the version
// that a decision is made against: reading moves the state all the time, and moves no tag.
func (s *Store) StateTag(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID) (tag string, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err = stateTag(ctx, tx, c)
		return err
	})
	return tag, err
}

func stateTag(ctx context.Context, tx pgx.Tx, c record.ConnectionID) (string, error) {
	var n int64
	err := tx.QueryRow(ctx, sql("ReadingNudgesOf"), c).Scan(&n)
	if isNoRows(err) {
		err = nil
	}
	return strconv.FormatInt(n, 10), err
}

// digest is what the trail keeps of a state, which is a connector's own and may hold
// anything: its stream stands beside it.
func digest(stream string, s connectors.State) map[string]any {
	if noState(s) {
		return map[string]any{stream: "none"}
	}
	return map[string]any{stream: map[string]any{"sha256": views.Digest(s), "bytes": len(s)}}
}
