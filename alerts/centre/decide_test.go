package centre_test

import (
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/record"
)

func base() centre.Input {
	return centre.Input{
		Now: time.Date(2026, 9, 29, 2, 0, 0, 0, time.UTC), Workspace: "w", Path: "/w/x", Escalate: centre.DefaultEscalation(), // 10:00, a Tuesday
		Owners: map[record.ConnectionID]string{},
		People: []centre.Person{
			{ID: "user:it", Employee: "it", Manager: "boss", Roles: []access.Role{access.IT}, Address: map[centre.Via]string{centre.WeCom: "it"}},
			{ID: "user:fin", Employee: "fin", Roles: []access.Role{access.Finance}, Address: map[centre.Via]string{centre.WeCom: "fin", centre.Email: "fin@example.com"}},
			{ID: "employee:boss", Employee: "boss", Address: map[centre.Via]string{centre.WeCom: "boss"}},
			{ID: "user:admin", Roles: []access.Role{access.Admin}, Address: map[centre.Via]string{centre.Email: "a@example.com"}},
		},
		Channels: []centre.Channel{
			{ID: "wecom", Via: centre.WeCom, On: true, Default: true},
			{ID: "mail", Via: centre.Email, On: true},
			{ID: "robot", Group: true, On: true},
		},
	}
}

func alertOf(k alerts.Kind, s alerts.Severity, c record.ConnectionID) centre.Alert {
	return centre.Alert{Stored: alerts.Stored{ID: 7, FirstAt: time.Date(2026, 9, 29, 2, 0, 0, 0, time.UTC), Event: alerts.Event{Kind: k, Severity: s, Connection: c, Text: alerts.Text{Zh: "出事了", En: "it broke"}}}}
}

func targets(p centre.Plan) (out []string) {
	for _, n := range p.Notices {
		out = append(out, string(n.Target.Channel)+":"+n.Target.Person)
	}
	return out
}

func TestWhoIsTold(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*centre.Input)
		alert  centre.Alert
		want   string
		why    centre.Why
	}{
		{"the role of the kind", func(*centre.Input) {}, alertOf(alerts.Silence, alerts.Critical, "c"), "wecom:user:it", ""},
		{"the owner of the connection", func(in *centre.Input) { in.Owners["c"] = "user:fin" }, alertOf(alerts.Silence, alerts.Critical, "c"), "wecom:user:fin", ""},
		{"the owner of the entity first", func(in *centre.Input) { in.Owners["c"] = "user:it" }, func() centre.Alert {
			a := alertOf(alerts.Silence, alerts.Critical, "c")
			a.Owner = "fin"
			return a
		}(), "wecom:user:fin", ""},
		{"an owner who has left does not count", func(in *centre.Input) { in.Owners["c"], in.People[1].Gone = "user:fin", true }, alertOf(alerts.Silence, alerts.Critical, "c"), "wecom:user:it", ""},
		{"the roles of the event", func(*centre.Input) {}, func() centre.Alert {
			a := alertOf(alerts.Silence, alerts.Critical, "")
			a.Roles = []access.Role{access.Finance}
			return a
		}(), "wecom:user:fin", ""},
		{"a route instead of the default", func(in *centre.Input) {
			in.Routes = []centre.Route{{Role: access.Finance, Channel: "mail", Kinds: []alerts.Kind{alerts.Silence}}}
		}, alertOf(alerts.Silence, alerts.Warning, "c"), "mail:user:fin", ""},
		{"a route that is for worse", func(in *centre.Input) {
			in.Routes = []centre.Route{{Role: access.Finance, Severity: alerts.Critical}}
		}, alertOf(alerts.Silence, alerts.Warning, "c"), "wecom:user:it", ""},
		{"a route to a group", func(in *centre.Input) { in.Routes = []centre.Route{{Channel: "robot"}} }, alertOf(alerts.Silence, alerts.Warning, "c"), "robot:", ""},
		{"group channels that are default", func(in *centre.Input) { in.Channels[2].Default = true }, alertOf(alerts.Silence, alerts.Warning, "c"), "robot: wecom:user:it", ""},
		{"what a person wants", func(in *centre.Input) {
			in.Owners["c"], in.People[1].Channels = "user:fin", []record.ConnectionID{"mail"}
		}, alertOf(alerts.Silence, alerts.Warning, "c"), "mail:user:fin", ""},
		{"a channel that failed", func(in *centre.Input) { in.Channels[1].Default = true }, alertOf(alerts.ChannelFailed, alerts.Warning, "wecom"), "mail:user:admin", ""},
		{"no channel", func(in *centre.Input) { in.Channels = nil }, alertOf(alerts.Silence, alerts.Critical, "c"), "", centre.NoChannel},
		{"no address", func(in *centre.Input) {
			in.Channels = in.Channels[1:2]
			in.Channels[0].Default = true
			in.People = in.People[:1]
		}, alertOf(alerts.Silence, alerts.Critical, "c"), "", centre.NoAddress},
		{"nobody", func(in *centre.Input) { in.People = nil }, alertOf(alerts.Silence, alerts.Critical, "c"), "", centre.NoAudience},
		{"listed only", func(in *centre.Input) { in.Silenced = centre.Silenced{alerts.Silence: true} }, alertOf(alerts.Silence, alerts.Critical, "c"), "", centre.Off},
	} {
		in := base()
		c.change(&in)
		in.Alerts = []centre.Alert{c.alert}
		p := centre.Decide(in)
		if got := strings.Join(targets(p), " "); got != c.want || p.Changes[0].Why != c.why {
			t.Errorf("%s: %q (%s), want %q (%s)", c.name, got, p.Changes[0].Why, c.want, c.why)
		}
	}
}

