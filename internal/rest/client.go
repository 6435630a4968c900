package rest

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/go-resty/resty/v2"
	"github.com/hashicorp/go-retryablehttp"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
)

// Clock tells the time and waits; connectors.Env.Clock is one.
type Clock interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error
}

// Options of a Client. The zero value of each field means its default.
type Options struct {
	// BaseURL is put before a Request.Path that is no absolute URL.
	BaseURL string
	// Transport carries the requests: Env.HTTP in a connector. Default: a Guard that
	// allows public addresses only.
	Transport http.RoundTripper
	// Clock waits between attempts. Default: the system's.
	Clock Clock
	// Timeout bounds one attempt, its body included. Default 30 s.
	Timeout time.Duration
	// Retries is how often a request is tried again: default 3, negative for never.
	Retries int
	// MaxWait bounds the pause before an attempt, default 20 s. A Retry-After beyond
	// it ends the call with a fault that carries the whole wait.
	MaxWait time.Duration
	// MaxResponse bounds an answer's body in bytes, after decompression. Default 32 MiB.
	MaxResponse int64
	// HTTP1 keeps to HTTP/1.1, for servers and middle boxes that do HTTP/2 badly.
	HTTP1 bool
	// Trace makes an OpenTelemetry span of each attempt, without the query.
	Trace bool
	// Header is sent with every request.
	Header http.Header
	// Cookies keeps the cookies of answers, for systems that sign in by session.
	Cookies http.CookieJar
}

// Client talks to one system. It is safe for concurrent use.
type Client struct {
	o    Options
	base *url.URL
	rc   *resty.Client
}

// Request is one call.
type Request struct {
	Method string // default GET
	Path   string // joined to the base URL, or an absolute URL
	Query  url.Values
	Header http.Header
	// Body is sent as it is; ContentType names it (default application/json).
	Body        []byte
	ContentType string
	// Repeatable says that sending the request twice does no harm, although its method
	// is POST or PATCH: a query by POST, a write under an idempotency key. GET, HEAD,
	// PUT, DELETE and OPTIONS are repeatable by themselves.
	Repeatable bool
	// NoRetry makes one attempt only.
	NoRetry bool
}

// Response is an answer with its whole body.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

const userAgent = "heliu/1 (+https://github.com/heliuhub/heliu)"

// New makes a client. The error is a fault of code bad_settings.
func New(o Options) (*Client, error) {
	o.Clock = orClock(o.Clock)
	if o.Transport == nil {
		o.Transport = Guard{}.Transport()
	}
	if o.Timeout <= 0 {
		o.Timeout = 30 * time.Second
	}
	if o.Retries == 0 {
		o.Retries = 3
	}
	if o.MaxWait <= 0 {
		o.MaxWait = 20 * time.Second
	}
	if o.MaxResponse <= 0 {
		o.MaxResponse = 32 << 20
	}
	c := &Client{o: o}
	if o.BaseURL != "" {
		u, err := url.Parse(strings.TrimRight(o.BaseURL, "/"))
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, fault.Newf("bad_settings", "the base address must be an http or https address").At("base_url", "")
		}
		c.base = u
	}
	transport := o.Transport
	if o.HTTP1 {
		var err error
		if transport, err = http1(transport); err != nil {
			return nil, err
		}
	}
	if o.Trace {
		transport = traced(transport)
	}
	retry := retryablehttp.NewClient()
	retry.Logger = nil
	retry.HTTPClient = &http.Client{
		Transport:     slurp{transport, o.MaxResponse},
		Timeout:       o.Timeout,
		CheckRedirect: checkRedirect,
		Jar:           o.Cookies,
	}
	retry.RetryMax = max(0, o.Retries)
	retry.CheckRetry = c.checkRetry
	retry.Backoff = func(time.Duration, time.Duration, int, *http.Response) time.Duration { return 0 } // checkRetry has waited
	retry.ErrorHandler = retryablehttp.PassthroughErrorHandler
	outer := retry.StandardClient()
	outer.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c.rc = resty.NewWithClient(outer).SetLogger(silent{}).SetHeader("User-Agent", userAgent)
	for k, vs := range o.Header {
		c.rc.Header[http.CanonicalHeaderKey(k)] = vs
	}
	return c, nil
}

