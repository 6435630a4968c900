package store

import (
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// settle writes the outcomes of raw records; a first outcome stays.
func settle(ctx context.Context, tx querier, ws string, settled []pipelines.Outcome) error {
	if len(settled) == 0 {
		return nil
	}
	var c columns
	for _, o := range settled {
		c.add(int32(o.Partition), o.Offset, string(o.Record.Connection), o.Record.Connector, o.Record.Stream, o.Record.Key, string(o.Kind), o.Reason, string(o.Record.Origin),
			o.Record.ReceivedAt, moves(o))
	}
	_, err := tx.Exec(ctx, sql("Settle"), c.args(ws)...)
	return err
}

// moves tells whether a record counts as something that came: what changed nothing, what
// is loaded as the past and what a person sends again do not.
func moves(o pipelines.Outcome) bool {
	return o.Kind != pipelines.Duplicate && o.Reason != "workspace_gone" && o.Record.Origin == record.Live
}

// raiseOffsets moves the stored offsets of a topic forward, never back.
func raiseOffsets(ctx context.Context, tx pgx.Tx, topic string, highest map[int]int64) error {
	if len(highest) == 0 {
		return nil
	}
	var c columns
	for _, p := range slices.Sorted(maps.Keys(highest)) {
		c.add(int32(p), highest[p])
	}
	_, err := tx.Exec(ctx, sql("RaiseOffsets"), c.args(topic)...)
	return err
}

// StoredOffsets gives how far the effects of a topic are stored, a partition. A
// broker that ends before has lost its data.
func (s *Store) StoredOffsets(ctx context.Context, topic string) (map[int]int64, error) {
	out := map[int]int64{}
	err := s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("StoredOffsets"), topic)
		if err != nil {
			return err
		}
		var part int
		var off int64
		_, err = pgx.ForEachRow(rows, []any{&part, &off}, func() error { out[part] = off; return nil })
		return err
	})
	return out, err
}
