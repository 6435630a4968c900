package pgembed

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// postmaster is what a server says of itself in postmaster.pid.
type postmaster struct {
	pid    int
	status string // starting, ready, stopping, standby
}

func (cl *cluster) pidFile() (postmaster, bool) {
	b, err := os.ReadFile(filepath.Join(cl.data(), "postmaster.pid"))
	if err != nil {
		return postmaster{}, false
	}
	lines := strings.Split(string(b), "\n")
	pid, err := strconv.Atoi(strings.TrimSpace(lines[0]))
	if err != nil || pid <= 0 {
		return postmaster{}, false
	}
	p := postmaster{pid: pid}
	if len(lines) > 7 {
		p.status = strings.TrimSpace(lines[7])
	}
	return p, true
}

// settle deals with what an earlier hub left: it adopts a server that runs here,
// waits for one that stops, and clears away orphans. nil means: nothing runs.
func (cl *cluster) settle(ctx context.Context) (*Server, error) {
	p, ok := cl.pidFile()
	if ok && cl.serves(p.pid) {
		if p.status != "stopping" {
			cl.log(fmt.Sprintf("PostgreSQL still runs from before (process %d): using it", p.pid))
			srv := &Server{base: cl.base, pid: p.pid, adopted: true, log: cl.log}
			err := cl.await(ctx, srv)
			if err == nil {
				return srv, nil
			}
			if ctx.Err() != nil || cl.serves(p.pid) {
				return nil, err
			}
		} else {
			cl.log(fmt.Sprintf("PostgreSQL is stopping (process %d): waiting for it", p.pid))
			if err := waitGone(ctx, p.pid, nil); err != nil {
				return nil, err
			}
		}
	}
	if err := cl.killOrphans(ctx); err != nil {
		return nil, err
	}
	if p, ok := cl.pidFile(); ok {
		cl.log(fmt.Sprintf("clearing the pid file of a server that is gone (process %d); PostgreSQL recovers from its log", p.pid))
		if err := os.Remove(filepath.Join(cl.data(), "postmaster.pid")); err != nil {
			return nil, fmt.Errorf("pgembed: %w", err)
		}
	}
	return nil, nil
}

// serves tells whether the process is a server of this very data directory and not
// one that got its number later. A server's working directory is its data directory.
func (cl *cluster) serves(pid int) bool {
	if !alive(pid) {
		return false
	}
	cwd, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		// No /proc: the pid file and the live process must do. PostgreSQL itself
		// checks its shared memory before it starts a second server.
		_, noProc := os.Stat("/proc/self/cwd")
		return noProc != nil
	}
	return samePath(cwd, cl.data())
}

// killOrphans ends backends whose server died under them: they hold the shared
// memory and could still write.
func (cl *cluster) killOrphans(ctx context.Context) error {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil //nolint:nilerr // no /proc: PostgreSQL refuses to start and says so
	}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		name, err := os.ReadFile(filepath.Join("/proc", e.Name(), "comm"))
		if err != nil || !strings.HasPrefix(string(name), "postgres") || !cl.serves(pid) {
			continue
		}
		cl.log(fmt.Sprintf("stopping a database process that lost its server (process %d)", pid))
		if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("pgembed: process %d: %w", pid, err)
		}
		if err := waitGone(ctx, pid, nil); err != nil {
			return err
		}
	}
	return nil
}

// await waits until the server answers, saying what it waits for.
func (cl *cluster) await(ctx context.Context, srv *Server) error {
	said := time.NewTimer(patience)
	defer said.Stop()
	for {
		err := cl.probe(ctx)
		if err == nil {
			return nil
		}
		var pg *pgconn.PgError
		recovering := errors.As(err, &pg) && pg.Code == "57P03"
		gone := !alive(srv.pid)
		if srv.exited != nil {
			select {
			case <-srv.exited:
				gone = true
			default:
				gone = false
			}
		}
		if gone {
			return fmt.Errorf("pgembed: PostgreSQL ended while starting; %s says: %s", cl.logFile(), cl.logTail())
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("pgembed: PostgreSQL does not answer yet (%w): %w", err, ctx.Err())
		case <-said.C:
			said.Reset(patience)
			if recovering {
				cl.log("PostgreSQL recovers from its log; waiting")
			} else {
				cl.log("waiting for PostgreSQL to answer")
			}
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// probe connects once and makes sure that the answer comes from this cluster.
func (cl *cluster) probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, cl.dsn("postgres"))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	var dir string
	if err := conn.QueryRow(ctx, "show data_directory").Scan(&dir); err != nil {
		return err
	}
	if !samePath(dir, cl.data()) {
		return fmt.Errorf("pgembed: the server at %s serves %s", cl.sockDir(), dir)
	}
	return nil
}

func samePath(a, b string) bool {
	if a == b {
		return true
	}
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

func alive(pid int) bool {
	err := syscall.Kill(pid, 0)
	if err != nil && !errors.Is(err, syscall.EPERM) {
		return false
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return true
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	return !strings.HasPrefix(rest, "Z") // a zombie serves nobody
}

// stopProcess asks for a fast shutdown, and for an immediate one when ctx ends.
func stopProcess(ctx context.Context, pid int, exited <-chan struct{}, log func(string)) error {
	if err := syscall.Kill(pid, syscall.SIGINT); err != nil {
		if errors.Is(err, syscall.ESRCH) {
			return nil
		}
		return fmt.Errorf("pgembed: stopping PostgreSQL (process %d): %w", pid, err)
	}
	err := waitGone(ctx, pid, exited)
	if err != nil {
		log("PostgreSQL takes too long to stop; cutting it off, it recovers at the next start")
		_ = syscall.Kill(pid, syscall.SIGQUIT)
	}
	return err
}

func waitGone(ctx context.Context, pid int, exited <-chan struct{}) error {
	for exited != nil || alive(pid) {
		select {
		case <-exited:
			return nil
		case <-ctx.Done():
			return fmt.Errorf("pgembed: process %d is still there: %w", pid, ctx.Err())
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}
