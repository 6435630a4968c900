// Package rig sets up an installation in parts to measure it: a PostgreSQL and a broker
// of its own, fresh, and the program's processes over them, with one workspace and one
// connection that takes signed forms. It ends only what it started.
package rig

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors/webform"
	"github.com/heliuhub/heliu/internal/pgembed"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// Door is the name of the connection and of its door.
const Door = "bench-form"

// Secret signs what is posted there.
const Secret = "the secret of a benchmark"

// Rig is one installation. Make it with New; Close ends and removes it.
type Rig struct {
	PG         string // connection string of the owner
	Kafka      string
	Bus        *bus.Bus
	Store      *store.Store
	Workspace  record.WorkspaceID
	Connection record.ConnectionID

	bin, dir string
	pg       *pgembed.Server
	closers  []func() error
}

// New makes an installation of the program bin and starts its PostgreSQL and its broker.
func New(ctx context.Context, bin string) (r *Rig, err error) {
	r = &Rig{}
	if r.bin, err = filepath.Abs(bin); err != nil {
		return nil, err
	}
	if r.dir, err = os.MkdirTemp("", "heliu-rig-"); err != nil {
		return nil, err
	}
	r.closing(func() error { return os.RemoveAll(r.dir) })
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Close())
		}
	}()
	if r.pg, err = pgembed.Start(ctx, pgembed.Config{Dir: r.dir}); err != nil {
		return r, err
	}
	r.closing(r.stopPG)
	r.PG = r.pg.DSN()
	migrate, _, err := r.run(ctx, "migrations applied", "migrate")
	if err != nil {
		return r, err
	}
	if err = migrate.Stop(); err != nil {
		return r, err
	}
	if _, r.Kafka, err = r.run(ctx, "heliu broker ready ", "broker", "--data", filepath.Join(r.dir, "broker"), "--listen", "127.0.0.1:0"); err != nil {
		return r, err
	}
	return r, r.open(ctx)
}

func (r *Rig) closing(f func() error) { r.closers = append(r.closers, f) }

// Close ends the processes and removes the data.
func (r *Rig) Close() error {
	var errs []error
	for i := len(r.closers) - 1; i >= 0; i-- {
		errs = append(errs, r.closers[i]())
	}
	r.closers = nil
	return errors.Join(errs...)
}

func (r *Rig) stopPG() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	err := r.pg.Stop(ctx)
	if at := r.pg.Dir(); !strings.HasPrefix(at, r.dir) && strings.HasPrefix(filepath.Base(at), "pg-") { // where its user may not enter the directory
		err = errors.Join(err, os.RemoveAll(at))
	}
	return err
}

// run starts one of the program's commands on this installation.
func (r *Rig) run(ctx context.Context, ready string, args ...string) (*Process, string, error) {
	env := []string{"HELIU_DATA=" + r.dir, "HELIU_PG=" + r.PG, "HELIU_KAFKA=" + r.Kafka, "HELIU_HTTP=127.0.0.1:0"}
	p, rest, err := run(ctx, env, ready, r.bin, args...)
	if err != nil {
		return nil, "", err
	}
	r.closing(p.Stop)
	return p, rest, nil
}

// open makes the clients, the workspace and the connection.
func (r *Rig) open(ctx context.Context) error {
	keys, err := seal.OpenKeyring(filepath.Join(r.dir, "keys.json"))
	if err != nil {
		return err
	}
	if r.Store, err = store.Open(ctx, r.PG, store.Options{Keys: keys}); err != nil {
		return err
	}
	r.closing(func() error { r.Store.Close(); return nil })
	cfg, err := bus.ParseConfig(r.Kafka)
	if err != nil {
		return err
	}
	if r.Bus, err = bus.Open(ctx, cfg); err != nil {
		return err
	}
	r.closing(r.Bus.Close)
	if err := r.Bus.EnsureTopics(ctx); err != nil {
		return err
	}
	w, err := r.Store.CreateWorkspace(access.With(ctx, access.SystemActor("bench", access.Hub)), store.NewWorkspace{Slug: "bench"})
	if err != nil {
		return err
	}
	r.Workspace = w.ID
	ctx = access.With(ctx, access.SystemActor("bench", w.ID))
	sp := webform.Connector.Spec
	c, err := r.Store.CreateConnection(ctx, w.ID, store.NewConnection{
		Name: Door, Door: Door, Connector: sp.Name,
		Settings: map[string]any{"mode": webform.ModeHeliuHMAC}, Secrets: map[string]string{"secret": Secret},
	})
	if err != nil {
		return err
	}
	r.Connection = c.ID
	_, err = r.Store.PublishMapping(ctx, w.ID, store.MappingOf{Connector: sp.Name, Stream: webform.Stream}, 0, string(sp.Mappings[webform.Stream]), "default")
	return err
}

// Serve starts `heliu serve` and gives its address.
func (r *Rig) Serve(ctx context.Context, args ...string) (p *Process, addr string, err error) {
	p, rest, err := r.run(ctx, "heliu ready http://", append([]string{"serve"}, args...)...)
	return p, strings.TrimSpace(rest), err
}

// Worker starts `heliu worker`.
func (r *Rig) Worker(ctx context.Context, args ...string) (*Process, error) {
	p, _, err := r.run(ctx, "heliu worker started", append([]string{"worker"}, args...)...)
	return p, err
}

// Broker starts the broker of another build beside the installation's own.
func (r *Rig) Broker(ctx context.Context, bin string) (kafka string, err error) {
	p, kafka, err := run(ctx, nil, "heliu broker ready ", bin, "broker", "--data", filepath.Join(r.dir, filepath.Base(bin)+"-broker"), "--listen", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	r.closing(p.Stop)
	return kafka, nil
}

// Self starts this very program with args and waits for a line that begins with ready.
func (r *Rig) Self(ctx context.Context, ready string, args ...string) (*Process, string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, "", err
	}
	// As the program sets it for itself: see keepMemory in cmd/heliu.
	p, rest, err := run(ctx, []string{"GOGC=200"}, ready, self, args...)
	if err != nil {
		return nil, "", err
	}
	r.closing(p.Stop)
	return p, strings.TrimSpace(rest), nil
}
