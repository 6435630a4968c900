package world

import (
	"slices"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// liveStep is how far the world's own clock goes on with each thing that happens.
const liveStep = 11 * time.Minute

// live is the world after the end of the past.
type live struct {
	now       time.Time
	happening int
	queue     []*model.Event
	day       string // of the last spend
}

// Next gives the next live event. Event n has the same content in every run of one
// world; its time is the world's own, which goes on from the end of the past.
func (w *World) Next() *model.Event {
	if w.live == nil {
		w.gen.goLive()
		w.live = &live{now: w.gen.end, day: w.gen.end.AddDate(0, 0, -1).Format(time.DateOnly)}
		w.gen.end = w.gen.end.AddDate(1000, 0, 0)
	}
	for len(w.live.queue) == 0 {
		w.happen()
	}
	e := w.live.queue[0]
	w.live.queue = w.live.queue[1:]
	e.Seq = len(w.Past) + len(w.Live)
	w.Live = append(w.Live, e)
	return e
}

// goLive leaves behind what only the past needed. Customers whose first day lies
// after the past were never entered.
func (g *gen) goLive() {
	g.events, g.isLive = nil, true
	for _, o := range g.orgs {
		if o.crmKey != "" && !o.crmAt.Before(g.end) {
			o.crmKey = ""
		}
		if o.kdKey != "" && !o.kdAt.Before(g.end) {
			o.kdKey = ""
		}
	}
}

// happen lets one thing happen and queues its events, a second apart.
func (w *World) happen() {
	g, l := w.gen, w.live
	d := dice{source(g.seed, "live", l.happening)}
	l.happening++
	l.now = l.now.Add(liveStep)
	if l.now.Hour() >= 20 { // the night is quiet
		l.now = atDay(l.now.AddDate(0, 0, 1), 8*60, 0)
	}
	if l.now.Hour() < 8 {
		l.now = atDay(l.now, 8*60, 0)
	}
	g.events = g.events[:0]
	if yesterday := l.now.AddDate(0, 0, -1).Format(time.DateOnly); yesterday != l.day {
		l.day = yesterday
		g.liveSpend(d, l.now)
	}
	switch d.weighted(52, 20, 8, 20) {
	case 0:
		g.liveLead(d, l.now)
	case 1:
		g.liveDeal(d, l.now)
	case 2:
		g.liveNewDeal(d, l.now)
	case 3:
		g.livePayment(d, l.now)
	}
	for i, e := range g.events {
		e.At = l.now.Add(time.Duration(i) * time.Second)
	}
	l.queue = slices.Clone(g.events)
}

func (g *gen) liveLead(d dice, now time.Time) {
	o := pick(d, g.byKind[pick(d, []string{hospital, hospital, clinic, lab, branch})])
	p := pick(d, o.people)
	if d.chance(25) {
		p = g.makePerson(d, o)
	}
	for {
		if c, at := g.someCampaign(d, now); at.Equal(now) {
			g.touch(d, p, c, now)
			return
		}
	}
}

// liveSpend uploads what yesterday's campaigns cost that nobody reports by itself.
func (g *gen) liveSpend(d dice, now time.Time) {
	day := now.AddDate(0, 0, -1)
	var rows []*model.Spend
	for _, channel := range []string{"douyin", "tencent_ads"} {
		for _, c := range g.byChannel[channel] {
			if c.runs(day) {
				rows = append(rows, g.offline(c, day, "day", time.Time{}, time.Time{}, g.scaled(int64(d.between(4_000, 15_000))), 600, true))
			}
		}
	}
	g.offlineList("daily-"+day.Format(time.DateOnly), now, "csv", rows)
}

// liveDeal moves one open sale a step on, or closes it.
func (g *gen) liveDeal(d dice, now time.Time) {
	if len(g.open) == 0 {
		g.liveNewDeal(d, now)
		return
	}
	i := d.IntN(len(g.open))
	s := g.open[i]
	step := slices.Index(stages, s.deal.Stage)
	if step < len(stages)-2 && d.chance(70) {
		evidence := g.followUp(d, s, now)
		g.step(s, stages[step], stages[step+1], now, evidence)
		moved := *s.deal
		moved.Stage = stages[step+1]
		s.deal = &moved
		g.emit(now, model.Change, model.ConnCRM, model.StreamDeals, moved.Key, &moved)
		return
	}
	g.open = slices.Delete(g.open, i, i+1)
	s.closed = now
	if d.chance(40) {
		s.status = "lost"
		g.finish(d, s)
		return
	}
	s.status, s.signed = "won", now
	g.finish(d, s)
	g.liveBook(d, s, now)
}

// liveBook books a sale that was won just now, all instalments at once.
func (g *gen) liveBook(d dice, s *sale, now time.Time) {
	for _, o := range []*org{s.buyer, s.payer} {
		if o != nil && o.kdKey == "" {
			g.intoKingdee(o, now)
			g.kingdeeCustomer(o)
		}
	}
	for _, o := range []*org{s.end, s.buyer, s.payer, s.end.parent} {
		if o != nil && o.crmKey != "" {
			g.crmVersion(o, now.Add(time.Minute))
		}
	}
	g.bookOrder(d, s, now)
	for _, line := range s.deal.Plan {
		r := g.receivable(d, s, line, now)
		g.emit(now, model.Booking, model.ConnKingdee, model.StreamReceivables, r.Key, r)
		it := &debt{rec: r, sale: s, booked: now}
		s.items = append(s.items, it)
		g.due = append(g.due, it)
	}
}

// liveNewDeal opens a deal with a customer, after an inquiry of theirs.
func (g *gen) liveNewDeal(d dice, now time.Time) {
	s := g.story(d)
	s.created, s.status, s.signed, s.closed = now, "open", time.Time{}, time.Time{}
	for _, o := range []*org{s.end, s.buyer, s.payer} {
		if o != nil && o.crmKey == "" {
			g.intoCRM(o, now)
			g.crmVersion(o, now)
			g.contacts(o)
		}
	}
	c := pick(d, g.byChannel["website"])
	if l := g.touch(d, pick(d, s.end.people), c, now); l != nil {
		s.leads = append(s.leads, l)
	}
	g.liveEnter(d, s)
	g.sales = append(g.sales, s)
}

// liveEnter enters an open deal at its first stage.
func (g *gen) liveEnter(d dice, s *sale) {
	s.deal = g.draftDeal(d, s)
	g.emit(s.created, model.Change, model.ConnCRM, model.StreamDeals, s.deal.Key, s.deal)
	g.open = append(g.open, s)
}

// livePayment pays something that is due.
func (g *gen) livePayment(d dice, now time.Time) {
	if len(g.due) == 0 {
		g.liveLead(d, now)
		return
	}
	i := d.IntN(len(g.due))
	it := g.due[i]
	g.due = slices.Delete(g.due, i, i+1)
	it.paid = true
	g.pay(d, it.sale, d.weighted(50, 20, 6, 4, 8, 12), now, it.rec.Amount, it)
}
