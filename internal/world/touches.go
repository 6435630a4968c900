package world

import (
	"fmt"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// channelMix is how inquiries come in.
var channelMix = []struct {
	channel string
	weight  int
}{
	{"baidu_sem", 26},
	{"douyin", 9},
	{"tencent_ads", 8},
	{"wechat_mp", 10},
	{"website", 11},
	{"trade_fair", 24},
	{"call_400", 6},
	{"referral", 5},
	{"partner", 4},
	{"outbound_call", 4},
	{"wecom", 5},
}

// byHand are the channels whose leads people type into the CRM.
var byHand = map[string]bool{"call_400": true, "referral": true, "partner": true, "outbound_call": true, "wecom": true}

// someCampaign picks a channel and a campaign that runs at about the time; a fair
// moves the time to one of its days.
func (g *gen) someCampaign(d dice, at time.Time) (*campaign, time.Time) {
	weights := make([]int, len(channelMix))
	for i, m := range channelMix {
		weights[i] = m.weight
	}
	for range 20 {
		channel := channelMix[d.weighted(weights...)].channel
		c := pick(d, g.byChannel[channel])
		if c.fair != nil {
			days := int(at.Sub(c.from) / (24 * time.Hour))
			if days < -45 || days > 45 {
				continue
			}
			return c, c.fair.moment(d)
		}
		if c.runs(at) {
			return c, at
		}
	}
	return g.byChannel["website"][0], at
}

func (f *fair) moment(d dice) time.Time {
	return atDay(f.first.AddDate(0, 0, d.IntN(f.days)), d.between(9*60, 17*60), 0)
}

// touch makes one inquiry of a person and hands it to the system it comes in by.
// It gives nil when the moment lies outside the year.
func (g *gen) touch(d dice, p *person, c *campaign, at time.Time) *model.Lead {
	if at.Before(g.start) || !at.Before(g.end) {
		return nil
	}
	l := g.draft(d, p, c, at)
	g.send(d, l, c)
	return l
}

// send gives a drafted lead its name and delivers it.
func (g *gen) send(d dice, l *model.Lead, c *campaign) {
	g.made++
	n := g.next("lead")
	switch {
	case c.fair != nil:
		l.Conn, l.Stream, l.List, l.Badge = model.ConnFair, model.StreamFair, c.fair.list, fmt.Sprintf("B%06d", n)
		l.Key = l.List + "/" + l.Badge
		c.fair.scans = append(c.fair.scans, &scan{lead: l, again: d.chance(4)})
	case byHand[c.channel]:
		l.Conn, l.Stream, l.Key = model.ConnCRM, model.StreamLeads, fmt.Sprintf("L%06d", n)
		l.Owner = g.seller(d, l.CreatedAt)
		if l.Status == "" {
			l.Status = pick(d, []string{"new", "working", "qualified", "converted"})
		}
		g.emit(l.CreatedAt.Add(time.Duration(d.between(1, 180))*time.Minute), model.Change, l.Conn, l.Stream, l.Key, l)
	default:
		l.Conn, l.Stream, l.Key = model.ConnForm, model.StreamLeads, fmt.Sprintf("evt-%06d-%06x", n, d.IntN(1<<24))
		if d.chance(20) {
			l.Conn = model.ConnHook
		}
		at := l.CreatedAt.Add(time.Duration(d.between(1, 20)) * time.Second)
		g.emit(at, model.Post, l.Conn, l.Stream, l.Key, l)
		if d.chance(2) && at.Add(time.Minute).Before(g.end) { // the page was sent twice
			g.emit(at.Add(time.Minute), model.Post, l.Conn, l.Stream, l.Key, l)
			g.events[len(g.events)-1].Resend = true
		}
	}
	l.Name = model.NameOf(l.Conn, l.Stream, l.Key)
}

// draft fills in what the person says and what the page knows.
func (g *gen) draft(d dice, p *person, c *campaign, at time.Time) *model.Lead {
	l := &model.Lead{
		Who: p.name, Person: p.id, Org: p.org.id, Department: p.department, Title: p.title, Region: p.org.region,
		Product: pick(d, products).name, Message: pick(d, messages), Channel: c.channel, Campaign: c.name, CampaignID: c.id, CreatedAt: at,
	}
	if len(c.creatives) > 0 {
		l.Creative = pick(d, c.creatives)
	}
	if len(c.keywords) > 0 {
		l.Keyword, l.AdGroup, l.Medium = pick(d, c.keywords), pick(d, c.adGroups), "cpc"
		l.Click = fmt.Sprintf("demoBd%012x", d.Uint64()>>16)
	}
	l.Implied = d.chance(50)
	g.sayCompany(d, l, p.org)
	g.sayReach(d, l, p)
	return l
}

func (g *gen) sayCompany(d dice, l *model.Lead, o *org) {
	name := o.nameAt(l.CreatedAt)
	if o.former != "" && d.chance(25) {
		name = o.former // people go on saying the old name
	}
	switch d.weighted(82, 8, 10) {
	case 1:
		name = o.short
	case 2:
		name = ""
	}
	if name != "" {
		l.CleanName, l.Company = name, typeName(d, name)
		if d.chance(16) && name != o.short {
			l.TaxID, l.CleanTax = typeTax(d, o.tax)
		}
	}
}

func (g *gen) sayReach(d dice, l *model.Lead, p *person) {
	if d.chance(93) {
		l.CleanMobile, l.Mobile = p.mobile, typeMobile(d, p.mobile)
	} else {
		l.Phone = p.org.phone
	}
	if l.Channel == "trade_fair" && d.chance(10) {
		l.Phone = p.org.phone // two numbers in one cell of the list
	}
	if p.email != "" && d.chance(40) {
		l.CleanEmail, l.Email = p.email, typeEmail(d, p.email)
	}
	if l.Channel == "wecom" {
		l.Wecom = p.wecom
	}
}
