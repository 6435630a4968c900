package centre_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/record"
)

// desk keeps what the centre decides, as the store does.
type desk struct {
	in     centre.Input
	alerts []*centre.Alert
	next   map[int64]time.Time
	why    map[int64]centre.Why
	sent   []centre.Notice
	ups    map[int64]int   // how often an alert was escalated
	seen   map[string]bool // messages and tellings
}

func (d *desk) step(decide func(centre.Input) centre.Plan) centre.Plan {
	in := d.in
	in.Alerts = nil
	for _, a := range d.alerts {
		if n, ok := d.next[a.ID]; (!ok || !n.IsZero() && !n.After(in.Now)) && a.AckedAt.IsZero() && a.ClosedAt.IsZero() {
			in.Alerts = append(in.Alerts, *a)
		}
	}
	p := decide(in)
	for _, c := range p.Changes {
		for _, a := range d.alerts {
			if a.ID != c.Alert {
				continue
			}
			a.Told = append(a.Told, c.Told...)
			if a.ToldAt.IsZero() && len(c.Told) > 0 {
				a.ToldAt = in.Now
			}
			if c.Escalated {
				a.Escalated = in.Now
				d.ups[a.ID]++
			}
			d.next[a.ID], d.why[a.ID] = c.Next, c.Why
		}
	}
	for _, n := range p.Notices {
		k := n.Target.Key()
		d.in.LastTold[k] = append(slices.DeleteFunc(d.in.LastTold[k], func(t time.Time) bool { return in.Now.Sub(t) > centre.Recent }), in.Now)
	}
	d.sent = append(d.sent, p.Notices...)
	return p
}

func drawDesk(t *rapid.T) *desk {
	start := time.Date(2026, 9, 29, 1, 0, 0, 0, time.UTC).Add(time.Duration(rapid.IntRange(0, 72*60).Draw(t, "start")) * time.Minute)
	d := &desk{next: map[int64]time.Time{}, why: map[int64]centre.Why{}, ups: map[int64]int{}, seen: map[string]bool{}}
	example, _ := workdays.Example(2026)
	d.in = centre.Input{
		Now: start, Workspace: "w", Path: "/w/x", LastTold: map[string][]time.Time{}, Names: map[record.ConnectionID]string{}, Owners: map[record.ConnectionID]string{},
		Escalate: centre.DefaultEscalation(), Calendar: workdays.New(example), Silenced: centre.Silenced{},
	}
	for i := range rapid.IntRange(0, 5).Draw(t, "people") {
		p := centre.Person{
			ID: fmt.Sprintf("user:%d", i), Employee: fmt.Sprintf("e%d", i), Manager: rapid.SampledFrom([]string{"", "e0", "e1", "nobody"}).Draw(t, "manager"),
			Roles: []access.Role{rapid.SampledFrom([]access.Role{access.Admin, access.IT, access.Finance}).Draw(t, "role")},
			Gone:  rapid.IntRange(0, 4).Draw(t, "gone") == 0, Address: map[centre.Via]string{},
		}
		for _, v := range []centre.Via{centre.WeCom, centre.Email} {
			if rapid.Bool().Draw(t, "has") {
				p.Address[v] = "x"
			}
		}
		if rapid.Bool().Draw(t, "sleeps") {
			p.Quiet = func(at time.Time) (time.Time, bool) {
				local := at.In(record.Shanghai)
				end := time.Date(local.Year(), local.Month(), local.Day(), 8, 0, 0, 0, record.Shanghai)
				return end, local.Hour() < 8
			}
		}
		d.in.People = append(d.in.People, p)
	}
	for i, c := range []centre.Channel{{ID: "wecom", Via: centre.WeCom}, {ID: "mail", Via: centre.Email}, {ID: "robot", Group: true}} {
		c.On, c.Default = rapid.IntRange(0, 3).Draw(t, "on") > 0, i < 2 || rapid.Bool().Draw(t, "default")
		d.in.Channels = append(d.in.Channels, c)
	}
	if rapid.Bool().Draw(t, "routed") {
		d.in.Routes = append(d.in.Routes, centre.Route{
			Role: rapid.SampledFrom([]access.Role{"", access.Finance, access.IT}).Draw(t, "to"), Severity: alerts.Warning,
			Channel: rapid.SampledFrom([]record.ConnectionID{"", "robot", "mail", "gone"}).Draw(t, "by"),
		})
	}
	return d
}

func (d *desk) raise(t *rapid.T) {
	id := int64(len(d.alerts) + 1)
	a := &centre.Alert{Stored: alerts.Stored{ID: id, FirstAt: d.in.Now, Count: 1, Event: alerts.Event{
		Kind: rapid.SampledFrom(alerts.Kinds()).Draw(t, "kind"), Severity: rapid.SampledFrom(alerts.Severities()).Draw(t, "severity"),
		Connection: rapid.SampledFrom([]record.ConnectionID{"", "c1", "c2", "mail"}).Draw(t, "connection"), Subject: fmt.Sprint(id),
		Owner: rapid.SampledFrom([]string{"", "e0", "e2"}).Draw(t, "owner"), Text: alerts.Text{Zh: fmt.Sprintf("事件%d", id), En: fmt.Sprintf("event %d", id)},
	}}}
	d.alerts = append(d.alerts, a)
}

