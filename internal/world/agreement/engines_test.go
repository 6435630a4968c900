package agreement_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/internal/world/truth"
	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/recon"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
)

// golden is the golden records that mdm makes of the hub's entities, each named by
// its smallest source record.
type golden struct {
	h           *hub
	orgs, pers  map[string]string // record → golden
	known       map[string]bool   // organisations with a tax ID or a customer
	employers   map[string][]string
	relations   [][3]string
	ordersByNo  map[string]record.Order
	dealsByCont map[string][]record.Deal
}

func (h *hub) golden(want *truth.Provable) *golden {
	var orgs, people []mdm.Source
	for n, e := range h.got {
		list, err := mdm.Identities(mdm.Envelope{Name: string(n)}, e)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, s := range list {
			if s.Kind == mdm.Organisation {
				orgs = append(orgs, s)
			} else {
				people = append(people, s)
			}
		}
	}
	g := &golden{
		h: h, known: map[string]bool{}, employers: map[string][]string{},
		ordersByNo: map[string]record.Order{}, dealsByCont: map[string][]record.Deal{},
	}
	g.orgs = h.cluster(orgs, want.Organisations, "organisations")
	g.pers = h.cluster(people, want.Persons, "persons")
	for _, s := range orgs {
		if s.IsCustomer || s.Anchor != "" {
			g.known[g.orgs[s.Name]] = true
		}
	}
	g.gather()
	return g
}

// cluster joins sources and holds the parts against those of the truth.
func (h *hub) cluster(sources []mdm.Source, want [][]model.Name, what string) map[string]string {
	parts, refused := mdm.Cluster(sources, mdm.HoldersAmong(sources))
	of := map[string]string{}
	var got [][]model.Name
	for _, p := range parts {
		var names []model.Name
		for _, i := range p {
			names = append(names, model.Name(sources[i].Name))
			of[sources[i].Name] = sources[p[0]].Name
		}
		got = append(got, names)
	}
	if !reflect.DeepEqual(got, want) || len(refused) > 0 {
		h.t.Errorf("%s: %d parts, %d joins refused; the truth has %d parts, or others", what, len(got), len(refused), len(want))
	}
	return of
}

// org gives the golden organisation that a reference of a connection points at.
func (g *golden) org(conn string, r *record.Ref) string {
	if r == nil {
		return ""
	}
	return g.orgs[conn+"/"+r.Stream+"/"+r.Key]
}

// gather notes what later steps look up: employers, relations, orders, deals.
func (g *golden) gather() {
	for n := range g.h.got {
		name := string(n)
		switch g.h.got[n].Kind {
		case record.KindContact:
			if o := g.org(model.ConnCRM, entity[record.Contact](g.h, n).Customer); o != "" {
				g.employers[g.pers[name]] = append(g.employers[g.pers[name]], o)
			}
		case record.KindLead:
			if o := g.orgs[name]; g.known[o] {
				g.employers[g.pers[name]] = append(g.employers[g.pers[name]], o)
			}
		case record.KindCustomer:
			for _, r := range entity[record.Customer](g.h, n).Relations {
				g.relations = append(g.relations, [3]string{g.orgs[name], r.Kind, g.org(model.ConnCRM, &r.To)})
			}
		case record.KindOrder:
			o := entity[record.Order](g.h, n)
			g.ordersByNo[o.Number] = o
		case record.KindDeal:
			if x := entity[record.Deal](g.h, n); x.ContractNo != "" {
				g.dealsByCont[x.ContractNo] = append(g.dealsByCont[x.ContractNo], x)
			}
		}
	}
}

