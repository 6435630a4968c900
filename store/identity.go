package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

var (
	_ identity.Store     = (*Store)(nil)
	_ identity.Employees = (*Store)(nil)
)

var (
	qProviderOf        = sql("ProviderOf")
	qProvidersAll      = sql("ProvidersAll")
	qProviderInsert    = sql("ProviderInsert")
	qProviderUpdate    = sql("ProviderUpdate")
	qProviderSecretSet = sql("ProviderSecretSet")
	qProviderSecret    = sql("ProviderSecret")
	qProviderDelete    = sql("ProviderDelete")
	qFlowInsert        = sql("FlowInsert")
	qFlowsPurge        = sql("FlowsPurge")
	qFlowUse           = sql("FlowUse")
	qIdentityOf        = sql("LinkedIdentityOf")
	qIdentitiesOf      = sql("LinkedIdentities")
	qIdentityInsert    = sql("LinkedIdentityInsert")
	qIdentityDelete    = sql("LinkedIdentityDelete")
)

// Provider implements identity.Store.
func (s *Store) Provider(ctx context.Context, ws record.WorkspaceID, name string) (p identity.Provider, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qProviderOf, name)
		if err != nil {
			return err
		}
		p, err = pgx.CollectExactlyOneRow(rows, scanProvider)
		return err
	})
	return p, err
}

// Providers implements identity.Store.
func (s *Store) Providers(ctx context.Context, ws record.WorkspaceID) (out []identity.Provider, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qProvidersAll)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scanProvider)
		return err
	})
	return out, err
}

// PublicProviders implements identity.Store. It walks the living workspaces, of which
// there are few, and asks each: providers are tenant rows.
func (s *Store) PublicProviders(ctx context.Context, also record.WorkspaceID) ([]identity.Provider, error) {
	var out []identity.Provider
	err := s.transact(ctx, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(ctx context.Context, tx pgx.Tx) error {
		out = nil
		rows, err := tx.Query(ctx, qWorkspaceList)
		if err != nil {
			return err
		}
		all, err := pgx.CollectRows(rows, scanWorkspace)
		if err != nil {
			return err
		}
		places := []record.WorkspaceID{access.Hub}
		for _, w := range all {
			places = append(places, w.ID)
		}
		var b pgx.Batch
		for _, ws := range places {
			b.Queue(qEnterForReading, string(ws))
			b.Queue(qProvidersAll).Query(func(rows pgx.Rows) error {
				found, err := pgx.CollectRows(rows, scanProvider)
				for _, p := range found {
					if p.Enabled && (p.Public || ws == also || ws == access.Hub) {
						out = append(out, p)
					}
				}
				return err
			})
		}
		return tx.SendBatch(ctx, &b).Close()
	})
	return out, err
}

func scanProvider(row pgx.CollectableRow) (p identity.Provider, err error) {
	var roles []string
	err = row.Scan(&p.Workspace, &p.Name, &p.Version, &p.Kind, &p.TitleZh, &p.TitleEn, &p.Enabled, &p.Public, &p.Proven, &roles, &p.Contact, &p.Issuer, &p.ClientID, &p.HasKey,
		&p.Scopes, &p.Claim, &p.Domains, &p.Connection)
	p.Roles = named[access.Role](roles)
	return p, err
}

// SaveProvider implements identity.Store.
func (s *Store) SaveProvider(ctx context.Context, p identity.Provider, e access.Entry) error {
	return s.InWorkspace(ctx, p.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		var connection *string
		if p.Connection != "" {
			connection = (*string)(&p.Connection)
		}
		args := []any{
			p.Workspace, p.Name, p.Kind, p.TitleZh, p.TitleEn, p.Enabled, p.Public, p.Proven, texts(p.Roles), p.Contact, p.Issuer, p.ClientID, full(p.Scopes), p.Claim, full(p.Domains),
			connection, e.Actor.Ref(),
		}
		query := qProviderInsert
		if p.Version > 0 {
			query, args = qProviderUpdate, append(args, p.Version)
		}
		tag, err := tx.Exec(ctx, query, args...)
		if err != nil {
			if p.Version == 0 && fault.As(classify(err)).Code == "already_exists" {
				return fault.New("conflict", nil)
			}
			return err
		}
		if tag.RowsAffected() == 0 {
			return fault.New("conflict", nil)
		}
		if p.Key != "" {
			keys, err := s.ring()
			if err != nil {
				return err
			}
			envelope, id, err := keys.Seal(place(p.Workspace, "", "provider/"+p.Name), []byte(p.Key))
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, qProviderSecretSet, p.Name, envelope, id); err != nil {
				return err
			}
		}
		return Audit(ctx, tx, e)
	})
}

