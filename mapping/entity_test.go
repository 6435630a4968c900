package mapping_test

import (
	"strings"
	"testing"

	"github.com/heliuhub/heliu/mapping"
)

const nestedMapping = `version: 1
stream: customers
entities:
  - kind: customer
    fields:
      legal_name: name
      tax_id: tax
      phones: {from: [tel, hand], all: true, split: "/、,;"}
      emails: [mail, {from: mail2, fn: email}]
      owner: {from: sales, ref: {entity: employee, stream: persons}}
      registered_capital: {from: capital, scale: wan}
      codes:
        - {system: {const: u8}, account_set: $setting.account_set, code: code}
        - {when: {path: old_code, not_in: ["0"]}, system: {const: old}, code: old_code}
      relations: {each: "relations[]", when: {path: kind, exists: true}, fields: {kind: kind, to: {from: to.id, ref: {entity: customer, stream: customers}}, since: since}}
      bank_accounts: {each: "banks[]", fields: {account_no: no, bank: bank, name: ^.name}}
      extra: {rest: true, except: [secret]}
  - kind: contact
    each: people[]
    part: id
    when: {path: name, exists: true}
    fields:
      name: name
      customer: {from: ^.id, ref: {entity: customer, stream: customers}}
      mobiles: {each: "numbers[]", from: no, when: {path: kind, equals: mobile}}
      title: $index
`

const nestedCases = `settings: {account_set: "001"}
cases:
  - name: everything
    input:
      id: 7
      name: 示例有限公司
      tel: "021-55550123；021-55550124"
      hand: "13900001234"
      mail: A@example.com
      mail2: b@example.com
      sales: 12
      capital: "1,000.5"
      code: KH1
      old_code: "0"
      relations: [{kind: branch_of, to: {id: 9}, since: 2026/1/2}, {to: {id: 8}}, {kind: subsidiary_of}]
      banks: {no: 6222-0000 1234, bank: 示例银行}
      note: "x\u202ey"
      flag: true
      sub: {a: [1, 2]}
      secret: s
      blank: " "
      people:
        - {id: 1, name: 甲, numbers: [{no: "13900001234", kind: mobile}, {no: "021", kind: tel}, {no: "139", kind: mobile}]}
        - {id: 2}
        - null
        - {id: 3, name: 丙}
    want:
      - kind: customer
        data:
          legal_name: 示例有限公司
          phones: ["02155550123", "02155550124", "13900001234"]
          emails: [a@example.com, b@example.com]
          owner: {entity: employee, stream: persons, key: "12"}
          registered_capital: {amount: "10005000.00", currency: CNY}
          codes: [{system: u8, account_set: "001", code: KH1}]
          relations: [{kind: branch_of, to: {entity: customer, stream: customers, key: "9"}, since: "2026-01-02"}]
          bank_accounts: [{account_no: 6222-0000 1234, bank: 示例银行, name: 示例有限公司}]
          extra: {note: "x\u202ey", flag: "true", sub: '{"a":[1,2]}'}
      - {kind: contact, part: "1", data: {name: 甲, customer: {entity: customer, stream: customers, key: "7"}, mobiles: ["13900001234"], title: "1"}}
      - {kind: contact, part: "3", data: {name: 丙, customer: {entity: customer, stream: customers, key: "7"}, title: "4"}}
    values: [{field: relations.to, code: missing_field, path: to.id}, {field: mobiles, code: bad_phone, path: no}]
  - name: no code, no codes
    input: {name: 示例}
    want: [{kind: customer, data: {legal_name: 示例}}]
  - name: two people of one number
    input: {name: 示例, people: [{id: 1, name: 甲}, {id: 1, name: 乙}]}
    dead: {code: mapping_failed, field: contact}
  - name: nothing
    input: {}
    dead: {code: missing_field, field: legal_name}
  - name: a delete needs no mapping
    envelope: {op: delete}
    raw: ""
    want: []
`

func TestNested(t *testing.T) {
	mapping.RunTests(t, []byte(nestedMapping), []byte(nestedCases))
}

const refMapping = `version: 1
stream: activities
entities:
  - kind: activity
    fields:
      on: {from: on.id, ref: {entity: {from: on.object, map: {deals: deal, customers: customer, leads: lead}}, stream: {from: on.object}}}
      owner: {from: "owner.no", ref: {entity: employee, natural: number}}
      kind: {from: kind, fn: lower}
      text: {concat: [subject, {from: body}], sep: ": "}
      at: {from: [at, $occurred_at]}
      roles: {from: roles, map: {技术: technical, 采购: purchasing}}
`

const refCases = `
cases:
  - name: the entity that the source says
    input: {on: {object: deals, id: 5}, "owner.no": E01, kind: CALL, subject: 回访, body: 已联系, roles: [技术, 技术, 采购]}
    want:
      - kind: activity
        data: {on: {entity: deal, stream: deals, key: "5"}, owner: {entity: employee, natural: number, value: E01}, kind: call, text: "回访: 已联系",
          at: "2026-03-01T10:00:00+08:00", roles: [technical, purchasing]}
  - name: an object that nobody knows
    input: {on: {object: quotes, id: 5}}
    dead: {code: bad_reference, field: on, value: "5"}
  - name: a role that nobody knows
    input: {on: {object: leads, id: 5}, roles: [技术, 老板]}
    want_some: [{kind: activity, data: {roles: [technical]}}]
    values: [{field: roles, code: bad_enum, value: 老板}]
`

