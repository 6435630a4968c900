package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Inspection is what a database looks like to a program that wants to use it.
type Inspection struct {
	Server  int   // server_version_num, such as 150018
	NoRole  bool  // the program's role is not there: nothing was migrated yet
	Strong  bool  // the program's role can step around row-level security
	Schema  int64 // number of the newest migration that is applied; 0: none
	Program int64 // number of the newest migration of this program
}

// Inspect looks at a database without changing it. The error says that it cannot be
// reached, or not be entered; it holds no password.
func Inspect(ctx context.Context, dsn string) (i Inspection, err error) {
	i.Program = latestMigration()
	cfg, err := pgx.ParseConfig(dsn)
	if err != nil {
		return i, errors.New("store: the connection string is not valid")
	}
	c, err := pgx.ConnectConfig(ctx, cfg)
	if err != nil {
		return i, fmt.Errorf("store: %w", classify(err))
	}
	defer func() { _ = c.Close(context.WithoutCancel(ctx)) }()
	if err := c.QueryRow(ctx, sql("ServerVersion")).Scan(&i.Server); err != nil {
		return i, classify(err)
	}
	_, err = c.Exec(ctx, "set role "+Role)
	var pg *pgconn.PgError
	if errors.As(err, &pg) && (pg.Code == "22023" || pg.Code == "42704") {
		i.NoRole = true
		return i, nil
	}
	if err != nil {
		return i, classify(err)
	}
	var owns int
	if err := c.QueryRow(ctx, qPowerOfRole).Scan(&i.Server, &i.Strong, &owns); err != nil {
		return i, classify(err)
	}
	i.Strong = i.Strong || owns > 0
	err = c.QueryRow(ctx, qSchemaVersion).Scan(&i.Schema)
	if errors.As(err, &pg) { // the table of migrations is not there
		return i, nil
	}
	return i, classify(err)
}
