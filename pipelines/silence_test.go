package pipelines_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/record"
)

// board is a store of volumes and alarms in memory.
type board struct {
	volumes []pipelines.Volume
	open    map[string]alerts.Stored
	now     time.Time
	years   []workdays.Year
}

func (b *board) LiveWorkspaces(context.Context) ([]record.WorkspaceID, error) {
	return []record.WorkspaceID{"w"}, nil
}

func (b *board) Volumes(context.Context, record.WorkspaceID) ([]pipelines.Volume, error) {
	return b.volumes, nil
}

func (b *board) WorkCalendar(context.Context, record.WorkspaceID) (workdays.Calendar, error) {
	return workdays.New(b.years...), nil
}

func (b *board) ForgetVolumes(context.Context, record.WorkspaceID) error { return nil }
func (b *board) OpenAlerts(context.Context, record.WorkspaceID) (out []alerts.Stored, err error) {
	for _, e := range b.open {
		out = append(out, e)
	}
	return out, nil
}

func (b *board) Raise(_ context.Context, _ record.WorkspaceID, e alerts.Event) error {
	b.open[string(e.Connection)+"/"+e.Stream] = alerts.Stored{Event: e, FirstAt: b.now}
	return e.Validate()
}

func (b *board) Clear(_ context.Context, _ record.WorkspaceID, e alerts.Event) error {
	delete(b.open, string(e.Connection)+"/"+e.Stream)
	return nil
}

// busy is four weeks of a stream that something comes of all the time, up to a moment.
func busy(until time.Time) (out []alerts.Hour) {
	for at := until.Add(-28 * 24 * time.Hour).Truncate(time.Hour); at.Before(until); at = at.Add(time.Hour) {
		out = append(out, alerts.Hour{Start: at, Records: 120, Slots: 1<<12 - 1})
	}
	return out
}

// workingDays keeps the hours of Monday to Friday.
func workingDays(in []alerts.Hour) []alerts.Hour {
	return slices.DeleteFunc(slices.Clone(in), func(h alerts.Hour) bool {
		d := h.Start.In(record.Shanghai).Weekday()
		return d == time.Saturday || d == time.Sunday
	})
}

func TestBusyStreamsThatFallSilent(t *testing.T) {
	last := time.Date(2026, 3, 4, 2, 0, 0, 0, time.UTC)
	good := pipelines.Volume{Connection: "c", Name: "erp", Stream: "orders", Enabled: true, Hours: busy(last), Last: last}
	with := func(change func(*pipelines.Volume)) pipelines.Volume {
		v := good
		change(&v)
		return v
	}
	behind := false
	for _, c := range []struct {
		name   string
		v      pipelines.Volume
		behind bool
		want   []string
		years  []workdays.Year
	}{
		{"a busy stream", good, false, []string{"c/orders"}, nil},
		{"one that is paused", with(func(v *pipelines.Volume) { v.Enabled = false }), false, nil, nil},
		{"one that was resumed just now", with(func(v *pipelines.Volume) { v.Since = last.Add(80 * time.Minute) }), false, nil, nil},
		{"one that loads the past", with(func(v *pipelines.Volume) { v.History = true }), false, nil, nil},
		{"one in its quiet hours", with(func(v *pipelines.Volume) { v.Quiet = calendar.Quiet{{From: "09:00", To: "13:00"}} }), false, nil, nil},
		{"a new one", with(func(v *pipelines.Volume) { v.Hours = v.Hours[len(v.Hours)-48:] }), false, nil, nil},
		{"on working days alone, on a holiday", with(func(v *pipelines.Volume) { v.Hours = workingDays(v.Hours) }), false, nil, []workdays.Year{{
			Year: 2026, Days: []workdays.Day{{Date: "2026-03-04", Kind: workdays.Holiday, Name: "example"}},
		}}},
		{"on working days alone, on one", with(func(v *pipelines.Volume) { v.Hours = workingDays(v.Hours) }), false, []string{"c/orders"}, nil},
		{"while the hub itself stands still", good, true, nil, nil},
	} {
		b := &board{volumes: []pipelines.Volume{c.v}, open: map[string]alerts.Stored{}, now: last, years: c.years}
		behind = c.behind
		w := &pipelines.SilenceWatch{
			Store: b, Alarm: b, Mine: func(context.Context) bool { return true }, Behind: func() bool { return behind }, Seen: func([]pipelines.Volume) {},
			Title: func(_, stream string) string { return stream }, Now: func() time.Time { return b.now }, Log: slog.New(slog.DiscardHandler),
			Sleep: func(context.Context, time.Duration) error {
				b.now = b.now.Add(time.Minute)
				return sleepUntil(b.now, last.Add(90*time.Minute))
			},
		}
		first := time.Duration(0)
		if err := w.Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		var got []string
		for k, e := range b.open {
			got = append(got, k)
			first = e.FirstAt.Sub(last)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: alarms %v, want %v", c.name, got, c.want)
		}
		if len(got) == 0 {
			continue
		}
		if first < 30*time.Minute || first > 40*time.Minute {
			t.Errorf("%s: the alarm came after %s", c.name, first)
		}
		b.volumes[0].Last = b.now // it moves again
		if err := w.Once(t.Context()); err != nil || len(b.open) != 0 {
			t.Errorf("%s: the alarm is not over: %v, %v", c.name, b.open, err)
		}
	}
}

// sleepUntil ends a watch at a moment.
func sleepUntil(now, end time.Time) error {
	if now.After(end) {
		return context.Canceled
	}
	return nil
}
