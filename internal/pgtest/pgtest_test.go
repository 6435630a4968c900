package pgtest_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/pgtest"
)

func exec(t testing.TB, dsn, q string) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if _, err := conn.Exec(t.Context(), q); err != nil {
		t.Fatal(err)
	}
}

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	a, b := pgtest.Database(t), pgtest.Database(t)
	if a == b {
		t.Fatal("two tests share a database")
	}
	exec(t, a, "create table only_here (n int)")
	exec(t, b, "create table only_here (n int)")
	exec(t, a, "select from workspace") // migrated
}

func TestDatabasesGoWithTheirTest(t *testing.T) {
	var dsn string
	t.Run("inner", func(t *testing.T) {
		dsn = pgtest.Empty(t)
		open, err := pgx.Connect(t.Context(), dsn) // left open: it must not keep the database
		if err != nil {
			t.Fatal(err)
		}
		_ = open
	})
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err == nil {
		_ = conn.Close(ctx)
		t.Fatal("the database is still there")
	}
	if !strings.Contains(err.Error(), "does not exist") {
		t.Error(err)
	}
}

func TestManyTestsAtOnce(t *testing.T) {
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			s := pgtest.Store(t)
			if err := s.Ping(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
