// Package dingtalk sends messages through DingTalk (钉钉) and lets people sign in by
// scanning: a robot in a group, work notices to members, the scan page of an
// application. It has no streams.
package dingtalk

import (
	"context"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// Connector is DingTalk.
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
	robot, sign, keyword string
	perMinute            int
	key, secret, agent   string
	old, api, login      string
}

// app tells whether the application is set, by which members are reached.
func (c settings) app() bool { return c.key != "" }

func newSettings(s connectors.Settings) (settings, error) {
	c := settings{
		robot: s.String("robot_token"), sign: s.String("robot_secret"), keyword: s.String("keyword"), perMinute: s.Int("robot_per_minute"),
		key: s.String("app_key"), secret: s.String("app_secret"), agent: s.String("agent_id"),
		old: s.String("base_url"), api: s.String("api_url"), login: s.String("login_url"),
	}
	bad := func(field, why string) (settings, error) {
		return c, fault.Newf("bad_settings", "%s", why).At(field, "")
	}
	switch some := c.key != "" || c.secret != "" || c.agent != ""; {
	case !some && c.robot == "":
		return bad("robot_token", "set a robot_token or the application (app_key, app_secret, agent_id)")
	case some && c.key == "":
		return bad("app_key", "the application needs it")
	case some && c.secret == "":
		return bad("app_secret", "the application needs it")
	case c.perMinute < 1 || c.perMinute > 20:
		return bad("robot_per_minute", "it is from 1 to 20")
	}
	return c, nil
}

// client makes the HTTP client. A message is sent once: who sends it tries again.
func client(env connectors.Env, base string) (*rest.Client, error) {
	return rest.New(rest.Options{BaseURL: base, Transport: env.HTTP, Clock: env.Clock, Retries: -1, MaxResponse: 1 << 20})
}
