// Package store keeps everything in PostgreSQL: it implements the small Store
// interfaces of the packages above it, with named queries in embedded .sql files and
// numbered forward migrations.
//
// Workspaces are tenants. A tenant table has a column workspace and is handed to
// heliu_protect by its migration; its rows are seen and written only inside
// InWorkspace or InWorkspaceRead, which set app.workspace for one transaction. The
// program works as the role heliu_app, which owns nothing, is no superuser and has no
// BYPASSRLS: a query that forgets its workspace finds nothing. The connection string
// may be the owner's or that of any login that is a member of heliu_app; each pooled
// connection enters the role by SET ROLE, and Open refuses a role with more power.
package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store/seal"
)

// Role is the database role that the program works as.
const Role = "heliu_app"

// Options of Open. The zero value works; secrets, tokens and files need Keys.
type Options struct {
	MaxConns int32           // zero: 8
	Tracer   pgx.QueryTracer // for instance otelpgx; it sees neither arguments nor the texts of errors
	Keys     *seal.Keyring
}

// Store is the database. It is safe for concurrent use.
type Store struct {
	pool   *pgxpool.Pool
	keys   *seal.Keyring
	erased erasedSets
}

// Open connects as the program's role and checks that it has not too much power and
// that the schema is this program's.
func Open(ctx context.Context, dsn string, o Options) (*Store, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("store: the connection string is not valid: %w", err)
	}
	cfg.MaxConns = 8
	if o.MaxConns > 0 {
		cfg.MaxConns = o.MaxConns
	}
	if o.Tracer != nil {
		cfg.ConnConfig.Tracer = quiet{o.Tracer}
	}
	if cfg.ConnConfig.RuntimeParams["application_name"] == "" {
		cfg.ConnConfig.RuntimeParams["application_name"] = "heliu"
	}
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	cfg.ConnConfig.RuntimeParams["idle_in_transaction_session_timeout"] = "20000" // a hub that is frozen inside a transaction holds the others up no longer
	cfg.AfterConnect = func(ctx context.Context, c *pgx.Conn) error {
		registerUUID(c.TypeMap())
		_, err := c.Exec(ctx, "set role "+Role)
		return err
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, classify(err)
	}
	s := &Store{pool: pool, keys: o.Keys}
	if err := s.check(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return s, nil
}

var (
	qPowerOfRole   = sql("PowerOfRole")
	qSchemaVersion = sql("SchemaVersion")
)

func (s *Store) check(ctx context.Context) error {
	var server int
	var strong bool
	var owns int
	err := s.pool.QueryRow(ctx, qPowerOfRole).Scan(&server, &strong, &owns)
	var pg *pgconn.PgError
	if errors.As(err, &pg) && (pg.Code == "22023" || pg.Code == "42704") { // there is no such role yet
		return fault.New("schema_behind", sanitized{err})
	}
	if err != nil {
		return classify(err)
	}
	switch {
	case server < 150000:
		return fmt.Errorf("store: PostgreSQL 15 or later is needed, this is %d", server/10000)
	case strong || owns > 0:
		return fmt.Errorf("store: role %s can step around row-level security (superuser or bypassrls: %t, owned tables: %d)", Role, strong, owns)
	}
	var have int64
	if err := s.pool.QueryRow(ctx, qSchemaVersion).Scan(&have); err != nil {
		return fault.New("schema_behind", sanitized{err})
	}
	if want := latestMigration(); have != want {
		return fault.Newf("schema_behind", "the database is at %d, the program at %d", have, want)
	}
	return nil
}

// Close waits for the connections in use and closes them all.
func (s *Store) Close() { s.pool.Close() }

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return classify(s.pool.Ping(ctx)) }

// Stat gives the pool's figures, for metrics.
func (s *Store) Stat() *pgxpool.Stat { return s.pool.Stat() }

// Func is work inside a transaction. It may run more than once: a transaction that
// lost against another one is tried again from the start.
type Func func(ctx context.Context, tx pgx.Tx) error

var (
	qEnterWorkspace      = sql("EnterWorkspace")
	qEnterForReading     = sql("EnterWorkspaceForReading")
	qWorkspaceIsAlive    = sql("WorkspaceIsAlive")
	qWorkspaceStaysAlive = sql("WorkspaceStaysAlive")
)

// InWorkspace runs fn in one transaction that sees and writes the rows of ws alone.
// A workspace that is not there or was removed is the fault workspace_gone, and a
// removal waits until fn is through. Serialisation failures and deadlocks are tried
// again, a few times.
func (s *Store) InWorkspace(ctx context.Context, ws record.WorkspaceID, fn Func) error {
	return s.inWorkspace(ctx, ws, pgx.TxOptions{}, fn)
}

// InWorkspaceRead is InWorkspace for reading: everything that fn reads is of one
// moment, and it writes nothing.
func (s *Store) InWorkspaceRead(ctx context.Context, ws record.WorkspaceID, fn Func) error {
	return s.inWorkspace(ctx, ws, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, fn)
}

func (s *Store) inWorkspace(ctx context.Context, ws record.WorkspaceID, o pgx.TxOptions, fn Func) error {
	first, then := qEnterWorkspace, qWorkspaceIsAlive
	switch {
	case o.AccessMode == pgx.ReadOnly:
		first = qEnterForReading
	case o.IsoLevel != "":
		then = qWorkspaceStaysAlive
	}
	return s.transact(ctx, o, func(ctx context.Context, tx pgx.Tx) error {
		if err := enter(ctx, tx, ws, first, then); err != nil {
			return err
		}
		return fn(ctx, tx)
	})
}

// Global runs fn in one transaction without a workspace: it sees only the tables of
// the directory, and every tenant table as empty. Enter goes on into a workspace.
func (s *Store) Global(ctx context.Context, fn Func) error {
	return s.transact(ctx, pgx.TxOptions{}, fn)
}

// Enter moves a read-committed transaction into a workspace, as InWorkspace does at
// its start. A stage that serves several workspaces in one transaction calls it
// before each part.
func Enter(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID) error {
	return enter(ctx, tx, ws, qEnterWorkspace, qWorkspaceIsAlive)
}

// enter sends two statements at once. The first waits for a removal that is under
// way, so only the second can see what it left.
func enter(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, first, then string) error {
	if _, err := uuid.Parse(string(ws)); err != nil {
		return fault.New("workspace_gone", nil)
	}
	var alive bool
	var b pgx.Batch
	b.Queue(first, string(ws))
	b.Queue(then, string(ws)).QueryRow(func(row pgx.Row) error {
		err := row.Scan(&alive)
		if isNoRows(err) {
			return nil
		}
		return err
	})
	if err := tx.SendBatch(ctx, &b).Close(); err != nil {
		return err
	}
	if !alive && ws != access.Hub {
		return fault.New("workspace_gone", nil)
	}
	return nil
}

// maxTries bounds how often a transaction that lost is tried.
const maxTries = 6

func (s *Store) transact(ctx context.Context, o pgx.TxOptions, fn Func) error {
	for try := 1; ; try++ {
		err := pgx.BeginTxFunc(ctx, s.pool, o, func(tx pgx.Tx) error { return fn(ctx, tx) })
		if err == nil {
			return nil
		}
		if try == maxTries || !lost(err) {
			return classify(err)
		}
		pause := time.Duration(rand.IntN(1<<try)+1) * 5 * time.Millisecond
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// lost tells whether a transaction failed only because of others.
func lost(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}
