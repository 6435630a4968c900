package store

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Analyze lets the planner know of tables that have changed much since it last looked,
// and gives their names. It costs next to nothing when none has. Autovacuum does the
// same once a minute, which is too late for the first load of a new hub.
func (s *Store) Analyze(ctx context.Context) (tables []string, err error) {
	for range 50 { // each table in a transaction of its own, so that nothing waits for all
		var t string
		err := s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
			return tx.QueryRow(ctx, sql("AnalyzeOne")).Scan(&t)
		})
		if err != nil || t == "" {
			return tables, err
		}
		tables = append(tables, t)
	}
	return tables, nil
}
