package store

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/record"
)

// Refusal is what is kept of requests that a door refused: those of one connection, day,
// code and number are one row.
type Refusal struct {
	Connection record.ConnectionID
	Code       string
	Number     string // a document number that the request named; may be empty
	Count      int64
	FirstAt    time.Time
	LastAt     time.Time
}

// PutRefusals keeps refusals: those of one connection, day, code and
// number are one row; the latest 2,000 rows of a connection are kept, for a month.
func (s *Store) PutRefusals(ctx context.Context, ws record.WorkspaceID, refused []Refusal) error {
	if len(refused) == 0 {
		return nil
	}
	var c columns
	var of []string
	for _, r := range refused {
		c.add(string(r.Connection), r.Code, r.Number, r.FirstAt, r.LastAt, r.Count)
		if !slices.Contains(of, string(r.Connection)) {
			of = append(of, string(r.Connection))
		}
	}
	return gone(s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, sql("PutDoorRefusals"), c.args(string(ws))...); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, sql("ForgetDoorRefusals"), of)
		return err
	}))
}
