package pipelines_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

// change is one version of one source record, as it is mapped. Its text holds
// connections by name ("@crm"), so that it means the same in every workspace.
type change struct {
	conn, stream, key string
	version           int
	made              []made // nothing: the record is deleted, or makes no entity any more
	deleted           bool
	edit              int // which edited copy of the version; 0: the source's own
}

// made is one entity of a change.
type made struct {
	kind, part, data string
}

func (c change) id() string { return c.conn + "/" + c.stream + "/" + c.key }

func (c change) hash() [32]byte { return sha256.Sum256(fmt.Append(nil, c.deleted, c.made)) }

// at is when it happened: a function of the version, as it is for a source.
func (c change) at() time.Time { return monday.Add(time.Duration(c.version) * time.Hour) }

// newer is the rule of record.Newer, by what the versions mean: a copy stands right
// behind the version that it repairs.
func (c change) newer(o change) bool {
	order := func(c change) string { return fmt.Sprintf("%03d/%03d", c.version, c.edit) }
	return record.Newer(order(c), c.hash(), order(o), o.hash())
}

// text is the version as it stands in the envelope.
func (c change) text() string {
	v := fmt.Sprintf("%03d", c.version)
	if c.edit > 0 {
		return record.EditedVersion(v, c.edit)
	}
	return v
}

// newestOf gives the current version of every record of a history.
func newestOf(history []change) map[string]change {
	out := map[string]change{}
	for _, c := range history {
		if old, ok := out[c.id()]; !ok || c.newer(old) {
			out[c.id()] = c
		}
	}
	return out
}

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, record.Shanghai)

// Few values, so that records meet.
var (
	taxIDs          = []string{string(record.MakeTaxID("91", "310000", "MA1PURE1")), string(record.MakeTaxID("91", "310000", "MA1PURE2")), string(record.MakeTaxID("91", "310000", "MA1PURE3"))}
	contracts       = []string{"HT-2026-001", "HT-2026-002", "HT-2026-003"}
	amounts         = []int64{10000, 20000, 30000, 50000, 33333}
	companies       = []string{"示例甲医院", "示例乙器械有限公司"}
	mobiles         = []string{"13900001111", "13900002222", "13900003333"}
	kindsOfRelation = []string{"dealer_of", "end_customer_of", "leased_by", "treasury_payer_for", "authorised_payer_for", "subsidiary_of"}
)

// source draws the changes of a history.
type source struct{ t *rapid.T }

func draw[T any](s source, what string, of ...T) T { return rapid.SampledFrom(of).Draw(s.t, what) }

func (s source) n(what string, from, to int) int { return rapid.IntRange(from, to).Draw(s.t, what) }

// one tells yes once in n times; a shrunk history has none of what it guards.
func (s source) one(what string, in int) bool { return s.n(what, 1, in) == in }

func (s source) key(prefix string, n int) string {
	return fmt.Sprintf("%s%d", prefix, s.n("key", 0, n-1))
}

// history draws the changes of one workspace: several versions of few records, in
// any order, with repetitions.
func (s source) history(n int) []change {
	out := make([]change, 0, n)
	for range n {
		if len(out) > 0 && s.one("again", 10) {
			out = append(out, out[s.n("which", 0, len(out)-1)])
			continue
		}
		out = append(out, s.change())
	}
	return out
}

