package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
)

// scanCase is a way to come back from a scan. An empty code means that it lets in.
type scanCase struct {
	name   string
	do     func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack)
	status int
	code   string
}

// scanned is the usual way: somebody's browser goes there and comes back.
func scanned(who string) func(*scanLab, *scanVendor) (*scanBrowser, scanBack) {
	return func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
		b := l.browser()
		return b, b.scan(v, who)
	}
}

// entered is a sign-in that has happened, and what its browser had brought back.
func entered(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
	b, back := scanned(seller)(l, v)
	if a := b.finish(back); a.status != http.StatusCreated {
		l.t.Fatalf("the seller gets %d %s", a.status, a.body)
	}
	if a := b.call(http.MethodDelete, "/api/v1/session", nil); a.status != http.StatusNoContent || b.session() {
		l.t.Fatalf("signing out: %d %s", a.status, a.body)
	}
	return b, back
}

var scanCases = []scanCase{
	{"somebody known", scanned(seller), http.StatusCreated, ""},
	{"somebody known again", scanned(seller), http.StatusCreated, ""},
	{"a member who works elsewhere", scanned(unlisted), http.StatusForbidden, "stranger"},
	{"an employee without an account", scanned(without), http.StatusForbidden, "stranger"},
	{"no member", scanned(visitor), http.StatusForbidden, "sign_in_stranger"},
	{"a disabled account", scanned(shut), http.StatusForbidden, "account_disabled"},
	{"an account disabled after it was linked", func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
		entered(l, v)
		b, back := scanned(seller)(l, v)
		l.disable(seller)
		return b, back
	}, http.StatusForbidden, "account_disabled"},
	{"the code a second time", func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
		b, used := entered(l, v)
		back := b.scan(v, seller)
		back.Code = used.Code
		return b, back
	}, http.StatusUnauthorized, "sign_in_code"},
	{"the answer a second time", func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
		b, back := scanned(seller)(l, v)
		kept := b.cookies()
		if a := b.finish(back); a.status != http.StatusCreated {
			l.t.Fatalf("the seller gets %d %s", a.status, a.body)
		}
		same := l.browser()
		same.http.Jar.SetCookies(l.home(), kept) // what belongs to the state is there
		return same, back
	}, http.StatusUnauthorized, "state_refused"},
	{"a state that nobody gave out", func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
		b, back := scanned(seller)(l, v)
		back.State = back.State[:32] + strings.Repeat("0", len(back.State)-32)
		return b, back
	}, http.StatusUnauthorized, "state_refused"},
	{"another browser", func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
		_, back := scanned(seller)(l, v)
		return l.browser(), back
	}, http.StatusUnauthorized, "state_refused"},
	{"another browser on a way of its own", func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
		_, back := scanned(seller)(l, v)
		b, _ := scanned(manager)(l, v)
		return b, back
	}, http.StatusUnauthorized, "state_refused"},
	{"the way of another vendor", func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
		b, back := scanned(seller)(l, v)
		for _, x := range l.vendors {
			if x != v {
				back.Way = x.way
			}
		}
		return b, back
	}, http.StatusUnauthorized, "state_refused"},
	{"the vendor hangs up", func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
		b, back := scanned(seller)(l, v)
		v.down.Store(true)
		return b, back
	}, http.StatusServiceUnavailable, "provider_away"},
	{"the vendor answers with errors", func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
		b, back := scanned(seller)(l, v)
		v.busy.Store(true)
		return b, back
	}, http.StatusServiceUnavailable, "provider_away"},
	{"the vendor refuses the hub", func(l *scanLab, v *scanVendor) (*scanBrowser, scanBack) {
		put(&v.plant, v.refusing)
		b := l.browser()
		for range 8 { // more than are free: it is no guess of theirs
			if a := b.finish(b.scan(v, seller)); a.status != http.StatusConflict {
				l.t.Fatalf("a vendor that refuses the hub: %d %s", a.status, a.body)
			}
		}
		return b, b.scan(v, seller)
	}, http.StatusConflict, "provider_misset"},
}

// disable shuts an account until the end of the case.
func (l *scanLab) disable(who string) {
	l.t.Helper()
	if err := l.gate.Disable(l.as(l.ws), time.Now(), l.accounts[who]); err != nil {
		l.t.Fatal(err)
	}
}

// reopen makes the accounts and the vendor as they were.
func (l *scanLab) reopen(v *scanVendor) {
	l.sql.Exec("update account set disabled_at = null where id <> $1", l.accounts[shut])
	l.sql.Exec("update account set disabled_at = now() where id = $1", l.accounts[shut])
	v.down.Store(false)
	v.busy.Store(false)
	v.deaf.Store(false)
	v.plant.Store(nil)
	l.front.Store(nil)
	l.meanwhile = nil
}

// within lets a subtest use the lab, and what it returns puts everything back.
func (l *scanLab) within(t *testing.T, v *scanVendor) func() {
	was := l.t
	l.t = t
	return func() {
		l.t = was
		l.reopen(v)
	}
}

// counts are the sessions and the linked identities.
func (l *scanLab) counts() (sessions, links string) {
	return l.sql.One("select count(*) from session"), l.sql.One("select count(*) from external_identity")
}