// full gives a list that is no null.
func full(in []string) []string {
	if in == nil {
		return []string{}
	}
	return in
}

// DeleteProvider implements identity.Store.
func (s *Store) DeleteProvider(ctx context.Context, ws record.WorkspaceID, name string, e access.Entry) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qProviderDelete, name)
		if err != nil {
			return err
		}
		if err := touched(tag.RowsAffected()); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// ProviderKey implements identity.Store.
func (s *Store) ProviderKey(ctx context.Context, ws record.WorkspaceID, name string) (string, error) {
	var envelope []byte
	err := s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, qProviderSecret, name).Scan(&envelope)
	})
	if err != nil || envelope == nil {
		return "", err
	}
	keys, err := s.ring()
	if err != nil {
		return "", err
	}
	b, err := keys.Open(place(ws, "", "provider/"+name), envelope)
	return string(b), err
}

// SaveFlow implements identity.Store; flows of yesterday go.
func (s *Store) SaveFlow(ctx context.Context, f identity.Flow) error {
	return s.InWorkspace(ctx, f.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qFlowsPurge, f.CreatedAt.Add(-24*time.Hour)); err != nil {
			return err
		}
		var account *string
		if f.Account != "" {
			account = &f.Account
		}
		_, err := tx.Exec(ctx, qFlowInsert, f.Workspace, f.Hash[:], f.Provider, f.Browser[:], account, f.CreatedAt, f.ExpiresAt)
		return err
	})
}

// UseFlow implements identity.Store.
func (s *Store) UseFlow(ctx context.Context, ws record.WorkspaceID, h access.Hash, now time.Time) (identity.Flow, error) {
	f := identity.Flow{Hash: h, Workspace: ws}
	err := s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		var browser []byte
		err := tx.QueryRow(ctx, qFlowUse, h[:], now).Scan(&f.Provider, &browser, &f.Account, &f.CreatedAt, &f.ExpiresAt)
		copy(f.Browser[:], browser)
		return err
	})
	return f, err
}

// LinkOf implements identity.Store.
func (s *Store) LinkOf(ctx context.Context, ws record.WorkspaceID, provider, external string) (l identity.Link, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qIdentityOf, provider, external)
		if err != nil {
			return err
		}
		l, err = pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[identity.Link])
		return err
	})
	return l, err
}

// LinksOf implements identity.Store.
func (s *Store) LinksOf(ctx context.Context, ws record.WorkspaceID, account string) (out []identity.Link, err error) {
	for _, in := range []record.WorkspaceID{ws, access.Hub} {
		err := s.InWorkspaceRead(ctx, in, func(ctx context.Context, tx pgx.Tx) error {
			rows, err := tx.Query(ctx, qIdentitiesOf, account)
			if err != nil {
				return err
			}
			found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[identity.Link])
			out = append(out, found...)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// SaveIdentity implements identity.Store.
func (s *Store) SaveIdentity(ctx context.Context, l identity.Link, e access.Entry) error {
	return s.InWorkspace(ctx, l.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qIdentityInsert, l.Workspace, l.Provider, l.External, l.Account, l.LinkedAt, l.LinkedBy); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// DeleteLink implements identity.Store.
func (s *Store) DeleteLink(ctx context.Context, ws record.WorkspaceID, provider, account string, e access.Entry) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qIdentityDelete, provider, account)
		if err != nil {
			return err
		}
		if err := touched(tag.RowsAffected()); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

var qAccountOfEmployee = sql("AccountOfEmployee")

// AccountOf implements identity.Employees. Two employees of one id are nobody.
func (s *Store) AccountOf(ctx context.Context, ws record.WorkspaceID, system, external string) (account string, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qAccountOfEmployee, system, external)
		if err != nil {
			return err
		}
		found, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if len(found) == 1 {
			account = found[0]
		}
		return err
	})
	return account, err
}
