package fault

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/internal/torture/check"
	"github.com/heliuhub/heliu/internal/torture/proc"
)

// Fault is one thing that goes wrong.
type Fault struct {
	Name string
	// Do lets it happen and end, and tells how much was exposed.
	Do func(ctx context.Context, l *Lab) (exposed int64, err error)
	// Control is the same on a site that cannot bear it; the checker must find
	// something there. Nil: none.
	Control func(cfg *Config)
	Needs   Need
}

// Need is what a fault cannot do without.
type Need struct {
	Disks  bool // file systems of our own
	Broker bool // a broker of our own
}

// Result is what came of a fault.
type Result struct {
	Fault    string  `json:"fault"`
	Exposed  int64   `json:"exposed"`
	Lost     int     `json:"lost"`
	Double   int     `json:"double"`
	Disorder int     `json:"disorder"`
	Control  *string `json:"control"`
	Seconds  float64 `json:"seconds"`
	Error    string  `json:"error,omitempty"`
}

// Good tells whether a fault did no harm, and its control did.
func (r Result) Good() bool {
	return r.Error == "" && r.Lost+r.Double+r.Disorder == 0 && r.Exposed >= Enough && (r.Control == nil || *r.Control == "red")
}

// restWithin is how long a site may take to come to rest after a fault.
const restWithin = 150 * time.Second

// standsStill is after what time without any move a control is judged: what will come
// has come, what is missing is lost.
const standsStill = 10 * time.Second

// Run lets a fault happen in a lab and judges it.
func Run(ctx context.Context, l *Lab, f Fault) (r Result) {
	began := time.Now()
	r.Fault = f.Name
	defer func() { r.Seconds = float64(time.Since(began).Round(100*time.Millisecond)) / float64(time.Second) }()
	var err error
	for try := range 6 {
		r.Exposed, err = f.Do(ctx, l)
		if err != nil || r.Exposed >= Enough {
			break
		}
		l.say("%s: only %d records were exposed at attempt %d", f.Name, r.Exposed, try+1)
	}
	if err != nil {
		r.Error = err.Error()
		l.say("%v", err)
		return r
	}
	if err := l.Rest(ctx, restWithin, restWithin); err != nil {
		r.Error = err.Error()
		l.say("%v", err)
	}
	rep, err := l.Judge(ctx)
	if err != nil {
		r.Error = errors.Join(errors.New(r.Error), err).Error()
		return r
	}
	r.count(rep)
	for _, x := range rep.Findings[:min(12, len(rep.Findings))] {
		l.say("%s", x)
	}
	return r
}

func (r *Result) count(rep check.Report) {
	r.Lost, r.Double, r.Disorder = rep.Count(check.Lost), rep.Count(check.Double), rep.Count(check.Disorder)
}

// Control runs a fault on a site of its own that cannot bear it and says whether the
// checker was red, as it must.
func Control(ctx context.Context, cfg Config, f Fault) string {
	f.Control(&cfg)
	l, err := NewLab(ctx, cfg)
	if err != nil {
		return "not built: " + err.Error()
	}
	defer func() { _ = l.Close() }()
	// Only what comes from now on shall be at stake, not the installation.
	for _, d := range []*proc.Disk{l.Site.BrokerDisk, l.Site.PGDisk} {
		if err := d.Flush(ctx); err != nil {
			return "not prepared: " + err.Error()
		}
	}
	if err := l.stake(ctx); err != nil {
		return "not prepared: " + err.Error()
	}
	if _, err := f.Do(ctx, l); err != nil {
		if errors.As(err, new(*brokenError)) {
			return "red" // what was lost was so much that it does not start any more
		}
		return "not done: " + err.Error()
	}
	if err := l.Rest(ctx, restWithin, standsStill); err != nil {
		l.say("control: %v", err)
	}
	rep, err := l.Judge(ctx)
	if err != nil {
		return "not judged: " + err.Error()
	}
	l.say("control: lost %d, double %d, disorder %d", rep.Count(check.Lost), rep.Count(check.Double), rep.Count(check.Disorder))
	if rep.Count(check.Lost) > 0 {
		return "red"
	}
	return "green"
}

// brokenError is a server that does not come back with what is left of its data.
type brokenError struct{ err error }

// Error is what it says.
func (e *brokenError) Error() string { return e.err.Error() }

// Unwrap gives the cause.
func (e *brokenError) Unwrap() error { return e.err }

// Select picks faults by a comma-separated list of names or beginnings of names that
// end in ":".
func Select(all []Fault, names string) ([]Fault, error) {
	if names == "" {
		return all, nil
	}
	var out []Fault
	for name := range strings.SplitSeq(names, ",") {
		name = strings.TrimSpace(name)
		found := false
		for _, f := range all {
			if f.Name == name || strings.HasSuffix(name, ":") && strings.HasPrefix(f.Name, name) {
				found = true
				if !slices.ContainsFunc(out, func(o Fault) bool { return o.Name == f.Name }) {
					out = append(out, f)
				}
			}
		}
		if !found {
			return nil, fmt.Errorf("there is no fault %q", name)
		}
	}
	return out, nil
}
