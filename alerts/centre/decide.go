package centre

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/alerts"
)

const (
	// gap is the least time between two messages to one target: what comes in between is
	// gathered into the second one, and is told within a minute all the same.
	gap = 45 * time.Second
	// After stormAfter messages within Recent, what is not critical is gathered for longer.
	stormAfter = 6
	stormGap   = 5 * time.Minute
	// again is when an alert that reached nobody is looked at again: settings may have changed.
	again = 5 * time.Minute
)

// pending is a message in the making.
type pending struct {
	target Target
	person *Person
	level  int
	alerts []Alert
}

// Decide says who is told what now, and when to decide again. Each alert of the input has
// one change. An alert that is told to a target at a level and severity is never told
// there again; it escalates at most once; what is muted, quiet or gathered is told when
// that ends, unless somebody has acknowledged it or it is over by then.
func Decide(in Input) Plan {
	d := newDecider(in)
	var p Plan
	for _, a := range in.Alerts {
		p.Changes = append(p.Changes, d.one(a))
	}
	slices.SortFunc(d.order, func(a, b string) int { return strings.Compare(a, b) })
	for _, key := range d.order {
		p.Notices = append(p.Notices, d.notice(d.batch[key]))
	}
	return p
}

type decider struct {
	in    Input
	by    index
	batch map[string]*pending
	order []string
}

func newDecider(in Input) *decider {
	return &decider{in: in, by: indexOf(in), batch: map[string]*pending{}}
}

func (d *decider) one(a Alert) Change {
	c := Change{Alert: a.ID}
	switch {
	case !a.ClosedAt.IsZero() || !a.AckedAt.IsZero():
		return c
	case d.in.Silenced[a.Kind]:
		c.Why = Off
		return c
	}
	for _, m := range d.in.Mutes {
		if m.Covers(a.Event, d.in.Now) && m.Until.After(c.Next) {
			c.Why, c.Next = Muted, m.Until
		}
	}
	if c.Why == Muted {
		if len(a.Told) > 0 {
			c.Why = Reached
		}
		return c
	}
	targets, persons, why := d.audience(a)
	told, waits := d.tell(a, 0, targets, &c)
	d.escalate(a, persons, targets, &told, &waits, &c)
	switch {
	case told || len(a.Told) > 0:
		if c.Why != NoManager {
			c.Why = Reached
		}
	case waits != "":
		c.Why = waits
	default:
		c.Why = why
		d.later(&c, d.in.Now.Add(again))
	}
	return c
}

// tell puts an alert into the messages of targets that have not been told of it, or notes
// when they can be. told: somebody is told now; waits: why somebody is not yet.
func (d *decider) tell(a Alert, level int, targets []Target, c *Change) (told bool, waits Why) {
	for _, t := range targets {
		if toldBefore(a, level, t) {
			continue
		}
		person := d.by.people[t.Person]
		if until, quiet := d.quiet(person, a.Severity); quiet {
			d.later(c, until)
			waits = Quiet
			continue
		}
		if until := d.paced(t, a.Severity); until.After(d.in.Now) {
			d.later(c, until)
			waits = Gathering
			continue
		}
		key := fmt.Sprintf("%d/%s", level, t.Key())
		b := d.batch[key]
		if b == nil {
			b = &pending{target: t, person: person, level: level}
			d.batch[key] = b
			d.order = append(d.order, key)
		}
		b.alerts = append(b.alerts, a)
		c.Told = append(c.Told, mark(level, a.Severity, t))
		told = true
	}
	return told, waits
}

// escalate tells the managers once the working minutes are over, counted from when
// somebody was first told, or from the first raising where nobody could be.
func (d *decider) escalate(a Alert, persons []*Person, level0 []Target, told *bool, waits *Why, c *Change) {
	minutes := d.minutes(a)
	if minutes <= 0 {
		return
	}
	if a.Escalated.IsZero() {
		from := a.ToldAt
		switch {
		case !from.IsZero():
		case *told:
			from = d.in.Now
		default:
			from = a.FirstAt
		}
		due := d.in.Calendar.After(from, time.Duration(minutes)*time.Minute)
		if due.After(d.in.Now) {
			d.later(c, due)
			return
		}
		c.Escalated = true
	}
	up := d.above(a, persons, level0)
	if len(up) == 0 {
		c.Why = NoManager
		return
	}
	now, wait := d.tell(a, 1, up, c)
	*told = *told || now
	if wait != "" {
		*waits = wait
	}
}

func (d *decider) minutes(a Alert) int {
	if i, ok := alerts.InfoOf(a.Kind); ok && i.Minutes != 0 {
		return i.Minutes
	}
	return d.in.Escalate[a.Severity]
}

func (d *decider) quiet(p *Person, s alerts.Severity) (time.Time, bool) {
	if p == nil || p.Quiet == nil || s == alerts.Critical {
		return time.Time{}, false
	}
	return p.Quiet(d.in.Now)
}

// paced gives until when a target is left alone.
func (d *decider) paced(t Target, s alerts.Severity) time.Time {
	sent := d.in.LastTold[t.Key()]
	if len(sent) == 0 {
		return d.in.Now
	}
	wait := gap
	if len(sent) >= stormAfter && s != alerts.Critical {
		wait = stormGap
	}
	return sent[len(sent)-1].Add(wait)
}

func (d *decider) later(c *Change, at time.Time) {
	if c.Next.IsZero() || at.Before(c.Next) {
		c.Next = at
	}
}

// mark notes that a target was told at a level of an alert of a severity.
func mark(level int, s alerts.Severity, t Target) string {
	return fmt.Sprintf("%d/%s/%s", level, s, t.Key())
}

// toldBefore tells whether a target knows of an alert at a level, and of no lesser one.
func toldBefore(a Alert, level int, t Target) bool {
	return slices.ContainsFunc(alerts.Severities(), func(s alerts.Severity) bool {
		return s.Rank() >= a.Severity.Rank() && slices.Contains(a.Told, mark(level, s, t))
	})
}

// noticeID names a message by what it tells to whom.
func noticeID(in Input, b *pending) string {
	parts := []string{string(in.Workspace), fmt.Sprint(b.level), b.target.Key()}
	for _, a := range b.alerts {
		parts = append(parts, fmt.Sprintf("%d/%s", a.ID, a.Severity))
	}
	return hashOf(parts)
}

func hashOf(parts []string) string {
	h := sha256.New()
	for _, p := range parts {
		_, _ = io.WriteString(h, p+"\n")
	}
	return hex.EncodeToString(h.Sum(nil))[:32]
}
