package dingtalk

import (
	"context"
	"slices"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// mostAtOnce is how many members one work notice may name.
const mostAtOnce = 100

type notifier struct {
	api   *api
	clock connectors.Clock
	robot connectors.Pace
}

func newNotifier(env connectors.Env, s connectors.Settings) (*notifier, error) {
	c, err := newSettings(s)
	if err != nil {
		return nil, err
	}
	if c.agent == "" && c.robot == "" {
		return nil, fault.Newf("bad_settings", "work notices need it").At("agent_id", "")
	}
	a, err := newAPI(env, c)
	if err != nil {
		return nil, err
	}
	n := &notifier{api: a, clock: env.Clock}
	n.robot.Most, n.robot.Per = c.perMinute, time.Minute
	return n, nil
}

// Check fetches a token. A robot alone cannot be tried without sending.
func (n *notifier) Check(ctx context.Context) error {
	if !n.api.c.app() {
		return nil
	}
	_, err := n.api.signIn(ctx)
	return err
}

// Notify sends a work notice to the members that the message names, or lets the robot
// speak to its group when it names none.
func (n *notifier) Notify(ctx context.Context, m connectors.Message) ([]connectors.Outcome, error) {
	switch {
	case len(m.To) == 0 && n.api.c.robot == "":
		return m.Each(connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_missing", nil)}), nil
	case len(m.To) == 0:
		switch err := n.say(ctx, m); {
		case err == nil:
			return m.Each(connectors.Outcome{Kind: connectors.Written}), nil
		case concernsAll(err):
			return nil, err
		default:
			return m.Each(connectors.Failed(err)), nil
		}
	case n.api.c.agent == "":
		return m.Each(connectors.Outcome{Kind: connectors.Rejected, Err: fault.Newf("bad_settings", "members are reached by the application, and only a robot is set").At("agent_id", "")}), nil
	}
	out := make([]connectors.Outcome, 0, len(m.To))
	for to := range slices.Chunk(m.To, mostAtOnce) {
		part, err := n.notice(ctx, m, to)
		switch {
		case err == nil:
			out = append(out, part...)
		case concernsAll(err) && !slices.ContainsFunc(out, func(o connectors.Outcome) bool { return o.Kind == connectors.Written }):
			return nil, err
		default:
			out = append(out, slices.Repeat([]connectors.Outcome{connectors.Failed(err)}, len(to))...)
		}
	}
	return out, nil
}

// concernsAll tells whether an error is about the connection and not about the message.
func concernsAll(err error) bool {
	return fault.KindOf(err) == fault.Unauthorized || fault.KindOf(err) == fault.Transient
}

// say lets the robot speak. Beyond its pace it says nothing: one message too many and
// the system mutes it for ten minutes. Its token stands in the query, which no error
// repeats.
func (n *notifier) say(ctx context.Context, m connectors.Message) error {
	now := n.clock.Now()
	if wait, ok := n.robot.Take(now); !ok {
		return fault.Newf("source_rate_limited", "the robot has said enough for this minute").After(wait)
	}
	code, err := envelope(ctx, n.api.old, "/robot/send", n.api.c.signed(now), n.api.c.robotMessage(m), nil)
	switch {
	case err != nil && fault.KindOf(err) == fault.RateLimited:
		n.robot.Hold(n.clock.Now(), max(fault.As(err).Wait, restABit))
		return fault.As(err).After(max(fault.As(err).Wait, restABit))
	case err != nil:
		return err
	case code == codeTooFast:
		n.robot.Hold(n.clock.Now(), muted)
	}
	return faultOf(code)
}
