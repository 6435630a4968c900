package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/record"
)

type reportRequest struct {
	ReportType int      `json:"reportType"`
	UserIDs    []int64  `json:"userIds"`
	StartDate  string   `json:"startDate"`
	EndDate    string   `json:"endDate"`
	TimeUnit   string   `json:"timeUnit"`
	Columns    []string `json:"columns"`
	Sorts      []struct {
		Column   string `json:"column"`
		SortRule string `json:"sortRule"`
	} `json:"sorts"`
	Filters []struct {
		Column   string            `json:"column"`
		Operator string            `json:"operator"`
		Values   []json.RawMessage `json:"values"`
	} `json:"filters"`
	StartRow int  `json:"startRow"`
	RowCount int  `json:"rowCount"`
	NeedSum  bool `json:"needSum"`
}

// level of a report: how much of a row's identity it keeps.
const (
	levelAccount = iota
	levelCampaign
	levelAdGroup
	levelKeyword
)

var levels = map[int]int{2208157: levelAccount, 2290316: levelCampaign, 2284618: levelAdGroup, 2602783: levelKeyword}

var dimensions = [][]string{
	{"date", "userName", "userId"},
	{"campaignId", "campaignName", "campaignNameStatus"},
	{"adGroupId", "adGroupName", "adGroupNameStatus"},
	{"wInfoId", "wInfoNameStatus"},
}

var metrics = []string{"impression", "click", "cost", "ctr", "cpc", "conversion"}

type group struct {
	row                 Row
	imps, clicks, convs int64
	cost                decimal.Decimal
	dash                bool
	label               string
}

func (s *Server) report(w http.ResponseWriter, raw []byte) {
	var q struct {
		Header requestHeader `json:"header"`
		Body   reportRequest `json:"body"`
	}
	if err := json.Unmarshal(raw, &q); err != nil {
		refuse(w, 8000, "", "the request cannot be read")
		return
	}
	account, ok := s.signedIn(w, q.Header)
	if !ok || !s.underRate(w) {
		return
	}
	b := q.Body
	level, known := levels[b.ReportType]
	from, errFrom := time.Parse(time.DateOnly, b.StartDate)
	to, errTo := time.Parse(time.DateOnly, b.EndDate)
	switch {
	case !known:
		refuse(w, 9001, "reportType", "unknown report type")
		return
	case errFrom != nil || errTo != nil || to.Before(from):
		refuse(w, 9002, "startDate", "the dates are wrong")
		return
	case to.Sub(from) > 730*24*time.Hour:
		refuse(w, 9003, "endDate", "the span is longer than 731 days")
		return
	case !slices.Contains([]string{"DAY", "MONTH", "SUMMARY"}, b.TimeUnit):
		refuse(w, 9004, "timeUnit", "unknown time unit")
		return
	case b.RowCount < 0 || b.RowCount > s.access.MaxRowCount:
		refuse(w, 9005, "rowCount", "rowCount is too large")
		return
	}
	if bad := checkColumns(b, level); bad != "" {
		refuse(w, 9006, "columns", bad)
		return
	}
	rows, sum := s.rowsOf(account, level, from, to, b)
	total := len(rows)
	if b.RowCount == 0 {
		b.RowCount = min(200, s.access.MaxRowCount)
	}
	rows = rows[min(max(0, b.StartRow), total):]
	rows = rows[:min(b.RowCount, len(rows))]
	h := success()
	if s.part > 0 {
		s.part--
		rows = rows[:len(rows)/2]
		h.Status, h.Desc, h.Failures = 1, "partial failure", []failure{{Code: 9010, Message: "part of the data is not available"}}
	}
	s.calls++
	data := map[string]any{"rows": rows, "rowCount": len(rows), "totalRowCount": total}
	if b.NeedSum {
		data["summary"] = sum
	}
	var body any = []any{data}
	if s.single {
		body = data
	}
	answer(w, envelope{Header: h, Body: map[string]any{"data": body}})
}

func (s *Server) underRate(w http.ResponseWriter) bool {
	if now := s.clock.Now().Unix(); now != s.second {
		s.second, s.inSecond = now, 0
	}
	s.inSecond++
	if s.limited > 0 {
		s.limited--
	} else if s.inSecond <= s.access.QPS {
		return true
	}
	refuse(w, 8904, "", "too many requests")
	return false
}

func checkColumns(b reportRequest, level int) string {
	metric := false
	for _, c := range b.Columns {
		known := slices.Contains(metrics, c)
		metric = metric || known
		for l := 0; l <= level; l++ {
			known = known || slices.Contains(dimensions[l], c)
		}
		if !known {
			return "unknown column " + c
		}
	}
	if !metric {
		return "columns must include a metric"
	}
	return ""
}

