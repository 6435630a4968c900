package store_test

import (
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

const password = "correct horse"

// TestTheGateOnPostgreSQL walks people and programs through a gate whose store is real.
func TestTheGateOnPostgreSQL(t *testing.T) {
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	a, b := workspace(t, s, "a"), workspace(t, s, "b")
	g := access.NewGate(s, nil)
	inA := access.With(t.Context(), access.SystemActor("up", a))
	inB := access.With(t.Context(), access.SystemActor("up", b))

	m, err := g.AddMember(inA, noon, access.NewMember{SignIn: "Mara", Name: "玛", Roles: []access.Role{access.Admin, access.Finance}, Password: password})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.AddMember(inB, noon, access.NewMember{SignIn: "mara", Name: "玛", Roles: []access.Role{access.Seller}}); err != nil {
		t.Fatal(err)
	}
	if all, err := s.Members(t.Context(), a); err != nil || len(all) != 1 || all[0].SignIn != "mara" || len(all[0].Roles) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	_, _, err = g.SignIn(t.Context(), noon, "mara", "wrong horse", "x")
	wantFault(t, err, "bad_credentials")
	_, _, err = g.SignIn(t.Context(), noon, "nobody", password, "x")
	wantFault(t, err, "bad_credentials")

	token, session, err := g.SignIn(t.Context(), noon, "mara", password, "x")
	if err != nil || session.Workspace != a {
		t.Fatalf("%+v, %v", session, err)
	}
	actor, _, err := g.Enter(t.Context(), noon.Add(5*time.Minute), token, b)
	if err != nil || actor.Workspace != b || !actor.Can(access.PaymentClaim) || actor.Can(access.MemberWrite) {
		t.Errorf("%+v, %v", actor, err)
	}
	if _, _, err := g.Enter(t.Context(), noon.Add(34*time.Minute), token, ""); err != nil { // the request in between kept it alive
		t.Error(err)
	}
	token, _, err = g.Switch(t.Context(), noon.Add(35*time.Minute), token, b)
	if err != nil {
		t.Fatal(err)
	}

	key, k, err := g.IssueKey(inA, noon, access.NewKey{Name: "BI", Roles: []access.Role{access.Marketing}, Scopes: []access.Action{access.ROIRead}})
	if err != nil {
		t.Fatal(err)
	}
	if who, err := g.Key(t.Context(), noon, key); err != nil || who.Workspace != a || !who.Can(access.ROIRead) || who.Can(access.CustomerRead) {
		t.Errorf("%+v, %v", who, err)
	}
	if keys, err := s.Keys(t.Context(), a); err != nil || len(keys) != 1 || keys[0].UsedAt == nil || keys[0].Last4 != k.Last4 {
		t.Errorf("%+v, %v", keys, err)
	}
	wantFault(t, g.RevokeKey(inB, noon, k.ID), "not_found")
	if err := g.RevokeKey(inA, noon, k.ID); err != nil {
		t.Fatal(err)
	}
	_, err = g.Key(t.Context(), noon, key)
	wantFault(t, err, "key_refused")

	link, err := g.IssueLink(inA, noon, m.Account, time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	var used atomic.Int32
	var wg sync.WaitGroup
	for range 5 {
		wg.Go(func() {
			if _, _, err := g.UseLink(t.Context(), noon, link); err == nil {
				used.Add(1)
			} else {
				wantFault(t, err, "link_refused")
			}
		})
	}
	wg.Wait()
	if used.Load() != 1 {
		t.Errorf("a one-time link let %d in", used.Load())
	}

	if _, err := s.RemoveWorkspace(acting(t), a, ""); err != nil {
		t.Fatal(err)
	}
	if places, err := g.Places(t.Context(), noon.Add(36*time.Minute), token); err != nil || len(places) != 1 || places[0].Workspace != b {
		t.Errorf("after A is gone: %+v, %v", places, err)
	}
	if err := g.SetRoles(inB, noon, m.Account, nil); err != nil {
		t.Fatal(err)
	}
	_, _, err = g.SignIn(t.Context(), noon, "mara", password, "x")
	wantFault(t, err, "no_workspace")
	if n, err := s.PurgeSessions(t.Context(), noon.Add(2*access.SessionLimit)); err != nil || n != 1 {
		t.Errorf("purged %d sessions, %v", n, err) // A's went with it; of B's the one that was switched to is left
	}

	var everything string
	err = ownerConn(t, dsn).QueryRow(t.Context(), `select concat((select string_agg(x::text, '') from account x), (select string_agg(x::text, '') from api_key x),
		(select string_agg(x::text, '') from session x), (select string_agg(x::text, '') from login_link x), (select string_agg(x::text, '') from audit x))`).Scan(&everything)
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{password, key, link, token} {
		if strings.Contains(everything, secret) {
			t.Error("a secret that was shown once lies in the database")
		}
	}
	for _, action := range []string{"account.create", "session.start", "session.refuse", "session.switch", "key.create", "key.revoke", "link.create", "member.add", "member.roles"} {
		if !strings.Contains(everything, action) {
			t.Errorf("the trail does not tell of %s", action)
		}
	}
}

func TestASignInNameIsTakenOnce(t *testing.T) {
	s := pgtest.Store(t)
	e := access.Entry{Actor: access.SystemActor("test", access.Hub), Action: "account.create"}
	one := access.Account{ID: "11111111-1111-4111-8111-111111111111", SignIn: "mara", CreatedAt: noon}
	two := access.Account{ID: "22222222-2222-4222-8222-222222222222", SignIn: "mara", CreatedAt: noon}
	if err := s.SaveAccount(t.Context(), one, e); err != nil {
		t.Fatal(err)
	}
	wantFault(t, s.SaveAccount(t.Context(), two, e), "already_exists")
	if err := s.SaveAccount(t.Context(), one, e); err != nil {
		t.Errorf("saving it again: %v", err)
	}
	_, err := s.AccountBySignIn(t.Context(), "none")
	wantFault(t, err, "not_found")
}
