package pgload_test

import (
	"maps"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/pgload"
	"github.com/heliuhub/heliu/internal/pgtest"
)

func TestEveryKindOfChangeIsCounted(t *testing.T) {
	dsn := pgtest.Database(t)
	ctx := t.Context()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(ctx) }()
	do := func(sql string) {
		t.Helper()
		if _, err := conn.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	do("SET session_replication_role = replica")
	do("INSERT INTO golden (workspace, id, kind, status, first_seen, version, created_at, updated_at) SELECT gen_random_uuid(), gen_random_uuid(), 'person', 'active', n, 1, now(), now() FROM generate_series(1, 10) n")
	db, err := pgload.Open(ctx, dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close(ctx)
	for _, c := range []struct {
		name, sql string
		want      map[string]int64
	}{
		{"nothing", "SELECT count(*) FROM golden", map[string]int64{}},
		{"an update to the same", "UPDATE golden SET version = version WHERE first_seen <= 2", map[string]int64{"golden": 2}},
		{"a new row", "INSERT INTO golden (workspace, id, kind, status, first_seen, version, created_at, updated_at) VALUES (gen_random_uuid(), gen_random_uuid(), 'person', 'active', 11, 1, now(), now())", map[string]int64{"golden": 1}},
		{"rows that go", "DELETE FROM golden WHERE first_seen >= 9", map[string]int64{"golden": 3}},
	} {
		was, err := db.Snapshot(ctx)
		if err != nil {
			t.Fatal(err)
		}
		do(c.sql)
		got, err := db.Changed(ctx, was)
		if err != nil || !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, %v, want %v", c.name, got, err, c.want)
		}
	}
}
