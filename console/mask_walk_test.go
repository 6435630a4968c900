package console_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// sentinels are made-up values that stand in every personal field of every kind.
type sentinels struct{ values []string }

func (s *sentinels) add(v string) string {
	s.values = append(s.values, v)
	return v
}

// fill puts a value that is known again into every field of class P or S of a kind.
func (s *sentinels) fill(fields []record.Field, data map[string]any) {
	for i, f := range fields {
		if f.Type == record.TypeObject && len(f.Fields) > 0 && f.List {
			inner := map[string]any{}
			s.fill(f.Fields, inner)
			if len(inner) > 0 {
				data[f.Name] = []any{inner}
			}
			continue
		}
		if f.PII == "" {
			continue
		}
		n := len(s.values)
		v := ""
		switch {
		case strings.Contains(f.Name, "mobile"), strings.Contains(f.Name, "phone"):
			v = fmt.Sprintf("1390002%04d", n)
		case strings.Contains(f.Name, "email"):
			v = fmt.Sprintf("secret%d@private.example.com", n)
		case strings.Contains(f.Name, "name") || f.Name == "legal_representative":
			v = "欧阳密" + string(rune('甲'+n%8)) + string(rune(0x4e00+n))
		case f.Name == "ip":
			v = fmt.Sprintf("203.0.113.%d", n)
		default:
			v = fmt.Sprintf("SENTINEL%04d%04dX%d", n, n*7, i)
		}
		s.add(v)
		if f.List {
			data[f.Name] = []any{v}
		} else {
			data[f.Name] = v
		}
	}
}

// personalStory puts records whose personal fields are all filled beside the story.
func (h *hub) personalStory(d *data) *sentinels {
	h.t.Helper()
	s := &sentinels{values: []string{doctorMobile, strangerMobile, "zsf@qiming.example.com", "张三丰", "6222021234567890123"}}
	person, org := uuid.MustParse("0b000000-0000-4000-8000-0000000000c1"), uuid.MustParse("0b000000-0000-4000-8000-0000000000c2")
	put := func(stream, key, kind string, into any, golden map[mdm.Kind]uuid.UUID) {
		raw, err := json.Marshal(into)
		if err != nil {
			h.t.Fatal(err)
		}
		data := map[string]any{}
		if err := json.Unmarshal(raw, &data); err != nil {
			h.t.Fatal(err)
		}
		s.fill(record.Schema(kind), data)
		filled, err := json.Marshal(data)
		if err != nil {
			h.t.Fatal(err)
		}
		if err := json.Unmarshal(filled, into); err != nil {
			h.t.Fatal(err)
		}
		d.put(stream, key, kind, deref(into), golden)
	}
	put("customers", "P1", record.KindCustomer, &record.Customer{LegalName: "密语有限公司"}, map[mdm.Kind]uuid.UUID{mdm.Organisation: org})
	put("contacts", "P2", record.KindContact, &record.Contact{Customer: key("customers", "P1", record.KindCustomer)}, map[mdm.Kind]uuid.UUID{mdm.Person: person})
	put("leads", "P3", record.KindLead, &record.Lead{CompanyName: "密语有限公司", Channel: "website", CreatedAt: at(2, 11), Message: "请打 " + s.add("13900029999") + " 或写 " + s.add("note@private.example.com")}, map[mdm.Kind]uuid.UUID{mdm.Organisation: org, mdm.Person: person})
	put("payments", "P4", record.KindPayment, &record.Payment{ID: "SK-9", Kind: "receipt", OurAccount: "0001", ValueDate: "2026-04-02", Amount: record.CNY(1), Memo: "电话 " + s.add("13900028888"), Customer: key("customers", "P1", record.KindCustomer)}, nil)
	d.land("leads", "PBAD", map[string]string{"mobile": s.add("13900027777"), "联系人": s.add("慕容密辛"), "身份证": s.add("31010119900101123X")}, pipelines.Quarantined, "missing_field",
		pipelines.DeadLetter{Field: "channel", Fault: fault.New("missing_field", nil).At("channel", "")})
	d.derive()
	return s
}

func deref(v any) any {
	switch x := v.(type) {
	case *record.Customer:
		return *x
	case *record.Contact:
		return *x
	case *record.Lead:
		return *x
	case *record.Payment:
		return *x
	}
	return v
}

// in gives the values, and any other full mobile number, that stand in a log.
func (s *sentinels) in(log string) (found []string) {
	for _, v := range s.values {
		if strings.Contains(log, v) {
			found = append(found, v)
		}
	}
	for _, m := range anyMobile.FindAllStringSubmatch(log, -1) {
		if !slices.Contains(s.values, m[1]) {
			found = append(found, m[1])
		}
	}
	return found
}

