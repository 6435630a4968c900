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

// open tables are the only ones without row-level security: what has no workspace,
// and the directory that is read before a workspace is known.
var openTables = []string{"account", "api_key", "consumer_offset", "door", "goose_db_version", "lease", "owner_column", "personal_column", "session", "workspace"}

const tenantPolicy = `(workspace = ( SELECT (NULLIF(current_setting('app.workspace'::text, true), ''::text))::uuid AS "nullif"))`

// catalogueFaults reads PostgreSQL's catalogue and names everything that could let
// one workspace see another's rows.
func catalogueFaults(ctx context.Context, conn *pgx.Conn) ([]string, error) {
	var out []string
	complain := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }

	rows, err := conn.Query(ctx, `
		select c.relname, c.relkind::text, c.relispartition, c.relrowsecurity, c.relforcerowsecurity,
		       coalesce((select a.atttypid = 'uuid'::regtype and a.attnotnull from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace'), false),
		       coalesce('security_invoker=true' = any (c.reloptions), false),
		       has_table_privilege('heliu_app', c.oid, 'select, insert, update, delete'),
		       has_table_privilege('heliu_app', c.oid, 'truncate, references, trigger')
		  from pg_class c
		 where c.relnamespace not in (select oid from pg_namespace where nspname like 'pg\_%' or nspname = 'information_schema')
		   and c.relkind in ('r', 'p', 'v', 'm', 'f')
		 order by c.relname`)
	if err != nil {
		return nil, err
	}
	var name, kind string
	var partition, enabled, forced, column, invoker, may, mayTooMuch bool
	tenants := []string{}
	_, err = pgx.ForEachRow(rows, []any{&name, &kind, &partition, &enabled, &forced, &column, &invoker, &may, &mayTooMuch}, func() error {
		if mayTooMuch {
			complain("table %s: the program may truncate it or hang triggers on it, which row-level security does not stop", name)
		}
		switch {
		case kind == "v":
			if !invoker {
				complain("view %s reads as its owner: it needs security_invoker", name)
			}
		case kind == "m" || kind == "f":
			if may {
				complain("%s: row-level security does not reach materialised views and foreign tables", name)
			}
		case partition:
			if may {
				complain("partition %s is open to the program beside its parent's policy", name)
			}
		case slices.Contains(openTables, name):
		default:
			tenants = append(tenants, name)
			if !column {
				complain("table %s has no column workspace uuid not null", name)
			}
			if !enabled || !forced {
				complain("table %s: row-level security is not enabled and forced", name)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}

	for _, table := range tenants {
		var n int
		var good bool
		err := conn.QueryRow(ctx, `
			select count(*), coalesce(bool_and(p.polcmd = '*' and p.polpermissive and p.polroles = '{0}'
			       and pg_get_expr(p.polqual, p.polrelid) = $2 and pg_get_expr(p.polwithcheck, p.polrelid) = $2), false)
			  from pg_policy p join pg_class c on c.oid = p.polrelid where c.relname = $1`, table, tenantPolicy).Scan(&n, &good)
		if err != nil {
			return nil, err
		}
		if n != 1 || !good {
			complain("table %s: %d policies, and not just the tenant policy with both clauses", table, n)
		}
	}

	var strong bool
	var owned, memberOf int
	err = conn.QueryRow(ctx, `
		select r.rolsuper or r.rolbypassrls or r.rolcreaterole or r.rolcreatedb or r.rolreplication,
		       (select count(*) from pg_class c where c.relowner = r.oid) + (select count(*) from pg_proc p where p.proowner = r.oid),
		       (select count(*) from pg_auth_members m where m.member = r.oid)
		  from pg_roles r where r.rolname = 'heliu_app'`).Scan(&strong, &owned, &memberOf)
	if err != nil {
		return nil, err
	}
	if strong || owned > 0 || memberOf > 0 {
		complain("heliu_app: too strong %t, owns %d things, is a member of %d roles", strong, owned, memberOf)
	}
	return out, nil
}

func TestTheCatalogueKeepsWorkspacesApart(t *testing.T) {
	conn := ownerConn(t, pgtest.Database(t))
	faults, err := catalogueFaults(t.Context(), conn)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range faults {
		t.Error(f)
	}
	for _, name := range []string{"connection", "secret", "audit"} {
		var forced bool
		if err := conn.QueryRow(t.Context(), "select relforcerowsecurity from pg_class where relname = $1", name).Scan(&forced); err != nil || !forced {
			t.Errorf("%s: forced %t, %v", name, forced, err)
		}
	}
}

// TestTheCatalogueTestTrips plants each kind of hole and wants it named.
func TestTheCatalogueTestTrips(t *testing.T) {
	conn := ownerConn(t, pgtest.Database(t))
	holes := map[string]struct{ plant, want string }{
		"no policy at all":     {"create table planted (workspace uuid not null); grant select on planted to heliu_app", "table planted: row-level security is not enabled and forced"},
		"no workspace":         {"create table planted (n int)", "table planted has no column workspace"},
		"nullable workspace":   {"create table planted (workspace uuid); select heliu_protect('planted')", "table planted has no column workspace"},
		"not forced":           {"create table planted (workspace uuid not null); select heliu_protect('planted'); alter table planted no force row level security", "not enabled and forced"},
		"a second policy":      {"create table planted (workspace uuid not null); select heliu_protect('planted'); create policy wide on planted using (true)", "2 policies"},
		"no check of writes":   {"create table planted (workspace uuid not null); select heliu_protect('planted'); drop policy tenant on planted; create policy tenant on planted using (" + tenantPolicy + ") with check (true)", "not just the tenant policy"},
		"a policy for nobody":  {"create table planted (workspace uuid not null); select heliu_protect('planted'); drop policy tenant on planted", "0 policies"},
		"truncate":             {"create table planted (workspace uuid not null); select heliu_protect('planted'); grant truncate on planted to heliu_app", "may truncate"},
		"a view of its owner":  {"create view planted as select * from connection", "view planted reads as its owner"},
		"a materialised view":  {"create materialized view planted as select * from connection; grant select on planted to heliu_app", "materialised views"},
		"an open partition":    {"create table planted (workspace uuid not null) partition by list (workspace); select heliu_protect('planted'); create table planted_1 partition of planted default; grant select on planted_1 to heliu_app", "partition planted_1 is open"},
		"a table of the app's": {"create table planted (workspace uuid not null); select heliu_protect('planted'); alter table planted owner to heliu_app", "owns 1 things"},
	}
	for name, h := range holes {
		tx, err := conn.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), h.plant); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		faults, err := catalogueFaults(t.Context(), tx.Conn())
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(strings.Join(faults, "\n"), h.want) {
			t.Errorf("%s was not seen: %q", name, faults)
		}
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
