package access_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

// TestTheTableIsWalked asks for every role and every action what the table says, in
// a form that a reader can check against it.
func TestTheTableIsWalked(t *testing.T) {
	want := map[access.Role]string{
		access.Admin:     "all but payment.post",
		access.IT:        "alert.own alert.read alert.write approval.dlq.discard approval.mapping.apply approval.role.grant approval.secret.rotate approval.url.allow comparison.read connection.read connection.write customer.read dlq.write file.upload key.read key.write mapping.read mapping.write people.read pipeline.read pipeline.write secret.rotate url.allow workspace.read",
		access.Steward:   "alert.own alert.read approval.customer.export approval.dlq.discard approval.mapping.apply approval.subject.erase comparison.read connection.read customer.approve customer.export customer.merge customer.personal customer.read mapping.read mapping.write people.read pipeline.read roi.read subject.erase subject.export workspace.read",
		access.Marketing: "alert.own alert.read connection.read customer.read file.upload people.read roi.read roi.write workspace.read",
		access.Finance:   "alert.own alert.read comparison.read connection.read customer.read file.upload payment.claim payment.match payment.post payment.read people.read roi.read workspace.read",
		access.Seller:    "alert.own customer.personal/team customer.read/team payment.claim/own payment.read/team workspace.read",
		access.Auditor:   "alert.read audit.read comparison.read connection.read customer.read key.read mapping.read member.read payment.read people.read pipeline.read roi.read workspace.read",
	}
	for _, role := range access.Roles {
		actor := access.Actor{Kind: access.User, ID: "1", Roles: []access.Role{role}}
		var may, not []string
		for _, do := range access.Actions() {
			if actor.Can(do) {
				text := string(do)
				if s := actor.Reach(do); s != access.All {
					text += "/" + string(s)
				}
				may = append(may, text)
			} else {
				not = append(not, string(do))
			}
			if actor.Can(do) != slices.Contains(access.RolesFor(do), role) {
				t.Errorf("%s, %s: Can and the table disagree", role, do)
			}
			if err := actor.Require(do); (err == nil) != actor.Can(do) || err != nil && fault.As(err).Code != "forbidden" {
				t.Errorf("%s, %s: Require says %v", role, do, err)
			}
		}
		got := strings.Join(may, " ")
		if role == access.Admin {
			got = "all but " + strings.Join(not, " ")
		}
		if got != want[role] {
			t.Errorf("%s may\n%s\nwant\n%s", role, got, want[role])
		}
	}
	if n := len(access.Matrix()); n != len(access.Actions())*len(access.Roles) {
		t.Errorf("the matrix has %d cells", n)
	}
	for _, do := range access.Actions() {
		for _, r := range access.RolesFor(do) {
			if !slices.Contains(access.Roles, r) {
				t.Errorf("%s names %s, which is no role", do, r)
			}
		}
		if slices.Contains(access.RolesFor(do), access.Auditor) && !strings.HasSuffix(string(do), ".read") {
			t.Errorf("an auditor changes things: %s", do)
		}
	}
}

func TestWhoMayDoNothingAndWhoAll(t *testing.T) {
	nobody := access.Actor{Roles: access.Roles}
	if err := nobody.Require(access.CustomerRead); fault.As(err).Code != "unauthenticated" {
		t.Errorf("an actor of no kind: %v", err)
	}
	part := access.SystemActor("scheduler", "w")
	for _, do := range access.Actions() {
		if !part.Can(do) {
			t.Errorf("the system may not %s", do)
		}
	}
	if part.Can("no.such") || (access.Actor{Kind: access.User, Roles: access.Roles}).Can("no.such") {
		t.Error("an unknown action is allowed")
	}
	key := access.Actor{Kind: access.APIKey, Roles: []access.Role{access.Admin}, Scopes: []access.Action{access.ROIRead}}
	if !key.Can(access.ROIRead) || key.Can(access.CustomerRead) {
		t.Error("scopes do not narrow roles")
	}
	key.Roles, key.Scopes = []access.Role{access.Seller}, []access.Action{access.ROIRead}
	if key.Can(access.ROIRead) {
		t.Error("a scope widens a role")
	}
	if (access.Actor{Workspace: "a"}).In("a") != nil || fault.KindOf((access.Actor{Workspace: "a"}).In("b")) != fault.NotFound || (access.Actor{}).In("") == nil {
		t.Error("In mixes workspaces up")
	}
}

func TestUnknownRolesAndScopesAreRefused(t *testing.T) {
	if fault.As(access.CheckRoles([]access.Role{"root"})).Code != "bad_role" || fault.As(access.CheckRoles(nil)).Code != "bad_role" {
		t.Error("roles")
	}
	if fault.As(access.CheckScopes([]access.Action{"everything"})).Code != "bad_scope" || access.CheckScopes(nil) != nil {
		t.Error("scopes")
	}
}

func TestTheActorTravelsInTheContext(t *testing.T) {
	if _, err := access.From(t.Context()); fault.As(err).Code != "missing_actor" {
		t.Errorf("%v", err)
	}
	a := access.Actor{Kind: access.APIKey, ID: "7", Workspace: "w", Roles: []access.Role{access.IT}}
	got, err := access.From(access.With(t.Context(), a))
	if err != nil || got.Ref() != "key:7" || got.Workspace != "w" {
		t.Errorf("%+v, %v", got, err)
	}
	e, err := access.Did(access.With(t.Context(), a), "x.y", "thing", "1")
	if err != nil || e.Because("why").Reason != "why" || e.Actor.ID != "7" {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestADiffHidesWhatIsPersonal(t *testing.T) {
	type person struct {
		Mobile string `json:"mobile"`
		Level  string `json:"level"`
		Same   int    `json:"same"`
	}
	hide := func(f string) bool { return f == "mobile" }
	d, err := access.Diff(person{"13900000001", "A", 1}, person{"13900000002", "B", 1}, hide)
	if err != nil || string(d) != `{"level":{"from":"A","to":"B"},"mobile":{"changed":true}}` {
		t.Errorf("%s, %v", d, err)
	}
	if d, err := access.Diff(person{Same: 1}, person{Same: 1}, nil); d != nil || err != nil {
		t.Errorf("no change: %s, %v", d, err)
	}
	if d, err := access.Diff(nil, map[string]int{"a": 1}, nil); err != nil || string(d) != `{"a":{"to":1}}` {
		t.Errorf("made: %s, %v", d, err)
	}
}
