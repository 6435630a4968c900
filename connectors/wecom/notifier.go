package wecom

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
)

// mostAtOnce is how many members one call may name.
const mostAtOnce = 1000

// robotHold is how long the robot rests after the system said that it is too fast.
const robotHold = time.Minute

// userID is the form of a member's id; what has another is nobody's, above all @all and
// the bar that parts ids.
var userID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.@-]{0,63}$`)

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

// Notify sends to the members that the message names, or to the robot's group when it
// names none.
func (n *notifier) Notify(ctx context.Context, m connectors.Message) ([]connectors.Outcome, error) {
	switch {
	case len(m.To) == 0 && n.api.c.robot == "":
		return m.Each(connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_missing", nil)}), nil
	case len(m.To) == 0:
		return answered(m.Each, n.say(ctx, m))
	case !n.api.c.app():
		return m.Each(connectors.Outcome{Kind: connectors.Rejected, Err: fault.Newf("bad_settings", "members are reached by the application, and only a robot is set").At("corp_id", "")}), nil
	}
	out := make([]connectors.Outcome, 0, len(m.To))
	for to := range slices.Chunk(m.To, mostAtOnce) {
		part, err := n.send(ctx, m, to)
		switch {
		case err == nil:
			out = append(out, part...)
		case concernsAll(err) && !slices.ContainsFunc(out, written):
			return nil, err
		default:
			out = append(out, slices.Repeat([]connectors.Outcome{connectors.Failed(err)}, len(to))...)
		}
	}
	return out, nil
}

func written(o connectors.Outcome) bool { return o.Kind == connectors.Written }

// concernsAll tells whether an error is about the connection and not about the message.
func concernsAll(err error) bool {
	return fault.KindOf(err) == fault.Unauthorized || fault.KindOf(err) == fault.Transient
}

// answered gives everybody the outcome of one call, or its error where it concerns none
// in particular.
func answered(each func(connectors.Outcome) []connectors.Outcome, err error) ([]connectors.Outcome, error) {
	switch {
	case err == nil:
		return each(connectors.Outcome{Kind: connectors.Written}), nil
	case concernsAll(err):
		return nil, err
	}
	return each(connectors.Failed(err)), nil
}

// sent is the answer of message/send.
type sent struct {
	Invalid    string `json:"invaliduser"`
	Unlicensed string `json:"unlicenseduser"`
}

// send gives a message to at most mostAtOnce members.
func (n *notifier) send(ctx context.Context, m connectors.Message, to []connectors.Recipient) ([]connectors.Outcome, error) {
	var ids []string
	for _, r := range to {
		if userID.MatchString(r.ID) {
			ids = append(ids, r.ID)
		}
	}
	var got sent
	if len(ids) > 0 {
		err := n.api.call(ctx, http.MethodPost, "/cgi-bin/message/send", nil, n.api.c.appMessage(m, ids), &got)
		switch {
		case errors.Is(err, errNobody):
			ids = nil
		case err != nil:
			return nil, err
		}
	}
	refused := strings.Split(strings.ToLower(got.Invalid+"|"+got.Unlicensed), "|")
	out := make([]connectors.Outcome, len(to))
	for i, r := range to {
		out[i] = connectors.Outcome{Kind: connectors.Written}
		if !slices.Contains(ids, r.ID) || slices.Contains(refused, strings.ToLower(r.ID)) {
			out[i] = connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_unknown", nil)}
		}
	}
	return out, nil
}

// say lets the robot speak to its group. Its key stands in the query, which no error
// repeats.
func (n *notifier) say(ctx context.Context, m connectors.Message) error {
	if wait, ok := n.robot.Take(n.clock.Now()); !ok {
		return fault.Newf("source_rate_limited", "the robot has said enough for this minute").After(wait)
	}
	code, err := n.api.once(ctx, http.MethodPost, "/cgi-bin/webhook/send", url.Values{"key": {n.api.c.robot}}, robotMessage(m), nil)
	switch {
	case err != nil:
		return err
	case code == codeFrequency:
		n.robot.Hold(n.clock.Now(), robotHold)
		return fault.Newf("source_rate_limited", "errcode %d", code).After(robotHold)
	case code != 0:
		return faultOf(code)
	}
	return nil
}
