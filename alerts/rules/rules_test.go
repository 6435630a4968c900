package rules_test

import (
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/rules"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/fault"
)

// now is 11:00 on a Wednesday.
var now = time.Date(2026, 3, 4, 3, 0, 0, 0, time.UTC)

func hours(m rules.Metric, back time.Duration, values ...int64) (out []rules.Point) {
	end := now.Add(-back)
	for i, v := range values {
		at := end.Add(-time.Duration(len(values)-i) * time.Hour)
		out = append(out, rules.Point{Metric: m, Connection: "c", Name: "erp", Stream: "orders", At: at, Last: at.Add(50 * time.Minute), Value: v})
	}
	return out
}

func TestJudge(t *testing.T) {
	ten := int64(10)
	week := 7 * 24 * time.Hour
	count := func(m rules.Metric, v int64) rules.Point {
		return rules.Point{Metric: m, Connection: "c", Name: "erp", Stream: "orders", At: now.Add(-time.Hour), Value: v}
	}
	holiday := workdays.New(workdays.Year{Year: 2026, Days: []workdays.Day{{Date: "2026-03-04", Kind: workdays.Holiday, Name: "example"}}})
	for _, c := range []struct {
		name   string
		rule   rules.Rule
		points []rules.Point
		days   workdays.Calendar
		want   string // part of the sentence; empty: nothing
	}{
		{"above", rules.Rule{How: alerts.Threshold, Metric: rules.LettersOpen, Above: &ten}, []rules.Point{count(rules.LettersOpen, 11)}, workdays.Calendar{}, "超过10"},
		{"at the limit", rules.Rule{How: alerts.Threshold, Metric: rules.LettersOpen, Above: &ten}, []rules.Point{count(rules.LettersOpen, 10)}, workdays.Calendar{}, ""},
		{"below within two hours", rules.Rule{How: alerts.Threshold, Metric: rules.Records, Below: &ten, Within: 120}, hours(rules.Records, 0, 100, 4, 5), workdays.Calendar{}, "现为9，低于10"},
		{"another connection", rules.Rule{How: alerts.Threshold, Metric: rules.LettersOpen, Above: &ten, Connection: "d"}, []rules.Point{count(rules.LettersOpen, 11)}, workdays.Calendar{}, ""},
		{"switched off", rules.Rule{How: alerts.Threshold, Metric: rules.LettersOpen, Above: &ten, Off: true}, []rules.Point{count(rules.LettersOpen, 11)}, workdays.Calendar{}, ""},
		{"nothing for two working hours", rules.Rule{How: alerts.Absence, Metric: rules.Records, Within: 60}, hours(rules.Records, 2*time.Hour, 5), workdays.Calendar{}, "没有新记录"},
		{"the same on a holiday", rules.Rule{How: alerts.Absence, Metric: rules.Records, Within: 60}, hours(rules.Records, 2*time.Hour, 5), holiday, ""},
		{"nothing since just now", rules.Rule{How: alerts.Absence, Metric: rules.Records, Within: 60}, hours(rules.Records, 0, 5), workdays.Calendar{}, ""},
		{"a jump", rules.Rule{How: alerts.Rate, Metric: rules.Records, Percent: 100, Within: 60}, append(hours(rules.Records, week, 10, 10), hours(rules.Records, 0, 50)...), workdays.Calendar{}, "50"},
		{"a drop", rules.Rule{How: alerts.Rate, Metric: rules.Records, Percent: 50, Within: 60}, append(hours(rules.Records, week, 100, 100), hours(rules.Records, 0, 1)...), workdays.Calendar{}, "此前同时段为"},
		{"a jump of little", rules.Rule{How: alerts.Rate, Metric: rules.Records, Percent: 100, AtLeast: 100, Within: 60}, append(hours(rules.Records, week, 10, 10), hours(rules.Records, 0, 50)...), workdays.Calendar{}, ""},
		{"too new to compare", rules.Rule{How: alerts.Rate, Metric: rules.Records, Percent: 100, Within: 60}, hours(rules.Records, 0, 50), workdays.Calendar{}, ""},
		{"a holiday against a working day", rules.Rule{How: alerts.Rate, Metric: rules.Records, Percent: 50, Within: 60}, append(hours(rules.Records, week, 100, 100), hours(rules.Records, 0, 1)...), holiday, ""},
		{"counts that disagree", rules.Rule{How: alerts.Contradiction, Metric: rules.SourceCount, Other: rules.HubCount, Percent: 1}, []rules.Point{count(rules.SourceCount, 103), count(rules.HubCount, 100)}, workdays.Calendar{}, "103与100"},
		{"counts that nearly agree", rules.Rule{How: alerts.Contradiction, Metric: rules.SourceCount, Other: rules.HubCount, Percent: 1}, []rules.Point{count(rules.SourceCount, 101), count(rules.HubCount, 100)}, workdays.Calendar{}, ""},
	} {
		c.rule.Name, c.rule.Title, c.rule.Severity = "r", "规则", alerts.Warning
		got := rules.Judge(rules.Set{Rules: []rules.Rule{c.rule}}, c.points, c.days, now)
		switch {
		case c.want == "" && len(got) > 0:
			t.Errorf("%s: %+v", c.name, got[0].Text)
		case c.want != "" && (len(got) != 1 || !strings.Contains(got[0].Text.Zh, c.want) || got[0].Validate() != nil || got[0].Subject != "r"):
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}

func TestCheck(t *testing.T) {
	if err := rules.Default().Check(); err != nil {
		t.Fatalf("the default: %v", err)
	}
	one := int64(1)
	good := rules.Rule{Name: "a", Title: "t", How: alerts.Threshold, Metric: rules.LettersOpen, Above: &one, Severity: alerts.Info}
	for name, spoil := range map[string]func(*rules.Set){
		"no name":            func(s *rules.Set) { s.Rules[0].Name = "A b" },
		"twice":              func(s *rules.Set) { s.Rules = append(s.Rules, s.Rules[0]) },
		"no title":           func(s *rules.Set) { s.Rules[0].Title = "" },
		"no figure":          func(s *rules.Set) { s.Rules[0].Metric = "moon" },
		"no severity":        func(s *rules.Set) { s.Rules[0].Severity = "" },
		"no limit":           func(s *rules.Set) { s.Rules[0].Above = nil },
		"no way":             func(s *rules.Set) { s.Rules[0].How = "feeling" },
		"no minutes":         func(s *rules.Set) { s.Rules[0].Metric = rules.Records },
		"a rate of nothing":  func(s *rules.Set) { s.Rules[0].How = alerts.Rate },
		"alone":              func(s *rules.Set) { s.Rules[0].How = alerts.Contradiction },
		"absence of letters": func(s *rules.Set) { s.Rules[0].How = alerts.Absence },
		"an unknown kind":    func(s *rules.Set) { s.Kinds = []rules.KindSetting{{Kind: "noise"}} },
	} {
		s := rules.Set{Rules: []rules.Rule{good}}
		spoil(&s)
		if err := s.Check(); err == nil || fault.As(err).Code != "bad_alert_rule" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every kind is known wherever kinds are listed.
func TestKindsAreWhole(t *testing.T) {
	seen := map[alerts.Kind]bool{}
	for _, i := range alerts.Infos() {
		if seen[i.Kind] || i.Title.Zh == "" || i.Title.En == "" || i.Severity.Rank() == 0 || i.Role == "" || i.How == "" {
			t.Errorf("%+v", i)
		}
		seen[i.Kind] = true
	}
}
