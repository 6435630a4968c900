package store

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

var (
	qSessionInsert    = sql("SessionInsert")
	qSessionByHash    = sql("SessionByHash")
	qSessionTouch     = sql("SessionTouch")
	qSessionRevoke    = sql("SessionRevoke")
	qSessionsRevokeOf = sql("SessionsRevokeOf")
	qSessionsPurge    = sql("SessionsPurge")
	qSessionsOf       = sql("SessionsOf")
	qSessionsBut      = sql("SessionsRevokeBut")
	qAccountSignedIn  = sql("AccountSignedIn")
	qKeyInsert        = sql("KeyInsert")
	qKeyByHash        = sql("KeyByHash")
	qKeysOf           = sql("KeysOf")
	qKeyTouch         = sql("KeyTouch")
	qKeyRevoke        = sql("KeyRevoke")
	qLinkInsert       = sql("LinkInsert")
	qLinkUse          = sql("LinkUse")
)

// SaveSession keeps a new session.
func (s *Store) SaveSession(ctx context.Context, n access.Session, e access.Entry) error {
	return s.InWorkspace(ctx, n.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qSessionInsert, n.Hash[:], n.Account, n.Workspace, n.Confined, n.Lent, n.CreatedAt, n.SeenAt, n.ExpiresAt); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, qAccountSignedIn, n.Account, n.CreatedAt); err != nil { // moving to another workspace keeps CreatedAt
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// SessionByHash gives a session, one that is over too.
func (s *Store) SessionByHash(ctx context.Context, h access.Hash) (out access.Session, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qSessionByHash, h[:])
		if err != nil {
			return err
		}
		out, err = pgx.CollectExactlyOneRow(rows, scanSession)
		return err
	})
	return out, err
}

// SessionsOf lists the sessions of an account that are not over by now.
func (s *Store) SessionsOf(ctx context.Context, account string, now time.Time) (out []access.Session, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qSessionsOf, account, now)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scanSession)
		return err
	})
	return out, err
}

func scanSession(row pgx.CollectableRow) (out access.Session, err error) {
	var hash []byte
	err = row.Scan(&hash, &out.Account, &out.Workspace, &out.Confined, &out.Lent, &out.CreatedAt, &out.SeenAt, &out.ExpiresAt, &out.RevokedAt)
	copy(out.Hash[:], hash)
	return out, err
}

// RevokeSessionsBut ends all sessions of an account but one.
func (s *Store) RevokeSessionsBut(ctx context.Context, account string, but access.Hash, at time.Time, e access.Entry) error {
	return s.InWorkspace(ctx, access.Hub, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qSessionsBut, account, but[:], at); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// TouchSession moves SeenAt forward.
func (s *Store) TouchSession(ctx context.Context, h access.Hash, seen time.Time) error {
	return s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, qSessionTouch, h[:], seen)
		return err
	})
}

// RevokeSession ends a session. Its entry goes to the hub's trail: the session's own
// workspace may be gone by now.
func (s *Store) RevokeSession(ctx context.Context, h access.Hash, at time.Time, e access.Entry) error {
	return s.InWorkspace(ctx, access.Hub, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qSessionRevoke, h[:], at); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// RevokeSessionsOf ends all sessions of an account.
func (s *Store) RevokeSessionsOf(ctx context.Context, account string, at time.Time, e access.Entry) error {
	return s.InWorkspace(ctx, access.Hub, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qSessionsRevokeOf, account, at); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// PurgeSessions deletes sessions that expired before the given time.
func (s *Store) PurgeSessions(ctx context.Context, before time.Time) (n int64, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qSessionsPurge, before)
		n = tag.RowsAffected()
		return err
	})
	return n, err
}

// SaveKey keeps a new API key.
func (s *Store) SaveKey(ctx context.Context, k access.Key, e access.Entry) error {
	return s.InWorkspace(ctx, k.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qKeyInsert, k.ID, k.Workspace, k.Name, k.Hash[:], k.Last4, texts(k.Roles), texts(k.Scopes), k.CreatedAt, k.CreatedBy, k.ExpiresAt); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// KeyByHash gives an API key, an expired or revoked one too.
func (s *Store) KeyByHash(ctx context.Context, h access.Hash) (k access.Key, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qKeyByHash, h[:])
		if err != nil {
			return err
		}
		k, err = pgx.CollectExactlyOneRow(rows, scanKey)
		return err
	})
	return k, err
}

// Keys lists the API keys of a workspace, oldest first.
func (s *Store) Keys(ctx context.Context, ws record.WorkspaceID) ([]access.Key, error) {
	var out []access.Key
	err := s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qKeysOf, ws)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scanKey)
		return err
	})
	return out, err
}

// TouchKey moves UsedAt forward.
func (s *Store) TouchKey(ctx context.Context, id string, used time.Time) error {
	return s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, qKeyTouch, id, used)
		return err
	})
}

// RevokeKey ends a key of the workspace.
func (s *Store) RevokeKey(ctx context.Context, ws record.WorkspaceID, id string, at time.Time, e access.Entry) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qKeyRevoke, id, ws, at)
		if err != nil {
			return err
		}
		if err := touched(tag.RowsAffected()); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// SaveLink keeps a new sign-in link.
func (s *Store) SaveLink(ctx context.Context, l access.Link, e access.Entry) error {
	return s.InWorkspace(ctx, l.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qLinkInsert, l.Workspace, l.Hash[:], l.Account, l.CreatedAt, l.CreatedBy, l.ExpiresAt); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// UseLink marks a link as used and gives its account and its maker.
func (s *Store) UseLink(ctx context.Context, ws record.WorkspaceID, h access.Hash, now time.Time) (l access.Link, err error) {
	l = access.Link{Hash: h, Workspace: ws}
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, qLinkUse, h[:], now).Scan(&l.Account, &l.CreatedBy)
		if errors.Is(err, pgx.ErrNoRows) {
			return fault.New("link_refused", nil)
		}
		return err
	})
	return l, err
}

func scanKey(row pgx.CollectableRow) (k access.Key, err error) {
	var hash []byte
	var roles, scopes []string
	err = row.Scan(&k.ID, &k.Workspace, &k.Name, &hash, &k.Last4, &roles, &scopes, &k.CreatedAt, &k.CreatedBy, &k.ExpiresAt, &k.RevokedAt, &k.UsedAt)
	copy(k.Hash[:], hash)
	k.Roles, k.Scopes = named[access.Role](roles), named[access.Action](scopes)
	return k, err
}
