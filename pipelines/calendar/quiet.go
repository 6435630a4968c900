package calendar

import (
	"fmt"
	"slices"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Window is a span of quiet hours. It belongs to the days on which it begins; one
// whose To is not after From ends on the next day.
type Window struct {
	Days []string `json:"days,omitempty" doc:"mon tue wed thu fri sat sun, on which it begins; none: every day"`
	From string   `json:"from" doc:"HH:MM, Asia/Shanghai"`
	To   string   `json:"to" doc:"HH:MM, not included; at or before from: on the next day"`
}

// Quiet are the hours in which a system is not asked.
type Quiet []Window

// Days are the names of the days of the week, as time.Weekday counts them.
var Days = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

// MaxWindows bounds how many windows there may be.
const MaxWindows = 20

const day = 24 * time.Hour

// Check refuses windows that cannot be read, and those that leave no minute of the
// week. The faults are bad_quiet_hours and always_quiet.
func (q Quiet) Check() error {
	if len(q) > MaxWindows {
		return fault.Newf("bad_quiet_hours", "%d windows, %d at most", len(q), MaxWindows).At("quiet", "")
	}
	for i, w := range q {
		at := fmt.Sprintf("quiet[%d]", i)
		from, okFrom := minute(w.From)
		to, okTo := minute(w.To)
		switch {
		case !okFrom:
			return fault.Newf("bad_quiet_hours", "from is no time of day").At(at+".from", w.From[:min(len(w.From), 10)])
		case !okTo:
			return fault.Newf("bad_quiet_hours", "to is no time of day").At(at+".to", w.To[:min(len(w.To), 10)])
		case from == to:
			return fault.Newf("bad_quiet_hours", "it begins and ends at the same time").At(at+".to", w.To)
		}
		for _, d := range w.Days {
			if !slices.Contains(Days, d) {
				return fault.Newf("bad_quiet_hours", "no such day").At(at+".days", d[:min(len(d), 10)])
			}
		}
	}
	monday := time.Date(2024, 1, 1, 0, 0, 0, 0, record.Shanghai)
	for m := range 7 * 24 * 60 {
		if _, quiet := q.Until(monday.Add(time.Duration(m) * time.Minute)); !quiet {
			return nil
		}
	}
	return fault.New("always_quiet", nil).At("quiet", "")
}

// Until tells whether a moment is quiet, and when the quiet that it lies in ends:
// windows that touch or overlap are one.
func (q Quiet) Until(t time.Time) (end time.Time, quiet bool) {
	end = t
	for range 8 * len(q) { // a week and a day of windows; then all of it is quiet
		later := q.endsAfter(end)
		if !later.After(end) {
			break
		}
		end, quiet = later, true
	}
	return end, quiet
}

// Leave is t, or the end of the quiet hours that it lies in.
func (q Quiet) Leave(t time.Time) time.Time {
	end, _ := q.Until(t)
	return end
}

// endsAfter is the latest end of the windows that hold t; t where none does.
func (q Quiet) endsAfter(t time.Time) time.Time {
	local := t.In(record.Shanghai)
	midnight := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, record.Shanghai)
	last := t
	for _, w := range q {
		from, okFrom := minute(w.From)
		to, okTo := minute(w.To)
		if !okFrom || !okTo || from == to {
			continue
		}
		if to < from {
			to += day
		}
		for _, begun := range []time.Time{midnight, midnight.Add(-day)} {
			if len(w.Days) > 0 && !slices.Contains(w.Days, Days[begun.Weekday()]) {
				continue
			}
			start, end := begun.Add(from), begun.Add(to)
			if !t.Before(start) && t.Before(end) && end.After(last) {
				last = end
			}
		}
	}
	return last
}

// minute reads HH:MM as the time since midnight.
func minute(text string) (time.Duration, bool) {
	t, err := time.Parse("15:04", text)
	if err != nil || len(text) != 5 {
		return 0, false
	}
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, true
}
