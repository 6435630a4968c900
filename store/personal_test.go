package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/pgtest"
)

// personalFaults names every column of a tenant table that could hold a personal value
// and is neither registered nor declared free of them, and registrations of nothing.
func personalFaults(ctx context.Context, conn *pgx.Conn) ([]string, error) {
	rows, err := conn.Query(ctx, `
		with col as (
		  select c.relname as tbl, a.attname as col, format_type(a.atttypid, null) as typ
		    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		   where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition and not c.relname = any ($1))
		select format('column %s.%s (%s) is neither registered by heliu_personal nor declared free by heliu_impersonal', tbl, col, typ)
		  from col where typ in ('text', 'text[]', 'json', 'jsonb', 'bytea', 'bytea[]', 'character varying', 'xml', 'tsvector', 'inet', 'hstore')
		   and not exists (select from personal_column p where p.tbl = col.tbl and p.col = col.col)
		union all
		select format('column %s.%s is registered and does not exist', tbl, col) from personal_column p
		   where not exists (select from col where col.tbl = p.tbl and col.col = p.col)
		union all
		select format('column %s.%s is looked through and is of type %s', tbl, col, typ) from personal_column p join col using (tbl, col)
		   where p.how in ('scan', 'account') and typ not in ('text', 'json', 'jsonb', 'bytea')
		union all
		select format('column %s.%s is looked through in a table that never changes', tbl, col) from personal_column p
		   where p.how = 'scan' and case when to_regclass(p.tbl) is not null then not has_table_privilege('heliu_app', p.tbl, 'update') end
		order by 1`, openTables)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func TestEveryColumnSaysWhetherItHoldsPersonalValues(t *testing.T) {
	faults, err := personalFaults(t.Context(), ownerConn(t, pgtest.Database(t)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
}

// TestTheRegisterOfPersonalColumnsTrips plants each kind of gap and wants it named.
func TestTheRegisterOfPersonalColumnsTrips(t *testing.T) {
	conn := ownerConn(t, pgtest.Database(t))
	table := "create table planted (workspace uuid not null, n int, %s); select heliu_protect('planted');"
	for name, h := range map[string]struct{ plant, want string }{
		"a text":              {fmt.Sprintf(table, "note text"), "planted.note (text) is neither"},
		"a document":          {fmt.Sprintf(table, "doc jsonb"), "planted.doc (jsonb) is neither"},
		"bytes":               {fmt.Sprintf(table, "b bytea"), "planted.b (bytea) is neither"},
		"a list of texts":     {fmt.Sprintf(table, "l text[]"), "planted.l (text[]) is neither"},
		"a column more":       {"alter table connection add column planted text", "connection.planted (text) is neither"},
		"a column that left":  {"alter table alert_event drop column note", "alert_event.note is registered and does not exist"},
		"a table that left":   {"drop table dirty", "dirty.domain is registered and does not exist"},
		"an unknown way":      {fmt.Sprintf(table, "l text[]") + "select heliu_personal('planted', 'l', 'personal', 'scan')", "planted.l is looked through and is of type text[]"},
		"a table that stays":  {fmt.Sprintf(table, "note text") + "select heliu_append_only('planted'); select heliu_personal('planted', 'note', 'personal', 'scan')", "planted.note is looked through in a table that never changes"},
		"nothing to complain": {fmt.Sprintf(table, "note text") + "select heliu_impersonal('planted', '{note}')", ""},
	} {
		tx, err := conn.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		before, err := personalFaults(t.Context(), tx.Conn())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), h.plant); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		faults, err := personalFaults(t.Context(), tx.Conn())
		if err != nil {
			t.Fatal(err)
		}
		faults = slices.DeleteFunc(faults, func(f string) bool { return slices.Contains(before, f) })
		if got := strings.Join(faults, "\n"); h.want == "" && got != "" || !strings.Contains(got, h.want) {
			t.Errorf("%s was not seen: %q", name, faults)
		}
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
