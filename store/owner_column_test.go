package store_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/pgtest"
)

func missingOwners(t *testing.T, conn *pgx.Conn) []string {
	t.Helper()
	rows, err := conn.Query(t.Context(), `select tbl || '.' || col from heliu_owner_columns_missing()`)
	if err != nil {
		t.Fatal(err)
	}
	out, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestEveryOwnerColumnRegistered: what a leaver owns is found by the registered columns
// alone. A column that this names calls heliu_owner_column in its table's migration, or
// heliu_not_owner_column with the reason.
func TestEveryOwnerColumnRegistered(t *testing.T) {
	conn := ownerConn(t, pgtest.Database(t))
	for _, c := range missingOwners(t, conn) {
		t.Errorf("%s looks like an owner's and did not register", c)
	}
	var n int
	if err := conn.QueryRow(t.Context(), `select count(*) from owner_column where how <> 'none' and (title_zh = '' or title_en = '')`).Scan(&n); err != nil || n > 0 {
		t.Errorf("%d columns without a title in both languages, %v", n, err)
	}
}

// TestAnOwnerColumnThatDidNotRegisterIsNamed plants tables in a schema of their own.
func TestAnOwnerColumnThatDidNotRegisterIsNamed(t *testing.T) {
	conn := ownerConn(t, pgtest.Database(t))
	for name, c := range map[string]struct {
		plant string
		want  string
	}{
		"called owner":         {"create table planted.t (workspace uuid, owner uuid)", "planted.t.owner"},
		"called assignee":      {"create table planted.t (workspace uuid, assignee uuid)", "planted.t.assignee"},
		"called task_owner_id": {"create table planted.t (workspace uuid, task_owner_id uuid)", "planted.t.task_owner_id"},
		"a key to employee":    {"create table planted.t (workspace uuid, who uuid, foreign key (workspace, who) references employee)", "planted.t.who"},
		"registered":           {"create table planted.t (workspace uuid, owner uuid); select heliu_owner_column('planted.t', 'owner', '任务', 'Tasks', 't.owner is not null')", ""},
		"said to be none":      {"create table planted.t (workspace uuid, owner uuid); select heliu_not_owner_column('planted.t', 'owner', 'of a lock')", ""},
		"another is registered": {
			"create table planted.t (workspace uuid, owner uuid, assignee uuid); select heliu_owner_column('planted.t', 'owner', '任务', 'Tasks')",
			"planted.t.assignee",
		},
	} {
		tx, err := conn.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), "create schema planted; "+c.plant); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := missingOwners(t, tx.Conn())
		if c.want == "" && len(got) > 0 || c.want != "" && !slices.Contains(got, c.want) {
			t.Errorf("%s: named %q, want %q", name, got, c.want)
		}
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAnOwnerColumnIsRegisteredAsItIs(t *testing.T) {
	conn := ownerConn(t, pgtest.Database(t))
	for plant, want := range map[string]string{
		"select heliu_owner_column('outcome', 'owner', '甲', 'A')":                                   "no column owner",
		"select heliu_owner_column('employee', 'number', '甲', 'A')":                                 "of type uuid",
		"select heliu_owner_column('employee', 'account', '甲', 'A', 't.nothing = 1')":               "nothing",
		"select heliu_not_owner_column('employee', 'account', '')":                                  "say why",
		"select heliu_owner_column('employee', 'account', '甲', 'A', holds => 'somebody')":           "owner_column_holds_check",
		"select heliu_owner_column('employee', 'manager', '甲', 'A')":                                "owner_column_pkey",
		"select heliu_owner_column('employee', 'account', '甲', 'A', part => 'p', how => 'somehow')": "owner_column_how_check",
	} {
		tx, err := conn.Begin(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := tx.Exec(t.Context(), plant); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gave %v, want %q", plant, err, want)
		}
		if err := tx.Rollback(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}
