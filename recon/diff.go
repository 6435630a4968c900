package recon

import (
	"cmp"
	"slices"
)

// Diff says what to withdraw and what to add so that before becomes after. A match
// whose amount or reason changed is withdrawn and added anew. Both answers are
// ordered by (payment, item).
func Diff(before, after []Match) (withdraw, add []Match) {
	type key struct{ payment, item string }
	old := make(map[key]Match, len(before))
	for _, m := range before {
		old[key{m.Payment, m.Item}] = m
	}
	for _, m := range after {
		k := key{m.Payment, m.Item}
		if o, ok := old[k]; ok && same(o, m) {
			delete(old, k)
			continue
		}
		add = append(add, m)
	}
	for _, m := range old {
		withdraw = append(withdraw, m)
	}
	for _, ms := range [][]Match{withdraw, add} {
		slices.SortFunc(ms, func(x, y Match) int { return cmp.Or(cmp.Compare(x.Payment, y.Payment), cmp.Compare(x.Item, y.Item)) })
	}
	return withdraw, add
}

func same(a, b Match) bool {
	return a.Deal == b.Deal && a.Amount == b.Amount && a.Rule == b.Rule && a.Open == b.Open && a.Zh == b.Zh && a.En == b.En && slices.Equal(a.Hits, b.Hits)
}
