// Package workdays knows which days are worked on in China and counts working time. A
// year's public holidays and the weekend days that are worked in exchange (调休) are
// published by the State Council each autumn and are data that an administrator keeps.
// It is pure; days and hours are those of Asia/Shanghai, which has no daylight saving.
package workdays

import (
	"fmt"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Kind says what is special about a day.
type Kind string

// The kinds of days that a calendar lists.
const (
	Holiday Kind = "holiday" // a working day by the week that is off
	Makeup  Kind = "workday" // a weekend day that is worked (调休)
)

// Day is one day that is otherwise than its weekday says.
type Day struct {
	Date string `json:"date" yaml:"date" doc:"YYYY-MM-DD"`
	Kind Kind   `json:"kind" yaml:"kind" enum:"holiday,workday" doc:"holiday: off; workday: worked in exchange (调休)"`
	Name string `json:"name" yaml:"name" maxLength:"60" doc:"such as 国庆节"`
}

// Year is what somebody has said of one year.
type Year struct {
	Year    int   `json:"year" yaml:"year" minimum:"2000" maximum:"2100"`
	Example bool  `json:"example" yaml:"example" doc:"nobody has compared it with the official notice yet"`
	Days    []Day `json:"days" yaml:"days" nullable:"false" maxItems:"200"`
	// Opens and Closes are the working hours, HH:MM; empty: 09:00 to 18:00.
	Opens  string `json:"opens,omitempty" yaml:"opens,omitempty" maxLength:"5" doc:"HH:MM; empty: 09:00"`
	Closes string `json:"closes,omitempty" yaml:"closes,omitempty" maxLength:"5" doc:"HH:MM; empty: 18:00"`
}

// The working hours where nothing else is said.
const (
	DefaultOpens  = "09:00"
	DefaultCloses = "18:00"
)

// Check refuses a year that cannot be meant. The fault is bad_calendar.
func (y Year) Check() error {
	seen := map[string]bool{}
	for i, d := range y.Days {
		at := fmt.Sprintf("days[%d]", i)
		t, err := time.ParseInLocation(time.DateOnly, d.Date, record.Shanghai)
		weekend := err == nil && isWeekend(t)
		switch {
		case err != nil:
			return fault.Newf("bad_calendar", "this is no day").At(at+".date", d.Date[:min(len(d.Date), 10)])
		case t.Year() != y.Year:
			return fault.Newf("bad_calendar", "the day is not in %d", y.Year).At(at+".date", d.Date)
		case seen[d.Date]:
			return fault.Newf("bad_calendar", "the day stands twice").At(at+".date", d.Date)
		case d.Kind != Holiday && d.Kind != Makeup:
			return fault.Newf("bad_calendar", "a day is a holiday or a workday").At(at+".kind", "")
		case d.Kind == Makeup && !weekend:
			return fault.Newf("bad_calendar", "only a weekend day is worked in exchange").At(at+".date", d.Date)
		}
		seen[d.Date] = true
	}
	opens, closes := orElse(y.Opens, DefaultOpens), orElse(y.Closes, DefaultCloses)
	if minutes(opens) < 0 || minutes(closes) < 0 || minutes(opens) >= minutes(closes) {
		return fault.Newf("bad_calendar", "the working hours must be HH:MM, and end after they begin").At("opens", "")
	}
	return nil
}

func isWeekend(t time.Time) bool {
	d := t.Weekday()
	return d == time.Saturday || d == time.Sunday
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// minutes reads HH:MM as minutes since midnight; -1 where it is none.
func minutes(text string) int {
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != 5 {
		return -1
	}
	return t.Hour()*60 + t.Minute()
}

// hours are the working hours of a year, in minutes since midnight.
type hours struct{ opens, closes int }

// Calendar tells working days from days off. The zero value knows the week alone.
type Calendar struct {
	days  map[string]Kind
	hours map[int]hours
	known map[int]bool
}

// New makes a calendar of years that pass Check; of two for one year the later one counts.
func New(years ...Year) Calendar {
	c := Calendar{days: map[string]Kind{}, hours: map[int]hours{}, known: map[int]bool{}}
	last := map[int]Year{}
	for _, y := range years {
		last[y.Year] = y
	}
	for _, y := range last {
		c.known[y.Year] = true
		c.hours[y.Year] = hours{minutes(orElse(y.Opens, DefaultOpens)), minutes(orElse(y.Closes, DefaultCloses))}
		for _, d := range y.Days {
			c.days[d.Date] = d.Kind
		}
	}
	return c
}

// Knows tells whether somebody has said anything of a year; else only the week counts.
func (c Calendar) Knows(year int) bool { return c.known[year] }

// Worked tells whether the day of a moment is worked on.
func (c Calendar) Worked(t time.Time) bool {
	local := t.In(record.Shanghai)
	if len(c.days) > 0 {
		switch c.days[local.Format(time.DateOnly)] {
		case Holiday:
			return false
		case Makeup:
			return true
		}
	}
	return !isWeekend(local)
}

// span is the working time of the day of a moment; empty where the day is off.
func (c Calendar) span(t time.Time) (from, to time.Time) {
	local := t.In(record.Shanghai)
	day := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, record.Shanghai)
	if !c.Worked(day) {
		return day, day
	}
	h, ok := c.hours[local.Year()]
	if !ok {
		h = hours{minutes(DefaultOpens), minutes(DefaultCloses)}
	}
	return day.Add(time.Duration(h.opens) * time.Minute), day.Add(time.Duration(h.closes) * time.Minute)
}

// Open tells whether a moment lies in working time.
func (c Calendar) Open(t time.Time) bool {
	from, to := c.span(t)
	return !t.Before(from) && t.Before(to)
}

// furthest bounds how far ahead working time is looked for: a calendar of holidays
// alone would have none.
const furthest = 366

// After gives the moment at which so much working time has passed since t. Without
// working time within a year it is a year later.
func (c Calendar) After(t time.Time, d time.Duration) time.Time {
	at := t
	for range furthest {
		from, to := c.span(at)
		if at.Before(from) {
			at = from
		}
		if at.Before(to) {
			if left := to.Sub(at); d <= left {
				return at.Add(d)
			} else {
				d -= left
			}
		}
		local := at.In(record.Shanghai)
		at = time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, record.Shanghai)
	}
	return t.AddDate(1, 0, 0)
}

// Between gives the working time between two moments; 0 where b is not after a, or they
// lie more than a year apart.
func (c Calendar) Between(a, b time.Time) time.Duration {
	var sum time.Duration
	for at, n := a, 0; at.Before(b) && n < furthest; n++ {
		from, to := c.span(at)
		if from.Before(at) {
			from = at
		}
		if to.After(b) {
			to = b
		}
		if to.After(from) {
			sum += to.Sub(from)
		}
		local := at.In(record.Shanghai)
		at = time.Date(local.Year(), local.Month(), local.Day()+1, 0, 0, 0, 0, record.Shanghai)
	}
	return sum
}
