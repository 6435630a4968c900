package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Relay implements pipelines.RelayStore. One relay of a workspace runs at a time, or
// what another hub has in hand would be overtaken by later events of the same golden
// record; a second one finds nothing.
func (s *Store) Relay(ctx context.Context, ws record.WorkspaceID, limit int, publish func(ctx context.Context, events []pipelines.OutboxEvent) error) (int, error) {
	n := 0
	err := s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		n = 0
		var mine bool
		if err := tx.QueryRow(ctx, sql("RelayLock"), string(ws)).Scan(&mine); err != nil || !mine {
			return err
		}
		rows, err := tx.Query(ctx, sql("OutboxWaiting"), limit)
		if err != nil {
			return err
		}
		var ids []int64
		var events []pipelines.OutboxEvent
		var id int64
		var e pipelines.OutboxEvent
		if _, err := pgx.ForEachRow(rows, []any{&id, &e.Topic, &e.Key, &e.Payload}, func() error {
			ids, events = append(ids, id), append(events, e)
			return nil
		}); err != nil {
			return err
		}
		if n = len(ids); n == 0 {
			return nil
		}
		if err := publish(ctx, events); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, sql("OutboxPublished"), ids)
		return err
	})
	return n, gone(err)
}
