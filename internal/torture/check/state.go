package check

import (
	"encoding/json"
	"fmt"
)

// state: the current version of every key is the greatest, and its entity says what
// its content says, money to the fen.
func (r *Report) state(f Facts, m model) {
	sources := map[Key]Source{}
	for _, s := range f.Sources {
		s.Key.Conn = f.Conns[s.Key.Conn]
		sources[s.Key] = s
		if m.current[s.Key] == nil {
			r.add(Double, "%s is in the hub and was never sent", s.Key)
		}
	}
	entities := map[Key][]Entity{}
	for _, e := range f.Entities {
		e.Key.Conn = f.Conns[e.Key.Conn]
		entities[e.Key] = append(entities[e.Key], e)
	}
	for k, want := range m.current {
		switch got, ok := sources[k]; {
		case !ok:
			r.add(Lost, "%s is not in the hub", k)
			continue
		case got.Version != want.Version || got.Hash != want.Hash:
			r.add(Lost, "%s stands at version %s (%.8s), not %s (%.8s)", k, got.Version, got.Hash, want.Version, want.Hash)
		}
		switch es := entities[k]; {
		case want.line.Deleted && len(es) > 0:
			r.add(Double, "%s was deleted and is there again", k)
		case want.line.Deleted:
		case len(es) == 0:
			r.add(Lost, "%s has no entity", k)
		case len(es) == 1:
			if why := want.differs(es[0]); why != "" {
				r.add(Lost, "%s: %s", k, why)
			}
		default:
			r.add(Double, "%s has %d entities", k, len(es))
		}
		if k.Stream == "deals" {
			switch won := f.Won[k.Key]; {
			case len(won) == 0:
				r.add(Lost, "the won deal %s is not counted", k)
			case len(won) > 1:
				r.add(Double, "the won deal %s is counted %d times", k, len(won))
			case won[0] != want.line.Fen:
				r.add(Lost, "the won deal %s counts %d fen, not %d", k, won[0], want.line.Fen)
			}
		}
	}
}

func (c *change) differs(e Entity) string {
	l := c.line
	if l.Stream == "leads" {
		return ""
	}
	if want := fmt.Sprintf("%d.%02d", l.Fen/100, l.Fen%100); e.Amount != want || e.AmountCode != "CNY" {
		return fmt.Sprintf("the amount is %s %s, not %s", e.Amount, e.AmountCode, want)
	}
	if l.Stream == "customers" && (e.Name != l.Name || e.Tax != l.Tax) {
		return fmt.Sprintf("it is called %s with %s, not %s with %s", e.Name, e.Tax, l.Name, l.Tax)
	}
	return ""
}

// goldens: every tax ID has one golden organisation, with all who bear it.
func (r *Report) goldens(f Facts, m model) {
	bearers := map[string]int{}
	leads := 0
	for k, c := range m.current {
		if c.line.Tax != "" && !c.line.Deleted {
			bearers[c.line.Tax]++
		}
		if k.Stream == "leads" {
			leads++
		}
	}
	have, persons := map[string]int{}, 0
	for _, g := range f.Goldens {
		if g.Status != "active" {
			continue
		}
		if g.Kind == "person" {
			persons += g.Members
			continue
		}
		have[g.Anchor]++
		switch n := bearers[g.Anchor]; {
		case n == 0:
			r.add(Double, "the golden record %s bears %q, which nobody sent", g.ID, g.Anchor)
		case g.Members < n:
			r.add(Lost, "the golden record of %s has %d members, not %d", g.Anchor, g.Members, n)
		case g.Members > n:
			r.add(Double, "the golden record of %s has %d members, not %d", g.Anchor, g.Members, n)
		}
	}
	for tax := range bearers {
		switch n := have[tax]; {
		case n == 0:
			r.add(Lost, "%s has no golden record", tax)
		case n > 1:
			r.add(Double, "%s has %d golden records", tax, n)
		}
	}
	if persons < leads {
		r.add(Lost, "%d leads are in golden persons, not %d", persons, leads)
	} else if persons > leads {
		r.add(Double, "%d leads are in golden persons, not %d", persons, leads)
	}
}

// events: heliu.golden tells of every version of every golden record, in their order;
// an event may be told again.
func (r *Report) events(f Facts) {
	if f.Waiting > 0 {
		r.add(Lost, "%d events were never published", f.Waiting)
	}
	told := map[string]int64{}
	for _, msg := range f.GoldenEvents {
		var e struct {
			Golden  string `json:"golden"`
			Version int64  `json:"version"`
		}
		if err := json.Unmarshal(msg.Value, &e); err != nil {
			r.add(Lost, "heliu.golden %d/%d cannot be read", msg.Part, msg.Off)
			continue
		}
		if e.Version > told[e.Golden]+1 {
			r.add(Disorder, "heliu.golden tells of version %d of %s after version %d", e.Version, e.Golden, told[e.Golden])
		}
		told[e.Golden] = max(told[e.Golden], e.Version)
	}
	for _, g := range f.Goldens {
		if f.Announce[g.ID] != g.Version {
			r.add(Lost, "golden record %s has version %d, the outbox knows %d", g.ID, g.Version, f.Announce[g.ID])
		}
	}
	for id, v := range f.Announce {
		switch {
		case told[id] < v:
			r.add(Lost, "heliu.golden ends at version %d of %s, the outbox knows %d", told[id], id, v)
		case told[id] > v:
			r.add(Double, "heliu.golden tells of version %d of %s, the outbox knows %d", told[id], id, v)
		}
	}
}