// try makes a case and says what is wrong.
func (l *scanLab) try(v *scanVendor, c scanCase) error {
	l.t.Helper()
	b, back := c.do(l, v)
	sessions, links := l.counts()
	last := l.sql.One("select coalesce(max(seq), 0) from audit")
	if l.meanwhile != nil {
		l.meanwhile()
	}
	a := b.finish(back)
	var trail []string
	for _, r := range l.sql.Rows("select action || ' ' || object_kind || ' ' || object_id || ' ' || reason || ' ' || coalesce(diff::text, '') from audit where seq > $1 order by seq", last) {
		trail = append(trail, r[0])
	}
	all := strings.Join(trail, "\n") + string(l.log.bytes())
	for _, secret := range append([]string{back.Code, back.State}, seller, unlisted, v.ids[seller], v.ids[unlisted]) {
		if strings.Contains(all, secret) {
			return fmt.Errorf("a code, a state or a person stands in the trail or the log: %s", all)
		}
	}
	if c.code == "" {
		return l.letIn(v, b, a, trail)
	}
	var p struct {
		Code, Detail string
		Zh           string `json:"message_zh"`
		En           string `json:"message_en"`
	}
	if err := json.Unmarshal(a.body, &p); err != nil || a.status != c.status || p.Code != c.code {
		return fmt.Errorf("want %d %s, got %d %s %s", c.status, c.code, a.status, http.StatusText(a.status), a.body)
	}
	if !strings.ContainsFunc(p.Zh, func(r rune) bool { return r > 0x4e00 }) || p.En == "" || strings.Contains(p.Zh, "自动") {
		return fmt.Errorf("no sentence for a person: %s", a.body)
	}
	if c.code == "stranger" && !strings.Contains(p.Detail, "分机8001") {
		return fmt.Errorf("they are not told whom to ask: %s", a.body)
	}
	if len(trail) != 1 || !strings.HasPrefix(trail[0], "session.refuse provider ") || !strings.Contains(trail[0], " "+c.code) {
		return fmt.Errorf("the trail has %q", trail)
	}
	if c.code == "provider_misset" && !strings.Contains(trail[0], "source_unauthorized: ") {
		return fmt.Errorf("the trail does not say what is to be mended: %q", trail)
	}
	if now, linked := l.counts(); now != sessions || linked != links || b.session() {
		return fmt.Errorf("%s sessions and %s links became %s and %s", sessions, links, now, linked)
	}
	if me := b.call(http.MethodGet, "/api/v1/me", nil); me.status != http.StatusUnauthorized {
		return fmt.Errorf("they are in: %d %s", me.status, me.body)
	}
	return nil
}

// letIn wants the seller in, in the workspace of the provider and with their roles there.
func (l *scanLab) letIn(v *scanVendor, b *scanBrowser, a scanAnswer, trail []string) error {
	if a.status != http.StatusCreated || !b.session() {
		return fmt.Errorf("want a session, got %d %s", a.status, a.body)
	}
	now := b.call(http.MethodGet, "/api/v1/me", nil)
	var me struct {
		ID        string
		Roles     []access.Role
		Confined  bool
		Workspace struct{ Slug string }
		Places    []struct{ Slug string } `json:"workspaces"`
	}
	if err := json.Unmarshal(now.body, &me); err != nil || now.status != http.StatusOK {
		return fmt.Errorf("me: %d %s", now.status, now.body)
	}
	if me.ID != l.accounts[seller] || me.Workspace.Slug != "office" || !slices.Equal(me.Roles, []access.Role{access.Seller}) || !me.Confined || len(me.Places) != 1 {
		return fmt.Errorf("another person or place: %s", now.body)
	}
	if x := b.call(http.MethodGet, "/api/v1/me", nil, "X-Heliu-Workspace", "branch"); x.status != http.StatusNotFound {
		return fmt.Errorf("a workspace that the provider does not speak for: %d", x.status)
	}
	if x := b.call(http.MethodGet, "/api/v1/members", nil); x.status != http.StatusForbidden {
		return fmt.Errorf("a seller reads the members: %d", x.status)
	}
	begun := slices.DeleteFunc(trail, func(s string) bool { return strings.HasPrefix(s, "identity.link ") })
	if len(begun) != 1 || !strings.HasPrefix(begun[0], "session.start ") || !strings.Contains(begun[0], "provider "+v.name) {
		return fmt.Errorf("the trail has %q", trail)
	}
	if b.call(http.MethodDelete, "/api/v1/session", nil).status != http.StatusNoContent {
		return errors.New("signing out failed")
	}
	return nil
}

func TestSigningInByAScan(t *testing.T) {
	l := newScanLab(t)
	for _, v := range l.vendors {
		t.Run(v.name, func(t *testing.T) {
			for _, c := range scanCases {
				t.Run(c.name, func(t *testing.T) {
					defer l.within(t, v)()
					if err := l.try(v, c); err != nil {
						t.Error(err)
					}
				})
			}
		})
	}
	t.Run("what is planted is found", func(t *testing.T) { l.planted(t) })
}
