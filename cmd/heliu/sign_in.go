package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
	"github.com/heliuhub/heliu/record"
)

// signIns reaches who vouches for people, within what the workspace may reach.
type signIns struct{ m *maker }

// Outbound implements console.SignIns. A provider of the whole hub is set at the machine,
// and may be where HELIU_ALLOW_NET says.
func (s signIns) Outbound(ctx context.Context, ws record.WorkspaceID) (http.RoundTripper, error) {
	if ws == access.Hub {
		cidrs, err := rest.ParseCIDRs(s.m.allowed)
		if err != nil {
			return nil, err
		}
		return rest.Guard{AllowCIDRs: cidrs}.Transport(), nil
	}
	env, err := s.m.env(ctx, ws, "", "sign-in", 0)
	if err != nil {
		return nil, err
	}
	return env.HTTP, nil
}

// Scan implements console.SignIns.
func (s signIns) Scan(ctx context.Context, ws record.WorkspaceID, connection record.ConnectionID) (connectors.SignIn, string, error) {
	b, err := s.m.build(ctx, ws, connection, 0)
	if err != nil {
		return nil, "", err
	}
	name := b.connector.Spec.Name
	if b.connector.NewSignIn == nil {
		return nil, "", fault.Newf("bad_provider", "connector %s signs nobody in", name).At("connection", "")
	}
	in, err := b.connector.NewSignIn(ctx, b.env, b.settings)
	return in, name, err
}

// publicAddress checks the address under which browsers reach the hub (HELIU_PUBLIC_URL);
// fallback is where the hub itself listens, "" where nobody can come by that. secure says
// that browsers speak TLS.
func publicAddress(public, fallback string) (address string, secure bool, err error) {
	if public == "" {
		return fallback, false, nil
	}
	u, err := url.Parse(public)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Path != "" && u.Path != "/" {
		return "", false, exitError{exitUsage, errors.New("--public-url is an address without a path, such as https://hub.example.com")}
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	switch {
	case u.Scheme == "https":
		return u.Scheme + "://" + u.Host, true, nil
	case u.Scheme == "http" && (ip.IsLoopback() || u.Hostname() == "localhost"):
		return u.Scheme + "://" + u.Host, false, nil
	}
	return "", false, exitError{exitUsage, fmt.Errorf("--public-url %s: beyond this machine browsers come by https only", public)}
}
