package console_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/console"
	"github.com/heliuhub/heliu/console/events"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
)

// brand marks everything that a workspace shows, so that a row of it is known wherever
// it turns up.
const brand = "OTHERTENANT77"

// brandedMobile is a mobile number that only the other workspace has.
const brandedMobile = "13900077777"

func (h *hub) brand(ws record.WorkspaceID) {
	h.t.Helper()
	h.sql.Exec("alter table approval disable trigger heliu_guard_approval") // what was proposed never changes
	for _, change := range []string{
		"update golden set name = name || $2 where workspace = $1::uuid",
		"update entity set name = $2 || name, data = data || jsonb_build_object('number', $2, 'name', $2, 'memo', $2, 'contract_no', $2, 'text', $2) where workspace = $1::uuid",
		"update connection set name = lower($2), title = $2 where workspace = $1::uuid",
		"update touch set name = $2 || name, campaign_name = $2 where workspace = $1::uuid",
		"update won_deal set name = $2 || name, number = $2 where workspace = $1::uuid",
		"update payment_state set name = $2 || name where workspace = $1::uuid",
		"update alert_event set text_zh = $2, text_en = $2 where workspace = $1::uuid",
		"update dead_letter set message_zh = $2, message_en = $2 where workspace = $1::uuid",
		"update approval set title_zh = $2, title_en = $2, reason = $2 where workspace = $1::uuid",
		"update approval_delegation set reason = $2 where workspace = $1::uuid",
		"update membership set name = $2 where workspace = $1::uuid",
		"update api_key set name = $2 where workspace = $1::uuid",
		"update job set reason = $2 where workspace = $1::uuid",
		"update identifier set value = '" + brandedMobile + "' where workspace = $1::uuid and type = 'mobile' and $2 <> ''",
	} {
		h.sql.Exec(change, string(ws), brand)
	}
}

// filters are query values that name things of the other workspace, and wide ones.
func (p places) filters() []url.Values {
	return []url.Values{
		{},
		{"q": {brand}},
		{"number": {brand}},
		{"mobile": {brandedMobile}, "q": {""}},
		{"connection": {p.connection}},
		{"object_id": {p.account}},
		{"object_kind": {"account"}},
		{"kind": {"organisation"}, "limit": {"200"}},
		{"state": {"open"}, "status": {"unmatched"}},
	}
}

// rowsOfOthers calls every operation that reads, as every role, with every filter and
// with the ids of the other workspace, and tells where something of it is shown.
func rowsOfOthers(t *testing.T, h *hub, handler http.Handler, here, there places) []string {
	t.Helper()
	var wrong []string
	marks := []string{brand, strings.ToLower(brand), string(h.b), there.connection, there.customer, there.account, there.apiKey, brandedMobile}
	look := func(r *http.Request, who string) {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		body := w.Body.String()
		if asked := r.URL.Query().Get("number"); asked != "" { // it is said again, once
			body = strings.Replace(body, `"number":"`+asked+`"`, "", 1)
		}
		for _, m := range marks {
			if strings.Contains(body, m) {
				wrong = append(wrong, fmt.Sprintf("%s %s by %s shows %q of the other workspace", r.Method, r.URL, who, m))
				return
			}
		}
	}
	ops := operations(t, handler)
	cursors := h.cursors(handler, ops, there)
	for _, op := range ops {
		if op.Method != http.MethodGet || op.ID == "events" {
			continue
		}
		for _, role := range access.Roles {
			for _, q := range here.filters() {
				if q.Get("connection") != "" {
					q.Set("connection", there.connection)
				}
				r := here.request(t, op, h.keys[role])
				all := r.URL.Query()
				for k, v := range q {
					all[k] = v
				}
				r.URL.RawQuery = all.Encode()
				look(r, string(role))
			}
			r := here.request(t, op, h.keys[role])
			all := r.URL.Query()
			all.Set("cursor", cursors[op.ID])
			all.Set("limit", "1")
			r.URL.RawQuery = all.Encode()
			look(r, string(role)+" with the other's cursor")
			r = here.request(t, op, h.keys[role])
			r.Header.Set("X-Heliu-Workspace", "beta")
			look(r, string(role)+" with the other's name")
			if strings.Contains(op.Path, "{") {
				look(there.request(t, op, h.keys[role]), string(role)+" with the other's id")
			}
		}
	}
	return append(wrong, h.eventsOfOthers(handler)...)
}

