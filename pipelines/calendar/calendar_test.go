package calendar

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", text, record.Shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func TestNext(t *testing.T) {
	night := Quiet{{From: "22:00", To: "08:00"}}
	for _, c := range []struct {
		plan        Plan
		after, want string
	}{
		{Plan{Every: 10 * time.Minute}, "2026-03-02 10:00:00", "2026-03-02 10:10:00"},
		{Plan{Every: 10 * time.Minute, Quiet: night}, "2026-03-02 21:55:00", "2026-03-03 08:00:00"},
		{Plan{Every: 10 * time.Minute, Quiet: night}, "2026-03-03 03:00:00", "2026-03-03 08:00:00"},
		{Plan{Cron: "30 2 * * *"}, "2026-03-02 02:30:00", "2026-03-03 02:30:00"},
		{Plan{Cron: "30 2 * * *", Quiet: night}, "2026-03-02 12:00:00", "2026-03-03 08:00:00"},
		{Plan{Cron: "0 9-18 * * 1-5"}, "2026-03-06 18:00:00", "2026-03-09 09:00:00"},
		{Plan{Cron: "@daily"}, "2026-03-06 18:00:00", "2026-03-07 00:00:00"},
		{Plan{Every: time.Minute, Cron: "no schedule"}, "2026-03-06 18:00:00", "2026-03-06 18:01:00"},
	} {
		if got := c.plan.Next(at(c.after).UTC()); !got.Equal(at(c.want)) {
			t.Errorf("%+v after %s: %s, want %s", c.plan, c.after, got.In(record.Shanghai), c.want)
		}
	}
}

func TestUntil(t *testing.T) {
	q := Quiet{
		{From: "22:00", To: "02:00", Days: []string{"fri"}}, // into Saturday
		{From: "02:00", To: "06:00", Days: []string{"sat"}}, // and on
		{From: "12:00", To: "13:00"},
	}
	for moment, want := range map[string]string{
		"2026-03-06 21:59:59": "", // Friday
		"2026-03-06 22:00:00": "2026-03-07 06:00:00",
		"2026-03-07 01:00:00": "2026-03-07 06:00:00",
		"2026-03-07 06:00:00": "",
		"2026-03-06 01:00:00": "", // what began on Thursday is not quiet
		"2026-03-03 12:30:00": "2026-03-03 13:00:00",
	} {
		end, quiet := q.Until(at(moment))
		if quiet != (want != "") || quiet && !end.Equal(at(want)) {
			t.Errorf("%s: %v until %s, want %q", moment, quiet, end.In(record.Shanghai), want)
		}
	}
}

func TestWhatIsRefused(t *testing.T) {
	for text, ok := range map[string]bool{
		"": true, "*/5 * * * *": true, "@hourly": true, "0 0 29 2 *": true,
		"0 0 30 2 *": false, "TZ=UTC 0 0 * * *": false, "CRON_TZ=": false, "TZ=": false, "61 * * * *": false, "* * * *": false, "@every": false,
	} {
		if err := CheckCron(text); (err == nil) != ok || err != nil && fault.As(err).Code != "bad_schedule" {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, c := range []struct {
		q    Quiet
		code string
	}{
		{nil, ""},
		{Quiet{{From: "00:00", To: "23:59"}}, ""},
		{Quiet{{From: "08:00", To: "08:00"}}, "bad_quiet_hours"},
		{Quiet{{From: "8:00", To: "09:00"}}, "bad_quiet_hours"},
		{Quiet{{From: "08:00", To: "24:00"}}, "bad_quiet_hours"},
		{Quiet{{From: "08:00", To: "09:00", Days: []string{"Monday"}}}, "bad_quiet_hours"},
		{Quiet{{From: "08:00", To: "20:00"}, {From: "20:00", To: "08:00"}}, "always_quiet"},
		{make(Quiet, MaxWindows+1), "bad_quiet_hours"},
	} {
		code := ""
		if err := c.q.Check(); err != nil {
			code = fault.As(err).Code
		}
		if code != c.code {
			t.Errorf("%+v: %q, want %q", c.q, code, c.code)
		}
	}
}

func drawQuiet(t *rapid.T) Quiet {
	clock := rapid.Custom(func(t *rapid.T) string {
		return fmt.Sprintf("%02d:%02d", rapid.IntRange(0, 23).Draw(t, "h"), rapid.SampledFrom([]int{0, 1, 30, 59}).Draw(t, "m"))
	})
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Window {
		return Window{
			Days: rapid.SliceOfNDistinct(rapid.SampledFrom(Days), 0, 3, rapid.ID).Draw(t, "days"),
			From: clock.Draw(t, "from"), To: clock.Draw(t, "to"),
		}
	}), 0, 6).Draw(t, "quiet")
}

// naive asks minute by minute, from the meaning of a window alone.
func naive(q Quiet, t time.Time) bool {
	local := t.In(record.Shanghai)
	hm := local.Format("15:04")
	on := func(w Window, d time.Weekday) bool { return len(w.Days) == 0 || slices.Contains(w.Days, Days[d]) }
	return slices.ContainsFunc(q, func(w Window) bool {
		if w.From < w.To {
			return on(w, local.Weekday()) && hm >= w.From && hm < w.To
		}
		return hm >= w.From && on(w, local.Weekday()) || hm < w.To && on(w, (local.Weekday()+6)%7)
	})
}

// TestQuietHours: a plan that passes the check always has a next time; it is later,
// not quiet, and with a pace nothing that is not quiet lies between.
func TestQuietHours(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := drawQuiet(t)
		if q.Check() != nil {
			return
		}
		moment := at("2026-03-02 00:00:00").Add(time.Duration(rapid.IntRange(0, 14*24*60).Draw(t, "minute")) * time.Minute)
		end, quiet := q.Until(moment)
		if quiet != naive(q, moment) {
			t.Fatalf("%s: quiet %v", moment, quiet)
		}
		if _, still := q.Until(end); still {
			t.Fatalf("quiet until %s, and still quiet", end)
		}
		for m := moment; m.Before(end); m = m.Add(time.Minute) {
			if !naive(q, m) {
				t.Fatalf("quiet from %s until %s, but not at %s", moment, end, m)
			}
		}
		p := Plan{Every: time.Duration(rapid.IntRange(1, 600).Draw(t, "every")) * time.Second, Quiet: q}
		p.Cron = rapid.SampledFrom([]string{"", "*/7 * * * *", "0 3 * * 2", "@hourly", "15 14 1 * *"}).Draw(t, "cron")
		next := p.Next(moment)
		if _, quiet := q.Until(next); quiet || !next.After(moment) {
			t.Fatalf("%+v: after %s comes %s", p, moment, next)
		}
	})
}

// TestNoTextPanics: what a person types is refused or read, and then has a next time.
func TestNoTextPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`(TZ=|CRON_TZ=|@every )?[0-9*/,@a-zA-Z -]{0,24}`)).Draw(t, "text")
		now := at("2026-03-02 00:00:00")
		if CheckCron(text) == nil && !(Plan{Cron: text, Every: 1}).Next(now).After(now) {
			t.Fatalf("%q never comes", text)
		}
	})
}
