package rest

import (
	"context"
	"net/http"
	"net/url"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

type urlKey struct{}

// traced makes a span of each attempt. The span sees the address without its query:
// it is taken away before the instrumentation and put back behind it.
func traced(t http.RoundTripper) http.RoundTripper {
	return hideQuery{otelhttp.NewTransport(showQuery{t},
		otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return r.Method + " " + r.URL.Host }))}
}

type hideQuery struct{ next http.RoundTripper }

func (h hideQuery) RoundTrip(req *http.Request) (*http.Response, error) {
	bare := req.Clone(context.WithValue(req.Context(), urlKey{}, req.URL))
	bare.URL.RawQuery, bare.URL.ForceQuery, bare.URL.Fragment, bare.URL.User = "", false, "", nil
	return h.next.RoundTrip(bare)
}

type showQuery struct{ next http.RoundTripper }

func (s showQuery) RoundTrip(req *http.Request) (*http.Response, error) {
	if u, ok := req.Context().Value(urlKey{}).(*url.URL); ok {
		req = req.Clone(req.Context())
		req.URL = u
	}
	return s.next.RoundTrip(req)
}
