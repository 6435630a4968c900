package store

import (
	"context"
	"encoding/json"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access/people"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// NotePeople implements pipelines.PeopleTx.
func (t *applyTx) NotePeople(ctx context.Context, said []pipelines.Statement) error {
	if len(said) == 0 {
		return nil
	}
	var c columns
	for _, s := range said {
		m, r := s.Mapped, s.Mapped.Record
		c.add(string(r.Connection), r.Connector, r.Stream, r.Key, s.Entity.Part, s.Entity.Kind, r.Version, m.ContentHash[:], m.Rules, int32(m.MappingVersion),
			r.OccurredAt, string(s.Entity.Data))
	}
	_, err := t.tx.Exec(ctx, sql("PutPeopleVersions"), c.args(t.ws)...)
	return err
}

// NoteOwners implements pipelines.PeopleTx.
func (t *applyTx) NoteOwners(ctx context.Context, said []pipelines.Statement) error {
	if len(said) == 0 {
		return nil
	}
	var c columns
	for _, s := range said {
		m, r := s.Mapped, s.Mapped.Record
		c.add(string(r.Connection), r.Stream, r.Key, s.Entity.Kind, s.Entity.Part, r.Version, m.ContentHash[:], m.Rules, int32(m.MappingVersion), r.OccurredAt, s.Owner)
	}
	_, err := t.tx.Exec(ctx, sql("PutOwnerVersions"), c.args(t.ws)...)
	return err
}

// WerePeople implements pipelines.PeopleTx.
func (t *applyTx) WerePeople(ctx context.Context, gone []pipelines.SourceKey) (bool, error) {
	if t.people || len(gone) == 0 {
		return t.people, nil
	}
	var yes bool
	c, st, k := keyColumns(gone)
	err := t.tx.QueryRow(ctx, sql("KnownAsPeople"), c, st, k).Scan(&yes)
	return yes, err
}

// People implements pipelines.PeopleTx.
func (t *applyTx) People(ctx context.Context) (people.Input, error) {
	in := people.Input{Workspace: record.WorkspaceID(t.ws)}
	rows, err := t.tx.Query(ctx, sql("PeopleRecords"))
	if err != nil {
		return in, err
	}
	var o people.Origin
	var connection, kind string
	var data []byte
	if _, err := pgx.ForEachRow(rows, []any{&connection, &o.Connector, &o.Stream, &o.Key, &o.Part, &kind, &o.Name, &o.At, &o.Gone, &data}, func() error {
		s := o
		s.Connection = record.ConnectionID(connection)
		s.ID = people.RecordID(in.Workspace, s.Connection, s.Stream, s.Key, s.Part)
		e := record.Entity{Kind: kind, Part: s.Part, Data: data}
		if kind == record.KindOrgUnit {
			v, err := record.DecodeEntity[record.OrgUnit](e)
			in.Units = append(in.Units, people.UnitSource{Origin: s, Said: v})
			return err
		}
		v, err := record.DecodeEntity[record.Employee](e)
		in.Employees = append(in.Employees, people.Source{Origin: s, Said: v})
		return err
	}); err != nil {
		return in, err
	}
	if rows, err = t.tx.Query(ctx, sql("EmployeeVersions")); err != nil {
		return in, err
	}
	var stream, key, part string
	var v people.Version
	if _, err := pgx.ForEachRow(rows, []any{&connection, &stream, &key, &part, &v.At, &v.Order, &data}, func() error {
		v.Record = people.RecordID(in.Workspace, record.ConnectionID(connection), stream, key, part)
		var err error
		v.Said, err = record.DecodeEntity[record.Employee](record.Entity{Kind: record.KindEmployee, Data: data})
		in.Versions = append(in.Versions, v)
		return err
	}); err != nil {
		return in, err
	}
	if rows, err = t.tx.Query(ctx, sql("EmployeeLinks")); err != nil {
		return in, err
	}
	in.Links, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (l people.Link, err error) {
		var account *uuid.UUID
		err = row.Scan(&l.Seq, &l.Records, &account)
		if account != nil {
			l.Account = *account
		}
		return l, err
	})
	return in, err
}

// row is a row of a table by its columns; empty ids and times are null.
type row map[string]any

