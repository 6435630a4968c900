package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/heliuhub/heliu/internal/load"
)

const (
	visibleLimit = 1000.0 // ms, p99
	memoryLimit  = 300.0  // MB
	driftLimit   = 0.25   // of the bare producer's p50 between before and after, for a word of warning
)

// results is everything that a run found out.
type results struct {
	rate                            float64
	length                          time.Duration
	bare, door, bareAgain           load.Report
	leads                           *sent
	seen                            watch
	settleTook                      time.Duration
	applied, duplicate, ended, lost int64
	balanced                        bool
	looked, notFound                int
	loadedMB, endMB                 float64
}

// missedError says which bounds were missed.
type missedError []string

// Error lists them.
func (m missedError) Error() string { return "missed: " + strings.Join(m, "; ") }

// bareP99 is that of the slower of the two bare runs, in milliseconds.
func (r results) bareP99() float64 { return max(r.bare.Latency.Ms(.99), r.bareAgain.Latency.Ms(.99)) }

// drift is how much the bare producer's p50 changed over the run.
func (r results) drift() float64 {
	if r.bare.Latency.At(.5) == 0 {
		return 0
	}
	return r.bareAgain.Latency.Ms(.5)/r.bare.Latency.Ms(.5) - 1
}

func (r results) table(w io.Writer) {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(t, "\tdue\trefused\tp50 ms\tp99 ms\tp99.9 ms\tmax ms\tgenerator late p99 ms\t")
	for _, x := range []struct {
		name string
		r    load.Report
	}{{"bare producer", r.bare}, {"door", r.door}, {"bare producer again", r.bareAgain}} {
		l := x.r.Latency
		_, _ = fmt.Fprintf(t, "%s\t%d\t%d\t%.1f\t%.1f\t%.1f\t%.1f\t%.1f\t\n", x.name, x.r.Due, x.r.Refused, l.Ms(.5), l.Ms(.99), l.Ms(.999), l.Ms(1), x.r.Late.Ms(.99))
	}
	_ = t.Flush()
	var by []string
	for _, k := range slices.Sorted(maps.Keys(r.door.By)) {
		by = append(by, fmt.Sprintf("%s: %d", k, r.door.By[k]))
	}
	_, _ = fmt.Fprintf(w, "answers: %s; sent again: %d\n", strings.Join(by, ", "), r.leads.retries)
	_, _ = fmt.Fprintf(w, "visible after the 202: p50 %.0f ms, p99 %.0f ms, max %.0f ms of %d watched (%d never; %d questions, %d without answer)\n",
		r.seen.took.Ms(.5), r.seen.took.Ms(.99), r.seen.took.Ms(1), r.seen.took.Len(), r.seen.never, r.seen.asked, r.seen.wrong)
	_, _ = fmt.Fprintf(w, "settled %s after the last: applied %d, duplicate %d, dropped or quarantined %d, balanced %t; looked up %d, not found %d\n",
		r.settleTook.Round(100*time.Millisecond), r.applied, r.duplicate, r.ended, r.balanced, r.looked, r.notFound)
	_, _ = fmt.Fprintf(w, "memory of the hub (VmHWM): %.0f MB with the small world, %.0f MB in the end\n", r.loadedMB, r.endMB)
	if d := r.drift(); d > driftLimit || d < -driftLimit {
		_, _ = fmt.Fprintf(w, "the machine changed during the run: the bare producer's p50 moved by %.0f %%\n", 100*d)
	}
}

func (r results) figures() []load.Figure {
	ms := func(name string, v float64) load.Figure { return load.Figure{Bench: name, Value: v, Unit: "ms"} }
	return []load.Figure{
		ms("door.p99_ms", r.door.Latency.Ms(.99)).Against(r.bareP99()),
		ms("door.p50_ms", r.door.Latency.Ms(.5)).Against(r.bare.Latency.Ms(.5)),
		load.Figure{Bench: "door.lost", Value: float64(r.lost)}.Against(0),
		ms("lead.visible_ms", r.seen.took.Ms(.99)).Against(visibleLimit),
		load.Figure{Bench: "hub.vmhwm_mb", Value: r.loadedMB, Unit: "MB"}.Against(memoryLimit),
		load.Figure{Bench: "hub.vmhwm_end_mb", Value: r.endMB, Unit: "MB"}.Against(memoryLimit),
	}
}

// missed gives the bounds that this run does not keep, or nil.
func (r results) missed() error {
	var m missedError
	bound := func(bad bool, format string, args ...any) {
		if bad {
			m = append(m, fmt.Sprintf(format, args...))
		}
	}
	p99, limit := r.door.Latency.Ms(.99), load.DoorLimit(r.bareP99())
	bound(p99 >= limit, "the door's p99 is %.1f ms, the limit %.1f ms (bare producer %.1f ms)", p99, limit, r.bareP99())
	bound(r.door.Refused > 0, "%d requests found too many out already", r.door.Refused)
	bound(r.door.By["202"] != r.door.Due-r.door.Refused, "only %d of %d were answered 202", r.door.By["202"], r.door.Due)
	bound(r.seen.took.Len() == 0 || r.seen.took.Ms(.99) > visibleLimit, "a lead is visible after %.0f ms (p99), the limit is %.0f ms", r.seen.took.Ms(.99), visibleLimit)
	bound(r.lost > 0 || r.notFound > 0, "%d of the leads answered 202 have no outcome, %d of %d looked up are not found", r.lost, r.notFound, r.looked)
	bound(!r.balanced, "the balance does not balance")
	bound(r.loadedMB >= memoryLimit, "the hub held %.0f MB after the small world, the limit is %.0f MB", r.loadedMB, memoryLimit)
	if m == nil {
		return nil
	}
	return m
}
