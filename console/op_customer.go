package console

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

type customersIn struct {
	Paging
	Personal
	Kind   string `query:"kind" enum:"organisation,person" doc:"both without it"`
	Q      string `query:"q" maxLength:"100" doc:"part of the name, or a tax ID"`
	Mobile string `query:"mobile" maxLength:"30" doc:"who has this mobile number, in any spelling"`
	Email  string `query:"email" maxLength:"254"`
	TaxID  string `query:"tax_id" maxLength:"40"`
}

type customersOut struct {
	Body struct {
		Items      []views.CustomerRow `json:"items" nullable:"false"`
		NextCursor string              `json:"next_cursor" doc:"empty at the end"`
		Masked     bool                `json:"masked"`
	}
}

type customerIn struct {
	ID string `path:"id" doc:"id of the golden record; that of a merged one answers with its survivor"`
	Conditional
	Personal
}

func customerOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listCustomers", Method: http.MethodGet, Path: "/api/v1/customers", Tags: []string{"customers"}, Summary: "Customers",
		Description: "Organisations, and those persons without one; with mobile or email also the persons of organisations, each before its organisation.",
	}, c.customers)
	register(c, huma.Operation{
		OperationID: "getCustomer", Method: http.MethodGet, Path: "/api/v1/customers/{id}", Tags: []string{"customers"}, Summary: "A golden record with why each value won",
		Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *customerIn) (*tagged[views.Customer], error) {
		mask, err := in.masked(by)
		if err != nil {
			return nil, err
		}
		x, err := c.Customers.Customer(ctx, by.Workspace, in.ID)
		if err != nil {
			return nil, err
		}
		if err := c.noteView(ctx, by, mask, in.Personal, "customer", x.ID, []string{x.ID}, personalFields(x)...); err != nil {
			return nil, err
		}
		x.AskedFor, x.Redirected = in.ID, !strings.EqualFold(in.ID, x.ID)
		return answerTagged(in.Conditional, "", dressCustomer(x, mask))
	})
	register(c, huma.Operation{
		OperationID: "getCustomerSections", Method: http.MethodGet, Path: "/api/v1/customers/{id}/sections", Tags: []string{"customers"},
		Summary: "What there is around a customer: touches, deals, orders, receivables, payments, contacts, relations, activities", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *customerIn) (*tagged[views.Sections], error) {
		mask, err := in.masked(by)
		if err != nil {
			return nil, err
		}
		x, err := c.Customers.Sections(ctx, by.Workspace, in.ID)
		if err != nil {
			return nil, err
		}
		if err := c.noteView(ctx, by, mask, in.Personal, "customer", in.ID, sectionSubjects(in.ID, x), "contacts", "touches", "payments", "activities"); err != nil {
			return nil, err
		}
		return answerTagged(in.Conditional, "", dressSections(x, by, mask))
	})
}

func (c *console) customers(ctx context.Context, by access.Actor, in *customersIn) (*customersOut, error) {
	mask, err := in.masked(by)
	if err != nil {
		return nil, err
	}
	q := views.CustomerQuery{Kind: in.Kind, Text: record.NormalizeWidth(in.Q)}
	if q.Mobile, err = identifierOf("mobile", in.Mobile, func(s string) (string, bool) { m, ok := record.ParseMobile(s); return string(m), ok }); err != nil {
		return nil, err
	}
	if q.Email, err = identifierOf("email", in.Email, record.ParseEmail); err != nil {
		return nil, err
	}
	if q.TaxID, err = identifierOf("tax_id", in.TaxID, func(s string) (string, bool) {
		id, grade := record.ParseTaxID(s)
		return string(id), grade == record.TaxIDOK
	}); err != nil {
		return nil, err
	}
	filter := filterHash("customers", q.Kind, "\x00", q.Text, "\x00", q.Mobile, "\x00", q.Email, "\x00", q.TaxID)
	if q.Page, err = in.page(filter); err != nil {
		return nil, err
	}
	rows, next, err := c.Customers.ListCustomers(ctx, by.Workspace, q)
	if err != nil {
		return nil, err
	}
	if !mask {
		var whom []string
		for _, r := range rows {
			if r.Kind == "person" {
				whom = append(whom, r.ID)
			}
		}
		if err := c.noteView(ctx, by, mask || len(whom) == 0, in.Personal, "customers", "", whom, "name", "mobiles", "emails"); err != nil {
			return nil, err
		}
	}
	out := &customersOut{}
	out.Body.Items, out.Body.NextCursor, out.Body.Masked = []views.CustomerRow{}, nextCursor(filter, next), mask
	for _, r := range rows {
		if mask {
			MaskCustomer(&r)
		}
		out.Body.Items = append(out.Body.Items, r)
	}
	return out, nil
}

// personalFields names the fields of a golden record that hold personal values.
func personalFields(x views.Customer) []string {
	out := []string{}
	for _, f := range x.Fields {
		if fieldClass[f.Name] != "" {
			out = append(out, f.Name)
		}
	}
	return out
}

