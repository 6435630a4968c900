package kingdee

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/record"
)

// The letters of FCancelStatus, FCloseStatus and FForbidStatus.
const flagged = "B"

// finishCustomer picks the tax number. Without the setting use_org it leaves out the
// rows that a number has in organisations which did not create it.
func finishCustomer(s connectors.Settings, d *document) {
	created, used := d.text("FCreateOrgId.FNumber"), d.text("FUseOrgId.FNumber")
	d.skip = s.String("use_org") == "" && created != "" && used != "" && created != used
	d.set("_tax_id", taxID(d.text(s.String("uscc_field")), d.text("FTAXREGISTERCODE")))
}

// taxID prefers the unified code, then the registered number, where its checks
// hold; when neither holds it gives the first that is filled, so that the mapping can
// say what is wrong with it.
func taxID(unified, registered string) string {
	for _, t := range []string{unified, registered} {
		if _, grade := record.ParseTaxID(t); grade == record.TaxIDOK {
			return t
		}
	}
	if strings.TrimSpace(unified) != "" {
		return unified
	}
	return registered
}

func finishOrder(s connectors.Settings, d *document) {
	d.contract(s)
	if n := strings.TrimSpace(d.text("FSalerId.FNumber")); n != "" {
		d.set("_seller", "kingdee/"+s.String("account_set")+"/"+n)
	}
	status := "open"
	switch {
	case d.text("FCancelStatus") == flagged:
		status = "cancelled"
	case d.text("FCloseStatus") == flagged:
		status = "closed"
	}
	d.set("_status", status)
}

func finishReceivable(s connectors.Settings, d *document) {
	d.contract(s)
	status := map[string]string{"B": "partial", "C": "closed"}[d.text("FWRITTENOFFSTATUS")]
	if status == "" {
		status = "open"
	}
	if d.text("FCancelStatus") == flagged {
		status = "void"
	}
	d.set("_status", status)
	billType := d.text("FBillTypeID.FNumber")
	kind := "receivable"
	switch {
	case slices.Contains(s.List("opening_bill_types"), billType):
		kind = "opening"
	case slices.Contains(s.List("red_fapiao_bill_types"), billType):
		kind = "red_fapiao"
	case negative(d.head["FALLAMOUNTFOR"]):
		kind = "credit_note"
	}
	d.set("_kind", kind)
	for _, e := range d.entries {
		if n, _ := e["FORDERNUMBER"].(string); strings.TrimSpace(n) != "" {
			d.set("_order", strings.TrimSpace(n))
			break
		}
	}
}

// finishReceipt makes one payment of each entry: a receipt may come in part as a
// bill and in part by wire. A cancelled receipt is a deleted one, because a payment has no status.
func finishReceipt(s connectors.Settings, d *document) {
	d.contract(s)
	d.deleted = d.text("FCancelStatus") == flagged
	billType := d.text("FBILLTYPEID.FNumber")
	for _, e := range d.entries {
		kind := "receipt"
		settle, _ := e["FSETTLETYPEID.FNumber"].(string)
		switch {
		case slices.Contains(s.List("refund_bill_types"), billType):
			kind = "refund"
		case slices.Contains(s.List("opening_bill_types"), billType):
			kind = "opening"
		case slices.Contains(s.List("bill_settle_types"), settle):
			kind = "bill_received"
		}
		e["_kind"], e["_id"] = kind, d.number
		if kind != "bill_received" {
			e["_cash_date"] = d.text("FDATE")
		}
		if len(d.entries) > 1 {
			part := fmt.Sprint(e["FRECEIVEBILLENTRY_FENTRYID"])
			e["_part"], e["_id"] = part, d.number+"-"+part
		}
	}
}

func negative(v any) bool {
	n, ok := v.(json.Number)
	if !ok {
		return false
	}
	amount, err := decimal.NewFromString(n.String())
	return err == nil && amount.IsNegative()
}
