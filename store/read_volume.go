package store

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// volumes tells how much comes of each stream and connection, and which are silent.
func (q reading) volumes(ctx context.Context, only string, at map[string]*views.Connection, stream func(connection, name string) *views.Stream, now time.Time) error {
	all, err := streamHours(ctx, q.tx, only)
	if err != nil {
		return err
	}
	days, err := workCalendar(ctx, q.tx)
	if err != nil {
		return err
	}
	sums := map[string]*hours{}
	for _, h := range all {
		stream(h.connection, h.stream).Volume = volumeOf(h, now, days)
		sum := sums[h.connection]
		if sum == nil {
			sum = &hours{}
			sums[h.connection] = sum
		}
		sum.past = append(sum.past, h.past...)
		if h.last.After(sum.last) {
			sum.last = h.last
		}
	}
	for id, sum := range sums {
		if c := at[id]; c != nil {
			sum.past = merged(sum.past)
			c.Volume = volumeOf(*sum, now, days)
		}
	}
	var connection, name string
	var since time.Time
	return q.each(ctx, sql("SilentStreams"), []any{&connection, &name, &since}, func() {
		c := at[connection]
		if c == nil {
			return
		}
		from := since.UTC()
		stream(connection, name).SilentSince = &from
		if c.SilentSince == nil || from.Before(*c.SilentSince) {
			c.SilentSince = &from
		}
	})
}

// merged adds up hours of several streams.
func merged(in []alerts.Hour) (out []alerts.Hour) {
	at := map[int64]int{}
	for _, h := range in {
		i, ok := at[h.Start.Unix()]
		if !ok {
			at[h.Start.Unix()] = len(out)
			out = append(out, h)
			continue
		}
		out[i].Records += h.Records
		out[i].Slots |= h.Slots
	}
	return out
}

// volumeOf is what a page shows of the hours of a stream.
func volumeOf(h hours, now time.Time, days workdays.Calendar) *views.Volume {
	const shown = 24
	v := &views.Volume{LastAt: h.last.UTC(), Hours: make([]int64, shown)}
	running := now.Truncate(time.Hour)
	today := now.In(record.Shanghai).Format(time.DateOnly)
	for _, x := range h.past {
		if back := int(running.Sub(x.Start) / time.Hour); back >= 0 && back < shown {
			v.Hours[shown-1-back] += x.Records
		}
		if x.Start.In(record.Shanghai).Format(time.DateOnly) == today {
			v.Today += x.Records
		}
	}
	v.ThisHour = v.Hours[shown-1]
	u := alerts.UsualOf(h.past, now, days)
	if n, known := u.At(now); known {
		v.UsualHour = &n
	}
	if n, known := u.Day(now); known {
		v.UsualToday = &n
	}
	return v
}
