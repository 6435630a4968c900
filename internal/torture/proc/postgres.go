package proc

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// Postgres is a cluster of its own, run by an unprivileged user.
type Postgres struct {
	Process
	Port  int
	Fsync bool
	bin   string
	data  string
}

// NewPostgres makes a cluster in dir. Logs go to logDir.
func NewPostgres(ctx context.Context, dir, logDir string, fsync bool) (*Postgres, error) {
	bin, err := postgresBinaries()
	if err != nil {
		return nil, err
	}
	port, err := FreePort(ctx)
	if err != nil {
		return nil, err
	}
	pg := &Postgres{Port: port, Fsync: fsync, bin: bin, data: filepath.Join(dir, "data")}
	if pg.As, err = unprivileged(); err != nil {
		return nil, err
	}
	if pg.As != nil {
		if err := os.Chown(dir, int(pg.As.Uid), int(pg.As.Gid)); err != nil {
			return nil, err
		}
	}
	init := exec.CommandContext(ctx, filepath.Join(bin, "initdb"), "-D", pg.data, "-U", "heliu", "--encoding=UTF8", "--locale=C", "--auth=trust", "--no-instructions") //nolint:gosec // the server's own program
	init.Dir, init.SysProcAttr = dir, &syscall.SysProcAttr{Credential: pg.As}
	if out, err := init.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	onOff := map[bool]string{true: "on", false: "off"}[fsync]
	pg.Name, pg.Bin, pg.Log = "postgresql", filepath.Join(bin, "postgres"), filepath.Join(logDir, "postgresql.log")
	pg.Args = []string{"-D", pg.data}
	for _, s := range []string{
		"listen_addresses=127.0.0.1", "port=" + strconv.Itoa(port), "unix_socket_directories=", "max_connections=100", "shared_buffers=128MB",
		"max_wal_size=256MB", "wal_compression=on", "jit=off", "max_parallel_workers_per_gather=0", "fsync=" + onOff, "full_page_writes=on", "synchronous_commit=on",
		"timezone=UTC", "log_min_messages=warning", "log_min_error_statement=panic", "restart_after_crash=on",
	} {
		pg.Args = append(pg.Args, "-c", s)
	}
	return pg, nil
}

func postgresBinaries() (string, error) {
	dirs := filepath.SplitList(os.Getenv("PATH"))
	for _, p := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"} {
		m, _ := filepath.Glob(p)
		slices.Sort(m)
		slices.Reverse(m)
		dirs = append(dirs, m...)
	}
	for _, d := range dirs {
		if _, err := os.Stat(filepath.Join(d, "initdb")); err == nil {
			return d, nil
		}
	}
	return "", errors.New("no PostgreSQL server here (initdb): install Debian's package postgresql")
}

// unprivileged is who runs the server when we are root, which it refuses; nil: we do.
func unprivileged() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
		gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
		if err1 == nil && err2 == nil {
			return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
		}
	}
	return nil, errors.New("there is no user postgres or nobody to run PostgreSQL as")
}

// DSN is the connection string over a port: its own, or a proxy's.
func (pg *Postgres) DSN(port int) string {
	return fmt.Sprintf("postgres://heliu@127.0.0.1:%d/postgres?sslmode=disable&connect_timeout=3", port)
}

// endsFor is how long a server is started again and again that ends by itself.
const endsFor = 20 * time.Second

// Start starts the server and waits until it answers. A predecessor's orphans may
// still be attached, and recovery takes its time, so it is tried for a while.
func (pg *Postgres) Start(ctx context.Context, within time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	for began := time.Now(); ; {
		if !pg.Running() {
			if time.Since(began) > endsFor {
				return fmt.Errorf("PostgreSQL does not stay up: %s", pg.Tail())
			}
			if err := pg.Process.Start(ctx, within); err != nil {
				return err
			}
		}
		if conn, err := pgx.Connect(ctx, pg.DSN(pg.Port)); err == nil {
			_, err = conn.Exec(ctx, "select 1")
			_ = conn.Close(ctx)
			if err == nil {
				return nil
			}
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL does not answer: %w: %s", ctx.Err(), pg.Tail())
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// KillAll kills the postmaster and every process of it, as a power cut does.
func (pg *Postgres) KillAll() error {
	kids := children(pg.PID())
	err := pg.Kill()
	for _, pid := range kids {
		if p, ferr := os.FindProcess(pid); ferr == nil {
			_ = p.Kill()
		}
	}
	return err
}

// Stop ends the server at once but in order (fast shutdown).
func (pg *Postgres) Stop(within time.Duration) error {
	if !pg.Running() {
		return nil
	}
	if err := pg.Signal(syscall.SIGINT); err != nil {
		return err
	}
	select {
	case <-pg.Exited():
		return nil
	case <-time.After(within):
		return pg.KillAll()
	}
}

// children gives the processes whose parent is pid.
func children(pid int) []int {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	var out []int
	for _, s := range stats {
		b, err := os.ReadFile(s)
		if err != nil {
			continue
		}
		_, after, ok := strings.Cut(string(b), ") ")
		f := strings.Fields(after)
		if !ok || len(f) < 2 || f[1] != strconv.Itoa(pid) {
			continue
		}
		if id, err := strconv.Atoi(filepath.Base(filepath.Dir(s))); err == nil {
			out = append(out, id)
		}
	}
	return out
}
