package record_test

import (
	"math"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

var (
	anyTotal   = rapid.OneOf(rapid.Int64(), rapid.Int64Range(-200, 200), rapid.SampledFrom([]int64{math.MinInt64, math.MaxInt64}))
	anyWeights = rapid.SliceOfN(rapid.OneOf(rapid.Int64Range(0, math.MaxInt64), rapid.Int64Range(0, 9)), 1, 12).
			Filter(func(w []int64) bool { return slices.Max(w) > 0 })
)

func sum(parts []int64) *big.Int {
	s := new(big.Int)
	for _, p := range parts {
		s.Add(s, big.NewInt(p))
	}
	return s
}

// TestPartsAddUp holds a split against its definition in exact fractions: each part
// is its share rounded down or up, and who was rounded up had no smaller fraction
// than who was not, the smaller index first.
func TestPartsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total, weights := anyTotal.Draw(t, "total"), anyWeights.Draw(t, "weights")
		parts := record.SplitLargestRemainder(total, weights)
		if len(parts) != len(weights) || sum(parts).Cmp(big.NewInt(total)) != 0 {
			t.Fatalf("%v do not add up to %d", parts, total)
		}
		size := new(big.Int).Abs(big.NewInt(total))
		fraction := make([]*big.Rat, len(parts))
		up := make([]bool, len(parts))
		for i, p := range parts {
			share := new(big.Rat).SetFrac(new(big.Int).Mul(size, big.NewInt(weights[i])), sum(weights))
			down := new(big.Int).Quo(share.Num(), share.Denom())
			fraction[i] = share.Sub(share, new(big.Rat).SetInt(down))
			part := big.NewInt(p)
			if p != 0 && (p > 0) != (total > 0) {
				t.Fatalf("part %d is %d of %d: the sign is wrong", i, p, total)
			}
			switch part.Abs(part).Sub(part, down).Int64() {
			case 0:
			case 1:
				up[i] = true
			default:
				t.Fatalf("part %d is %d, more than a unit off its share", i, p)
			}
			if weights[i] == 0 && p != 0 {
				t.Fatalf("part %d has no weight and gets %d", i, p)
			}
		}
		for i := range parts {
			for j := range parts {
				if c := fraction[i].Cmp(fraction[j]); up[i] && !up[j] && (c < 0 || c == 0 && i > j) {
					t.Fatalf("%v: part %d was rounded up before part %d", parts, i, j)
				}
			}
		}
	})
}

func TestEqualWeightsDifferByAUnit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := slices.Repeat([]int64{rapid.Int64Range(1, 1000).Draw(t, "weight")}, rapid.IntRange(1, 40).Draw(t, "parts"))
		total := rapid.Int64Range(-1e6, 1e6).Draw(t, "total")
		parts := record.SplitLargestRemainder(total, weights)
		if slices.Max(parts)-slices.Min(parts) > 1 {
			t.Fatalf("%d becomes %v", total, parts)
		}
		ordered := slices.IsSortedFunc(parts, func(a, b int64) int { return int(b - a) })
		if total < 0 {
			ordered = slices.IsSorted(parts)
		}
		if !ordered {
			t.Fatalf("%d becomes %v: the odd units do not go to the smaller indexes", total, parts)
		}
	})
}

func TestSplits(t *testing.T) {
	for _, c := range []struct {
		total         int64
		weights, want []int64
	}{
		{100, []int64{1, 1, 1}, []int64{34, 33, 33}},
		{-100, []int64{1, 1, 1}, []int64{-34, -33, -33}},
		{2, []int64{1, 1, 1}, []int64{1, 1, 0}},
		{0, []int64{1, 2}, []int64{0, 0}},
		{10, []int64{0, 1, 0}, []int64{0, 10, 0}},
		{7, []int64{1, 2, 4}, []int64{1, 2, 4}},
		{10, []int64{1, 2, 4}, []int64{1, 3, 6}},      // 1.43, 2.86, 5.71
		{1, []int64{1, 3}, []int64{0, 1}},             // the larger fraction before the smaller index
		{3, []int64{1, 1}, []int64{2, 1}},             // a tie
		{5, []int64{3, 1, 3, 1}, []int64{2, 1, 2, 0}}, // 1.875, 0.625, twice
		{math.MaxInt64, []int64{math.MaxInt64, math.MaxInt64}, []int64{math.MaxInt64/2 + 1, math.MaxInt64 / 2}},
		{math.MinInt64, []int64{1}, []int64{math.MinInt64}},
	} {
		if got := record.SplitLargestRemainder(c.total, c.weights); !slices.Equal(got, c.want) {
			t.Errorf("%d by %v is %v, want %v", c.total, c.weights, got, c.want)
		}
	}
}

func TestSplitRefusesBadWeights(t *testing.T) {
	for name, w := range map[string][]int64{"none": nil, "zeros": {0, 0}, "negative": {3, -1}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			record.SplitLargestRemainder(1, w)
		}()
	}
}
