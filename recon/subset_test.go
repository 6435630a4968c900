package recon_test

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/internal/scripttest"
	"github.com/heliuhub/heliu/recon"
	"github.com/heliuhub/heliu/record"
)

// parse loads items, payments and relations written as in a script.
func parse(t *testing.T, text string) recon.Input {
	t.Helper()
	statements, err := scripttest.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	var s script
	for i := range statements {
		if err := s.run(&statements[i]); err != nil {
			t.Fatal(err)
		}
	}
	return s.in
}

func TestSearchSmallCases(t *testing.T) {
	big := int64(math.MaxInt64)
	for name, c := range map[string]struct {
		amounts []int64
		target  int64
		most    int
		want    [][]int
	}{
		"the published case":       {[]int64{10, 22, 14, 35, 82}, 139, 5, [][]int{{1, 3, 4}}},
		"a case of one and of two": {[]int64{895, 983, 637, 1620}, 1620, 5, [][]int{{3}, {1, 2}}},
		"none":                     {[]int64{10, 22, 14, 35, 82}, 138, 5, nil},
		"equal amounts are two":    {[]int64{5, 5}, 5, 5, [][]int{{0}, {1}}},
		"no more than most":        {[]int64{1, 2, 3}, 6, 2, nil},
		"nothing":                  {nil, 6, 5, nil},
		"no overflow":              {[]int64{big, big - 1, 1, big}, big, 5, [][]int{{0}, {3}}},
		"no overflow of sums":      {[]int64{big / 2, big / 2, big / 2, 1}, big, 5, [][]int{{0, 1, 3}, {0, 2, 3}}},
	} {
		f := recon.Search(c.amounts, c.target, c.most, recon.Budget)
		if !f.Complete || !reflect.DeepEqual(f.Sets, c.want) {
			t.Errorf("%s: got %+v, want %v", name, f, c.want)
		}
	}
}

func TestSearchEqualsBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64Range(1, rapid.SampledFrom([]int64{4, 60, 5000}).Draw(t, "greatest")), 0, 14).Draw(t, "amounts")
		target := rapid.Int64Range(1, 120).Draw(t, "target")
		most := rapid.IntRange(1, 6).Draw(t, "most")
		sets := 0
		for mask := 1; mask < 1<<len(amounts); mask++ {
			var sum int64
			for i, a := range amounts {
				if mask>>i&1 == 1 {
					sum += a
				}
			}
			if sum == target && bits.OnesCount(uint(mask)) <= most {
				sets++
			}
		}
		f := recon.Search(amounts, target, most, recon.Budget)
		if !f.Complete || len(f.Sets) != min(sets, 2) {
			t.Fatalf("brute force finds %d sets, the search %+v", sets, f)
		}
		if _, unique := f.Unique(); unique != (sets == 1) {
			t.Fatalf("unique %v, sets %d", unique, sets)
		}
		for n, set := range f.Sets {
			var sum int64
			for _, i := range set {
				sum += amounts[i]
			}
			if sum != target || !slices.IsSorted(set) || len(set) > most || n > 0 && (len(set) < len(f.Sets[0]) || slices.Equal(set, f.Sets[0])) {
				t.Fatalf("sets %v of %v for %d", f.Sets, amounts, target)
			}
		}
	})
}

func TestSearchThatDoesNotFinishConcludesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Int64Range(1, 60), 0, 12).Draw(t, "amounts")
		target := rapid.Int64Range(1, 120).Draw(t, "target")
		full := recon.Search(amounts, target, recon.MaxTogether, recon.Budget)
		short := recon.Search(amounts, target, recon.MaxTogether, rapid.IntRange(0, 60).Draw(t, "budget"))
		if short.Complete && !reflect.DeepEqual(full.Sets, short.Sets) {
			t.Fatalf("with a small budget %+v, with a large one %+v", short, full)
		}
		if _, ok := short.Unique(); ok && !short.Complete {
			t.Fatal("unique without having finished")
		}
	})
}

// hard gives n even amounts of 1,000 to 100,000 yuan, and an odd one beside them that
// is as much as five of them: sums come near it all the time and never reach it.
func hard(n int) (amounts []int64, target int64) {
	r := rand.New(rand.NewPCG(uint64(n), 1))
	for range n - 1 {
		amounts = append(amounts, 100_000+2*r.Int64N(4_950_000))
	}
	return append(amounts, 25_000_001), 25_000_001
}

// An item that nothing but an unfinished search speaks for gets no money.
func TestAnUnfinishedSearchIsNoMatch(t *testing.T) {
	var in recon.Input
	target := int64(50_000_001)
	for i := range 400 {
		in.Items = append(in.Items, recon.Item{Record: fmt.Sprintf("erp/ar/%03d", i), Customer: "A", Amount: record.CNY(int64(8_000_000 + 20*i*i))})
	}
	in.Items = append(in.Items, recon.Item{Record: "erp/ar/x", Customer: "A", Amount: record.CNY(target)})
	in.Payments = []recon.Payment{{Record: "erp/pay/1", Payer: "A", Date: "2026-01-01", Amount: record.CNY(target)}}
	out := recon.Solve(in)
	if len(out.Matches) != 0 || len(out.Unmatched) != 1 {
		t.Fatalf("%+v", out.Matches)
	}
	if u := out.Unmatched[0]; u.Reason != recon.AmbiguousAmount || u.SearchComplete || u.Zh != "没有可用的单据号；应收笔数过多，未能排除其他组合" || len(u.Candidates) != 1 {
		t.Errorf("%+v", u)
	}
	in.Items = append(in.Items[:30:30], in.Items[400])
	if out := recon.Solve(in); len(out.Matches) != 1 || out.Matches[0].Item != "erp/ar/x" {
		t.Errorf("with 31 items %+v", out.Unmatched)
	}
}

func TestSolveRefusesARecordGivenTwice(t *testing.T) {
	in := parse(t, "item YS-1001 customer=A amount=1.00\nitem YS-1001 customer=A amount=1.00\n")
	defer func() {
		if r := recover(); r != "recon: item YS-1001 is given twice" {
			t.Errorf("got %v", r)
		}
	}()
	recon.Solve(in)
}

func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{20, 50, 100} {
		amounts, target := hard(n)
		b.Run(fmt.Sprintf("n=%d,k=5", n), func(b *testing.B) {
			for b.Loop() {
				f := recon.Search(amounts, target, recon.MaxTogether, recon.Budget)
				if len(f.Sets) != 1 {
					b.Fatalf("%+v", f)
				}
				b.ReportMetric(float64(f.Steps), "steps")
			}
		})
	}
}
