package pipelines_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// refuse lands a change that the map stage cannot take in.
func (l *lab) refuse(c change) {
	l.t.Helper()
	d := l.mapped(c)
	r, err := record.FromHeaders(d.Headers, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	dead := pipelines.DeadLetter{Record: r, Hash: c.hash(), Partition: d.Partition, Offset: d.Offset, Stage: "map", Fault: fault.New("missing_field", nil), At: time.Now()}
	o := pipelines.Outcome{Partition: d.Partition, Offset: d.Offset, Record: r, Hash: c.hash(), Kind: pipelines.Quarantined, Reason: "missing_field"}
	if err := l.store.Land(l.t.Context(), l.ws, []pipelines.RawRow{{Record: r, Partition: d.Partition, Offset: d.Offset}}, []pipelines.DeadLetter{dead}, []pipelines.Outcome{o}); err != nil {
		l.t.Fatal(err)
	}
}

// TestEditedCopiesInAnyOrder: some versions cannot be taken in, and some of those have an
// edited copy. In whatever order they come, each copy wins over the version that it
// repairs and yields to every later one; and a letter lives in the end exactly where
// the newest version that failed is newer than all that was applied.
func TestEditedCopiesInAnyOrder(t *testing.T) {
	checks(t, 15)
	s := pgtest.Store(t)
	rapid.Check(t, func(rt *rapid.T) {
		src := source{rt}
		broken := map[string]bool{}
		var all []change
		for _, c := range src.history(src.n("changes", 4, 30)) {
			id := fmt.Sprint(c.id(), c.version)
			if _, drawn := broken[id]; !drawn {
				broken[id] = src.one("broken", 3)
			}
			all = append(all, c)
			if broken[id] && src.one("edited", 2) {
				c.edit = src.n("copy", 1, 2)
				all = append(all, c)
			}
		}
		all = rapid.Permutation(all).Draw(rt, "order")
		l := newLab(t, s)
		var taken []change
		failed := map[string]change{}
		for _, c := range all {
			if c.edit > 0 || !broken[fmt.Sprint(c.id(), c.version)] {
				taken = append(taken, c)
				l.apply(c)
				continue
			}
			if was, ok := failed[c.id()]; !ok || c.newer(was) {
				failed[c.id()] = c
			}
			l.refuse(c)
		}
		l.settle()
		l.matchesReference(taken)
		newest := newestOf(taken)
		var want []string
		for id, c := range failed {
			if a, ok := newest[id]; !ok || c.newer(a) {
				want = append(want, id+" "+c.text())
			}
		}
		slices.Sort(want)
		got := l.text(`select coalesce(string_agg(x.line, ';' order by x.line collate "C"), '') from (
			select concat_ws('/', c.name, d.stream, d.key) || ' ' || d.version as line from dead_letter d join connection c on c.id = d.connection
			where d.status = 'open') x`)
		if got != strings.Join(want, ";") {
			rt.Fatalf("live letters %q, want %q", got, want)
		}
	})
}
