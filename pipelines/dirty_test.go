package pipelines_test

import (
	"testing"

	"github.com/heliuhub/heliu/record"
)

// Each of these needs one path by which a change makes accounts dirty: who is looked
// at only along another path misses it.
func TestWhatAChangeMakesDirty(t *testing.T) {
	named := record.Customer{LegalName: "示例甲医院"}
	a, b, c := customerAt("crm", "a"), customerAt("crm", "b"), customerAt("crm", "c")
	three := []change{of(1, "crm", "customers", "a", named), of(1, "crm", "customers", "b", named), of(1, "crm", "customers", "c", named)}
	withContract := func(d record.Deal, no string, payers ...record.Ref) record.Deal {
		d.ContractNo, d.Payers = no, payers
		return d
	}
	ofContract := func(r record.Receivable, no string) record.Receivable { r.ContractNo = no; return r }
	toEnd := wonDeal("D0", a)
	toEnd.EndCustomer = b
	openDeal := wonDeal("D0", a)
	openDeal.Status = "open"
	byOrder := owes("0", nil, 100)
	byOrder.Customer, byOrder.Order = customerAt("crm", "nobody"), &record.Ref{Entity: record.KindOrder, Stream: "orders", Key: "o0"}

	endOf := func(dealer *record.Ref) record.Customer {
		return record.Customer{LegalName: "示例乙医院", Relations: []record.Relation{{Kind: "end_customer_of", To: *dealer}}}
	}
	coded := func(codes ...string) record.Customer {
		x := named
		for _, k := range codes {
			x.Codes = append(x.Codes, record.Code{System: "erp", Code: k})
		}
		return x
	}
	works := func(at *record.Ref) record.Contact {
		return record.Contact{Name: "示例联系人", Mobiles: mobiles[:1], Customer: at}
	}

	runHistories(t, map[string][][]change{
		"the end customer goes and the deal is the buyer's again": {
			three, {of(1, "crm", "deals", "d0", toEnd)}, {of(2, "crm", "customers", "b")},
		},
		"a deal of nobody gets a buyer and is no longer won": {
			three, {of(1, "crm", "deals", "d0", wonDeal("D0", customerAt("crm", "nobody")))}, {of(2, "crm", "deals", "d0", openDeal)},
		},
		"a payment goes and leaves room for another's of the same item": {
			three,
			{of(1, "crm", "deals", "d0", withContract(wonDeal("D0", a), "HT-2026-001", *b))},
			{of(1, "erp", "receivables", "r0", ofContract(owes("0", a, 100), "HT-2026-001"))},
			{pay("p0", b, "2026-05-01", 100, "AR-20000")},
			{pay("p1", a, "2026-05-02", 100, "AR-20000")},
			{of(2, "erp", "payments", "p0")},
		},
		"a second deal of the contract takes away its payers": {
			three,
			{of(1, "crm", "deals", "d0", withContract(wonDeal("D0", a), "HT-2026-001", *b))},
			{of(1, "erp", "orders", "o0", record.Order{Number: "SO-1000", Customer: customerAt("crm", "nobody"), ContractNo: "HT-2026-001", Date: "2026-03-10", Amount: record.CNY(100)})},
			{of(1, "erp", "receivables", "r0", byOrder)},
			{pay("p0", b, "2026-05-01", 100, "AR-20000")},
			{of(1, "crm", "deals", "d1", withContract(wonDeal("D1", c), "HT-2026-001"))},
		},
		"of a dealer's two end customers one remains": {
			{of(1, "crm", "customers", "a", named)},
			{of(1, "crm", "customers", "b", endOf(a))},
			{of(1, "crm", "customers", "c", endOf(a))},
			{of(1, "crm", "deals", "d0", wonDeal("D0", a))},
			{of(2, "crm", "customers", "b", named)},
		},
		"one of two records of a tax ID goes, which nothing else joined": {
			{of(1, "crm", "customers", "a", record.Customer{LegalName: "示例甲医院", TaxID: taxIDs[0]}), of(1, "crm", "customers", "b", record.Customer{LegalName: "示例乙医院", TaxID: taxIDs[0]})},
			{of(2, "crm", "customers", "a")},
		},
		"whom a person works for falls apart between two others": {
			{of(1, "crm", "customers", "a", coded("K1")), of(1, "crm", "customers", "b", coded("K1", "K2")), of(1, "crm", "customers", "c", coded("K2"))},
			{of(1, "crm", "contacts", "t0", works(a)), of(1, "crm", "contacts", "t1", works(c))},
			{of(1, "web", "leads", "l0", record.Lead{ContactName: "示例甲", Mobile: mobiles[0], Channel: "wecom", CreatedAt: monday})},
			{of(2, "crm", "customers", "b", coded("K1"))},
		},
	})
}
