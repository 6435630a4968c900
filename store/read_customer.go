package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// ListCustomers lists golden records: organisations and those persons who have none;
// by mobile number or address also the others.
func (r *Reader) ListCustomers(ctx context.Context, ws record.WorkspaceID, q views.CustomerQuery) (rows []views.CustomerRow, next []string, err error) {
	at, id, err := afterTime(q.After)
	if err != nil {
		return nil, nil, err
	}
	if id != "" && !isUUID(id) {
		return nil, nil, fault.New("bad_cursor", nil)
	}
	if id == "" {
		id = "00000000-0000-0000-0000-000000000000"
	}
	text, taxID := q.Text, q.TaxID
	if found, grade := record.ParseTaxID(text); grade == record.TaxIDOK && taxID == "" {
		text, taxID = "", string(found)
	}
	err = r.read(ctx, ws, func(ctx context.Context, tx reading) error {
		type line struct {
			id string
			at time.Time
		}
		scan := func(row pgx.CollectableRow) (l line, err error) { return l, row.Scan(&l.id, &l.at) }
		var lines []line
		var err error
		if types, values := held(q); len(types) > 0 {
			lines, err = all(ctx, tx, sql("ReadCustomersByIdentifier"), scan, types, values, q.Kind, like(text), taxID, at, id, q.Limit+1)
		} else {
			lines, err = all(ctx, tx, sql("ReadCustomers"), scan, q.Kind, like(text), taxID, at, id, q.Limit+1)
		}
		if err != nil {
			return err
		}
		lines, next = cut(lines, q.Limit, func(l line) []string { return []string{timeKey(l.at), l.id} })
		ids := make([]string, len(lines))
		for i, l := range lines {
			ids[i] = l.id
		}
		rows, err = all(ctx, tx, sql("ReadCustomerRows"), scanCustomerRow, ids)
		return err
	})
	return rows, next, err
}

// held gives the identifiers that a query asks for.
func held(q views.CustomerQuery) (types, values []string) {
	if q.Mobile != "" {
		types, values = append(types, string(mdm.IDMobile)), append(values, q.Mobile)
	}
	if q.Email != "" {
		types, values = append(types, string(mdm.IDEmail)), append(values, q.Email)
	}
	return types, values
}

func scanCustomerRow(row pgx.CollectableRow) (c views.CustomerRow, err error) {
	err = row.Scan(&c.ID, &c.Kind, &c.Name, &c.TaxID, &c.Customer, &c.Members, &c.UpdatedAt, &c.Region, &c.Industry, &c.Mobile, &c.Email,
		&c.Systems, &c.Touches, &c.Deals)
	if c.Kind != "person" {
		c.Mobile, c.Email = "", ""
	}
	return c, err
}

// maxMembers bounds the members that a page lists.
const maxMembers = 200

// maxRedirects bounds a chain of merges.
const maxRedirects = 32

// survivor follows merges to the golden record that stands.
func (q reading) survivor(ctx context.Context, id string) (c views.Customer, fields []byte, err error) {
	if err := goldenID(id); err != nil {
		return c, nil, err
	}
	for range maxRedirects {
		var to string
		c, err = one(ctx, q, sql("ReadGolden"), func(row pgx.CollectableRow) (c views.Customer, err error) {
			err = row.Scan(&c.ID, &c.Kind, &c.Status, &to, &c.TaxID, &c.Customer, &c.Name, &fields, &c.MemberCount, &c.Version, &c.CreatedAt, &c.UpdatedAt)
			return c, err
		}, id)
		if err != nil || to == "" {
			return c, fields, err
		}
		id = to
	}
	return c, nil, fault.Newf("internal", "golden record %s is merged in a circle", id)
}

// Customer gives a golden record with everything that led to it; that of a merged
// one is its survivor's.
func (r *Reader) Customer(ctx context.Context, ws record.WorkspaceID, id string) (c views.Customer, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var raw []byte
		var err error
		if c, raw, err = q.survivor(ctx, id); err != nil {
			return err
		}
		members, err := all(ctx, q, sql("ReadGoldenMembers"), scanGoldenMember, c.ID)
		if err != nil {
			return err
		}
		if c.Fields, err = fieldsOf(raw, members); err != nil {
			return err
		}
		c.Members = []views.Member{}
		for _, m := range members[:min(len(members), maxMembers)] {
			c.Members = append(c.Members, m.view)
		}
		if c.Identifiers, err = all(ctx, q, sql("ReadGoldenIdentifiers"), func(row pgx.CollectableRow) (i views.Identifier, err error) {
			return i, row.Scan(&i.Type, &i.Value, &i.Records)
		}, c.ID); err != nil {
			return err
		}
		if c.TaxID != "" {
			i := views.Identifier{Type: "tax_id", Value: c.TaxID}
			for _, m := range members {
				if m.view.TaxID == c.TaxID {
					i.Records++
				}
			}
			c.Identifiers = append([]views.Identifier{i}, c.Identifiers...)
		}
		c.MergedFrom, err = all(ctx, q, sql("ReadGoldenMergedFrom"), scanGoldenRef, c.ID)
		return err
	})
	return c, err
}

// goldenMember is a member under the name by which fields know it, with what it says.
type goldenMember struct {
	name   string
	view   views.Member
	claims []mdm.Claim
}

func scanGoldenMember(row pgx.CollectableRow) (m goldenMember, err error) {
	v := &m.view
	var claims []byte
	if err := row.Scan(append([]any{&m.name, &v.TaxID, &v.OccurredAt, &v.Entity, &claims}, refColumns(&v.Record)...)...); err != nil {
		return m, err
	}
	nameRef(&v.Record)
	return m, json.Unmarshal(claims, &m.claims)
}

// says gives, for each value of each field, the member that survivorship trusts most
// for it.
func says(members []goldenMember) map[mdm.Claim]*goldenMember {
	out := map[mdm.Claim]*goldenMember{}
	for i := range members {
		m := &members[i]
		for _, c := range m.claims {
			if old := out[c]; old == nil || mdm.Rank(m.view.Record.Connector) < mdm.Rank(old.view.Record.Connector) {
				out[c] = m // members come latest first
			}
		}
	}
	return out
}

// fieldsOf decodes the fields of a golden record. Only members say something, so
// every source is found among them.
func fieldsOf(raw []byte, members []goldenMember) ([]views.Field, error) {
	stored := map[string]mdm.FieldValue{}
	if err := json.Unmarshal(raw, &stored); err != nil {
		return nil, fault.New("internal", err)
	}
	byName := make(map[string]*views.Ref, len(members))
	for i := range members {
		byName[members[i].name] = &members[i].view.Record
	}
	who := says(members)
	out := make([]views.Field, 0, len(stored))
	for name, v := range stored {
		f := views.Field{
			Name: name, Value: v.Value, Source: byName[v.Source], System: v.System, At: v.At, Rule: string(v.Rule),
			Values: []views.Said{}, Losers: []views.Said{},
		}
		for _, x := range v.Values {
			said := views.Said{Value: x, System: v.System, At: v.At}
			if m := who[mdm.Claim{Field: name, Value: x}]; m != nil {
				said.Source, said.System, said.At = &m.view.Record, m.view.Record.Connector, m.view.OccurredAt.UTC().Format(time.RFC3339)
			}
			f.Values = append(f.Values, said)
		}
		for _, l := range v.Losers {
			f.Losers = append(f.Losers, views.Said{Value: l.Value, Source: byName[l.Source], System: l.System, At: l.At})
		}
		out = append(out, f)
	}
	return out, nil
}
