package console_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/pipelines/views"
)

// toyChannels knows toys that carry messages: to people where they name an address.
func toyChannels(connector string, settings map[string]any) (centre.Channel, bool) {
	via, _ := settings["via"].(string)
	return centre.Channel{Via: centre.Via(via), Group: via == ""}, connector == "toy" && settings["notifies"] == true
}

// What the alert centre says over HTTP: documents have versions, mutes end, and who may
// not read all sees what they were told of.
func TestAlertCentre(t *testing.T) {
	h := newHub(t)
	put := func(path, key string, body map[string]any) answer { return h.call(http.MethodPut, path, key, body) }

	t.Run("rules", func(t *testing.T) {
		type page struct {
			Set      struct{ Rules []map[string]any }
			Made     views.Made
			Versions []views.Made
		}
		first := get[page](h, "/api/v1/alert-rules")
		if first.Made.Version != 0 || len(first.Set.Rules) == 0 {
			t.Fatalf("%+v", first)
		}
		set := map[string]any{"rules": []any{map[string]any{"name": "no-records", "title": "没有记录", "how": "absence", "metric": "records", "within": 60, "severity": "warning"}}, "kinds": []any{}, "escalate": map[string]any{"critical": 15, "warning": 0, "info": 0}}
		put("/api/v1/alert-rules", h.keys[access.IT], map[string]any{"set": set, "version": 0, "reason": "first"})
		put("/api/v1/alert-rules", h.keys[access.IT], map[string]any{"set": set, "version": 0}).fails(http.StatusPreconditionFailed, "precondition_failed")
		if p := get[page](h, "/api/v1/alert-rules"); p.Made.Version != 1 || p.Made.Reason != "first" || len(p.Set.Rules) != 1 || len(p.Versions) != 1 {
			t.Errorf("%+v", p)
		}
		set["rules"] = []any{map[string]any{"name": "no-records", "title": "x", "how": "threshold", "metric": "records", "severity": "warning"}}
		put("/api/v1/alert-rules", h.keys[access.IT], map[string]any{"set": set, "version": 1}).fails(http.StatusBadRequest, "bad_alert_rule")
	})

	t.Run("calendar", func(t *testing.T) {
		type page struct {
			Calendar struct {
				Example bool
				Days    []map[string]any
			}
			Known bool
			Made  views.Made
		}
		if p := get[page](h, "/api/v1/work-calendar/2026"); !p.Known || !p.Calendar.Example || len(p.Calendar.Days) == 0 {
			t.Errorf("the example: %+v", p)
		}
		if p := get[page](h, "/api/v1/work-calendar/2030"); p.Known || len(p.Calendar.Days) != 0 {
			t.Errorf("a year nobody knows: %+v", p)
		}
		bad := map[string]any{"calendar": map[string]any{"year": 2030, "example": false, "days": []any{map[string]any{"date": "2029-01-01", "kind": "holiday", "name": "x"}}}, "version": 0}
		put("/api/v1/work-calendar/2030", h.keys[access.IT], bad).fails(http.StatusBadRequest, "bad_calendar")
		good := map[string]any{"calendar": map[string]any{"year": 2030, "example": false, "days": []any{map[string]any{"date": "2030-01-01", "kind": "holiday", "name": "元旦"}}}, "version": 0}
		put("/api/v1/work-calendar/2030", h.keys[access.IT], good)
		if p := get[page](h, "/api/v1/work-calendar/2030"); !p.Known || p.Made.Version != 1 || len(p.Calendar.Days) != 1 {
			t.Errorf("%+v", p)
		}
	})

	t.Run("mute", func(t *testing.T) {
		if err := h.store.Raise(t.Context(), h.a, alerts.Event{Kind: alerts.Lag, Severity: alerts.Critical, Text: alerts.Text{Zh: "停住", En: "stands"}}); err != nil {
			t.Fatal(err)
		}
		type page struct{ Items []views.Alert }
		id := get[page](h, "/api/v1/alerts").Items[0].ID
		h.call(http.MethodPost, "/api/v1/alerts/"+id+"/mute", h.keys[access.IT], map[string]any{"reason": "x", "until": h.clock.Now().AddDate(0, 4, 0)}).fails(http.StatusBadRequest, "bad_mute")
		h.clock.Advance(time.Since(h.clock.Now())) // a mute ends by the database's clock
		until := time.Now().Add(time.Hour)
		h.call(http.MethodPost, "/api/v1/alerts/"+id+"/mute", h.keys[access.IT], map[string]any{"reason": "机房检修", "until": until})
		a := get[page](h, "/api/v1/alerts?state=muted").Items
		if len(a) != 1 || a[0].Mute == nil || a[0].Mute.Reason != "机房检修" || a[0].State != "open" || a[0].KindTitle.Zh == "" {
			t.Fatalf("a muted one stays listed: %+v", a)
		}
		if n := get[page](h, "/api/v1/alerts?state=unseen").Items; len(n) != 0 {
			t.Errorf("%+v", n)
		}
		h.call(http.MethodPost, "/api/v1/alerts/"+id+"/unmute", h.keys[access.IT], nil)
		if n := get[page](h, "/api/v1/alerts?state=unseen&severity=critical").Items; len(n) != 1 {
			t.Errorf("%+v", n)
		}
		h.call(http.MethodPost, "/api/v1/alerts/"+id+"/acknowledge", h.keys[access.Finance], map[string]any{}).fails(http.StatusConflict, "alert_not_yours")
		h.call(http.MethodGet, "/api/v1/alerts/"+id, h.keys[access.Seller], nil).fails(http.StatusNotFound, "not_found")
		trail := h.sql.One("select string_agg(action, ' ' order by seq) from audit where workspace = $1 and action like 'alert.%'", string(h.a))
		if !strings.Contains(trail, "alert.mute alert.unmute") {
			t.Errorf("the trail: %s", trail)
		}
	})

	t.Run("routes", func(t *testing.T) {
		type page struct {
			Routes []map[string]any
			People []views.AlertPerson
			Made   views.Made
		}
		put("/api/v1/alert-routes", h.keys[access.IT], map[string]any{"routes": []any{map[string]any{"role": "finance", "severity": "critical", "kinds": []any{"difference"}}}, "not_default": []any{}, "version": 0})
		if p := get[page](h, "/api/v1/alert-routes"); len(p.Routes) != 1 || p.Made.Version != 1 {
			t.Errorf("%+v", p)
		}
		for name, route := range map[string]map[string]any{
			"nobody":            {"severity": "critical"},
			"an unknown role":   {"role": "chief"},
			"an unknown kind":   {"role": "it", "kinds": []any{"noise"}},
			"an unknown person": {"person": "user:x"},
			"no channel":        {"role": "it", "channel": "00000000-0000-4000-8000-000000000000"},
		} {
			if got := put("/api/v1/alert-routes", h.keys[access.IT], map[string]any{"routes": []any{route}, "not_default": []any{}, "version": 1}); got.Status != http.StatusBadRequest {
				t.Errorf("%s: %d", name, got.Status)
			}
		}
		h.call(http.MethodPost, "/api/v1/alert-messages", h.keys[access.IT], map[string]any{"channel": "00000000-0000-4000-8000-000000000000"}).fails(http.StatusBadRequest, "channel_cannot")
	})
}
