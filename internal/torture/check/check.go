package check

import (
	"github.com/heliuhub/heliu/internal/torture/ledger"
)

// Run judges the facts.
func Run(f Facts) Report {
	h := readHistory(f.Ledger)
	m := fold(h, f.Raw, f.Conns)
	r := &Report{Keys: len(m.current)}
	r.sends(h)
	r.order(h)
	r.edits(h, m)
	r.outcomes(f, m)
	r.rawRows(f, m)
	r.letters(f, m)
	r.state(f, m)
	r.goldens(f, m)
	r.events(f)
	r.answers(f, h)
	for _, msg := range m.unknown {
		r.add(Double, "nobody sent what lies at %d/%d of heliu.raw: %v", msg.Part, msg.Off, msg.Headers)
	}
	return *r
}

// sends: what was answered with success is on the bus.
func (r *Report) sends(h history) {
	for _, s := range h.sends {
		if _, ok := s.accepted(); ok {
			r.Accepted++
		}
	}
	for _, c := range h.changes {
		if c.accepted && !c.found {
			r.add(Lost, "%s version %s was accepted and is not on the bus", c.Key, c.Version)
		}
	}
}

// order: of two versions of which the first was answered before the second was sent,
// the first comes first on the bus.
func (r *Report) order(h history) {
	last := map[Key]*change{}
	for _, s := range h.sends {
		a, ok := s.accepted()
		if !ok || s.line.Late || s.line.Bad || a.Duplicate {
			continue
		}
		c := h.changes[idOf(s.line)]
		if p := last[c.Key]; p != nil && p.found && c.found && p.Version < c.Version {
			if p.first.Part != c.first.Part || p.first.Off > c.first.Off {
				r.add(Disorder, "%s: version %s lies at %v, the one before at %v", c.Key, c.Version, c.first, p.first)
			}
		}
		last[c.Key] = c
	}
}

// edits: what changed last in a system that is read is current in the hub.
func (r *Report) edits(h history, m model) {
	for k, l := range h.edits {
		switch c := m.current[k]; {
		case c == nil:
			r.add(Lost, "%s was never read", k)
		case c.Version != l.Version || c.Hash != l.Hash:
			r.add(Lost, "%s was read up to version %s, the system has %s", k, c.Version, l.Version)
		}
	}
}

// outcomes: every message has one, and it is the one that its order demands.
func (r *Report) outcomes(f Facts, m model) {
	have := map[At]Outcome{}
	for _, o := range f.Outcomes {
		if _, twice := have[o.At]; twice {
			r.add(Double, "%v has two outcomes", o.At)
		}
		have[o.At] = o
		if _, known := m.want[o.At]; !known {
			r.add(Double, "%v has the outcome %s and is not on the bus", o.At, o.Kind)
		}
	}
	changed := map[*change]At{}
	for at, want := range m.want {
		got, ok := have[at]
		switch {
		case !ok:
			r.add(Lost, "%s version %s at %v has no outcome", want.change.Key, want.change.Version, at)
			continue
		case (Key{f.Conns[got.Conn], got.Stream, got.Key}) != want.change.Key:
			r.add(Double, "%v is %s and its outcome says %s", at, want.change.Key, got.Key)
		case got.Kind == want.kind && (got.Reason == want.reason || want.kind == "quarantined"):
		case got.Kind == "applied":
			r.add(Double, "%s version %s at %v was applied, not %s (%s)", want.change.Key, want.change.Version, at, want.kind, want.reason)
		case want.kind == "duplicate" && got.Kind == "duplicate", want.kind == "applied" && got.Reason == "superseded":
			r.add(Disorder, "%s version %s at %v ended %s %s, not %s %s", want.change.Key, want.change.Version, at, got.Kind, got.Reason, want.kind, want.reason)
		default:
			r.add(Lost, "%s version %s at %v ended %s %s, not %s", want.change.Key, want.change.Version, at, got.Kind, got.Reason, want.kind)
		}
		if got.Kind == "applied" {
			if before, twice := changed[want.change]; twice {
				r.add(Double, "%s version %s had an effect at %v and at %v", want.change.Key, want.change.Version, before, at)
			}
			changed[want.change] = at
		}
	}
	// accepted = settled + in flight, and nothing is in flight.
	if on, settled := len(m.want)+len(m.unknown), len(f.Outcomes); on > settled {
		r.add(Lost, "the balance is off: %d records on the bus, %d settled", on, settled)
	} else if on < settled {
		r.add(Double, "the balance is off: %d records on the bus, %d settled", on, settled)
	}
}

// rawRows: every message is kept once, byte for byte.
func (r *Report) rawRows(f Facts, m model) {
	have := map[At]RawRow{}
	for _, w := range f.RawRows {
		if _, twice := have[w.At]; twice {
			r.add(Double, "the raw record at %v is kept twice", w.At)
		}
		have[w.At] = w
	}
	for at, want := range m.want {
		w, ok := have[at]
		switch {
		case !ok:
			r.add(Lost, "the raw record of %s at %v is not kept", want.change.Key, at)
		case w.Hash != want.change.Hash:
			r.add(Lost, "the raw record of %s at %v is kept with other content", want.change.Key, at)
		}
	}
}

// letters: what no mapping can read has one dead letter, however often it came, and
// nothing else has any.
func (r *Report) letters(f Facts, m model) {
	bad := map[Key]int{}
	for _, want := range m.want {
		if want.change.line.Bad {
			bad[want.change.Key] = 1
		}
	}
	have := map[Key]int{}
	for k, n := range f.Letters {
		k.Conn = f.Conns[k.Conn]
		have[k] = n
		if n > bad[k] {
			r.add(Double, "%s has %d dead letters, not %d", k, n, bad[k])
		}
	}
	for k := range bad {
		if have[k] == 0 {
			r.add(Lost, "%s has no dead letter", k)
		}
	}
}

// answers: nothing that was dead has answered, and what cannot be taken was not.
func (r *Report) answers(f Facts, h history) {
	for _, s := range h.sends {
		for _, a := range s.answered {
			if a.Status/100 == 2 && s.line.Wrong {
				r.add(Double, "%s was taken with a wrong signature", s.line.Key)
			}
			if why := r.dead(f.Down, a); why != "" {
				r.add(Lost, "%s was answered %d by hub %d while %s was dead", s.line.Key, a.Status, a.Hub, why)
			}
			if a.Status >= 500 && a.Status != 503 {
				r.add(Lost, "%s was answered %d: neither taken nor to be sent again", s.line.Key, a.Status)
			}
		}
	}
}

func (*Report) dead(down []Down, a ledger.Line) string {
	if a.Status/100 != 2 {
		return ""
	}
	for _, d := range down {
		if a.Sent.Before(d.From) || a.At.After(d.To) {
			continue
		}
		if d.Hub == a.Hub {
			return "it"
		}
		if d.Hub == Bus && !a.Duplicate {
			return "the bus"
		}
	}
	return ""
}
