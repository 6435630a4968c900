package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/record"
)

// Content is what a workspace's data amounts to, in business terms: nothing in it
// depends on the order of arrival, on minted ids or on when something was received.
// Amounts are fen of CNY. All lists are sorted.
type Content struct {
	Organisations [][]string
	Persons       [][]string
	Revenue       []ContentCell
	Cost          []ContentCell
	Unattributed  []ContentCell
	Paths         []ContentPath
	Matches       []ContentMatch
	Unmatched     []ContentUnmatched
}

// ContentCell is an amount of a cell of the matrix, with and without VAT.
type ContentCell struct {
	Model, Channel, Campaign, Month string
	Gross, Net                      int64
}

// ContentPath is the path of a deal: its counted touches in order.
type ContentPath struct {
	Deal    string
	Touches []string
}

// ContentMatch is a match of a payment with an open item.
type ContentMatch struct {
	Payment, Item, Deal string
	Amount              int64
	Currency, Rule      string
}

// ContentUnmatched is a payment without a match.
type ContentUnmatched struct{ Payment, Status, Reason string }

// Content reads it, all of one moment.
func (s *Store) Content(ctx context.Context, ws record.WorkspaceID) (c Content, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		c = Content{}
		var kind string
		var names []string
		if err := each(ctx, tx, sql("ContentParts"), []any{&kind, &names}, func() {
			if kind == "person" {
				c.Persons = append(c.Persons, names)
			} else {
				c.Organisations = append(c.Organisations, names)
			}
			names = nil
		}); err != nil {
			return err
		}
		var x ContentCell
		if err := each(ctx, tx, sql("ContentRevenue"), []any{&x.Model, &x.Channel, &x.Campaign, &x.Month, &x.Gross, &x.Net}, func() { c.Revenue = append(c.Revenue, x) }); err != nil {
			return err
		}
		x = ContentCell{}
		if err := each(ctx, tx, sql("ContentCost"), []any{&x.Channel, &x.Campaign, &x.Month, &x.Net, &x.Gross}, func() { c.Cost = append(c.Cost, x) }); err != nil {
			return err
		}
		x = ContentCell{}
		if err := each(ctx, tx, sql("ContentUnattributed"), []any{&x.Month, &x.Gross, &x.Net}, func() { c.Unattributed = append(c.Unattributed, x) }); err != nil {
			return err
		}
		var p ContentPath
		if err := each(ctx, tx, sql("ContentPaths"), []any{&p.Deal, &p.Touches}, func() { c.Paths = append(c.Paths, p); p.Touches = nil }); err != nil {
			return err
		}
		var m ContentMatch
		if err := each(ctx, tx, sql("ContentMatches"), []any{&m.Payment, &m.Item, &m.Deal, &m.Amount, &m.Currency, &m.Rule}, func() { c.Matches = append(c.Matches, m) }); err != nil {
			return err
		}
		var u ContentUnmatched
		return each(ctx, tx, sql("ContentUnmatched"), []any{&u.Payment, &u.Status, &u.Reason}, func() { c.Unmatched = append(c.Unmatched, u) })
	})
	return c, err
}

func each(ctx context.Context, tx pgx.Tx, query string, into []any, use func()) error {
	rows, err := tx.Query(ctx, query)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, into, func() error { use(); return nil })
	return err
}

// ContentHashes are the hashes of a workspace's golden records, credits and matches.
type ContentHashes struct {
	Golden  string `json:"golden"`
	Credits string `json:"credits"`
	Matches string `json:"matches"`
}

// ContentHash hashes the golden, credit and match tables by their business content:
// golden records are named by the smallest record name among their members.
func (s *Store) ContentHash(ctx context.Context, ws record.WorkspaceID) (out ContentHashes, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		for _, x := range []struct {
			into    *string
			queries []string
		}{
			{&out.Golden, []string{sql("ContentParts"), sql("ContentGoldens")}},
			{&out.Credits, []string{sql("ContentCredits"), sql("ContentCost"), sql("ContentUnattributed")}},
			{&out.Matches, []string{sql("ContentMatches"), sql("ContentUnmatched")}},
		} {
			h := sha256.New()
			enc := json.NewEncoder(h)
			for _, q := range x.queries {
				rows, err := tx.Query(ctx, q)
				if err != nil {
					return err
				}
				for rows.Next() {
					v, err := rows.Values()
					if err != nil {
						return err
					}
					if err := enc.Encode(v); err != nil {
						return err
					}
				}
				if err := rows.Err(); err != nil {
					return err
				}
			}
			*x.into = hex.EncodeToString(h.Sum(nil))
		}
		return nil
	})
	return out, err
}