// rowsOf adds the rows up to the level and the time unit and renders the columns asked for.
func (s *Server) rowsOf(a Account, level int, from, to time.Time, b reportRequest) ([]map[string]any, map[string]any) {
	now := s.clock.Now()
	var order []string
	groups := map[string]*group{}
	total := &group{}
	for d := from; !d.After(to); d = d.AddDate(0, 0, 1) {
		day := record.Date(d.Format(time.DateOnly))
		for _, r := range s.rows[a.UserName][day] {
			if !visible(r, now) || level >= levelAdGroup && r.AdGroupID == 0 || level == levelKeyword && r.KeywordID == 0 {
				continue
			}
			label := map[string]string{"DAY": string(day), "MONTH": day.Month(), "SUMMARY": ""}[b.TimeUnit]
			id := [4]int64{0, r.CampaignID, r.AdGroupID, r.KeywordID}
			key := fmt.Sprint(label, id[:level+1])
			g := groups[key]
			if g == nil {
				g = &group{row: *r, label: label}
				groups[key] = g
				order = append(order, key)
			}
			g.add(r, now)
			total.add(r, now)
		}
	}
	rows := []map[string]any{}
	for _, k := range order {
		all := s.render(a, groups[k], level, now)
		if !passes(all, b) {
			continue
		}
		rows = append(rows, pick(all, b.Columns))
	}
	sortRows(rows, b)
	sum := pick(s.render(a, total, levelAccount, now), metrics)
	return rows, sum
}

func visible(r *Row, now time.Time) bool {
	from := r.VisibleFrom
	if from.IsZero() {
		from = r.Day.Time().AddDate(0, 0, 1)
	}
	return !now.Before(from)
}

func (g *group) add(r *Row, now time.Time) {
	v := Restatement{Impressions: r.Impressions, Clicks: r.Clicks, Cost: r.Cost, Conversions: r.Conversions}
	for _, x := range r.Restated {
		if !x.At.After(now) {
			v = x
		}
	}
	if v.Cost == "" {
		v.Cost = "0"
	}
	g.imps += v.Impressions
	g.clicks += v.Clicks
	g.convs += v.Conversions
	g.cost = g.cost.Add(decimal.RequireFromString(v.Cost))
	g.dash = g.dash || r.EmptyMetrics
}

func (s *Server) render(a Account, g *group, level int, now time.Time) map[string]any {
	r := g.row
	m := map[string]any{
		"date": g.label, "userName": a.UserName, "userId": a.UserID, "impression": g.imps, "click": g.clicks,
		"cost": json.Number(g.cost.String()), "conversion": g.convs, "ctr": "-", "cpc": "-",
	}
	if g.imps > 0 {
		m["ctr"] = json.Number(decimal.NewFromInt(g.clicks).DivRound(decimal.NewFromInt(g.imps), 4).String())
	}
	if g.clicks > 0 {
		m["cpc"] = json.Number(g.cost.DivRound(decimal.NewFromInt(g.clicks), 2).String())
	}
	if g.dash {
		for name, zero := range map[string]bool{"impression": g.imps == 0, "click": g.clicks == 0, "cost": g.cost.IsZero()} {
			if zero {
				m[name] = "-"
			}
		}
	}
	name := func(n string, campaign, adGroup, keyword int64) string {
		for _, d := range s.deleted {
			if d.CampaignID == campaign && d.AdGroupID == adGroup && d.KeywordID == keyword && !d.At.After(now) {
				return n + "[已删除]"
			}
		}
		return n
	}
	if level >= levelCampaign {
		m["campaignId"], m["campaignName"], m["campaignNameStatus"] = r.CampaignID, r.CampaignName, name(r.CampaignName, r.CampaignID, 0, 0)
	}
	if level >= levelAdGroup {
		m["adGroupId"], m["adGroupName"], m["adGroupNameStatus"] = r.AdGroupID, r.AdGroupName, name(r.AdGroupName, r.CampaignID, r.AdGroupID, 0)
	}
	if level >= levelKeyword {
		m["wInfoId"], m["wInfoNameStatus"] = r.KeywordID, name(r.Keyword, r.CampaignID, r.AdGroupID, r.KeywordID)
	}
	return m
}

func pick(all map[string]any, columns []string) map[string]any {
	out := make(map[string]any, len(columns))
	for _, c := range columns {
		if v, ok := all[c]; ok {
			out[c] = v
		}
	}
	return out
}

// passes applies the filters: numbers as numbers, the rest as text.
func passes(all map[string]any, b reportRequest) bool {
	for _, f := range b.Filters {
		have := fmt.Sprint(all[f.Column])
		hit := false
		for _, v := range f.Values {
			var want string
			if json.Unmarshal(v, &want) != nil {
				want = string(v)
			}
			c := compare(have, want)
			switch f.Operator {
			case "EQ", "IN", "NOT_EQ", "NOT_IN":
				hit = hit || c == 0
			case "GT":
				hit = c > 0
			case "GTE":
				hit = c >= 0
			case "LT":
				hit = c < 0
			case "LTE":
				hit = c <= 0
			}
		}
		if hit == (f.Operator == "NOT_EQ" || f.Operator == "NOT_IN") {
			return false
		}
	}
	return true
}

func compare(a, b string) int {
	x, errX := decimal.NewFromString(a)
	y, errY := decimal.NewFromString(b)
	if errX == nil && errY == nil {
		return x.Cmp(y)
	}
	return slices.Compare([]byte(a), []byte(b))
}

func sortRows(rows []map[string]any, b reportRequest) {
	slices.SortStableFunc(rows, func(x, y map[string]any) int {
		for _, o := range b.Sorts {
			c := compare(text(x[o.Column]), text(y[o.Column]))
			if o.SortRule == "DESC" {
				c = -c
			}
			if c != 0 {
				return c
			}
		}
		return 0
	})
}

func text(v any) string {
	if n, ok := v.(int64); ok {
		return strconv.FormatInt(n, 10)
	}
	return fmt.Sprint(v)
}
