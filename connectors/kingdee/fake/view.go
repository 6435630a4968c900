package fake

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/heliuhub/heliu/record"
)

// view answers View: the entity twice nested, property names without the leading
// F, names as texts of a language.
func (s *Server) view(w http.ResponseWriter, c call) {
	var q struct{ Number string }
	if err := json.Unmarshal(c.data, &q); err != nil {
		answer(w, status(8, "参数格式不正确"))
		return
	}
	s.mu.RLock()
	defer s.mu.RUnlock()
	var entity map[string]any
	switch strings.ToLower(c.formID) {
	case "bd_customer":
		if d, ok := s.customers.find(q.Number); ok {
			entity = common(d)
			entity["Number"], entity["Name"], entity["ShortName"] = d.Number, multi(d.Name), multi(d.ShortName)
			entity["TAXREGISTERCODE"], entity["SOCIALCRECODE"] = d.TaxRegisterCode, d.SocialCreditCode
			entity["CreateOrgId"], entity["UseOrgId"] = d.CreateOrg.view(), d.UseOrg.view()
			entity["ForbidStatus"] = yes(d.Forbidden).s
		}
	case "sal_saleorder":
		if d, ok := s.orders.find(q.Number); ok {
			entity = common(d)
			entity["BillNo"], entity["Date"], entity["CustId"] = d.BillNo, day(d.Date), s.customerBase(d.Customer).view()
			entity["CancelStatus"], entity[s.contract] = yes(d.Cancelled).s, d.Contract
			lines := make([]any, len(d.Entries))
			for i, e := range d.Entries {
				lines[i] = map[string]any{"Id": e.ID, "MaterialId": e.Material.view(), "Qty": decValue(e.Qty).cell(), "AllAmount": decValue(e.AllAmount).cell()}
			}
			entity["SaleOrderEntry"] = lines
		}
	case "ar_receivable":
		if d, ok := s.receivables.find(q.Number); ok {
			entity = common(d)
			entity["BillNo"], entity["DATE"], entity["CUSTOMERID"] = d.BillNo, day(d.Date), s.customerBase(d.Customer).view()
			entity[s.contract] = d.Contract
			entity["ALLAMOUNTFOR"] = sum(len(d.Entries), func(i int) string { return d.Entries[i].AllAmountFor }).cell()
		}
	case "ar_receivebill":
		if d, ok := s.receipts.find(q.Number); ok {
			entity = common(d)
			entity["BillNo"], entity["DATE"], entity["PAYUNIT"] = d.BillNo, day(d.Date), s.customerBase(d.PayUnit).view()
			entity["REMARK"], entity[s.contract] = d.Remark, d.Contract
			entity["RECAMOUNTFOR"] = sum(len(d.Entries), func(i int) string { return d.Entries[i].RecTotalAmount }).cell()
		}
	default:
		answer(w, status(9, "业务对象不存在："+c.formID))
		return
	}
	if entity == nil {
		answer(w, status(10, "传递的编码值不存在"))
		return
	}
	answer(w, map[string]any{"Result": map[string]any{"ResponseStatus": nil, "Result": entity}})
}

func common(d document) map[string]any {
	st := d.stamp()
	return map[string]any{"Id": st.ID, "DocumentStatus": st.Status, "CreateDate": local(st.Created), "ModifyDate": local(st.Modified)}
}

func local(t time.Time) string { return t.In(record.Shanghai).Format(serverTime) }

func day(d record.Date) any { return dateValue(d).cell() }

func multi(s string) []any { return []any{map[string]any{"Key": 2052, "Value": s}} }

func (b Base) view() any {
	if b.Number == "" {
		return nil
	}
	return map[string]any{"Id": baseID(b).n, "Number": b.Number, "Name": multi(b.Name)}
}
