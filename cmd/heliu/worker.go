package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"golang.org/x/sync/errgroup"
)

// workerCmd does everything behind HTTP: the stages, the scheduler, what is derived and
// the relay. Any number of workers share the work.
type workerCmd struct {
	clusterFlags
	Health string   `env:"HELIU_HEALTH" help:"Loopback address for /healthz, /readyz and /metrics; none without it."`
	Only   []string `hidden:"" enum:"map,apply" help:"Run these stages and nothing else, to measure them."`
}

// Run works until the context ends.
func (c *workerCmd) Run(ctx context.Context) error {
	if c.Health != "" {
		if err := loopbackOnly(c.Health); err != nil {
			return exitError{exitUsage, err}
		}
	}
	cl, err := c.open(ctx, "worker", 12)
	if err != nil {
		return err
	}
	defer cl.close()
	g, ctx := errgroup.WithContext(ctx)
	if c.Health != "" {
		ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Health)
		if err != nil {
			return err
		}
		fmt.Printf("heliu worker health http://%s\n", ln.Addr())
		g.Go(func() error { return listen(ctx, ln, cl.hub.health(), cl.hub.leave) })
	}
	fmt.Println("heliu worker started")
	cl.hub.only = c.Only
	g.Go(func() error { return cl.hub.run(ctx) })
	<-ctx.Done() // told to stop, or something ended by itself
	return ended(g)
}

// health answers what watches a worker.
func (h *hub) health() http.Handler {
	say := func(w http.ResponseWriter, ok bool, v any) {
		w.Header().Set("Content-Type", "application/json")
		if !ok {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_ = json.NewEncoder(w).Encode(v)
	}
	r := chi.NewRouter()
	r.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, true, map[string]bool{"ok": true}) })
	r.Get("/readyz", func(w http.ResponseWriter, r *http.Request) {
		ok, details := h.ready.ready(r.Context())
		say(w, ok, map[string]any{"ready": ok, "details": details})
	})
	r.Method(http.MethodGet, "/metrics", promhttp.HandlerFor(h.metrics.reg, promhttp.HandlerOpts{}))
	return r
}
