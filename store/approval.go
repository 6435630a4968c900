package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

var _ approval.Store = (*Store)(nil)

// SaveApproval implements approval.Approvals.
func (s *Store) SaveApproval(ctx context.Context, a approval.Approval, e access.Entry) (out approval.Approval, err error) {
	ask := a.Ask
	if len(ask) == 0 {
		ask = []byte("{}")
	}
	err = s.InWorkspace(ctx, a.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		id := a.ID
		tag, err := tx.Exec(ctx, sql("ApprovalInsert"), a.Workspace, a.ID, a.Kind, a.ObjectKind, a.ObjectID, a.Title.Zh, a.Title.En, a.Diff, a.Hash[:], ask,
			a.Reason, a.ProposedBy, a.Proposer, a.ProposedAt, a.ExpiresAt)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 { // it waits already
			if err := tx.QueryRow(ctx, sql("ApprovalSame"), a.Kind, a.Hash[:], a.ProposedBy).Scan(&id); err != nil {
				return err
			}
		} else {
			if err := raise(ctx, tx, a.Workspace, waiting(a)); err != nil {
				return err
			}
			if err := Audit(ctx, tx, e); err != nil {
				return err
			}
		}
		out, err = approvalByID(ctx, tx, id)
		return err
	})
	return out, err
}

// waiting is the event that tells the approvers.
func waiting(a approval.Approval) alerts.Event {
	return alerts.ApprovalEvent(a.ID, string(a.Kind), alerts.Text(a.Title), a.ExpiresAt)
}

// Approval implements approval.Approvals.
func (s *Store) Approval(ctx context.Context, ws record.WorkspaceID, id string) (a approval.Approval, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		a, err = approvalByID(ctx, tx, id)
		return err
	})
	return a, err
}

func approvalByID(ctx context.Context, tx pgx.Tx, id string) (approval.Approval, error) {
	rows, err := tx.Query(ctx, sql("ApprovalByID"), id)
	if err != nil {
		return approval.Approval{}, err
	}
	return pgx.CollectExactlyOneRow(rows, scanApproval)
}

func scanApproval(row pgx.CollectableRow) (a approval.Approval, err error) {
	var hash []byte
	err = row.Scan(&a.ID, &a.Workspace, &a.Kind, &a.ObjectKind, &a.ObjectID, &a.Title.Zh, &a.Title.En, &a.Diff, &hash, &a.Ask, &a.Reason,
		&a.ProposedBy, &a.Proposer, &a.ProposedAt, &a.ExpiresAt, &a.Status, &a.Approver, &a.For,
		&a.Because, &a.ClosedAt, &a.AppliedAt, &a.Code, &a.ProposerName, &a.ApproverName, &a.ForName)
	copy(a.Hash[:], hash)
	return a, err
}

// Approvals implements approval.Approvals.
func (s *Store) Approvals(ctx context.Context, ws record.WorkspaceID, q approval.Query) (rows []approval.Approval, next []string, err error) {
	at, id, err := afterTime(q.After)
	if err != nil {
		return nil, nil, err
	}
	if q.Limit <= 0 {
		q.Limit = 50
	}
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		found, err := tx.Query(ctx, sql("ApprovalsPage"), append(approvalArgs(q), at, id, q.Limit+1)...)
		if err != nil {
			return err
		}
		if rows, err = pgx.CollectRows(found, scanApproval); err != nil {
			return err
		}
		rows, next = cut(rows, q.Limit, func(a approval.Approval) []string {
			return []string{a.ProposedAt.UTC().Format(time.RFC3339Nano), a.ID}
		})
		return nil
	})
	return rows, next, err
}

// approvalArgs are the first seven arguments of the queries that filter approvals.
func approvalArgs(q approval.Query) []any {
	ref := func(a access.Actor) string {
		if a.Kind == "" {
			return ""
		}
		return a.Ref()
	}
	return []any{texts(q.Kinds), texts(q.Statuses), ref(q.By), q.By.Account(), ref(q.NotBy), q.NotBy.Account(), timeOrNil(q.Live)}
}

