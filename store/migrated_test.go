package store_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
)

// migrated gives an empty database at an older version of the schema: the connection
// string of its owner, who is no superuser, a superuser's way into it, and the provider
// that migrates it on. The caller defers done, which removes the owner: a cleanup would
// come after the test's context has ended.
func migrated(t *testing.T, version int64) (owned string, super pgtest.SQL, p *goose.Provider, done func()) {
	t.Helper()
	dsn := pgtest.Empty(t)
	super = pgtest.Owner(t, dsn)
	owner := "old_owner_" + strings.ReplaceAll(super.One("select gen_random_uuid()::text"), "-", "")
	super.Exec("create role " + owner + " login createrole")
	super.Exec("do $$ begin if not exists (select from pg_roles where rolname = 'heliu_app') then create role heliu_app nologin; end if; end $$")
	super.Exec("grant heliu_app to " + owner + " with admin option")
	super.Exec("grant create, usage on schema public to " + owner + " with grant option")
	super.Exec("do $$ begin execute format('grant create on database %I to " + owner + "', current_database()); end $$")
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		t.Fatal(err)
	}
	cfg.User = owner
	db := stdlib.OpenDB(*cfg)
	done = func() {
		_ = db.Close()
		super.Exec("drop owned by " + owner + " cascade")
		super.Exec("drop role " + owner)
	}
	if p, err = goose.NewProvider(goose.DialectPostgres, db, store.Migrations(), goose.WithDisableGlobalRegistry(true)); err != nil {
		t.Fatal(err)
	}
	if _, err := p.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(dsn)
	if err != nil {
		t.Fatal(err)
	}
	u.User = url.User(owner)
	return u.String(), super, p, done
}
