package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"strings"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/store"
)

// clusterFlags are those of the programs that share a PostgreSQL and a Kafka.
type clusterFlags struct {
	Data      string   `env:"HELIU_DATA" default:".heliu" type:"path" help:"Directory with keys.json, the same file for every program of one installation."`
	PG        string   `env:"HELIU_PG" help:"PostgreSQL: postgres://… Required."`
	Kafka     string   `env:"HELIU_KAFKA" help:"Kafka: host:9092,… Required."`
	AllowNet  []string `env:"HELIU_ALLOW_NET" help:"Private networks that the connections of every workspace may reach, such as the ERP's 10.1.0.0/16; each workspace can open its own in the console."`
	PublicURL string   `env:"HELIU_PUBLIC_URL" help:"Where people reach the pages, such as https://heliu.example.com: links in messages lead there, and identity providers send people back there."`
	keyFlags
	Traces string `help:"Send traces by OTLP to this http address; without it where OTEL_EXPORTER_OTLP_ENDPOINT says, or nowhere."`
	Pprof  string `hidden:"" help:"Loopback address to serve Go's profiles on."`
}

// cluster is a hub over services that somebody else runs.
type cluster struct {
	hub     *hub
	store   *store.Store
	log     *slog.Logger
	closers []func()
}

func (c *cluster) close() {
	for i := len(c.closers) - 1; i >= 0; i-- {
		c.closers[i]()
	}
}

// check refuses flags with which nothing can be opened.
func (f clusterFlags) check(program string) error {
	if f.PG == "" || f.Kafka == "" {
		return exitError{exitUsage, fmt.Errorf("heliu %s needs HELIU_PG and HELIU_KAFKA; heliu up runs everything on one machine without them", program)}
	}
	if _, err := bus.ParseConfig(f.Kafka); err != nil {
		return exitError{exitUsage, err}
	}
	if _, err := os.Stat(dataDir(f.Data).path("keys.json")); errors.Is(err, fs.ErrNotExist) {
		return exitError{exitEnvironment, fmt.Errorf("%s has no keys.json: copy it from the machine where heliu migrate made it; without it no secret can be read", f.Data)}
	}
	return nil
}

// open connects to both and wires the hub. The caller closes the result.
func (f clusterFlags) open(ctx context.Context, program string, conns int32) (*cluster, error) {
	if err := f.check(program); err != nil {
		return nil, err
	}
	keepMemory(0)
	c := &cluster{log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}
	slog.SetDefault(c.log)
	if err := f.wire(ctx, c, conns); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (f clusterFlags) wire(ctx context.Context, c *cluster, conns int32) error {
	if f.Pprof != "" {
		stop, err := servePprof(ctx, f.Pprof)
		if err != nil {
			return err
		}
		c.closers = append(c.closers, stop)
	}
	traces, err := startTraces(ctx, f.Traces, c.log)
	if err != nil {
		return err
	}
	c.closers = append(c.closers, traces.stop)
	keys, err := f.keyFlags.open(ctx, dataDir(f.Data))
	if err != nil {
		return err
	}
	hashKey, err := keys.Derive("env.hash")
	if err != nil {
		return err
	}
	if c.store, err = store.Open(ctx, f.PG, traces.store(store.Options{MaxConns: conns, Keys: keys})); err != nil {
		return err
	}
	c.closers = append(c.closers, c.store.Close)
	cfg, err := bus.ParseConfig(f.Kafka)
	if err != nil {
		return err
	}
	cfg.Log = c.log
	b, err := bus.Open(ctx, cfg)
	if err != nil {
		return err
	}
	c.closers = append(c.closers, func() { _ = b.Close() })
	if err := b.EnsureTopics(ctx); err != nil {
		return err
	}
	c.hub = newHub(c.store, b, hashKey, c.log, traces)
	c.hub.public = strings.TrimSuffix(f.PublicURL, "/")
	c.hub.maker.allowed = f.AllowNet
	c.hub.heads.path = dataDir(f.Data).path(headsFile)
	return nil
}
