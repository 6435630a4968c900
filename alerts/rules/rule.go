// Package rules holds what a workspace wants to be told of as data: figures that are too
// high or too low, records that do not come, figures that change too fast, and figures
// that contradict each other; and which kinds of alerts are told at all. It is pure: the
// figures, the working calendar and the present time are arguments.
package rules

import (
	"fmt"
	"regexp"
	"slices"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Metric is a figure that rules look at.
type Metric string

// The metrics. Those of an hour are added up over Rule.Within; the others are as of now.
const (
	Records     Metric = "records"      // records that came and were news, by hour, connection and stream
	Letters     Metric = "letters"      // dead letters raised, by hour and connection
	LettersOpen Metric = "letters_open" // dead letters that wait for somebody, by connection
	Refused     Metric = "refused"      // requests refused at the door today, by connection
	SourceCount Metric = "source_count" // records that the source held at the last comparison, by stream
	HubCount    Metric = "hub_count"    // records that the hub held then
)

// Metrics lists them with their names for people.
func Metrics() []MetricInfo {
	return []MetricInfo{
		{Records, alerts.Text{Zh: "新记录数", En: "new records"}, true},
		{Letters, alerts.Text{Zh: "新增死信数", En: "new dead letters"}, true},
		{LettersOpen, alerts.Text{Zh: "未处理死信数", En: "open dead letters"}, false},
		{Refused, alerts.Text{Zh: "今日接入口拒绝数", En: "requests refused at the door today"}, false},
		{SourceCount, alerts.Text{Zh: "源系统条数", En: "records of the source"}, false},
		{HubCount, alerts.Text{Zh: "本系统条数", En: "records of the hub"}, false},
	}
}

// MetricInfo is what the program knows of a metric.
type MetricInfo struct {
	Metric Metric
	Title  alerts.Text
	Hourly bool
}

func infoOf(m Metric) (MetricInfo, bool) {
	for _, i := range Metrics() {
		if i.Metric == m {
			return i, true
		}
	}
	return MetricInfo{}, false
}

// Rule is one thing that a workspace wants to be told of.
type Rule struct {
	Name       string              `json:"name" yaml:"name" maxLength:"60" doc:"letters, digits and dashes; tells rules apart"`
	Title      string              `json:"title" yaml:"title" maxLength:"120" doc:"for people"`
	How        alerts.How          `json:"how" yaml:"how" enum:"threshold,absence,rate,contradiction"`
	Metric     Metric              `json:"metric" yaml:"metric" enum:"records,letters,letters_open,refused,source_count,hub_count"`
	Other      Metric              `json:"other,omitempty" yaml:"other,omitempty" enum:"records,letters,letters_open,refused,source_count,hub_count" doc:"contradiction: what must agree with metric"`
	Connection record.ConnectionID `json:"connection,omitempty" yaml:"connection,omitempty" maxLength:"36" doc:"id; empty: each connection"`
	Stream     string              `json:"stream,omitempty" yaml:"stream,omitempty" maxLength:"100" doc:"empty: each stream"`
	Above      *int64              `json:"above,omitempty" yaml:"above,omitempty" doc:"threshold: more than this"`
	Below      *int64              `json:"below,omitempty" yaml:"below,omitempty" doc:"threshold: less than this"`
	Percent    int                 `json:"percent,omitempty" yaml:"percent,omitempty" minimum:"0" maximum:"10000" doc:"rate and contradiction: by more than so many percent"`
	AtLeast    int64               `json:"at_least,omitempty" yaml:"at_least,omitempty" minimum:"0" doc:"rate and contradiction: where one of the two figures is at least this"`
	Versus     string              `json:"versus,omitempty" yaml:"versus,omitempty" enum:"day,week" doc:"rate: the same hours of the day or week before; empty: week"`
	Within     int                 `json:"within,omitempty" yaml:"within,omitempty" minimum:"0" maximum:"1440" doc:"minutes that figures by the hour are added up over; absence: working minutes without anything"`
	Severity   alerts.Severity     `json:"severity" yaml:"severity" enum:"info,warning,critical"`
	Off        bool                `json:"off,omitempty" yaml:"off,omitempty" doc:"kept, and not looked at"`
}

// KindSetting says of a kind of the program whether people are told of it.
type KindSetting struct {
	Kind   alerts.Kind `json:"kind" yaml:"kind"`
	Listed bool        `json:"listed" yaml:"listed" doc:"it is listed, and nobody is told"`
}

// Set is all rules of a workspace.
type Set struct {
	Rules []Rule        `json:"rules" yaml:"rules" nullable:"false" maxItems:"200"`
	Kinds []KindSetting `json:"kinds" yaml:"kinds" nullable:"false" maxItems:"100"`
	// Escalate is after how many working minutes without acknowledgement the manager is told.
	Escalate Escalate `json:"escalate" yaml:"escalate"`
}

// Escalate has working minutes by severity; 0: never.
type Escalate struct {
	Critical int `json:"critical" yaml:"critical" minimum:"0" maximum:"10000"`
	Warning  int `json:"warning" yaml:"warning" minimum:"0" maximum:"10000"`
	Info     int `json:"info" yaml:"info" minimum:"0" maximum:"10000"`
}

// Default is the set of a workspace that has none.
func Default() Set {
	thousand := int64(1000)
	return Set{
		Rules: []Rule{
			{Name: "letters-pile-up", Title: "死信堆积超过1000条", How: alerts.Threshold, Metric: LettersOpen, Above: &thousand, Severity: alerts.Warning},
			{Name: "records-jump", Title: "新记录数与上周同时段相差过大", How: alerts.Rate, Metric: Records, Percent: 300, AtLeast: 500, Versus: "week", Within: 120, Severity: alerts.Info},
			{Name: "counts-disagree", Title: "最近一次对数条数不一致", How: alerts.Contradiction, Metric: SourceCount, Other: HubCount, Percent: 1, AtLeast: 100, Severity: alerts.Warning},
		},
		Kinds: []KindSetting{}, Escalate: Escalate{Critical: 30, Warning: 240},
	}
}

var nameForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,59}$`)

// Check refuses a set that cannot be meant. The fault is bad_alert_rule.
func (s Set) Check() error {
	seen := map[string]bool{}
	for i, r := range s.Rules {
		at := fmt.Sprintf("rules[%d]", i)
		bad := func(field, format string, args ...any) error {
			return fault.Newf("bad_alert_rule", format, args...).At(at+"."+field, "")
		}
		m, known := infoOf(r.Metric)
		switch {
		case !nameForm.MatchString(r.Name):
			return bad("name", "a name has small letters, digits and dashes")
		case seen[r.Name]:
			return bad("name", "the name stands twice")
		case r.Title == "":
			return bad("title", "a rule needs a title")
		case !known:
			return bad("metric", "no such figure")
		case r.Severity.Rank() == 0:
			return bad("severity", "no such severity")
		case m.Hourly && r.How != alerts.Contradiction && r.Within <= 0:
			return bad("within", "figures by the hour need the minutes that they are added up over")
		}
		seen[r.Name] = true
		switch r.How {
		case alerts.Threshold:
			if r.Above == nil && r.Below == nil {
				return bad("above", "a threshold needs above or below")
			}
		case alerts.Absence:
			if r.Metric != Records {
				return bad("metric", "only records can fail to come")
			}
		case alerts.Rate:
			if r.Percent <= 0 || !m.Hourly || r.Versus != "" && r.Versus != "day" && r.Versus != "week" {
				return bad("percent", "a rate needs a percentage, a figure by the hour, and day or week before")
			}
		case alerts.Contradiction:
			if _, ok := infoOf(r.Other); !ok || r.Other == r.Metric {
				return bad("other", "a contradiction needs a second figure")
			}
		default:
			return bad("how", "a rule is a threshold, absence, rate or contradiction")
		}
	}
	for i, k := range s.Kinds {
		if !slices.Contains(alerts.Kinds(), k.Kind) {
			return fault.Newf("bad_alert_rule", "no such kind").At(fmt.Sprintf("kinds[%d].kind", i), string(k.Kind)[:min(len(k.Kind), 40)])
		}
	}
	return nil
}
