package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/trail"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

var (
	qTrailLinks       = sql("TrailLinks")
	qTrailTip         = sql("TrailTip")
	qTrailHeads       = sql("TrailHeads")
	qTrailHashAt      = sql("TrailHashAt")
	qTrailHeadInsert  = sql("TrailHeadInsert")
	qTrailCheckInsert = sql("TrailCheckInsert")
	qTrailCheckLast   = sql("TrailCheckLast")
	qTrailWorkspaces  = sql("TrailWorkspaces")
)

// TrailKey gives the key that signs heads. It is derived from the key file, which the
// database never sees, and stays the same for that file's life.
func (s *Store) TrailKey() (trail.Key, error) {
	keys, err := s.ring()
	if err != nil {
		return trail.Key{}, err
	}
	seed, err := keys.Derive("audit.head")
	if err != nil {
		return trail.Key{}, err
	}
	return trail.NewKey(seed)
}

// inTrail runs fn in a transaction that sees the trail of a workspace, of a removed one
// too: the trail outlives it.
func (s *Store) inTrail(ctx context.Context, ws record.WorkspaceID, o pgx.TxOptions, fn Func) error {
	return s.transact(ctx, o, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qEnterForReading, string(ws)); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

var oneMoment = pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}

// VerifyTrail proves the whole trail of a workspace as it is at one moment, against the
// heads in the database and further ones that were kept elsewhere.
func (s *Store) VerifyTrail(ctx context.Context, ws record.WorkspaceID, more []trail.Head) (rep trail.Report, err error) {
	key, err := s.TrailKey()
	if err != nil {
		return rep, err
	}
	err = s.inTrail(ctx, ws, oneMoment, func(ctx context.Context, tx pgx.Tx) error {
		heads, err := trailHeads(ctx, tx, ws, keptHeads)
		if err != nil {
			return err
		}
		v := trail.NewVerifier(ws, key.Public(), append(heads, more...))
		rows, err := tx.Query(ctx, qTrailLinks)
		if err != nil {
			return err
		}
		var l trail.Link
		var row trail.Row
		var hash []byte
		var there bool
		into := []any{&l.N, &l.Seq, &hash, &there, &row.At, &row.ActorKind, &row.ActorID, &row.Action, &row.ObjectKind, &row.ObjectID, &row.Reason, &row.Diff}
		_, err = pgx.ForEachRow(rows, into, func() error {
			l.Hash, l.Row = trail.HashOf(hash), nil
			if there {
				row.Workspace, row.Seq = ws, l.Seq
				l.Row = &row
			}
			v.Take(l)
			return nil
		})
		rep = v.End()
		return err
	})
	return rep, err
}

// keptHeads bounds how many heads of the database a check reads, the newest: one that
// agrees speaks for all rows before it.
const keptHeads = 5000

// TrailTip gives the end of a workspace's chain; the zero value before the first row.
func (s *Store) TrailTip(ctx context.Context, ws record.WorkspaceID) (tip trail.Tip, err error) {
	err = s.inTrail(ctx, ws, oneMoment, func(ctx context.Context, tx pgx.Tx) error {
		tip, err = trailTip(ctx, tx)
		return err
	})
	return tip, err
}

func trailTip(ctx context.Context, tx pgx.Tx) (tip trail.Tip, err error) {
	var hash []byte
	err = tx.QueryRow(ctx, qTrailTip).Scan(&tip.N, &hash)
	if isNoRows(err) {
		return trail.Tip{}, nil
	}
	tip.Hash = trail.HashOf(hash)
	return tip, err
}

// TrailHeads gives the newest signed heads of a workspace, newest first.
func (s *Store) TrailHeads(ctx context.Context, ws record.WorkspaceID, limit int) (out []trail.Head, err error) {
	err = s.inTrail(ctx, ws, oneMoment, func(ctx context.Context, tx pgx.Tx) error {
		out, err = trailHeads(ctx, tx, ws, limit)
		return err
	})
	return out, err
}