// CountApprovals implements approval.Approvals.
func (s *Store) CountApprovals(ctx context.Context, ws record.WorkspaceID, q approval.Query) (n int, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql("ApprovalsCount"), approvalArgs(q)...).Scan(&n)
	})
	return n, err
}

// CloseApproval implements approval.Approvals.
func (s *Store) CloseApproval(ctx context.Context, a approval.Approval, until time.Time, e access.Entry) error {
	return s.InWorkspace(ctx, a.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		approver, behalf := a.Approver, a.For
		if a.Status != approval.Approved && a.Status != approval.Refused {
			approver, behalf = "", ""
		}
		tag, err := tx.Exec(ctx, sql("ApprovalClose"), a.ID, a.Status, approver, behalf, a.Because, a.ClosedAt, timeOrNil(until))
		if err := closing(err); err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fault.New("approval_decided", nil)
		}
		if err := calm(ctx, tx, waiting(a)); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// closing reads what the database holds against a decision.
func closing(err error) error {
	var pg *pgconn.PgError
	switch {
	case violates(err, "approval_not_own"):
		return fault.New("approval_own", sanitized{err})
	case violates(err, "approval_in_time"):
		return fault.New("approval_expired", sanitized{err})
	case errors.As(err, &pg) && pg.Code == "HL001":
		return fault.New("approval_decided", sanitized{err})
	}
	return err
}

// Overdue implements approval.Approvals.
func (s *Store) Overdue(ctx context.Context, ws record.WorkspaceID, now time.Time, limit int) (out []approval.Approval, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		out = nil
		rows, err := tx.Query(ctx, sql("ApprovalsOverdue"), now, limit)
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
		for _, id := range ids {
			a, err := approvalByID(ctx, tx, id)
			if err != nil {
				return err
			}
			out = append(out, a)
		}
		return err
	})
	return out, err
}

// ClaimApproved implements approval.Effects.
func (s *Store) ClaimApproved(ctx context.Context, ws record.WorkspaceID, now, until time.Time) (a approval.Approval, ok bool, err error) {
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		var id string
		err := tx.QueryRow(ctx, sql("ApprovalClaim"), now, until).Scan(&id)
		if isNoRows(err) {
			ok = false
			return nil
		}
		if err != nil {
			return err
		}
		ok = true
		a, err = approvalByID(ctx, tx, id)
		return err
	})
	return a, ok, err
}

// SettleApproval implements approval.Effects.
func (s *Store) SettleApproval(ctx context.Context, a approval.Approval, e access.Entry) error {
	return s.InWorkspace(ctx, a.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, sql("ApprovalSettle"), a.ID, a.Status, a.Code, a.AppliedAt)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// ForgetAsks implements approval.Effects.
func (s *Store) ForgetAsks(ctx context.Context, ws record.WorkspaceID, before time.Time) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql("ApprovalsForget"), before)
		return err
	})
}

// ReopenApproval implements approval.Effects.
func (s *Store) ReopenApproval(ctx context.Context, a approval.Approval, until time.Time, e access.Entry) error {
	return s.InWorkspace(ctx, a.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, sql("ApprovalReopen"), a.ID, until)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fault.New("approval_decided", nil)
		}
		return Audit(ctx, tx, e)
	})
}

// SaveDelegation implements approval.Delegations.
func (s *Store) SaveDelegation(ctx context.Context, d approval.Delegation, e access.Entry) error {
	return s.InWorkspace(ctx, d.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, sql("DelegationInsert"), d.Workspace, d.ID, d.Kind, d.From, d.To, d.FromAt, d.ToAt, d.Reason, d.CreatedAt); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// RevokeDelegation implements approval.Delegations.
func (s *Store) RevokeDelegation(ctx context.Context, ws record.WorkspaceID, id, from string, at time.Time, e access.Entry) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, sql("DelegationRevoke"), id, from, at)
		if err != nil {
			return err
		}
		if err := touched(tag.RowsAffected()); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// Delegations implements approval.Delegations.
func (s *Store) Delegations(ctx context.Context, ws record.WorkspaceID, account string, now time.Time) (out []approval.Delegation, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("DelegationsOf"), account, now)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByPos[approval.Delegation])
		return err
	})
	return out, err
}
