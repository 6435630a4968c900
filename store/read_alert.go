package store

import (
	"context"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// ListAlerts lists alerts, open ones first, then the latest first.
func (r *Reader) ListAlerts(ctx context.Context, ws record.WorkspaceID, aq views.AlertQuery) (rows []views.Alert, next []string, err error) {
	var open bool
	var at *time.Time
	var id int64
	if len(aq.After) > 0 {
		var text string
		if at, text, err = afterTime(aq.After[1:]); err != nil {
			return nil, nil, err
		}
		open = aq.After[0] == "open"
		if id, err = idOf(text); err != nil {
			return nil, nil, fault.New("bad_cursor", nil)
		}
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var err error
		rows, err = all(ctx, q, sql("ReadAlerts"), scanAlertView, aq.State, aq.Kind, aq.Connection, open, at, id, aq.Limit+1, aq.Severity, aq.Mine, 0)
		if err == nil {
			err = q.nameActors(ctx, rows)
		}
		rows, next = cut(rows, aq.Limit, func(a views.Alert) []string {
			state := "open"
			if a.ClosedAt != nil {
				state = "closed"
			}
			return []string{state, a.LastAt.UTC().Format(time.RFC3339Nano), a.ID}
		})
		return err
	})
	return rows, next, err
}

func scanAlertView(row pgx.CollectableRow) (a views.Alert, err error) {
	var id int64
	var detail []byte
	var until *time.Time
	var mute views.AlertMute
	if err := row.Scan(&id, &a.Kind, &a.Severity, &a.Connection, &a.ConnectionName, &a.Stream, &a.Subject, &a.Text.Zh, &a.Text.En, &detail,
		&a.FirstAt, &a.LastAt, &a.Count, &a.ClosedAt, &a.ClosedBy, &a.AckedAt, &a.AckedBy, &a.Note,
		&a.Entity, &a.ToldAt, &a.EscalatedAt, &a.Untold, &until, &mute.Reason, &mute.By, &mute.Whole); err != nil {
		return a, err
	}
	if a.Connection == nobody {
		a.Connection = ""
	}
	if until != nil {
		mute.Until = *until
		a.Mute = &mute
	}
	if a.ClosedAt != nil || a.AckedAt != nil {
		a.Untold = ""
	}
	a.KindTitle = views.Text{Zh: a.Kind, En: a.Kind}
	if i, ok := alerts.InfoOf(alerts.Kind(a.Kind)); ok {
		a.KindTitle = views.Text(i.Title)
	}
	a.ID = strconv.FormatInt(id, 10)
	switch {
	case a.ClosedAt != nil:
		a.State = "closed"
	case a.AckedAt != nil:
		a.State = "acknowledged"
	default:
		a.State = "open"
	}
	a.Detail, err = jsonObject(detail)
	return a, err
}

// CountAlerts counts open alerts, and those of them that nobody has acknowledged.
func (r *Reader) CountAlerts(ctx context.Context, ws record.WorkspaceID) (open, unseen int, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		return q.tx.QueryRow(ctx, sql("AlertCounts")).Scan(&open, &unseen)
	})
	return open, unseen, err
}

// AckAlert notes that the actor of ctx looks after an alert.
func (r *Reader) AckAlert(ctx context.Context, ws record.WorkspaceID, id, note string) error {
	return r.changeAlert(ctx, ws, "alert.acknowledge", "AlertAck", id, note)
}

// CloseAlert closes an alert by hand.
func (r *Reader) CloseAlert(ctx context.Context, ws record.WorkspaceID, id, reason string) error {
	return r.changeAlert(ctx, ws, "alert.close", "AlertClose", id, reason)
}

func (r *Reader) changeAlert(ctx context.Context, ws record.WorkspaceID, action, query, id, note string) error {
	n, err := idOf(id)
	if err != nil {
		return fault.New("not_found", nil)
	}
	e, err := access.Did(ctx, action, "alert", id)
	if err != nil {
		return err
	}
	return r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, sql(query), n, e.Actor.Ref(), note)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			var there bool
			if err := tx.QueryRow(ctx, sql("AlertExists"), n).Scan(&there); err != nil {
				return err
			}
			if there {
				return fault.New("alert_closed", nil)
			}
			return fault.New("not_found", nil)
		}
		return Audit(ctx, tx, e.Because(note))
	})
}
