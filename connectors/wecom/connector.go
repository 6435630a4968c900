// Package wecom sends messages through WeCom (企业微信) and lets people sign in by
// scanning: application messages to members, a robot in a group, the scan page of an
// application. It has no streams.
package wecom

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// Connector is WeCom.
var Connector = connectors.Connector{
	Spec: spec,
	NewNotifier: func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Notifier, error) {
		return newNotifier(env, s)
	},
	NewSignIn: func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.SignIn, error) {
		return newSignIn(env, s)
	},
}

// settings are those of one connection, checked together.
type settings struct {
	corp, secret, robot, button string
	agent                       int
	window                      time.Duration
	perMinute                   int
	base, login                 string
}

// app tells whether the application is set, by which members are reached.
func (c settings) app() bool { return c.corp != "" }

func newSettings(s connectors.Settings) (settings, error) {
	c := settings{
		corp: s.String("corp_id"), secret: s.String("app_secret"), agent: s.Int("agent_id"), robot: s.String("robot_key"), button: s.String("button"),
		window: s.Duration("duplicate_window"), perMinute: s.Int("robot_per_minute"), base: s.String("base_url"), login: s.String("login_url"),
	}
	bad := func(field, why string) (settings, error) {
		return c, fault.Newf("bad_settings", "%s", why).At(field, "")
	}
	switch some := c.corp != "" || c.secret != "" || c.agent != 0; {
	case !some && c.robot == "":
		return bad("corp_id", "set the application (corp_id, agent_id, app_secret) or a robot_key")
	case some && c.corp == "":
		return bad("corp_id", "the application needs it")
	case some && c.agent <= 0:
		return bad("agent_id", "the application needs it")
	case some && c.secret == "":
		return bad("app_secret", "the application needs it")
	case c.window < time.Second || c.window > 4*time.Hour:
		return bad("duplicate_window", "it is from 1s to 4h")
	case c.perMinute < 1:
		return bad("robot_per_minute", "it is at least 1")
	case utf8.RuneCountInString(c.button) > 4:
		return bad("button", "it has 4 characters at most")
	}
	return c, nil
}

// client makes the HTTP client. A message is sent once: who sends it tries again.
func client(env connectors.Env, base string) (*rest.Client, error) {
	return rest.New(rest.Options{BaseURL: base, Transport: env.HTTP, Clock: env.Clock, Retries: -1, MaxResponse: 1 << 20})
}
