package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// Migrations are the numbered forward migrations, in the root of the file system.
func Migrations() fs.FS {
	sub, err := fs.Sub(migrationFiles, "migrations")
	if err != nil {
		panic(err) // the name is a constant
	}
	return sub
}

// Migrate brings the schema up to this program's. dsn is the owner's: a superuser, or
// a role that may create tables and, until the role heliu_app is there, roles. Several
// programs may call it at once; one does the work. It gives the versions applied.
func Migrate(ctx context.Context, dsn string) (applied []int64, err error) {
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("store: the connection string is not valid: %w", err)
	}
	db := stdlib.OpenDB(*cfg)
	defer func() { _ = db.Close() }()
	// One program migrates and the others wait: the lock ends with its session.
	waiting, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("store: migrate: %w", err)
	}
	defer func() { _ = waiting.Close(context.WithoutCancel(ctx)) }()
	if _, err := waiting.Exec(ctx, "select pg_advisory_lock(hashtext('heliu.migrate'))"); err != nil {
		return nil, fmt.Errorf("store: migrate: %w", err)
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, Migrations(), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("store: migrate: %w", err)
	}
	results, err := p.Up(ctx)
	for _, r := range results {
		applied = append(applied, r.Source.Version)
	}
	if err != nil {
		return applied, fmt.Errorf("store: migrate: %w", err)
	}
	return applied, nil
}

// latestMigration is the number of the newest migration.
func latestMigration() int64 {
	entries, err := fs.ReadDir(Migrations(), ".")
	if err != nil {
		panic(err) // embedded
	}
	var last int64
	for _, e := range entries {
		digits, _, _ := strings.Cut(e.Name(), "_")
		if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
			last = max(last, n)
		}
	}
	return last
}