// sectionSubjects are the persons around a customer.
func sectionSubjects(id string, x views.Sections) []string {
	out := []string{id}
	for _, k := range x.Contacts {
		out = append(out, k.Golden.ID)
	}
	for _, t := range x.Touches {
		if t.Person != nil {
			out = append(out, t.Person.ID)
		}
	}
	return out
}

// maskGolden masks the name of a person; it may be a number or an address.
func maskGolden(kind, name string) string {
	switch {
	case kind != "person":
		return name
	case strings.Contains(name, "@"):
		return maskEmail(name)
	case strings.Contains(name, "*"):
		return name
	case len(record.NormalizePhone(name)) >= 7:
		return maskPhone(name)
	}
	return maskName(name)
}

func maskRef(g *views.GoldenRef) {
	if g != nil {
		g.Name = maskGolden(g.Kind, g.Name)
	}
}

func dressCustomer(x views.Customer, mask bool) views.Customer {
	x.Masked = mask
	if mask {
		x.Name = maskGolden(x.Kind, x.Name)
	}
	for i := range x.Fields {
		f := &x.Fields[i]
		f.Title, f.Why, f.PII = word(fieldTitles, f.Name), word(ruleTexts, f.Rule), fieldClass[f.Name]
		if f.PII == "" || !mask {
			continue
		}
		f.Value = maskField(*f, f.Value)
		for j := range f.Values {
			f.Values[j].Value = maskField(*f, f.Values[j].Value)
		}
		for j := range f.Losers {
			f.Losers[j].Value = maskField(*f, f.Losers[j].Value)
		}
	}
	place := map[string]int{}
	for i, name := range fieldOrder {
		place[name] = i - len(fieldOrder)
	}
	slices.SortFunc(x.Fields, func(a, b views.Field) int { return cmp.Or(place[a.Name]-place[b.Name], cmp.Compare(a.Name, b.Name)) })
	for i := range x.Identifiers {
		id := &x.Identifiers[i]
		id.Title = word(identifierTitles, id.Type)
		if mask {
			id.Value = maskIdentifier(id.Type, id.Value)
		}
	}
	for i := range x.MergedFrom {
		if mask {
			maskRef(&x.MergedFrom[i])
		}
	}
	return x
}

func maskField(f views.Field, v string) string {
	if f.Name == "bank_accounts" {
		t, _ := maskPayload(v, true)
		return t
	}
	if v == "" {
		return ""
	}
	return maskNamed(f.Name, f.PII, v)
}

// maskIdentifier masks what stands before the bar: the company's name behind it is
// no personal value.
func maskIdentifier(kind, v string) string {
	head, tail, both := strings.Cut(v, "|")
	switch kind {
	case "name_mobile", "mobile":
		head = maskPhone(head)
	case "name_email", "email":
		head = maskEmail(head)
	case "wecom", "wechat_union":
		head = maskTail(head)
	default:
		return v
	}
	if both {
		return head + "|" + tail
	}
	return head
}

func dressSections(x views.Sections, by access.Actor, mask bool) views.Sections {
	x.Hidden = []string{}
	if !by.Can(access.PaymentRead) {
		x.Payments, x.Receivables, x.Hidden = []views.PaymentRow{}, []views.Document{}, append(x.Hidden, "payments", "receivables")
		x.Counts.Payments, x.Counts.Receivables = 0, 0
	}
	for i := range x.Touches {
		dressTouch(&x.Touches[i], mask)
	}
	for i := range x.Payments {
		dressPayment(&x.Payments[i], mask)
	}
	for i := range x.Deals {
		if mask {
			maskRef(x.Deals[i].Account)
		}
	}
	for i := range x.Contacts {
		if k := &x.Contacts[i]; mask {
			maskRef(&k.Golden)
			k.Mobile = maskPhone(k.Mobile)
			if k.Email != "" {
				k.Email = maskEmail(k.Email)
			}
		}
	}
	for i := range x.Relations {
		x.Relations[i].Title = word(relationTitles, x.Relations[i].Kind)
	}
	for i := range x.Activities {
		if mask {
			x.Activities[i].Text = maskText(x.Activities[i].Text)
		}
	}
	return x
}

func dressTouch(t *views.Touch, mask bool) {
	t.ChannelTitle = channelTitle(t.Channel)
	if t.Reason != "" {
		why := word(touchReasons, t.Reason)
		t.Why = &why
	}
	if mask {
		maskRef(t.Person)
		maskRef(t.Account)
	}
}

func dressPayment(p *views.PaymentRow, mask bool) {
	if p.Status == "unmatched" && p.Reason != "" {
		why := word(paymentReasons, p.Reason)
		p.ReasonText = &why
	}
	if mask {
		maskRef(p.Payer)
		p.Memo = maskText(p.Memo)
	}
}
