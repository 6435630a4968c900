package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/pgembed"
	"github.com/heliuhub/heliu/internal/world"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// upCmd runs everything on this machine: PostgreSQL, the broker, the hub and the demo.
type upCmd struct {
	Data      string   `env:"HELIU_DATA" default:".heliu" type:"path" help:"Data directory."`
	HTTP      string   `env:"HELIU_HTTP" default:"127.0.0.1:8080" help:"Address of the console, the API and the door; loopback, since there is no TLS."`
	PG        string   `env:"HELIU_PG" help:"PostgreSQL to use; without it a private cluster runs in the data directory."`
	Kafka     string   `env:"HELIU_KAFKA" help:"Kafka to use; without it the embedded broker runs."`
	Demo      string   `enum:"small,full,none" default:"small" env:"HELIU_DEMO" help:"Size of the demo world: small, full or none."`
	Seed      uint64   `default:"1" env:"HELIU_SEED" help:"Seed of the demo world."`
	Paused    bool     `help:"Load the demo's past but let no live events trickle."`
	AllowNet  []string `env:"HELIU_ALLOW_NET" help:"Private networks that the connections of every workspace may reach, such as the ERP's 10.1.0.0/16; each workspace can open its own in the console."`
	PublicURL string   `env:"HELIU_PUBLIC_URL" help:"Where people reach the pages, where it is not the address listened on: links in messages lead there, and identity providers send people back there."`
	keyFlags
	Traces string `help:"Send traces by OTLP to this http address; without it where OTEL_EXPORTER_OTLP_ENDPOINT says, or nowhere."`
	Pprof  string `hidden:"" help:"Loopback address to serve Go's profiles on."`
}

// Run serves until the context ends.
func (c *upCmd) Run(ctx context.Context) (err error) {
	if err := loopbackOnly(c.HTTP); err != nil {
		return exitError{exitUsage, err}
	}
	say := func(format string, args ...any) { fmt.Printf("  "+format+"\n", args...) }
	u := &up{cmd: c, dir: dataDir(c.Data), say: say, log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	slog.SetDefault(u.log)
	defer u.close()
	keepMemory(upMemory)
	if c.Pprof != "" {
		stop, err := servePprof(ctx, c.Pprof)
		if err != nil {
			return err
		}
		u.onClose(stop)
	}
	if u.traces, err = startTraces(ctx, c.Traces, u.log); err != nil {
		return err
	}
	u.onClose(u.traces.stop)
	if err := u.start(ctx); err != nil {
		return err
	}
	return u.serve(ctx)
}

// up is a hub that is running with all it needs.
type up struct {
	cmd     *upCmd
	dir     dataDir
	say     func(string, ...any)
	log     *slog.Logger
	closers []func()
	store   *store.Store
	broker  *bus.Broker // nil: a Kafka of somebody else's
	bus     *bus.Bus
	hub     *hub
	gate    *access.Gate
	ln      net.Listener
	demo    *demoWorld
	links   []string
	kafka   string
	traces  *tracing
}

func (u *up) onClose(f func()) { u.closers = append(u.closers, f) }

func (u *up) close() {
	for i := len(u.closers) - 1; i >= 0; i-- {
		u.closers[i]()
	}
}

// loopbackOnly refuses to listen beyond this machine without TLS.
func loopbackOnly(addr string) error {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return fmt.Errorf("address %q: %w", addr, err)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("address %q is not a loopback address; put a proxy with TLS in front instead", addr)
	}
	return nil
}

func (u *up) start(ctx context.Context) error {
	if err := u.dir.make(); err != nil {
		return err
	}
	var err error
	if u.ln, err = (&net.ListenConfig{}).Listen(ctx, "tcp", u.cmd.HTTP); err != nil {
		return fmt.Errorf("%s is taken; set HELIU_HTTP to another address, or stop the hub that runs there: %w", u.cmd.HTTP, err)
	}
	u.onClose(func() { _ = u.ln.Close() })
	keys, err := u.cmd.keyFlags.open(ctx, u.dir)
	if err != nil {
		return err
	}
	if err := u.openStore(ctx, keys); err != nil {
		return err
	}
	if err := u.openBus(ctx); err != nil {
		return err
	}
	hashKey, err := keys.Derive("env.hash")
	if err != nil {
		return err
	}
	u.hub = newHub(u.store, u.bus, hashKey, u.log, u.traces)
	if u.hub.public, u.hub.tls, err = publicAddress(u.cmd.PublicURL, "http://"+u.ln.Addr().String()); err != nil {
		return err
	}
	u.hub.maker.allowed = u.cmd.AllowNet
	u.hub.heads.path = u.dir.path(headsFile)
	// Its log is somebody's terminal, which keeps nothing; serve and worker say heads there.
	u.hub.headLog = slog.New(slog.DiscardHandler)
	u.gate = newGate(u.store)
	set := setUp{store: u.store, gate: u.gate, dir: u.dir, now: clock.System{}.Now, hub: "http://" + u.ln.Addr().String(), size: world.Size(u.cmd.Demo), seed: u.cmd.Seed, every: trickle(u.cmd.Paused)}
	if err := set.workspaces(ctx); err != nil {
		return err
	}
	if u.cmd.Demo != "none" {
		if u.demo, err = set.run(ctx); err != nil {
			return err
		}
	}
	u.links, err = set.signInLinks(ctx)
	return err
}

// trickle is the pause between two live events of the demo.
func trickle(paused bool) time.Duration {
	if paused {
		return 1000 * time.Hour
	}
	return 2 * time.Second
}