func TestRefs(t *testing.T) {
	mapping.RunTests(t, []byte(refMapping), []byte(refCases))
}

const urlMapping = `version: 1
stream: leads
entities:
  - kind: lead
    fields:
      created_at: $received_at
      landing_page: {from: page, fn: keep}
      keyword: {from: page, fn: url_param, name: utm_term, default: none}
      utm: {from: [utm, page], fn: utm}
      click_ids: {from: page, fn: click_ids}
      channel:
        fn: channel
        from: channel
        rules:
          - {name: baidu, when: {any: [{path: page, matches: "[?&]bd_vid="}, {path: src, in: [baidu, 百度]}]}, channel: baidu_sem}
          - {when: {all: [{path: src, equals: fair}, {not: {path: online, equals: "true"}}]}, channel: trade_fair}
        default: website
      extra: {map_of: {form: form_id}}
`

const urlCases = `
cases:
  - name: a landing page with everything
    input: {page: "https://www.example.com/p?utm_source=baidu&utm_term=%E7%A4%BA%E4%BE%8B+%E8%AF%8D&utm_campaign={campaign}&bd_vid=123&gclid=__GCLID__&x=1#top", form_id: 3}
    want:
      - kind: lead
        data: {created_at: "2026-03-01T02:00:00Z", landing_page: "https://www.example.com/p?utm_source=baidu&utm_term=%E7%A4%BA%E4%BE%8B+%E8%AF%8D&utm_campaign={campaign}&bd_vid=123&gclid=__GCLID__&x=1#top",
          keyword: 示例 词, utm: {source: baidu, term: 示例 词}, click_ids: {bd_vid: "123"}, channel: baidu_sem, extra: {form: "3", channel_rule: baidu}}
  - name: GB18030 in the address, behind the sign of a single-page site
    input: {page: "https://www.example.com/#/p?utm_term=%CA%BE%C0%FD&UTM_Source=x"}
    want_some: [{kind: lead, data: {keyword: 示例, utm: {source: x, term: 示例}, channel: website, extra: {channel_rule: default}}}]
  - name: neither encoding
    input: {page: "https://www.example.com/?utm_term=%FF%FF%FF"}
    want_some: [{kind: lead, data: {keyword: none}}]
  - name: an object stands for the parameters
    input: {utm: {source: a, medium: "", n: 1}, src: 百度}
    want_some: [{kind: lead, data: {utm: {source: a, n: "1"}, channel: baidu_sem}}]
  - name: a fair
    input: {src: fair, online: false}
    want_some: [{kind: lead, data: {channel: trade_fair, extra: {channel_rule: rule 2}}}]
  - name: a fair that is online is none, the channel said by its title
    input: {src: fair, online: true, channel: 企业微信}
    want_some: [{kind: lead, data: {channel: wecom, extra: {channel_rule: explicit}}}]
  - name: an unknown channel is not taken over
    input: {channel: telepathy}
    want_some: [{kind: lead, data: {channel: website}}]
`

func TestURLAndChannel(t *testing.T) {
	mapping.RunTests(t, []byte(urlMapping), []byte(urlCases))
}

// TestManyParts: entities of a record are told apart however many there are, and
// none takes over what another one left out.
func TestManyParts(t *testing.T) {
	m, err := mapping.Parse("m", []byte(`{version: 1, stream: s, entities: [
		{kind: org_unit, fields: {code: id, name: id}},
		{kind: contact, each: "people[]", part: id, fields: {name: id, mobiles: {from: tel, else: phones}}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	people := func(ids ...string) string {
		return `{"id":"u","people":[{"id":"first","tel":"021-1"},` + strings.Join(ids, ",") + `]}`
	}
	var ids []string
	for i := range 40 {
		ids = append(ids, `{"id":"p`+itoa(i)+`"}`)
	}
	res, err := m.Apply(rec(people(ids...)), mapping.Env{})
	if err != nil || len(res.Entities) != 42 {
		t.Fatalf("%d entities: %v", len(res.Entities), err)
	}
	if got := string(res.Entities[1].Data); got != `{"name":"first","phones":["021-1"]}` {
		t.Errorf("the first: %s", got)
	}
	for i, e := range res.Entities[2:] {
		if want := `{"name":"p` + itoa(i) + `"}`; string(e.Data) != want {
			t.Errorf("entity %s, want %s", e.Data, want)
		}
	}
	for _, twice := range []string{`{"id":"p0"}`, `{"id":"p39"}`, `{"id":"first"}`} {
		if _, err := m.Apply(rec(people(append(ids, twice)...)), mapping.Env{}); codeOf(err) != "mapping_failed" {
			t.Errorf("%s twice: %v", twice, err)
		}
	}
}
