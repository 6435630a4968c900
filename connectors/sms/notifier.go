package sms

import (
	"context"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// phone is the form of a number: digits, a country's with a plus.
var phone = regexp.MustCompile(`^\+?[0-9]{5,20}$`)

// aBit is the pause after a limit that does not say how long it lasts.
const aBit = time.Minute

// shanghai is the zone of {stamp}.
var shanghai = time.FixedZone("CST", 8*3600)

// Check looks whether the gateway answers; only a message shows whether the rest is right.
func (n *notifier) Check(ctx context.Context) error {
	resp, err := n.http.Do(ctx, rest.Request{Method: http.MethodHead, Path: n.url})
	if resp.Status != 0 && resp.Status < http.StatusInternalServerError {
		return nil
	}
	return err
}

// Notify makes a call for each recipient.
func (n *notifier) Notify(ctx context.Context, m connectors.Message) ([]connectors.Outcome, error) {
	if len(m.To) == 0 {
		return m.Each(connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_missing", nil)}), nil
	}
	out := make([]connectors.Outcome, len(m.To))
	written := false
	for i, r := range m.To {
		if !phone.MatchString(r.ID) {
			out[i] = connectors.Outcome{Kind: connectors.Rejected, Err: fault.New("recipient_unknown", nil)}
			continue
		}
		err := n.send(ctx, m, r.ID)
		switch {
		case err == nil:
			out[i], written = connectors.Outcome{Kind: connectors.Written}, true
		case fault.KindOf(err) == fault.Unauthorized && !written:
			return nil, err
		case ctx.Err() != nil && !written:
			return nil, fault.New("source_unreachable", ctx.Err())
		default:
			out[i] = connectors.Failed(err)
		}
	}
	return out, nil
}

// send makes one call and tells what its answer means.
func (n *notifier) send(ctx context.Context, m connectors.Message, to string) error {
	now := n.clock.Now()
	if wait, ok := n.pace.Take(now); !ok {
		return fault.Newf("source_rate_limited", "enough for this minute").After(wait)
	}
	query, body, contentType, header, err := n.call.make(n.values(m, to, now))
	if err != nil {
		return fault.Newf("message_refused", "the template cannot be filled")
	}
	r := rest.Request{Method: http.MethodPost, Path: n.url, Query: query, Body: body, ContentType: contentType, Header: header}
	if n.call.format == "query" {
		r.Method = http.MethodGet
	}
	resp, err := n.http.Do(ctx, r)
	if resp.Status == 0 {
		return err
	}
	switch {
	case n.refused.holds(resp.Status, resp.Body):
		return fault.Newf("source_unauthorized", "the gateway refused the credentials")
	case n.limited.holds(resp.Status, resp.Body), resp.Status == http.StatusTooManyRequests:
		wait := aBit
		if err != nil {
			wait = max(fault.As(err).Wait, time.Second)
			if resp.Header.Get("Retry-After") == "" {
				wait = aBit
			}
		}
		n.pace.Hold(n.clock.Now(), wait)
		return fault.Newf("source_rate_limited", "the gateway wants less").After(wait)
	case n.unknown.holds(resp.Status, resp.Body):
		return fault.New("recipient_unknown", nil)
	case err != nil:
		return err
	case n.success.holds(resp.Status, resp.Body):
		return nil
	case !n.readable(resp.Body):
		return fault.Newf("source_bad_answer", "the answer has not the form that success asks for")
	}
	return fault.Newf("message_refused", "the gateway's answer is no success")
}

// readable tells whether an answer has the form that the condition of success speaks of:
// a page of a proxy in place of JSON says nothing of a message.
func (n *notifier) readable(body []byte) bool {
	for _, t := range n.success {
		var tree any
		if t.left == "" && rest.Decode(body, &tree) != nil || t.left == "body" && len(body) == 0 {
			return false
		}
	}
	return true
}

// values are what the placeholders stand for.
func (n *notifier) values(m connectors.Message, to string, now time.Time) map[string]string {
	v := map[string]string{
		"phone": to, "text": short(m, n.maxText), "title": line(m.Title), "body": line(m.Body), "url": m.URL, "id": n.hash(m.ID + "\n" + to)[:20],
		"time": strconv.FormatInt(now.Unix(), 10), "time_ms": strconv.FormatInt(now.UnixMilli(), 10), "stamp": now.In(shanghai).Format("20060102150405"),
		"nonce": n.hash("nonce\n" + m.ID + to + now.String())[:16],
	}
	for k, x := range n.fixed {
		v[k] = x
	}
	v["sign"] = n.sign.of(v)
	return v
}

// short is a text for a small screen: title, lines, address, in at most most characters;
// the address is kept whole when it fits.
func short(m connectors.Message, most int) string {
	end := ""
	if m.URL != "" && len([]rune(m.URL)) < most/2 {
		end = " " + m.URL
	}
	r := []rune(line(m.Title + " " + m.Body))
	if left := most - len([]rune(end)); len(r) > left {
		r = append(r[:left-1], '…')
	}
	return string(r) + end
}

// line makes one line of a text.
func line(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("\u0000", " ", "\u2028", " ", "\u2029", " ").Replace(s)), " ")
}
