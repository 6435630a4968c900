package store

import (
	"context"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

var _ pipelines.Alarm = (*Store)(nil)

// nobody stands for the hub itself where a connection is named.
const nobody = "00000000-0000-0000-0000-000000000000"

func connectionOf(e alerts.Event) string {
	if e.Connection == "" {
		return nobody
	}
	return string(e.Connection)
}

// Raise implements pipelines.Alarm.
func (s *Store) Raise(ctx context.Context, ws record.WorkspaceID, e alerts.Event) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error { return raise(ctx, tx, ws, e) })
}

// raise raises an event inside a transaction.
func raise(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, e alerts.Event) error {
	if err := e.Validate(); err != nil {
		return fault.New("internal", err)
	}
	detail := []byte("{}")
	if len(e.Detail) > 0 {
		var err error
		if detail, err = json.Marshal(e.Detail); err != nil {
			return fault.New("internal", err)
		}
	}
	owner := e.Owner
	if !isUUID(owner) {
		owner = ""
	}
	roles := make([]string, len(e.Roles))
	for i, r := range e.Roles {
		roles[i] = string(r)
	}
	_, err := tx.Exec(ctx, sql("AlertRaise"), ws, e.Kind, e.Severity, connectionOf(e), e.Stream, e.Subject, e.Text.Zh, e.Text.En, detail, owner, roles, e.Entity)
	return err
}

// Clear implements pipelines.Alarm.
func (s *Store) Clear(ctx context.Context, ws record.WorkspaceID, e alerts.Event) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error { return calm(ctx, tx, e) })
}

// calm clears an event inside a transaction.
func calm(ctx context.Context, tx pgx.Tx, e alerts.Event) error {
	_, err := tx.Exec(ctx, sql("AlertClear"), e.Kind, connectionOf(e), e.Stream, e.Subject)
	return err
}

// OpenAlerts gives the open events of a workspace, in the order they were opened.
func (s *Store) OpenAlerts(ctx context.Context, ws record.WorkspaceID) (out []alerts.Stored, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("AlertsOpen"))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scanAlert)
		return err
	})
	return out, err
}

func scanAlert(row pgx.CollectableRow) (a alerts.Stored, err error) {
	var detail []byte
	if err := row.Scan(&a.ID, &a.Kind, &a.Severity, &a.Connection, &a.Stream, &a.Subject, &a.Text.Zh, &a.Text.En, &detail,
		&a.FirstAt, &a.LastAt, &a.Count, &a.ClosedAt, &a.ClosedBy, &a.AckedAt, &a.AckedBy, &a.Note); err != nil {
		return a, err
	}
	if a.Connection == nobody {
		a.Connection = ""
	}
	return a, json.Unmarshal(detail, &a.Detail)
}
