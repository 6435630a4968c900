package world

import (
	"fmt"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// sale is the story of one deal, from the first inquiry to the last payment.
type sale struct {
	end, buyer *org // who uses it, who signs
	dealer     *org // nil in a direct sale
	payer      *org // a financier who pays, or nil
	product    product
	gross      int64
	created    time.Time
	signed     time.Time // zero when it was not won
	closed     time.Time
	status     string
	explicit   bool // the deal names its end customer
	named      bool // the deal names its financier
	leads      []*model.Lead
	deal       *model.Deal // newest version
	steps      []planStep
	order      *model.Order
	items      []*debt
	twin       *sale // an equal deal of the same buyer, paid without a word
}

// makeSales makes the deals of the year with the inquiries before them.
func (g *gen) makeSales() {
	for i := range g.share(340) {
		d := dice{source(g.seed, "sale", i)}
		s := g.story(d)
		g.inquiries(d, s)
		g.enterSale(d, s)
		g.sales = append(g.sales, s)
		if s.status == "won" && s.dealer == nil && s.payer == nil && d.chance(8) {
			t := *s
			t.leads, t.twin, t.items = nil, s, nil
			s.twin = &t
			t.signed = s.signed.Add(26 * time.Hour)
			if t.signed.Before(g.end) {
				g.enterSale(d, &t)
				g.sales = append(g.sales, &t)
			} else {
				s.twin = nil
			}
		}
		g.bookSale(d, s)
		if s.twin != nil {
			g.bookSale(d, s.twin)
		}
	}
}

// story decides who buys what from whom, when, and how it ends.
func (g *gen) story(d dice) *sale {
	s := &sale{product: g.someProduct(d)}
	switch d.weighted(58, 18, 12, 12) {
	case 0:
		s.end = pick(d, g.byKind[hospital])
	case 1:
		s.end = pick(d, g.byKind[clinic])
	case 2:
		s.end = pick(d, g.byKind[lab])
	default:
		s.end = pick(d, g.byKind[branch])
	}
	s.gross = int64(d.between(s.product.minYuan/100, s.product.maxYuan/100)) * 10_000
	if d.chance(30) {
		s.gross += int64(d.IntN(99_99))
	}
	s.buyer = s.end
	s.created = d.moment(g.start.AddDate(0, 0, 5), g.end)
	switch d.weighted(46, 20, 34) {
	case 0:
		s.status, s.signed = "won", d.after(s.created, 12, 110)
		s.closed = s.signed
	case 1:
		s.status, s.closed = "lost", d.after(s.created, 10, 120)
	}
	if s.status == "" || !s.closed.Before(g.end.AddDate(0, 0, -2)) {
		s.status, s.signed, s.closed = "open", time.Time{}, time.Time{}
	}
	g.throughDealer(d, s)
	g.financed(d, s)
	return s
}

func (g *gen) someProduct(d dice) product {
	weights := make([]int, len(products))
	for i, p := range products {
		weights[i] = p.weight
	}
	return products[d.weighted(weights...)]
}

// throughDealer decides whether a dealer signs, and how the hub may learn who uses
// the thing: the deal says it, or only a relation, or nobody does.
func (g *gen) throughDealer(d dice, s *sale) {
	if !d.chance(49) {
		return
	}
	s.dealer = pick(d, g.byKind[dealer])
	s.buyer = s.dealer
	s.explicit = true
	if sole := s.dealer.soleEnd; sole == nil && d.chance(30) || sole == s.end {
		s.explicit = false
		s.dealer.soleEnd = s.end
	} else if d.chance(3) {
		s.explicit = false // nobody says: the dealer looks like the customer
	}
}

// financed decides whether a leasing firm or a treasury payment centre pays.
func (g *gen) financed(d dice, s *sale) {
	if !d.chance(30) {
		return
	}
	if s.buyer.kind == hospital && d.chance(60) {
		s.payer = pick(d, g.byKind[treasury])
	} else {
		s.payer = pick(d, g.byKind[leasing])
	}
	s.named = d.chance(35)
}

// inquiries makes the touches of a sale: mostly before the deal, a few during it.
func (g *gen) inquiries(d dice, s *sale) {
	if d.chance(7) {
		return // known for years: nobody asked
	}
	for range d.between(1, 5) {
		at := d.after(s.created, -170, -1)
		if d.chance(15) {
			at = d.after(s.created, 0, 40)
		}
		c, at := g.someCampaign(d, at)
		p := s.end.people[0]
		if d.chance(35) {
			p = pick(d, s.end.people)
		}
		l := g.touch(d, p, c, at)
		if l == nil {
			continue
		}
		s.leads = append(s.leads, l)
		if c.channel == "partner" && s.dealer != nil {
			g.intoCRM(s.dealer, l.CreatedAt)
			l.Partner = s.dealer.crmKey
		}
	}
}

// relate notes a relation between two customers of the CRM, once.
func (g *gen) relate(o *org, kind string, to *org, at time.Time) {
	r := model.Relation{Kind: kind, To: to.crm()}
	for _, have := range o.relations {
		if have == r {
			return
		}
	}
	o.relations = append(o.relations, r)
	if at.After(o.relatedAt) {
		o.relatedAt = at
	}
}

// tie enters the relations that a sale brings with it.
func (g *gen) tie(d dice, s *sale, at time.Time) {
	if s.dealer != nil && s.dealer.soleEnd == s.end {
		if len(s.dealer.relations)%2 == 0 {
			g.relate(s.end, "end_customer_of", s.dealer, at)
		} else {
			g.relate(s.dealer, "dealer_of", s.end, at)
		}
	}
	if s.payer != nil && !s.named && d.chance(92) {
		if s.payer.kind == treasury {
			g.relate(s.payer, "treasury_payer_for", s.buyer, at)
		} else {
			g.relate(s.buyer, "leased_by", s.payer, at)
		}
	}
	if p := s.end.parent; p != nil {
		g.intoCRM(p, at)
		g.relate(s.end, "branch_of", p, at)
	}
}

// intoCRM makes sure that an organisation is a customer of the CRM from at on.
func (g *gen) intoCRM(o *org, at time.Time) {
	if o.crmKey == "" {
		o.crmKey, o.crmAt = fmt.Sprintf("C%06d", g.next("crm")), at
	}
	if at.Before(o.crmAt) {
		o.crmAt = at
	}
}

// intoKingdee makes sure that an organisation is a customer of Kingdee from at on.
func (g *gen) intoKingdee(o *org, at time.Time) {
	if o.kdKey == "" {
		o.kdKey, o.kdAt = fmt.Sprintf("KH%06d", g.next("kd")), at
	}
	if at.Before(o.kdAt) {
		o.kdAt = at
	}
}
