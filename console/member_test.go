package console_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
)

type userBody struct {
	Account, Name string
	SignIn        string `json:"sign_in"`
	Roles         []access.Role
	Disabled      bool
	Self          bool
	SignedInAt    *time.Time `json:"signed_in_at"`
}

type usersBody struct{ Items []userBody }

// named finds a user by sign-in name.
func (u usersBody) named(t *testing.T, name string) userBody {
	t.Helper()
	i := slices.IndexFunc(u.Items, func(x userBody) bool { return x.SignIn == name })
	if i < 0 {
		t.Fatalf("no %s among %+v", name, u.Items)
	}
	return u.Items[i]
}

func TestUsersAreManaged(t *testing.T) {
	h := newHub(t)
	boss := h.signIn("boss", access.Admin)
	as := func(method, path string, body any) answer {
		return h.call(method, "/api/v1"+path, "", body, with(boss))
	}
	all := func() usersBody { return decode[usersBody](as(http.MethodGet, "/members", nil), http.StatusOK) }
	if me := all().named(t, "boss"); !me.Self || me.SignedInAt == nil || !me.SignedInAt.Equal(h.clock.Now()) {
		t.Errorf("%+v", me)
	}
	added := decode[struct {
		Account string
		Done    bool
	}](as(http.MethodPost, "/members", map[string]any{"sign_in": "New.Comer", "name": " 新人 ", "roles": []string{"seller"}, "reason": "入职"}), http.StatusCreated)
	if x := all().named(t, "new.comer"); x.Account != added.Account || x.Name != "新人" || x.SignedInAt != nil || x.Self || !added.Done {
		t.Errorf("%+v", x)
	}
	as(http.MethodPost, "/members", map[string]any{"sign_in": "new.comer", "name": "x", "roles": []string{"admin"}, "reason": "x"}).fails(http.StatusConflict, "already_member")
	as(http.MethodPost, "/members", map[string]any{"sign_in": "other", "name": "x", "roles": []string{"king"}, "reason": "x"}).fails(http.StatusBadRequest, "bad_role")

	link := decode[struct{ Token string }](as(http.MethodPost, "/members/"+added.Account+"/links", nil), http.StatusCreated)
	in := h.call(http.MethodPost, "/api/v1/session", "", map[string]string{"token": link.Token})
	if in.Status != http.StatusCreated {
		t.Fatalf("by link: %d %s", in.Status, in.Body)
	}
	cookie := cookieOf(t, in)
	h.call(http.MethodGet, "/api/v1/connections", "", nil, with(cookie)).fails(http.StatusForbidden, "forbidden")
	path := "/members/" + added.Account
	if a := as(http.MethodPut, path+"/roles", map[string]any{"roles": []string{"it"}, "reason": "转岗"}); a.Status != http.StatusOK {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if a := h.call(http.MethodGet, "/api/v1/connections", "", nil, with(cookie)); a.Status != http.StatusOK {
		t.Errorf("the new role opens nothing: %d", a.Status)
	}
	me := all().named(t, "boss")
	as(http.MethodPut, "/members/"+me.Account+"/roles", map[string]any{"roles": []string{"finance"}, "reason": "x"}).fails(http.StatusForbidden, "not_oneself")
	as(http.MethodPost, "/members/"+me.Account+"/disable", nil).fails(http.StatusForbidden, "not_oneself")
	if a := as(http.MethodPost, path+"/disable", nil); a.Status != http.StatusNoContent || !all().named(t, "new.comer").Disabled {
		t.Errorf("disabling: %d %s", a.Status, a.Body)
	}
	h.call(http.MethodGet, "/api/v1/me", "", nil, with(cookie)).fails(http.StatusUnauthorized, "session_over")
	if a := as(http.MethodPost, path+"/enable", nil); a.Status != http.StatusNoContent || all().named(t, "new.comer").Disabled {
		t.Errorf("enabling: %d", a.Status)
	}
	if a := as(http.MethodPut, path+"/roles", map[string]any{"roles": []string{}, "reason": "离开"}); a.Status != http.StatusOK || len(all().Items) != 1 {
		t.Errorf("the place is not taken away: %d %s", a.Status, a.Body)
	}
	for _, want := range []string{"member.add", "member.roles", "link.create", "account.disable", "account.enable"} {
		where := h.a
		if strings.HasPrefix(want, "account.") {
			where = access.Hub
		}
		if got := h.sql.One("select count(*) from audit where workspace = $1 and action = $2", string(where), want); got == "0" {
			t.Errorf("the trail does not tell of %s", want)
		}
	}
	if got := h.sql.One("select reason || diff::text from audit where action = 'member.roles' and reason like '转岗%'"); !strings.Contains(got, `"from": ["seller"]`) || !strings.Contains(got, `"to": ["it"]`) {
		t.Errorf("the trail says %s", got)
	}
}

func TestOwnSessions(t *testing.T) {
	h := newHub(t)
	here := h.signIn("someone", access.Admin)
	again := func() *http.Cookie {
		return cookieOf(t, h.call(http.MethodPost, "/api/v1/session", "", map[string]string{"sign_in": "someone", "password": "a long enough password"}))
	}
	there, third := again(), again()
	type session struct {
		ID      string
		Current bool
	}
	list := func() []session {
		return decode[struct{ Items []session }](h.call(http.MethodGet, "/api/v1/sessions", "", nil, with(here)), http.StatusOK).Items
	}
	all := list()
	if len(all) != 3 || slices.IndexFunc(all, func(s session) bool { return s.Current }) < 0 {
		t.Fatalf("%+v", all)
	}
	mine := decode[struct{ Items []session }](h.call(http.MethodGet, "/api/v1/sessions", "", nil, with(there)), http.StatusOK).Items
	i := slices.IndexFunc(mine, func(s session) bool { return s.Current })
	if a := h.call(http.MethodDelete, "/api/v1/sessions/"+mine[i].ID, "", nil, with(here)); a.Status != http.StatusNoContent {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	h.call(http.MethodGet, "/api/v1/me", "", nil, with(there)).fails(http.StatusUnauthorized, "session_over")
	if a := h.call(http.MethodDelete, "/api/v1/sessions", "", nil, with(here)); a.Status != http.StatusNoContent {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	h.call(http.MethodGet, "/api/v1/me", "", nil, with(third)).fails(http.StatusUnauthorized, "session_over")
	if left := list(); len(left) != 1 || !left[0].Current {
		t.Errorf("%+v", left)
	}
}

func TestKeysAreIssuedShownOnceAndRevoked(t *testing.T) {
	h := newHub(t)
	boss := h.signIn("boss", access.Admin)
	as := func(method, path string, body any) answer {
		return h.call(method, "/api/v1"+path, "", body, with(boss))
	}
	h.clock.Advance(time.Second) // after the keys of the roles
	end := h.clock.Now().Add(90 * 24 * time.Hour)
	type key struct {
		ID, Name, Last4, State string
		CreatedBy              string     `json:"created_by"`
		UsedAt                 *time.Time `json:"used_at"`
	}
	as(http.MethodPost, "/keys", map[string]any{"name": "BI", "roles": []string{"marketing"}}).fails(http.StatusUnprocessableEntity, "bad_request")
	as(http.MethodPost, "/keys", map[string]any{"name": "BI", "roles": []string{"marketing"}, "expires_at": h.clock.Now().Add(400 * 24 * time.Hour)}).fails(http.StatusBadRequest, "key_expiry")
	issued := decode[struct {
		Key  key
		Text string
	}](as(http.MethodPost, "/keys", map[string]any{"name": "BI", "roles": []string{"marketing"}, "scopes": []string{"roi.read"}, "expires_at": end}), http.StatusCreated)
	k := issued.Key
	if !strings.HasPrefix(issued.Text, access.KeyPrefix) || !strings.HasSuffix(issued.Text, k.Last4) || k.State != "live" || k.CreatedBy != "测试" {
		t.Fatalf("%+v", k)
	}
	if a := h.call(http.MethodGet, "/api/v1/roi/models", issued.Text, nil); a.Status != http.StatusOK {
		t.Errorf("the key opens nothing: %d", a.Status)
	}
	h.call(http.MethodGet, "/api/v1/customers", issued.Text, nil).fails(http.StatusForbidden, "forbidden")
	list := as(http.MethodGet, "/keys", nil)
	if bytes.Contains(list.Body, []byte(issued.Text)) || bytes.Contains(list.Body, []byte(issued.Text[len(access.KeyPrefix):])) {
		t.Error("the list shows the text of a key")
	}
	all := decode[struct{ Items []key }](list, http.StatusOK).Items
	i := slices.IndexFunc(all, func(x key) bool { return x.ID == k.ID })
	if i != 0 || all[0].UsedAt == nil || all[0].CreatedBy != "测试" || all[1].CreatedBy != "" { // the others are the program's
		t.Errorf("%+v", all)
	}
	if a := as(http.MethodDelete, "/keys/"+k.ID, nil); a.Status != http.StatusNoContent {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	h.call(http.MethodGet, "/api/v1/roi/models", issued.Text, nil).fails(http.StatusUnauthorized, "key_refused")
	all = decode[struct{ Items []key }](as(http.MethodGet, "/keys", nil), http.StatusOK).Items
	if last := all[len(all)-1]; last.ID != k.ID || last.State != "revoked" {
		t.Errorf("a revoked key is not the last one: %+v", last)
	}
}

func TestTheTableOfRolesIsShown(t *testing.T) {
	h := newHub(t)
	x := decode[struct {
		Items []struct {
			Action string
			Title  struct{ Zh, En string }
			Roles  map[string]string
		}
	}](h.call(http.MethodGet, "/api/v1/roles", h.keys[access.Seller], nil), http.StatusOK)
	if len(x.Items) != len(access.Actions()) {
		t.Fatalf("%d actions, want %d", len(x.Items), len(access.Actions()))
	}
	for _, p := range x.Items {
		if p.Title.Zh == p.Action || p.Title.En == p.Action || p.Title.Zh == "" {
			t.Errorf("%s has no title in both languages", p.Action)
		}
		for _, r := range access.Roles {
			if got, want := p.Roles[string(r)], string(access.ScopeOf(r, access.Action(p.Action))); got != want {
				t.Errorf("%s may %s: shown %q, want %q", r, p.Action, got, want)
			}
		}
	}
}

type grantedBody struct {
	Account     string
	Done, Alone bool
	Waits       *struct{ ID, Link string }
}

// TestARoleWantsASecondPerson: the one who asks and the one it is for decide nothing.
func TestARoleWantsASecondPerson(t *testing.T) {
	h := newHub(t)
	people := map[string]*http.Cookie{"boss": h.signIn("boss", access.Admin), "target": h.signIn("target", access.IT)}
	id := func(name string) string {
		return h.sql.One("select id::text from account where sign_in = $1", name)
	}
	as := func(who, method, path string, body any) answer {
		return h.call(method, "/api/v1"+path, "", body, with(people[who]))
	}
	rolesOf := func(name string) string {
		return h.sql.One("select coalesce((select roles::text from membership where account = $1::text::uuid and workspace = $2), 'none')", id(name), string(h.a))
	}
	ask := func(who, name string, roles ...string) answer {
		return as(who, http.MethodPut, "/members/"+id(name)+"/roles", map[string]any{"roles": roles, "reason": "轮岗"})
	}
	alone := decode[grantedBody](ask("boss", "target", "it", "steward"), http.StatusOK)
	if !alone.Done || !alone.Alone || rolesOf("target") != "{it,steward}" {
		t.Errorf("nobody else could decide: %+v, %s", alone, rolesOf("target"))
	}
	if got := h.sql.One("select count(*) from audit where action = 'member.roles' and reason like '轮岗%nobody else could approve%'"); got != "1" {
		t.Error("the trail does not say that nobody was asked")
	}
	people["second"] = h.signIn("second", access.IT)
	before := rolesOf("target")
	wait := decode[grantedBody](ask("boss", "target", "it", "steward", "finance"), http.StatusAccepted)
	if wait.Done || wait.Waits == nil || rolesOf("target") != before {
		t.Fatalf("%+v, %s", wait, rolesOf("target"))
	}
	if x := decode[struct {
		ObjectName string `json:"object_name"`
	}](as("second", http.MethodGet, "/approvals/"+wait.Waits.ID, nil), http.StatusOK); x.ObjectName != "测试 (target)" {
		t.Errorf("the approver reads that it is about %q", x.ObjectName)
	}
	yes := map[string]string{"reason": "同意"}
	path := "/approvals/" + wait.Waits.ID + "/approve"
	as("boss", http.MethodPost, path, yes).fails(http.StatusConflict, "approval_own")
	as("target", http.MethodPost, path, yes).fails(http.StatusConflict, "approval_self")
	if a := as("second", http.MethodPost, path, yes); a.Status != http.StatusOK || rolesOf("target") != "{it,steward,finance}" {
		t.Fatalf("%d %s, %s", a.Status, a.Body, rolesOf("target"))
	}
	if a := as("target", http.MethodGet, "/payments", nil); a.Status != http.StatusOK {
		t.Errorf("the role that was approved opens nothing: %d", a.Status)
	}
	if got := h.sql.One("select diff->'approval'->>'to' from audit where action = 'member.roles' and diff ? 'approval'"); got != wait.Waits.ID {
		t.Errorf("the trail names the approval %q", got)
	}
	less := decode[grantedBody](ask("boss", "target", "it"), http.StatusOK)
	if !less.Done || less.Alone || rolesOf("target") != "{it}" {
		t.Errorf("taking away waits: %+v", less)
	}

	added := decode[grantedBody](as("boss", http.MethodPost, "/members", map[string]any{"sign_in": "newcomer", "name": "新人", "roles": []string{"marketing"}, "reason": "入职"}), http.StatusAccepted)
	if rolesOf("newcomer") != "none" {
		t.Error("a place before it was approved")
	}
	if a := as("second", http.MethodPost, "/approvals/"+added.Waits.ID+"/approve", yes); a.Status != http.StatusOK || rolesOf("newcomer") != "{marketing}" {
		t.Errorf("%d %s: %s", a.Status, a.Body, rolesOf("newcomer"))
	}
	if got := h.sql.One("select name from membership where account = $1::text::uuid", id("newcomer")); got != "新人" {
		t.Errorf("called %q", got)
	}

	stale := decode[grantedBody](ask("boss", "target", "it", "finance"), http.StatusAccepted)
	if a := ask("second", "target", "steward"); a.Status != http.StatusForbidden { // IT does not manage members
		t.Fatalf("%d", a.Status)
	}
	if err := h.gate.SetRoles(h.as(h.a), h.clock.Now(), id("target"), []access.Role{access.Auditor}); err != nil {
		t.Fatal(err)
	}
	as("second", http.MethodPost, "/approvals/"+stale.Waits.ID+"/approve", yes).fails(http.StatusConflict, "approval_changed")
	if rolesOf("target") != "{auditor}" {
		t.Errorf("what was approved before a change came into force: %s", rolesOf("target"))
	}
}
