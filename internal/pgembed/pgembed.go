// Package pgembed runs a private PostgreSQL cluster for a hub that was given no
// HELIU_PG: from the server binaries on the machine, as an unprivileged user when
// the hub runs as root, in the hub's data directory or, where that user may not
// enter it, in a place of its own.
//
// The server listens on a unix socket in a directory that only its user may enter,
// so there is no port to collide and no password to keep. It runs in a session of
// its own: Ctrl-C reaches the hub, not the server, and a hub that is killed leaves
// a server which the next one adopts.
package pgembed

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// Config says where and how. Only Dir is required.
type Config struct {
	Dir string // the hub's data directory; the cluster goes to Dir/pg
	// Log gets one sentence a step that takes time or that someone should know of.
	Log func(string)
	// Settings are server settings over the defaults of this package.
	Settings map[string]string
	// Bin is the directory of the server binaries; empty looks for them, and
	// installs or fetches them where there are none.
	Bin string
	// User is whom a hub of root's becomes to run the server; empty tries
	// postgres, then nobody.
	User string
	// Elsewhere holds clusters whose user may not enter Dir; empty means
	// /var/lib/heliu.
	Elsewhere string
	Database  string // created when missing; empty means heliu
}

// Role is the superuser that owns the cluster.
const Role = "heliu"

// ErrNotRunning is what Find answers when no server runs for the directory.
var ErrNotRunning = errors.New("pgembed: no server runs for this data directory")

// Server is a running cluster.
type Server struct {
	dsn     string
	base    string
	sock    string // the socket's directory, where it is not in base
	pid     int
	adopted bool
	exited  <-chan struct{} // nil for an adopted server: not our child
	log     func(string)
}

// DSN is the connection string of the cluster's superuser.
func (s *Server) DSN() string { return s.dsn }

// Dir is where the cluster is.
func (s *Server) Dir() string { return s.base }

// PID is the server's process.
func (s *Server) PID() int { return s.pid }

// Adopted tells whether the server ran already.
func (s *Server) Adopted() bool { return s.adopted }

// Start gives a server that answers: it adopts the one that runs, waits for one
// that recovers or stops, clears away what a crash left, or makes and starts a new
// one. ctx bounds the waiting, not the server's life.
func Start(ctx context.Context, c Config) (*Server, error) {
	if c.Log == nil {
		c.Log = func(string) {}
	}
	if c.Database == "" {
		c.Database = "heliu"
	}
	if c.Elsewhere == "" {
		c.Elsewhere = "/var/lib/heliu"
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("pgembed: %w", err)
	}
	c.Dir = dir
	if err := os.MkdirAll(c.Dir, 0o755); err != nil {
		return nil, fmt.Errorf("pgembed: %w", err)
	}
	unlock, err := lockFile(ctx, filepath.Join(c.Dir, "pg.lock"))
	if err != nil {
		return nil, err
	}
	defer unlock()
	bin, err := binaries(ctx, c)
	if err != nil {
		return nil, err
	}
	who, err := runAs(c.User)
	if err != nil {
		return nil, err
	}
	cl, err := place(ctx, c, who)
	if err != nil {
		return nil, err
	}
	if bin, err = cl.fit(bin); err != nil {
		return nil, err
	}
	if err := cl.initialise(ctx, bin); err != nil {
		return nil, err
	}
	srv, err := cl.settle(ctx)
	if err != nil {
		return nil, err
	}
	if srv == nil {
		if srv, err = cl.launch(ctx, bin, c.Settings); err != nil {
			return nil, err
		}
	}
	if err := ensureDatabase(ctx, cl.dsn("postgres"), c.Database); err != nil {
		return nil, err
	}
	srv.dsn = cl.dsn(c.Database)
	if d := cl.sockDir(); filepath.Dir(d) != cl.base {
		srv.sock = d
	}
	return srv, nil
}

// Find gives the connection string of the server that runs for a data directory,
// for a command that works beside a running hub; ErrNotRunning when there is none.
func Find(ctx context.Context, dir, database string) (string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("pgembed: %w", err)
	}
	base, err := placed(dir)
	if err != nil {
		return "", err
	}
	cl := &cluster{base: base, log: func(string) {}}
	p, ok := cl.pidFile()
	if !ok || !cl.serves(p.pid) {
		return "", ErrNotRunning
	}
	if err := cl.probe(ctx); err != nil {
		return "", fmt.Errorf("%w: %w", ErrNotRunning, err)
	}
	if database == "" {
		database = "heliu"
	}
	return cl.dsn(database), nil
}

// Stop ends the server: sessions are cut, committed work is kept. It waits until
// the process is gone; when ctx ends first the server is told to quit at once (it
// recovers at the next start) and ctx's error is returned.
func (s *Server) Stop(ctx context.Context) error {
	if err := stopProcess(ctx, s.pid, s.exited, s.log); err != nil {
		return err
	}
	if s.sock != "" {
		_ = os.Remove(s.sock) // empty by now; one that is not stays
	}
	return nil
}

func (cl *cluster) dsn(database string) string {
	q := url.Values{"host": {cl.sockDir()}, "port": {port}, "sslmode": {"disable"}}
	return "postgres://" + Role + "@/" + database + "?" + q.Encode()
}

// port only names the socket file; nothing listens on the network.
const port = "5432"

// patience is how often waiting is reported.
const patience = 5 * time.Second
