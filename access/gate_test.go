package access_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

const (
	wsA record.WorkspaceID = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"
	wsB record.WorkspaceID = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
	pw                     = "correct horse"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// house is a gate with an administrator in workspace A and a marketer in both.
type house struct {
	*access.Gate
	m           *memory
	admin, both access.Member
}

func newHouse(t *testing.T) house {
	t.Helper()
	m := newMemory()
	h := house{Gate: access.NewGate(m, nil), m: m}
	add := func(ws record.WorkspaceID, n access.NewMember) access.Member {
		mem, err := h.AddMember(access.With(t.Context(), access.SystemActor("test", ws)), noon, n)
		if err != nil {
			t.Fatal(err)
		}
		return mem
	}
	h.admin = add(wsA, access.NewMember{SignIn: "Admin.A", Name: "甲管", Roles: []access.Role{access.Admin}, Password: pw})
	h.both = add(wsA, access.NewMember{SignIn: "mara", Name: "玛", Roles: []access.Role{access.Marketing}, Password: pw})
	add(wsB, access.NewMember{SignIn: "mara", Name: "玛", Roles: []access.Role{access.Finance}, Password: "ignored, it is hers"})
	return h
}

// as is a context of the administrator of workspace A.
func (h house) as(t *testing.T) context.Context {
	return access.With(t.Context(), access.Actor{Kind: access.User, ID: h.admin.Account, Workspace: wsA, Roles: h.admin.Roles})
}

func wantCode(t *testing.T, what string, err error, code string) {
	t.Helper()
	if err == nil || fault.As(err).Code != code {
		t.Errorf("%s: want %s, got %v", what, code, err)
	}
}

func TestSigningIn(t *testing.T) {
	h := newHouse(t)
	token, s, err := h.SignIn(t.Context(), noon, " MARA ", pw, "10.0.0.1")
	if err != nil || s.Workspace != wsA || s.Confined || s.ExpiresAt != noon.Add(access.SessionLimit) {
		t.Fatalf("%+v, %v", s, err)
	}
	a, _, err := h.Enter(t.Context(), noon, token, "")
	if err != nil || a.Ref() != "user:"+h.both.Account || a.Workspace != wsA || !slices.Equal(a.Roles, []access.Role{access.Marketing}) || a.Name != "玛" {
		t.Errorf("%+v, %v", a, err)
	}
	b, _, err := h.Enter(t.Context(), noon, token, wsB)
	if err != nil || !slices.Equal(b.Roles, []access.Role{access.Finance}) {
		t.Errorf("%+v, %v", b, err)
	}
	for name, try := range map[string][2]string{"wrong password": {"mara", "wrong horse"}, "unknown name": {"nobody", pw}, "no name": {"", pw}, "no password": {"mara", ""}} {
		_, _, err := h.SignIn(t.Context(), noon, try[0], try[1], "10.0.0.2")
		wantCode(t, name, err, "bad_credentials")
	}
	if h.m.did("session.start") != 1 || h.m.did("session.refuse") != 4 {
		t.Errorf("the trail: %+v", h.m.trail)
	}
	_, _, err = h.Enter(t.Context(), noon, "guessed", "")
	wantCode(t, "a guessed token", err, "session_over")
	if err := h.SignOut(t.Context(), noon, token); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Enter(t.Context(), noon, token, "")
	wantCode(t, "after signing out", err, "session_over")
	if err := h.SignOut(t.Context(), noon, token); err != nil {
		t.Errorf("signing out twice: %v", err)
	}
}

func TestASessionEnds(t *testing.T) {
	h := newHouse(t)
	token, _, err := h.SignIn(t.Context(), noon, "mara", pw, "x")
	if err != nil {
		t.Fatal(err)
	}
	now := noon
	for now.Sub(noon) < access.SessionLimit-access.IdleLimit { // in use all the time
		now = now.Add(access.IdleLimit - time.Second)
		if _, _, err := h.Enter(t.Context(), now, token, ""); err != nil {
			t.Fatalf("after %v: %v", now.Sub(noon), err)
		}
	}
	_, _, err = h.Enter(t.Context(), noon.Add(access.SessionLimit), token, "")
	wantCode(t, "after 12 hours of use", err, "session_over")

	token, _, err = h.SignIn(t.Context(), noon, "mara", pw, "x")
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Enter(t.Context(), noon.Add(access.IdleLimit), token, "")
	wantCode(t, "after 30 idle minutes", err, "session_over")
	_, err = h.Places(t.Context(), noon.Add(access.IdleLimit), token)
	wantCode(t, "Places after 30 idle minutes", err, "session_over")
}

func TestSwitchingGivesANewToken(t *testing.T) {
	h := newHouse(t)
	old, _, err := h.SignIn(t.Context(), noon, "mara", pw, "x")
	if err != nil {
		t.Fatal(err)
	}
	fresh, s, err := h.Switch(t.Context(), noon, old, wsB)
	if err != nil || s.Workspace != wsB || fresh == old {
		t.Fatalf("%+v, %v", s, err)
	}
	_, _, err = h.Enter(t.Context(), noon, old, "")
	wantCode(t, "the old token", err, "session_over")
	if a, _, err := h.Enter(t.Context(), noon, fresh, ""); err != nil || a.Workspace != wsB {
		t.Errorf("%+v, %v", a, err)
	}
	admin, _, err := h.SignIn(t.Context(), noon, "admin.a", pw, "x")
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Switch(t.Context(), noon, admin, wsB)
	wantCode(t, "into a workspace without a place", err, "not_found")
	_, _, err = h.Enter(t.Context(), noon, admin, wsB)
	wantCode(t, "another workspace's id", err, "not_found")
}

func TestGuessersMustWait(t *testing.T) {
	h := newHouse(t)
	for i := range 5 {
		_, _, err := h.SignIn(t.Context(), noon, "mara", "wrong horse", "guesser")
		wantCode(t, "try "+string(rune('1'+i)), err, "bad_credentials")
	}
	_, _, err := h.SignIn(t.Context(), noon, "mara", pw, "elsewhere")
	wantCode(t, "the name must wait", err, "too_many_attempts")
	if fault.As(err).Wait <= 0 {
		t.Error("it does not say how long")
	}
	_, _, err = h.SignIn(t.Context(), noon, "admin.a", pw, "guesser")
	wantCode(t, "the address must wait", err, "too_many_attempts")
	if _, _, err := h.SignIn(t.Context(), noon.Add(2*time.Second), "mara", pw, "elsewhere"); err != nil {
		t.Errorf("having waited: %v", err)
	}
}

func TestKeys(t *testing.T) {
	h := newHouse(t)
	soon := noon.Add(time.Hour)
	text, k, err := h.IssueKey(h.as(t), noon, access.NewKey{Name: "BI", Roles: []access.Role{access.Marketing}, Scopes: []access.Action{access.ROIRead}, ExpiresAt: &soon})
	if err != nil || !strings.HasPrefix(text, "heliu_live_") || !strings.HasSuffix(text, k.Last4) || len(text) < len("heliu_live_")+43 {
		t.Fatalf("%q, %+v, %v", text, k, err)
	}
	if k.Hash == (access.Hash{}) || strings.Contains(text, string(k.Hash[:])) || k.CreatedBy != "user:"+h.admin.Account {
		t.Errorf("%+v", k)
	}
	a, err := h.Key(t.Context(), noon, text)
	if err != nil || a.Kind != access.APIKey || a.Workspace != wsA || !a.Can(access.ROIRead) || a.Can(access.CustomerRead) {
		t.Errorf("%+v, %v", a, err)
	}
	if a.In(wsA) != nil || fault.KindOf(a.In(wsB)) != fault.NotFound {
		t.Error("another workspace is not 'not found'")
	}
	for name, bad := range map[string]string{"empty": "", "guessed": "heliu_live_guessed", "no prefix": text[len("heliu_live_"):], "a letter more": text + "A"} {
		_, err := h.Key(t.Context(), noon, bad)
		wantCode(t, name, err, "key_refused")
	}
	_, err = h.Key(t.Context(), soon, text)
	wantCode(t, "expired", err, "key_refused")
	wantCode(t, "revoked by another workspace", h.RevokeKey(access.With(t.Context(), access.SystemActor("x", wsB)), noon, k.ID), "not_found")
	if err := h.RevokeKey(h.as(t), noon, k.ID); err != nil {
		t.Fatal(err)
	}
	_, err = h.Key(t.Context(), noon, text)
	wantCode(t, "revoked", err, "key_refused")
}

func TestAKeyMayNotDoMoreThanItsMaker(t *testing.T) {
	h := newHouse(t)
	later, tooLate := noon.Add(access.KeyLimit), noon.Add(access.KeyLimit+time.Second)
	it := access.With(t.Context(), access.Actor{Kind: access.User, ID: "9", Workspace: wsA, Roles: []access.Role{access.IT}})
	_, _, err := h.IssueKey(it, noon, access.NewKey{Name: "x", Roles: []access.Role{access.Admin}, ExpiresAt: &later})
	wantCode(t, "an admin's key by IT", err, "key_beyond_maker")
	_, _, err = h.IssueKey(h.as(t), noon, access.NewKey{Name: "x", Roles: []access.Role{access.Finance}, ExpiresAt: &later})
	wantCode(t, "a posting key by an admin, who may not post", err, "key_beyond_maker")
	if _, _, err := h.IssueKey(h.as(t), noon, access.NewKey{Name: "x", Roles: []access.Role{access.Finance}, Scopes: []access.Action{access.PaymentRead}, ExpiresAt: &later}); err != nil {
		t.Errorf("narrowed by scopes: %v", err)
	}
	seller := access.With(t.Context(), access.Actor{Kind: access.User, ID: "9", Workspace: wsA, Roles: []access.Role{access.Seller}})
	_, _, err = h.IssueKey(seller, noon, access.NewKey{Name: "x", Roles: []access.Role{access.Seller}, ExpiresAt: &later})
	wantCode(t, "by a seller", err, "forbidden")
	_, _, err = h.IssueKey(t.Context(), noon, access.NewKey{Name: "x", Roles: []access.Role{access.Seller}, ExpiresAt: &later})
	wantCode(t, "by nobody", err, "missing_actor")
	_, _, err = h.IssueKey(h.as(t), noon, access.NewKey{Name: " ", Roles: []access.Role{access.Seller}, ExpiresAt: &later})
	wantCode(t, "without a name", err, "bad_request")
	_, _, err = h.IssueKey(h.as(t), noon, access.NewKey{Name: "x", Roles: []access.Role{access.Seller}, ExpiresAt: &noon})
	wantCode(t, "expired at once", err, "bad_request")
	for what, end := range map[string]*time.Time{"without an end": nil, "for more than a year": &tooLate} {
		_, _, err = h.IssueKey(h.as(t), noon, access.NewKey{Name: "x", Roles: []access.Role{access.Seller}, ExpiresAt: end})
		wantCode(t, what, err, "key_expiry")
	}
	_, _, err = h.IssueKey(h.as(t), noon, access.NewKey{Name: "x", Roles: []access.Role{"root"}, ExpiresAt: &later})
	wantCode(t, "of no role", err, "bad_role")
	_, _, err = h.IssueKey(h.as(t), noon, access.NewKey{Name: "x", Roles: []access.Role{access.Seller}, Scopes: []access.Action{"all"}, ExpiresAt: &later})
	wantCode(t, "of no scope", err, "bad_scope")
}

func TestALinkWorksOnceAndInItsWorkspaceAlone(t *testing.T) {
	h := newHouse(t)
	link, err := h.IssueLink(h.as(t), noon, h.both.Account, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	token, s, err := h.UseLink(t.Context(), noon, link)
	if err != nil || !s.Confined || !s.Lent || s.Workspace != wsA || s.Account != h.both.Account {
		t.Fatalf("%+v, %v", s, err)
	}
	own, err := h.IssueLink(access.With(t.Context(), access.SystemActor("up", wsA)), noon, h.both.Account, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	if _, s, err := h.UseLink(t.Context(), noon, own); err != nil || !s.Confined || s.Lent {
		t.Errorf("a link that was made at the machine: %+v, %v", s, err)
	}
	_, _, err = h.UseLink(t.Context(), noon, link)
	wantCode(t, "a second time", err, "link_refused")
	_, _, err = h.Enter(t.Context(), noon, token, wsB)
	wantCode(t, "the administrator of A in B by a link for mara", err, "not_found")
	_, _, err = h.Switch(t.Context(), noon, token, wsB)
	wantCode(t, "the same by switching", err, "not_found")
	if places, err := h.Places(t.Context(), noon, token); err != nil || len(places) != 1 {
		t.Errorf("%+v, %v", places, err)
	}
	a, _, err := h.Enter(t.Context(), noon, token, "")
	if err != nil || !a.Confined {
		t.Fatal(err)
	}
	wantCode(t, "a new password by a link", h.SetPassword(access.With(t.Context(), a), noon, pw, "another horse"), "forbidden")

	late, err := h.IssueLink(h.as(t), noon, h.both.Account, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = h.UseLink(t.Context(), noon.Add(time.Hour), late)
	wantCode(t, "expired", err, "link_refused")
	moved := strings.Replace(late, strings.ReplaceAll(string(wsA), "-", ""), strings.ReplaceAll(string(wsB), "-", ""), 1)
	for name, bad := range map[string]string{"empty": "", "guessed": "x.y", "no dot": "abc", "moved": moved} {
		_, _, err := h.UseLink(t.Context(), noon, bad)
		wantCode(t, name, err, "link_refused")
	}
	_, err = h.IssueLink(access.With(t.Context(), access.SystemActor("x", wsB)), noon, h.admin.Account, time.Hour)
	wantCode(t, "for somebody without a place", err, "not_found")
}

func TestMembersAreManaged(t *testing.T) {
	h := newHouse(t)
	wantCode(t, "one's own roles", h.SetRoles(h.as(t), noon, h.admin.Account, []access.Role{access.Finance}), "not_oneself")
	if err := h.SetRoles(h.as(t), noon, h.both.Account, []access.Role{access.Auditor}); err != nil {
		t.Fatal(err)
	}
	token, _, err := h.SignIn(t.Context(), noon, "mara", pw, "x")
	if err != nil {
		t.Fatal(err)
	}
	if a, _, err := h.Enter(t.Context(), noon, token, wsA); err != nil || !a.Can(access.AuditRead) {
		t.Errorf("%+v, %v", a, err)
	}
	if err := h.SetRoles(h.as(t), noon, h.both.Account, nil); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Enter(t.Context(), noon, token, wsA)
	wantCode(t, "a place taken away", err, "not_found")
	wantCode(t, "who has no place any more", h.SetRoles(h.as(t), noon, h.both.Account, []access.Role{access.IT}), "not_found")
	marketing := access.With(t.Context(), access.Actor{Kind: access.User, ID: "9", Workspace: wsA, Roles: []access.Role{access.Marketing}})
	_, err = h.AddMember(marketing, noon, access.NewMember{SignIn: "new", Roles: []access.Role{access.Admin}})
	wantCode(t, "added by a marketer", err, "forbidden")
	_, err = h.AddMember(h.as(t), noon, access.NewMember{SignIn: "newcomer", Roles: []access.Role{access.Seller}, Password: "short"})
	wantCode(t, "a weak password", err, "weak_password")
	_, err = h.AddMember(h.as(t), noon, access.NewMember{SignIn: "n", Roles: []access.Role{access.Seller}})
	wantCode(t, "a bad name", err, "bad_sign_in")
}

func TestDisablingShutsOutAtOnce(t *testing.T) {
	h := newHouse(t)
	wantCode(t, "an account of another workspace too", h.Disable(h.as(t), noon, h.both.Account), "account_elsewhere")
	wantCode(t, "oneself", h.Disable(h.as(t), noon, h.admin.Account), "not_oneself")
	n, err := h.AddMember(h.as(t), noon, access.NewMember{SignIn: "temp", Roles: []access.Role{access.Seller}, Password: pw})
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := h.SignIn(t.Context(), noon, "temp", pw, "x")
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Disable(h.as(t), noon, n.Account); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Enter(t.Context(), noon, token, "")
	wantCode(t, "its session", err, "session_over")
	_, _, err = h.SignIn(t.Context(), noon, "temp", pw, "x")
	wantCode(t, "signing in", err, "bad_credentials")
	link, err := h.IssueLink(h.as(t), noon, n.Account, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = h.UseLink(t.Context(), noon, link)
	wantCode(t, "a link", err, "link_refused")
}

func TestANewPasswordEndsAllSessions(t *testing.T) {
	h := newHouse(t)
	token, _, err := h.SignIn(t.Context(), noon, "admin.a", pw, "x")
	if err != nil {
		t.Fatal(err)
	}
	wantCode(t, "with a wrong old one", h.SetPassword(h.as(t), noon, "wrong horse", "another horse"), "bad_credentials")
	wantCode(t, "a weak one", h.SetPassword(h.as(t), noon, pw, "admin.a"), "weak_password")
	wantCode(t, "by a key", h.SetPassword(access.With(t.Context(), access.Actor{Kind: access.APIKey, ID: h.admin.Account}), noon, pw, "another horse"), "forbidden")
	if err := h.SetPassword(h.as(t), noon, pw, "another horse"); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Enter(t.Context(), noon, token, "")
	wantCode(t, "the old session", err, "session_over")
	_, _, err = h.SignIn(t.Context(), noon, "admin.a", pw, "y")
	wantCode(t, "the old password", err, "bad_credentials")
	if _, _, err := h.SignIn(t.Context(), noon, "admin.a", "another horse", "y"); err != nil {
		t.Error(err)
	}
}

// TestNothingKeptIsASecret looks for every secret that was shown once in all that a
// store was given.
func TestNothingKeptIsASecret(t *testing.T) {
	h := newHouse(t)
	later := noon.Add(time.Hour)
	key, _, err := h.IssueKey(h.as(t), noon, access.NewKey{Name: "k", Roles: []access.Role{access.Marketing}, ExpiresAt: &later})
	if err != nil {
		t.Fatal(err)
	}
	link, err := h.IssueLink(h.as(t), noon, h.both.Account, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := h.SignIn(t.Context(), noon, "mara", pw, "x")
	if err != nil {
		t.Fatal(err)
	}
	kept := dump(h.m)
	for _, secret := range []string{key, key[len("heliu_live_"):], link, token, pw} {
		if strings.Contains(kept, secret) {
			t.Errorf("the store holds %q in the clear", secret)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "token")
		sum := access.HashToken(s)
		if string(sum[:]) == s || access.HashToken(s+"x") == sum {
			t.Fatal("a hash says what it hashes")
		}
	})
}
