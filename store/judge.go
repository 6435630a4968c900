package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/pipelines/letters"
)

// Judge implements jobs.RawStore. The rules are read after the letters: whoever raised
// one under later rules is seen together with them.
func (s *Store) Judge(ctx context.Context, j jobs.Job, stream string, rules int64, all []jobs.Judged) error {
	err := s.InWorkspace(ctx, j.Workspace, func(ctx context.Context, tx pgx.Tx) error {
		if err := Guard(ctx, tx, JobLease(j.ID), j.Token); err != nil {
			return err
		}
		keys := make([]pipelines.SourceKey, len(all))
		quiet := true // nothing is said against any of them
		for i, v := range all {
			keys[i] = sourceKey(v.Record)
			quiet = quiet && len(v.Dead) == 0
		}
		which := qLettersOf
		if quiet {
			which = qLettersLive
			var any bool
			if err := tx.QueryRow(ctx, qLettersLiveAny).Scan(&any); err != nil || !any {
				return err
			}
		}
		have, err := lettersOf(ctx, tx, which, keys)
		if err != nil || quiet && len(have) == 0 {
			return err
		}
		current, err := (&applyTx{tx: tx, ws: string(j.Workspace)}).Versions(ctx, keys)
		if err != nil {
			return err
		}
		sm, err := streamMapping(ctx, tx, j.Connection, stream)
		if err != nil && fault.As(err).Code != "mapping_failed" { // no mapping at all is what may be said
			return err
		}
		if sm.Rules != rules {
			return fault.Newf("mapping_changed", "stream %s", stream).In(stream)
		}
		for i, v := range all {
			k := keys[i]
			cur, known := current[k]
			t := letters.Through{Place: letters.Place{Partition: v.Partition, Offset: v.Offset}, Record: v.Record, Hash: v.Hash, Dropped: v.Dropped}
			have[k] = letters.Judge(have[k], letters.Current{Known: known, Version: cur.Version, Hash: cur.Hash}, t, v.Dead, v.At)
		}
		return saveLetters(ctx, tx, string(j.Workspace), keys, have)
	})
	return gone(err)
}