// anyMobile finds a full mobile number that no list of ours knows.
var anyMobile = regexp.MustCompile(`(?:^|[^0-9A-Za-z.:-])(1[3-9]\d{9})(?:$|[^0-9A-Za-z-])`)

// unmasked calls every operation that reads as every role, and tells where a personal
// value stands in full.
func (s *sentinels) unmasked(t *testing.T, h *hub, handler http.Handler, all []places, query string) (wrong []string, read int) {
	t.Helper()
	for _, op := range operations(t, handler) {
		if op.Method != http.MethodGet || op.ID == "events" {
			continue
		}
		for _, p := range all {
			for _, role := range access.Roles {
				r := p.request(t, op, h.keys[role])
				r.URL.RawQuery = strings.Trim(r.URL.RawQuery+"&"+query, "&")
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, r)
				if w.Code != http.StatusOK {
					continue
				}
				read++
				body := w.Body.Bytes()
				for _, v := range s.values {
					if bytes.Contains(body, []byte(v)) {
						wrong = append(wrong, fmt.Sprintf("%s shows %s the value %q", op.ID, role, v))
					}
				}
				for _, m := range anyMobile.FindAllSubmatch(body, -1) {
					if !slices.Contains(s.values, string(m[1])) {
						wrong = append(wrong, fmt.Sprintf("%s shows %s the number %s", op.ID, role, m[1]))
					}
				}
			}
		}
	}
	return wrong, read
}

// TestNoAnswerShowsAPersonalValueUnasked walks every reading operation as every role.
func TestNoAnswerShowsAPersonalValueUnasked(t *testing.T) {
	h := newHub(t)
	d := h.story(h.a)
	p := h.places(h.a, d, "alpha")
	s := h.personalStory(d)
	all := []places{p}
	id := func(kind, key string) string {
		return h.sql.One("select id from entity where workspace = $1 and kind = $2 and key = $3", string(h.a), kind, key)
	}
	for _, k := range [][2]string{{"0b000000-0000-4000-8000-0000000000c1", "P2"}, {"0b000000-0000-4000-8000-0000000000c2", "P3"}, {doctor.String(), "L1"}} {
		q := p
		q.customer, q.key = k[0], k[1]
		q.payment = id("payment", "P4")
		q.letter = h.sql.One("select id from dead_letter where workspace = $1 and key = 'PBAD'", string(h.a))
		all = append(all, q)
	}
	wrong, read := s.unmasked(t, h, h.http, all, "limit=200")
	for _, w := range wrong {
		t.Error(w)
	}
	if read < 200 || len(s.values) < 20 {
		t.Errorf("only %d answers were read for %d values", read, len(s.values))
	}
	for _, stream := range []string{"customers/P1", "contacts/P2", "leads/P3", "payments/P4", "leads/PBAD"} {
		for _, role := range access.Roles {
			b := h.call(http.MethodGet, "/api/v1/records/"+string(d.conn)+"/"+stream, h.keys[role], nil).Body
			for _, v := range s.values {
				if bytes.Contains(b, []byte(v)) {
					t.Errorf("the record %s shows %s the value %q", stream, role, v)
				}
			}
		}
	}
	if h.sql.One("select count(*) from audit where action = 'personal.view'") != "0" {
		t.Error("a masked answer left an entry")
	}
	for _, key := range h.keys {
		s.add(key)
	}
	for _, role := range []access.Role{access.Admin, access.Marketing} { // what is refused is logged with care too
		h.call(http.MethodGet, "/api/v1/customers?mobile="+doctorMobile+"x&personal=true", h.keys[role], nil)
		h.call(http.MethodPost, "/api/v1/customers/"+doctor.String()+"/reveal", h.keys[role], map[string]any{"fields": []string{"mobiles"}, "reason": "x"})
		h.call(http.MethodPost, "/api/v1/customers/export", h.keys[role], map[string]any{"format": "csv", "personal": true, "q": doctorMobile, "reason": "x"})
	}
	if leaks := s.in(h.log.String()); len(leaks) > 0 {
		t.Errorf("the log holds %q", leaks)
	}
	t.Run("holes are seen", func(t *testing.T) {
		if leaks := s.in("a line with 联系 " + doctorMobile); len(leaks) != 1 {
			t.Errorf("a number in a log is not seen: %q", leaks)
		}
		if wrong, _ := s.unmasked(t, h, h.http, all, "limit=200&personal=true"); len(wrong) < len(s.values) {
			t.Errorf("values that are asked for in full are not seen: %d of %d", len(wrong), len(s.values))
		}
	})
}
