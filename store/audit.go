package store

import (
	"context"
	"strings"
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
func Audit(ctx context.Context, tx querier, e access.Entry) error {
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
	ActorID              string
	Actions              []string // one of these; one that ends in "." is a beginning
	From, To             *time.Time
	Before               int64 // entries with a smaller Seq; zero begins at the newest
	Limit                int   // at most 500; zero: 100
}

// AuditTrail lists entries of a workspace, newest first; a removed workspace still has its own.
func (s *Store) AuditTrail(ctx context.Context, ws record.WorkspaceID, q AuditQuery) ([]access.Entry, error) {
	if q.Limit <= 0 || q.Limit > 500 {
		q.Limit = 100
	}
	var exact, begin []string
	for _, a := range q.Actions {
		if strings.HasSuffix(a, ".") {
			begin = append(begin, a)
		} else {
			exact = append(exact, a)
		}
	}
	var out []access.Entry
	err := s.inTrail(ctx, ws, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qAuditPage, q.ObjectKind, q.ObjectID, q.Before, q.Limit, q.ActorID, exact, begin, q.From, q.To)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (access.Entry, error) { return scanEntry(row, ws) })
		return err
	})
	return out, err
}

func scanEntry(row pgx.CollectableRow, ws record.WorkspaceID, more ...any) (e access.Entry, err error) {
	e.Workspace, e.Actor.Workspace = ws, ws
	into := []any{&e.Seq, &e.At, &e.Actor.Kind, &e.Actor.ID, &e.Action, &e.ObjectKind, &e.ObjectID, &e.Reason, &e.Diff}
	return e, row.Scan(append(into, more...)...)
}
