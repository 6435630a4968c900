package console_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/console"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// signIn makes a user of a workspace and gives the session's cookie.
func (h *hub) signIn(name string, role access.Role) *http.Cookie {
	h.t.Helper()
	const password = "a long enough password"
	if _, err := h.gate.AddMember(h.as(h.a), h.clock.Now(), access.NewMember{SignIn: name, Name: "测试", Roles: []access.Role{role}, Password: password}); err != nil {
		h.t.Fatal(err)
	}
	a := h.call(http.MethodPost, "/api/v1/session", "", map[string]string{"sign_in": name, "password": password})
	if a.Status != http.StatusCreated {
		h.t.Fatalf("sign-in: %d %s", a.Status, a.Body)
	}
	return cookieOf(h.t, a)
}

func cookieOf(t *testing.T, a answer) *http.Cookie {
	t.Helper()
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		return c
	}
	t.Fatalf("no cookie in %v", a.Header)
	return nil
}

func with(c *http.Cookie) func(*http.Request) { return func(r *http.Request) { r.AddCookie(c) } }

type meBody struct {
	Kind, Name string
	Roles      []string
	Actions    []string
	Workspace  struct{ ID, Slug string }
	Workspaces []struct {
		Slug string
		Demo bool
	}
	Confined bool
}

func TestSessionsComeAndGo(t *testing.T) {
	h := newHub(t)
	c := h.signIn("someone", access.Finance)
	if c.Name != "heliu" || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Secure {
		t.Errorf("cookie %+v", c)
	}
	who := decode[meBody](h.call(http.MethodGet, "/api/v1/me", "", nil, with(c)), http.StatusOK)
	if who.Workspace.Slug != "alpha" || len(who.Roles) != 1 || who.Roles[0] != "finance" || len(who.Workspaces) != 1 {
		t.Errorf("%+v", who)
	}
	h.call(http.MethodGet, "/api/v1/me", "", nil, with(c), header("X-Heliu-Workspace", "beta")).fails(http.StatusNotFound, "not_found")
	h.call(http.MethodGet, "/api/v1/me", "", nil, with(c), header("X-Heliu-Workspace", "nowhere")).fails(http.StatusNotFound, "not_found")
	h.call(http.MethodPost, "/api/v1/session", "", map[string]string{"sign_in": "someone", "password": "wrong"}).fails(http.StatusUnauthorized, "bad_credentials")
	out := h.call(http.MethodDelete, "/api/v1/session", "", nil, with(c))
	if gone := cookieOf(t, out); out.Status != http.StatusNoContent || gone.MaxAge >= 0 {
		t.Errorf("signing out: %d, %+v", out.Status, gone)
	}
	h.call(http.MethodGet, "/api/v1/me", "", nil, with(c)).fails(http.StatusUnauthorized, "session_over")
	h.call(http.MethodGet, "/api/v1/me", "heliu_live_nothing", nil).fails(http.StatusUnauthorized, "key_refused")
	h.call(http.MethodGet, "/api/v1/me", "", nil).fails(http.StatusUnauthorized, "unauthenticated")

	m, err := h.gate.AddMember(h.as(h.b), h.clock.Now(), access.NewMember{SignIn: "guest", Roles: []access.Role{access.Admin}})
	if err != nil {
		t.Fatal(err)
	}
	token, err := h.gate.IssueLink(h.as(h.b), h.clock.Now(), m.Account, 0)
	if err != nil {
		t.Fatal(err)
	}
	link := h.call(http.MethodPost, "/api/v1/session", "", map[string]string{"token": token})
	if me := decode[meBody](link, http.StatusCreated); me.Workspace.Slug != "beta" || !me.Confined {
		t.Errorf("by link: %+v", me)
	}
	h.call(http.MethodPost, "/api/v1/session", "", map[string]string{"token": token}).fails(http.StatusUnauthorized, "link_refused")

	tls := h.console(func(c *console.Config) { c.TLS = true })
	a := callTo(t, tls, http.MethodPost, "/api/v1/session", "", map[string]string{"sign_in": "someone", "password": "a long enough password"})
	if c := cookieOf(t, a); c.Name != "__Host-heliu" || !c.Secure || c.Domain != "" {
		t.Errorf("cookie under TLS %+v", c)
	}
	if a.Header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS under TLS")
	}
}