func (u *up) openStore(ctx context.Context, keys *seal.Keyring) error {
	owner := u.cmd.PG
	if owner == "" {
		pg, err := pgembed.Start(ctx, pgembed.Config{Dir: string(u.dir), Log: func(s string) { u.say("%s", s) }})
		if err != nil {
			return err
		}
		u.onClose(func() {
			if err := pg.Stop(context.Background()); err != nil {
				u.log.Warn("PostgreSQL did not stop as it should", "error", err)
			}
		})
		owner = pg.DSN()
	}
	if _, err := store.Migrate(ctx, owner); err != nil {
		return err
	}
	s, err := store.Open(ctx, owner, u.traces.store(store.Options{MaxConns: 12, Keys: keys}))
	if err != nil {
		return err
	}
	u.store = s
	u.onClose(s.Close)
	return nil
}

func (u *up) openBus(ctx context.Context) error {
	cfg := bus.Config{Log: u.log}
	u.kafka = u.cmd.Kafka
	if u.cmd.Kafka != "" {
		var err error
		if cfg, err = bus.ParseConfig(u.cmd.Kafka); err != nil {
			return err
		}
		cfg.Log = u.log
	} else {
		b, err := bus.StartBroker(ctx, bus.BrokerConfig{Dir: u.dir.path("broker"), Log: u.log})
		if err != nil {
			return err
		}
		u.broker = b
		u.onClose(b.Close)
		cfg.Brokers, u.kafka = []string{b.Addr()}, b.Addr()
	}
	b, err := bus.Open(ctx, cfg)
	if err != nil {
		return err
	}
	u.bus = b
	u.onClose(func() { _ = b.Close() })
	return b.EnsureTopics(ctx)
}

// serve runs the hub, its console and the demo until ctx ends.
func (u *up) serve(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	handler, err := u.hub.handler(u.gate)
	if err != nil {
		return err
	}
	g, gctx := errgroup.WithContext(ctx)
	g.Go(func() error { return u.hub.run(gctx) })
	g.Go(func() error { return listen(gctx, u.ln, u.traces.handler(handler), u.hub.leave) })
	g.Go(func() error { return u.brokerLives(gctx) })
	base := "http://" + u.ln.Addr().String()
	r := running{PID: os.Getpid(), HTTP: base, Kafka: u.kafka}
	if u.demo != nil {
		r.World = "http://" + u.demo.Listen
	}
	if err := u.dir.save("run.json", r); err != nil {
		return err
	}
	u.greet(base)
	if u.demo != nil {
		stop, err := u.startDemo(gctx)
		if err != nil {
			cancel()
			return errors.Join(err, ended(g))
		}
		defer stop()
		go u.progress(gctx, os.Stdout)
	}
	<-gctx.Done() // told to stop, or something ended by itself
	cancel()
	return ended(g)
}

// brokerLives ends with the reason when the embedded broker's disk refused a write: it
// answers nobody any more, and only a start after somebody saw to the disk mends that.
func (u *up) brokerLives(ctx context.Context) error {
	if u.broker == nil {
		return nil
	}
	select {
	case <-ctx.Done():
		return nil
	case <-u.broker.Failed():
		return u.broker.Err()
	}
}

func (u *up) greet(base string) {
	fmt.Printf("heliu ready %s\n", base)
	for _, l := range u.links {
		u.say("%s", strings.ReplaceAll(l, "{base}", base))
	}
	if u.demo != nil {
		u.say("发送一条表单 / post a form:")
		u.say(`curl -sS %s/in/demo-form -H 'X-Heliu-Key: %s' -H 'Content-Type: application/json' -d '{"contact_name":"张示例","company_name":"示例医院","mobile":"13912340001","channel":"website","message":"想了解产品"}'`, base, u.demo.FormKey)
		u.say("再查它 / then find it:")
		u.say(`curl -sS '%s/api/v1/customers?mobile=13912340001' -H "Authorization: Bearer $(cat %s)"`, base, u.dir.path("admin.key"))
	}
}

// startDemo starts the demo's systems as a process of their own.
func (u *up) startDemo(ctx context.Context) (stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	out, err := os.OpenFile(filepath.Clean(u.dir.path("fake.log")), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	args := []string{"fake", "--data", string(u.dir), "--parent", fmt.Sprint(os.Getpid())}
	cmd := exec.CommandContext(ctx, self, args...) //nolint:gosec // this very program
	cmd.Stdout, cmd.Stderr = out, out
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 3 * time.Second
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() { _ = out.Close() }()
		if err := cmd.Wait(); err != nil && ctx.Err() == nil {
			u.log.Error("the demo's systems ended; see fake.log in the data directory", "error", err)
		}
	}()
	return func() { <-done }, nil
}

// progress says how far the demo is loaded, until it is.
func (u *up) progress(ctx context.Context, out io.Writer) {
	w := worldControl{base: "http://" + u.demo.Listen}
	began := clock.System{}.Now()
	for (clock.System{}).Sleep(ctx, 2*time.Second) == nil {
		st, err := w.status(ctx)
		if err != nil {
			continue
		}
		p, err := u.hub.progress(ctx, u.demo.workspace())
		if err != nil {
			continue
		}
		took := clock.System{}.Now().Sub(began).Round(time.Second)
		_, _ = fmt.Fprintf(out, "  示例数据 / demo data: %d/%d events, %d records settled, %d in flight, %d to recompute (%s)\n", st.Delivered, st.Total, p.settled, p.inFlight, p.dirty, took)
		if st.Loaded && p.inFlight == 0 && p.dirty == 0 && p.settled > 0 && p.quiet {
			if err := u.linkSeller(ctx); err != nil {
				u.log.Warn("the demo's seller is linked to no employee", "error", err)
			}
			_, _ = fmt.Fprintf(out, "  示例数据已就绪 / demo data loaded in %s\n", took)
			return
		}
	}
}
