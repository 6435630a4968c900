package store

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/record"
)

// identifierTypes are those under which a value of a person stands in table identifier.
var identifierTypes = map[privacy.Kind][]string{
	privacy.Mobile: {string(mdm.IDMobile)}, privacy.Email: {string(mdm.IDEmail)}, privacy.ID: {string(mdm.IDWecom), string(mdm.IDWechatUnion)},
}

// Candidates gives the golden persons that a value may belong to.
func (s *Store) Candidates(ctx context.Context, ws record.WorkspaceID, v privacy.Value) (out []privacy.Candidate, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		ids, err := subjectsBy(ctx, tx, v)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, sql("SubjectCandidates"), ids)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (c privacy.Candidate, err error) {
			err = row.Scan(&c.Golden, &c.Name, &c.Members, &c.Updated, &c.Connections, &c.Since, &c.Held)
			return c, err
		})
		return err
	})
	return out, err
}

func subjectsBy(ctx context.Context, tx pgx.Tx, v privacy.Value) (ids []uuid.UUID, err error) {
	types := identifierTypes[v.Kind]
	values := slices.Repeat([]string{v.Text}, len(types))
	if ids, err = collect[uuid.UUID](ctx, tx, sql("SubjectByIdentifier"), types, values); err != nil {
		return nil, err
	}
	var more []uuid.UUID
	switch v.Kind {
	case privacy.Phone:
		more, err = collect[uuid.UUID](ctx, tx, sql("SubjectByPhone"), v.Text)
	case privacy.ID:
		more, err = collect[uuid.UUID](ctx, tx, sql("SubjectByOpenID"), v.Text)
	}
	for _, id := range more {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, err
}

// Subject gathers by what a golden person is known: the values that nobody else has,
// the names, and the source records that are about nobody else.
func (s *Store) Subject(ctx context.Context, ws record.WorkspaceID, golden string) (p privacy.Subject, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		p, err = subjectIn(ctx, tx, golden)
		return err
	})
	return p, err
}

// subjectRecord are rows of SubjectMembers and SubjectRecords.
type subjectRecord struct {
	id          int64
	connection  record.ConnectionID
	stream, key string
	entity      record.Entity
}

func ownedRows(ctx context.Context, tx pgx.Tx, query string, args ...any) ([]subjectRecord, error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (o subjectRecord, err error) {
		err = row.Scan(&o.id, (*string)(&o.connection), &o.stream, &o.key, &o.entity.Kind, &o.entity.Part, &o.entity.Data)
		return o, err
	})
}

func subjectIn(ctx context.Context, tx pgx.Tx, golden string) (p privacy.Subject, err error) {
	var status string
	if err := tx.QueryRow(ctx, sql("SubjectGolden"), golden).Scan(&p.Golden, &status); err != nil {
		if isNoRows(err) {
			return p, fault.New("not_found", nil)
		}
		return p, err
	}
	if p.Goldens, err = collect[string](ctx, tx, sql("SubjectGoldens"), p.Golden); err != nil {
		return p, err
	}
	members, err := ownedRows(ctx, tx, sql("SubjectMembers"), p.Goldens)
	if err != nil {
		return p, err
	}
	mine := map[int64]bool{}
	var conns, streams, keys []string
	for _, m := range members {
		mine[m.id] = true
		conns, streams, keys = append(conns, string(m.connection)), append(streams, m.stream), append(keys, m.key)
		for _, v := range privacy.ValuesOf(m.entity) {
			if !slices.Contains(p.Values, v) {
				p.Values = append(p.Values, v)
			}
		}
	}
	whole, err := ownedRows(ctx, tx, sql("SubjectRecords"), conns, streams, keys)
	if err != nil {
		return p, err
	}
	alone := map[privacy.Value]bool{}
	for _, o := range whole {
		v := privacy.SourceOf(o.connection, o.stream, o.key)
		was, seen := alone[v]
		alone[v] = mine[o.id] && (was || !seen)
	}
	if p.Values, p.Shared, err = exclusive(ctx, tx, p); err != nil {
		return p, err
	}
	for _, o := range whole {
		v := privacy.SourceOf(o.connection, o.stream, o.key)
		if alone[v] && !slices.Contains(p.Values, v) {
			p.Values = append(p.Values, v)
		}
	}
	return p, nil
}

// exclusive leaves out the values that others have too: what stands under them may be
// theirs.
func exclusive(ctx context.Context, tx pgx.Tx, p privacy.Subject) (mine []privacy.Value, shared int, err error) {
	var types, values []string
	for _, v := range p.Values {
		for _, t := range identifierTypes[v.Kind] {
			types, values = append(types, t), append(values, v.Text)
		}
	}
	rows, err := tx.Query(ctx, sql("SubjectShared"), types, values, p.Goldens)
	if err != nil {
		return nil, 0, err
	}
	taken := map[[2]string]bool{}
	var x [2]string
	if _, err := pgx.ForEachRow(rows, []any{&x[0], &x[1]}, func() error { taken[x] = true; return nil }); err != nil {
		return nil, 0, err
	}
	for _, v := range p.Values {
		also := false
		for _, t := range identifierTypes[v.Kind] {
			also = also || taken[[2]string{t, v.Text}]
		}
		if v.Kind == privacy.Phone {
			if err := tx.QueryRow(ctx, sql("SubjectSharedPhone"), v.Text, p.Goldens).Scan(&also); err != nil {
				return nil, 0, err
			}
		}
		if also {
			shared++
			continue
		}
		mine = append(mine, v)
	}
	return mine, shared, nil
}