func trailHeads(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, limit int) ([]trail.Head, error) {
	rows, err := tx.Query(ctx, qTrailHeads, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (trail.Head, error) {
		h := trail.Head{Workspace: ws}
		var hash []byte
		err := row.Scan(&h.N, &hash, &h.At, &h.Key, &h.Signature)
		h.Hash = trail.HashOf(hash)
		return h, err
	})
}

// SignTrail signs the end of a workspace's chain and keeps the head. ok is false where
// nothing came since the last one. The caller writes the head outside of the database.
// known are heads from there: a chain that one of them, or the last one of the database,
// does not agree with is not signed but the fault trail_damaged.
func (s *Store) SignTrail(ctx context.Context, ws record.WorkspaceID, known []trail.Head, now time.Time) (h trail.Head, ok bool, err error) {
	key, err := s.TrailKey()
	if err != nil {
		return h, false, err
	}
	err = s.inTrail(ctx, ws, pgx.TxOptions{}, func(ctx context.Context, tx pgx.Tx) error {
		tip, err := trailTip(ctx, tx)
		if err != nil {
			return err
		}
		last, err := trailHeads(ctx, tx, ws, 1)
		if err != nil {
			return err
		}
		for _, k := range append(last, known...) {
			if k.Workspace != ws {
				continue
			}
			var hash []byte
			err := tx.QueryRow(ctx, qTrailHashAt, k.N).Scan(&hash)
			if err != nil && !isNoRows(err) {
				return err
			}
			if k.N > tip.N || trail.HashOf(hash) != k.Hash {
				return fault.Newf("trail_damaged", "row %d of the trail of %s is not what was signed", k.N, ws)
			}
		}
		if ok = tip.N > 0 && (len(last) == 0 || last[0].N != tip.N); !ok {
			return nil
		}
		h = key.Sign(ws, tip.N, tip.Hash, now)
		_, err = tx.Exec(ctx, qTrailHeadInsert, h.N, h.Hash[:], h.At, h.Key, h.Signature)
		return err
	})
	return h, ok && err == nil, err
}

// TrailCheck is what a check of the chain found.
type TrailCheck struct {
	At       time.Time
	By       string // actor, see access.Actor.Ref
	Rows     int64
	Until    *time.Time
	HeadN    int64
	Damaged  int64
	Damage   trail.Damage // of the first one; empty: nothing is wrong
	FirstN   int64
	FirstSeq int64
}

// SaveTrailCheck keeps what a check found.
func (s *Store) SaveTrailCheck(ctx context.Context, ws record.WorkspaceID, by access.Actor, rep trail.Report, now time.Time) error {
	c := TrailCheck{At: now, By: by.Ref(), Rows: rep.Rows, Until: timeOrNil(rep.Until), HeadN: rep.HeadN, Damaged: rep.Damaged}
	if f, ok := rep.First(); ok {
		c.Damage, c.FirstN, c.FirstSeq = f.Damage, f.N, f.Seq
	}
	return s.inTrail(ctx, ws, pgx.TxOptions{}, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, qTrailCheckInsert, c.At, c.By, c.Rows, c.Until, c.HeadN, c.Damaged, string(c.Damage), c.FirstN, c.FirstSeq)
		return err
	})
}

// LastTrailCheck gives the last check of a workspace; ok is false before the first.
func (s *Store) LastTrailCheck(ctx context.Context, ws record.WorkspaceID) (c TrailCheck, ok bool, err error) {
	err = s.inTrail(ctx, ws, oneMoment, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, qTrailCheckLast).Scan(&c.At, &c.By, &c.Rows, &c.Until, &c.HeadN, &c.Damaged, &c.Damage, &c.FirstN, &c.FirstSeq)
		if ok = err == nil; isNoRows(err) {
			return nil
		}
		return err
	})
	return c, ok, err
}

// TrailWorkspaces lists all that have a trail: the hub and every workspace that ever was.
func (s *Store) TrailWorkspaces(ctx context.Context) (out []record.WorkspaceID, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qTrailWorkspaces)
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
		out = append([]record.WorkspaceID{access.Hub}, named[record.WorkspaceID](ids)...)
		return err
	})
	return out, err
}
