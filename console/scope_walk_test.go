package console_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/console"
	"github.com/heliuhub/heliu/console/events"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
)

// things are what somebody has: ids for paths, and texts that show that it is shown.
type things struct {
	customers, deals, payments, records, numbers, mobiles []string
	marks                                                 []string
}

// estate says what is ann's and what is bob's in the story.
func (h *hub) estate(d *data) (ann, bob things) {
	id := func(key string) string {
		return h.sql.One("select id from entity where workspace = $1 and key = $2", string(d.ws), key)
	}
	ann = things{
		customers: []string{hospital.String(), doctor.String()}, deals: []string{id("D1")}, payments: []string{id("SK-1")},
		records: []string{"customers/C1", "leads/L1", "contacts/K1", "deals/D1", "orders/O1", "receivables/R1", "payments/SK-1", "activities/A1"},
		numbers: []string{"D-001", "XSDD000123", "AR-0001", "SK-1"}, mobiles: []string{doctorMobile},
		marks: []string{hospital.String(), "启明医院", "D-001", "AR-0001", "src/leads/L1", "src/payments/SK-1"},
	}
	bob = things{
		customers: []string{dealer.String(), stranger.String()}, deals: []string{id("D2")},
		records: []string{"customers/C2", "leads/L3", "deals/D2"}, numbers: []string{"D-002"}, mobiles: []string{strangerMobile},
		marks: []string{dealer.String(), stranger.String(), "和光", "D-002", "src/leads/L3", dealerTaxID},
	}
	return ann, bob
}

// paths gives the paths of an operation that name things of somebody.
func (x things) paths(op operation) []string {
	of := map[string][]string{"/customers/{id}": x.customers, "/deals/{id}": x.deals, "/payments/{id}": x.payments}
	for part, ids := range of {
		if strings.Contains(op.Path, part) {
			var out []string
			for _, id := range ids {
				out = append(out, strings.Replace(op.Path, "{id}", id, 1))
			}
			return out
		}
	}
	if op.ID == "getRecord" {
		var out []string
		for _, r := range x.records {
			out = append(out, "/api/v1/records/src/"+r)
		}
		return out
	}
	return nil
}

// searches gives what a reading operation is asked for: everything, and things of somebody.
func (x things) searches(op operation) []string {
	if strings.Contains(op.Path, "{") {
		return nil
	}
	out := []string{op.Path + "?limit=200"}
	ask := func(param string, values []string) {
		for _, v := range values {
			out = append(out, op.Path+"?"+url.Values{param: {v}}.Encode())
		}
	}
	switch op.ID {
	case "tracePipeline": // it wants a number
		out = nil
		ask("number", append(slices.Clone(x.numbers), "D-0"))
	case "listCustomers":
		ask("q", x.marks)
		ask("mobile", x.mobiles)
	case "listPayments":
		ask("q", x.numbers)
	}
	return out
}

// scopes calls every operation that a seller may read with, as each of the team, and
// tells where somebody sees what is another's or does not see what is theirs.
func scopes(t *testing.T, handler http.Handler, team sellers, ann, bob things) []string {
	t.Helper()
	var wrong []string
	call := func(s seller, path string) (int, string) {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, path, nil)
		r.AddCookie(s.cookie)
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		body := w.Body.String()
		if n := r.URL.Query().Get("number"); n != "" {
			body = strings.Replace(body, `"number":"`+n+`"`, "", 1)
		}
		return w.Code, body
	}
	for _, x := range []struct {
		who        string
		sees, none []things
	}{
		{"ann", []things{ann}, []things{bob}},
		{"bob", []things{bob}, []things{ann}},
		{"boss", []things{ann, bob}, nil},
		{"loner", nil, []things{ann, bob}},
	} {
		s := team[x.who]
		shown := ""
		for _, op := range operations(t, handler) {
			if op.Method != http.MethodGet || op.ID == "events" || !slices.Contains(expected[op.ID], access.Seller) {
				continue
			}
			for _, other := range append(slices.Clone(x.none), x.sees...) {
				for _, path := range other.searches(op) {
					status, body := call(s, path)
					if status >= 400 {
						wrong = append(wrong, fmt.Sprintf("%s: %s gets %d", x.who, path, status))
					}
					shown += body
					for _, hidden := range x.none {
						for _, m := range hidden.marks {
							if strings.Contains(body, m) {
								wrong = append(wrong, fmt.Sprintf("%s: %s shows %q", x.who, path, m))
							}
						}
					}
				}
			}
			for _, other := range x.none {
				for _, path := range other.paths(op) {
					if status, _ := call(s, path); status != http.StatusNotFound {
						wrong = append(wrong, fmt.Sprintf("%s: %s gets %d, want 404", x.who, path, status))
					}
				}
			}
			for _, own := range x.sees {
				for _, path := range own.paths(op) {
					status, body := call(s, path)
					if status != http.StatusOK {
						wrong = append(wrong, fmt.Sprintf("%s: %s gets %d, want 200", x.who, path, status))
					}
					shown += body
					for _, hidden := range x.none {
						for _, m := range hidden.marks {
							if strings.Contains(body, m) {
								wrong = append(wrong, fmt.Sprintf("%s: %s shows %q", x.who, path, m))
							}
						}
					}
				}
			}
		}
		for _, own := range x.sees {
			for _, m := range own.marks {
				if !strings.Contains(shown, m) {
					wrong = append(wrong, fmt.Sprintf("%s is shown %q nowhere", x.who, m))
				}
			}
		}
	}
	return wrong
}

