package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// PlaceHold keeps a person's data, or those of a class, from being deleted until it is
// released.
func (s *Store) PlaceHold(ctx context.Context, ws record.WorkspaceID, h privacy.Hold) error {
	e, err := access.Did(ctx, "hold.place", "hold", h.ID)
	if err != nil {
		return err
	}
	if e.Diff, err = access.Diff(nil, map[string]any{"person": h.Golden, "class": h.Class}, nil); err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if h.Golden != "" {
			var status string
			if err := tx.QueryRow(ctx, sql("SubjectGolden"), h.Golden).Scan(&h.Golden, &status); err != nil {
				if isNoRows(err) {
					return fault.New("not_found", nil)
				}
				return err
			}
		}
		if _, err := tx.Exec(ctx, sql("HoldInsert"), string(ws), h.ID, h.Golden, h.Class, h.Reason, e.Actor.Ref()); err != nil {
			return err
		}
		return Audit(ctx, tx, e.Because(h.Reason))
	})
}

// ReleaseHold ends a hold.
func (s *Store) ReleaseHold(ctx context.Context, ws record.WorkspaceID, id, reason string) error {
	e, err := access.Did(ctx, "hold.release", "hold", id)
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		var golden, class string
		if err := tx.QueryRow(ctx, sql("HoldRelease"), id, e.Actor.Ref()).Scan(&golden, &class); err != nil {
			if isNoRows(err) {
				return fault.New("not_found", nil)
			}
			return err
		}
		return Audit(ctx, tx, e.Because(reason))
	})
}

// Holds lists holds, those in force first.
func (s *Store) Holds(ctx context.Context, ws record.WorkspaceID) (out []privacy.Hold, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("HoldRows"))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (h privacy.Hold, err error) {
			err = row.Scan(&h.ID, &h.Golden, &h.Class, &h.Reason, &h.PlacedBy, &h.PlacedAt, &h.ReleasedBy, &h.ReleasedAt)
			return h, err
		})
		return err
	})
	if out == nil {
		out = []privacy.Hold{}
	}
	return out, err
}
