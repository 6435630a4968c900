package world

import (
	"strconv"
	"strings"

	"github.com/heliuhub/heliu/connectors/kingdee/fake"
	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/record"
)

// KingdeeData gives Kingdee as it stood at the end of the past.
func (w *World) KingdeeData() fake.Data {
	last := map[string]*model.Event{}
	var order []string
	for _, e := range w.Past {
		if e.Target == model.ConnKingdee {
			k := e.Stream + "/" + e.Key
			if last[k] == nil {
				order = append(order, k)
			}
			last[k] = e
		}
	}
	var d fake.Data
	for _, k := range order {
		e := last[k]
		switch r := e.Rec.(type) {
		case *model.Customer:
			d.Customers = append(d.Customers, kdCustomer(e, r))
		case *model.Order:
			d.Orders = append(d.Orders, kdOrder(e, r))
		case *model.Receivable:
			d.Receivables = append(d.Receivables, kdReceivable(e, r))
		case *model.Payment:
			d.Receipts = append(d.Receipts, kdReceipt(e, r))
		}
	}
	return d
}

// stamp gives a document its inner number, always the same for one bill number.
func stamp(e *model.Event, form int64) fake.Stamp {
	digits := strings.TrimLeft(e.Key, "ADHKRSX")
	n, _ := strconv.ParseInt(digits, 10, 64)
	return fake.Stamp{ID: form*100_000_000 + n, Created: e.At, Modified: e.At, Approved: e.At}
}

func kdCustomer(e *model.Event, c *model.Customer) fake.Customer {
	k := fake.Customer{Stamp: stamp(e, 1), Number: c.Key, Name: c.LegalName, Tel: c.Phone, InvoiceTitle: c.LegalName}
	if c.Key[len(c.Key)-1]%2 == 0 { // sites fill one field or the other
		k.SocialCreditCode = c.TaxID
	} else {
		k.TaxRegisterCode = c.TaxID
	}
	return k
}

func kdOrder(e *model.Event, o *model.Order) fake.Order {
	rate := strconv.FormatInt(o.TaxPercent, 10)
	return fake.Order{
		Stamp: stamp(e, 2), BillNo: o.Key, Date: record.Date(o.Date), Customer: o.CustomerKey, Contract: o.ContractNo,
		Saler: fake.Base{Number: o.Seller},
		Entries: []fake.OrderEntry{{
			Material: fake.Base{Number: "CP" + o.Key[len(o.Key)-2:], Name: o.Product}, Unit: fake.Base{Number: "tai", Name: "台"}, Qty: "1",
			Price: yuan(o.Net), TaxPrice: yuan(o.Amount), TaxRate: rate, TaxAmount: yuan(o.Amount - o.Net), Amount: yuan(o.Net), AllAmount: yuan(o.Amount),
		}},
	}
}

func kdReceivable(e *model.Event, r *model.Receivable) fake.Receivable {
	return fake.Receivable{
		Stamp: stamp(e, 3), BillNo: r.Key, Date: record.Date(r.Date), EndDate: record.Date(r.Due), Customer: r.CustomerKey,
		Contract: r.ContractNo, Cancelled: r.Void,
		Entries: []fake.ReceivableEntry{{
			PriceQty: "1", TaxPrice: yuan(r.Amount), TaxRate: strconv.FormatInt(r.TaxPercent, 10), AllAmountFor: yuan(r.Amount),
			NoTaxAmountFor: yuan(r.Net), OrderNumber: r.OrderNo,
		}},
	}
}

func kdReceipt(e *model.Event, p *model.Payment) fake.Receipt {
	line := fake.ReceiptEntry{Account: fake.Base{Number: "BANK01", Name: "基本户"}, RecTotalAmount: yuan(p.Amount)}
	if p.Kind == "bill_received" {
		line.SettleType = fake.Base{Number: "JSFS07_SYS", Name: "银行承兑汇票"}
	}
	return fake.Receipt{
		Stamp: stamp(e, 4), BillNo: p.Key, Date: record.Date(p.Date), ContactUnit: p.ContactKey, PayUnit: p.CustomerKey,
		Contract: p.ContractNo, Remark: p.Memo, ThirdBillNo: p.BillNo, Entries: []fake.ReceiptEntry{line},
	}
}
