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
