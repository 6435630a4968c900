package rules

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/record"
)

// Point is one figure. An hourly one is of the hour that begins at At; Last is when the
// last of what it counts came.
type Point struct {
	Metric     Metric
	Connection record.ConnectionID
	Name       string // of the connection, for people
	Stream     string
	At         time.Time
	Last       time.Time
	Value      int64
}

// of is what figures belong to.
type of struct {
	connection record.ConnectionID
	stream     string
}

// Judge gives an event for everything that the rules of a set find, in a fixed order. The
// subject of an event is the name of its rule.
func Judge(s Set, points []Point, days workdays.Calendar, now time.Time) []alerts.Event {
	var out []alerts.Event
	for _, r := range s.Rules {
		if r.Off {
			continue
		}
		series, names := r.series(points)
		var keys []of
		for k := range series {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(a, b of) int {
			return strings.Compare(string(a.connection)+"\x00"+a.stream, string(b.connection)+"\x00"+b.stream)
		})
		for _, k := range keys {
			if say, figures, met := r.met(series[k], days, now); met {
				out = append(out, r.event(k, names[k], say, figures))
			}
		}
	}
	return out
}

// series gathers the points that a rule looks at.
func (r Rule) series(points []Point) (map[of][]Point, map[of]string) {
	out, names := map[of][]Point{}, map[of]string{}
	for _, p := range points {
		if p.Metric != r.Metric && (p.Metric != r.Other || r.Other == "") || r.Connection != "" && r.Connection != p.Connection || r.Stream != "" && r.Stream != p.Stream {
			continue
		}
		k := of{p.Connection, p.Stream}
		out[k], names[k] = append(out[k], p), p.Name
	}
	return out, names
}

// figures is what a rule found, for the event's detail.
type figures map[string]any

func (r Rule) met(points []Point, days workdays.Calendar, now time.Time) (say alerts.Text, f figures, met bool) {
	switch r.How {
	case alerts.Threshold:
		v := r.sum(points, r.Metric, now)
		switch {
		case r.Above != nil && v > *r.Above:
			return alerts.Text{Zh: fmt.Sprintf("现为%d，超过%d", v, *r.Above), En: fmt.Sprintf("it is %d, more than %d", v, *r.Above)}, figures{"value": v, "above": *r.Above}, true
		case r.Below != nil && v < *r.Below:
			return alerts.Text{Zh: fmt.Sprintf("现为%d，低于%d", v, *r.Below), En: fmt.Sprintf("it is %d, less than %d", v, *r.Below)}, figures{"value": v, "below": *r.Below}, true
		}
	case alerts.Absence:
		last := lastOf(points)
		if gone := days.Between(last, now); !last.IsZero() && gone >= time.Duration(r.Within)*time.Minute {
			at := last.In(record.Shanghai).Format("2006-01-02 15:04")
			return alerts.Text{
				Zh: fmt.Sprintf("自%s起已有%d个工作分钟没有新记录", at, int64(gone/time.Minute)), En: fmt.Sprintf("nothing came since %s, for %d working minutes", at, int64(gone/time.Minute)),
			}, figures{"last_at": last.UTC().Format(time.RFC3339)}, true
		}
	case alerts.Rate:
		back := 7 * 24 * time.Hour
		if r.Versus == "day" {
			back = 24 * time.Hour
		}
		if days.Worked(now) != days.Worked(now.Add(-back)) {
			return say, nil, false // a holiday is no measure for a working day
		}
		end := now.Truncate(time.Hour).Add(-time.Second) // the running hour is no whole one
		if !slices.ContainsFunc(points, func(p Point) bool { return p.At.Before(end.Add(-back)) }) {
			return say, nil, false // it is too new to compare
		}
		return r.apart(r.sum(points, r.Metric, end), r.sum(points, r.Metric, end.Add(-back)), "这个时段为%d，此前同时段为%d", "it is %d now, and was %d in the same hours before")
	case alerts.Contradiction:
		return r.apart(r.sum(points, r.Metric, now), r.sum(points, r.Other, now), "两个数不一致：%d与%d", "two figures do not agree: %d and %d")
	}
	return say, nil, false
}

// apart tells whether two figures lie further from each other than the rule lets them,
// measured by the second one.
func (r Rule) apart(a, b int64, zh, en string) (alerts.Text, figures, bool) {
	diff := max(a-b, b-a)
	if max(a, b) < max(r.AtLeast, 1) || diff*100 <= int64(r.Percent)*max(b, 1) {
		return alerts.Text{}, nil, false
	}
	return alerts.Text{Zh: fmt.Sprintf(zh, a, b), En: fmt.Sprintf(en, a, b)}, figures{"value": a, "other": b}, true
}

// sum is a figure at a moment: the last one, or the hours within the rule's minutes.
func (r Rule) sum(points []Point, m Metric, now time.Time) (sum int64) {
	info, _ := infoOf(m)
	var newest time.Time
	for _, p := range points {
		switch {
		case p.Metric != m || p.At.After(now):
		case info.Hourly:
			if r.Within == 0 || !p.At.Before(now.Add(-time.Duration(r.Within)*time.Minute).Truncate(time.Hour)) {
				sum += p.Value
			}
		case !p.At.Before(newest):
			newest, sum = p.At, p.Value
		}
	}
	return sum
}

func lastOf(points []Point) (last time.Time) {
	for _, p := range points {
		if p.Value > 0 && p.Last.After(last) {
			last = p.Last
		}
	}
	return last
}

func (r Rule) event(k of, name string, say alerts.Text, f figures) alerts.Event {
	where := alerts.Text{Zh: "本系统", En: "the hub"}
	if k.connection != "" {
		where = alerts.Text{Zh: "连接 " + name, En: "connection " + name}
	}
	if k.stream != "" {
		where.Zh += " 的数据流 " + k.stream
		where.En += ", stream " + k.stream
	}
	f["rule"], f["metric"] = r.Name, string(r.Metric)
	return alerts.Event{
		Kind: alerts.RuleMet, Severity: r.Severity, Connection: k.connection, Stream: k.stream, Subject: r.Name,
		Text: alerts.Text{
			Zh: fmt.Sprintf("规则“%s”触发：%s，%s；请查看并处理，或在告警规则页调整", r.Title, where.Zh, say.Zh),
			En: fmt.Sprintf("the rule “%s” was met: %s, %s; see to it, or change the rule on the page of alert rules", r.Title, where.En, say.En),
		},
		Detail: f,
	}
}