// TestBadInput85 is case 85 of the list of bad input: a post that another site makes
// with somebody's cookie.
func TestBadInput85(t *testing.T) {
	h := newHub(t)
	c := h.signIn("someone", access.Admin)
	d := h.newData(h.a, "src")
	pause := "/api/v1/connections/" + string(d.conn) + "/pause"
	for name, change := range map[string]func(*http.Request){
		"Sec-Fetch-Site": header("Sec-Fetch-Site", "cross-site"),
		"same site":      header("Sec-Fetch-Site", "same-site"),
		"Origin":         header("Origin", "https://evil.example.com"),
	} {
		h.call(http.MethodPost, pause, "", nil, with(c), change).fails(http.StatusForbidden, "cross_origin")
		if got := h.sql.One("select status from connection where id = $1", string(d.conn)); got != "enabled" {
			t.Fatalf("%s: the connection is %s", name, got)
		}
	}
	h.call(http.MethodDelete, "/api/v1/workspaces/alpha?confirm=alpha", "", nil, with(c), header("Sec-Fetch-Site", "cross-site")).fails(http.StatusForbidden, "cross_origin")
	if a := h.call(http.MethodPost, pause, "", nil, with(c), header("Sec-Fetch-Site", "same-origin")); a.Status != http.StatusOK {
		t.Errorf("the hub's own page is refused: %d %s", a.Status, a.Body)
	}
	if a := h.call(http.MethodPost, "/in/form", "", map[string]string{}, header("Origin", "https://www.example.com"), header("Sec-Fetch-Site", "cross-site")); string(a.Body) != "door form" {
		t.Errorf("the door is closed to other sites' forms: %d %s", a.Status, a.Body)
	}
}

func TestProblemsSpeakBothLanguages(t *testing.T) {
	h := newHub(t)
	admin := h.keys[access.Admin]
	h.call(http.MethodGet, "/api/v1/nothing", admin, nil).fails(http.StatusNotFound, "not_found")
	h.call(http.MethodPut, "/api/v1/me", admin, nil).fails(http.StatusMethodNotAllowed, "wrong_method")
	p := h.call(http.MethodPost, "/api/v1/connections", admin, map[string]any{"name": 5}).fails(http.StatusUnprocessableEntity, "bad_request")
	if len(p.Errors) < 2 || p.Field == "" {
		t.Errorf("not every wrong field is named: %+v", p)
	}
	h.call(http.MethodPost, "/api/v1/connections", admin, nil, func(r *http.Request) {
		r.Body = http.NoBody
		r.Header.Set("Content-Type", "application/json")
	}).fails(http.StatusBadRequest, "bad_request")
	broken := h.console(func(c *console.Config) { c.Customers = brokenCustomers{c.Customers} })
	a := callTo(t, broken, http.MethodGet, "/api/v1/customers", admin, nil)
	a.fails(http.StatusInternalServerError, "internal")
	if strings.Contains(string(a.Body), "13900010001") || strings.Contains(string(a.Body), "table") {
		t.Errorf("an internal fault tells its cause: %s", a.Body)
	}
	down := callTo(t, broken, http.MethodGet, "/api/v1/customers/x", admin, nil)
	if down.fails(http.StatusServiceUnavailable, "database_unavailable"); down.Header.Get("Retry-After") == "" {
		t.Error("503 without Retry-After")
	}
	callTo(t, broken, http.MethodGet, "/api/v1/customers/x/sections", admin, nil).fails(http.StatusInternalServerError, "internal") // it panics
}

// brokenCustomers fails in three ways.
type brokenCustomers struct{ console.Customers }

func (brokenCustomers) ListCustomers(context.Context, record.WorkspaceID, views.CustomerQuery) ([]views.CustomerRow, []string, error) {
	return nil, nil, errors.New("table golden is broken")
}

func (brokenCustomers) Customer(context.Context, record.WorkspaceID, string) (views.Customer, error) {
	return views.Customer{}, fault.New("database_unavailable", nil)
}

func (brokenCustomers) Sections(context.Context, record.WorkspaceID, string) (views.Sections, error) {
	panic("this is a test")
}

func TestAnswersThatDidNotChangeAreNotSentAgain(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	deal := h.places(h.a, d, "alpha")
	for _, path := range []string{
		"/api/v1/customers/" + hospital.String(), "/api/v1/customers/" + hospital.String() + "/sections", "/api/v1/deals/" + deal.deal,
		"/api/v1/payments/" + deal.payment, "/api/v1/records/src/leads/L1", "/api/v1/connections/" + deal.connection,
	} {
		a := h.call(http.MethodGet, path, h.keys[access.Admin], nil)
		etag := a.Header.Get("ETag")
		if a.Status != http.StatusOK || !strings.HasPrefix(etag, `"`) {
			t.Errorf("%s: %d, ETag %s", path, a.Status, etag)
			continue
		}
		again := h.call(http.MethodGet, path, h.keys[access.Admin], nil, header("If-None-Match", `"other", `+etag))
		if again.Status != http.StatusNotModified || len(again.Body) != 0 || again.Header.Get("ETag") != etag {
			t.Errorf("%s: %d with %d bytes, ETag %s", path, again.Status, len(again.Body), again.Header.Get("ETag"))
		}
		if other := h.call(http.MethodGet, path, h.keys[access.Admin], nil, header("If-None-Match", `"other"`)); other.Status != http.StatusOK {
			t.Errorf("%s: with another ETag %d", path, other.Status)
		}
	}
	path := "/api/v1/customers/" + hospital.String()
	etag := h.call(http.MethodGet, path, h.keys[access.Admin], nil).Header.Get("ETag")
	d.put("customers", "C1b", "customer", map[string]string{"legal_name": "启明医院新名"}, org(hospital))
	if a := h.call(http.MethodGet, path, h.keys[access.Admin], nil, header("If-None-Match", etag)); a.Status != http.StatusOK {
		t.Errorf("a changed record answers %d", a.Status)
	}
	full := h.call(http.MethodGet, "/api/v1/customers/"+doctor.String()+"?personal=true", h.keys[access.Admin], nil).Header.Get("ETag")
	if full == h.call(http.MethodGet, "/api/v1/customers/"+doctor.String(), h.keys[access.Admin], nil).Header.Get("ETag") {
		t.Error("the masked and the full answer have one ETag")
	}
}

