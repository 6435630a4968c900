package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/totp"
	"github.com/heliuhub/heliu/record"
)

var _ totp.Store = (*Store)(nil)

var (
	qFactorOf     = sql("FactorOf")
	qAccountLock  = sql("AccountLock")
	qFactorUpsert = sql("FactorUpsert")
	qFactorDelete = sql("FactorDelete")
	qTicketInsert = sql("TicketInsert")
	qTicketsPurge = sql("TicketsPurge")
	qTicketByHash = sql("TicketByHash")
	qTicketTry    = sql("TicketTry")
	qTicketUse    = sql("TicketUse")
	qAskedRoles   = sql("AskedRoles")
	qAskedUpsert  = sql("AskedRolesUpsert")
)

// Factor implements totp.Store.
func (s *Store) Factor(ctx context.Context, account string) (f totp.Factor, err error) {
	err = s.InWorkspaceRead(ctx, access.Hub, func(ctx context.Context, tx pgx.Tx) error {
		f, err = s.factor(ctx, tx, account)
		return err
	})
	return f, err
}

func (s *Store) factor(ctx context.Context, tx pgx.Tx, account string) (totp.Factor, error) {
	f := totp.Factor{Account: account}
	var envelope []byte
	var hashes [][]byte
	err := tx.QueryRow(ctx, qFactorOf, account).Scan(&envelope, &f.ConfirmedAt, &f.Step, &hashes, &f.Failures, &f.FailedAt)
	if isNoRows(err) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	for _, h := range hashes {
		f.Recovery = append(f.Recovery, access.Hash(h))
	}
	keys, err := s.ring()
	if err != nil {
		return f, err
	}
	f.Secret, err = keys.Open(place(access.Hub, "", "totp/"+account), envelope)
	return f, err
}

// ChangeFactor implements totp.Store.
func (s *Store) ChangeFactor(ctx context.Context, account string, change func(f *totp.Factor) ([]access.Entry, error)) error {
	keys, err := s.ring()
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, access.Hub, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qAccountLock, account); err != nil {
			return err
		}
		f, err := s.factor(ctx, tx, account)
		if err != nil {
			return err
		}
		entries, err := change(&f)
		if err != nil {
			return err
		}
		if len(f.Secret) == 0 {
			_, err = tx.Exec(ctx, qFactorDelete, account)
		} else {
			var envelope []byte
			var id string
			if envelope, id, err = keys.Seal(place(access.Hub, "", "totp/"+account), f.Secret); err != nil {
				return err
			}
			hashes := make([][]byte, len(f.Recovery))
			for i, h := range f.Recovery {
				hashes[i] = h[:]
			}
			_, err = tx.Exec(ctx, qFactorUpsert, access.Hub, account, envelope, id, f.ConfirmedAt, f.Step, hashes, f.Failures, f.FailedAt)
		}
		if err != nil {
			return err
		}
		for _, e := range entries {
			if err := Enter(ctx, tx, e.Actor.Workspace); err != nil {
				return err
			}
			if err := Audit(ctx, tx, e); err != nil {
				return err
			}
		}
		return nil
	})
}

// SaveTicket implements totp.Store; tickets of yesterday go.
func (s *Store) SaveTicket(ctx context.Context, t totp.Ticket) error {
	return s.InWorkspace(ctx, access.Hub, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qTicketsPurge, t.CreatedAt.Add(-24*time.Hour)); err != nil {
			return err
		}
		var into *string
		if t.Half.Way.Workspace != "" {
			into = (*string)(&t.Half.Way.Workspace)
		}
		_, err := tx.Exec(ctx, qTicketInsert, access.Hub, t.Hash[:], t.Half.Account, t.Half.Step, t.Half.Way.How, into, t.CreatedAt, t.ExpiresAt)
		return err
	})
}

// TicketByHash implements totp.Store.
func (s *Store) TicketByHash(ctx context.Context, h access.Hash, now time.Time) (t totp.Ticket, err error) {
	err = s.InWorkspaceRead(ctx, access.Hub, func(ctx context.Context, tx pgx.Tx) error {
		t, err = scanTicket(tx.QueryRow(ctx, qTicketByHash, h[:], now), h)
		return err
	})
	return t, err
}

// TryTicket implements totp.Store.
func (s *Store) TryTicket(ctx context.Context, h access.Hash, now time.Time, most int) (t totp.Ticket, err error) {
	err = s.InWorkspace(ctx, access.Hub, func(ctx context.Context, tx pgx.Tx) error {
		t, err = scanTicket(tx.QueryRow(ctx, qTicketTry, h[:], now, most), h)
		return err
	})
	return t, err
}

// UseTicket implements totp.Store.
func (s *Store) UseTicket(ctx context.Context, h access.Hash, now time.Time) error {
	return s.InWorkspace(ctx, access.Hub, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qTicketUse, h[:], now)
		if err != nil {
			return err
		}
		return touched(tag.RowsAffected())
	})
}

func scanTicket(row pgx.Row, h access.Hash) (totp.Ticket, error) {
	t := totp.Ticket{Hash: h}
	err := row.Scan(&t.Half.Account, &t.Half.Step, &t.Half.Way.How, &t.Half.Way.Workspace, &t.CreatedAt, &t.ExpiresAt)
	return t, err
}

// AskedRoles implements totp.Store.
func (s *Store) AskedRoles(ctx context.Context, ws record.WorkspaceID) ([]access.Role, error) {
	var roles []string
	err := s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, qAskedRoles).Scan(&roles)
		if isNoRows(err) {
			return nil
		}
		return err
	})
	return named[access.Role](roles), err
}

// SaveAskedRoles implements totp.Store.
func (s *Store) SaveAskedRoles(ctx context.Context, ws record.WorkspaceID, roles []access.Role, e access.Entry) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qAskedUpsert, ws, texts(roles), e.Actor.Ref()); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}
