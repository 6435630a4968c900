package record

import (
	"math/big"
	"sort"
)

// SplitLargestRemainder hands out total (minor units, of either sign) in
// proportion to weights so that the parts add up to it exactly: each part is
// rounded towards zero, then the missing units go to the largest fractional
// parts, ties to the smaller index. It panics on no weights, a negative one, or a zero sum.
func SplitLargestRemainder(total int64, weights []int64) []int64 {
	sum := new(big.Int)
	for _, w := range weights {
		if w < 0 {
			panic("record: negative weight")
		}
		sum.Add(sum, big.NewInt(w))
	}
	if sum.Sign() == 0 {
		panic("record: weights add up to nothing")
	}
	sign, t := int64(1), big.NewInt(total)
	if total < 0 {
		sign = -1
		t.Neg(t)
	}
	parts := make([]int64, len(weights))
	rest := make([]*big.Int, len(weights))
	left := new(big.Int).Set(t)
	for i, w := range weights {
		q, r := new(big.Int).QuoRem(new(big.Int).Mul(t, big.NewInt(w)), sum, new(big.Int))
		parts[i], rest[i] = q.Int64(), r
		left.Sub(left, q)
	}
	order := make([]int, len(weights))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return rest[order[a]].Cmp(rest[order[b]]) > 0 })
	for k := int64(0); k < left.Int64(); k++ {
		parts[order[k]]++
	}
	for i := range parts {
		parts[i] *= sign
	}
	return parts
}
