package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

var (
	qLetterLimits      = sql("LetterLimits")
	qLetterLimitPut    = sql("LetterLimitPut")
	qLetterLimitDelete = sql("LetterLimitDelete")
	qLettersWithin     = sql("LettersWithin")
	qSettledWithin     = sql("SettledWithin")
	qLettersOpenCounts = sql("LettersOpenCounts")
)

// LetterLimits gives the limits that were set in a workspace; that of the workspace
// itself, set or not, stands first.
func (r *Reader) LetterLimits(ctx context.Context, ws record.WorkspaceID) (out []views.LetterLimit, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var err error
		out, err = letterLimits(ctx, q.tx)
		return err
	})
	return out, err
}

func letterLimits(ctx context.Context, tx pgx.Tx) ([]views.LetterLimit, error) {
	found, err := all(ctx, reading{tx}, qLetterLimits, func(row pgx.CollectableRow) (l views.LetterLimit, err error) {
		return l, row.Scan(&l.Connection, &l.Percent, &l.AtLeast, &l.Letters, &l.Minutes, &l.Version)
	})
	if err != nil {
		return nil, err
	}
	if len(found) > 0 && found[0].Connection == nobody { // the nil UUID sorts first
		found[0].Connection = ""
		return found, nil
	}
	d := alerts.DefaultLetterLimit
	return append([]views.LetterLimit{{Percent: d.Percent, AtLeast: d.AtLeast, Letters: d.Letters, Minutes: d.Minutes}}, found...), nil
}

// SetLetterLimit sets the limit of a connection, or of the workspace, where Version is
// the one that is changed (0: there is none yet). The fault of another version is conflict.
func (r *Reader) SetLetterLimit(ctx context.Context, ws record.WorkspaceID, l views.LetterLimit) error {
	e, err := access.Did(ctx, "dead_letter.limit", "connection", l.Connection)
	if err != nil {
		return err
	}
	if e.Diff, err = access.Diff(nil, l, nil); err != nil {
		return err
	}
	return r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		c, err := limitOf(ctx, tx, l.Connection)
		if err != nil {
			return err
		}
		var version int
		err = tx.QueryRow(ctx, qLetterLimitPut, ws, c, l.Percent, l.AtLeast, l.Letters, l.Minutes, e.Actor.Ref(), l.Version).Scan(&version)
		if isNoRows(err) {
			return fault.New("conflict", nil)
		}
		if err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// ForgetLetterLimit lets a connection have the workspace's limit again.
func (r *Reader) ForgetLetterLimit(ctx context.Context, ws record.WorkspaceID, connection string) error {
	e, err := access.Did(ctx, "dead_letter.limit_forget", "connection", connection)
	if err != nil {
		return err
	}
	return r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		c, err := limitOf(ctx, tx, connection)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, qLetterLimitDelete, c)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// limitOf gives the id under which a limit lies; a connection must be a living one.
func limitOf(ctx context.Context, tx pgx.Tx, connection string) (string, error) {
	if connection == "" {
		return nobody, nil
	}
	c, err := oneConnection(ctx, tx, qConnectionByID, connection)
	if isNoRows(err) || err == nil && c.DeletedAt != nil {
		return "", fault.New("not_found", nil)
	}
	return connection, err
}

// Quarantined implements letters.WatchStore: it asks once for each length of window
// that is in use, and counts all records of a connection only as far as decides.
func (s *Store) Quarantined(ctx context.Context, ws record.WorkspaceID) (out []letters.Seen, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		out = nil
		limits, err := letterLimits(ctx, tx)
		if err != nil {
			return err
		}
		own := map[string]alerts.LetterLimit{}
		for _, l := range limits {
			own[l.Connection] = alerts.LetterLimit{Percent: l.Percent, AtLeast: l.AtLeast, Letters: l.Letters, Minutes: l.Minutes}
		}
		for connection, l := range own {
			found, err := quarantined(ctx, tx, connection, l)
			if err != nil {
				return err
			}
			for _, x := range found {
				if _, has := own[string(x.Connection)]; connection == "" && has {
					continue // it has a limit of its own
				}
				out = append(out, x)
			}
		}
		return nil
	})
	return out, gone(err)
}

func quarantined(ctx context.Context, tx pgx.Tx, connection string, l alerts.LetterLimit) ([]letters.Seen, error) {
	found, err := all(ctx, reading{tx}, qLettersWithin, func(row pgx.CollectableRow) (x letters.Seen, err error) {
		x.Limit = l
		return x, row.Scan(&x.Connection, &x.Name, &x.Letters, &x.Code)
	}, l.Minutes, connection)
	if err != nil {
		return nil, err
	}
	for i := range found {
		x := &found[i]
		if most := l.Decides(x.Letters); most > 0 {
			if err := tx.QueryRow(ctx, qSettledWithin, string(x.Connection), l.Minutes, most).Scan(&x.Records); err != nil {
				return nil, err
			}
		}
	}
	return found, nil
}

// OpenLetters implements letters.WatchStore.
func (s *Store) OpenLetters(ctx context.Context, ws record.WorkspaceID) (out []letters.OpenCount, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		out, err = all(ctx, reading{tx}, qLettersOpenCounts, func(row pgx.CollectableRow) (c letters.OpenCount, err error) {
			return c, row.Scan(&c.Connector, &c.Stream, &c.Kind, &c.Code, &c.Letters)
		})
		return err
	})
	return out, gone(err)
}
