package mapping_test

import (
	"testing"

	"github.com/heliuhub/heliu/mapping"
)

// u8Mapping and u8Record are the benchmark's job: ten fields of a customer out of
// about 400 bytes of Chinese JSON: trim, number, date, enum, tax ID, reference.
const u8Mapping = `version: 1
stream: customers
entities:
  - kind: customer
    fields:
      legal_name: cCusName
      tax_id: cCusRegCode
      short_name: cCusAbbName
      address: cCusAddress
      phones: {from: [cCusPhone, cCusHand], all: true, split: "/、,;"}
      level: cCusLevel
      employees: iEmployees
      credit_limit: {from: iCusCreLine, fn: money, currency: CNY}
      status: {from: bCusState, map: {启用: active, 停用: frozen}}
      owner: {from: cCusPPerson, ref: {entity: employee, stream: persons}}
      codes: [{system: {const: u8}, account_set: $setting.account_set, code: cCusCode}]
`

func u8Record() string {
	return `{"cCusCode":"KH000123","cCusName":" 示例医疗器械（上海）有限公司 ","cCusAbbName":"示例医疗","cCusRegCode":"` + validTaxID() + `",` +
		`"cCusAddress":"上海市示例区示例路100号示例大厦2楼","cCusPhone":"021-55550123/13900001234","cCusHand":"１３９００００５６７８","cCusLevel":"A类客户",` +
		`"iEmployees":120,"iCusCreLine":"1,200,000.00","bCusState":"启用","cCusPPerson":"P001","dModifyDate":"2026-02-18 09:05:00","cMemo":null}`
}

func BenchmarkCustomer(b *testing.B) {
	m, err := mapping.Parse("u8.yaml", []byte(u8Mapping))
	if err != nil {
		b.Fatal(err)
	}
	r, env := rec(u8Record()), mapping.Env{Now: now, Settings: map[string]any{"account_set": "001"}}
	res, err := m.Apply(r, env)
	if err != nil || len(res.Values) > 0 || len(res.Entities) != 1 {
		b.Fatalf("%+v %v", res, err)
	}
	b.SetBytes(int64(len(r.Raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Apply(r, env); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLead(b *testing.B) {
	m, err := mapping.Parse("lead.yaml", []byte(leadMapping))
	if err != nil {
		b.Fatal(err)
	}
	r := rec(`{"name":"示例联系人","company":"示例有限公司","tax_no":"` + validTaxID() + `","mobile":"13900001234","mail":"a@example.com","state":"新建",` +
		`"page":"https://www.example.com/p?utm_source=baidu&utm_medium=cpc&bd_vid=abc","submitted_at":"2026-02-18T09:05:00+08:00","note":"想了解报价"}`)
	env := mapping.Env{Now: now}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := m.Apply(r, env); err != nil {
			b.Fatal(err)
		}
	}
}
