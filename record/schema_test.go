package record_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/record"
)

// decoders read each kind into its struct, knowing every field, and write it again.
var decoders = map[string]func(record.Entity) ([]byte, error){
	record.KindCustomer: again[record.Customer], record.KindContact: again[record.Contact], record.KindEmployee: again[record.Employee],
	record.KindOrgUnit: again[record.OrgUnit], record.KindLead: again[record.Lead], record.KindActivity: again[record.Activity],
	record.KindSpend: again[record.Spend], record.KindDeal: again[record.Deal], record.KindStageChange: again[record.StageChange],
	record.KindOrder: again[record.Order], record.KindReceivable: again[record.Receivable], record.KindPayment: again[record.Payment],
	record.KindCampaign: again[record.Campaign],
}

func again[T any](e record.Entity) ([]byte, error) {
	var strict T
	d := json.NewDecoder(bytes.NewReader(e.Data))
	d.DisallowUnknownFields()
	if err := d.Decode(&strict); err != nil {
		return nil, err
	}
	v, err := record.DecodeEntity[T](e)
	if err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

// required is the canonical model's list of what each kind cannot do without.
var required = map[string]string{
	record.KindCustomer: "legal_name", record.KindContact: "name", record.KindEmployee: "number name", record.KindOrgUnit: "code name",
	record.KindLead: "channel created_at", record.KindActivity: "on",
	record.KindSpend: "platform account day channel cost_gross cost_net tax_included",
	record.KindDeal:  "number buyer status created_at", record.KindStageChange: "on to at", record.KindOrder: "number customer date amount",
	record.KindReceivable: "number kind customer date amount", record.KindPayment: "id kind our_account value_date amount",
	record.KindCampaign: "id name channel",
}

func TestEveryKindHasASchema(t *testing.T) {
	kinds := slices.Sorted(slices.Values(record.Kinds()))
	if want := slices.Sorted(maps.Keys(required)); !slices.Equal(kinds, want) {
		t.Fatalf("the kinds are %v, want %v", kinds, want)
	}
	for _, k := range kinds {
		fields := record.Schema(k)
		if len(fields) == 0 {
			t.Errorf("%s has no fields", k)
		}
		seen := map[string]bool{}
		var need []string
		for _, f := range fields {
			if f.Name == "" || f.Name == "-" || seen[f.Name] {
				t.Errorf("%s: field %q has no name or stands twice", k, f.Name)
			}
			seen[f.Name] = true
			if f.Required {
				need = append(need, f.Name)
			}
			if got, ok := record.FieldNamed(fields, f.Name); !ok || got.Type != f.Type || got.Name != f.Name {
				t.Errorf("%s: %s is found as %+v", k, f.Name, got)
			}
			if f.Type == record.TypeRef && f.RefKind != "" && record.Schema(f.RefKind) == nil {
				t.Errorf("%s: %s points at a %q", k, f.Name, f.RefKind)
			}
			if f.RefKind != "" && f.Type != record.TypeRef || len(f.Enum) > 0 && f.Type != record.TypeText || !slices.Contains([]string{"", "P", "S"}, f.PII) {
				t.Errorf("%s: %+v contradicts itself", k, f)
			}
		}
		if got := strings.Join(need, " "); got != required[k] {
			t.Errorf("%s needs %q, want %q", k, got, required[k])
		}
	}
	if record.Schema("touch") != nil || record.Schema("") != nil {
		t.Error("there is a schema of an unknown kind")
	}
	if _, ok := record.FieldNamed(record.Schema(record.KindLead), "nickname"); ok {
		t.Error("a field is found that is not there")
	}
}

func TestEnums(t *testing.T) {
	got := map[string]string{}
	for _, k := range record.Kinds() {
		for _, f := range record.Schema(k) {
			if len(f.Enum) > 0 {
				got[k+"."+f.Name] = strings.Join(f.Enum, " ")
			}
			for _, in := range f.Fields {
				if len(in.Enum) > 0 {
					got[k+"."+f.Name+"."+in.Name] = strings.Join(in.Enum, " ")
				}
			}
		}
	}
	want := map[string]string{
		"customer.status":           "active frozen deregistered",
		"employee.status":           "active on_leave left",
		"org_unit.kind":             "legal_entity region department team",
		"lead.status":               "new working qualified converted invalid",
		"lead.credibility":          "A B C",
		"activity.kind":             "call visit chat email meeting demo quote",
		"spend.spread":              "day range per_lead",
		"deal.status":               "open won lost void",
		"deal.contract_status":      "draft approving signed void",
		"deal.payment_plan.trigger": "date signed delivered accepted retention_end",
		"deal.payment_plan.kind":    "deposit instalment retention",
		"order.status":              "open closed cancelled",
		"receivable.kind":           "receivable fapiao red_fapiao credit_note opening",
		"receivable.status":         "open partial closed void",
		"payment.kind":              "receipt refund reversal fee payout bill_received bill_endorsed bill_discounted bill_matured bill_bounced opening",
	}
	for name := range maps.Keys(want) {
		if got[name] != want[name] {
			t.Errorf("%s may be %q, want %q", name, got[name], want[name])
		}
		delete(got, name)
	}
	for name, enum := range got {
		t.Errorf("%s has the values %q, which this test does not know", name, enum)
	}
}

func TestPersonalFields(t *testing.T) {
	for name, want := range map[string]string{
		"lead.mobile": "P", "lead.ip": "S", "lead.company_name": "", "contact.name": "P", "contact.mobiles": "P", "contact.wechat_unionid": "P",
		"employee.mobile": "P", "customer.legal_representative": "P", "customer.legal_name": "", "payment.payer_account": "S",
	} {
		kind, field, _ := strings.Cut(name, ".")
		if f, ok := record.FieldNamed(record.Schema(kind), field); !ok || f.PII != want {
			t.Errorf("%s has the class %q (%t), want %q", name, f.PII, ok, want)
		}
	}
	accounts, _ := record.FieldNamed(record.Schema(record.KindCustomer), "bank_accounts")
	if f, _ := record.FieldNamed(accounts.Fields, "account_no"); f.PII != "S" || accounts.Type != record.TypeObject || !accounts.List {
		t.Errorf("bank accounts are %+v", accounts)
	}
}

// TestDecimals: in JSON they look like text, so only the schema tells them apart.
func TestDecimals(t *testing.T) {
	got := map[string]bool{}
	for _, k := range record.Kinds() {
		for _, f := range record.Schema(k) {
			for _, in := range append(f.Fields, f) {
				if in.Type == record.TypeDecimal {
					got[k+"."+in.Name] = true
				}
			}
		}
	}
	want := []string{"deal.probability", "deal.tax_rate", "order.qty", "order.tax_rate", "spend.tax_rate"}
	if names := slices.Sorted(maps.Keys(got)); !slices.Equal(names, want) {
		t.Errorf("the decimals are %v, want %v", names, want)
	}
}

// values has one value of each type, as JSON writes it when it is written again.
var values = map[record.FieldType]string{
	record.TypeText: `"text"`, record.TypeInt: `9007199254740993`, record.TypeDecimal: `"0.06"`, record.TypeBool: `true`,
	record.TypeMoney: `{"amount":"12.30","currency":"CNY"}`, record.TypeDate: `"2026-02-18"`, record.TypeTime: `"2026-02-18T09:30:00.5+08:00"`,
	record.TypeRef: `{"entity":"customer","stream":"s","key":"1"}`, record.TypeMap: `{"k":"v"}`,
}

// filled writes a JSON object with every field of a schema, in its order.
func filled(fields []record.Field) string {
	var out []string
	for _, f := range fields {
		v := values[f.Type]
		if f.Type == record.TypeObject {
			v = filled(f.Fields)
		}
		if f.List {
			v = "[" + v + "]"
		}
		out = append(out, fmt.Sprintf("%q:%s", f.Name, v))
	}
	return "{" + strings.Join(out, ",") + "}"
}

// TestSchemaAndStructAgree fills in every field that a schema names, by its type, and
// wants a strict reading into the struct to give all of it back, nothing more.
func TestSchemaAndStructAgree(t *testing.T) {
	for _, k := range record.Kinds() {
		want := filled(record.Schema(k))
		got, err := decoders[k](record.Entity{Kind: k, Data: []byte(want)})
		if err != nil || string(got) != want {
			t.Errorf("%s: %v\n%s\ncame back as\n%s", k, err, want, got)
		}
		bare, err := decoders[k](record.Entity{Kind: k, Data: []byte(`{}`)})
		var m map[string]json.RawMessage
		if err == nil {
			err = json.Unmarshal(bare, &m)
		}
		need := slices.Sorted(strings.FieldsSeq(required[k]))
		if err != nil || !slices.Equal(slices.Sorted(maps.Keys(m)), need) {
			t.Errorf("%s: what is not given is written %s (%v); only %v are to be", k, bare, err, need)
		}
	}
}

func TestDecodeEntityRefusesAnotherKind(t *testing.T) {
	if _, err := record.DecodeEntity[record.Lead](record.Entity{Kind: record.KindDeal, Data: []byte(`{}`)}); err == nil {
		t.Error("a deal was read as a lead")
	}
	if _, err := record.DecodeEntity[record.Lead](record.Entity{Kind: "touch", Data: []byte(`{}`)}); err == nil {
		t.Error("an unknown kind was read as a lead")
	}
	if _, err := record.DecodeEntity[record.Lead](record.Entity{Kind: record.KindLead, Data: []byte(`{"created_at":"never"}`)}); err == nil {
		t.Error("a bad time was read")
	}
}

func TestChannels(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range record.Channels {
		if c.ID == "" || c.Zh == "" || c.En == "" || seen[c.ID] || strings.ToLower(c.ID) != c.ID {
			t.Errorf("%+v has no ID or title, or stands twice", c)
		}
		seen[c.ID] = true
	}
	for _, id := range []string{"baidu_sem", "website", "trade_fair", "direct", "other"} {
		if !seen[id] {
			t.Errorf("%s is missing", id)
		}
	}
}
