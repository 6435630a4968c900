package pipelines_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/recon"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
	"github.com/heliuhub/heliu/store"
)

// reference computes what a workspace must look like from the current versions of its
// records: everything at once, in memory, by the words of docs/rules.md. It shares the
// engines with the hub, and nothing of how the hub finds what belongs together.
type reference struct {
	t         testing.TB
	all       []thing
	byAlias   map[string][]thing // in the order of names
	org, pers map[string]string  // record → golden, named by its smallest record
	known     map[string]bool
	employers map[string][]string
	relations [][3]string
}

// thing is one entity of a current record.
type thing struct {
	name, conn string // the record's name, its connection's
	made
}

func newReference(t testing.TB, newest map[string]change) *reference {
	r := &reference{t: t, byAlias: map[string][]thing{}, known: map[string]bool{}, employers: map[string][]string{}}
	var orgs, people []mdm.Source
	for _, id := range slices.Sorted(maps.Keys(newest)) {
		c := newest[id]
		for _, m := range c.made {
			x := thing{id, c.conn, m}
			if m.part != "" {
				x.name += "#" + m.part
			}
			r.all = append(r.all, x)
			sources, err := mdm.Identities(mdm.Envelope{Name: x.name, Connector: c.conn, OccurredAt: c.at()}, record.Entity{Kind: m.kind, Data: json.RawMessage(m.data)})
			if err != nil {
				t.Fatal(err)
			}
			for _, s := range sources {
				if s.Kind == mdm.Person {
					people = append(people, s)
				} else {
					orgs = append(orgs, s)
				}
			}
			if m.part == "" {
				r.alias(x, "key", c.conn, c.stream, c.key, m.kind)
			}
			r.naturals(x)
		}
	}
	r.org, r.pers = cluster(orgs), cluster(people)
	for _, s := range orgs {
		if s.IsCustomer || s.Anchor != "" {
			r.known[r.org[s.Name]] = true
		}
	}
	r.ties()
	return r
}

func (r *reference) alias(x thing, parts ...string) {
	a := strings.Join(parts, "|")
	r.byAlias[a] = append(r.byAlias[a], x)
	slices.SortFunc(r.byAlias[a], func(a, b thing) int { return cmp.Compare(a.name, b.name) })
}

func (r *reference) naturals(x thing) {
	number := func(what, value string) {
		if value != "" {
			r.alias(x, x.kind, what, record.NormalizeNumber(value))
		}
	}
	switch x.kind {
	case record.KindCustomer:
		c := as[record.Customer](r, x)
		number("tax_id", c.TaxID)
		for _, k := range c.Codes {
			number("code", k.System+"/"+k.AccountSet+"/"+k.Code)
		}
	case record.KindDeal:
		number("contract_no", as[record.Deal](r, x).ContractNo)
	case record.KindOrder:
		number("number", as[record.Order](r, x).Number)
	}
}

func as[T any](r *reference, x thing) T {
	var v T
	if err := json.Unmarshal([]byte(x.data), &v); err != nil {
		r.t.Fatal(err)
	}
	return v
}

// at gives what a reference of a thing points at.
func (r *reference) at(from thing, ref *record.Ref) []thing {
	if ref == nil {
		return nil
	}
	if ref.Value != "" {
		return r.byAlias[strings.Join([]string{ref.Entity, ref.Natural, record.NormalizeNumber(ref.Value)}, "|")]
	}
	conn := cmp.Or(strings.TrimPrefix(ref.Connection, "@"), from.conn)
	return r.byAlias[strings.Join([]string{"key", conn, ref.Stream, ref.Key, ref.Entity}, "|")]
}

// orgsAt gives the golden organisations of all customers that a reference points at.
func (r *reference) orgsAt(from thing, ref *record.Ref) []string {
	var out []string
	for _, x := range r.at(from, ref) {
		out = append(out, r.org[x.name])
	}
	return out
}

