package store

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/record"
)

var (
	qLettersOf      = sql("LettersOf")
	qLettersLive    = sql("LettersLive")
	qLettersLiveAny = sql("LettersLiveAny")
	qLetterInsert   = sql("LetterInsert")
	qLetterUpdate   = sql("LetterUpdate")
	qLettersClose   = sql("LettersClose")
	qLetterEvents   = sql("LetterEvents")
	qLettersPassed  = sql("LettersPassed")
)

// errRaced has the transaction tried again: another one raised the same letter first.
var errRaced = &pgconn.PgError{Code: "40001", Message: "the letter was raised meanwhile"}

func sourceKey(r record.Record) pipelines.SourceKey {
	return pipelines.SourceKey{Connection: r.Connection, Stream: r.Stream, Key: r.Key}
}

// bury takes what could not be taken in into the letters of its source records.
func bury(ctx context.Context, tx querier, ws string, dead []pipelines.DeadLetter) error {
	if len(dead) == 0 {
		return nil
	}
	var keys []pipelines.SourceKey
	for _, d := range dead {
		if k := sourceKey(d.Record); !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	have, err := lettersOf(ctx, tx, qLettersOf, keys)
	if err != nil {
		return err
	}
	current, err := (&applyTx{tx: tx, ws: ws}).Versions(ctx, keys)
	if err != nil {
		return err
	}
	for _, d := range dead {
		k := sourceKey(d.Record)
		v, known := current[k]
		have[k] = letters.Raise(have[k], letters.Current{Known: known, Version: v.Version, Hash: v.Hash}, d)
	}
	return saveLetters(ctx, tx, ws, keys, have)
}

// closeLetters closes the letters of source records of which something got through.
func closeLetters(ctx context.Context, tx querier, ws string, settled []pipelines.Outcome) error {
	through := map[pipelines.SourceKey][]letters.Through{}
	var keys []pipelines.SourceKey
	for _, o := range settled {
		t, ok := letters.ThroughOf(o)
		if !ok {
			continue
		}
		k := sourceKey(o.Record)
		if through[k] == nil {
			keys = append(keys, k)
		}
		through[k] = append(through[k], t)
	}
	if len(keys) == 0 {
		return nil
	}
	var any bool
	if err := tx.QueryRow(ctx, qLettersLiveAny).Scan(&any); err != nil || !any {
		return err
	}
	have, err := lettersOf(ctx, tx, qLettersLive, keys)
	if err != nil {
		return err
	}
	var c, events columns
	for _, k := range keys {
		for _, l := range have[k] {
			how := letters.Newest(l, through[k])
			if how == "" {
				continue
			}
			c.add(l.ID, string(how))
			events.add(l.ID, string(letters.Closed), string(how), l.Fault.Code, l.Record.Version, "", "")
		}
	}
	if c.empty() {
		return nil
	}
	if _, err := tx.Exec(ctx, qLettersClose, c.args()...); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, qLetterEvents, events.args(ws)...)
	return err
}

// lettersOf reads and locks letters of source records.
func lettersOf(ctx context.Context, tx querier, query string, keys []pipelines.SourceKey) (map[pipelines.SourceKey][]letters.Letter, error) {
	c, st, k := keyColumns(keys)
	rows, err := tx.Query(ctx, query, c, st, k)
	if err != nil {
		return nil, err
	}
	found, err := pgx.CollectRows(rows, scanLetter)
	out := map[pipelines.SourceKey][]letters.Letter{}
	for _, l := range found {
		k := sourceKey(l.Record)
		out[k] = append(out[k], l)
	}
	return out, err
}

func scanLetter(row pgx.CollectableRow) (l letters.Letter, err error) {
	var hash []byte
	var day, detail string
	f := &fault.Error{Kind: fault.Invalid}
	r := &l.Record
	err = row.Scan(&l.ID, &l.Value, &l.Stage, &r.Connection, &r.Connector, &r.Stream, &r.Key, &r.Version, &hash, &r.Origin, &l.Partition, &l.Offset, &day,
		&f.Code, &f.Zh, &f.En, &l.Field, &l.Path, &l.Masked, &detail, &l.Status, &l.How, &l.Reason, &l.By, &l.Closed, &l.FirstAt, &l.LastAt, &l.Count)
	copy(l.Hash[:], hash)
	l.Fault, l.Day, l.Detail = f, day, detail
	return l, err
}

// saveLetters writes the letters that Raise has changed.
func saveLetters(ctx context.Context, tx querier, ws string, keys []pipelines.SourceKey, have map[pipelines.SourceKey][]letters.Letter) error {
	type reason struct {
		key                            pipelines.SourceKey
		value                          bool
		stage, code, field, path, what string
	}
	var insert, update, events columns
	fresh := map[reason]letters.Letter{}
	for _, k := range keys {
		for _, l := range have[k] {
			if !l.Touched {
				continue
			}
			r, kind := l.Record, "record"
			if l.Value {
				kind = "value"
			}
			if l.ID == 0 {
				insert.add(kind, l.Stage, string(r.Connection), r.Connector, r.Stream, r.Key, r.Version, l.Hash[:], string(r.Origin), int32(l.Partition), l.Offset, l.Day,
					l.Fault.Code, l.Fault.Zh, l.Fault.En, l.Field, l.Path, l.Masked, l.Detail, string(l.Status), string(l.How), l.Closed, l.FirstAt, l.LastAt, int32(l.Count))
				fresh[reason{k, l.Value, l.Stage, l.Fault.Code, l.Field, l.Path, ""}] = l
				continue
			}
			update.add(l.ID, l.Stage, r.Connector, r.Version, l.Hash[:], string(r.Origin), int32(l.Partition), l.Offset, l.Day, l.Fault.Code, l.Fault.Zh, l.Fault.En,
				l.Field, l.Path, l.Masked, l.Detail, string(l.Status), string(l.How), l.Reason, l.By, l.Closed, l.LastAt, int32(l.Count))
			if l.Event != "" {
				events.add(l.ID, string(l.Event), string(l.How), l.Fault.Code, r.Version, "", "")
			}
		}
	}
	if !insert.empty() {
		rows, err := tx.Query(ctx, qLetterInsert, insert.args(ws)...)
		if err != nil {
			return err
		}
		var id int64
		var x reason
		n := 0
		_, err = pgx.ForEachRow(rows, []any{&id, &x.key.Connection, &x.key.Stream, &x.key.Key, &x.value, &x.stage, &x.code, &x.field, &x.path}, func() error {
			l := fresh[x]
			events.add(id, string(l.Event), string(l.How), l.Fault.Code, l.Record.Version, "", "")
			n++
			return nil
		})
		if err != nil {
			return err
		}
		if n < len(fresh) {
			return errRaced
		}
	}
	if !update.empty() {
		if _, err := tx.Exec(ctx, qLetterUpdate, update.args()...); err != nil {
			return err
		}
	}
	if events.empty() {
		return nil
	}
	_, err := tx.Exec(ctx, qLetterEvents, events.args(ws)...)
	return err
}

// ClosePassed closes the live letters of a workspace past which something later is
// applied, and gives how many there were.
func (s *Store) ClosePassed(ctx context.Context, ws record.WorkspaceID) (n int64, err error) {
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qLettersPassed)
		n = tag.RowsAffected()
		return err
	})
	return n, gone(err)
}