func (s source) change() change {
	c := change{version: s.n("version", 1, 5)}
	var e any
	kind := draw(s, "kind", record.KindCustomer, record.KindCustomer, record.KindCustomer, record.KindContact, record.KindLead, record.KindLead, record.KindLead,
		record.KindDeal, record.KindDeal, record.KindOrder, record.KindReceivable, record.KindReceivable, record.KindPayment, record.KindPayment, record.KindSpend)
	switch kind {
	case record.KindCustomer:
		c.conn, c.stream, c.key = draw(s, "connection", "crm", "erp"), "customers", s.key("c", 4)
		e = s.customer()
	case record.KindContact:
		c.conn, c.stream, c.key = "crm", "contacts", s.key("t", 4)
		e = s.contact()
	case record.KindLead:
		c.conn, c.stream, c.key = "web", "leads", s.key("l", 7)
		e = s.lead()
	case record.KindDeal:
		c.conn, c.stream, c.key = "crm", "deals", s.key("d", 4)
		e = s.deal()
	case record.KindOrder:
		c.conn, c.stream, c.key = "erp", "orders", s.key("o", 3)
		e = s.order()
	case record.KindReceivable:
		c.conn, c.stream, c.key = "erp", "receivables", s.key("r", 5)
		e = s.receivable()
	case record.KindPayment:
		c.conn, c.stream, c.key = "erp", "payments", s.key("p", 6)
		e = s.payment()
	default:
		c.conn, c.stream, c.key = "web", "spend", s.key("s", 3)
		e = s.spend()
	}
	if c.deleted = s.one("deleted", 7); c.deleted {
		return c
	}
	c.made = []made{entityOf(kind, "", e)}
	if kind == record.KindCustomer && s.one("with a contact", 5) { // a record that makes two entities, or the second alone
		ref := record.Ref{Entity: record.KindCustomer, Stream: c.stream, Key: c.key}
		c.made = append(c.made, entityOf(record.KindContact, "1", record.Contact{Name: "示例联系人", Mobiles: []string{draw(s, "mobile", mobiles...)}, Customer: &ref}))
		if s.one("alone", 3) {
			c.made = c.made[1:]
		}
	}
	return c
}

func entityOf(kind, part string, e any) made {
	data, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	return made{kind, part, string(data)}
}

// toCustomer points at a customer by key, in this connection or another, by tax ID or by code.
func (s source) toCustomer() *record.Ref {
	r := record.Ref{Entity: record.KindCustomer}
	switch s.n("by", 0, 5) {
	default:
		r.Connection, r.Stream, r.Key = draw(s, "connection", "@crm", "@erp"), "customers", s.key("c", 4)
	case 4:
		r.Natural, r.Value = "tax_id", draw(s, "tax", taxIDs...)
	case 5:
		r.Natural, r.Value = "code", "erp//"+draw(s, "code", "K1", "K2")
	}
	return &r
}

func (s source) maybeCustomer(in int) *record.Ref {
	if s.n("refers", 1, in) == 1 {
		return nil
	}
	return s.toCustomer()
}

func (s source) tax() string {
	switch s.n("tax", 0, 4) {
	case 0, 1:
		return ""
	case 2:
		return taxIDs[0][:17] + "#"
	}
	return draw(s, "of", taxIDs...)
}

func (s source) customer() record.Customer {
	c := record.Customer{LegalName: draw(s, "name", companies...), TaxID: s.tax()}
	if s.one("coded", 3) {
		c.Codes = []record.Code{{System: "erp", Code: draw(s, "code", "K1", "K2")}}
	}
	for range s.n("relations", 0, 2) {
		c.Relations = append(c.Relations, record.Relation{Kind: draw(s, "relation", kindsOfRelation...), To: *s.toCustomer()})
	}
	return c
}

func (s source) contact() record.Contact {
	c := record.Contact{Name: "示例联系人", Customer: s.maybeCustomer(6)}
	if s.n("reachable", 0, 3) > 0 {
		c.Mobiles = []string{draw(s, "mobile", mobiles...)}
	}
	if s.one("mail", 3) {
		c.Emails = []string{draw(s, "email", "a@example.com", "b@example.com")}
	}
	return c
}

func (s source) lead() record.Lead {
	l := record.Lead{Channel: draw(s, "channel", "baidu_sem", "wecom"), Campaign: draw(s, "campaign", "骨科", "", "心内")}
	l.CreatedAt = monday.AddDate(0, 0, -s.n("days", 0, 3)*130).Add(time.Duration(s.n("quarters", 0, 5)) * 15 * time.Minute)
	if s.n("named", 0, 2) > 0 {
		l.ContactName = "示例甲"
	}
	if s.n("reachable", 0, 3) > 0 {
		l.Mobile = draw(s, "mobile", mobiles...)
	}
	if s.one("mail", 4) {
		l.Email = draw(s, "email", "a@example.com", "b@example.com")
	}
	if s.n("of a company", 0, 2) > 0 {
		l.CompanyName = draw(s, "company", companies...)
	}
	if s.one("taxed", 4) {
		l.TaxID = s.tax()
	}
	return l
}

