package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"log/slog"
	"net"
	"net/netip"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/all"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/door"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// maker builds connectors from what the store knows of a connection: its settings,
// its secrets and the Env of its workspace.
type maker struct {
	store   *store.Store
	hashKey []byte // of Env.Hash
	log     *slog.Logger
	allowed []string // prefixes that every workspace may reach, beside its own
	turns   turns
}

func connectorNamed(name string) (connectors.Connector, error) {
	for _, c := range all.Connectors() {
		if c.Spec.Name == name {
			return c, nil
		}
	}
	return connectors.Connector{}, fault.Newf("bad_settings", "there is no connector %q", name)
}

// built is a connection's connector with what its constructors need.
type built struct {
	connection store.Connection
	connector  connectors.Connector
	settings   connectors.Settings
	env        connectors.Env
}

func (m *maker) build(ctx context.Context, ws record.WorkspaceID, id record.ConnectionID, fencing int64) (built, error) {
	var b built
	var err error
	if b.connection, err = m.store.Connection(ctx, ws, id); err != nil {
		return b, err
	}
	if b.connector, err = connectorNamed(b.connection.Connector); err != nil {
		return b, err
	}
	secrets, err := m.store.Secrets(ctx, ws, id)
	if err != nil {
		return b, err
	}
	raw := make(map[string]any, len(b.connection.Settings)+len(secrets))
	for k, v := range b.connection.Settings {
		raw[k] = v
	}
	for k, v := range secrets {
		raw[k] = secretValue(b.connector.Spec, k, v)
	}
	if b.settings, err = b.connector.Spec.Validate(raw); err != nil {
		return b, err
	}
	b.env, err = m.env(ctx, ws, id, b.connection.Name, fencing)
	return b, err
}

// secretValue gives a stored secret the type of its setting: lists are kept as JSON.
func secretValue(sp connectors.Spec, name, v string) any {
	for _, p := range sp.Params {
		if p.Name == name && p.Type == connectors.ParamList {
			var list []string
			if json.Unmarshal([]byte(v), &list) == nil {
				return list
			}
		}
	}
	return v
}

func (m *maker) env(ctx context.Context, ws record.WorkspaceID, id record.ConnectionID, name string, fencing int64) (connectors.Env, error) {
	w, err := m.store.Workspace(ctx, ws)
	if err != nil {
		return connectors.Env{}, err
	}
	allowed := m.allowed
	if w.Demo { // the demo's systems live on this machine
		allowed = append([]string{"127.0.0.0/8", "::1/128"}, allowed...)
	}
	cidrs, err := rest.ParseCIDRs(allowed)
	if err != nil {
		return connectors.Env{}, err
	}
	guard := rest.Guard{AllowCIDRs: cidrs, Allow: func(ctx context.Context) ([]netip.Prefix, error) { return m.opened(ctx, ws) }}
	return connectors.Env{
		HTTP: guard.Transport(),
		Dial: func(ctx context.Context, network, addr string) (net.Conn, error) {
			return guard.DialContext(ctx, network, addr)
		},
		Clock:  hubClock(),
		Files:  m.store.Files(ws, id),
		Tokens: m.store.Tokens(ws, id, fencing),
		Hash:   m.hash(ws),
		Log:    m.log.With("connection", name),
	}, nil
}

// opened gives the private networks that the workspace has opened by now.
func (m *maker) opened(ctx context.Context, ws record.WorkspaceID) ([]netip.Prefix, error) {
	ranges, err := m.store.NetworkRanges(ctx, ws)
	if err != nil {
		return nil, err
	}
	out := make([]netip.Prefix, len(ranges))
	for i, r := range ranges {
		out[i] = r.Prefix
	}
	return out, nil
}

// hash is a keyed hash of the workspace's own: the same value has another hash in
// another workspace.
func (m *maker) hash(ws record.WorkspaceID) func(string) string {
	return func(v string) string {
		h := hmac.New(sha256.New, m.hashKey)
		h.Write([]byte(ws))
		h.Write([]byte{0})
		h.Write([]byte(v))
		return hex.EncodeToString(h.Sum(nil))[:32]
	}
}

// Source implements pipelines.SourceMaker.
func (m *maker) Source(ctx context.Context, p pipelines.Pull, lease func() int64) (connectors.Source, connectors.Spec, error) {
	b, err := m.build(ctx, p.Workspace, p.ID, lease())
	if err != nil {
		return nil, connectors.Spec{}, err
	}
	b.env.HTTP = m.turns.live(p.ID, b.env.HTTP)
	src, err := b.connector.NewSource(ctx, b.env, b.settings)
	return src, b.connector.Spec, err
}

// Check tries a connection's settings against its system, under a lease's token.
func (m *maker) Check(ctx context.Context, ws record.WorkspaceID, id record.ConnectionID, fencing int64) error {
	b, err := m.build(ctx, ws, id, fencing)
	if err != nil {
		return err
	}
	x, err := b.checked(ctx)
	if err != nil || x == nil {
		return err
	}
	return x.Check(ctx)
}

// checked is what tells whether a connection's settings are right: the first of its
// abilities that can be tried. nil when none can, such as sign-in, which needs a person.
func (b built) checked(ctx context.Context) (interface{ Check(context.Context) error }, error) {
	switch c := b.connector; {
	case c.NewSource != nil:
		return c.NewSource(ctx, b.env, b.settings)
	case c.NewNotifier != nil:
		return c.NewNotifier(ctx, b.env, b.settings)
	case c.NewReceiver != nil:
		return c.NewReceiver(ctx, b.env, b.settings)
	case c.NewDestination != nil:
		return c.NewDestination(ctx, b.env, b.settings)
	case c.NewSignIn != nil: // the settings at least must make one
		_, err := c.NewSignIn(ctx, b.env, b.settings)
		return nil, err
	}
	return nil, nil
}

// directory finds doors for the door.
type directory struct{ *maker }

// Door implements door.Directory.
func (d directory) Door(ctx context.Context, name string) (door.Entry, error) {
	at, err := d.store.DoorBySlug(ctx, name)
	if err != nil {
		return door.Entry{}, err
	}
	c, err := d.store.Connection(ctx, at.Workspace, at.Connection)
	if err != nil {
		return door.Entry{}, err
	}
	return door.Entry{Workspace: at.Workspace, Connection: at.Connection, Connector: c.Connector, Version: int64(c.Version), Paused: c.Status != store.Enabled}, nil
}

// Receiver implements door.Directory.
func (d directory) Receiver(ctx context.Context, e door.Entry) (connectors.Receiver, error) {
	b, err := d.build(ctx, e.Workspace, e.Connection, 0)
	if err != nil {
		return nil, err
	}
	if b.connector.NewReceiver == nil {
		return nil, fault.Newf("bad_settings", "connector %s takes no pushes", b.connector.Spec.Name)
	}
	return b.connector.NewReceiver(ctx, b.env, b.settings)
}
