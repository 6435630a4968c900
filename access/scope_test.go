package access_test

import (
	"testing"

	"github.com/heliuhub/heliu/access"
)

func TestTheWidestRoleDecidesHowFarOneReaches(t *testing.T) {
	for _, x := range []struct {
		name  string
		actor access.Actor
		do    access.Action
		want  access.Scope
	}{
		{"a seller", access.Actor{Kind: access.User, Roles: []access.Role{access.Seller}}, access.CustomerRead, access.Team},
		{"a seller who is in finance too", access.Actor{Kind: access.User, Roles: []access.Role{access.Seller, access.Finance}}, access.PaymentRead, access.All},
		{"the other way round", access.Actor{Kind: access.User, Roles: []access.Role{access.Finance, access.Seller}}, access.PaymentRead, access.All},
		{"a second role that may not", access.Actor{Kind: access.User, Roles: []access.Role{access.Seller, access.IT}}, access.PaymentRead, access.Team},
		{"nobody", access.Actor{}, access.CustomerRead, access.None},
		{"an unknown action", access.Actor{Kind: access.System}, "no.such", access.None},
		{"the system", access.Actor{Kind: access.System}, access.CustomerRead, access.All},
		{"a key without the scope", access.Actor{Kind: access.APIKey, Roles: []access.Role{access.Admin}, Scopes: []access.Action{access.ROIRead}}, access.CustomerRead, access.None},
	} {
		if got := x.actor.Reach(x.do); got != x.want {
			t.Errorf("%s reaches %q, want %q", x.name, got, x.want)
		}
	}
	if !access.None.Within(access.Own) || !access.Own.Within(access.Team) || !access.Team.Within(access.All) || access.All.Within(access.Team) || access.Team.Within(access.Own) {
		t.Error("the order of scopes is wrong")
	}
}

func TestASightReachesNoFurtherThanThePermission(t *testing.T) {
	s := access.Sight{Employee: "me", Team: []string{"x", "y"}}
	as := func(roles ...access.Role) access.Actor { return access.Actor{Kind: access.User, ID: "1", Roles: roles} }
	for _, x := range []struct {
		name  string
		actor access.Actor
		realm access.Realm
		sight access.Sight
		want  int // employees; -1: everybody's
	}{
		{"a seller's customers", as(access.Seller), access.RealmCustomer, s, 3},
		{"a seller's payments", as(access.Seller), access.RealmPayment, s, 3},
		{"without an employee", as(access.Seller), access.RealmDeal, access.Sight{}, 0},
		{"a marketer's customers", as(access.Marketing), access.RealmCustomer, s, -1},
		{"payments of a seller in marketing", as(access.Seller, access.Marketing), access.RealmPayment, s, 3},
		{"customers of a seller in marketing", as(access.Seller, access.Marketing), access.RealmCustomer, s, -1},
		{"what no permission opens is as narrow as the rest", access.Actor{Kind: access.APIKey, Roles: []access.Role{access.Seller}, Scopes: []access.Action{access.PaymentRead}}, access.RealmCustomer, s, 3},
		{"the system", access.SystemActor("x", "w"), access.RealmPayment, access.Sight{}, -1},
	} {
		owners, all := x.sight.Owners(x.actor, x.realm)
		if all != (x.want == -1) || !all && len(owners) != x.want || !all && owners == nil {
			t.Errorf("%s: %v, all: %t", x.name, owners, all)
		}
	}
	if as(access.Finance).Narrowed() || !as(access.Seller, access.Marketing).Narrowed() || access.SystemActor("x", "w").Narrowed() {
		t.Error("who is narrowed")
	}
}
