package console

import (
	"context"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/console/oidc"
	"github.com/heliuhub/heliu/fault"
)

// client gives the OpenID client of a provider.
func (c *console) client(ctx context.Context, p identity.Provider) (*oidc.Client, error) {
	return c.clients.Client(ctx, p.Way(), strconv.Itoa(p.Version)+" "+p.Issuer+" "+p.ClientID, c.Now, func() (oidc.Settings, *http.Client, error) {
		key, err := c.Identities.Key(ctx, p)
		if err != nil {
			return oidc.Settings{}, nil, err
		}
		out, err := c.SignIns.Outbound(ctx, p.Workspace)
		if err != nil {
			return oidc.Settings{}, nil, err
		}
		hc := &http.Client{
			Transport: bounded{out}, Timeout: 10 * time.Second,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		}
		return oidc.Settings{Issuer: p.Issuer, ClientID: p.ClientID, Secret: key, Redirect: c.redirect(p), Scopes: p.Scopes}, hc, nil
	})
}

// bounded cuts answers off that are longer than any that a provider gives.
type bounded struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.RoundTripper.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	resp.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, 1<<20), resp.Body}
	return resp, nil
}

// whoIs asks the provider who came back with a code.
func (c *console) whoIs(ctx context.Context, p identity.Provider, in *returnIn, trip string) (identity.Person, error) {
	if p.Kind == identity.Scan {
		if in.Body.Error != "" || in.Body.Code == "" {
			return identity.Person{}, fault.Newf("code_refused", "the provider sent no code")
		}
		s, system, err := c.SignIns.Scan(ctx, p.Workspace, p.Connection)
		if err != nil {
			return identity.Person{}, err
		}
		who, err := s.Exchange(ctx, in.Body.Code, c.redirect(p))
		if err != nil {
			return identity.Person{}, scanFault(err)
		}
		return identity.Person{External: who.ID, System: system, Name: who.Name}, nil
	}
	client, err := c.client(ctx, p)
	if err != nil {
		return identity.Person{}, err
	}
	who, err := client.Exchange(ctx, oidc.Answer{Code: in.Body.Code, Issuer: in.Body.Iss, Error: in.Body.Error}, identity.Nonce(trip, in.Body.State), identity.Verifier(trip, in.Body.State))
	if err != nil {
		return identity.Person{}, err
	}
	return identity.Person{External: who.Subject, SignIn: who.Claim(p.Claim), Email: who.Email, EmailVerified: who.EmailVerified, Name: who.Name}, nil
}

// scanFault says what went wrong with a scan to the person before the browser. Trouble
// between the hub and the system that was asked is not theirs: it counts as no guess, and
// no sentence about sources and pauses would help them.
func scanFault(err error) error {
	f := fault.As(err)
	switch {
	case f.Code == "sign_in_code" || f.Code == "sign_in_stranger":
		return err
	case fault.Passing(err) || f.Code == "source_bad_answer":
		return fault.New("provider_away", err).After(f.Wait)
	case f.Kind == fault.Internal: // ours
		return err
	}
	return fault.New("provider_misset", err)
}
