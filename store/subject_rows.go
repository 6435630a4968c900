package store

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// pages of a walk over everything that a workspace holds.
const (
	entityPage = 2000
	rawPage    = 500
)

// exporting is one walk that looks for a person.
type exporting struct {
	s     *Store
	ws    record.WorkspaceID
	p     privacy.Subject
	set   *privacy.Set
	names map[record.ConnectionID]string
	visit func(privacy.Row) error
}

// SubjectRows gives every place where something about a person stands: all tables that
// are registered (see heliu_personal) and what hangs on the person's records. What is
// about others as well comes as fragments: the values that are the person's.
func (s *Store) SubjectRows(ctx context.Context, ws record.WorkspaceID, p privacy.Subject, visit func(privacy.Row) error) error {
	x := &exporting{s: s, ws: ws, p: p, visit: visit, names: map[record.ConnectionID]string{}}
	x.set = privacy.SetOf(privacy.NewHasher([]byte(uuid.NewString()), ws), "them", p.Values)
	conns, err := s.Connections(ctx, ws)
	if err != nil {
		return err
	}
	for _, c := range conns {
		x.names[c.ID] = c.Name
	}
	for _, part := range []func(context.Context) error{x.golden, x.entities, x.raw, x.tables, x.files} {
		if err := part(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (x *exporting) read(ctx context.Context, query string, args []any, into []any, each func() (privacy.Row, error)) error {
	var found []privacy.Row
	err := x.s.InWorkspaceRead(ctx, x.ws, func(ctx context.Context, tx pgx.Tx) error {
		found = found[:0]
		rows, err := tx.Query(ctx, query, args...)
		if err != nil {
			return err
		}
		_, err = pgx.ForEachRow(rows, into, func() error {
			r, err := each()
			if err == nil && r.Table != "" {
				found = append(found, r)
			}
			return err
		})
		return err
	})
	if err != nil {
		return err
	}
	for _, r := range found {
		if err := x.visit(r); err != nil {
			return err
		}
	}
	return nil
}

func jsonOf(v any) json.RawMessage {
	b, _ := json.Marshal(v) // maps of plain values always encode
	return b
}

// golden gives what is kept under the person's golden records.
func (x *exporting) golden(ctx context.Context) error {
	if len(x.p.Goldens) == 0 {
		return nil
	}
	g := []any{x.p.Goldens}
	own := func(table string, basis privacy.Basis, activity, source string, at time.Time, data any) (privacy.Row, error) {
		return privacy.Row{Table: table, At: at, Source: source, Basis: basis, Activity: activity, Own: true, Data: jsonOf(data)}, nil
	}
	var a, b, c, d, e string
	var at, later time.Time
	var fields json.RawMessage
	var yes bool
	var seq int64
	for _, q := range []struct {
		query string
		into  []any
		each  func() (privacy.Row, error)
	}{
		{sql("SubjectGoldenRows"), []any{&a, &b, &c, &fields, &at, &later}, func() (privacy.Row, error) {
			return own("golden", privacy.ByConsent, "golden", "heliu", at, map[string]any{"id": a, "status": b, "name": c, "fields": json.RawMessage(bytes.Clone(fields)), "updated_at": later})
		}},
		{sql("SubjectIdentifierRows"), []any{&a, &b, &c, &at}, func() (privacy.Row, error) {
			return own("identifier", privacy.ByConsent, "golden", c, at, map[string]any{"type": a, "value": b, "record": c})
		}},
		{sql("SubjectTouchRows"), []any{&a, &at, &b, &c, &d, &yes}, func() (privacy.Row, error) {
			return own("touch", privacy.ByConsent, "attribution", a, at, map[string]any{"record": a, "channel": b, "campaign": c, "campaign_name": d, "counted": yes})
		}},
		{sql("SubjectConsentRows"), []any{&a, &b, &yes, &at, &c, &d, &later}, func() (privacy.Row, error) {
			return own("consent", privacy.ByLaw, "privacy", c, at, map[string]any{"purpose": a, "channel": b, "given": yes, "source": c, "evidence": d, "noted_at": later})
		}},
		{sql("SubjectContactRows"), []any{&a, &b, &c, &d, &at}, func() (privacy.Row, error) {
			return own("contact_event", privacy.ByLaw, "privacy", a, at, map[string]any{"connection": a, "purpose": b, "channel": c, "held": d})
		}},
		{sql("SubjectAuditRows"), []any{&seq, &at, &a, &b, &c, &d}, func() (privacy.Row, error) {
			return own("audit", privacy.ByLaw, "audit", "heliu", at, map[string]any{"seq": seq, "actor_kind": a, "action": b, "object_kind": c, "object_id": d})
		}},
	} {
		if err := x.read(ctx, q.query, g, q.into, q.each); err != nil {
			return err
		}
	}
	conns, streams, keys := x.records()
	return x.read(ctx, sql("SubjectLetterRows"), []any{conns, streams, keys}, []any{&seq, &a, &b, &c, &d, &e, &at}, func() (privacy.Row, error) {
		r, err := own("dead_letter", privacy.ByContract, "dead_letter", a, at, map[string]any{"id": seq, "code": d, "status": e})
		r.Record = a + "/" + b + "/" + c
		return r, err
	})
}

// records gives the person's own source records as columns.
func (x *exporting) records() (conns, streams, keys []string) {
	for _, v := range x.p.Values {
		if c, st, k, ok := privacy.SplitSource(v); ok {
			conns, streams, keys = append(conns, string(c)), append(streams, st), append(keys, k)
		}
	}
	return conns, streams, keys
}

func (x *exporting) entities(ctx context.Context) error {
	for after, n := int64(0), entityPage; n == entityPage; {
		n = 0
		var e record.Entity
		var c record.ConnectionID
		var stream, key, name string
		var at time.Time
		err := x.read(ctx, sql("SubjectEntities"), []any{after, entityPage}, []any{&after, (*string)(&c), &stream, &key, &e.Kind, &e.Part, &e.Data, &name, &at}, func() (privacy.Row, error) {
			n++
			r := privacy.Row{Table: "entity", Column: "data", Record: name, At: at, Source: x.names[c], Basis: privacy.BasisOf(e.Kind), Activity: e.Kind}
			owners := x.set.Record(c, stream, key)
			if len(x.set.About(c, stream, key, e)) > 0 {
				r.Own, r.Data = true, bytes.Clone(e.Data)
				return r, nil
			}
			if red := x.set.Redact(e.Data, owners...); red.Changed() {
				r.Fragments = red.Taken
				return r, nil
			}
			return privacy.Row{}, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (x *exporting) raw(ctx context.Context) error {
	day, part, off := "0001-01-01", int32(-1), int64(-1)
	for n := rawPage; n == rawPage; {
		n = 0
		var r rawFound
		err := x.read(ctx, sql("SubjectRaw"), []any{day, part, off, rawPage}, r.into(), func() (privacy.Row, error) {
			n++
			day, part, off = r.day, r.part, r.off
			content, err := r.content()
			if err != nil || len(content) == 0 {
				return privacy.Row{}, err
			}
			out := privacy.Row{
				Table: "raw_record", Column: "payload", Record: r.name + "/" + r.stream + "/" + r.key, At: r.received, Source: r.name, Basis: privacy.ByContract, Activity: "raw",
				Ref: jsonOf(map[string]any{"day": r.day, "partition": r.part, "offset": r.off, "version": r.version}),
			}
			if len(x.set.Record(r.connection, r.stream, r.key)) > 0 {
				out.Own, out.Data = true, shown(content)
				return out, nil
			}
			if red := x.set.Redact(content); red.Changed() {
				out.Fragments = red.Taken
				return out, nil
			}
			return privacy.Row{}, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// shown gives a content as JSON: as it is, as a text, or in base64.
func shown(content []byte) json.RawMessage {
	switch {
	case json.Valid(content):
		return bytes.Clone(content)
	case utf8.Valid(content):
		return jsonOf(string(content))
	}
	return jsonOf(map[string]string{"base64": base64.StdEncoding.EncodeToString(content)})
}

// rawFound is a row of SubjectRaw.
type rawFound struct {
	day                                       string
	part                                      int32
	off                                       int64
	connection                                record.ConnectionID
	name, connector, stream, key, version, op string
	occurred, received                        time.Time
	payload                                   []byte
	staff                                     bool
}

func (r *rawFound) into() []any {
	return []any{&r.day, &r.part, &r.off, (*string)(&r.connection), &r.name, &r.connector, &r.stream, &r.key, &r.version, &r.op, &r.occurred, &r.received, &r.payload, &r.staff}
}

func (r *rawFound) content() ([]byte, error) {
	if len(r.payload) == 0 {
		return nil, nil
	}
	b, err := zstdOut().DecodeAll(r.payload, nil)
	if err != nil {
		return nil, fault.Newf("internal", "a stored payload does not unpack: %w", err)
	}
	return b, nil
}

// tables looks through every registered column that holds texts.
func (x *exporting) tables(ctx context.Context) error {
	cols, err := x.s.personalColumns(ctx)
	if err != nil {
		return err
	}
	for _, c := range cols {
		if c.how != "scan" && c.how != "account" {
			continue
		}
		var l looked
		err := x.read(ctx, sql("SubjectLook"), []any{c.table, c.column}, l.into(), func() (privacy.Row, error) {
			content, err := l.content()
			if err != nil {
				return privacy.Row{}, err
			}
			red := x.set.Redact(content)
			if !red.Changed() {
				return privacy.Row{}, nil
			}
			r := privacy.Row{Table: c.table, Column: c.column, Ref: bytes.Clone(l.ref), Source: "heliu", Basis: privacy.ByContract, Activity: c.note, Fragments: red.Taken}
			if c.how == "account" {
				r.Basis = privacy.ByEmployer
			}
			if l.at != nil {
				r.At = *l.at
			}
			return r, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
