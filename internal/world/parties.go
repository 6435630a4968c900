package world

import (
	"fmt"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/record"
)

// The kinds of true organisations.
const (
	hospital = "hospital"
	clinic   = "clinic"
	lab      = "lab"
	dealer   = "dealer"
	group    = "group"
	branch   = "branch"
	leasing  = "leasing"
	treasury = "treasury"
	stranger = "stranger"
)

// org is a true organisation.
type org struct {
	id, kind, name string
	former         string // the name before renamed, or empty
	renamed        time.Time
	short          string
	tax            string
	region         string
	phone          string // switchboard
	people         []*person
	parent         *org

	crmKey    string // empty: not in the CRM
	crmAt     time.Time
	kdKey     string // empty: not in Kingdee
	kdAt      time.Time
	crmTax    bool // the CRM knows its tax ID
	crmCode   bool // the CRM knows its Kingdee number
	kdTax     bool // Kingdee knows its tax ID
	relations []model.Relation
	relatedAt time.Time
	soleEnd   *org // of a dealer: the one end customer that a relation gives it
}

// person is a true person.
type person struct {
	id, name, mobile, email, wecom, department, title string
	org                                               *org
	contact                                           string // CRM key, or empty
}

// nameAt is how the organisation is called at a time.
func (o *org) nameAt(t time.Time) string {
	if o.former != "" && t.Before(o.renamed) {
		return o.former
	}
	return o.name
}

func (o *org) crm() model.Name { return model.NameOf(model.ConnCRM, model.StreamCustomers, o.crmKey) }

func (o *org) kd() model.Name {
	return model.NameOf(model.ConnKingdee, model.StreamCustomers, o.kdKey)
}

// share scales a number of the small world to the size.
func (g *gen) share(small int) int { return max(1, small*g.leads/2000) }

// makeOrgs makes all organisations with their people.
func (g *gen) makeOrgs() {
	counts := []struct {
		kind string
		n    int
	}{{hospital, 260}, {clinic, 170}, {lab, 80}, {dealer, 100}, {group, 12}, {leasing, 8}, {treasury, 8}, {stranger, 8}}
	for _, c := range counts {
		for range g.share(c.n) {
			o := g.makeOrg(c.kind, nil)
			if c.kind == group {
				for i := range 3 {
					b := g.makeOrg(branch, o)
					b.name = o.name + branchPlaces[i] + "分公司"
					b.short = b.name
					g.names[b.name] = true
				}
			}
		}
	}
}

func (g *gen) makeOrg(kind string, parent *org) *org {
	n := len(g.orgs) + 1
	d := dice{source(g.seed, "org", n)}
	o := &org{id: fmt.Sprintf("O%06d", n), kind: kind, parent: parent, region: pick(d, regionDigits)}
	o.phone = fmt.Sprintf("0%d-%08d", 990+d.IntN(9), 60000000+n)
	class := "91"
	if kind == hospital || kind == treasury {
		class = "12"
	}
	o.tax = string(record.MakeTaxID(class, o.region, fmt.Sprintf("MA%02dK%03d", n/1000%100, n%1000)))
	o.name, o.short = g.inventName(d, kind)
	o.crmTax, o.crmCode, o.kdTax = d.chance(85), d.chance(78), d.chance(85)
	if !o.crmCode && !(o.crmTax && o.kdTax) && d.chance(85) {
		o.crmCode = true // few are left that nothing but the name joins
	}
	if kind == leasing || kind == treasury {
		o.crmTax, o.kdTax = true, true
	}
	switch kind {
	case clinic, lab, dealer:
		if d.chance(5) {
			o.former, _ = g.inventName(d, kind)
			o.renamed = d.moment(g.start.AddDate(0, 2, 0), g.end.AddDate(0, -2, 0))
		}
	}
	heads := d.between(1, 4)
	if n == 3 || n == 7 {
		heads = 20 // whole crews that go to a fair together
	}
	for range heads {
		g.makePerson(d, o)
	}
	g.orgs = append(g.orgs, o)
	g.byKind[kind] = append(g.byKind[kind], o)
	return o
}

// inventName gives a name nobody has yet, and what people call it for short.
func (g *gen) inventName(d dice, kind string) (name, short string) {
	for try := 0; ; try++ {
		place := pick(d, placeHeads) + pick(d, placeTails)
		brand := pick(d, brandHeads) + pick(d, brandTails)
		if try > 3 {
			brand += pick(d, brandTails)
		}
		switch kind {
		case hospital:
			k := pick(d, hospitalKinds)
			unit := pick(d, []string{"市", "县", "区"})
			name, short = place+unit+k, place+k
			if try > 3 || g.leads > 10_000 {
				name = place + unit + brand + k
				short = place + brand + k
			}
		case clinic:
			name, short = place+brand+pick(d, clinicKinds), brand+"门诊"
		case lab:
			name, short = place+brand+pick(d, labKinds), brand+"检验"
		case group:
			name, short = brand+groupKind, brand+"医疗集团"
		case leasing:
			name, short = brand+"融资租赁有限公司", brand+"租赁"
		case treasury:
			name, short = place+"市公立医院财务结算中心", place+"结算中心"
			if try > 3 {
				name = place + "市" + brand + "公立医院财务结算中心"
			}
		default:
			name, short = place+brand+pick(d, dealerKinds), brand+"医疗"
		}
		if !g.names[name] {
			g.names[name] = true
			return name, short
		}
	}
}

// mobileHeads are the number ranges; with four zeros behind them they are made up.
var mobileHeads = []string{"139", "136", "135", "150", "158", "159", "182", "187", "188", "131", "155", "156", "185", "186", "133", "153", "180", "189", "130", "132", "134", "137", "151", "152", "157", "183", "184", "181", "177", "173"}

func (g *gen) makePerson(d dice, o *org) *person {
	g.people++
	n := g.people
	p := &person{id: fmt.Sprintf("P%06d", n), org: o, department: pick(d, departments), title: pick(d, titles)}
	p.name = pick(d, surnames) + pick(d, givenHeads) + pick(d, givenTails)
	p.mobile = fmt.Sprintf("%s0000%04d", mobileHeads[n/9900%len(mobileHeads)], n%9900+100)
	if d.chance(70) {
		p.email = fmt.Sprintf("p%06d@org%s.example", n, o.id[1:])
	}
	if d.chance(15) {
		p.wecom = fmt.Sprintf("wmExample%08d", n)
	}
	o.people = append(o.people, p)
	return p
}