// TestASellerSeesTheirOwnAndAManagerTheTeams walks every operation that a seller may
// read with, as two sellers, their manager, and somebody who is linked to no employee.
func TestASellerSeesTheirOwnAndAManagerTheTeams(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	team := h.teams(d)
	ann, bob := h.estate(d)
	for _, w := range scopes(t, h.http, team, ann, bob) {
		t.Error(w)
	}
	for name, want := range map[string]int{"ann": 1, "bob": 1, "boss": 2, "loner": 0} { // SK-2 is nobody's: who has an employee may claim it
		got := decode[struct{ Items []struct{ Number string } }](h.call(http.MethodGet, "/api/v1/payments", "", nil, with(team[name].cookie)), http.StatusOK)
		if name == "ann" {
			want++
		}
		if len(got.Items) != want {
			t.Errorf("%s sees %d payments, want %d", name, len(got.Items), want)
		}
	}
	type seesBody struct {
		Sees *struct {
			Employee string
			Team     int
		}
	}
	for name, n := range map[string]int{"ann": 0, "boss": 2, "loner": 0} {
		me := decode[seesBody](h.call(http.MethodGet, "/api/v1/me", "", nil, with(team[name].cookie)), http.StatusOK)
		if me.Sees == nil || me.Sees.Team != n || (me.Sees.Employee == "") != (name == "loner") {
			t.Errorf("%s: %+v", name, me.Sees)
		}
	}
	if me := decode[seesBody](h.call(http.MethodGet, "/api/v1/me", h.keys[access.Finance], nil), http.StatusOK); me.Sees != nil {
		t.Errorf("finance sees everything, and is told %+v", me.Sees)
	}

	t.Run("holes are seen", func(t *testing.T) {
		for _, table := range []string{"entity", "golden", "raw_record"} { // the other views stand behind these
			was := h.sql.One("select pg_get_viewdef('sight." + table + "'::regclass)")
			h.sql.Exec("create or replace view sight." + table + " with (security_invoker = true) as select * from public." + table)
			if len(scopes(t, h.http, team, ann, bob)) == 0 {
				t.Errorf("%s is not narrowed, and the walk sees nothing", table)
			}
			h.sql.Exec("create or replace view sight." + table + " with (security_invoker = true) as " + was)
		}
		planted, close := console.PlantRead(t, h.config(), access.CustomerRead, func(_ context.Context, ws record.WorkspaceID) (string, error) {
			return pgtest.Text(t, h.store, ws, "select string_agg(name, ',') from golden"), nil
		})
		defer close()
		expected["plantedRead"] = access.Roles
		defer delete(expected, "plantedRead")
		if len(scopes(t, planted, team, ann, bob)) == 0 {
			t.Error("a route that reads past the scope, and the walk sees nothing")
		}
	})
}

// TestAScopeFollowsTheRole: who is in finance too sees all payments and their own customers' rest.
func TestAScopeFollowsTheRole(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	team := h.teams(d)
	_, bob := h.estate(d)
	path := "/api/v1/customers/" + bob.customers[0]
	h.call(http.MethodGet, path, "", nil, with(team["ann"].cookie)).fails(http.StatusNotFound, "not_found")
	if err := h.gate.SetRoles(h.as(h.a), h.clock.Now(), team["ann"].account, []access.Role{access.Seller, access.Marketing}); err != nil {
		t.Fatal(err)
	}
	if a := h.call(http.MethodGet, path, "", nil, with(team["ann"].cookie)); a.Status != http.StatusOK {
		t.Errorf("a marketer sees every customer: %d", a.Status)
	}
	if a := h.call(http.MethodGet, "/api/v1/deals/"+bob.deals[0], "", nil, with(team["ann"].cookie)); a.Status != http.StatusOK {
		t.Errorf("and every deal: %d", a.Status)
	}
	end := h.clock.Now().Add(time.Hour)
	bobs := access.With(t.Context(), access.Actor{Kind: access.User, ID: team["bob"].account, Workspace: h.a, Roles: []access.Role{access.Admin}})
	if err := h.gate.SetRoles(h.as(h.a), h.clock.Now(), team["bob"].account, []access.Role{access.Admin}); err != nil {
		t.Fatal(err)
	}
	text, _, err := h.gate.IssueKey(bobs, h.clock.Now(), access.NewKey{Name: "k", Roles: []access.Role{access.Seller}, ExpiresAt: &end})
	if err != nil {
		t.Fatal(err)
	}
	if a := h.call(http.MethodGet, path, text, nil); a.Status != http.StatusOK {
		t.Errorf("a seller's key sees what its maker has: %d", a.Status)
	}
	h.call(http.MethodGet, "/api/v1/customers/"+hospital.String(), text, nil).fails(http.StatusNotFound, "not_found")
}

// TestEventsTellANarrowedPageNoIDs: which record changed may be somebody else's.
func TestEventsTellANarrowedPageNoIDs(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	team := h.teams(d)
	srv := h.serve()
	ann, admin := h.open(srv, with(team["ann"].cookie)), h.open(srv, bearer(h.keys[access.Admin]))
	ann.want("retry:")
	admin.want("retry:")
	h.hub.Notify(h.a, events.Customers, map[string]string{"id": dealer.String()})
	if l := ann.want("data:"); l != `data: {"topic":"customers","items":[]}` {
		t.Errorf("%s", l)
	}
	if l := admin.want("data:"); !strings.Contains(l, dealer.String()) {
		t.Errorf("%s", l)
	}
}
