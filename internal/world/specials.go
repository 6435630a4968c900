package world

import (
	"fmt"
	"time"
)

// makeSpecials makes the cases that every world must hold.
func (g *gen) makeSpecials() {
	d := dice{source(g.seed, "specials")}
	g.crewsAtFairs(d)
	g.formThenFair(d)
	g.twiceInHalfAnHour(d)
	g.hallDesk(d)
	g.nobodyKnows(d)
	g.rubbish(d)
}

// crewsAtFairs: twenty people of one organisation scanned on one day of one fair.
func (g *gen) crewsAtFairs(d dice) {
	for i, n := range []int{2, 6} {
		o := g.orgs[n]
		f := g.fairs[i*2%len(g.fairs)]
		day := f.first.AddDate(0, 0, 1)
		g.intoCRM(o, day.AddDate(0, 0, -3))
		for j, p := range o.people {
			g.touch(d, p, f.cmp, atDay(day, 9*60+30+j*9, 0))
		}
	}
}

// formThenFair: the same person by form and three days later by trade-fair scan.
func (g *gen) formThenFair(d dice) {
	for range g.share(24) {
		f := pick(d, g.fairs)
		scan := f.moment(d)
		p := pick(d, pick(d, g.byKind[hospital]).people)
		g.touch(d, p, pick(d, g.byChannel["baidu_sem"]), scan.AddDate(0, 0, -3))
		g.touch(d, p, f.cmp, scan)
	}
}

// twiceInHalfAnHour: one person fills in the same form twice.
func (g *gen) twiceInHalfAnHour(d dice) {
	for range g.share(18) {
		p := pick(d, pick(d, g.orgs).people)
		c := pick(d, g.byChannel["website"])
		at := d.moment(g.start, g.end.AddDate(0, 0, -1))
		g.touch(d, p, c, at)
		g.touch(d, p, c, at.Add(time.Duration(d.between(2, 29))*time.Minute))
	}
}

// hallDesk: the desk of a fair's hall signs many visitors in with its own number,
// which therefore means nothing.
func (g *gen) hallDesk(d dice) {
	const desk = "13900000001"
	for i := range 26 {
		f := g.fairs[1]
		o := pick(d, g.byKind[clinic])
		p := o.people[0]
		l := g.draft(d, p, f.cmp, atDay(f.first, 10*60+i*7, 0))
		l.Mobile, l.CleanMobile, l.Email, l.CleanEmail, l.Wecom = desk, desk, "", "", ""
		l.Company, l.CleanName = o.nameAt(l.CreatedAt), o.nameAt(l.CreatedAt)
		g.send(d, l, f.cmp)
	}
}

// nobodyKnows: a surname, a word for a hospital and its switchboard. Nobody can tell
// who it was, and it is marked so.
func (g *gen) nobodyKnows(d dice) {
	for range g.share(20) {
		o := pick(d, g.byKind[hospital])
		p := pick(d, o.people)
		c := pick(d, g.byChannel["website"])
		l := g.draft(d, p, c, d.moment(g.start, g.end.AddDate(0, 0, -1)))
		l.Who, l.Company, l.CleanName, l.TaxID, l.CleanTax = string([]rune(p.name)[:1])+"先生", "人民医院", "人民医院", "", ""
		l.Mobile, l.CleanMobile, l.Email, l.CleanEmail, l.Wecom, l.Phone = "", "", "", "", "", o.phone
		l.Undecidable = true
		g.send(d, l, c)
	}
}

// rubbish: two in a hundred leads are of no use.
func (g *gen) rubbish(d dice) {
	for i := range g.leads / 50 {
		nobody := &org{id: "", region: pick(d, regionDigits), phone: "010-12345"}
		p := &person{id: fmt.Sprintf("X%06d", i), name: pick(d, []string{"测试", "路人", "同行", "求职者"}), mobile: "00000000000", org: nobody}
		c, at := g.someCampaign(d, d.moment(g.start, g.end.AddDate(0, 0, -1)))
		l := g.draft(d, p, c, at)
		l.Company, l.CleanName, l.TaxID, l.CleanTax, l.Email, l.CleanEmail, l.Wecom = "", "", "", "", "", "", ""
		l.Mobile, l.CleanMobile = pick(d, []string{"13800138000", "12345", "13888888888", ""}), ""
		l.Message = "测试一下"
		if byHand[c.channel] {
			l.Status, l.Reason = "invalid", pick(d, []string{"空号", "同行", "求职", "测试"})
		}
		g.send(d, l, c)
	}
}

// makeNoise fills up with inquiries that come to nothing.
func (g *gen) makeNoise() {
	d := dice{source(g.seed, "noise")}
	kinds := []string{hospital, hospital, clinic, clinic, lab, dealer, branch}
	for g.made < g.leads {
		o := pick(d, g.byKind[pick(d, kinds)])
		p := pick(d, o.people)
		at := d.moment(g.start, g.end.AddDate(0, 0, -1))
		for range d.between(1, 3) {
			c, when := g.someCampaign(d, at)
			g.touch(d, p, c, when)
			at = d.after(at, 1, 40)
		}
		if d.chance(12) {
			g.intoCRM(o, at)
		}
	}
}
