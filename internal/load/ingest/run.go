package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/load"
	"github.com/heliuhub/heliu/internal/torture/proc"
)

// door is the connection that is measured.
const door = "demo-form"

// settleWithin is how long the hub may take to settle what it accepted, once nothing
// more comes.
const settleWithin = 5 * time.Minute

// bench is one run against one hub.
type bench struct {
	options
	hub    *proc.Hub
	pid    int
	caller *load.Caller
	bus    *bus.Bus
}

func run(ctx context.Context, o options) (err error) {
	b := &bench{options: o}
	fmt.Printf("bench-ingest: %g requests/s for %s, seed %d\n", o.rate, o.length, o.seed)
	stop, err := b.start(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	loaded, err := b.hwm()
	if err != nil {
		return err
	}
	before, err := b.balance(ctx)
	if err != nil {
		return err
	}
	r := results{rate: o.rate, length: o.length, loadedMB: loaded}
	r.bare = b.producer(ctx)
	r.door, r.leads, r.seen = b.leads(ctx)
	r.bareAgain = b.producer(ctx)
	if err := ctx.Err(); err != nil {
		return err
	}
	after, took, err := b.settled(ctx)
	if err != nil {
		return err
	}
	r.settleTook = took
	if err := b.account(ctx, &r, before, after); err != nil {
		return err
	}
	if r.endMB, err = b.hwm(); err != nil {
		return err
	}
	r.table(os.Stdout)
	if err := load.WriteFigures(os.Stdout, r.figures()...); err != nil {
		return err
	}
	return r.missed()
}

// start starts a hub with the small world and waits until it is loaded, or finds the
// one that runs.
func (b *bench) start(ctx context.Context) (stop func() error, err error) {
	dir := b.data
	var closers []func() error
	stop = func() error {
		var errs []error
		for i := len(closers) - 1; i >= 0; i-- {
			errs = append(errs, closers[i]())
		}
		return errors.Join(errs...)
	}
	if dir == "" {
		if dir, err = os.MkdirTemp("", "heliu-ingest-"); err != nil {
			return nil, err
		}
		bin, err := filepath.Abs(b.bin)
		if err != nil {
			return nil, err
		}
		var out io.Writer
		if b.verbose {
			out = os.Stdout
		}
		hub, err := proc.New(ctx, bin, dir, out, append([]string{"--paused"}, strings.Fields(b.args)...)...)
		if err != nil {
			return nil, err
		}
		closers = append(closers, hub.Remove, hub.Stop)
		if err := hub.Start(ctx); err != nil {
			return nil, errors.Join(err, stop())
		}
		wait, cancel := context.WithTimeout(ctx, 10*time.Minute)
		defer cancel()
		if err := hub.WaitFor(wait, "demo data loaded"); err != nil {
			return nil, errors.Join(err, stop())
		}
	}
	b.hub = &proc.Hub{Bin: b.bin, Dir: dir}
	more, err := b.connect(ctx, dir)
	if err != nil {
		return nil, errors.Join(err, stop())
	}
	closers = append(closers, more)
	return stop, nil
}

// connect makes the clients from what the hub left in its data directory.
func (b *bench) connect(ctx context.Context, dir string) (closeAll func() error, err error) {
	var running struct {
		PID   int    `json:"pid"`
		HTTP  string `json:"http"`
		Kafka string `json:"kafka"`
	}
	var demo struct {
		FormKey string `json:"form_key"`
	}
	for name, into := range map[string]any{"run.json": &running, "demo.json": &demo} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil {
			err = json.Unmarshal(text, into)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	key, err := b.hub.Key()
	if err != nil {
		return nil, err
	}
	b.pid = running.PID
	b.hub.HTTP = strings.TrimPrefix(running.HTTP, "http://")
	b.caller = load.NewCaller(running.HTTP, demo.FormKey, key, b.inFlight)
	cfg, err := bus.ParseConfig(running.Kafka)
	if err != nil {
		return nil, err
	}
	b.bus, err = bus.Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return b.bus.Close, nil
}

// producer publishes at the rate with the hub's own bus client and nothing else: the
// limit of the machine and the broker.
func (b *bench) producer(ctx context.Context) load.Report {
	run := fmt.Sprintf("bare/%x/%d", b.seed, clock.System{}.Now().UnixNano())
	payload := []byte(strings.Repeat("0123456789abcdef", 64))
	return load.Run(ctx, load.Plan{Rate: b.rate, For: b.bare, InFlight: b.inFlight}, func(ctx context.Context, i int) string {
		m := bus.Message{Topic: bus.TopicDead, Key: fmt.Sprintf("%s/%d", run, i), Payload: payload}
		if err := b.bus.Publish(ctx, m); err != nil {
			return "failed"
		}
		return "acked"
	})
}

// hwm is the most memory that the hub's process has held, in MB (of 2^20 bytes).
func (b *bench) hwm() (float64, error) {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", b.pid))
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(text)) {
		var kb float64
		if n, _ := fmt.Sscanf(line, "VmHWM: %f kB", &kb); n == 1 {
			return kb / 1024, nil
		}
	}
	return 0, errors.New("/proc tells no VmHWM")
}