// checkMatrix holds credits and cost against the truth, cell by cell.
func checkMatrix(t *testing.T, g *golden, want *truth.Provable) {
	var touches []roi.Touch
	var deals []roi.Deal
	var relations []roi.Relation
	for _, r := range g.relations {
		relations = append(relations, roi.Relation{From: r[0], Kind: r[1], To: r[2]})
	}
	lead, deal := map[string]roi.Touch{}, map[string]roi.Deal{}
	for n, e := range g.h.got {
		name := string(n)
		switch e.Kind {
		case record.KindLead:
			own, person := g.orgs[name], g.pers[name]
			account, _ := roi.TouchAccount(roi.Organisation{ID: own, Known: g.known[own]}, person, g.employers[person])
			lead[name] = roi.TouchOf(name, account, person, entity[record.Lead](g.h, n))
			touches = append(touches, lead[name])
		case record.KindDeal:
			x := entity[record.Deal](g.h, n)
			account, _ := roi.DealAccount(g.org(model.ConnCRM, x.Buyer), g.org(model.ConnCRM, x.EndCustomer), relations)
			deal[name] = roi.DealOf(name, account, x)
			deals = append(deals, deal[name])
		}
	}
	got := map[string][2]int64{}
	add := func(a, b int64, parts ...string) {
		k := fmt.Sprint(parts)
		got[k] = [2]int64{got[k][0] + a, got[k][1] + b}
	}
	res := roi.Attribute(deals, touches)
	for _, c := range res.Credits {
		m, err := roi.ModelNamed(c.Model)
		if err != nil {
			t.Fatal(err)
		}
		at := lead[c.Touch]
		add(c.Gross.Minor, c.Net.Minor, m.Kind(), at.Channel, at.Campaign, deal[c.Deal].Month())
	}
	for _, u := range res.Unattributed {
		add(u.Gross.Minor, u.Net.Minor, "unattributed", u.Month())
	}
	days := roi.LeadDaysOf(touches)
	for n, e := range g.h.got {
		if e.Kind != record.KindSpend {
			continue
		}
		parts, err := roi.SpendDays(string(n), entity[record.Spend](g.h, n), days)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range parts {
			add(c.Excl.Minor, c.Incl.Minor, "cost", c.Channel, c.Campaign, c.Month())
		}
	}
	meant := map[string][2]int64{}
	for _, f := range want.Revenue {
		meant[fmt.Sprint([]string{f.Model, f.Channel, f.Campaign, f.Month})] = [2]int64{f.Gross, f.Net}
	}
	for _, f := range want.Unattributed {
		meant[fmt.Sprint([]string{"unattributed", f.Month})] = [2]int64{f.Gross, f.Net}
	}
	for _, f := range want.Cost {
		meant[fmt.Sprint([]string{"cost", f.Channel, f.Campaign, f.Month})] = [2]int64{f.Excl, f.Incl}
	}
	compare(t, "cell", got, meant)
}

// checkMatches holds matches and reasons against the truth.
func checkMatches(t *testing.T, g *golden, want *truth.Result) {
	var in recon.Input
	for _, r := range g.relations {
		in.Relations = append(in.Relations, recon.Relation{From: r[0], Kind: r[1], To: r[2]})
	}
	for n, e := range g.h.got {
		switch e.Kind {
		case record.KindReceivable:
			if it, ok := g.item(n); ok {
				in.Items = append(in.Items, it)
			}
		case record.KindPayment:
			p := entity[record.Payment](g.h, n)
			if q, ok := recon.Matchable(string(n), g.org(model.ConnKingdee, p.Customer), p); ok {
				in.Payments = append(in.Payments, q)
			}
		}
	}
	got, meant := map[string]int64{}, map[string]int64{}
	why, whyMeant := map[string]string{}, map[string]string{}
	out := recon.Solve(in)
	for _, m := range out.Matches {
		got[fmt.Sprint(m.Rule, " ", m.Payment, " ", m.Item, " ", m.Deal)] += m.Amount.Minor
	}
	for _, u := range out.Unmatched {
		why[u.Payment] = u.Reason
	}
	for rule, list := range map[string][]truth.Match{recon.ByReference: want.Provable.Matches, recon.ByAmount: want.ByAmount} {
		for _, m := range list {
			meant[fmt.Sprint(rule, " ", m.Payment, " ", m.Item, " ", m.Deal)] += m.Amount
		}
	}
	for n, reason := range want.Reasons {
		whyMeant[string(n)] = reason
	}
	compare(t, "match", got, meant)
	compare(t, "reason", why, whyMeant)
}

// item makes the open item of a receivable as the store does.
func (g *golden) item(n model.Name) (recon.Item, bool) {
	r := entity[record.Receivable](g.h, n)
	it, ok := recon.OpenItem(string(n), r)
	if !ok {
		return it, false
	}
	it.Customer, it.Order = g.org(model.ConnKingdee, r.Customer), keyOf(r.Order)
	if it.Contract == "" {
		it.Contract = g.ordersByNo[it.Order].ContractNo
	}
	if deals := g.dealsByCont[it.Contract]; len(deals) == 1 {
		it.Deal = deals[0].Number
		for _, p := range deals[0].Payers {
			it.Payers = append(it.Payers, g.org(model.ConnCRM, &p))
		}
	}
	return it, true
}

// compare lists every difference between two maps.
func compare[V comparable](t *testing.T, what string, got, want map[string]V) {
	t.Helper()
	for k, v := range got {
		if w, ok := want[k]; !ok || w != v {
			t.Errorf("%s %s: the hub has %v, the truth %v", what, k, v, w)
		}
	}
	for k, w := range want {
		if _, ok := got[k]; !ok {
			t.Errorf("%s %s: the hub has none, the truth %v", what, k, w)
		}
	}
	if len(want) == 0 {
		t.Errorf("the truth has no %s", what)
	}
}
