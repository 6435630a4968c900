package pipelines_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/pgtest"
)

// rapidT lets a lab of one run report to rapid and read its context.
type rapidT struct {
	testing.TB
	r *rapid.T
}

func (t rapidT) Helper()                      { t.r.Helper() }
func (t rapidT) Fatal(args ...any)            { t.r.Helper(); t.r.Fatal(args...) }
func (t rapidT) Fatalf(f string, args ...any) { t.r.Helper(); t.r.Fatalf(f, args...) }
func (t rapidT) Errorf(f string, args ...any) { t.r.Helper(); t.r.Errorf(f, args...) }

// TestDerivedStateIsAFunctionOfTheSourceRecords applies random histories to two
// workspaces at once, in batches that hold changes of both, recomputes in between
// wherever it happens, and holds each against a rebuild from nothing and against the
// engines over everything at once.
func TestDerivedStateIsAFunctionOfTheSourceRecords(t *testing.T) {
	checks(t, 40)
	s := pgtest.Store(t)
	rapid.Check(t, func(r *rapid.T) {
		src := source{r}
		tb := rapidT{t, r}
		labs := []*lab{newLab(tb, s), newLab(tb, s)}
		histories := make([][]change, len(labs))
		left := make([][]change, len(labs))
		for i, l := range labs {
			histories[i] = src.history(draw(src, "changes", 4, 15, 40, 70, 100))
			left[i] = histories[i]
			l.claim = draw(src, "claim", 0, 1, 3)
		}
		for len(left[0])+len(left[1]) > 0 {
			var batch []bus.Delivery
			for range src.n("batch", 1, 12) {
				i := src.n("workspace", 0, 1)
				if len(left[i]) == 0 {
					i = 1 - i
				}
				if len(left[i]) == 0 {
					break
				}
				batch = append(batch, labs[i].mapped(left[i][0]))
				left[i] = left[i][1:]
			}
			labs[0].handle(batch)
			for _, l := range labs {
				l.sound()
				switch src.n("recompute", 0, 3) {
				case 1:
					l.derive(draw(src, "domain", "roi", "recon"))
				case 2:
					l.settle()
				}
			}
		}
		for i, l := range labs {
			l.settle()
			l.matchesReference(histories[i])
			again := newLab(tb, s)
			newest := newestOf(histories[i])
			var once []change
			for _, c := range newest {
				once = append(once, c)
			}
			again.apply(once...)
			again.settle()
			if d := cmp.Diff(again.content(), l.content(), sorted); d != "" {
				r.Fatalf("the rebuild (-) and the history (+) differ:\n%s", d)
			}
			if again.hashes() != l.hashes() {
				r.Fatalf("the rebuild has %v, the history %v\n%s\n%s", again.hashes(), l.hashes(), again.goldens(), l.goldens())
			}
		}
	})
}

func (l *lab) goldens() string {
	return l.text(`select string_agg(concat_ws(' ', kind, smallest, anchor, customer, members, name, fields), E'\n' order by kind, smallest) from golden where status = 'active'`)
}