// Do makes a call and reads the whole answer. The Response is filled whenever there
// was one, also beside an error, because some systems explain themselves in the body.
// The error is nil for 2xx only; else it is a fault: source_unauthorized (401, 403),
// source_rate_limited (429, with Wait), source_error (408, 425, 5xx),
// source_refused (other 4xx, bad certificate), source_unreachable, source_bad_answer,
// address_refused. When ctx ended, errors.Is(err, ctx.Err()) holds.
func (c *Client) Do(ctx context.Context, r Request) (Response, error) {
	u, err := c.url(r)
	if err != nil {
		return Response{}, err
	}
	if r.Method == "" {
		r.Method = http.MethodGet
	}
	where := r.Method + " " + u.Scheme + "://" + u.Host + u.EscapedPath()
	call := &call{repeatable: r.Repeatable || idempotent(r.Method), never: r.NoRetry || c.o.Retries < 0, left: c.o.Retries}
	req := c.rc.R().SetContext(context.WithValue(ctx, callKey{}, call))
	for k, vs := range r.Header {
		req.Header[http.CanonicalHeaderKey(k)] = vs
	}
	if r.Body != nil {
		req.SetBody(r.Body)
		if r.ContentType == "" {
			r.ContentType = "application/json"
		}
		req.SetHeader("Content-Type", r.ContentType)
	}
	answer, err := req.Execute(r.Method, u.String())
	if err != nil {
		return Response{}, c.classifyError(ctx, err).In(where)
	}
	resp := Response{Status: answer.StatusCode(), Header: answer.Header(), Body: answer.Body()}
	if f := c.classifyStatus(resp); f != nil {
		return resp, f.In(where)
	}
	return resp, nil
}

// JSON makes a call and decodes its answer into out. Numbers that out holds as any
// become json.Number, so that none loses digits.
func (c *Client) JSON(ctx context.Context, r Request, out any) (Response, error) {
	resp, err := c.Do(ctx, r)
	if err != nil {
		return resp, err
	}
	if err := Decode(resp.Body, out); err != nil {
		return resp, err
	}
	return resp, nil
}

// Decode reads one JSON value with exact numbers; the error is a fault of code
// source_bad_answer that does not repeat the content.
func Decode(body []byte, out any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	if err := d.Decode(out); err != nil {
		return fault.Newf("source_bad_answer", "no JSON of the expected form near byte %d", d.InputOffset())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fault.Newf("source_bad_answer", "more than one JSON value")
	}
	return nil
}

func (c *Client) url(r Request) (*url.URL, error) {
	p, query, _ := strings.Cut(r.Path, "?")
	var u *url.URL
	switch {
	case strings.HasPrefix(p, "http://") || strings.HasPrefix(p, "https://"):
		abs, err := url.Parse(p)
		if err != nil || abs.Host == "" {
			return nil, fault.Newf("source_refused", "the address of the request cannot be read")
		}
		u = abs
	case c.base == nil:
		return nil, fault.Newf("bad_settings", "no base address").At("base_url", "")
	default:
		abs, err := url.Parse(c.base.String() + "/" + strings.TrimLeft(p, "/"))
		if err != nil {
			return nil, fault.Newf("source_refused", "the path of the request cannot be read")
		}
		u = abs
	}
	switch {
	case len(r.Query) > 0 && query != "":
		u.RawQuery = query + "&" + r.Query.Encode()
	case len(r.Query) > 0:
		u.RawQuery = r.Query.Encode()
	default:
		u.RawQuery = query
	}
	return u, nil
}

func orClock(c Clock) Clock {
	if c == nil {
		return clock.System{}
	}
	return c
}

func idempotent(method string) bool {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return true
	}
	return false
}

// checkRedirect follows up to five redirects of reads. It never goes from https to
// http, and towards another host it takes no header of the caller along: keys of
// vendors live in headers of any name.
func checkRedirect(req *http.Request, via []*http.Request) error {
	first := via[0]
	switch {
	case len(via) > 5:
		return fault.Newf("source_bad_answer", "more than five redirects")
	case first.Method != http.MethodGet && first.Method != http.MethodHead:
		return http.ErrUseLastResponse
	case first.URL.Scheme == "https" && req.URL.Scheme != "https":
		return fault.Newf("address_refused", "a redirect leads from https to %s", req.URL.Scheme)
	case req.URL.Host != first.URL.Host:
		req.Header = http.Header{"User-Agent": {userAgent}}
		if a := first.Header.Get("Accept"); a != "" {
			req.Header.Set("Accept", a)
		}
	}
	return nil
}

// http1 narrows a transport to HTTP/1.1.
func http1(t http.RoundTripper) (http.RoundTripper, error) {
	switch v := t.(type) {
	case interface{ HTTP1() http.RoundTripper }:
		return v.HTTP1(), nil
	case *http.Transport:
		return plainHTTP1(v), nil
	}
	return nil, fault.New("bad_settings", fmt.Errorf("a %T cannot be kept to HTTP/1.1", t))
}

func plainHTTP1(t *http.Transport) *http.Transport {
	c := t.Clone()
	c.ForceAttemptHTTP2 = false
	c.Protocols = new(http.Protocols)
	c.Protocols.SetHTTP1(true)
	c.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	if c.TLSClientConfig != nil { // a transport in use has offered h2 already
		c.TLSClientConfig.NextProtos = nil
	}
	return c
}

// silent drops resty's own warnings: they would print addresses with their query.
type silent struct{}

func (silent) Errorf(string, ...any) {}
func (silent) Warnf(string, ...any)  {}
func (silent) Debugf(string, ...any) {}
