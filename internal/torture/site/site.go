// Package site is an installation under torture: broker, PostgreSQL and two hubs, each
// a process of its own, with a proxy on every way between them and disks whose power
// can be cut. Only processes that the site started are ended by it.
package site

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/heliuhub/heliu/internal/torture/proc"
	"github.com/heliuhub/heliu/internal/torture/proxy"
)

// Config says what to build.
type Config struct {
	Bin, Toxiproxy string // programs
	Kafka          string // a cluster to use; empty: a broker of our own
	Disks          bool   // file systems of our own, whose power can be cut; needs root
	NoSync         bool   // the broker does not sync its writes (a negative control)
	NoFsync        bool   // nor does PostgreSQL
	Source         http.Handler
	Secret         string
}

// Hubs is how many hubs a site has.
const Hubs = 2

// Site is a running installation.
type Site struct {
	cfg Config
	Dir string

	Broker     *proc.Process // nil with a cluster of somebody else
	PG         *proc.Postgres
	Hub        [Hubs]*proc.Process
	BrokerDisk *proc.Disk // nil without Disks
	PGDisk     *proc.Disk
	Proxies    *proxy.Server
	BusWay     *proxy.Proxy // nil with a cluster of somebody else
	PGWay      [Hubs]*proxy.Proxy
	Kafka      string // where a client of ours reaches the broker, past the proxy

	hubKafka   string // where the hubs do
	brokerPort int
	hubPort    [Hubs]int
	source     *http.Server
	sourceAddr string
	Workspace  string
	Conns      map[string]string // connection id by name
	closers    []func() error
}

// How long things may take.
const (
	startWithin = 90 * time.Second
	stopWithin  = 20 * time.Second
)

// New builds and starts a site in a new directory below dir.
func New(ctx context.Context, dir string, cfg Config) (s *Site, err error) {
	s = &Site{cfg: cfg, Conns: map[string]string{}}
	if s.Dir, err = os.MkdirTemp(dir, "site-"); err != nil {
		return nil, err
	}
	if err := os.Chmod(s.Dir, 0o755); err != nil { //nolint:gosec // PostgreSQL's own user must pass
		return nil, err
	}
	if err := s.build(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Site) build(ctx context.Context) error {
	for _, step := range []func(context.Context) error{s.serveSource, s.startProxies, s.startBroker, s.startPostgres, s.prepare, s.startHubs, s.connect} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *Site) closer(f func() error) { s.closers = append(s.closers, f) }

// Close ends everything and removes the directory.
func (s *Site) Close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i]())
	}
	return errors.Join(append(errs, os.RemoveAll(s.Dir))...)
}

func (s *Site) serveSource(ctx context.Context) error {
	port, err := proc.FreePort(ctx)
	if err != nil {
		return err
	}
	s.sourceAddr = fmt.Sprintf("127.0.0.1:%d", port)
	s.source = &http.Server{Addr: s.sourceAddr, Handler: s.cfg.Source, ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = s.source.ListenAndServe() }()
	s.closer(s.source.Close)
	return nil
}

func (s *Site) startProxies(ctx context.Context) (err error) {
	if s.Proxies, err = proxy.Start(ctx, s.cfg.Toxiproxy, s.Dir); err == nil {
		s.closer(s.Proxies.Stop)
	}
	return err
}

// place gives a directory for data: on a disk of its own, where there are such.
func (s *Site) place(ctx context.Context, name string) (dir string, disk *proc.Disk, err error) {
	if !s.cfg.Disks {
		dir = filepath.Join(s.Dir, name)
		return dir, nil, os.Mkdir(dir, 0o700)
	}
	if disk, err = proc.NewDisk(ctx, s.Dir, name+"-disk", 1024); err != nil {
		return "", nil, err
	}
	s.closer(func() error { return disk.Remove(context.WithoutCancel(ctx)) })
	dir = filepath.Join(disk.Mount, name)
	return dir, disk, os.Mkdir(dir, 0o700)
}

