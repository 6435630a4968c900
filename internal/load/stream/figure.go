package main

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/heliuhub/heliu/internal/load"
)

// driftLimit is how far a limit may move between before and after without a word.
const driftLimit = 0.25

// figure is one measurement beside its limit.
type figure struct {
	key    string
	unit   string
	value  float64
	limits []float64 // in the order of time; of one, it is a bound and not measured
	chosen float64   // the limit that counts where it is not the median; 0: the median
	bound  float64   // of value ÷ limit
	most   bool      // the bound is the highest that is good enough, not the lowest
	notes  []string
	failed []string // what else was missed
}

func (f *figure) note(format string, args ...any) {
	f.notes = append(f.notes, fmt.Sprintf(format, args...))
}

func (f *figure) fail(bad bool, format string, args ...any) {
	if bad {
		f.failed = append(f.failed, fmt.Sprintf(format, args...))
	}
}

func median(v []float64) float64 {
	s := slices.Sorted(slices.Values(v))
	switch n := len(s); {
	case n == 0:
		return 0
	case n%2 == 0:
		return (s[n/2-1] + s[n/2]) / 2
	default:
		return s[n/2]
	}
}

func (f *figure) limit() float64 {
	if f.chosen != 0 {
		return f.chosen
	}
	return median(f.limits)
}

func (f *figure) ratio() float64 {
	if f.limit() == 0 {
		return 0
	}
	return f.value / f.limit()
}

// pair takes values that were measured in turns with the limits, one limit before each
// and one after the last: the turn with the median ratio to the limits around it counts.
// On a machine that is busy with other things neighbours are alike, strangers are not.
func (f *figure) pair(values []float64) {
	type turn struct{ value, limit float64 }
	turns := make([]turn, len(values))
	for i, v := range values {
		turns[i] = turn{v, (f.limits[i] + f.limits[i+1]) / 2}
	}
	slices.SortFunc(turns, func(a, b turn) int { return cmp.Compare(a.value*b.limit, b.value*a.limit) })
	f.value, f.chosen = turns[len(turns)/2].value, turns[len(turns)/2].limit
}

// drift is how far the limit moved over the run.
func (f *figure) drift() float64 {
	if len(f.limits) < 2 || f.limits[0] == 0 {
		return 0
	}
	return f.limits[len(f.limits)-1]/f.limits[0] - 1
}

func (f *figure) json() load.Figure {
	return load.Figure{Bench: f.key, Value: f.value, Unit: f.unit}.Against(f.limit())
}

// missed says what is not good enough.
func (f *figure) missed() []string {
	out := slices.Clone(f.failed)
	switch r := f.ratio(); {
	case f.value == 0:
		out = append(out, "nothing was measured")
	case f.most && r > f.bound:
		out = append(out, fmt.Sprintf("%.2f of the limit, at most %.2f is good", r, f.bound))
	case !f.most && r < f.bound:
		out = append(out, fmt.Sprintf("%.2f of the limit, at least %.2f is good", r, f.bound))
	}
	return out
}

func table(w io.Writer, fs []*figure) {
	t := tabwriter.NewWriter(w, 0, 4, 2, ' ', tabwriter.AlignRight)
	_, _ = fmt.Fprintln(t, "figure\tvalue\tlimit\tlimits in order of time\tunit\tratio\tmust be\t\t")
	for _, f := range fs {
		var all []string
		for _, l := range f.limits {
			all = append(all, fmt.Sprintf("%.4g", l))
		}
		sign, word := "≥", "ok"
		if f.most {
			sign = "≤"
		}
		if len(f.missed()) > 0 {
			word = "MISSED"
		}
		_, _ = fmt.Fprintf(t, "%s\t%.4g\t%.4g\t%s\t%s\t%.3f\t%s %.2f\t%s\t\n", f.key, f.value, f.limit(), strings.Join(all, " "), f.unit, f.ratio(), sign, f.bound, word)
	}
	_ = t.Flush()
	for _, f := range fs {
		for _, n := range f.notes {
			_, _ = fmt.Fprintf(w, "%s: %s\n", f.key, n)
		}
		if d := f.drift(); d > driftLimit || d < -driftLimit {
			_, _ = fmt.Fprintf(w, "%s: the machine changed during the run: the limit moved by %+.0f %%\n", f.key, 100*d)
		}
		for _, m := range f.missed() {
			_, _ = fmt.Fprintf(w, "%s: MISSED: %s\n", f.key, m)
		}
	}
}

// missedError names the figures that are not good enough.
type missedError []string

// Error lists them.
func (m missedError) Error() string { return "missed: " + strings.Join(m, ", ") }
