package letters

import (
	"slices"
	"time"

	"github.com/heliuhub/heliu/pipelines"
)

// Judge holds the letters that the map stage raised for one version of a source record
// against what the rules in force make of it: t says which version and whether its
// mapping leaves it out, dead what the rules say against it. What they say no more is
// closed; what they say is raised, also where the same arrival had its letter closed
// before. A version that fails as a whole closes no value's letter: what stands of it is
// what earlier rules made. Letters of other versions stay as they are, and so does a
// discarded one. Doing it again changes nothing.
func Judge(have []Letter, cur Current, t Through, dead []pipelines.DeadLetter, at time.Time) []Letter {
	fails := slices.ContainsFunc(dead, func(d pipelines.DeadLetter) bool { return !d.Value })
	for i, l := range have {
		if fails || !l.Live() || l.Stage != "map" || l.Record.Version != t.Record.Version || l.Hash != t.Hash ||
			slices.ContainsFunc(dead, l.sameReason) {
			continue
		}
		how := Replayed
		if t.Dropped {
			how = Dropped
		}
		have[i].close(how, pipelines.DeadLetter{At: at})
	}
	for _, d := range dead {
		i := slices.IndexFunc(have, func(l Letter) bool { return l.sameReason(d) })
		switch {
		case i >= 0 && have[i].Record.Version == d.Record.Version && have[i].Hash == d.Hash:
			if have[i].Status == Resolved && !cur.past(d.Record.Version, d.Hash) {
				have[i].reopen(cur, d)
			}
		case slices.ContainsFunc(have, func(l Letter) bool { return l.ahead(d) }): // a later version waits with its own
		default:
			have = Raise(have, cur, d)
		}
	}
	return have
}

// sameReason tells whether the letter is the one that d would be counted into.
func (l Letter) sameReason(d pipelines.DeadLetter) bool {
	return l.Value == d.Value && l.Stage == d.Stage && l.Fault.Code == d.Fault.Code && l.Field == d.Field && l.Path == d.Path
}

// ahead tells whether the letter stands where d would, for a later version.
func (l Letter) ahead(d pipelines.DeadLetter) bool {
	return l.Value == d.Value && (l.Live() && (!d.Value || l.Field == d.Field && l.Path == d.Path) || l.sameReason(d)) && !notAfter(l.Record.Version, l.Hash, d.Record.Version, d.Hash)
}