// orgAt gives the golden organisation of the first of them.
func (r *reference) orgAt(from thing, ref *record.Ref) string {
	if os := r.orgsAt(from, ref); len(os) > 0 {
		return os[0]
	}
	return ""
}

func cluster(sources []mdm.Source) map[string]string {
	parts, _ := mdm.Cluster(sources, mdm.HoldersAmong(sources))
	out := map[string]string{}
	for _, p := range parts {
		for _, i := range p {
			out[sources[i].Name] = string(sources[i].Kind) + " " + sources[p[0]].Name
		}
	}
	return out
}

func (r *reference) ties() {
	for _, x := range r.all {
		switch person := r.pers[x.name]; x.kind {
		case record.KindCustomer:
			for _, l := range as[record.Customer](r, x).Relations {
				for _, to := range r.orgsAt(x, &l.To) {
					r.relations = append(r.relations, [3]string{r.org[x.name], l.Kind, to})
				}
			}
		case record.KindContact:
			r.employers[person] = append(r.employers[person], r.orgsAt(x, as[record.Contact](r, x).Customer)...)
		case record.KindLead:
			if o := r.org[x.name]; r.known[o] && person != "" {
				r.employers[person] = append(r.employers[person], o)
			}
		}
	}
}

// content is everything that is compared.
type content struct {
	store.Content
	Touches, Won []string
}

func (r *reference) content() content {
	var c content
	c.Organisations, c.Persons = partsOf(r.org), partsOf(r.pers)
	r.matrix(&c)
	r.matches(&c)
	return c
}

func partsOf(golden map[string]string) [][]string {
	members := map[string][]string{}
	for _, name := range slices.Sorted(maps.Keys(golden)) {
		members[golden[name]] = append(members[golden[name]], name)
	}
	var out [][]string
	for _, g := range slices.Sorted(maps.Keys(members)) {
		out = append(out, members[g])
	}
	return out
}

func (r *reference) matrix(c *content) {
	var touches []roi.Touch
	var deals []roi.Deal
	var relations []roi.Relation
	for _, x := range r.relations {
		relations = append(relations, roi.Relation{From: x[0], Kind: x[1], To: x[2]})
	}
	lead, deal := map[string]roi.Touch{}, map[string]roi.Deal{}
	for _, x := range r.all {
		switch x.kind {
		case record.KindLead:
			own, person := r.org[x.name], r.pers[x.name]
			account, _ := roi.TouchAccount(roi.Organisation{ID: own, Known: r.known[own]}, person, r.employers[person])
			lead[x.name] = roi.TouchOf(x.name, account, person, as[record.Lead](r, x))
			touches = append(touches, lead[x.name])
		case record.KindDeal:
			d := as[record.Deal](r, x)
			account, _ := roi.DealAccount(r.orgAt(x, d.Buyer), r.orgAt(x, d.EndCustomer), relations)
			deal[x.name] = roi.DealOf(x.name, account, d)
			deals = append(deals, deal[x.name])
		}
	}
	res := roi.Attribute(deals, touches)
	revenue, cost, open := cells{}, cells{}, cells{}
	for _, x := range res.Credits {
		t := lead[x.Touch]
		kind, _, _ := strings.Cut(x.Model, "@")
		revenue.add(store.ContentCell{Model: kind, Channel: t.Channel, Campaign: t.Campaign, Month: deal[x.Deal].Month(), Gross: x.Gross.Minor, Net: x.Net.Minor})
	}
	for _, u := range res.Unattributed {
		open.add(store.ContentCell{Month: u.Month(), Gross: u.Gross.Minor, Net: u.Net.Minor})
		c.Won = append(c.Won, fmt.Sprint(u.Key, " ", cmp.Or(u.Account, "-"), " 0 ", u.Reason))
	}
	for _, p := range res.Paths {
		c.Paths = append(c.Paths, store.ContentPath{Deal: deal[p.Deal].Number, Touches: p.Touches})
		c.Won = append(c.Won, fmt.Sprint(p.Deal, " ", deal[p.Deal].Account, " ", len(p.Touches), " "))
	}
	for _, t := range res.Counted {
		c.Touches = append(c.Touches, fmt.Sprint(t.Key, " ", t.Account, " true "))
	}
	for _, l := range res.Left {
		c.Touches = append(c.Touches, fmt.Sprint(l.Key, " ", cmp.Or(l.Account, "-"), " false ", l.Reason))
	}
	days := roi.LeadDaysOf(touches)
	for _, x := range r.all {
		if x.kind != record.KindSpend {
			continue
		}
		parts, err := roi.SpendDays(x.name, as[record.Spend](r, x), days)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, p := range parts {
			cost.add(store.ContentCell{Channel: p.Channel, Campaign: p.Campaign, Month: p.Month(), Net: p.Excl.Minor, Gross: p.Incl.Minor})
		}
	}
	c.Revenue, c.Cost, c.Unattributed = revenue.list(), cost.list(), open.list()
	slices.Sort(c.Touches)
	slices.Sort(c.Won)
}

