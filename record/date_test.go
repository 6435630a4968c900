package record_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

func TestDaysBeginInShanghai(t *testing.T) {
	for in, want := range map[string]record.Date{
		"2026-02-18T15:59:59Z":      "2026-02-18",
		"2026-02-18T16:00:00Z":      "2026-02-19",
		"2026-02-18T23:59:59+08:00": "2026-02-18",
		"2026-12-31T12:00:00-05:00": "2027-01-01",
		"2024-02-28T16:00:00Z":      "2024-02-29",
	} {
		at, err := time.Parse(time.RFC3339, in)
		if err != nil {
			t.Fatal(err)
		}
		if got := record.DateOf(at); got != want {
			t.Errorf("%s is the day %s, want %s", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(-1e9, 4e9).Draw(t, "second"), 0)
		d := record.DateOf(at)
		if begin := d.Time(); at.Before(begin) || !at.Before(begin.Add(24*time.Hour)) || record.DateOf(begin) != d {
			t.Fatalf("%s is not within the day %s from %s", at, d, begin)
		}
		if d.Month() != string(d)[:7] {
			t.Fatalf("%s is of the month %s", d, d.Month())
		}
	})
}

func TestNoDate(t *testing.T) {
	for _, d := range []record.Date{"", "2026", "2026-02-30", "soon"} {
		if !d.Time().IsZero() {
			t.Errorf("%q begins at %s", d, d.Time())
		}
	}
	for _, d := range []record.Date{"", "2026", "2026-0"} {
		if d.Month() != "" {
			t.Errorf("%q is of the month %q", d, d.Month())
		}
	}
}

func TestDatesOutsideTheCalendarAreRefused(t *testing.T) {
	for _, in := range []string{
		`"2026-02-30"`, `"2026-02-29"`, `"0000-00-00"`, `"2026-13-01"`, `"2026-2-18"`, `"2026/02/18"`, `"20260218"`, `"2026年2月18日"`,
		`"2026-02-18T00:00:00Z"`, `"2026-02-18 24:00"`, `" 2026-02-18"`, `45000`, `{}`, `true`,
	} {
		d := record.Date("2000-01-01")
		if err := json.Unmarshal([]byte(in), &d); err == nil {
			t.Errorf("%s became %q", in, d)
		} else if d != "2000-01-01" {
			t.Errorf("%s was refused, but left %q behind", in, d)
		}
	}
	for in, want := range map[string]record.Date{`"2024-02-29"`: "2024-02-29", `"2026-02-18"`: "2026-02-18", `""`: ""} {
		d := record.Date("2000-01-01")
		if err := json.Unmarshal([]byte(in), &d); err != nil || d != want {
			t.Errorf("%s became %q: %v", in, d, err)
		}
		if b, err := json.Marshal(d); err != nil || string(b) != in {
			t.Errorf("%s is written %s: %v", in, b, err)
		}
	}
}
