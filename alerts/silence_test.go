package alerts_test

import (
	"math/bits"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/record"
)

func shanghai(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, record.Shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

// weeks makes four weeks of hours before a moment, each as the rule says.
func weeks(before time.Time, rule func(local time.Time) (records int64, slots uint16)) (out []alerts.Hour) {
	for at := before.Truncate(time.Hour).Add(-28 * 24 * time.Hour); at.Before(before.Truncate(time.Hour)); at = at.Add(time.Hour) {
		if n, s := rule(at.In(record.Shanghai)); n > 0 {
			out = append(out, alerts.Hour{Start: at, Records: n, Slots: s})
		}
	}
	return out
}

const every = uint16(1<<12 - 1)

// office is busy on weekdays from nine to six; burst comes once an hour then.
func office(records int64, slots uint16) func(time.Time) (int64, uint16) {
	return func(t time.Time) (int64, uint16) {
		if d := t.Weekday(); d == time.Saturday || d == time.Sunday || t.Hour() < 9 || t.Hour() >= 18 {
			return 0, 0
		}
		return records, slots
	}
}

func TestSilence(t *testing.T) {
	now := shanghai("2026-03-04 11:00") // a Wednesday
	steady, burst := office(600, every), office(600, 1<<9)
	half := office(6, 0b010101010101)
	for _, c := range []struct {
		name      string
		rule      func(time.Time) (int64, uint16)
		last, now string
		skip      func(time.Time) bool
		want      bool
	}{
		{"a steady stream stops for half an hour", steady, "2026-03-04 10:27", "2026-03-04 11:00", nil, true},
		{"a steady stream pauses for twenty minutes", steady, "2026-03-04 10:38", "2026-03-04 11:00", nil, false},
		{"one burst an hour and none for an hour", burst, "2026-03-04 09:46", "2026-03-04 11:00", nil, false},
		{"one burst a working hour and none for two days", burst, "2026-03-02 09:46", "2026-03-04 11:00", nil, true},
		{"half of the time for an hour", half, "2026-03-04 10:00", "2026-03-04 11:00", nil, false},
		{"half of the time for two hours", half, "2026-03-04 13:00", "2026-03-04 15:00", nil, true},
		{"the night", steady, "2026-03-03 17:58", "2026-03-04 09:15", nil, false},
		{"the weekend", steady, "2026-03-06 17:58", "2026-03-09 09:15", nil, false},
		{"Monday morning as usual but empty", steady, "2026-03-06 17:58", "2026-03-09 09:40", nil, true},
		{"quiet hours", steady, "2026-03-04 10:00", "2026-03-04 11:00", func(t time.Time) bool { return t.In(record.Shanghai).Hour() == 10 }, false},
		{"quiet hours in part", steady, "2026-03-04 09:00", "2026-03-04 11:00", func(t time.Time) bool { return t.In(record.Shanghai).Hour() == 10 }, true},
	} {
		u := alerts.UsualOf(weeks(now, c.rule), now, workdays.Calendar{})
		if got := u.Silent(shanghai(c.last), shanghai(c.now), c.skip); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}

// A stream of a few days has no usual, and so no silence.
func TestNewStreamsAreNotSilent(t *testing.T) {
	now := shanghai("2026-03-06 11:00")
	var young []alerts.Hour
	for _, h := range weeks(now, office(600, every)) {
		if now.Sub(h.Start) < 4*24*time.Hour {
			young = append(young, h)
		}
	}
	u := alerts.UsualOf(young, now, workdays.Calendar{})
	if u.Silent(shanghai("2026-03-06 09:00"), now, nil) {
		t.Error("a new stream alarms")
	}
	if _, known := u.At(now); known {
		t.Error("a new stream has a usual")
	}
}

func TestUsual(t *testing.T) {
	now := shanghai("2026-03-04 11:30")
	n := int64(0)
	u := alerts.UsualOf(weeks(now, func(t time.Time) (int64, uint16) {
		if r, s := office(100, every)(t); r > 0 {
			n++
			if t.Day() == 25 { // one wild day changes no median
				return 100_000, s
			}
			return r, s
		}
		return 0, 0
	}), now, workdays.Calendar{})
	if got, known := u.At(now); !known || got != 100 {
		t.Errorf("usual now: %d, %t", got, known)
	}
	if got, known := u.At(shanghai("2026-03-07 11:30")); !known || got != 0 {
		t.Errorf("usual on Saturday: %d, %t", got, known)
	}
	if got, known := u.Day(now); !known || got != 250 {
		t.Errorf("usual of the day so far: %d, %t", got, known)
	}
}

// The longer a silence, the sooner it alarms; and never within half an hour.
func TestSilenceGrows(t *testing.T) {
	now := shanghai("2026-03-04 11:00")
	rapid.Check(t, func(t *rapid.T) {
		slots := uint16(rapid.IntRange(0, int(every)).Draw(t, "slots"))
		u := alerts.UsualOf(weeks(now, office(int64(bits.OnesCount16(slots))*10, slots)), now, workdays.Calendar{})
		last := shanghai("2026-03-04 09:00").Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "minute")) * time.Minute)
		a := time.Duration(rapid.IntRange(0, 600).Draw(t, "a")) * time.Minute
		b := a + time.Duration(rapid.IntRange(0, 600).Draw(t, "b"))*time.Minute
		short, long := u.Silent(last, last.Add(a), nil), u.Silent(last, last.Add(b), nil)
		if short && !long {
			t.Fatalf("silent after %s and not after %s", a, b)
		}
		if short && a < 30*time.Minute {
			t.Fatalf("an alarm after %s", a)
		}
	})
}

// What is no working day by the calendar is measured by days off, and a weekend day that
// is worked in exchange by working days.
func TestSilenceKnowsHolidays(t *testing.T) {
	year := workdays.Year{Year: 2026, Days: []workdays.Day{
		{Date: "2026-03-04", Kind: workdays.Holiday, Name: "example"}, {Date: "2026-03-07", Kind: workdays.Makeup, Name: "example"},
	}}
	for _, c := range []struct {
		name, now, last string
		days            workdays.Calendar
		want            bool
	}{
		{"a Wednesday", "2026-03-04 11:00", "2026-03-03 17:58", workdays.Calendar{}, true},
		{"a Wednesday that is a holiday", "2026-03-04 11:00", "2026-03-03 17:58", workdays.New(year), false},
		{"a Saturday", "2026-03-07 11:00", "2026-03-06 17:58", workdays.Calendar{}, false},
		{"a Saturday that is worked", "2026-03-07 11:00", "2026-03-06 17:58", workdays.New(year), true},
	} {
		now := shanghai(c.now)
		u := alerts.UsualOf(weeks(now, office(600, every)), now, c.days)
		if got := u.Silent(shanghai(c.last), now, nil); got != c.want {
			t.Errorf("%s: %t", c.name, got)
		}
	}
}
