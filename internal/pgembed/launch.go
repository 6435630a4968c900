package pgembed

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// defaults fit a hub on two cores beside other work. Durability stays on. The
// server's log names no statement and no value: they may be personal.
func (cl *cluster) defaults() map[string]string {
	return map[string]string{
		"listen_addresses":                "",
		"port":                            port,
		"unix_socket_directories":         cl.sockDir(),
		"unix_socket_permissions":         "0700",
		"max_connections":                 "100",
		"shared_buffers":                  "256MB",
		"effective_cache_size":            "1GB",
		"work_mem":                        "16MB",
		"maintenance_work_mem":            "96MB",
		"max_wal_size":                    "1GB",
		"min_wal_size":                    "128MB",
		"wal_compression":                 "on",
		"checkpoint_timeout":              "10min",
		"random_page_cost":                "1.1",
		"max_parallel_workers_per_gather": "1",
		"jit":                             "off",
		"fsync":                           "on",
		"synchronous_commit":              "on",
		"full_page_writes":                "on",
		"timezone":                        "UTC",
		"log_timezone":                    "UTC",
		"logging_collector":               "off",
		"log_min_messages":                "warning",
		"log_min_error_statement":         "panic",
		"log_error_verbosity":             "terse",
		"log_statement":                   "none",
	}
}

// initialise makes the cluster once. It works beside the final name, so that a
// crash in between leaves nothing that looks finished.
func (cl *cluster) initialise(ctx context.Context, bin []bins) error {
	if _, err := os.Stat(filepath.Join(cl.data(), "PG_VERSION")); err == nil {
		return nil
	}
	cl.log(fmt.Sprintf("making a PostgreSQL %d cluster in %s", bin[0].major, cl.data()))
	half := cl.data() + ".new"
	if err := os.RemoveAll(half); err != nil {
		return fmt.Errorf("pgembed: %w", err)
	}
	cmd := cl.who.command(ctx, cl.base, filepath.Join(bin[0].dir, "initdb"),
		"-D", half, "-U", Role, "--encoding=UTF8", "--locale=C", "--auth=trust", "--data-checksums", "--no-instructions")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pgembed: initdb: %w: %s", err, lastLines(string(out), 3))
	}
	if err := os.Rename(half, cl.data()); err != nil {
		return fmt.Errorf("pgembed: %w", err)
	}
	return nil
}

// maxLog is where the server's log is begun anew at a start.
const maxLog = 8 << 20

func (cl *cluster) launch(ctx context.Context, bin []bins, over map[string]string) (*Server, error) {
	flags := os.O_CREATE | os.O_WRONLY | os.O_APPEND
	if fi, err := os.Stat(cl.logFile()); err == nil && fi.Size() > maxLog {
		flags |= os.O_TRUNC
	}
	logFile, err := os.OpenFile(cl.logFile(), flags, 0o600)
	if err != nil {
		return nil, fmt.Errorf("pgembed: %w", err)
	}
	defer func() { _ = logFile.Close() }()
	settings := cl.defaults()
	maps.Copy(settings, over)
	args := []string{"-D", cl.data()}
	for _, k := range slices.Sorted(maps.Keys(settings)) {
		args = append(args, "-c", k+"="+settings[k])
	}
	// The server outlives ctx: it ends by Stop, or is adopted by the next hub.
	cmd := cl.who.command(context.WithoutCancel(ctx), cl.base, filepath.Join(bin[0].dir, "postgres"), args...)
	cmd.Stdout, cmd.Stderr = logFile, logFile
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("pgembed: starting PostgreSQL: %w", err)
	}
	exited := make(chan struct{})
	go func() {
		defer close(exited)
		_ = cmd.Wait() // how it ended stands in its log
	}()
	srv := &Server{base: cl.base, pid: cmd.Process.Pid, exited: exited, log: cl.log}
	if err := cl.await(ctx, srv); err != nil {
		stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		return nil, errors.Join(err, srv.Stop(stop))
	}
	return srv, nil
}

func (cl *cluster) logTail() string {
	b, err := os.ReadFile(cl.logFile())
	if err != nil {
		return err.Error()
	}
	return lastLines(string(b[max(0, len(b)-4096):]), 4)
}

func ensureDatabase(ctx context.Context, dsn, name string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return fmt.Errorf("pgembed: %w", err)
	}
	defer func() { _ = conn.Close(ctx) }()
	var there bool
	if err := conn.QueryRow(ctx, "select exists (select from pg_database where datname = $1)", name).Scan(&there); err != nil {
		return fmt.Errorf("pgembed: %w", err)
	}
	if there {
		return nil
	}
	_, err = conn.Exec(ctx, "create database "+pgx.Identifier{name}.Sanitize())
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == "42P04" {
		return nil // somebody else was faster
	}
	if err != nil {
		return fmt.Errorf("pgembed: %w", err)
	}
	return nil
}

// lockFile takes an exclusive lock that ends with the process at the latest.
func lockFile(ctx context.Context, path string) (func(), error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("pgembed: %w", err)
	}
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { _ = f.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			_ = f.Close()
			return nil, fmt.Errorf("pgembed: %s: %w", path, err)
		}
		select {
		case <-ctx.Done():
			_ = f.Close()
			return nil, fmt.Errorf("pgembed: another process starts the same cluster: %w", ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
}
