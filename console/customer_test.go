package console_test

import (
	"bytes"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/record"
)

type customersPage struct {
	Items []struct {
		ID, Kind, Name, Mobile, Email string
		TaxID                         string `json:"tax_id"`
		Touches, Deals                int
		Systems                       []string
	}
	NextCursor string `json:"next_cursor"`
	Masked     bool
}

func TestCustomersAreFoundAndMasked(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	all := get[customersPage](h, "/api/v1/customers")
	names := map[string]string{}
	for _, c := range all.Items {
		names[c.ID] = c.Kind + " " + c.Name
	}
	if len(all.Items) != 3 || names[doctor.String()] != "" {
		t.Errorf("organisations and persons without one, but not the hospital's doctor: %v", names)
	}
	if names[stranger.String()] != "person 王*" || names[hospital.String()] != "organisation 启明医院" {
		t.Errorf("names %v", names)
	}
	for path, want := range map[string][]uuid.UUID{
		"mobile=139-0001-0001":                     {hospital, doctor}, // in any spelling
		"mobile=%2B86%20139%200001%200002":         {stranger},
		"email=ZSF%40qiming.example.com":           {hospital, doctor},
		"q=%E5%92%8C%E5%85%89":                     {dealer}, // 和光
		"q=" + dealerTaxID:                         {dealer},
		"tax_id=" + strings.ToLower(hospitalTaxID): {hospital},
		"kind=person":                              {stranger},
		"q=100%25":                                 {}, // a percent sign is a percent sign
		"mobile=13900010009":                       {},
	} {
		p := get[customersPage](h, "/api/v1/customers?"+path)
		var got []string
		for _, c := range p.Items {
			got = append(got, c.ID)
			if strings.Contains(c.Mobile, "0001000") || strings.Contains(c.Email, "zsf@") {
				t.Errorf("%s: personal values unmasked: %+v", path, c)
			}
		}
		for _, id := range want {
			if !slices.Contains(got, id.String()) {
				t.Errorf("%s finds %v, want %v", path, got, want)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s finds %v, want %v", path, got, want)
		}
	}
	p := get[customersPage](h, "/api/v1/customers?mobile="+doctorMobile)
	for _, c := range p.Items {
		if c.Kind == "person" && (c.Mobile != "139****0001" || c.Email != "z***@qiming.example.com" || c.Name != "张**") {
			t.Errorf("masked: %+v", c)
		}
	}
	full := get[customersPage](h, "/api/v1/customers?personal=true&mobile="+doctorMobile)
	if !bytes.Contains(h.call(http.MethodGet, "/api/v1/customers?personal=true&mobile="+doctorMobile, h.keys[access.Admin], nil).Body, []byte(doctorMobile)) || full.Masked {
		t.Error("an administrator who asks for it does not see the number")
	}
	h.call(http.MethodGet, "/api/v1/customers?personal=true", h.keys[access.Marketing], nil).fails(http.StatusForbidden, "forbidden")
	h.call(http.MethodGet, "/api/v1/customers?mobile=123", h.keys[access.Admin], nil).fails(http.StatusBadRequest, "bad_identifier")
	for _, path := range []string{"/api/v1/customers?mobile=" + doctorMobile, "/api/v1/customers/" + doctor.String(), "/api/v1/customers/" + hospital.String() + "/sections", "/api/v1/customers/" + hospital.String()} {
		for _, role := range access.Roles {
			if b := h.call(http.MethodGet, path, h.keys[role], nil).Body; bytes.Contains(b, []byte(doctorMobile)) || bytes.Contains(b, []byte("zsf@")) || bytes.Contains(b, []byte("张三丰")) {
				t.Errorf("%s shows %s a personal value without being asked: %s", path, role, b)
			}
		}
	}
}

func TestAGoldenRecordSaysWhyEachValueWon(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	type golden struct {
		ID         string
		AskedFor   string `json:"asked_for"`
		Redirected bool
		TaxID      string `json:"tax_id"`
		Fields     []struct {
			Name, Value, Rule, System, At string
			Title, Why                    struct{ Zh, En string }
			Source                        *struct{ Connection, Stream, Key, Name string }
			Values, Losers                []struct {
				Value  string
				Source *struct{ Name string }
			}
		}
		Members     []struct{ Record struct{ Name string } }
		Identifiers []struct{ Type, Value string }
		MergedFrom  []struct{ ID string } `json:"merged_from"`
	}
	g := get[golden](h, "/api/v1/customers/"+hospital.String())
	if g.TaxID != hospitalTaxID || len(g.Members) != 4 || g.Redirected {
		t.Errorf("%+v", g)
	}
	for _, f := range g.Fields {
		if f.Source == nil || f.Source.Connection != string(d.conn) || f.System == "" || f.At == "" || f.Why.Zh == "" || f.Why.En == "" || f.Title.Zh == "" {
			t.Errorf("field %s does not say who said it and why: %+v", f.Name, f)
		}
		for _, v := range append(f.Values, f.Losers...) {
			if v.Source == nil || v.Source.Name == "" {
				t.Errorf("field %s: %q has no source", f.Name, v.Value)
			}
		}
		if f.Name == "legal_name" && (f.Value != "启明医院" || len(f.Losers) != 1 || f.Losers[0].Value != "启明医院(总院)" || f.Rule != "latest") {
			t.Errorf("legal name %+v", f)
		}
	}
	if g.Fields[0].Name != "legal_name" {
		t.Errorf("the first field is %s", g.Fields[0].Name)
	}
	old := uuid.MustParse("0b000000-0000-4000-8000-0000000000aa")
	older := uuid.MustParse("0b000000-0000-4000-8000-0000000000ab")
	for from, to := range map[uuid.UUID]uuid.UUID{old: hospital, older: old} {
		h.sql.Exec(`insert into golden (workspace, id, kind, status, redirect_to, first_seen, version, created_at, updated_at)
			values ($1, $2, 'organisation', 'redirected', $3, 1, 1, now(), now())`, string(h.a), from, to)
	}
	m := get[golden](h, "/api/v1/customers/"+older.String())
	if m.ID != hospital.String() || !m.Redirected || m.AskedFor != older.String() || len(m.MergedFrom) != 1 {
		t.Errorf("a merged record answers %+v", m)
	}
	h.call(http.MethodGet, "/api/v1/customers/nobody", h.keys[access.Admin], nil).fails(http.StatusNotFound, "not_found")
}

func TestSectionsShowWhatTheRoleMaySee(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	type sections struct {
		Touches []struct {
			Counted bool
			Reason  string
			Why     *struct{ Zh string }
		}
		Deals       []struct{ Number string }
		Orders      []struct{ Number string }
		Receivables []struct{ Number string }
		Payments    []struct{ Number, Memo, Status string }
		Contacts    []struct {
			Golden struct{ ID string }
			Mobile string
			Title  string
		}
		Relations []struct {
			Kind, Direction string
			Other           *struct{ ID string }
		}
		Activities []struct{ Text, On string }
		Counts     struct{ Touches, Deals, Payments int }
		Hidden     []string
	}
	s := get[sections](h, "/api/v1/customers/"+hospital.String()+"/sections")
	if len(s.Touches) != 3 || s.Counts.Touches != 3 || len(s.Deals) != 1 || len(s.Orders) != 1 || len(s.Receivables) != 1 || len(s.Payments) != 1 {
		t.Errorf("%+v", s)
	}
	left := 0
	for _, x := range s.Touches {
		if !x.Counted {
			left++
			if x.Reason != "repeat" || x.Why == nil || x.Why.Zh == "" {
				t.Errorf("a touch that does not count: %+v", x)
			}
		}
	}
	if left != 1 {
		t.Errorf("%d touches are left out", left)
	}
	if len(s.Contacts) != 1 || s.Contacts[0].Golden.ID != doctor.String() || s.Contacts[0].Mobile != "139****0001" || s.Contacts[0].Title != "主任" {
		t.Errorf("contacts %+v", s.Contacts)
	}
	if len(s.Relations) != 1 || s.Relations[0].Kind != "subsidiary_of" || s.Relations[0].Direction != "from" || s.Relations[0].Other == nil || s.Relations[0].Other.ID != dealer.String() {
		t.Errorf("relations %+v", s.Relations)
	}
	if len(s.Activities) != 1 || s.Activities[0].On != "D-001" || s.Activities[0].Text != "电话 139****0001 确认" {
		t.Errorf("activities %+v", s.Activities)
	}
	if s.Payments[0].Memo != "货款 HT-2026-001 联系 139****0001" || s.Payments[0].Status != "matched" {
		t.Errorf("payments %+v", s.Payments)
	}
	m := decode[sections](h.call(http.MethodGet, "/api/v1/customers/"+hospital.String()+"/sections", h.keys[access.Marketing], nil), http.StatusOK)
	if len(m.Payments) != 0 || len(m.Receivables) != 0 || m.Counts.Payments != 0 || !slices.Equal(m.Hidden, []string{"payments", "receivables"}) {
		t.Errorf("marketing sees %+v", m)
	}
}

// TestPagesNeitherRepeatNorSkip pages while rows come in before and behind.
func TestPagesNeitherRepeatNorSkip(t *testing.T) {
	h := newHub(t)
	d := h.newData(h.a, "src")
	add := func(n int) {
		id := uuid.NewSHA1(uuid.Nil, fmt.Append(nil, n))
		h.clock.Advance(time.Second)
		d.put("customers", fmt.Sprint("C", n), record.KindCustomer, record.Customer{LegalName: fmt.Sprint("客户", n)}, org(id))
	}
	for n := range 23 {
		add(n)
	}
	seen := map[string]int{}
	path := "/api/v1/customers?kind=organisation&limit=5"
	cursor, pages := "", 0
	for {
		p := get[customersPage](h, path+cursor)
		for _, c := range p.Items {
			seen[c.Name]++
		}
		if pages++; p.NextCursor == "" {
			break
		}
		if len(p.Items) != 5 {
			t.Errorf("page %d has %d rows", pages, len(p.Items))
		}
		cursor = "&cursor=" + p.NextCursor
		add(100 + pages) // comes in while somebody reads
	}
	for n := range 23 {
		if name := fmt.Sprint("客户", n); seen[name] != 1 {
			t.Errorf("%s was shown %d times", name, seen[name])
		}
	}
	if pages != 5 {
		t.Errorf("%d pages", pages)
	}
	first := get[customersPage](h, path)
	admin := h.keys[access.Admin]
	h.call(http.MethodGet, "/api/v1/customers?limit=5&cursor="+first.NextCursor, admin, nil).fails(http.StatusBadRequest, "bad_cursor") // of another filter
	h.call(http.MethodGet, path+"&cursor=nonsense", admin, nil).fails(http.StatusBadRequest, "bad_cursor")
	h.call(http.MethodGet, "/api/v1/customers?limit=201", admin, nil).fails(http.StatusUnprocessableEntity, "bad_request")
	// Rows with the very same time are told apart by their ids.
	h.sql.Exec("update golden set updated_at = '2026-06-01' where workspace = $1", string(h.a))
	total, names := 0, map[string]bool{}
	for cursor = ""; ; {
		p := get[customersPage](h, "/api/v1/customers?limit=7"+cursor)
		for _, c := range p.Items {
			total++
			names[c.ID] = true
		}
		if cursor = "&cursor=" + p.NextCursor; p.NextCursor == "" {
			break
		}
	}
	if total != len(names) || total != 27 {
		t.Errorf("%d rows of %d records", total, len(names))
	}
}
