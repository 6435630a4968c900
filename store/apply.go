package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// gone turns the fault of a removed workspace into the pipelines' own sentinel.
func gone(err error) error {
	if err != nil && fault.As(err).Code == "workspace_gone" {
		return pipelines.ErrWorkspaceGone
	}
	return err
}

// Apply implements pipelines.ApplyStore. One transaction of the apply stage runs at
// a time in a workspace: two that did not see each other's rows could each miss what
// the other's change makes dirty.
func (s *Store) Apply(ctx context.Context, ws record.WorkspaceID, fn func(ctx context.Context, tx pipelines.ApplyTx) error) error {
	return gone(s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, sql("ApplyLock"), string(ws)); err != nil {
			return err
		}
		g := &gathered{tx: tx}
		if err := fn(ctx, s.applyTx(g, ws)); err != nil {
			return err
		}
		return g.flush(ctx)
	}))
}

// SettleGone implements pipelines.ApplyStore.
func (s *Store) SettleGone(ctx context.Context, ws record.WorkspaceID, settled []pipelines.Outcome) error {
	return s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, sql("ActAsWorkspace"), string(ws)); err != nil {
			return err
		}
		return settle(ctx, tx, string(ws), settled)
	})
}

// applyTx is one transaction of the apply stage.
type applyTx struct {
	tx querier
	ws string
	// before holds the entities that the changed records had, once EntitiesOf was asked.
	before map[int64]bool
	people bool // among those were employees or units
	erased func(ctx context.Context, tx querier) (*privacy.Set, error)
}

func (s *Store) applyTx(tx querier, ws record.WorkspaceID) *applyTx {
	return &applyTx{tx: tx, ws: string(ws), erased: func(ctx context.Context, tx querier) (*privacy.Set, error) { return s.erasedIn(ctx, tx, ws) }}
}

var _ pipelines.ApplyTx = (*applyTx)(nil)

// keyColumns turns source keys into parallel columns for unnest.
func keyColumns(keys []pipelines.SourceKey) (conns, streams, ks []string) {
	for _, k := range keys {
		conns, streams, ks = append(conns, string(k.Connection)), append(streams, k.Stream), append(ks, k.Key)
	}
	return conns, streams, ks
}

// Versions implements pipelines.SourceTx.
func (t *applyTx) Versions(ctx context.Context, keys []pipelines.SourceKey) (map[pipelines.SourceKey]pipelines.SourceVersion, error) {
	c, st, k := keyColumns(keys)
	rows, err := t.tx.Query(ctx, sql("SourceVersions"), c, st, k)
	if err != nil {
		return nil, err
	}
	out := map[pipelines.SourceKey]pipelines.SourceVersion{}
	var key pipelines.SourceKey
	var conn, op string
	var hash, made []byte
	var v pipelines.SourceVersion
	_, err = pgx.ForEachRow(rows, []any{&conn, &key.Stream, &key.Key, &v.Version, &hash, &op, &v.Mapping, &v.Rules, &made}, func() error {
		key.Connection, v.Op = record.ConnectionID(conn), record.Op(op)
		copy(v.Hash[:], hash)
		v.Made = [32]byte{}
		copy(v.Made[:], made)
		out[key] = v
		return nil
	})
	return out, err
}

// PutSources implements pipelines.SourceTx.
func (t *applyTx) PutSources(ctx context.Context, changes []pipelines.Change) error {
	var c columns
	for _, ch := range changes {
		m, r := ch.Mapped, ch.Mapped.Record
		c.add(string(r.Connection), r.Connector, r.Stream, r.Key, r.Version, string(r.Op), m.ContentHash[:], r.OccurredAt, r.ReceivedAt,
			dayOf(r.ReceivedAt), int32(m.RawPartition), m.RawOffset, int32(m.MappingVersion), int32(ch.Conflicts), m.Rules, m.Made[:])
	}
	_, err := t.tx.Exec(ctx, sql("PutSources"), c.args(t.ws)...)
	return err
}

// PutRules implements pipelines.SourceTx.
func (t *applyTx) PutRules(ctx context.Context, rows []record.Mapped) error {
	var c columns
	seen := map[pipelines.SourceKey]bool{}
	for i := len(rows) - 1; i >= 0; i-- { // of one record the last: its rules are the latest
		m := rows[i]
		k := pipelines.SourceKey{Connection: m.Record.Connection, Stream: m.Record.Stream, Key: m.Record.Key}
		if !seen[k] {
			seen[k] = true
			c.add(string(m.Record.Connection), m.Record.Stream, m.Record.Key, int32(m.MappingVersion), m.Rules)
		}
	}
	_, err := t.tx.Exec(ctx, sql("PutRules"), c.args()...)
	return err
}

// Settle implements pipelines.ApplyTx. What got through closes its dead letters.
func (t *applyTx) Settle(ctx context.Context, settled []pipelines.Outcome) error {
	if err := settle(ctx, t.tx, t.ws, settled); err != nil {
		return err
	}
	return closeLetters(ctx, t.tx, t.ws, settled)
}

// Bury implements pipelines.ApplyTx.
func (t *applyTx) Bury(ctx context.Context, dead []pipelines.DeadLetter) error {
	return bury(ctx, t.tx, t.ws, dead)
}
