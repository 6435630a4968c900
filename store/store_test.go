package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// acting puts the test's own actor into a context.
func acting(t testing.TB) context.Context {
	return access.With(t.Context(), access.SystemActor("test", ""))
}

// workspace makes a workspace.
func workspace(t testing.TB, s *store.Store, slug string) record.WorkspaceID {
	t.Helper()
	w, err := s.CreateWorkspace(acting(t), store.NewWorkspace{Slug: slug, Name: "测试 " + slug})
	if err != nil {
		t.Fatal(err)
	}
	return w.ID
}

// wantFault fails unless err is the fault of the code.
func wantFault(t testing.TB, err error, code string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code {
		t.Errorf("want the fault %s, got %v", code, err)
	}
}

func TestAWorkspaceSeesItsOwnRowsAlone(t *testing.T) {
	s := pgtest.Store(t)
	a, b := workspace(t, s, "a"), workspace(t, s, "b")
	count := func(in record.WorkspaceID) (n int) {
		err := s.InWorkspaceRead(t.Context(), in, func(ctx context.Context, tx pgx.Tx) error {
			return tx.QueryRow(ctx, "select count(*) from connection").Scan(&n)
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	const insert = "insert into connection (workspace, id, name, connector, created_by, updated_by) values ($1, gen_random_uuid(), $2, 'webform', 'x', 'x')"
	err := s.InWorkspace(t.Context(), a, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, insert, a, "form")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if count(a) != 1 || count(b) != 0 {
		t.Errorf("a sees %d rows, b sees %d", count(a), count(b))
	}
	err = s.InWorkspace(t.Context(), b, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, insert, a, "smuggled")
		return err
	})
	wantFault(t, err, "internal") // row-level security refused it: a bug, not bad data
	err = s.InWorkspace(t.Context(), b, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, "update connection set title = 'x'")
		if tag.RowsAffected() != 0 {
			t.Error("b changed a row of a")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Global(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		var n int
		if err := tx.QueryRow(ctx, "select count(*) from connection").Scan(&n); err != nil {
			return err
		}
		if n != 0 {
			t.Errorf("without a workspace %d rows are seen", n)
		}
		if err := store.Enter(ctx, tx, a); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, "select count(*) from connection").Scan(&n); err != nil {
			return err
		}
		if n != 1 {
			t.Errorf("after Enter %d rows are seen", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestTheWorkspaceEndsWithItsTransaction(t *testing.T) {
	s, err := store.Open(t.Context(), pgtest.Database(t), store.Options{MaxConns: 1}) // one connection: the next use gets the same
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ws := workspace(t, s, "a")
	if err := s.InWorkspace(t.Context(), ws, func(context.Context, pgx.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	err = s.Global(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		var left string
		err := tx.QueryRow(ctx, "select coalesce(current_setting('app.workspace', true), '')").Scan(&left)
		if left != "" {
			t.Errorf("the next transaction is still in %s", left)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestReadingWritesNothing(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	err := s.InWorkspaceRead(t.Context(), ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, "update workspace set name = 'x'")
		return err
	})
	if err == nil {
		t.Error("InWorkspaceRead wrote")
	}
}

func TestNotAWorkspaceIsGone(t *testing.T) {
	s := pgtest.Store(t)
	for _, ws := range []record.WorkspaceID{"", "x", "'; drop table workspace; --"} {
		err := s.InWorkspace(t.Context(), ws, func(context.Context, pgx.Tx) error { return nil })
		wantFault(t, err, "workspace_gone")
	}
}

func TestLosersAreTriedAgain(t *testing.T) {
	s := pgtest.Store(t)
	ws := workspace(t, s, "a")
	tries := 0
	err := s.InWorkspace(t.Context(), ws, func(ctx context.Context, tx pgx.Tx) error {
		if tries++; tries < 3 {
			_, err := tx.Exec(ctx, "do $$ begin raise exception 'lost' using errcode = '40001'; end $$")
			return err
		}
		return nil
	})
	if err != nil || tries != 3 {
		t.Errorf("%d tries, %v", tries, err)
	}
	tries = 0
	err = s.InWorkspace(t.Context(), ws, func(ctx context.Context, tx pgx.Tx) error {
		tries++
		_, err := tx.Exec(ctx, "do $$ begin raise exception 'lost' using errcode = '40P01'; end $$")
		return err
	})
	wantFault(t, err, "database_unavailable")
	if tries < 3 || tries > 20 {
		t.Errorf("a transaction that always loses was tried %d times", tries)
	}
}

func TestOpenRefusesASchemaThatIsBehind(t *testing.T) {
	_, err := store.Open(t.Context(), pgtest.Empty(t), store.Options{})
	wantFault(t, err, "schema_behind")
}

func TestOpenRefusesARoleWithTooMuchPower(t *testing.T) {
	dsn := pgtest.Database(t)
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close(context.Background()) }()
	if _, err := conn.Exec(t.Context(), "create table hoard (n int); alter table hoard owner to heliu_app"); err != nil {
		t.Fatal(err)
	}
	if s, err := store.Open(t.Context(), dsn, store.Options{}); err == nil {
		s.Close()
		t.Error("a role that owns tables was taken")
	}
}

func TestMigrateIsIdempotentAndRunsOnce(t *testing.T) {
	dsn := pgtest.Empty(t)
	type result struct {
		n   int
		err error
	}
	results := make(chan result, 3)
	for range 3 {
		go func() {
			applied, err := store.Migrate(t.Context(), dsn)
			results <- result{len(applied), err}
		}()
	}
	total, most := 0, 0
	for range 3 {
		r := <-results
		if r.err != nil {
			t.Fatal(r.err)
		}
		total, most = total+r.n, max(most, r.n)
	}
	if total == 0 || total != most {
		t.Errorf("three programs applied %d migrations, one of them %d", total, most)
	}
	s, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
}
