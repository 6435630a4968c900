package alerts_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/alerts"
)

func TestTooManyLetters(t *testing.T) {
	d := alerts.DefaultLetterLimit
	for _, c := range []struct {
		name             string
		limit            alerts.LetterLimit
		letters, records int64
		want             bool
	}{
		{"nothing", d, 0, 0, false},
		{"few of few", d, 5, 10, false},
		{"at the percentage", d, 5, 100, false},
		{"above it", d, 6, 100, true},
		{"above it, of too few records", d, 6, 99, false},
		{"many of very many", d, 50, 100_000, false},
		{"too many of very many", d, 51, 100_000, true},
		{"the percentage switched off", alerts.LetterLimit{Percent: 0, AtLeast: 1, Letters: 50, Minutes: 15}, 50, 100, false},
		{"the number switched off", alerts.LetterLimit{Percent: 5, AtLeast: 100, Letters: 0, Minutes: 15}, 4000, 100_000, false},
		{"both off", alerts.LetterLimit{AtLeast: 1, Minutes: 15}, 4000, 4000, false},
		{"every one", alerts.LetterLimit{Percent: 100, AtLeast: 1, Minutes: 15}, 10, 10, false},
	} {
		if got := c.limit.TooMany(c.letters, c.records); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

// TestCountingStopsWhereItDecides: more records than Decides change nothing.
func TestCountingStopsWhereItDecides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := alerts.LetterLimit{
			Percent: rapid.IntRange(0, 100).Draw(t, "percent"), AtLeast: rapid.IntRange(1, 300).Draw(t, "at least"),
			Letters: rapid.SampledFrom([]int{0, 50}).Draw(t, "letters"), Minutes: 15,
		}
		letters := rapid.Int64Range(0, 200).Draw(t, "failed")
		records := letters + rapid.Int64Range(0, 5000).Draw(t, "others")
		if cut := min(records, l.Decides(letters)); l.TooMany(letters, cut) != l.TooMany(letters, records) {
			t.Fatalf("%+v: %d letters of %d are %t, cut at %d %t", l, letters, records, l.TooMany(letters, records), cut, l.TooMany(letters, cut))
		}
	})
}

func TestTheEventOfTooManyLetters(t *testing.T) {
	e := alerts.LettersEvent("c", "crm", alerts.DefaultLetterLimit, 60, 100, "missing_field")
	if err := e.Validate(); err != nil || e.Severity != alerts.Critical || e.Kind != alerts.DeadLetters {
		t.Errorf("%v: %+v", err, e)
	}
	if !strings.Contains(e.Text.Zh, "60") || !strings.Contains(e.Text.Zh, "缺少必填字段") || !strings.Contains(e.Text.En, "crm") || !strings.Contains(e.Text.En, "15 minutes") {
		t.Errorf("%+v", e.Text)
	}
	if e := alerts.LettersEvent("c", "crm", alerts.DefaultLetterLimit, 60, 0, "nobody_knows"); e.Severity != alerts.Warning || e.Detail["records"] != nil {
		t.Errorf("%+v", e)
	}
}