// cells adds amounts up by cell.
type cells map[store.ContentCell][2]int64

func (cs cells) add(x store.ContentCell) {
	k := x
	k.Gross, k.Net = 0, 0
	cs[k] = [2]int64{cs[k][0] + x.Gross, cs[k][1] + x.Net}
}

func (cs cells) list() []store.ContentCell {
	var out []store.ContentCell
	for k, v := range cs {
		k.Gross, k.Net = v[0], v[1]
		out = append(out, k)
	}
	return out
}

func (r *reference) matches(c *content) {
	var in recon.Input
	for _, x := range r.relations {
		in.Relations = append(in.Relations, recon.Relation{From: x[0], Kind: x[1], To: x[2]})
	}
	for _, x := range r.all {
		switch x.kind {
		case record.KindReceivable:
			if it, ok := r.item(x); ok {
				in.Items = append(in.Items, it)
			}
		case record.KindPayment:
			p := as[record.Payment](r, x)
			if q, ok := recon.Matchable(x.name, r.orgAt(x, p.Customer), p); ok {
				in.Payments = append(in.Payments, q)
			} else {
				c.Unmatched = append(c.Unmatched, store.ContentUnmatched{Payment: x.name, Status: "not_matchable", Reason: p.Kind})
			}
		}
	}
	number := map[string]string{}
	for _, x := range r.all {
		if x.kind == record.KindDeal {
			number[x.name] = as[record.Deal](r, x).Number
		}
	}
	out := recon.Solve(in)
	for _, m := range out.Matches {
		c.Matches = append(c.Matches, store.ContentMatch{Payment: m.Payment, Item: m.Item, Deal: number[m.Deal], Amount: m.Amount.Minor, Currency: m.Amount.Currency, Rule: m.Rule})
	}
	for _, u := range out.Unmatched {
		c.Unmatched = append(c.Unmatched, store.ContentUnmatched{Payment: u.Payment, Status: "unmatched", Reason: u.Reason})
	}
}

// item makes the open item of a receivable by the words of docs/rules.md.
func (r *reference) item(x thing) (recon.Item, bool) {
	v := as[record.Receivable](r, x)
	it, ok := recon.OpenItem(x.name, v)
	if !ok {
		return it, false
	}
	it.Customer = r.orgAt(x, v.Customer)
	if orders := r.at(x, v.Order); len(orders) > 0 {
		o := as[record.Order](r, orders[0])
		it.Order, it.Contract = o.Number, cmp.Or(it.Contract, o.ContractNo)
	} else if v.Order != nil {
		it.Order = v.Order.Value
	}
	ref := v.Deal
	if ref == nil && it.Contract != "" {
		ref = &record.Ref{Entity: record.KindDeal, Natural: "contract_no", Value: it.Contract}
	}
	if deals := r.at(x, ref); len(deals) == 1 {
		it.Deal = deals[0].name
		for _, p := range as[record.Deal](r, deals[0]).Payers {
			it.Payers = append(it.Payers, r.orgsAt(deals[0], &p)...)
		}
	}
	return it, true
}