// SavePeople implements pipelines.PeopleTx.
func (t *applyTx) SavePeople(ctx context.Context, s people.State, in people.Input) ([]string, error) {
	tables := peopleRows(t.ws, s, in)
	texts := map[string]string{}
	for name, rows := range tables {
		b, err := json.Marshal(rows)
		if err != nil {
			return nil, fault.New("internal", err)
		}
		texts[name] = string(b)
	}
	changed, err := collect[string](ctx, t.tx, sql("ChangedEmployeeAliases"), texts["alias"])
	if err != nil {
		return nil, err
	}
	for _, q := range [][2]string{
		{"PutUnits", "unit"},
		{"DropUnits", "unit"},
		{"FreeAccounts", "employee"},
		{"PutEmployees", "employee"},
		{"DropEmployeeSources", "source"},
		{"PutEmployeeSources", "source"},
		{"DropEmployeeAliases", "alias"},
		{"PutEmployeeAliases", "alias"},
		{"DropEmployeeCodes", "code"},
		{"PutEmployeeCodes", "code"},
		{"DropEmployeeHistory", "history"},
		{"PutEmployeeHistory", "history"},
		{"DropEmployeeConflicts", "conflict"},
		{"PutEmployeeConflicts", "conflict"},
		{"DropEmployees", "employee"},
	} {
		if _, err := t.tx.Exec(ctx, sql(q[0]), texts[q[1]]); err != nil {
			return nil, err
		}
	}
	return changed, nil
}

func peopleRows(ws string, s people.State, in people.Input) map[string][]row {
	out := map[string][]row{"unit": {}, "employee": {}, "source": {}, "alias": {}, "code": {}, "history": {}, "conflict": {}}
	add := func(table string, r row) {
		r["workspace"] = ws
		out[table] = append(out[table], r)
	}
	for _, u := range s.Units {
		add("unit", row{"id": u.ID, "code": u.Code, "name": u.Name, "kind": u.Kind, "parent": idOrNull(u.Parent), "path": u.Path})
	}
	holder := map[uuid.UUID]uuid.UUID{}
	for _, e := range s.Employees {
		var left any
		if e.LeftOn != "" {
			left = e.LeftOn
		}
		add("employee", row{
			"id": e.ID, "number": e.Number, "name": e.Name, "mobile": e.Mobile, "email": e.Email, "wecom_userid": e.WecomUserID, "dingtalk_userid": e.DingtalkUserID,
			"org_unit": idOrNull(e.OrgUnit), "manager": idOrNull(e.Manager), "status": e.Status, "left_on": left, "account": idOrNull(e.Account), "records": e.Records,
		})
		for _, r := range e.Records {
			holder[r] = e.ID
		}
	}
	for _, r := range in.Employees {
		add("source", row{"id": r.ID, "employee": holder[r.ID], "name": r.Name, "gone": r.Gone})
	}
	for a, id := range s.Aliases {
		add("alias", row{"alias": a, "employee": id})
	}
	for _, c := range s.Codes {
		add("code", row{"system": c.System, "account_set": c.AccountSet, "code": c.Code, "employee": c.Employee})
	}
	for _, p := range s.History {
		add("history", row{"employee": p.Employee, "valid_from": p.From, "valid_to": timeOrNull(p.To), "org_unit": idOrNull(p.OrgUnit), "manager": idOrNull(p.Manager), "status": p.Status})
	}
	for _, c := range s.Conflicts {
		add("conflict", row{"reason": c.Reason, "identifier": c.Identifier, "records": c.Records})
	}
	return out
}

func idOrNull(id uuid.UUID) any {
	if id == uuid.Nil {
		return nil
	}
	return id
}

// PutOwners implements pipelines.PeopleTx.
func (t *applyTx) PutOwners(ctx context.Context, entities []int64) error {
	if len(entities) == 0 {
		return nil
	}
	_, err := t.tx.Exec(ctx, sql("PutOwners"), t.ws, entities)
	return err
}

// OwnedBy implements pipelines.PeopleTx.
func (t *applyTx) OwnedBy(ctx context.Context, aliases []string) ([]int64, error) {
	if len(aliases) == 0 {
		return nil, nil
	}
	return collect[int64](ctx, t.tx, sql("OwnedByAliases"), aliases)
}
