// Package sms sends messages to mobile numbers by a generic HTTPS call that the settings
// describe: address, form fields or a JSON template, signature, and what an answer means.
// Values are put into a call that is parsed already, so that nothing in a message can
// change its shape.
package sms

import (
	"context"
	"net/url"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// Connector is the generic SMS gateway.
var Connector = connectors.Connector{
	Spec: spec,
	NewNotifier: func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Notifier, error) {
		return newNotifier(env, s)
	},
}

type notifier struct {
	http  *rest.Client
	clock connectors.Clock
	pace  connectors.Pace
	hash  func(string) string

	url     string
	call    call
	fixed   map[string]string // placeholders that are settings
	sign    signer
	maxText int

	success, unknown, limited, refused condition
}

func newNotifier(env connectors.Env, s connectors.Settings) (*notifier, error) {
	n := &notifier{
		clock: env.Clock, hash: env.Hash, url: s.String("url"), maxText: s.Int("max_text"),
		fixed: map[string]string{"account": s.String("account"), "password": s.String("password"), "secret": s.String("secret")},
	}
	bad := func(field string, err error) (*notifier, error) {
		return nil, fault.Newf("bad_settings", "%w", err).At(field, "")
	}
	u, err := url.Parse(n.url)
	switch {
	case err != nil || u.Host == "" || u.User != nil:
		return bad("url", errNoAddress)
	case n.maxText < 20 || n.maxText > 1000:
		return bad("max_text", errMaxText)
	case s.Int("per_minute") < 1:
		return bad("per_minute", errPerMinute)
	}
	var field string
	if n.call, field, err = newCall(s); err != nil {
		return bad(field, err)
	}
	if n.sign, field, err = newSigner(s); err != nil {
		return bad(field, err)
	}
	for name, c := range map[string]*condition{"success": &n.success, "unknown": &n.unknown, "limited": &n.limited, "refused": &n.refused} {
		if *c, err = parse(s.String(name)); err != nil {
			return bad(name, err)
		}
	}
	if len(n.success) == 0 {
		return bad("success", errNoCondition)
	}
	n.pace.Most, n.pace.Per = s.Int("per_minute"), time.Minute
	n.http, err = rest.New(rest.Options{Transport: env.HTTP, Clock: env.Clock, Retries: -1, MaxResponse: 1 << 20})
	return n, err
}
