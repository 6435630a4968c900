package world

import (
	"strconv"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors/crm/fake"
	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/record"
)

// crmKinds are the canonical kinds of the CRM's objects.
var crmKinds = map[string]string{
	model.StreamCustomers: record.KindCustomer, model.StreamContacts: record.KindContact, model.StreamLeads: record.KindLead,
	model.StreamDeals: record.KindDeal, model.StreamActivities: record.KindActivity, model.StreamEmployees: record.KindEmployee,
	model.StreamOrgUnits: record.KindOrgUnit,
}

// CRMData gives the CRM as it stood at the end of the past.
func (w *World) CRMData() fake.Data {
	type state struct {
		last  *model.Event
		times int
	}
	rows := map[string]*state{}
	var order []string
	for _, e := range w.Past {
		if e.Target != model.ConnCRM {
			continue
		}
		k := e.Stream + "/" + e.Key
		if rows[k] == nil {
			rows[k] = &state{}
			order = append(order, k)
		}
		rows[k].last = e
		rows[k].times++
	}
	d := fake.Data{Objects: map[string][]fake.Object{}}
	for _, k := range order {
		s := rows[k]
		o := crmObject(s.last)
		o["version"] = s.times
		d.Objects[s.last.Stream] = append(d.Objects[s.last.Stream], o)
	}
	return d
}

// crmObject gives the object of a CRM event.
func crmObject(e *model.Event) fake.Object {
	var v any
	switch r := e.Rec.(type) {
	case *model.Customer:
		v = crmCustomer(r)
	case *model.Contact:
		v = record.Contact{
			Name: r.Who, Customer: crmRef(model.StreamCustomers, r.CustomerKey), Department: r.Department, Title: r.Title,
			Roles: texts(r.Role), Mobiles: texts(r.Mobile), Emails: texts(r.Email), WecomExternalID: r.Wecom,
		}
	case *model.Lead:
		v = crmLead(r)
	case *model.Deal:
		v = crmDeal(r)
	case *model.StageChange:
		v = record.StageChange{
			On: crmRef(model.StreamDeals, r.Deal), From: r.From, To: r.To, At: r.At, By: crmRef(model.StreamEmployees, r.By),
			Evidence: crmRef(model.StreamActivities, r.Evidence),
		}
	case *model.Activity:
		v = record.Activity{
			On: crmRef(r.Object, r.On), Owner: crmRef(model.StreamEmployees, r.Owner), Kind: r.Kind, Text: r.Text, At: &r.At,
			PainPoint: r.PainPoint, NextAction: r.NextAction, NextAt: record.Date(r.NextAt),
		}
	case *model.Employee:
		v = record.Employee{
			Number: r.Number, Name: r.Who, Mobile: r.Mobile, Email: r.Email, OrgUnit: crmRef(model.StreamOrgUnits, r.Unit),
			Manager: crmRef(model.StreamEmployees, r.Manager), Status: r.Status, LeftOn: record.Date(r.LeftOn),
			Codes: []record.Code{{System: "kingdee", AccountSet: AccountSet, Code: r.Code}},
		}
	case *model.OrgUnit:
		v = record.OrgUnit{Code: r.Code, Name: r.Title, Parent: crmRef(model.StreamOrgUnits, r.Parent), Kind: r.Kind}
	}
	return fake.Of(e.Key, e.At, v)
}

func crmCustomer(c *model.Customer) record.Customer {
	v := record.Customer{
		LegalName: c.LegalName, FormerNames: c.Former, TaxID: c.TaxID, OrgKind: c.OrgKind, RegionCode: c.Region, Address: c.Address,
		Phones: texts(c.Phone), HospitalGrade: c.Grade, Status: c.Status, Owner: crmRef(model.StreamEmployees, c.Owner),
	}
	for _, k := range c.Codes {
		v.Codes = append(v.Codes, record.Code{System: k.System, AccountSet: k.AccountSet, Code: k.Code})
	}
	for _, r := range c.Relations {
		v.Relations = append(v.Relations, record.Relation{Kind: r.Kind, To: *crmNamed(r.To)})
	}
	return v
}

func crmLead(l *model.Lead) record.Lead {
	v := record.Lead{
		ContactName: l.Who, CompanyName: l.Company, Department: l.Department, TaxID: l.TaxID, Mobile: l.Mobile, Phone: l.Phone,
		Email: l.Email, WecomExternalID: l.Wecom, Product: l.Product, Message: l.Message, Channel: l.Channel, Campaign: l.Campaign,
		CampaignID: l.CampaignID, Creative: l.Creative, Region: l.Region, CreatedAt: l.CreatedAt, Status: l.Status,
		InvalidReason: l.Reason, Owner: crmRef(model.StreamEmployees, l.Owner),
	}
	if l.Partner != "" {
		v.Partner = crmRef(model.StreamCustomers, l.Partner)
	}
	return v
}

func crmDeal(d *model.Deal) record.Deal {
	amount, net := record.CNY(d.Amount), record.CNY(d.Net)
	v := record.Deal{
		Number: d.Number, Name: d.Title, Buyer: crmNamed(d.Buyer), EndCustomer: crmNamed(d.EndCustomer), Partner: crmNamed(d.Partner),
		Lead: crmNamed(d.Lead), Owner: crmRef(model.StreamEmployees, d.Owner), Stage: d.Stage, Status: d.Status, Amount: &amount, Net: &net,
		TaxRate: percent(d.TaxPercent), ProductLine: d.ProductLine, ContractNo: d.ContractNo, CreatedAt: d.CreatedAt,
		SignedAt: moment(d.SignedAt), ClosedAt: moment(d.ClosedAt), LostReason: d.LostReason,
	}
	if d.ContractNo != "" {
		v.ContractStatus = "signed"
	}
	for _, n := range d.Payers {
		v.Payers = append(v.Payers, *crmNamed(n))
	}
	for _, p := range d.Plan {
		v.PaymentPlan = append(v.PaymentPlan, record.PlanLine{No: int64(p.No), Trigger: p.Trigger, Due: record.Date(p.Due), Amount: record.CNY(p.Amount), Kind: p.Kind})
	}
	return v
}

// crmRef points at an object of the CRM; nil for no key.
func crmRef(stream, key string) *record.Ref {
	if key == "" {
		return nil
	}
	return &record.Ref{Entity: crmKinds[stream], Stream: stream, Key: key}
}

// crmNamed points at the CRM record of that name; nil for none.
func crmNamed(n model.Name) *record.Ref {
	if n == "" {
		return nil
	}
	parts := strings.SplitN(string(n), "/", 3)
	return crmRef(parts[1], parts[2])
}

func texts(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// percent writes 13 as 0.13.
func percent(p int64) string { return "0." + strconv.FormatInt(100+p, 10)[1:] }
