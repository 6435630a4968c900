package world

import (
	"fmt"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// The terms of the demo's Baidu account; the connection's settings say the same.
const (
	BaiduAccount    = "heliu-demo-sem"
	BaiduUser       = "30000001"
	BaiduRebate     = 800 // basis points that the agency gives back
	BaiduRebateText = "0.08"
	BaiduTaxRate    = 600 // VAT in the cost, basis points: the connector's default 0.06
)

// makeSpend makes every cost of the year.
func (g *gen) makeSpend() {
	for _, c := range g.byChannel["baidu_sem"] {
		d := dice{source(g.seed, "spend", c.id)}
		for t := c.from; t.Before(g.end) && t.Before(c.to); t = t.AddDate(0, 0, 1) {
			g.baiduDay(d, c, t)
		}
	}
	g.makeOfflineCosts()
}

// baiduDay makes the row of one campaign and day, and the lower cost of a later
// restatement for some.
func (g *gen) baiduDay(d dice, c *campaign, t time.Time) {
	fen := c.dailyFen * int64(60+d.IntN(80)) / 100
	switch t.Weekday() {
	case time.Saturday, time.Sunday:
		fen /= 2
	}
	fen += int64(d.IntN(100))
	s := g.baiduRow(c, t, fen, 0)
	s.Clicks = fen/1100 + 1
	s.Shown = s.Clicks * int64(30+d.IntN(30))
	seen := atDay(t.AddDate(0, 0, 1), 6*60+10, 0)
	g.emit(seen, model.Report, s.Conn, s.Stream, s.Key, s)
	if !d.chance(6) {
		return
	}
	if at := atDay(t.AddDate(0, 0, d.between(2, 6)), 7*60, 0); at.Before(g.end) {
		r := g.baiduRow(c, t, fen-fen*int64(d.between(1, 12))/100, 1)
		r.Clicks, r.Shown = max(1, s.Clicks*9/10), s.Shown
		g.emit(at, model.Report, r.Conn, r.Stream, r.Key, r)
	}
}

func (g *gen) baiduRow(c *campaign, t time.Time, fen int64, version int) *model.Spend {
	day := t.In(shanghai).Format(time.DateOnly)
	net := (fen*(10000-BaiduRebate) + 5000) / 10000
	key := BaiduAccount + "/" + day + "/" + c.id
	return &model.Spend{
		Name: model.NameOf(model.ConnBaidu, model.StreamSpend, key), Conn: model.ConnBaidu, Stream: model.StreamSpend, Key: key,
		Platform: "baidu", Account: BaiduAccount, Day: day, Channel: c.channel, Campaign: c.name, CampaignID: c.id,
		Gross: fen, Rebate: fen - net, Net: net, TaxRate: BaiduTaxRate, TaxIn: true, Version: version,
	}
}

// scaled brings an amount of the small world to the size.
func (g *gen) scaled(fen int64) int64 { return fen * int64(g.leads) / 2000 }

// makeOfflineCosts makes the lists that people enter by hand.
func (g *gen) makeOfflineCosts() {
	d := dice{source(g.seed, "offline")}
	var fairs []*model.Spend
	for _, f := range g.fairs {
		from, to := f.first.AddDate(0, 0, -3), f.first.AddDate(0, 0, f.days)
		fairs = append(fairs, g.offline(f.cmp, f.first, "range", from, to, g.scaled(int64(d.between(1_200_000, 4_400_000))), 600, true))
		fairs = append(fairs, g.offline(f.cmp, f.first.AddDate(0, 0, -5), "day", time.Time{}, time.Time{}, g.scaled(int64(d.between(80_000, 360_000))), 1300, false))
	}
	g.offlineList("2026-fairs", g.end.AddDate(0, 0, -20), "csv-gb18030", fairs)
	for _, channel := range []string{"douyin", "tencent_ads"} {
		var rows []*model.Spend
		for _, c := range g.byChannel[channel] {
			for m := c.from; m.Before(c.to) && m.Before(g.end); m = m.AddDate(0, 1, 0) {
				to := m.AddDate(0, 1, -1)
				rows = append(rows, g.offline(c, m, "range", m, to, g.scaled(int64(d.between(140_000, 420_000))), 600, channel == "douyin"))
			}
		}
		g.offlineList("2026-"+channel, g.end.AddDate(0, 0, -9), "xlsx", rows)
	}
	var rest []*model.Spend
	for _, c := range g.byChannel["wechat_mp"] {
		rest = append(rest, g.offline(c, c.from, "per_lead", time.Time{}, time.Time{}, g.scaled(int64(d.between(60_000, 140_000))), 600, true))
	}
	for i := range 11 {
		day := g.start.AddDate(0, i+1, -2)
		rest = append(rest, g.offline(g.byChannel["call_400"][0], day, "day", time.Time{}, time.Time{}, g.scaled(int64(d.between(160_000, 320_000))), 900, true))
		rest = append(rest, g.offline(g.byChannel["outbound_call"][0], day, "day", time.Time{}, time.Time{}, g.scaled(int64(d.between(180_000, 300_000))), 600, false))
	}
	g.offlineList("2026-others", g.end.AddDate(0, 0, -6), "csv", rest)
}

// offline makes one row of entered cost. The two ad platforms give 3 % back.
func (g *gen) offline(c *campaign, day time.Time, spread string, from, to time.Time, fen, rate int64, taxIn bool) *model.Spend {
	s := &model.Spend{
		Conn: model.ConnFair, Stream: model.StreamOfflineCost, Platform: "offline", Account: c.account, Day: day.In(shanghai).Format(time.DateOnly),
		Channel: c.channel, Campaign: c.name, CampaignID: c.id, Gross: fen, TaxRate: rate, TaxIn: taxIn, Spread: spread,
	}
	if c.channel == "douyin" || c.channel == "tencent_ads" {
		s.Rebate = fen * 3 / 100
	}
	s.Net = s.Gross - s.Rebate
	if spread == "range" {
		s.From, s.To = from.In(shanghai).Format(time.DateOnly), to.In(shanghai).Format(time.DateOnly)
	}
	return s
}

func (g *gen) offlineList(list string, at time.Time, format string, rows []*model.Spend) {
	for i, s := range rows {
		s.Key = fmt.Sprintf("%s/%d", list, i+1) // rows of data are counted from 1
		s.Name = model.NameOf(s.Conn, s.Stream, s.Key)
	}
	f := &model.File{Kind: model.StreamOfflineCost, List: list, Format: format, Costs: rows}
	g.emit(at, model.Upload, model.ConnFair, model.StreamOfflineCost, list, f)
}
