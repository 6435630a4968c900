package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store/seal"
)

var (
	qSecretUpsert = sql("SecretUpsert")
	qSecretDelete = sql("SecretDelete")
	qSecretsOf    = sql("SecretsOf")
	qSecretNames  = sql("SecretNames")
	qTokenUpsert  = sql("TokenUpsert")
	qTokenGet     = sql("TokenGet")
	qTokensDelete = sql("TokensDelete")
)

func (s *Store) ring() (*seal.Keyring, error) {
	if s.keys == nil {
		return nil, fault.Newf("keys_missing", "store: opened without a keyring")
	}
	return s.keys, nil
}

// Keyring is the keyring that the store was opened with; nil without one.
func (s *Store) Keyring() *seal.Keyring { return s.keys }

func place(ws record.WorkspaceID, c record.ConnectionID, field string) seal.Place {
	return seal.Place{Workspace: string(ws), Connection: string(c), Field: field}
}

// putSecrets seals and stores secrets; an empty one is deleted. The trail says which
// were set, never to what.
func (s *Store) putSecrets(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, c record.ConnectionID, secrets map[string]string, by access.Actor) error {
	for _, name := range slices.Sorted(maps.Keys(secrets)) {
		value, action := secrets[name], "secret.set"
		if value == "" {
			action = "secret.delete"
			if _, err := tx.Exec(ctx, qSecretDelete, c, name); err != nil {
				return err
			}
		} else {
			keys, err := s.ring()
			if err != nil {
				return err
			}
			envelope, keyID, err := keys.Seal(place(ws, c, "secret/"+name), []byte(value))
			if err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, qSecretUpsert, ws, c, name, envelope, keyID, by.Ref()); err != nil {
				return err
			}
		}
		if err := Audit(ctx, tx, access.Entry{Actor: by, Action: action, ObjectKind: "secret", ObjectID: string(c) + "/" + name}); err != nil {
			return err
		}
	}
	return nil
}

// Secrets opens all secrets of a connection, for the making of its connector.
func (s *Store) Secrets(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID) (map[string]string, error) {
	out := map[string]string{}
	err := s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qSecretsOf, c)
		if err != nil {
			return err
		}
		var name string
		var envelope []byte
		_, err = pgx.ForEachRow(rows, []any{&name, &envelope}, func() error {
			keys, err := s.ring()
			if err != nil {
				return err
			}
			value, err := keys.Open(place(ws, c, "secret/"+name), envelope)
			out[name] = string(value)
			return err
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// SecretInfo says that a secret is set, when and by whom.
type SecretInfo struct {
	Name      string
	UpdatedAt time.Time
	UpdatedBy string
}

// SecretNames lists which secrets of a connection are set.
func (s *Store) SecretNames(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID) (out []SecretInfo, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qSecretNames, c)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByPos[SecretInfo])
		return err
	})
	return out, err
}

// Tokens gives what a connector keeps of tokens, for the holder of the connection's
// lease: with an earlier fencing token, Replace is the fault stale_lease.
func (s *Store) Tokens(ws record.WorkspaceID, c record.ConnectionID, fencing int64) connectors.Tokens {
	return tokens{s, ws, c, fencing}
}

type tokens struct {
	s       *Store
	ws      record.WorkspaceID
	c       record.ConnectionID
	fencing int64
}

func (t tokens) Get(ctx context.Context, name string) (value string, ok bool, err error) {
	keys, err := t.s.ring()
	if err != nil {
		return "", false, err
	}
	var envelope []byte
	err = t.s.InWorkspaceRead(ctx, t.ws, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, qTokenGet, t.c, name).Scan(&envelope)
	})
	if isNoRows(err) {
		return "", false, nil
	}
	if err != nil {
		return "", false, err
	}
	b, err := keys.Open(place(t.ws, t.c, "token/"+name), envelope)
	return string(b), err == nil, err
}

func (t tokens) Replace(ctx context.Context, name, value string) error {
	keys, err := t.s.ring()
	if err != nil {
		return err
	}
	envelope, keyID, err := keys.Seal(place(t.ws, t.c, "token/"+name), []byte(value))
	if err != nil {
		return err
	}
	return t.s.guarded(ctx, t.ws, t.c, t.fencing, func(ctx context.Context, tx pgx.Tx) error {
		return wrote(tx.Exec(ctx, qTokenUpsert, t.ws, t.c, name, envelope, keyID, t.fencing))
	})
}
