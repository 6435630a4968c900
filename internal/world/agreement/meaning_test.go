package agreement_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/internal/world/truth"
	"github.com/heliuhub/heliu/record"
)

// entity reads what the hub made of a record.
func entity[T any](h *hub, n model.Name) T {
	h.t.Helper()
	e, ok := h.got[n]
	if !ok {
		h.t.Errorf("%s never came", n)
	}
	v, err := record.DecodeEntity[T](e)
	if ok && err != nil {
		h.t.Error(err)
	}
	return v
}

// same compares what the hub understood with what the world meant.
func same[T comparable](t *testing.T, n model.Name, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: %s is %v, the world means %v", n, what, got, want)
	}
}

func only(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func keyOf(r *record.Ref) string {
	if r == nil {
		return ""
	}
	return r.Key
}

func checkParties(t *testing.T, h *hub, d *truth.Delivered) {
	for n, l := range d.Leads {
		v := entity[record.Lead](h, n)
		same(t, n, "contact name", v.ContactName, l.Who)
		same(t, n, "company", record.NormalizeName(v.CompanyName), record.NormalizeName(l.CleanName))
		same(t, n, "tax ID", v.TaxID, l.CleanTax)
		same(t, n, "mobile", v.Mobile, l.CleanMobile)
		same(t, n, "e-mail", v.Email, l.CleanEmail)
		same(t, n, "WeCom id", v.WecomExternalID, l.Wecom)
		same(t, n, "channel", v.Channel, l.Channel)
		same(t, n, "campaign", v.Campaign, l.Campaign)
		same(t, n, "campaign id", v.CampaignID, l.CampaignID)
		same(t, n, "creative", v.Creative, l.Creative)
		same(t, n, "time", v.CreatedAt.Unix(), l.CreatedAt.Unix())
	}
	for n, c := range d.Customers {
		v := entity[record.Customer](h, n)
		same(t, n, "tax ID", v.TaxID, c.CleanTax)
		same(t, n, "name", record.NormalizeName(v.LegalName), record.NormalizeName(c.CleanName))
		same(t, n, "codes", len(v.Codes), len(c.Codes))
		for i, k := range c.Codes {
			same(t, n, "code", v.Codes[i], record.Code{System: k.System, AccountSet: k.AccountSet, Code: k.Code})
		}
		same(t, n, "relations", len(v.Relations), len(c.Relations))
		for i, r := range c.Relations {
			same(t, n, "relation", v.Relations[i].Kind+" "+v.Relations[i].To.Key, r.Kind+" "+d.Customers[r.To].Key)
		}
	}
	for n, c := range d.Contacts {
		v := entity[record.Contact](h, n)
		same(t, n, "customer", keyOf(v.Customer), c.CustomerKey)
		same(t, n, "mobile", only(v.Mobiles), c.CleanMobile)
		same(t, n, "e-mail", only(v.Emails), c.CleanEmail)
		same(t, n, "WeCom id", v.WecomExternalID, c.Wecom)
	}
}

func checkMoney(t *testing.T, h *hub, d *truth.Delivered) {
	for n, s := range d.Spend {
		v := entity[record.Spend](h, n)
		same(t, n, "cost", v.CostNet, record.CNY(s.Net))
		same(t, n, "cost before rebate", v.CostGross, record.CNY(s.Gross))
		same(t, n, "tax", v.TaxIncluded, s.TaxIn)
		rate, _ := decimal.NewFromString(v.TaxRate)
		same(t, n, "rate", rate.Shift(4).IntPart(), s.TaxRate)
		same(t, n, "day", string(v.Day), s.Day)
		same(t, n, "range", v.RangeFrom+v.RangeTo, record.Date(s.From+s.To))
		same(t, n, "channel", v.Channel, s.Channel)
		same(t, n, "campaign", v.CampaignID+v.Campaign, s.CampaignID+s.Campaign)
	}
	for n, x := range d.Deals {
		v := entity[record.Deal](h, n)
		same(t, n, "amount", *v.Amount, record.CNY(x.Amount))
		same(t, n, "net", *v.Net, record.CNY(x.Net))
		same(t, n, "status", v.Status, x.Status)
		same(t, n, "contract", v.ContractNo, x.ContractNo)
		same(t, n, "signed", v.SignedAt != nil, !x.SignedAt.IsZero())
		same(t, n, "end customer", v.EndCustomer != nil, x.EndCustomer != "")
		same(t, n, "payers", len(v.Payers), len(x.Payers))
	}
	for n, o := range d.Orders {
		v := entity[record.Order](h, n)
		same(t, n, "amount", v.Amount, record.CNY(o.Amount))
		same(t, n, "contract", v.ContractNo, o.ContractNo)
	}
	for n, r := range d.Receivables {
		v := entity[record.Receivable](h, n)
		same(t, n, "amount", v.Amount, record.CNY(r.Amount))
		same(t, n, "contract", v.ContractNo, r.ContractNo)
		same(t, n, "order", keyOf(v.Order), r.OrderNo)
		same(t, n, "customer", keyOf(v.Customer), r.CustomerKey)
		same(t, n, "due", string(v.Due), r.Due)
		same(t, n, "void", v.Status == "void", r.Void)
	}
	for n, p := range d.Payments {
		v := entity[record.Payment](h, n)
		same(t, n, "amount", v.Amount, record.CNY(p.Amount))
		same(t, n, "kind", v.Kind, p.Kind)
		same(t, n, "contract", record.NormalizeNumber(v.ContractNo), record.NormalizeNumber(p.ContractNo))
		same(t, n, "payer", keyOf(v.Customer), p.CustomerKey)
		same(t, n, "day", string(v.ValueDate), p.Date)
	}
}
