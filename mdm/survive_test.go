package mdm

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/heliuhub/heliu/record"
)

func at(day int) time.Time { return time.Date(2026, 3, day, 0, 0, 0, 0, time.UTC) }

func TestSurvive(t *testing.T) {
	sources := []Source{
		{Name: "crm/customers/1", Connector: "crm", OccurredAt: at(9), Claims: []Claim{{"legal_name", "示例医院"}, {"level", "A"}, {"phones", "021-1"}}},
		{Name: "kingdee/customers/1", Connector: "kingdee", OccurredAt: at(1), Claims: []Claim{{"legal_name", "示例市医院"}, {"phones", "021-2"}}},
		{Name: "crm/customers/2", Connector: "crm", OccurredAt: at(10), Claims: []Claim{{"level", "B"}, {"phones", "021-1"}}},
	}
	got := Survive(sources)
	if f := got["legal_name"]; f.Value != "示例市医院" || f.Rule != RuleRank || f.Source != "kingdee/customers/1" || len(f.Losers) != 1 || f.Losers[0].Value != "示例医院" {
		t.Errorf("legal_name: %+v", f)
	}
	if f := got["level"]; f.Value != "B" || f.Rule != RuleLatest {
		t.Errorf("level: %+v", f)
	}
	if f := got["phones"]; len(f.Values) != 2 || f.Values[0] != "021-2" || f.Rule != RuleSet {
		t.Errorf("phones: %+v", f)
	}
	reversed := []Source{sources[2], sources[1], sources[0]}
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(Survive(reversed))
	if string(a) != string(b) {
		t.Errorf("order changed the golden record:\n%s\n%s", a, b)
	}
}

func entity(t *testing.T, kind string, v any) record.Entity {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return record.Entity{Kind: kind, Data: b}
}

func TestIdentities(t *testing.T) {
	env := Envelope{Name: "demo-form/leads/e1", Connector: "webform", OccurredAt: at(1)}
	lead := record.Lead{ContactName: "示例联系人", CompanyName: "示例 医院（东区）", Mobile: "+86 139-0000-1111", Email: "A@Example.com", TaxID: string(taxA), Channel: "website", CreatedAt: at(1)}
	got, err := Identities(env, entity(t, record.KindLead, lead))
	if err != nil || len(got) != 2 {
		t.Fatalf("%v %v", got, err)
	}
	p, o := got[0], got[1]
	if p.Kind != Person || len(p.Identifiers) != 2 || p.Identifiers[0] != (Identifier{IDMobile, "13900001111"}) || p.Identifiers[1] != (Identifier{IDEmail, "a@example.com"}) {
		t.Errorf("person: %+v", p)
	}
	if o.Kind != Organisation || o.Anchor != taxA || o.Identifiers[0] != (Identifier{IDNameMobile, "13900001111|示例医院(东区)"}) {
		t.Errorf("organisation: %+v", o)
	}
	lead.TaxID, lead.CompanyName = "000000000000000000", ""
	if got, _ := Identities(env, entity(t, record.KindLead, lead)); len(got) != 1 || got[0].Kind != Person {
		t.Errorf("a placeholder tax ID made an organisation: %+v", got)
	}
	if got, _ := Identities(env, entity(t, record.KindLead, record.Lead{Channel: "sms", CreatedAt: at(1)})); len(got) != 0 {
		t.Errorf("a lead that names nobody made somebody: %+v", got)
	}
}