// TestNoValueReachesTheLog calls everything with values in addresses and bodies.
func TestNoValueReachesTheLog(t *testing.T) {
	h := newHub(t)
	admin := h.keys[access.Admin]
	h.signIn("someone", access.Admin)
	h.http = h.console(func(c *console.Config) { c.Customers = brokenCustomers{c.Customers} })
	for _, path := range []string{"/api/v1/customers?mobile=" + doctorMobile, "/api/v1/customers/x?personal=true&q=geheim", "/api/v1/pipeline/trace?number=geheim", "/sign-in?token=geheim"} {
		h.call(http.MethodGet, path, admin, nil)
	}
	h.call(http.MethodGet, "/api/v1/customers/x/sections?q=geheim", admin, nil) // it panics
	h.call(http.MethodPost, "/api/v1/session", "", map[string]string{"sign_in": "geheim", "password": "geheim geheim"})
	h.call(http.MethodPost, "/api/v1/connections", admin, map[string]any{"name": "x", "connector": "toyform", "settings": map[string]any{"secret": "geheim"}})
	log := h.log.String()
	if !strings.Contains(log, "listCustomers") || !strings.Contains(log, "panicked") {
		t.Errorf("failures are not logged: %s", log)
	}
	for _, secret := range []string{doctorMobile, "geheim", admin, "token="} {
		if strings.Contains(log, secret) {
			t.Errorf("%q stands in the log: %s", secret, log)
		}
	}
}

func TestWhatStandsBesideTheAPI(t *testing.T) {
	h := newHub(t)
	for path, want := range map[string]string{"/healthz": `"ok":true`, "/readyz": `"postgres":"ok"`, "/metrics": "up 1", "/customers/1": "合流", "/": "合流"} {
		if a := h.call(http.MethodGet, path, "", nil); a.Status != http.StatusOK || !strings.Contains(string(a.Body), want) {
			t.Errorf("%s: %d %s", path, a.Status, a.Body)
		}
	}
	for name, want := range map[string]string{
		"Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "X-Frame-Options": "DENY",
	} {
		if got := h.call(http.MethodGet, "/", "", nil).Header.Get(name); !strings.HasPrefix(got, want) {
			t.Errorf("%s is %q", name, got)
		}
	}
	h.http = h.console(func(c *console.Config) {
		c.Ready = func(context.Context) (bool, map[string]any) { return false, map[string]any{"map": "30 s behind"} }
	})
	if a := h.call(http.MethodGet, "/readyz", "", nil); a.Status != http.StatusServiceUnavailable || !strings.Contains(string(a.Body), "30 s behind") {
		t.Errorf("/readyz: %d %s", a.Status, a.Body)
	}
}

func TestTheWebAppIsServed(t *testing.T) {
	web := console.WebOf(fstest.MapFS{
		"index.html": {Data: []byte("<title>app</title>")}, "assets/app-1a2b.js": {Data: []byte("js")}, ".placeholder": {Data: []byte("secret")}, "mark.svg": {Data: []byte("<svg/>")},
	})
	get := func(path string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		web.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil))
		return w
	}
	for _, page := range []string{"/", "/index.html", "/customers/0b0", "/roi?rows=channel", "/.placeholder", "/../../etc/passwd"} {
		if w := get(page); w.Code != http.StatusOK || w.Body.String() != "<title>app</title>" || w.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: %d %q", page, w.Code, w.Body)
		}
	}
	if w := get("/assets/app-1a2b.js"); w.Body.String() != "js" || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") || !strings.Contains(w.Header().Get("Content-Type"), "javascript") {
		t.Errorf("%v %q", w.Header(), w.Body)
	}
	if w := get("/mark.svg"); !strings.HasPrefix(w.Header().Get("Content-Type"), "image/svg+xml") {
		t.Errorf("%v", w.Header())
	}
	if w := get("/assets/old-9z.js"); w.Code != http.StatusNotFound {
		t.Errorf("an asset that is gone: %d", w.Code)
	}
	if w := get("/api/v2/x"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown API: %d", w.Code)
	}
}