func (s *Site) startBroker(ctx context.Context) error {
	if s.cfg.Kafka != "" {
		s.Kafka, s.hubKafka = s.cfg.Kafka, s.cfg.Kafka+"?partitions=4"
		return nil
	}
	dir, disk, err := s.place(ctx, "broker")
	if err != nil {
		return err
	}
	s.BrokerDisk = disk
	if s.brokerPort, err = proc.FreePort(ctx); err != nil {
		return err
	}
	s.Kafka = fmt.Sprintf("127.0.0.1:%d", s.brokerPort)
	if s.BusWay, err = s.Proxies.Add(ctx, "bus", s.Kafka); err != nil {
		return err
	}
	s.hubKafka = fmt.Sprintf("127.0.0.1:%d", s.BusWay.Port)
	args := []string{"broker", "--data", dir, "--listen", s.Kafka, "--advertise", s.hubKafka, "--partitions", "4"}
	if s.cfg.NoSync {
		args = append(args, "--no-sync")
	}
	s.Broker = &proc.Process{Name: "broker", Bin: s.cfg.Bin, Args: args, Log: filepath.Join(s.Dir, "broker.log"), Ready: "heliu broker ready"}
	s.closer(func() error { return s.Broker.Kill() })
	return s.StartBroker(ctx)
}

// StartBroker starts the broker, that has died.
func (s *Site) StartBroker(ctx context.Context) error { return s.Broker.Start(ctx, startWithin) }

func (s *Site) startPostgres(ctx context.Context) error {
	dir, disk, err := s.place(ctx, "postgresql")
	if err != nil {
		return err
	}
	s.PGDisk = disk
	if s.PG, err = proc.NewPostgres(ctx, dir, s.Dir, !s.cfg.NoFsync); err != nil {
		return err
	}
	s.closer(func() error {
		if s.PG.Running() {
			return s.PG.KillAll()
		}
		return nil
	})
	for i := range s.PGWay {
		if s.PGWay[i], err = s.Proxies.Add(ctx, fmt.Sprint("pg-", i), fmt.Sprintf("127.0.0.1:%d", s.PG.Port)); err != nil {
			return err
		}
	}
	return s.StartPostgres(ctx)
}

// StartPostgres starts the database, that has died.
func (s *Site) StartPostgres(ctx context.Context) error { return s.PG.Start(ctx, startWithin) }

// DSN reaches the database past the proxies.
func (s *Site) DSN() string { return s.PG.DSN(s.PG.Port) }

func (s *Site) startHubs(ctx context.Context) error {
	for i := range s.Hub {
		port, err := proc.FreePort(ctx)
		if err != nil {
			return err
		}
		s.hubPort[i] = port
		s.Hub[i] = &proc.Process{
			Name: fmt.Sprint("hub ", i), Bin: s.cfg.Bin, Args: []string{"serve", "--work"}, Ready: "heliu ready", Log: filepath.Join(s.Dir, fmt.Sprintf("hub-%d.log", i)),
		}
		s.closer(func() error { return s.Hub[i].Kill() })
		if err := s.StartHub(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// StartHub starts a hub that has died, with more settings of the environment. Whatever
// it needs may be away still, so it is tried for a while.
func (s *Site) StartHub(ctx context.Context, i int, env ...string) error {
	h := s.Hub[i]
	h.Env = append([]string{
		"HELIU_DATA=" + filepath.Join(s.Dir, "keys"), "HELIU_PG=" + s.PG.DSN(s.PGWay[i].Port), "HELIU_KAFKA=" + s.hubKafka,
		fmt.Sprintf("HELIU_HTTP=127.0.0.1:%d", s.hubPort[i]), "HELIU_ALLOW_NET=127.0.0.0/8", "GOMAXPROCS=2",
	}, env...)
	var err error
	for until := time.Now().Add(startWithin); time.Now().Before(until) && ctx.Err() == nil; time.Sleep(200 * time.Millisecond) {
		if err = h.Start(ctx, 30*time.Second); err == nil {
			return nil
		}
	}
	return err
}

// Keep starts whatever has ended by itself, as a supervisor does.
func (s *Site) Keep(ctx context.Context) error {
	if s.Broker != nil && !s.Broker.Running() {
		if err := s.StartBroker(ctx); err != nil {
			return err
		}
	}
	if !s.PG.Running() {
		if err := s.StartPostgres(ctx); err != nil {
			return err
		}
	}
	for i, h := range s.Hub {
		if !h.Running() {
			if err := s.StartHub(ctx, i); err != nil {
				return err
			}
		}
	}
	return nil
}

// HubURL is the address of a hub.
func (s *Site) HubURL(i int) string { return fmt.Sprintf("http://127.0.0.1:%d", s.hubPort[i]) }

// Logs copies the end of every log, for whoever asks why.
func (s *Site) Logs(w io.Writer) {
	all := []*proc.Process{s.Broker, s.Hub[0], s.Hub[1]}
	if s.PG != nil {
		all = append(all, &s.PG.Process)
	}
	for _, p := range all {
		if p != nil {
			_, _ = fmt.Fprintf(w, "== %s\n%s\n", p.Name, p.Tail())
		}
	}
}
