package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/record"
)

// sealed lists where envelopes are: how to find those under other keys, how to put
// one back, and the field that its place names.
var sealed = []struct{ find, put, field string }{
	{sql("SecretsUnderOtherKeys"), sql("SecretRewrap"), "secret/"},
	{sql("TokensUnderOtherKeys"), sql("TokenRewrap"), "token/"},
	{sql("FilesUnderOtherKeys"), sql("FileRewrap"), "file/"},
	{sql("FactorsUnderOtherKeys"), sql("FactorRewrap"), "totp/"}, // in the hub's own workspace
	{sql("ProvidersUnderOtherKeys"), sql("ProviderRewrap"), "provider/"},
}

// rewrapBatch bounds a transaction: a file's envelope has up to 20 MB.
const rewrapBatch = 8

// RewrapSecrets brings every envelope of a workspace under the keyring's current key,
// a few in each transaction, and gives how many it changed. Call it for every
// workspace after Keyring.Rotate and before Keyring.Forget; it may be cut and called again.
func (s *Store) RewrapSecrets(ctx context.Context, ws record.WorkspaceID) (changed int, err error) {
	keys, err := s.ring()
	if err != nil {
		return 0, err
	}
	e, err := access.Did(ctx, "secret.rewrap", "workspace", string(ws))
	if err != nil {
		return 0, err
	}
	for _, kind := range sealed {
		for {
			n := 0
			err := s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
				n = 0
				rows, err := tx.Query(ctx, kind.find, keys.CurrentID(), rewrapBatch)
				if err != nil {
					return err
				}
				type row struct {
					Connection record.ConnectionID
					Name       string
					Envelope   []byte
				}
				found, err := pgx.CollectRows(rows, pgx.RowToStructByPos[row])
				if err != nil {
					return err
				}
				for _, r := range found {
					envelope, keyID, _, err := keys.Rewrap(place(ws, r.Connection, kind.field+r.Name), r.Envelope)
					if err != nil {
						return err
					}
					if _, err := tx.Exec(ctx, kind.put, r.Connection, r.Name, envelope, keyID); err != nil {
						return err
					}
				}
				n = len(found)
				return nil
			})
			if err != nil {
				return changed, err
			}
			changed += n
			if n < rewrapBatch {
				break
			}
		}
	}
	return changed, s.AppendAudit(ctx, ws, e)
}
