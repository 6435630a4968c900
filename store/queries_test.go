package store_test

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
)

// TestEveryQueryPrepares asks PostgreSQL, as the program's role, whether each named
// query fits the schema.
func TestEveryQueryPrepares(t *testing.T) {
	conn := asApp(t, pgtest.Database(t))
	all := store.AllQueries()
	if len(all) < 50 {
		t.Fatalf("only %d queries were found", len(all))
	}
	for name, q := range all {
		if _, err := conn.Prepare(t.Context(), name, q); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := conn.Prepare(t.Context(), "mutant", "select nothing_of_the_kind from workspace"); err == nil {
		t.Error("a query that does not fit the schema prepares: this test sees nothing")
	}
}

// TestEveryNameInTheCodeIsThere finds names that only some branch would look up.
func TestEveryNameInTheCodeIsThere(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	all, seen := store.AllQueries(), 0
	call := regexp.MustCompile(`\bsql\("([^"]+)"\)`)
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range call.FindAllStringSubmatch(string(b), -1) {
			if seen++; all[m[1]] == "" {
				t.Errorf("%s looks up %s, which is in no .sql file", f, m[1])
			}
		}
	}
	if seen < 50 {
		t.Errorf("only %d look-ups were found", seen)
	}
}

func TestParseQueries(t *testing.T) {
	got := map[string]string{}
	if err := store.ParseQueries("x.sql", "-- about\n\n-- name: A\nselect 1;\n\n-- name: B\n-- why\nselect\n  2\n", got); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got["A"] != "select 1" || got["B"] != "-- why\nselect\n  2" {
		t.Errorf("got %q", got)
	}
	for name, text := range map[string]string{
		"SQL before a name": "select 1\n-- name: A\nselect 2",
		"empty":             "-- name: A\n\n-- name: B\nselect 1",
		"twice":             "-- name: A\nselect 1\n-- name: A\nselect 2",
	} {
		if err := store.ParseQueries("x.sql", text, map[string]string{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func ownerConn(t testing.TB, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func asApp(t testing.TB, dsn string) *pgx.Conn {
	t.Helper()
	conn := ownerConn(t, dsn)
	if _, err := conn.Exec(t.Context(), "set role heliu_app"); err != nil {
		t.Fatal(err)
	}
	return conn
}
