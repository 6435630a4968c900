package trail

import (
	"crypto/ed25519"
	"slices"
	"time"

	"github.com/heliuhub/heliu/record"
)

// Damage is what was done to a trail.
type Damage string

// The kinds of damage.
const (
	Edited    Damage = "edited"    // a row is not what it was
	Deleted   Damage = "deleted"   // a row is gone
	Inserted  Damage = "inserted"  // a row was put in that nobody chained
	Reordered Damage = "reordered" // rows stand in each other's place
	Truncated Damage = "truncated" // the end is gone
	Rewritten Damage = "rewritten" // rows were written anew with hashes of their own: a signed head says otherwise
	Forged    Damage = "forged"    // a head is not signed by this hub
)

// Link is one place of the chain, or one row beside it.
type Link struct {
	N    int64 // its place; 0: the row is in no place
	Seq  int64
	Hash Hash // as stored
	Row  *Row // nil: the row is gone
}

// Tip is the end of a chain. The zero value: there is no row yet.
type Tip struct {
	N    int64
	Hash Hash
}

// Finding is one damage, at the first row that it concerns.
type Finding struct {
	Damage Damage
	N      int64     // place in the chain; 0: in none
	Seq    int64     // of the row; 0: not known
	At     time.Time // of the row; zero: not known
}

// Report says what a trail is worth.
type Report struct {
	Rows     int64     // places in the chain
	Until    time.Time // of the last row that is proven
	Tip      Tip       // the chain as it was found
	Heads    int       // genuine heads that were held against it
	HeadN    int64     // the place that the newest genuine head pins
	HeadAt   time.Time // when that was signed
	Findings []Finding // the first ones in the order of the chain, at most maxFindings
	Damaged  int64     // places and rows that are damaged, all of them
}

// OK tells whether nothing is wrong.
func (r Report) OK() bool { return r.Damaged == 0 }

// First gives the first damage; false when there is none.
func (r Report) First() (Finding, bool) {
	if len(r.Findings) == 0 {
		return Finding{}, false
	}
	return r.Findings[0], true
}

// maxFindings bounds what a report lists, maxBad the bad rows that are tried in each
// other's places.
const (
	maxFindings = 100
	maxBad      = 64
)

// Verifier proves one workspace's chain. Give it every link in the order of N and then
// the rows in no place, and ask for the report. It holds little whatever the length of
// the chain. It is not safe for concurrent use.
type Verifier struct {
	ws     record.WorkspaceID
	pub    ed25519.PublicKey
	heads  []Head // genuine, by N
	next   int    // the next head
	pinned int64  // the last place that a head agreed with
	prev   Hash
	rep    Report
	bad    []badRow
	gone   Finding // the first of the places at the end whose rows are gone
	lost   int64   // how many those are
	forged int64
	wrong  bool // a head disagreed already: what follows hangs on that
}

// badRow is a row whose content does not give its stored hash.
type badRow struct {
	prev, stored Hash
	row          Row
	finding      int // in the report; -1: not listed
}

// NewVerifier makes a verifier. Heads of other workspaces are left aside, and those
// that pub did not sign are themselves a finding. Without heads only what the chain
// says by itself is proven.
func NewVerifier(ws record.WorkspaceID, pub ed25519.PublicKey, heads []Head) *Verifier {
	v := &Verifier{ws: ws, pub: pub}
	for _, h := range heads {
		switch {
		case h.Workspace != ws:
		case !h.Genuine(pub):
			v.forged++
		default:
			v.heads = append(v.heads, h)
			v.rep.Heads++
			if h.N > v.rep.HeadN || h.N == v.rep.HeadN && h.At.After(v.rep.HeadAt) {
				v.rep.HeadN, v.rep.HeadAt = h.N, h.At
			}
		}
	}
	slices.SortStableFunc(v.heads, func(a, b Head) int { return int(a.N - b.N) })
	return v
}

func (v *Verifier) find(f Finding, n int64) int {
	v.rep.Damaged += n
	if len(v.rep.Findings) >= maxFindings {
		return -1
	}
	v.rep.Findings = append(v.rep.Findings, f)
	return len(v.rep.Findings) - 1
}

