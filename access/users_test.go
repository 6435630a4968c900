package access_test

import (
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
)

func (h house) in(t *testing.T, name, from string) (string, access.Session) {
	t.Helper()
	token, s, err := h.SignIn(t.Context(), noon, name, pw, from)
	if err != nil {
		t.Fatal(err)
	}
	return token, s
}

func TestOnesOwnSessionsAreSeenAndEnded(t *testing.T) {
	h := newHouse(t)
	first, _ := h.in(t, "mara", "x")
	second, two := h.in(t, "mara", "y")
	third, three := h.in(t, "mara", "z")
	other, _ := h.in(t, "admin.a", "w")
	mara := access.With(t.Context(), access.Actor{Kind: access.User, ID: h.both.Account, Workspace: wsA, Roles: h.both.Roles})
	if all, err := h.Sessions(mara, noon, first); err != nil || len(all) != 3 {
		t.Fatalf("%d sessions, %v", len(all), err)
	}
	wantCode(t, "somebody else's session", h.EndSession(h.as(t), noon, other, two.ID()), "not_found")
	if err := h.EndSession(mara, noon, first, two.ID()); err != nil {
		t.Fatal(err)
	}
	wantCode(t, "one that is over", h.EndSession(mara, noon, first, two.ID()), "not_found")
	_, _, err := h.Enter(t.Context(), noon, second, "")
	wantCode(t, "the session that was ended", err, "session_over")
	if err := h.EndOtherSessions(mara, noon, first); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Enter(t.Context(), noon, third, "")
	wantCode(t, "one of the others", err, "session_over")
	for name, token := range map[string]string{"the one that asked": first, "another account's": other} {
		if _, _, err := h.Enter(t.Context(), noon, token, ""); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if two.ID() == three.ID() || len(two.ID()) != 16 {
		t.Errorf("ids %s and %s", two.ID(), three.ID())
	}
	if all, err := h.Sessions(mara, noon.Add(access.IdleLimit), first); err != nil || len(all) != 0 {
		t.Errorf("idle sessions are listed: %+v, %v", all, err)
	}
	_, err = h.Sessions(access.With(t.Context(), access.Actor{Kind: access.APIKey, ID: "k"}), noon, "")
	wantCode(t, "a key's sessions", err, "bad_request")
}

// TestASessionByALinkHasNoHandOnTheOthers: the administrator who made the link may sit
// behind it.
func TestASessionByALinkHasNoHandOnTheOthers(t *testing.T) {
	h := newHouse(t)
	_, own := h.in(t, "mara", "x")
	link, err := h.IssueLink(h.as(t), noon, h.both.Account, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := h.UseLink(t.Context(), noon, link)
	if err != nil {
		t.Fatal(err)
	}
	a, _, err := h.Enter(t.Context(), noon, token, "")
	if err != nil {
		t.Fatal(err)
	}
	by := access.With(t.Context(), a)
	if all, err := h.Sessions(by, noon, token); err != nil || len(all) != 1 {
		t.Errorf("it sees %+v, %v", all, err)
	}
	wantCode(t, "ending the owner's", h.EndSession(by, noon, token, own.ID()), "not_found")
	wantCode(t, "ending the others", h.EndOtherSessions(by, noon, token), "forbidden")
}

func TestADisabledAccountIsLetInAgain(t *testing.T) {
	h := newHouse(t)
	n, err := h.AddMember(h.as(t), noon, access.NewMember{SignIn: "temp", Roles: []access.Role{access.Seller}, Password: pw})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Disable(h.as(t), noon, n.Account); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.SignIn(t.Context(), noon, "temp", pw, "x")
	wantCode(t, "a disabled account", err, "bad_credentials")
	if err := h.Enable(h.as(t), noon, n.Account); err != nil {
		t.Fatal(err)
	}
	h.in(t, "temp", "y")
	wantCode(t, "an account of another workspace too", h.Enable(h.as(t), noon, h.both.Account), "account_elsewhere")
	wantCode(t, "an account without a place here", h.Enable(access.With(t.Context(), access.SystemActor("x", wsB)), noon, n.Account), "not_found")
	if h.m.did("account.enable") != 1 {
		t.Error("the trail does not tell of it")
	}
}

func TestNobodyIsAddedTwice(t *testing.T) {
	h := newHouse(t)
	_, err := h.AddMember(h.as(t), noon, access.NewMember{SignIn: "Admin.A", Roles: []access.Role{access.Finance}})
	wantCode(t, "oneself, with more roles", err, "already_member")
	_, err = h.AddMember(h.as(t), noon, access.NewMember{SignIn: "mara", Roles: []access.Role{access.Admin}})
	wantCode(t, "somebody who has a place", err, "already_member")
}

func TestKeysAreListedByWhoMay(t *testing.T) {
	h := newHouse(t)
	later := noon.Add(time.Hour)
	if _, _, err := h.IssueKey(h.as(t), noon, access.NewKey{Name: "k", Roles: []access.Role{access.Marketing}, ExpiresAt: &later}); err != nil {
		t.Fatal(err)
	}
	if all, err := h.KeyList(h.as(t)); err != nil || len(all) != 1 {
		t.Errorf("%+v, %v", all, err)
	}
	if all, err := h.KeyList(access.With(t.Context(), access.SystemActor("x", wsB))); err != nil || len(all) != 0 {
		t.Errorf("another workspace sees %+v, %v", all, err)
	}
	_, err := h.KeyList(access.With(t.Context(), access.Actor{Kind: access.User, ID: "9", Workspace: wsA, Roles: []access.Role{access.Seller}}))
	wantCode(t, "a seller", err, "forbidden")
}

// TestAKeyLosesWhatItsMakerLoses: whoever kept the text of a key of theirs has no more
// by it than they still are.
func TestAKeyLosesWhatItsMakerLoses(t *testing.T) {
	h := newHouse(t)
	later := noon.Add(time.Hour)
	m, err := h.AddMember(h.as(t), noon, access.NewMember{SignIn: "second", Roles: []access.Role{access.Admin}, Password: pw})
	if err != nil {
		t.Fatal(err)
	}
	as := access.With(t.Context(), access.Actor{Kind: access.User, ID: m.Account, Workspace: wsA, Roles: m.Roles})
	text, _, err := h.IssueKey(as, noon, access.NewKey{Name: "k", Roles: []access.Role{access.Admin}, ExpiresAt: &later})
	if err != nil {
		t.Fatal(err)
	}
	key, err := h.Key(t.Context(), noon, text)
	if err != nil || !key.Can(access.MemberWrite) || key.Reach(access.CustomerRead) != access.All {
		t.Fatalf("%+v, %v", key, err)
	}
	child, _, err := h.IssueKey(access.With(t.Context(), key), noon, access.NewKey{Name: "child", Roles: []access.Role{access.Admin}, ExpiresAt: &later})
	if err != nil {
		t.Fatal(err)
	}
	if err := h.SetRoles(h.as(t), noon, m.Account, []access.Role{access.Seller}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"the key": text, "a key that the key made": child} {
		a, err := h.Key(t.Context(), noon, text)
		if err != nil || a.Can(access.MemberWrite) || !a.Can(access.CustomerRead) || a.Reach(access.CustomerRead) != access.Team {
			t.Errorf("%s of a demoted administrator: %+v, %v", name, a, err)
		}
	}
	if err := h.Disable(h.as(t), noon, m.Account); err != nil {
		t.Fatal(err)
	}
	_, err = h.Key(t.Context(), noon, text)
	wantCode(t, "a disabled maker's key", err, "key_refused")
	if err := h.Enable(h.as(t), noon, m.Account); err != nil {
		t.Fatal(err)
	}
	if err := h.SetRoles(h.as(t), noon, m.Account, nil); err != nil {
		t.Fatal(err)
	}
	_, err = h.Key(t.Context(), noon, child)
	wantCode(t, "a key whose maker has no place", err, "key_refused")
}
