package main

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
)

// refusing is a vendor that does not take the hub's credentials any more.
func (v *scanVendor) refusing(fake http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/cgi-bin/gettoken", "/cgi-bin/auth/getuserinfo":
			_, _ = io.WriteString(w, `{"errcode":60020,"errmsg":"not allow to access from your ip, 203.0.113.9"}`)
		case "/v1.0/oauth2/userAccessToken":
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"code":"invalidClientIdOrSecret","message":"x"}`)
		default:
			fake.ServeHTTP(w, r)
		}
	})
}

// naming is a vendor that names another person instead of one.
func (v *scanVendor) naming(one, other string) {
	put(&v.plant, func(fake http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/wwlogin/") || strings.HasPrefix(r.URL.Path, "/oauth2/") {
				fake.ServeHTTP(w, r)
				return
			}
			to := httptest.NewRecorder()
			fake.ServeHTTP(to, r)
			maps.Copy(w.Header(), to.Header())
			w.WriteHeader(to.Code)
			_, _ = w.Write(bytes.ReplaceAll(to.Body.Bytes(), []byte(`"`+v.ids[one]+`"`), []byte(`"`+v.ids[other]+`"`)))
		})
	})
}

// forgetful is a vendor that takes a code as often as it comes.
func (v *scanVendor) forgetful() {
	var mu sync.Mutex
	said := map[string][]byte{}
	put(&v.plant, func(fake http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(bytes.NewReader(body))
			code := r.URL.Query().Get("code") + string(body)
			if r.URL.Path != "/cgi-bin/auth/getuserinfo" && r.URL.Path != "/v1.0/oauth2/userAccessToken" {
				fake.ServeHTTP(w, r)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			if said[code] == nil {
				to := httptest.NewRecorder()
				fake.ServeHTTP(to, r)
				said[code] = to.Body.Bytes()
			}
			_, _ = w.Write(said[code])
		})
	})
}

// heedless is a hub to which every state is one that it gave out to that browser: each
// return gets a round trip of its own.
func heedless(hub http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v1/session/return" {
			hub.ServeHTTP(w, r)
			return
		}
		var back map[string]string
		if json.NewDecoder(r.Body).Decode(&back) != nil {
			http.Error(w, "not a return", http.StatusBadRequest)
			return
		}
		ask := func(body map[string]string, path string, cookies ...*http.Cookie) *httptest.ResponseRecorder {
			text, _ := json.Marshal(body)
			again := r.Clone(r.Context())
			again.URL.Path, again.RequestURI = path, path
			again.Body, again.ContentLength = io.NopCloser(bytes.NewReader(text)), int64(len(text))
			again.Header.Del("Cookie")
			for _, c := range cookies {
				again.AddCookie(c)
			}
			to := httptest.NewRecorder()
			hub.ServeHTTP(to, again)
			return to
		}
		begun := ask(map[string]string{"way": back["way"]}, "/api/v1/session/start")
		_, state, _ := strings.Cut(begun.Body.String(), "state=")
		end := strings.IndexFunc(state, func(c rune) bool { return !strings.ContainsRune("0123456789abcdef", c) })
		back["state"] = state[:max(end, 0)]
		to := ask(back, r.URL.Path, begun.Result().Cookies()...)
		maps.Copy(w.Header(), to.Header())
		w.WriteHeader(to.Code)
		_, _ = w.Write(to.Body.Bytes())
	})
}

// planted breaks the vendor, the hub's keeping of states or the accounts, and wants the
// cases to say so.
func (l *scanLab) planted(t *testing.T) {
	reopened := func() { l.sql.Exec("update account set disabled_at = null") }
	in := http.StatusText(http.StatusCreated)
	for name, m := range map[string]struct {
		plant func(v *scanVendor)
		trips map[string]string // which cases, and what they say of it
	}{
		"the vendor names somebody else":             {func(v *scanVendor) { v.naming(seller, manager) }, map[string]string{"somebody known": "another person"}},
		"the vendor takes strangers for the manager": {func(v *scanVendor) { v.naming(unlisted, manager) }, map[string]string{"a member who works elsewhere": in}},
		"the vendor takes a code twice":              {func(v *scanVendor) { v.forgetful() }, map[string]string{"the code a second time": in}},
		"any state counts": {func(*scanVendor) { put(&l.front, heedless) }, map[string]string{
			"a state that nobody gave out": in, "another browser": in, "another browser on a way of its own": in,
			"the answer a second time": "sign_in_code", "the way of another vendor": "sign_in_code", // the vendor still knows its codes
		}},
		"the vendor is there":       {func(v *scanVendor) { v.deaf.Store(true) }, map[string]string{"the vendor hangs up": in, "the vendor answers with errors": in}},
		"shut accounts are open":    {func(*scanVendor) { l.meanwhile = reopened }, map[string]string{"a disabled account": in, "an account disabled after it was linked": in}},
		"a second row in the trail": {func(*scanVendor) { l.meanwhile = l.chatter }, map[string]string{"no member": "the trail has", "somebody known": "the trail has"}},
		"a person in the trail":     {func(*scanVendor) { l.meanwhile = l.gossip }, map[string]string{"no member": "stands in the trail"}},
	} {
		for _, v := range l.vendors {
			for trip, says := range m.trips {
				t.Run(name+"/"+v.name+"/"+trip, func(t *testing.T) {
					defer l.within(t, v)()
					m.plant(v)
					c := scanCases[slices.IndexFunc(scanCases, func(c scanCase) bool { return c.name == trip })]
					if err := l.try(v, c); err == nil || !strings.Contains(err.Error(), says) {
						t.Errorf("want %q, got %v", says, err)
					}
				})
			}
		}
	}
}

// chatter writes a row more than is due; gossip one that names a person.
func (l *scanLab) chatter() { l.note("") }
func (l *scanLab) gossip()  { l.note(seller) }

func (l *scanLab) note(why string) {
	e := access.Entry{Actor: access.SystemActor("test", l.ws), At: time.Now(), Action: "session.refuse", ObjectKind: "provider", ObjectID: "x", Reason: why}
	if err := l.store.AppendAudit(l.t.Context(), l.ws, e); err != nil {
		l.t.Fatal(err)
	}
}