// Take takes the next link.
func (v *Verifier) Take(l Link) {
	if l.N == 0 {
		f := Finding{Damage: Inserted, Seq: l.Seq}
		if l.Row != nil {
			f.At = l.Row.At
		}
		v.find(f, 1)
		return
	}
	if want := v.rep.Rows + 1; l.N > want { // places are missing
		v.flushGone()
		v.find(Finding{Damage: Deleted, N: want}, l.N-want)
	}
	v.rep.Rows = l.N
	if l.Row == nil {
		if v.lost == 0 {
			v.gone = Finding{Damage: Deleted, N: l.N, Seq: l.Seq}
		}
		v.lost++
	} else {
		v.flushGone()
		v.check(l)
	}
	v.prev = l.Hash
	v.rep.Tip = Tip{l.N, l.Hash}
	v.hold(l)
}

func (v *Verifier) check(l Link) {
	row := *l.Row
	row.Workspace, row.N = v.ws, l.N
	if Next(v.prev, row) == l.Hash {
		if v.rep.Damaged == 0 {
			v.rep.Until = row.At
		}
		return
	}
	i := v.find(Finding{Damage: Edited, N: l.N, Seq: l.Seq, At: row.At}, 1)
	if len(v.bad) < maxBad {
		v.bad = append(v.bad, badRow{v.prev, l.Hash, row, i})
	}
}

// flushGone notes rows that are gone from the middle.
func (v *Verifier) flushGone() {
	if v.lost > 0 {
		v.find(v.gone, v.lost)
		v.lost = 0
	}
}

// hold holds the heads of a place against it.
func (v *Verifier) hold(l Link) {
	for v.next < len(v.heads) && v.heads[v.next].N <= l.N {
		h := v.heads[v.next]
		v.next++
		switch {
		case h.N < l.N: // its place is gone, which was found already
		case h.Hash == l.Hash:
			v.pinned = l.N
		case !v.wrong:
			v.wrong = true
			if v.rep.Damaged > 0 || v.lost > 0 {
				continue // a place that was found to be damaged bears the blame
			}
			f := Finding{Damage: Rewritten, N: v.pinned + 1}
			if l.Row != nil && v.pinned+1 == l.N {
				f.Seq, f.At = l.Seq, l.Row.At
			}
			v.find(f, 1)
		}
	}
}

// End gives the report.
func (v *Verifier) End() Report {
	if v.lost > 0 { // nothing stands behind what is gone
		v.gone.Damage = Truncated
		v.find(v.gone, v.lost)
		v.lost = 0
	}
	if last := v.rep.Tip; v.next < len(v.heads) { // a head stands behind the end
		v.find(Finding{Damage: Truncated, N: last.N + 1}, v.heads[len(v.heads)-1].N-last.N)
	}
	v.seeReordered()
	if v.forged > 0 {
		v.find(Finding{Damage: Forged}, v.forged)
	}
	slices.SortStableFunc(v.rep.Findings, func(a, b Finding) int {
		switch {
		case a.N == b.N || a.N == 0 && b.N == 0:
			return 0
		case a.N == 0:
			return 1
		case b.N == 0:
			return -1
		}
		return int(a.N - b.N)
	})
	return v.rep
}

// seeReordered tells rows that were edited from rows that stand in each other's place:
// those fit where the other stands.
func (v *Verifier) seeReordered() {
	for i, p := range v.bad {
		for j, q := range v.bad {
			if i == j {
				continue
			}
			for _, seq := range []int64{p.row.Seq, q.row.Seq} {
				moved := p.row
				moved.N, moved.Seq = q.row.N, seq
				if h := Next(q.prev, moved); h == q.stored || h == p.stored {
					v.reordered(p.finding)
					v.reordered(q.finding)
				}
			}
		}
	}
}

func (v *Verifier) reordered(i int) {
	if i >= 0 {
		v.rep.Findings[i].Damage = Reordered
	}
}
