package store_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
)

func TestClassifyTellsWhatToDo(t *testing.T) {
	pg := func(code string) error { return fmt.Errorf("saving: %w", &pgconn.PgError{Code: code}) }
	for _, c := range []struct {
		err  error
		code string
		kind fault.Kind
	}{
		{pg("08006"), "database_unavailable", fault.Transient},
		{pg("53300"), "database_unavailable", fault.Transient},
		{pg("53100"), "database_unavailable", fault.Transient},
		{pg("57P01"), "database_unavailable", fault.Transient},
		{pg("57P03"), "database_unavailable", fault.Transient},
		{pg("40001"), "database_unavailable", fault.Transient},
		{pg("55P03"), "database_unavailable", fault.Transient},
		{pg("57014"), "internal", fault.Internal},
		{pg("22021"), "database_refused_value", fault.Invalid},
		{pg("22P05"), "database_refused_value", fault.Invalid},
		{pg("23502"), "database_refused_value", fault.Invalid},
		{pg("23514"), "database_refused_value", fault.Invalid},
		{pg("23503"), "bad_reference", fault.Invalid},
		{pg("23505"), "already_exists", fault.Conflict},
		{pg("42501"), "internal", fault.Internal},
		{pg("HL001"), "internal", fault.Internal},
		{pgx.ErrNoRows, "not_found", fault.NotFound},
		{io.ErrUnexpectedEOF, "database_unavailable", fault.Transient},
		{errors.New("closed pool"), "database_unavailable", fault.Transient},
		{errors.New("something else"), "internal", fault.Internal},
		{fault.New("stale_lease", pg("23505")), "stale_lease", fault.Conflict},
	} {
		f := fault.As(store.Classify(c.err))
		if f.Code != c.code || f.Kind != c.kind {
			t.Errorf("%v became %s (%s), want %s (%s)", c.err, f.Code, f.Kind, c.code, c.kind)
		}
	}
	for _, err := range []error{nil, context.Canceled, fmt.Errorf("x: %w", context.DeadlineExceeded)} {
		if got := store.Classify(err); !errors.Is(got, err) {
			t.Errorf("%v became %v", err, got)
		}
	}
}

// TestRefusedValuesStayOutOfErrors sends values that PostgreSQL repeats in its
// messages and looks for them in ours.
func TestRefusedValuesStayOutOfErrors(t *testing.T) {
	s := pgtest.Store(t)
	workspace(t, s, "taken-secret")
	for name, c := range map[string]struct {
		code, query string
		args        []any
	}{
		"NUL":       {"database_refused_value", "select length($1::text)", []any{"secret\x00value"}},
		"bad UTF-8": {"database_refused_value", "select length($1::text)", []any{"secret\xff"}},
		"not uuid":  {"database_refused_value", "select ($1::text)::uuid", []any{"secret"}},
		"check":     {"database_refused_value", "insert into workspace (id, slug, name) values (gen_random_uuid(), $1, 'x')", []any{"SECRET secret"}},
		"unique":    {"already_exists", "insert into workspace (id, slug, name) values (gen_random_uuid(), $1, 'x')", []any{"taken-secret"}},
		"too big":   {"database_refused_value", "select ($1::text)::int", []any{"99999999999secret"}},
	} {
		err := s.Global(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
			_, err := tx.Exec(ctx, c.query, c.args...)
			return err
		})
		wantFault(t, err, c.code)
		if err != nil && strings.Contains(strings.ToLower(err.Error()), "secret") {
			t.Errorf("%s: the error repeats the value: %v", name, err)
		}
		var pg *pgconn.PgError
		if !errors.As(err, &pg) {
			t.Errorf("%s: the cause is lost", name)
		}
	}
}

func TestALostServerIsTransient(t *testing.T) {
	dsn := pgtest.Database(t)
	owner := ownerConn(t, dsn)
	s, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Global(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		var pid int
		if err := tx.QueryRow(ctx, "select pg_backend_pid()").Scan(&pid); err != nil {
			return err
		}
		if _, err := owner.Exec(ctx, "select pg_terminate_backend($1)", pid); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "select 1")
		return err
	})
	wantFault(t, err, "database_unavailable")
	if err := s.Ping(t.Context()); err != nil {
		t.Errorf("the pool does not come back: %v", err)
	}
	s.Close()
	wantFault(t, s.Ping(t.Context()), "database_unavailable")
	_, err = store.Open(t.Context(), "postgres://nobody@127.0.0.1:1/none?connect_timeout=2", store.Options{})
	wantFault(t, err, "database_unavailable")
}