func TestEscalation(t *testing.T) {
	in := base()
	a := alertOf(alerts.Silence, alerts.Critical, "c")
	a.ToldAt, a.Told = in.Now, []string{"0/critical/wecom/user:it"}
	in.Alerts = []centre.Alert{a}
	if p := centre.Decide(in); len(p.Notices) != 0 || !p.Changes[0].Next.Equal(in.Now.Add(30*time.Minute)) {
		t.Fatalf("at once: %+v", p)
	}
	in.Now = in.Now.Add(30 * time.Minute)
	p := centre.Decide(in)
	if got := targets(p); len(got) != 1 || got[0] != "wecom:employee:boss" || !p.Changes[0].Escalated || !strings.Contains(p.Notices[0].Title, "无人确认") {
		t.Fatalf("after half an hour: %+v", p)
	}
	acked := a
	acked.AckedAt = in.Now
	in.Alerts = []centre.Alert{acked}
	if p := centre.Decide(in); len(p.Notices) != 0 || p.Changes[0].Escalated {
		t.Errorf("acknowledged: %+v", p)
	}
	in.Alerts = []centre.Alert{a}
	in.People[0].Manager = ""
	if got := targets(centre.Decide(in)); len(got) != 0 { // the administrator has an address for no default channel
		t.Errorf("without a manager: %v", got)
	}
	in.Channels[1].Default = true
	if got := targets(centre.Decide(in)); len(got) != 1 || got[0] != "mail:user:admin" {
		t.Errorf("without a manager: %v", got)
	}
}

func TestFoldingOfWhatWaited(t *testing.T) {
	one := centre.Notice{ID: "a", Target: centre.Target{Channel: "c", Person: "p"}, Severity: alerts.Warning, Title: "【警告】甲", Body: "一", Alerts: []int64{2}}
	two := one
	two.ID, two.Alerts, two.Severity, two.Title = "b", []int64{1, 2}, alerts.Critical, "【紧急】乙"
	if got := centre.FoldNotices("/w/x", []centre.Waiting{{Notice: one}}); got.ID != "a" {
		t.Errorf("%+v", got)
	}
	got := centre.FoldNotices("/w/x", []centre.Waiting{{Notice: one}, {Notice: two}})
	back := centre.FoldNotices("/w/x", []centre.Waiting{{Notice: two}, {Notice: one}})
	if got.ID != back.ID || len(got.Alerts) != 2 || got.Severity != alerts.Critical || !strings.Contains(got.Body, "乙") {
		t.Errorf("%+v", got)
	}
}

// TestAMessageLeadsToWhereItIsDecided: one approval leads to its own page.
func TestAMessageLeadsToWhereItIsDecided(t *testing.T) {
	for kind, want := range map[alerts.Kind]string{alerts.ApprovalWaiting: "/w/x/approvals/of-this", alerts.Silence: "/w/x/alerts/7"} {
		in, a := base(), alertOf(kind, alerts.Critical, "")
		a.Subject = "of-this"
		in.Alerts = []centre.Alert{a}
		in.Channels[1].Default = true
		p := centre.Decide(in)
		if len(p.Notices) == 0 || p.Notices[0].Path != want {
			t.Errorf("%s leads to %+v, want %s", kind, p.Notices, want)
		}
	}
}
