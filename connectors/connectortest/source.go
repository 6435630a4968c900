package connectortest

import (
	"context"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"testing"

	"github.com/heliuhub/heliu/connectors"
)

// check is one rule of the suite. It gets a lab of its own and says what is wrong.
type check struct {
	name string
	// whole marks a check of the connector as a whole; the others run for each stream.
	whole bool
	// http marks a check that needs a network between connector and system.
	http bool
	// missing names the hook that the check needs and the system lacks; "" when all is there.
	missing func(l *lab) string
	// applies tells whether the rule concerns the stream; nil for always.
	applies func(l *lab) bool
	run     func(ctx context.Context, l *lab) error
}

// sourceChecks lists the checks of a Source, in the order of running.
func sourceChecks() []check {
	return slices.Concat(basicChecks(), readChecks(), changeChecks(), windowChecks(), faultChecks(), endChecks())
}

// SourceCheckNames lists the names of the checks that RunSource makes.
func SourceCheckNames() []string {
	var out []string
	for _, c := range sourceChecks() {
		out = append(out, c.name)
	}
	return out
}

// RunSource runs every check of the suite on a connector's Source, each as a subtest
// named check or check/stream.
func RunSource(t *testing.T, c SourceCase) {
	t.Helper()
	if err := c.waivers(); err != nil {
		t.Fatal(err)
	}
	for _, p := range c.plan() {
		t.Run(p.name(), func(t *testing.T) {
			if why, waived := c.waived(p); waived {
				t.Logf("waived: %s", why)
				return
			}
			if err := p.run(t, c); err != nil {
				t.Error(err)
			}
		})
	}
}

// SourceFindings runs the same checks and gives what is wrong instead of failing t: it
// is how the suite is tested, and how a connector may be certified.
func SourceFindings(t testing.TB, c SourceCase) []Finding {
	t.Helper()
	if err := c.waivers(); err != nil {
		return []Finding{{Check: "waivers", Err: err}}
	}
	var out []Finding
	for _, p := range c.plan() {
		if _, waived := c.waived(p); waived {
			continue
		}
		scope := &scope{TB: t}
		if err := p.run(scope, c); err != nil {
			out = append(out, Finding{Check: p.check.name, Stream: p.stream.Name, Err: err})
		}
		scope.end()
	}
	return out
}

// planned is a check of one stream, or of the whole connector.
type planned struct {
	check  check
	stream connectors.Stream
}

func (p planned) name() string {
	if p.check.whole {
		return p.check.name
	}
	return p.check.name + "/" + p.stream.Name
}

func (p planned) run(t testing.TB, c SourceCase) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v\n%s", v, debug.Stack())
		}
	}()
	l := newLab(t, c, p.stream)
	if p.check.http && l.proxy == nil || p.check.applies != nil && !p.check.applies(l) {
		return nil
	}
	if p.check.missing != nil {
		if hook := p.check.missing(l); hook != "" {
			return fmt.Errorf("this check needs System.%s; give it, or waive %q with the reason why it cannot be", hook, p.check.name)
		}
	}
	return p.check.run(context.Background(), l)
}

// streams gives the streams to read.
func (c SourceCase) streams() []connectors.Stream {
	var out []connectors.Stream
	for _, s := range c.Connector.Spec.Streams {
		if slices.Contains(c.Streams, s.Name) || len(c.Streams) == 0 && !s.Push {
			out = append(out, s)
		}
	}
	return out
}

func (c SourceCase) plan() []planned {
	streams := c.streams()
	if len(streams) == 0 {
		streams = []connectors.Stream{{Name: "none"}} // spec_complete says what is wrong
	}
	var out []planned
	for _, k := range sourceChecks() {
		if k.whole {
			out = append(out, planned{k, streams[0]})
			continue
		}
		for _, s := range streams {
			out = append(out, planned{k, s})
		}
	}
	return out
}

func (c SourceCase) waived(p planned) (string, bool) {
	if why, ok := c.Waive[p.check.name]; ok {
		return why, true
	}
	why, ok := c.Waive[p.check.name+"/"+p.stream.Name]
	return why, ok && !p.check.whole
}

// waivers refuses a waiver without a reason or of no check.
func (c SourceCase) waivers() error {
	known := map[string]bool{}
	for _, p := range c.plan() {
		known[p.check.name], known[p.name()] = true, true
	}
	for _, name := range slices.Sorted(maps.Keys(c.Waive)) {
		if !known[name] {
			return fmt.Errorf("connectortest: %q is waived, but no check has this name", name)
		}
		if c.Waive[name] == "" {
			return fmt.Errorf("connectortest: %q is waived without a reason", name)
		}
	}
	return nil
}

// scope is a testing.TB whose clean-ups run when one check is over.
type scope struct {
	testing.TB
	cleanups []func()
}

// Cleanup registers f to run at the end of the check.
func (s *scope) Cleanup(f func()) { s.cleanups = append(s.cleanups, f) }

func (s *scope) end() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
	s.cleanups = nil
}
