package console_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
)

func TestTheRightsReportOfADayStays(t *testing.T) {
	h := newHub(t)
	admin := h.as(h.a)
	m, err := h.gate.AddMember(admin, h.clock.Now(), access.NewMember{SignIn: "cw-zhang", Name: "示例财务", Roles: []access.Role{access.Finance}})
	if err != nil {
		t.Fatal(err)
	}
	h.clock.Advance(48 * time.Hour)
	if err := h.gate.SetRoles(admin, h.clock.Now(), m.Account, []access.Role{access.Finance, access.Admin}); err != nil {
		t.Fatal(err)
	}
	h.clock.Advance(48 * time.Hour)
	if err := h.gate.SetRoles(admin, h.clock.Now(), m.Account, nil); err != nil {
		t.Fatal(err)
	}
	type report struct {
		Persons []struct {
			Account, Name string
			Roles         []string
			Conflicts     []string
		}
		Keys      []struct{ Name string }
		Conflicts []struct {
			ID      string
			Guarded bool
			Name    struct{ Zh, En string }
		}
	}
	at := func(day string) report { return get[report](h, "/api/v1/access/report?as_of="+day) }
	for day, want := range map[string][]string{"2026-05-30": nil, "2026-06-01": {"finance"}, "2026-06-02": {"finance"}, "2026-06-03": {"finance", "admin"}, "2026-06-05": nil} {
		var got []string
		for _, p := range at(day).Persons {
			if p.Account == m.Account {
				got = p.Roles
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("on %s it is %v, want %v", day, got, want)
		}
	}
	r := at("2026-06-03")
	if !slices.Contains(r.Persons[0].Conflicts, "post_grant") || len(r.Keys) != len(access.Roles) || len(r.Conflicts) < 10 || r.Conflicts[0].Name.Zh == "" {
		t.Errorf("%+v", r)
	}
	h.call(http.MethodGet, "/api/v1/access/report?as_of=yesterday", h.keys[access.Admin], nil).fails(http.StatusBadRequest, "bad_request")
}
