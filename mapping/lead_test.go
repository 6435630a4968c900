package mapping_test

import (
	"testing"

	"github.com/heliuhub/heliu/mapping"
)

const leadMapping = `version: 1
stream: leads
reject:
  - when: {path: _error.code, exists: true}
    code: {from: _error.code}
    message: {from: _error.message}
drop:
  - when: {path: type, in: [test]}
    reason: test_event
entities:
  - kind: lead
    when: {path: type, not_in: [spam]}
    fields:
      contact_name: name
      company_name: company
      tax_id: tax_no
      mobile: {from: [mobile, phone], else: phone}
      email: mail
      channel: {fn: channel, from: channel, rules: [{when: {path: click_ids.bd_vid, exists: true}, channel: baidu_sem}], default: website}
      status: {from: state, map: {新建: new, 已转化: converted}, default: new}
      landing_page: page
      utm: {from: page, fn: utm}
      click_ids: {from: [click_ids, page], fn: click_ids}
      created_at: {from: submitted_at, default: $received_at}
      extra: {rest: true, except: [secret]}
`

const leadCases = `
cases:
  - name: a plain lead
    envelope: {key: e1, received_at: 2026-03-01T10:00:00+08:00, occurred_at: 2026-03-01T09:59:00+08:00}
    input: {name: 示例联系人, mobile: "１３９００００１２３４", submitted_at: 2026-03-01T09:59:00+08:00}
    want:
      - {kind: lead, data: {contact_name: 示例联系人, mobile: "13900001234", channel: website, status: new, created_at: "2026-03-01T09:59:00+08:00"}}
  - name: a landline in the mobile column
    input: {name: 示例, mobile: 021-5555 0123, secret: x, other: {a: 1}, n: 12345678901234567890}
    want:
      - {kind: lead, data: {contact_name: 示例, phone: 021-5555 0123, channel: website, status: new, created_at: "2026-03-01T10:00:00+08:00", extra: {channel_rule: default, other: '{"a":1}', n: "12345678901234567890"}}}
    values: [{field: mobile, code: bad_phone, path: mobile, value: "021****0123"}]
  - name: a click id decides
    input: {click_ids: {bd_vid: abc}}
    want_some: [{kind: lead, data: {channel: baidu_sem, extra: {channel_rule: rule 1}}}]
  - name: the source says the channel
    input: {channel: douyin}
    want_some: [{kind: lead, data: {channel: douyin, extra: {channel_rule: explicit}}}]
  - name: row refused by its reader
    input: {_error: {code: unclosed_quote, message: 第7行}}
    dead: {code: unclosed_quote}
  - name: test event
    input: {type: test}
    dropped: test_event
  - name: spam
    input: {type: spam}
    want: []
  - name: bad time of a required field
    input: {submitted_at: 2026-02-30}
    dead: {code: bad_date, field: created_at, value: "2026-02-30"}
  - name: wrong check digit, record lives on
    input: {company: 示例公司, tax_no: 911101012345678901}
    want_some: [{kind: lead, data: {company_name: 示例公司}}]
    values: [{field: tax_id, code: uscc_checksum}]
`

func TestLead(t *testing.T) {
	mapping.RunTests(t, []byte(leadMapping), []byte(leadCases))
}
