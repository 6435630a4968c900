package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/alerts/rules"
	"github.com/heliuhub/heliu/pipelines/notify"
	"github.com/heliuhub/heliu/record"
)

var _ notify.RuleStore = (*Store)(nil)

var pointQueries = map[rules.Metric]string{
	rules.Records: sql("RulePointRecords"), rules.Letters: sql("RulePointLetters"), rules.LettersOpen: sql("RulePointLettersOpen"),
	rules.Refused: sql("RulePointRefused"), rules.SourceCount: sql("RulePointSourceCount"), rules.HubCount: sql("RulePointHubCount"),
}

// Figures implements notify.RuleStore: it reads only what the rules in force look at.
func (s *Store) Figures(ctx context.Context, ws record.WorkspaceID, now time.Time) (set rules.Set, points []rules.Point, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		points = nil
		if set, err = alertRules(ctx, tx); err != nil {
			return err
		}
		wanted := map[rules.Metric]bool{}
		for _, r := range set.Rules {
			if !r.Off {
				wanted[r.Metric] = true
				wanted[r.Other] = true
			}
		}
		for _, m := range rules.Metrics() {
			if !wanted[m.Metric] {
				continue
			}
			found, err := all(ctx, reading{tx}, pointQueries[m.Metric], func(row pgx.CollectableRow) (p rules.Point, err error) {
				p.Metric = m.Metric
				return p, row.Scan(&p.Connection, &p.Name, &p.Stream, &p.At, &p.Last, &p.Value)
			}, now)
			if err != nil {
				return err
			}
			points = append(points, found...)
		}
		return nil
	})
	return set, points, gone(err)
}