// cursors gives for each list where the other workspace's second page begins.
func (h *hub) cursors(handler http.Handler, ops []operation, there places) map[string]string {
	out := map[string]string{}
	for _, op := range ops {
		if op.Method != http.MethodGet || op.ID == "events" {
			continue
		}
		r := there.request(h.t, op, h.bAdmin)
		q := r.URL.Query()
		q.Set("limit", "1")
		r.URL.RawQuery = q.Encode()
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if _, rest, ok := strings.Cut(w.Body.String(), `"next_cursor":"`); ok {
			out[op.ID], _, _ = strings.Cut(rest, `"`)
		}
	}
	return out
}

// eventsOfOthers opens a stream a role and tells the other workspace's pages of changes.
func (h *hub) eventsOfOthers(handler http.Handler) []string {
	ctx, stop := context.WithTimeout(h.t.Context(), 900*time.Millisecond)
	defer stop()
	type seen struct{ role, body string }
	got := make(chan seen, len(access.Roles))
	for _, role := range access.Roles {
		r := httptest.NewRequestWithContext(ctx, http.MethodGet, "/api/v1/events?workspace=alpha", nil)
		r.Header.Set("Authorization", "Bearer "+h.keys[role])
		w := httptest.NewRecorder()
		go func() { handler.ServeHTTP(w, r); got <- seen{string(role), w.Body.String()} }()
	}
	time.Sleep(200 * time.Millisecond)
	for _, topic := range events.Topics {
		h.hub.Notify(h.b, topic, map[string]string{"id": brand})
		h.hub.Notify(h.a, topic, nil)
	}
	var wrong []string
	for range access.Roles {
		s := <-got
		if strings.Contains(s.body, brand) {
			wrong = append(wrong, "the events of "+s.role+" tell of the other workspace")
		}
		if !strings.Contains(s.body, "event: workspaces") {
			wrong = append(wrong, "the events of "+s.role+" tell nothing: "+s.body)
		}
	}
	return wrong
}

// TestBadInput87 is case 87 of the list of bad input: a workspace's caller finds nothing
// of another one, by id, filter, search, cursor, header or live events. The same test
// runs with the tag heliu_rls_alone, where the program does not filter and row-level
// security stands alone.
func TestBadInput87(t *testing.T) {
	h := newHub(t)
	a, b := h.story(h.a), h.story(h.b)
	here, there := h.places(h.a, a, "alpha"), h.places(h.b, b, "beta")
	h.sql.Exec("update golden set id = '0c000000-0000-4000-8000-00000000000f' where workspace = $1 and id = $2", string(h.b), hospital)
	there.customer = "0c000000-0000-4000-8000-00000000000f"
	h.brand(h.b)
	for _, w := range rowsOfOthers(t, h, h.http, here, there) {
		t.Error(w)
	}
	for _, path := range []string{"/customers", "/members", "/keys", "/connections", "/pipeline/trace?number=" + brand, "/customers?q=" + brand} {
		if body := h.call(http.MethodGet, "/api/v1"+path, h.bAdmin, nil).Body; !strings.Contains(strings.ToUpper(string(body)), brand) {
			t.Errorf("the control: %s shows its own workspace nothing of itself: %s", path, body)
		}
	}
	t.Run("a query without row-level security is seen", func(t *testing.T) {
		h.sql.Exec("create schema planted")
		h.sql.Exec("create table planted.leak as select workspace, name from golden")
		h.sql.Exec("grant usage on schema planted to heliu_app")
		h.sql.Exec("grant select on planted.leak to heliu_app")
		read := func(_ context.Context, ws record.WorkspaceID) (string, error) {
			return pgtest.Text(t, h.store, ws, "select coalesce(string_agg(name, ','), '') from planted.leak"), nil
		}
		planted, close := console.PlantRead(t, h.config(), access.CustomerRead, read)
		defer close()
		expected["plantedRead"] = access.Roles
		defer delete(expected, "plantedRead")
		if len(rowsOfOthers(t, h, planted, here, there)) == 0 {
			t.Error("a table without a policy shows another workspace's rows, and the walk sees nothing")
		}
		h.sql.Exec("alter table planted.leak enable row level security")
		h.sql.Exec("create policy tenant on planted.leak using (workspace = (select nullif(current_setting('app.workspace', true), '')::uuid))")
		for _, w := range rowsOfOthers(t, h, planted, here, there) {
			t.Errorf("with the policy: %s", w)
		}
	})
	t.Run("events of another workspace are seen", func(t *testing.T) {
		leaky := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/api/v1/events") {
				r.URL.RawQuery = "workspace=beta"
				r.Header.Set("Authorization", "Bearer "+h.bAdmin)
			}
			h.http.ServeHTTP(w, r)
		})
		if len(h.eventsOfOthers(leaky)) == 0 {
			t.Error("the walk sees nothing")
		}
	})
}
