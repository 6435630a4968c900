package world

import (
	"fmt"
	"slices"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// AccountSet is the account set of the demo's Kingdee; the connection's setting says the same.
const AccountSet = "001"

// makeCustomers emits the customers of the CRM and of Kingdee with each change they
// went through, and the contacts.
func (g *gen) makeCustomers() {
	for _, o := range g.orgs {
		if o.kdKey != "" {
			g.kingdeeCustomer(o)
		}
		if o.crmKey != "" {
			g.crmCustomer(o)
			g.contacts(o)
		}
	}
}

// crmCustomer emits a version for each moment at which the CRM learns something.
func (g *gen) crmCustomer(o *org) {
	times := []time.Time{o.crmAt}
	if o.former != "" {
		times = append(times, o.renamed)
	}
	if len(o.relations) > 0 {
		times = append(times, o.relatedAt)
	}
	if o.kdKey != "" && o.crmCode {
		times = append(times, o.kdAt.Add(time.Hour))
	}
	slices.SortFunc(times, time.Time.Compare)
	for _, t := range times {
		if !t.Before(o.crmAt) {
			g.crmVersion(o, t)
		}
	}
}

// crmVersion emits what the CRM knows of a customer at t. What does not depend on
// the time is drawn alike for every version.
func (g *gen) crmVersion(o *org, t time.Time) {
	d := dice{source(g.seed, "customer", o.id)}
	c := &model.Customer{
		Name: o.crm(), Key: o.crmKey, OrgKind: "company", Region: o.region, Phone: o.phone, Status: "active",
		Address: "示例省" + o.region + "号示范路" + fmt.Sprint(d.between(1, 999)) + "号", Owner: g.staff[d.IntN(4)].Key, Org: o.id,
	}
	if o.kind == hospital || o.kind == treasury {
		c.OrgKind = "public_institution"
	}
	if o.kind == hospital {
		c.Grade = pick(d, grades)
	}
	switch {
	case o.crmTax && o.kind != leasing && o.kind != treasury:
		c.TaxID, c.CleanTax = typeTax(d, o.tax)
	case o.crmTax:
		c.TaxID, c.CleanTax = o.tax, o.tax
	case d.chance(15):
		c.TaxID = "000000000000000000"
	}
	g.knownAt(c, o, t)
	g.emit(t, model.Change, model.ConnCRM, model.StreamCustomers, c.Key, c)
}

// knownAt fills in what the CRM knows at t.
func (g *gen) knownAt(c *model.Customer, o *org, t time.Time) {
	c.CleanName = o.nameAt(t)
	c.LegalName = c.CleanName
	if o.former != "" && !t.Before(o.renamed) {
		c.Former = []string{o.former}
	}
	if o.kdKey != "" && o.crmCode && t.After(o.kdAt) {
		c.Codes = []model.Code{{System: "kingdee", AccountSet: AccountSet, Code: o.kdKey}}
	}
	if !t.Before(o.relatedAt) {
		c.Relations = slices.Clone(o.relations)
	}
}

func (g *gen) kingdeeCustomer(o *org) {
	d := dice{source(g.seed, "kingdee customer", o.id)}
	c := &model.Customer{
		Name: o.kd(), Key: o.kdKey, Phone: o.phone, Region: o.region, Status: "active", Org: o.id,
		CleanName: o.nameAt(o.kdAt), Codes: []model.Code{{System: "kingdee", AccountSet: AccountSet, Code: o.kdKey}},
	}
	c.LegalName = c.CleanName
	if o.kdTax {
		c.TaxID, c.CleanTax = o.tax, o.tax
		if d.chance(6) {
			c.TaxID = " " + fullWidth(o.tax)
		}
	}
	g.emit(o.kdAt.Add(-30*time.Minute), model.Booking, model.ConnKingdee, model.StreamCustomers, c.Key, c)
}

// contacts enters some of the people of a customer.
func (g *gen) contacts(o *org) {
	d := dice{source(g.seed, "contacts", o.id)}
	for i, p := range o.people {
		if i > 0 && !d.chance(55) || i > 3 {
			continue
		}
		p.contact = fmt.Sprintf("P%06d", g.next("contact"))
		c := &model.Contact{
			Key: p.contact, Person: p.id, Org: o.id, Who: p.name, Customer: o.crm(), CustomerKey: o.crmKey,
			Department: p.department, Title: p.title, Role: pick(d, roles),
		}
		c.Name = model.NameOf(model.ConnCRM, model.StreamContacts, c.Key)
		if d.chance(92) {
			c.Mobile, c.CleanMobile = typeMobile(d, p.mobile), p.mobile
		}
		if p.email != "" && d.chance(70) {
			c.Email, c.CleanEmail = typeEmail(d, p.email), p.email
		}
		if p.wecom != "" && d.chance(60) {
			c.Wecom = p.wecom
		}
		g.emit(o.crmAt.Add(time.Duration(d.between(1, 600))*time.Minute), model.Change, model.ConnCRM, model.StreamContacts, c.Key, c)
	}
}