// passing are the reasons that end by themselves.
var passing = []centre.Why{centre.Muted, centre.Quiet, centre.Gathering}

// judge says what is wrong with the desk after a step.
func (d *desk) judge(p centre.Plan) error {
	for _, n := range p.Notices {
		if d.seen[n.ID] {
			return fmt.Errorf("message %s is made twice", n.ID)
		}
		d.seen[n.ID] = true
		for _, a := range n.Alerts {
			k := fmt.Sprintf("%d/%d/%s/%s", a, n.Level, n.Target.Key(), d.alerts[a-1].Severity)
			if d.seen[k] {
				return fmt.Errorf("alert %d is told twice to %s", a, n.Target.Key())
			}
			d.seen[k] = true
		}
	}
	for _, a := range d.alerts {
		if !a.AckedAt.IsZero() || !a.ClosedAt.IsZero() {
			continue
		}
		why, decided := d.why[a.ID]
		switch {
		case !decided:
			return fmt.Errorf("alert %d was not decided upon: it is lost", a.ID)
		case len(a.Told) == 0 && why == centre.Reached:
			return fmt.Errorf("alert %d reaches nobody and does not say why", a.ID)
		case slices.Contains(passing, why) && !d.next[a.ID].After(d.in.Now):
			return fmt.Errorf("alert %d waits (%s) for nothing", a.ID, why)
		case len(a.Told) == 0 && why != centre.Off && d.next[a.ID].IsZero():
			return fmt.Errorf("alert %d is never looked at again (%s)", a.ID, why)
		case d.ups[a.ID] > 1:
			return fmt.Errorf("alert %d is escalated %d times", a.ID, d.ups[a.ID])
		}
		for _, m := range d.in.Mutes {
			if !m.Covers(a.Event, d.in.Now) {
				continue
			}
			for _, n := range p.Notices {
				if slices.Contains(n.Alerts, a.ID) {
					return fmt.Errorf("alert %d is muted and told", a.ID)
				}
			}
		}
	}
	for _, n := range p.Notices {
		who := slices.IndexFunc(d.in.People, func(x centre.Person) bool { return x.ID == n.Target.Person })
		if n.Target.Person != "" && (who < 0 || d.in.People[who].Gone) {
			return fmt.Errorf("%q is told and has left", n.Target.Person)
		}
		if who >= 0 && n.Severity != alerts.Critical && d.in.People[who].Quiet != nil {
			if _, quiet := d.in.People[who].Quiet(d.in.Now); quiet {
				return fmt.Errorf("%s is woken for what is not critical", n.Target.Person)
			}
		}
		for _, id := range n.Alerts {
			a := d.alerts[id-1]
			if !a.AckedAt.IsZero() {
				return fmt.Errorf("alert %d is acknowledged and told", id)
			}
			if a.Kind == alerts.ChannelFailed && a.Connection == n.Target.Channel {
				return fmt.Errorf("the channel %s tells of its own failure", a.Connection)
			}
		}
	}
	return nil
}

// run lets alerts come, be muted and acknowledged, and time pass.
func run(t *rapid.T, decide func(centre.Input) centre.Plan) error {
	d := drawDesk(t)
	for range rapid.IntRange(1, 25).Draw(t, "steps") {
		switch rapid.IntRange(0, 7).Draw(t, "what") {
		case 0, 1, 2:
			for range rapid.IntRange(1, 4).Draw(t, "new") {
				d.raise(t)
			}
		case 3:
			if len(d.alerts) > 0 {
				a := d.alerts[rapid.IntRange(0, len(d.alerts)-1).Draw(t, "which")]
				d.in.Mutes = append(d.in.Mutes, centre.Mute{Kind: a.Kind, Connection: a.Connection, Subject: a.Subject, Whole: rapid.Bool().Draw(t, "whole"), Until: d.in.Now.Add(2 * time.Hour)})
			}
		case 4:
			if len(d.alerts) > 0 {
				d.alerts[rapid.IntRange(0, len(d.alerts)-1).Draw(t, "which")].AckedAt = d.in.Now
			}
		case 5:
			if len(d.alerts) > 0 { // it gets worse
				a := d.alerts[rapid.IntRange(0, len(d.alerts)-1).Draw(t, "which")]
				if a.Severity != alerts.Critical {
					a.Severity = alerts.Critical
					delete(d.next, a.ID)
				}
			}
		default:
			d.in.Now = d.in.Now.Add(time.Duration(rapid.IntRange(1, 600).Draw(t, "minutes")) * time.Minute)
		}
		if err := d.judge(d.step(decide)); err != nil {
			return err
		}
		d.in.Now = d.in.Now.Add(5 * time.Second)
	}
	return nil
}

func TestDecisionsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		if err := run(t, centre.Decide); err != nil {
			t.Fatal(err)
		}
	})
}

// Each mutant breaks one promise and must be found.
func TestMutantsAreFound(t *testing.T) {
	mutants := map[string]func(centre.Input) centre.Plan{
		"an alert is forgotten": func(in centre.Input) centre.Plan {
			p := centre.Decide(in)
			if len(p.Changes) > 1 {
				p.Changes = p.Changes[1:]
			}
			return p
		},
		"what was told is not noted": func(in centre.Input) centre.Plan {
			for i := range in.Alerts {
				in.Alerts[i].Told = nil
			}
			return centre.Decide(in)
		},
		"the escalation is not noted": func(in centre.Input) centre.Plan {
			for i := range in.Alerts {
				in.Alerts[i].Escalated = time.Time{}
			}
			return centre.Decide(in)
		},
		"mutes are not heeded": func(in centre.Input) centre.Plan {
			in.Mutes = nil
			return centre.Decide(in)
		},
		"nobody sleeps": func(in centre.Input) centre.Plan {
			in.People = slices.Clone(in.People)
			for i := range in.People {
				in.People[i].Quiet = nil
			}
			return centre.Decide(in)
		},
		"nobody leaves": func(in centre.Input) centre.Plan {
			in.People = slices.Clone(in.People)
			for i := range in.People {
				in.People[i].Gone = false
			}
			return centre.Decide(in)
		},
		"no reason is given": func(in centre.Input) centre.Plan {
			p := centre.Decide(in)
			for i := range p.Changes {
				p.Changes[i].Why = ""
			}
			return p
		},
	}
	for name, m := range mutants {
		found := false
		for seed := range 300 {
			gen := rapid.Custom(func(t *rapid.T) string {
				if err := run(t, m); err != nil {
					return err.Error()
				}
				return ""
			})
			if gen.Example(seed) != "" {
				found = true
				break
			}
		}
		if !found {
			t.Errorf("%s: nobody notices", name)
		}
	}
}

// A storm is told in few messages, and all of it is told within a minute.
func TestStorm(t *testing.T) {
	now := time.Date(2026, 9, 29, 2, 0, 0, 0, time.UTC)
	d := &desk{next: map[int64]time.Time{}, why: map[int64]centre.Why{}, ups: map[int64]int{}, seen: map[string]bool{}}
	d.in = centre.Input{
		Now: now, Workspace: "w", Path: "/w/x", LastTold: map[string][]time.Time{}, Escalate: centre.Escalation{},
		Names:    map[record.ConnectionID]string{"c0": "erp", "c1": "crm"},
		People:   []centre.Person{{ID: "user:1", Roles: []access.Role{access.IT}, Address: map[centre.Via]string{centre.WeCom: "a"}}, {ID: "user:2", English: true, Roles: []access.Role{access.IT}, Address: map[centre.Via]string{centre.WeCom: "b"}}},
		Channels: []centre.Channel{{ID: "wecom", Via: centre.WeCom, On: true, Default: true}, {ID: "robot", Group: true, On: true, Default: true}},
	}
	for second := range 120 {
		if second < 60 {
			for range 10_000 / 60 {
				id := int64(len(d.alerts) + 1)
				d.alerts = append(d.alerts, &centre.Alert{Stored: alerts.Stored{ID: id, FirstAt: d.in.Now, Event: alerts.Event{
					Kind: alerts.Kinds()[id%3], Severity: alerts.Critical, Connection: record.ConnectionID(fmt.Sprintf("c%d", id%40)), Subject: fmt.Sprint(id), Text: alerts.Text{Zh: "事", En: "e"},
				}}})
			}
		}
		if second%5 == 0 {
			d.step(centre.Decide)
		}
		d.in.Now = d.in.Now.Add(time.Second)
	}
	if len(d.sent) >= 20 {
		t.Errorf("%d messages", len(d.sent))
	}
	for _, a := range d.alerts {
		if wait := a.ToldAt.Sub(a.FirstAt); len(a.Told) != 3 || wait > 50*time.Second {
			t.Fatalf("alert %d: told to %d after %s", a.ID, len(a.Told), wait)
		}
	}
	last := d.sent[len(d.sent)-1]
	if len(last.Alerts) < 1000 || !strings.Contains(last.Body, "·") || !strings.Contains(last.Path, "/alerts?state=open") {
		t.Errorf("%+v", last.Title+last.Body)
	}
	t.Logf("%d alerts, %d messages; the last one:\n%s\n%s", len(d.alerts), len(d.sent), last.Title, last.Body)
}
