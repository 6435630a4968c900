package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/record"
)

var (
	qAuditInsert = sql("AuditInsert")
	qAuditPage   = sql("AuditPage")
)

// Audit appends an entry to the trail of the transaction's workspace, beside the
// change that it tells of.
func Audit(ctx context.Context, tx pgx.Tx, e access.Entry) error {
	var at *time.Time
	if !e.At.IsZero() {
		at = &e.At
	}
	_, err := tx.Exec(ctx, qAuditInsert, at, string(e.Actor.Kind), e.Actor.ID, e.Action, e.ObjectKind, e.ObjectID, e.Reason, e.Diff)
	return err
}

// AppendAudit appends an entry that belongs to no other change.
func (s *Store) AppendAudit(ctx context.Context, ws record.WorkspaceID, e access.Entry) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error { return Audit(ctx, tx, e) })
}

// AuditQuery narrows AuditTrail; empty fields narrow nothing.
type AuditQuery struct {
	ObjectKind, ObjectID string
	Before               int64 // entries with a smaller Seq; zero begins at the newest
	Limit                int   // at most 500; zero: 100
}

// AuditTrail lists entries of a workspace, newest first; a removed workspace still has its own.
func (s *Store) AuditTrail(ctx context.Context, ws record.WorkspaceID, q AuditQuery) ([]access.Entry, error) {
	if q.Limit <= 0 || q.Limit > 500 {
		q.Limit = 100
	}
	var out []access.Entry
	err := s.transact(ctx, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qEnterForReading, string(ws)); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, qAuditPage, q.ObjectKind, q.ObjectID, q.Before, q.Limit)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (e access.Entry, err error) {
			e.Workspace, e.Actor.Workspace = ws, ws
			err = row.Scan(&e.Seq, &e.At, &e.Actor.Kind, &e.Actor.ID, &e.Action, &e.ObjectKind, &e.ObjectID, &e.Reason, &e.Diff)
			return e, err
		})
		return err
	})
	return out, err
}
