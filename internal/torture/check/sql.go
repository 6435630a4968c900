package check

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// Settled is how many records have an outcome.
func Settled(ctx context.Context, conn *pgx.Conn) (n int64, err error) {
	err = conn.QueryRow(ctx, `select count(*) from outcome`).Scan(&n)
	return n, err
}

// Rest is what is still to do in the database: golden records to recompute, and
// events to publish.
func Rest(ctx context.Context, conn *pgx.Conn) (n int64, err error) {
	err = conn.QueryRow(ctx, `select (select count(*) from dirty) + (select count(*) from outbox where published_at is null)`).Scan(&n)
	return n, err
}

// Current gives the current versions of a connection's records, by key.
func Current(ctx context.Context, conn *pgx.Conn, connection string) (map[string]string, error) {
	rows, err := conn.Query(ctx, `select key, version from source_record where connection = $1`, connection)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	var k, v string
	_, err = pgx.ForEachRow(rows, []any{&k, &v}, func() error { out[k] = v; return nil })
	return out, err
}

// ReadSQL reads everything that the judgement needs of one moment of the database. The
// login is a superuser's, whom row-level security does not bind.
func (f *Facts) ReadSQL(ctx context.Context, conn *pgx.Conn) error {
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }()
	return f.Read(ctx, tx)
}

// Read is ReadSQL inside a transaction.
func (f *Facts) Read(ctx context.Context, tx pgx.Tx) (err error) {
	if f.Outcomes, err = all[Outcome](ctx, tx, `select kpart, koff, connection::text, stream, key, outcome, reason from outcome`, func(x *Outcome) []any {
		return []any{&x.Part, &x.Off, &x.Conn, &x.Stream, &x.Key, &x.Kind, &x.Reason}
	}); err != nil {
		return err
	}
	if f.RawRows, err = all[RawRow](ctx, tx, `select kpart, koff, encode(id, 'hex'), encode(content_hash, 'hex') from raw_record`, func(x *RawRow) []any {
		return []any{&x.Part, &x.Off, &x.ID, &x.Hash}
	}); err != nil {
		return err
	}
	if f.Sources, err = all[Source](ctx, tx, `select connection::text, stream, key, version, encode(content_hash, 'hex') from source_record`, func(x *Source) []any {
		return []any{&x.Key.Conn, &x.Key.Stream, &x.Key.Key, &x.Version, &x.Hash}
	}); err != nil {
		return err
	}
	if f.Entities, err = all[Entity](ctx, tx, `select connection::text, stream, key, kind, coalesce(data->>'legal_name', ''), coalesce(data->>'tax_id', ''),
		coalesce(data->'credit_limit'->>'amount', data->'amount'->>'amount', ''), coalesce(data->'credit_limit'->>'currency', data->'amount'->>'currency', '') from entity`,
		func(x *Entity) []any {
			return []any{&x.Key.Conn, &x.Key.Stream, &x.Key.Key, &x.Kind, &x.Name, &x.Tax, &x.Amount, &x.AmountCode}
		}); err != nil {
		return err
	}
	if f.Goldens, err = all[Golden](ctx, tx, `select id::text, kind, status, anchor, members, version from golden`, func(x *Golden) []any {
		return []any{&x.ID, &x.Kind, &x.Status, &x.Anchor, &x.Members, &x.Version}
	}); err != nil {
		return err
	}
	return f.readRest(ctx, tx)
}

func (f *Facts) readRest(ctx context.Context, tx pgx.Tx) error {
	f.Won, f.Letters, f.Announce = map[string][]int64{}, map[Key]int{}, map[string]int64{}
	var key string
	var n int64
	err := each(ctx, tx, `select e.key, coalesce(w.gross, -1) from won_deal w join entity e on e.workspace = w.workspace and e.id = w.entity`, []any{&key, &n},
		func() { f.Won[key] = append(f.Won[key], n) })
	if err != nil {
		return err
	}
	var of Key
	var count int
	if err := each(ctx, tx, `select connection::text, stream, key, count(*) from dead_letter where kind = 'record' group by 1, 2, 3`, []any{&of.Conn, &of.Stream, &of.Key, &count},
		func() { f.Letters[of] = count }); err != nil {
		return err
	}
	if err := each(ctx, tx, `select key, max((payload->>'version')::bigint) from outbox where topic = 'heliu.golden' group by 1`, []any{&key, &n},
		func() { f.Announce[key] = n }); err != nil {
		return err
	}
	return tx.QueryRow(ctx, `select count(*) from outbox where published_at is null`).Scan(&f.Waiting)
}

func all[T any](ctx context.Context, tx pgx.Tx, query string, into func(*T) []any) ([]T, error) {
	var out []T
	var x T
	err := each(ctx, tx, query, into(&x), func() { out = append(out, x) })
	return out, err
}

func each(ctx context.Context, tx pgx.Tx, query string, into []any, f func()) error {
	rows, err := tx.Query(ctx, query)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, into, func() error { f(); return nil })
	return err
}
