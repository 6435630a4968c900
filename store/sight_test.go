package store_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
)

// driftedViews names the views of schema sight whose columns are not those of their
// table, which a column that was added later makes them.
func driftedViews(ctx context.Context, conn *pgx.Conn) ([]string, error) {
	rows, err := conn.Query(ctx, `
		with c as (
		    select t.relname::text as name, n.nspname::text as space, string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum) as columns
		      from pg_class t join pg_namespace n on n.oid = t.relnamespace and n.nspname in ('sight', 'public')
		      join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped group by 1, 2)
		select v.name from c v left join c t on t.name = v.name and t.space = 'public' where v.space = 'sight' and v.columns is distinct from t.columns order by 1`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

func TestViewsOfSightHaveTheColumnsOfTheirTables(t *testing.T) {
	conn := ownerConn(t, pgtest.Database(t))
	if bad, err := driftedViews(t.Context(), conn); err != nil || len(bad) != 0 {
		t.Errorf("views of other columns than their tables: %v, %v; make them anew in the migration that changed the table", bad, err)
	}
	for what, change := range map[string]string{"a column that the view lacks": "alter table golden add column planted int", "a view of no table": "create view sight.planted as select 1 as x"} {
		if _, err := conn.Exec(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		if bad, err := driftedViews(t.Context(), conn); err != nil || len(bad) == 0 {
			t.Errorf("%s is not seen: %v, %v", what, bad, err)
		}
	}
}

// TestEveryTableThatTellsOfCustomersIsNarrowed finds tables that a narrowed reading could
// reach past the views: those with rows of an entity or a golden record.
func TestEveryTableThatTellsOfCustomersIsNarrowed(t *testing.T) {
	conn := ownerConn(t, pgtest.Database(t))
	// Why a table is read as it is.
	free := map[string]string{
		"identity": "ties entities to golden records by ids; both are narrowed", "entity_alias": "ids and texts that are looked up", "entity_ref": "ids and texts that are looked up",
		"relation": "is shown with its entity alone", "spend_day": "cost of marketing", "entity_owner": "who owns an entity, by id", "dirty": "ids of what is reckoned anew",
		"consent": "is read by permissions over privacy", "contact_event": "is read by permissions over privacy", "legal_hold": "is read by permissions over privacy", "subject_erasure": "is read by permissions over privacy",
		"alert_event": "alerts have a permission of their own, which no narrowed role has",
	}
	rows, err := conn.Query(t.Context(), `
		select distinct t.relname::text from pg_class t join pg_attribute a on a.attrelid = t.oid and a.attname in ('entity', 'golden', 'payment', 'deal', 'identity') and not a.attisdropped
		 where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') and not t.relispartition
		   and not exists (select from pg_class v where v.relnamespace = 'sight'::regnamespace and v.relname = t.relname)`)
	if err != nil {
		t.Fatal(err)
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		if free[n] == "" {
			t.Errorf("table %s tells of customers, and schema sight has no view of it; make one, or say here why not", n)
		}
	}
	for n := range free {
		if !slices.Contains(names, n) {
			t.Errorf("%s is not such a table (any more)", n)
		}
	}
}

func TestSightFollowsTheReports(t *testing.T) {
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	w, err := s.CreateWorkspace(acting(t), store.NewWorkspace{Slug: "a"})
	if err != nil {
		t.Fatal(err)
	}
	id := func(n int) string { return fmt.Sprintf("0e000000-0000-4000-8000-00000000000%d", n) }
	account := "0a000000-0000-4000-8000-000000000001"
	sql := pgtest.Owner(t, dsn)
	for _, e := range []struct {
		n, manager int
		account    string
	}{{1, 0, account}, {2, 1, ""}, {3, 2, ""}, {4, 0, ""}, {5, 6, ""}, {6, 5, ""}} { // five and six manage each other
		manager := ""
		if e.manager > 0 {
			manager = id(e.manager)
		}
		sql.Exec("insert into employee (workspace, id, number, manager, status, account, records) values ($1, $2::text::uuid, $2::text, nullif($3, '')::uuid, 'active', nullif($4, '')::uuid, '{}')", string(w.ID), id(e.n), manager, e.account)
	}
	got, err := s.Sight(t.Context(), w.ID, account)
	if err != nil || got.Employee != id(1) || strings.Join(got.Team, " ") != id(2)+" "+id(3) {
		t.Errorf("%+v, %v", got, err)
	}
	for _, nobody := range []string{"", "0a000000-0000-4000-8000-00000000000f", "no id"} {
		if got, err := s.Sight(t.Context(), w.ID, nobody); err != nil || got.Employee != "" || got.Team != nil {
			t.Errorf("%q sees %+v, %v", nobody, got, err)
		}
	}
	sql.Exec("update employee set account = $1::text::uuid where id = $2::text::uuid", "0a000000-0000-4000-8000-000000000005", id(5))
	if got, err := s.Sight(t.Context(), w.ID, "0a000000-0000-4000-8000-000000000005"); err != nil || strings.Join(got.Team, " ") != id(6) {
		t.Errorf("a circle: %+v, %v", got, err)
	}
}
