package main

import (
	"context"
	"net/http"
	"time"

	"github.com/google/uuid"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/access/totp"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/all"
	"github.com/heliuhub/heliu/console"
	"github.com/heliuhub/heliu/console/events"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// handler is everything that the hub serves over HTTP: door, API, console, health and
// metrics.
func (h *hub) handler(gate *access.Gate) (http.Handler, error) {
	r := store.NewReader(h.store)
	ev := events.New()
	h.changed = func(ws record.WorkspaceID, domain string) {
		topics := []string{events.Connections, events.Customers, events.Payments}
		switch domain {
		case "jobs":
			topics = []string{events.Connections}
		case "roi":
			topics = []string{events.Connections, events.Customers, events.Matrix}
		}
		for _, t := range topics {
			ev.Notify(ws, t, nil)
		}
	}
	return console.New(console.Config{
		Gate: gate, Workspaces: r, Users: h.store, Connections: r, Readings: r, Live: live{h.maker}, Customers: r, Money: r, Flow: r, Jobs: r, Letters: r, Mappings: mapStore{h.store}, Alerts: r, Network: h.store, AlertCentre: r, Channels: channelOf, Idempotency: r, Bus: h.bus, Events: ev,
		Privacy:   h.store,
		Approvals: approval.NewDesk(h.store, approved(h.store)), SealKeys: h.store.Keyring(),
		Refused: h.metrics.refusals, Connectors: all.Connectors(), Door: h.door, Metrics: promhttp.HandlerFor(h.metrics.reg, promhttp.HandlerOpts{}), Ready: h.ready.ready,
		People: h.store,
		Trails: trails{r, h.heads}, Personals: r, Rights: r, Exports: r,
		Unread: h.unread, Limits: console.DefaultLimits,
		Second: totp.NewDesk(h.store), Identities: identity.NewDesk(h.store, h.store, gate), SignIns: signIns{h.maker}, PublicURL: h.public,
		Leaving: h.leaving, TLS: h.tls, Version: version, Now: hubClock().Now, Log: h.log,
	})
}

// unreadMost bounds how many waiting records are looked through.
const unreadMost = 20_000

// unread shows look the records of a workspace that no hub has read yet.
func (h *hub) unread(ctx context.Context, ws record.WorkspaceID, look func(record.Record) bool) (int, bool, error) {
	return h.bus.Unread(ctx, "heliu.map", bus.TopicRaw, unreadMost, func(d bus.Delivery) bool {
		r, err := record.FromHeaders(d.Headers, d.Payload)
		return err != nil || r.Workspace != ws || look(r)
	})
}

// live makes the working parts of connections for the console.
type live struct{ m *maker }

// Check implements console.Live. It acts under the connection's lease, its own or, when
// a hub reads the connection right now, that hub's: a token that is renewed on the way
// must be kept.
func (l live) Check(ctx context.Context, ws record.WorkspaceID, connection string) error {
	token, release, err := l.lease(ctx, record.ConnectionID(connection))
	if err != nil {
		return err
	}
	defer release()
	return l.m.Check(ctx, ws, record.ConnectionID(connection), token)
}

func (l live) lease(ctx context.Context, c record.ConnectionID) (token int64, release func(), err error) {
	name := store.ConnectionLease(c)
	mine, ok, err := l.m.store.AcquireLease(ctx, name, "check/"+uuid.NewString(), time.Minute)
	if err != nil {
		return 0, nil, err
	}
	if ok {
		return mine.Token, func() { _ = l.m.store.ReleaseLease(context.WithoutCancel(ctx), mine) }, nil
	}
	leases, err := l.m.store.Leases(ctx)
	for _, x := range leases {
		if x.Name == name {
			token = x.Token
		}
	}
	return token, func() {}, err
}

// Source implements console.Live.
func (l live) Source(ctx context.Context, ws record.WorkspaceID, connection string) (connectors.Source, error) {
	b, err := l.m.build(ctx, ws, record.ConnectionID(connection), 0)
	if err != nil || b.connector.NewSource == nil {
		return nil, err
	}
	return b.connector.NewSource(ctx, b.env, b.settings)
}
