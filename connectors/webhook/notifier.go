package webhook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/rest"
)

// payload is the body: type, timestamp and data as the specification advises.
type payload struct {
	Type      string    `json:"type"`
	Timestamp time.Time `json:"timestamp"`
	Data      data      `json:"data"`
}

type data struct {
	ID       string          `json:"id"`
	Title    string          `json:"title"`
	Body     string          `json:"body"`
	URL      string          `json:"url,omitempty"`
	Severity string          `json:"severity,omitempty"`
	Event    json.RawMessage `json:"event,omitempty"`
}

// Check asks the address without posting: whatever it answers, it is there.
func (n *notifier) Check(ctx context.Context) error {
	resp, err := n.http.Do(ctx, rest.Request{Method: http.MethodHead, Path: n.url})
	switch {
	case resp.Status == http.StatusGone:
		return n.at(fault.New("channel_gone", nil))
	case resp.Status == http.StatusUnauthorized || resp.Status == http.StatusForbidden:
		return n.at(err)
	case resp.Status != 0 && resp.Status < http.StatusInternalServerError:
		return nil
	}
	return n.at(err)
}

// at says where, without the path.
func (n *notifier) at(err error) error {
	if err == nil {
		return nil
	}
	return fault.As(err).In(place(n.url))
}

// Notify posts the message once.
func (n *notifier) Notify(ctx context.Context, m connectors.Message) ([]connectors.Outcome, error) {
	now := n.clock.Now()
	if wait, ok := n.pacing.Take(now); !ok {
		return m.Each(connectors.Failed(fault.Newf("source_rate_limited", "enough for this minute").After(wait))), nil
	}
	if m.Data != nil && !json.Valid(m.Data) {
		return m.Each(connectors.Outcome{Kind: connectors.Rejected, Err: fault.Newf("message_refused", "the event is no JSON")}), nil
	}
	body, err := json.Marshal(payload{Type: "alert", Timestamp: now.UTC(), Data: data{m.ID, m.Title, m.Body, m.URL, m.Severity, m.Data}})
	if err != nil {
		return nil, err
	}
	resp, err := n.http.Do(ctx, rest.Request{Method: http.MethodPost, Path: n.url, Body: body, Header: n.signed(m.ID, now, body)})
	err = n.judge(resp, err)
	if err == nil {
		return m.Each(connectors.Outcome{Kind: connectors.Written}), nil
	}
	if k := fault.KindOf(err); k == fault.Unauthorized || k == fault.Transient && resp.Status == 0 {
		return nil, err
	}
	return m.Each(connectors.Failed(err)), nil
}

// judge makes of an answer what it means for the message.
func (n *notifier) judge(resp rest.Response, err error) error {
	var f *fault.Error
	switch {
	case err == nil:
		return nil
	case resp.Status == http.StatusGone:
		f = fault.New("channel_gone", nil)
	case resp.Status == http.StatusTooManyRequests || resp.Status == http.StatusServiceUnavailable:
		wait := max(fault.As(err).Wait, time.Second)
		if resp.Header.Get("Retry-After") == "" {
			wait = restABit
		}
		n.pacing.Hold(n.clock.Now(), wait)
		f = fault.Newf("source_rate_limited", "the answer was %d", resp.Status).After(wait)
	case resp.Status >= 300 && resp.Status < 400:
		f = fault.Newf("source_refused", "the address sends elsewhere (%d); set the true one", resp.Status)
	case fault.As(err).Code == "source_refused" && resp.Status != 0:
		f = fault.Newf("message_refused", "the answer was %d", resp.Status)
	default:
		f = fault.As(err)
	}
	return n.at(f)
}

// signed gives the headers: webhook-signature is v1, and the base64 of
// HMAC-SHA256(key, id "." seconds "." body).
func (n *notifier) signed(id string, now time.Time, body []byte) http.Header {
	id = header(id)
	at := strconv.FormatInt(now.Unix(), 10)
	mac := hmac.New(sha256.New, n.key)
	mac.Write([]byte(id + "." + at + "."))
	mac.Write(body)
	return http.Header{
		"Webhook-Id": {id}, "Webhook-Timestamp": {at},
		"Webhook-Signature": {"v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))},
	}
}

// header gives an id that may stand in a header: itself where it is plain, else its hash.
func header(id string) string {
	for _, r := range id {
		if r <= ' ' || r >= 0x7f || r == '.' {
			sum := sha256.Sum256([]byte(id))
			return "msg_" + base64.RawURLEncoding.EncodeToString(sum[:18])
		}
	}
	return id
}
