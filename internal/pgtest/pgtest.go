// Package pgtest gives tests a real PostgreSQL: a database of its own for each test,
// migrated, on one cluster that all test processes of a user share.
//
// The cluster is started by the first test that asks and stays for the next run; it
// keeps nothing safe (fsync is off). HELIU_TEST_PG names another server instead: the
// connection string of a role that may create databases and roles.
package pgtest

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/pgembed"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// Store gives a store on a migrated database of the test's own, with a keyring that
// lives in memory.
func Store(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), Database(t), store.Options{MaxConns: 4, Keys: seal.NewKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// Database gives the owner's connection string of a migrated database that is
// dropped when the test ends.
func Database(t testing.TB) string {
	t.Helper()
	return create(t, template(t))
}

// Empty is Database without the migrations.
func Empty(t testing.TB) string {
	t.Helper()
	return create(t, "template0")
}

// server is the maintenance connection string, found once a process.
var server = sync.OnceValues(func() (string, error) {
	if dsn := os.Getenv("HELIU_TEST_PG"); dsn != "" {
		return dsn, nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	s, err := start(ctx)
	if err != nil {
		return "", err
	}
	sweep(ctx, s.DSN())
	return s.DSN(), nil
})

// start starts the cluster, or adopts it. It keeps nothing safe, so one that does not
// come up, after a power cut say, is made anew; one process at a time looks.
func start(ctx context.Context) (*pgembed.Server, error) {
	lock, err := os.OpenFile(clusterDir()+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { _ = lock.Close() }() // and the lock with it
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		return nil, err
	}
	c := pgembed.Config{
		Dir: clusterDir(),
		Settings: map[string]string{
			"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
			"max_connections": "200", "shared_buffers": "128MB", "max_wal_size": "512MB", "autovacuum": "off",
		},
	}
	s, err := pgembed.Start(ctx, c)
	if err == nil {
		return s, nil
	}
	if rerr := os.RemoveAll(clusterDir()); rerr != nil {
		return nil, errors.Join(err, rerr)
	}
	return pgembed.Start(ctx, c)
}

func clusterDir() string {
	return filepath.Join(os.TempDir(), "heliu-pgtest-"+strconv.Itoa(os.Geteuid()))
}

// made holds this process's template, made once.
var made = sync.OnceValues(func() (string, error) {
	dsn, err := server()
	if err != nil {
		return "", err
	}
	name, err := templateName()
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close(ctx) }()
	// One process makes the template; the others wait for the lock, which ends with
	// the session.
	if _, err := conn.Exec(ctx, "select pg_advisory_lock(hashtext($1))", name); err != nil {
		return "", err
	}
	var there bool
	if err := conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&there); err != nil || there {
		return name, err
	}
	half := "half_" + name
	for _, q := range []string{"drop database if exists " + half + " with (force)", "create database " + half + " template template0 encoding 'UTF8'"} {
		if _, err := conn.Exec(ctx, q); err != nil {
			return "", err
		}
	}
	inside, err := withDatabase(dsn, half)
	if err != nil {
		return "", err
	}
	if _, err := store.Migrate(ctx, inside); err != nil {
		return "", err
	}
	_, err = conn.Exec(ctx, "alter database "+half+" rename to "+name)
	return name, err
})

func template(t testing.TB) string {
	t.Helper()
	name, err := made()
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return name
}

// templateName depends on the migrations' text: whoever edits one gets a new template.
func templateName() (string, error) {
	h := sha256.New()
	err := fs.WalkDir(store.Migrations(), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := fs.ReadFile(store.Migrations(), path)
		fmt.Fprintf(h, "%s %d\n%s", path, len(b), b)
		return err
	})
	return "tpl_" + hex.EncodeToString(h.Sum(nil)[:8]), err
}

func create(t testing.TB, from string) string {
	t.Helper()
	dsn, err := server()
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	ctx := t.Context()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	name := fmt.Sprintf("t_%d_%s", clock.System{}.Now().Unix(), strings.ToLower(rand.Text()[:10]))
	if _, err := conn.Exec(ctx, "create database "+name+" template "+from+" encoding 'UTF8'"); err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		if err := drop(ctx, dsn, name); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	out, err := withDatabase(dsn, name)
	if err != nil {
		t.Fatalf("pgtest: %v", err)
	}
	return out
}

func drop(ctx context.Context, dsn, name string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	_, err = conn.Exec(ctx, "drop database if exists "+pgx.Identifier{name}.Sanitize()+" with (force)")
	return err
}

// abandoned is how old a test's database is when its test was surely killed.
const abandoned = 2 * time.Hour

// sweep drops databases that killed tests left. It is best effort: the next run
// sweeps again.
func sweep(ctx context.Context, dsn string) {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return
	}
	defer func() { _ = conn.Close(ctx) }()
	rows, err := conn.Query(ctx, "select datname from pg_database where datname ~ '^t_[0-9]+_'")
	if err != nil {
		return
	}
	names, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return
	}
	for _, n := range names {
		at, err := strconv.ParseInt(strings.Split(n, "_")[1], 10, 64)
		if err == nil && (clock.System{}).Now().Sub(time.Unix(at, 0)) > abandoned {
			_, _ = conn.Exec(ctx, "drop database if exists "+pgx.Identifier{n}.Sanitize()+" with (force)")
		}
	}
}

// withDatabase changes the database of a connection string in URL form.
func withDatabase(dsn, name string) (string, error) {
	u, err := url.Parse(dsn)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return "", errors.New("pgtest: HELIU_TEST_PG must be a URL: postgres://…")
	}
	u.Path = "/" + name
	return u.String(), nil
}
