package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// serveCmd answers HTTP: the door, the API and the console. Workers do the rest, or
// with Work the same process.
type serveCmd struct {
	clusterFlags
	HTTP string `env:"HELIU_HTTP" default:"127.0.0.1:8080" help:"Address to listen on; beyond this machine only with TLS."`
	Cert string `name:"tls-cert" env:"HELIU_TLS_CERT" type:"path" help:"Certificate (PEM)."`
	Key  string `name:"tls-key" env:"HELIU_TLS_KEY" type:"path" help:"Its key (PEM)."`
	Work bool   `env:"HELIU_WORK" help:"Do a worker's work as well: one process is then a whole hub."`
}

// tls reads the certificate; nil without one.
func (c *serveCmd) tls() (*tls.Config, error) {
	switch {
	case c.Cert == "" && c.Key == "":
		if err := loopbackOnly(c.HTTP); err != nil {
			return nil, exitError{exitUsage, fmt.Errorf("%w, or name a certificate by --tls-cert and --tls-key", err)}
		}
		return nil, nil
	case c.Cert == "" || c.Key == "":
		return nil, exitError{exitUsage, errors.New("--tls-cert and --tls-key go together")}
	}
	pair, err := tls.LoadX509KeyPair(c.Cert, c.Key)
	if err != nil {
		return nil, exitError{exitEnvironment, fmt.Errorf("certificate: %w", err)}
	}
	return &tls.Config{MinVersion: tls.VersionTLS12, Certificates: []tls.Certificate{pair}, NextProtos: []string{"h2", "http/1.1"}}, nil
}

// Run serves until the context ends.
func (c *serveCmd) Run(ctx context.Context) error {
	secure, err := c.tls()
	if err != nil {
		return err
	}
	listens := "" // by an address such as 0.0.0.0 nobody comes back
	if secure == nil {
		listens = "http://" + c.HTTP
	}
	public, throughTLS, err := publicAddress(c.PublicURL, listens)
	if err != nil {
		return err
	}
	cl, err := c.open(ctx, "serve", 16)
	if err != nil {
		return err
	}
	defer cl.close()
	if err := cl.hub.checkBroker(ctx); err != nil {
		return err
	}
	cl.hub.tls, cl.hub.public = secure != nil || throughTLS, public
	handler, err := cl.hub.handler(newGate(cl.store))
	if err != nil {
		return err
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.HTTP)
	if err != nil {
		return err
	}
	scheme := "http"
	if secure != nil {
		scheme, ln = "https", tls.NewListener(ln, secure)
	}
	fmt.Printf("heliu ready %s://%s\n", scheme, ln.Addr())
	g, ctx := errgroup.WithContext(ctx)
	if c.Work {
		g.Go(func() error { return cl.hub.run(ctx) })
	} else {
		g.Go(func() error { return cl.hub.ready.run(ctx) })
		g.Go(func() error { return cl.hub.keepEnds(ctx) })
		g.Go(func() error { return cl.hub.door.Refusals.Run(ctx) })
	}
	g.Go(func() error { return cl.hub.followChanges(ctx) })
	g.Go(func() error { return listen(ctx, ln, cl.hub.traces.handler(handler), cl.hub.leave) })
	<-ctx.Done() // told to stop, or something ended by itself
	return ended(g)
}

// followChanges tells the pages of this process what workers have changed.
func (h *hub) followChanges(ctx context.Context) error {
	seen := map[record.WorkspaceID]store.Progress{}
	for (clock.System{}).Sleep(ctx, 2*time.Second) == nil {
		all, err := h.store.LiveWorkspaces(ctx)
		if err != nil {
			continue // the next look tells; /readyz says that the database is away
		}
		for _, ws := range all {
			now, err := h.store.Progress(ctx, ws)
			if err != nil {
				continue
			}
			if was, known := seen[ws]; known && was != now {
				h.changed(ws, "roi")
				h.changed(ws, "recon")
			}
			seen[ws] = now
		}
	}
	return nil
}
