package console

import (
	"encoding/json"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/go-chi/chi/v5"

	"github.com/heliuhub/heliu/fault"
)

// mount adds what is no operation of the API.
func (c *console) mount(r *chi.Mux, doc []byte) {
	r.Get("/api/openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.oai.openapi+json;version=3.1")
		w.Header().Set("Cache-Control", "no-cache")
		_, _ = w.Write(doc)
	})
	r.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, map[string]any{"ok": true}) })
	r.Get("/readyz", c.ready)
	if c.Metrics != nil {
		r.Method(http.MethodGet, "/metrics", c.Metrics)
	}
	if c.Door != nil {
		r.Handle("/in/{connection}", c.Door)
	}
	web := newWeb()
	r.Get("/*", web.ServeHTTP)
	r.Head("/*", web.ServeHTTP)
}

// ready tells whether the hub makes progress.
func (c *console) ready(w http.ResponseWriter, r *http.Request) {
	ok, details := true, map[string]any(nil)
	if c.Ready != nil {
		ok, details = c.Ready(r.Context())
	}
	status := http.StatusOK
	if !ok {
		status = http.StatusServiceUnavailable
		w.Header().Set("Retry-After", "1")
	}
	writeJSON(w, status, map[string]any{"ready": ok, "details": details})
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}

// notFound answers what no route takes.
func (c *console) notFound(w http.ResponseWriter, _ *http.Request) {
	refuse(w, fault.New("not_found", nil))
}

// around wraps every request: it survives panics, sets the headers that browsers
// obey, and refuses requests that another site makes in somebody's name. The door is
// for other sites: it has rules of its own.
func (c *console) around(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	cross.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { refuse(w, fault.New("cross_origin", nil)) }))
	if c.PublicURL != "" { // a proxy may send the request on under another name
		if err := cross.AddTrustedOrigin(strings.TrimRight(c.PublicURL, "/")); err != nil {
			c.Log.Warn("the public address is no origin", "error", err)
		}
	}
	own := cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				if v == http.ErrAbortHandler { //nolint:errorlint // it is a sentinel that is thrown as it is
					panic(v)
				}
				c.Log.ErrorContext(r.Context(), "a handler panicked", "route", route(r), "panic", v, "stack", string(debug.Stack()))
				refuse(w, fault.New("internal", nil))
			}
		}()
		if strings.HasPrefix(r.URL.Path, "/in/") {
			next.ServeHTTP(w, r)
			return
		}
		c.headers(w.Header(), r)
		own.ServeHTTP(w, r)
	})
}

// csp lets pages load only what the hub itself serves. antd writes style elements.
const csp = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; " +
	"object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

func (c *console) headers(h http.Header, r *http.Request) {
	h.Set("Content-Security-Policy", csp)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if c.TLS {
		h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
	}
	if strings.HasPrefix(r.URL.Path, "/api/v1/") {
		h.Set("Cache-Control", "private, no-cache")
		h.Set("Vary", "Cookie, Authorization, "+headerWorkspace)
	}
}

// route names a request without its values.
func route(r *http.Request) string {
	if c := chi.RouteContext(r.Context()); c != nil && c.RoutePattern() != "" {
		return r.Method + " " + c.RoutePattern()
	}
	return r.Method
}
