// Package calendar says when the hub asks a system: every so often or by a schedule,
// and never in its quiet hours. It is pure, the time is an argument; days and hours are
// those of Asia/Shanghai, which has no daylight saving.
package calendar

import (
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Plan is when a connection is asked.
type Plan struct {
	Every time.Duration // pause between two reads, where there is no Cron
	Cron  string        // minute, hour, day, month, weekday; or @daily and the like
	Quiet Quiet
}

// parser takes the five fields of cron and its descriptors, but no time zone.
var parser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)

// MaxCron bounds the text of a schedule.
const MaxCron = 100

// CheckCron refuses a schedule that cannot be read or never comes; "" is none. The
// fault is bad_schedule.
func CheckCron(text string) error {
	if text == "" {
		return nil
	}
	s, err := parse(text)
	if err != nil {
		return fault.New("bad_schedule", err).At("schedule", text[:min(len(text), MaxCron)])
	}
	if s.Next(time.Date(2024, 1, 1, 0, 0, 0, 0, record.Shanghai)).IsZero() { // within five years, a leap day among them
		return fault.Newf("bad_schedule", "no such day comes").At("schedule", text)
	}
	return nil
}

func parse(text string) (cron.Schedule, error) {
	if len(text) > MaxCron {
		return nil, fault.Newf("bad_schedule", "it is longer than %d characters", MaxCron)
	}
	if strings.Contains(text, "TZ=") {
		return nil, fault.Newf("bad_schedule", "the time zone is Asia/Shanghai and cannot be set")
	}
	return parser.Parse(text)
}

// Next is when to ask again after a read that ended at a moment: later than it, and
// never in quiet hours. A schedule that cannot be read counts as none.
func (p Plan) Next(after time.Time) time.Time {
	next := after.Add(p.Every)
	if p.Cron != "" {
		if s, err := parse(p.Cron); err == nil {
			if t := s.Next(after.In(record.Shanghai)); !t.IsZero() {
				next = t
			}
		}
	}
	return p.Quiet.Leave(next)
}
