package rest

import (
	"bytes"
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
)

type callKey struct{}

// call is what the retry policy knows of one Do.
type call struct {
	repeatable, never bool
	left, tried       int
}

// ladder spaces the attempts of one request.
var ladder = fault.Ladder{First: 250 * time.Millisecond, Cap: time.Minute}

var errTooLarge = errors.New("the answer is larger than allowed")

// checkRetry decides whether another attempt is made and waits before it: the
// waiting is done here because this hook has the context and the answer.
func (c *Client) checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	call, ok := ctx.Value(callKey{}).(*call)
	if !ok || call.never || call.left <= 0 || ctx.Err() != nil || !c.worthRetrying(call, resp, err) {
		return false, nil //nolint:nilerr // the hook decides about a retry; the client gives err to the caller
	}
	wait := ladder.Wait(call.tried, nil, rand.Float64)
	if resp != nil {
		if asked, there := c.retryAfter(resp.Header); there {
			wait = asked
		}
	}
	if wait > c.o.MaxWait {
		return false, nil
	}
	call.left--
	call.tried++
	if err := c.o.Clock.Sleep(ctx, wait); err != nil {
		return false, nil //nolint:nilerr // the ended context is reported with the attempt's own outcome
	}
	return true, nil
}

func (c *Client) worthRetrying(call *call, resp *http.Response, err error) bool {
	if err != nil {
		var f *fault.Error
		var dial *net.OpError
		switch {
		case errors.As(err, &f), errors.Is(err, errTooLarge), certificate(err):
			return false
		case errors.As(err, &dial) && dial.Op == "dial":
			return true // nothing was sent
		}
		return call.repeatable
	}
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return true // the server says that it did nothing
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusInternalServerError, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return call.repeatable
	}
	return false
}

// retryAfter reads Retry-After: seconds or an HTTP date (RFC 9110 section 10.2.3).
func (c *Client) retryAfter(h http.Header) (time.Duration, bool) {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0, false
	}
	if secs, err := strconv.ParseInt(v, 10, 32); err == nil {
		return time.Duration(max(0, secs)) * time.Second, true
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(0, t.Sub(c.o.Clock.Now())), true
	}
	return 0, false
}

func (c *Client) classifyStatus(r Response) *fault.Error {
	wait, _ := c.retryAfter(r.Header)
	cause := fmt.Errorf("the answer was %d %s", r.Status, http.StatusText(r.Status))
	switch {
	case r.Status >= 200 && r.Status < 300:
		return nil
	case r.Status == http.StatusUnauthorized || r.Status == http.StatusForbidden:
		return fault.New("source_unauthorized", cause)
	case r.Status == http.StatusTooManyRequests:
		return fault.New("source_rate_limited", cause).After(wait)
	case r.Status >= 500 || r.Status == http.StatusRequestTimeout || r.Status == http.StatusTooEarly:
		return fault.New("source_error", cause).After(wait)
	case r.Status >= 400:
		return fault.New("source_refused", cause)
	}
	return fault.New("source_bad_answer", cause)
}

func (c *Client) classifyError(ctx context.Context, err error) *fault.Error {
	var f *fault.Error
	if errors.As(err, &f) {
		return f
	}
	if ctx.Err() != nil {
		return fault.New("source_unreachable", ctx.Err())
	}
	if errors.Is(err, errTooLarge) {
		return fault.Newf("source_bad_answer", "%w: %d bytes at most", errTooLarge, c.o.MaxResponse)
	}
	var u *url.Error // its text repeats the query
	for errors.As(err, &u) {
		err = u.Err
	}
	if certificate(err) {
		return fault.New("source_refused", err)
	}
	return fault.New("source_unreachable", err)
}

func certificate(err error) bool {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	return errors.As(err, &unknown) || errors.As(err, &name) || errors.As(err, &invalid)
}

// slurp reads the whole body inside the attempt, so that a body that breaks off is
// an error of the attempt and not of who reads it later.
type slurp struct {
	next  http.RoundTripper
	limit int64
}

func (s slurp) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := s.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, s.limit+1))
	switch {
	case int64(len(body)) > s.limit:
		return nil, errTooLarge
	case err != nil:
		return nil, fmt.Errorf("the answer broke off after %d bytes: %w", len(body), err)
	}
	if enc := resp.Header.Get("Content-Encoding"); enc != "" && !strings.EqualFold(enc, "identity") {
		return nil, fault.Newf("source_bad_answer", "the answer came in the encoding %.20q, which nobody asked for", enc)
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	resp.ContentLength = int64(len(body))
	return resp, nil
}
