package console_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/record"
)

type revealedValues struct {
	Values []struct {
		Field  string
		Values []string
	}
}

func TestARevealLeavesWhoSawWhichFieldOfWhom(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	path := "/api/v1/customers/" + doctor.String() + "/reveal"
	r := decode[revealedValues](h.call(http.MethodPost, path, h.keys[access.Steward], map[string]any{"fields": []string{"mobiles", "name"}, "reason": "回访"}), http.StatusOK)
	if len(r.Values) != 2 || r.Values[0].Values[0] != doctorMobile || r.Values[1].Values[0] != "张三丰" {
		t.Errorf("%+v", r)
	}
	trail := h.sql.Rows(`select actor_kind, object_kind, object_id, reason, diff->'fields'->>'to', diff->'subjects'->>'to', at from audit where action = 'personal.view'`)
	if len(trail) != 1 || strings.Join(trail[0][:6], " ") != `key customer `+doctor.String()+` 回访 ["mobiles", "name"] ["`+doctor.String()+`"]` {
		t.Errorf("%q", trail)
	}
	for role, status := range map[access.Role]int{access.Marketing: 403, access.Finance: 403, access.IT: 403, access.Auditor: 403} {
		h.call(http.MethodPost, path, h.keys[role], map[string]any{"fields": []string{"mobiles"}}).fails(status, "forbidden")
	}
	h.call(http.MethodPost, path, h.keys[access.Steward], map[string]any{"fields": []string{"tax_id"}}).fails(http.StatusNotFound, "not_found")
	h.call(http.MethodPost, path, h.keys[access.Steward], map[string]any{"fields": []string{}}).fails(http.StatusUnprocessableEntity, "bad_request")
	if n := h.sql.One("select count(*) from audit where action = 'personal.view'"); n != "1" {
		t.Errorf("a refused reveal left an entry: %s", n)
	}

	// A read in full leaves one too, wherever it is.
	for i, path := range []string{
		"/api/v1/customers/" + doctor.String(), "/api/v1/customers/" + hospital.String() + "/sections", "/api/v1/customers?mobile=" + doctorMobile,
		"/api/v1/deals/" + h.sql.One("select id from entity where workspace = $1 and kind = 'deal' and key = 'D1'", string(h.a)),
		"/api/v1/payments/" + h.sql.One("select id from entity where workspace = $1 and kind = 'payment' and key = 'SK-1'", string(h.a)),
		"/api/v1/dead-letters/" + h.sql.One("select min(id) from dead_letter where workspace = $1", string(h.a)),
		"/api/v1/records/src/leads/L1",
	} {
		sep := map[bool]string{true: "&", false: "?"}[strings.Contains(path, "?")]
		if a := h.call(http.MethodGet, path+sep+"personal=true&why=x", h.keys[access.Admin], nil); a.Status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, a.Status, a.Body)
		}
		if n := h.sql.One("select count(*) from audit where action = 'personal.view'"); n != fmt.Sprint(i+2) {
			t.Errorf("%s: %s entries", path, n)
		}
	}
	if leaks := h.sql.One("select count(*) from audit where diff::text ~ '1390001|张三丰|zsf@' or object_id ~ '1390001'"); leaks != "0" {
		t.Errorf("%s entries hold a personal value", leaks)
	}
	report := get[struct {
		Items []struct {
			ActorName      string `json:"actor_name"`
			Views, Persons int64
			Fields         []string
		}
	}](h, "/api/v1/audit/personal?from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z")
	if len(report.Items) != 2 || report.Items[1].ActorName != "steward" && report.Items[0].ActorName != "steward" {
		t.Errorf("%+v", report)
	}
}

func TestRevealsAreBoundedAndTold(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	var ids []string
	for n := range 6 {
		id := uuid.NewSHA1(uuid.Nil, fmt.Append(nil, "p", n))
		d.put("contacts", fmt.Sprint("B", n), record.KindContact, record.Contact{Name: "甲", Mobiles: []string{fmt.Sprintf("1390003000%d", n)}}, map[mdm.Kind]uuid.UUID{mdm.Person: id})
		ids = append(ids, id.String())
	}
	rules := map[string]any{"reveal_reason": true, "reveal_limit": 3, "alarm_persons": 2, "alarm_minutes": 60, "version": 0}
	h.call(http.MethodPut, "/api/v1/audit/personal/rules", h.keys[access.Auditor], rules).fails(http.StatusForbidden, "forbidden")
	if a := h.call(http.MethodPut, "/api/v1/audit/personal/rules", h.keys[access.Admin], rules); a.Status != http.StatusOK {
		t.Fatalf("%s", a.Body)
	}
	h.call(http.MethodPut, "/api/v1/audit/personal/rules", h.keys[access.Admin], rules).fails(http.StatusPreconditionFailed, "precondition_failed")
	see := func(id, why string) answer {
		h.t.Helper()
		return h.call(http.MethodPost, "/api/v1/customers/"+id+"/reveal", h.keys[access.Steward], map[string]any{"fields": []string{"mobiles"}, "reason": why})
	}
	see(ids[0], "").fails(http.StatusBadRequest, "reason_required")
	alarms := func() string { return h.sql.One("select count(*) from alert_event where kind = 'bulk_export'") }
	for i, id := range []string{ids[0], ids[1], ids[1], ids[0]} { // two persons, again and again
		if a := see(id, "x"); a.Status != http.StatusOK {
			t.Fatalf("%d: %s", i, a.Body)
		}
	}
	if alarms() != "0" {
		t.Error("two persons raise the alarm of more than two")
	}
	if a := see(ids[2], "x"); a.Status != http.StatusOK || alarms() != "1" {
		t.Errorf("%s; %s alarms", a.Body, alarms())
	}
	if a := see(ids[3], "x"); a.Status != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	h.call(http.MethodGet, "/api/v1/customers?personal=true&why=x&kind=person&limit=200", h.keys[access.Steward], nil).fails(http.StatusTooManyRequests, "reveal_limit")
	h.clock.Advance(time.Hour + time.Minute)
	if a := see(ids[3], "x"); a.Status != http.StatusOK {
		t.Errorf("an hour later: %s", a.Body)
	}
}
