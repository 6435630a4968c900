package letters

import (
	"slices"
	"time"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// Raise takes an arrival that could not be taken in, or one value of it, into the
// letters of its source record and gives them back; those that changed are Touched. The order in which the attempts at one record come does not matter
// for what is live in the end, and a redelivery changes nothing.
func Raise(have []Letter, cur Current, d pipelines.DeadLetter) []Letter {
	same, live := -1, -1
	for i, l := range have {
		if l.Value != d.Value {
			continue
		}
		if l.Stage == d.Stage && l.Fault.Code == d.Fault.Code && l.Field == d.Field && l.Path == d.Path {
			same = i
		}
		if l.Live() && (!d.Value || l.Field == d.Field && l.Path == d.Path && !l.at(d)) {
			live = i // of a value: what one record says of two elements of a list stays apart
		}
	}
	if same >= 0 && have[same].Live() {
		live = same
	}
	if again(have, same, d) || again(have, live, d) {
		return have
	}
	switch {
	case live >= 0 && live == same:
		have[live].attempt(d)
	case live >= 0 && !notAfter(have[live].Record.Version, have[live].Hash, d.Record.Version, d.Hash):
		have[live].count(d) // a later version of the record has a letter already
	case live >= 0 && same >= 0: // that reason had its letter once
		have[live].close(Changed, d)
		have[same].reopen(cur, d)
	case live >= 0:
		have[live].attempt(d)
		have[live].Event = Failed
	case same >= 0:
		have[same].reopen(cur, d)
	default:
		l := Letter{Status: Open, Count: 1, FirstAt: d.At, LastAt: d.At, Touched: true, Event: Raised}
		l.take(d)
		if cur.past(d.Record.Version, d.Hash) {
			l.Status, l.How, l.Closed = Resolved, Newer, d.At
		}
		have = append(have, l)
	}
	return have
}

// again tells whether the letter at i has seen this very arrival, or a later one of
// a version that is at least as new.
func again(have []Letter, i int, d pipelines.DeadLetter) bool {
	if i < 0 {
		return false
	}
	l := have[i]
	return l.Partition == d.Partition && (l.Offset == d.Offset ||
		l.Offset > d.Offset && notAfter(d.Record.Version, d.Hash, l.Record.Version, l.Hash))
}

func (l Letter) at(d pipelines.DeadLetter) bool {
	return l.Partition == d.Partition && l.Offset == d.Offset
}

func (l *Letter) count(d pipelines.DeadLetter) {
	l.Count, l.Touched = l.Count+1, true
	if d.At.After(l.LastAt) {
		l.LastAt = d.At
	}
}

// attempt takes the reason and the place of an attempt that is at least as new.
func (l *Letter) attempt(d pipelines.DeadLetter) {
	l.count(d)
	if !notAfter(l.Record.Version, l.Hash, d.Record.Version, d.Hash) {
		return
	}
	if l.Status == Replaying || d.Record.Origin == record.Replay || d.Record.Origin == record.Edit {
		l.Event = Failed
	}
	l.take(d)
	l.Status = Open
}

// reopen decides about a closed letter whose reason comes again.
func (l *Letter) reopen(cur Current, d pipelines.DeadLetter) {
	sameChange := l.Record.Version == d.Record.Version && l.Hash == d.Hash
	older := !notAfter(l.Record.Version, l.Hash, d.Record.Version, d.Hash)
	if cur.past(d.Record.Version, d.Hash) || older || l.Status == Discarded && sameChange {
		l.count(d)
		return
	}
	l.count(d)
	l.take(d)
	l.Status, l.How, l.Reason, l.By, l.Closed, l.Event = Open, "", "", "", time.Time{}, Reopened
}

func (l *Letter) close(how How, d pipelines.DeadLetter) {
	l.Status, l.How, l.Closed, l.Event, l.Touched = Resolved, how, d.At, Closed, true
}

// Through is a record that did not fail: it was applied, repeated what is applied, or
// was left out by its mapping.
type Through struct {
	Place
	Record  record.Record // its header
	Hash    [32]byte
	Dropped bool // its mapping leaves it out
	Passed  bool // something later is applied already
}

// ThroughOf says what an outcome means for letters; ok is false for one that closes none.
func ThroughOf(o pipelines.Outcome) (t Through, ok bool) {
	if o.Kind == pipelines.Quarantined || o.Reason == "workspace_gone" {
		return t, false
	}
	return Through{
		Place: Place{o.Partition, o.Offset}, Record: o.Record, Hash: o.Hash,
		Dropped: o.Kind == pipelines.Dropped, Passed: o.Reason == "superseded",
	}, true
}

// Close tells how a record that got through closes a live letter of its source
// record; empty: it does not. What the same or a later place said of the letter's
// version stands: a value that was left out of this very record is still left out.
func Close(l Letter, t Through) How {
	switch {
	case !l.Live() || !notAfter(l.Record.Version, l.Hash, t.Record.Version, t.Hash):
		return ""
	case l.Partition == t.Partition && l.Offset >= t.Offset:
		return ""
	case t.Dropped:
		return Dropped
	case t.Passed:
		return Newer
	case t.Record.Origin == record.Edit:
		return Edited
	case t.Record.Version > l.Record.Version || t.Hash != l.Hash:
		return Newer
	case t.Record.Origin == record.Replay:
		return Replayed
	}
	return Again
}

// Newest gives, of several that got through, the one that closes a letter best: the
// latest place that does.
func Newest(l Letter, ts []Through) (how How) {
	for _, t := range slices.Backward(ts) {
		if how = Close(l, t); how != "" {
			return how
		}
	}
	return ""
}