func (s source) deal() record.Deal {
	d := record.Deal{Number: "D" + s.key("", 4), Buyer: s.toCustomer(), Status: draw(s, "status", "won", "won", "won", "open"), CreatedAt: monday.AddDate(0, 0, -30)}
	if s.one("with end customer", 4) {
		d.EndCustomer = s.toCustomer()
	}
	for range s.n("payers", 0, 1) {
		d.Payers = append(d.Payers, *s.toCustomer())
	}
	if s.n("contract", 0, 2) > 0 {
		d.ContractNo = draw(s, "number", contracts...)
	}
	if s.n("signed", 0, 5) > 0 {
		at := monday.AddDate(0, 0, s.n("days", 0, 2)*40)
		d.SignedAt = &at
	}
	gross, net := record.CNY(draw(s, "amount", amounts...)), record.CNY(draw(s, "net", amounts...))
	d.Amount = &gross
	if s.n("net known", 0, 3) > 0 {
		d.Net = &net
	}
	return d
}

func (s source) order() record.Order {
	o := record.Order{Number: "SO-100" + s.key("", 3), Customer: s.toCustomer(), Date: "2026-03-10", Amount: record.CNY(draw(s, "amount", amounts...))}
	if s.n("contract", 0, 2) > 0 {
		o.ContractNo = draw(s, "number", contracts...)
	}
	if s.one("deal", 3) {
		o.Deal = &record.Ref{Entity: record.KindDeal, Connection: "@crm", Stream: "deals", Key: s.key("d", 4)}
	}
	return o
}

func (s source) receivable() record.Receivable {
	r := record.Receivable{
		Number: "AR-200" + s.key("", 5), Kind: draw(s, "kind", "receivable", "receivable", "fapiao", "credit_note"), Customer: s.toCustomer(),
		Date: draw[record.Date](s, "date", "2026-04-01", "2026-04-02"), Amount: record.CNY(draw(s, "amount", amounts...)),
	}
	if s.one("void", 8) {
		r.Status = "void"
	}
	if s.one("contract", 3) {
		r.ContractNo = draw(s, "number", contracts...)
	}
	switch s.n("order", 0, 4) {
	case 3:
		r.Order = &record.Ref{Entity: record.KindOrder, Stream: "orders", Key: s.key("o", 3)}
	case 4:
		r.Order = &record.Ref{Entity: record.KindOrder, Natural: "number", Value: "SO-100" + s.key("", 3)}
	}
	if s.one("deal", 5) {
		r.Deal = &record.Ref{Entity: record.KindDeal, Connection: "@crm", Stream: "deals", Key: s.key("d", 4)}
	}
	return r
}

func (s source) payment() record.Payment {
	p := record.Payment{
		ID: s.key("", 6), Kind: draw(s, "kind", "receipt", "receipt", "receipt", "receipt", "refund"), OurAccount: "0001",
		ValueDate: draw[record.Date](s, "date", "2026-05-01", "2026-05-02"), Amount: record.CNY(draw(s, "amount", amounts...)), Customer: s.maybeCustomer(6),
	}
	switch s.n("names", 0, 4) {
	case 2:
		p.Memo = "货款" + draw(s, "number", contracts...)
	case 3:
		p.Memo = "AR-200" + s.key("", 5) + " " + draw(s, "number", append(contracts, "SO-1000", "SO-1001")...)
	case 4:
		p.Memo = "订单 SO-100" + s.key("", 3)
	}
	if s.one("contract", 6) {
		p.ContractNo = draw(s, "number", contracts...)
	}
	return p
}

func (s source) spend() record.Spend {
	x := record.Spend{
		Platform: "baidu", Account: "demo", Day: "2026-03-02", Channel: draw(s, "channel", "baidu_sem", "wecom"), Campaign: draw(s, "campaign", "骨科", ""),
		CostNet: record.CNY(draw(s, "cost", amounts...)), TaxRate: draw(s, "rate", "", "0.06"), TaxIncluded: s.one("included", 2), Spread: draw(s, "spread", "day", "range", "per_lead", "per_lead"),
	}
	x.CostGross = x.CostNet
	if x.Spread == "range" {
		x.RangeFrom, x.RangeTo = "2026-03-01", draw[record.Date](s, "to", "2026-03-03", "2026-04-02", "2026-02-01")
	}
	return x
}
