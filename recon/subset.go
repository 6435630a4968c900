package recon

import (
	"math"
	"slices"
	"sort"
)

// MaxTogether is how many items the search puts together at most.
const MaxTogether = 5

// Budget bounds the search for one payment, in steps. Fifty items of unlike amounts
// take a fraction of it; where it runs out the answer is "not sure".
const Budget = 2_000_000

// Found is what a search for items that add up to an amount came to.
type Found struct {
	// Sets holds the first two sets found, as indexes into the amounts, ascending:
	// single items before sets of two, and so on. Nobody needs a third.
	Sets [][]int
	// Complete tells that there are no other sets, or at least two. When it is false
	// the budget ran out and nothing may be concluded.
	Complete bool
	Steps    int
}

// Unique gives the only set, when it is certain that there is exactly one.
func (f Found) Unique() ([]int, bool) {
	if f.Complete && len(f.Sets) == 1 {
		return f.Sets[0], true
	}
	return nil, false
}

// Search looks for sets of one to most of the amounts (all positive) that add up to
// target exactly. It stops at the second set and after budget steps. Equal amounts
// are different items: two of them are two sets.
func Search(amounts []int64, target int64, most, budget int) Found {
	s := search{budget: budget, target: target}
	for i, a := range amounts {
		if a <= target {
			s.items = append(s.items, numbered{a, i})
		}
	}
	slices.SortStableFunc(s.items, func(a, b numbered) int { // the greatest first
		switch {
		case a.amount > b.amount:
			return -1
		case a.amount < b.amount:
			return 1
		}
		return a.index - b.index
	})
	s.tails(most)
	for size := 1; size <= min(most, len(s.items)) && !s.over(); size++ {
		s.chosen = s.chosen[:0]
		s.pick(0, size, target)
	}
	return Found{Sets: s.sets, Complete: len(s.sets) == 2 || s.steps <= budget, Steps: s.steps}
}

type numbered struct {
	amount int64
	index  int
}

type search struct {
	items  []numbered // descending
	least  []int64    // least[k]: sum of the k smallest
	chosen []int
	sets   [][]int
	target int64
	steps  int
	budget int
}

func (s *search) over() bool { return len(s.sets) == 2 || s.steps > s.budget }

func (s *search) tails(most int) {
	s.least = []int64{0}
	for k := 1; k <= min(most, len(s.items)); k++ {
		s.least = append(s.least, addCapped(s.least[k-1], s.items[len(s.items)-k].amount))
	}
}

// pick chooses size more items from position from on that add up to rest.
func (s *search) pick(from, size int, rest int64) {
	if size == 1 {
		s.last(from, rest)
		return
	}
	for i := from; i+size <= len(s.items) && !s.over(); i++ {
		s.steps++
		a := s.items[i].amount
		if mul(a, size) < rest { // a is the greatest left: not even size of them reach rest
			return
		}
		if a > rest || s.least[size-1] > rest-a {
			continue
		}
		s.chosen = append(s.chosen, i)
		s.pick(i+1, size-1, rest-a)
		s.chosen = s.chosen[:len(s.chosen)-1]
	}
}

// last finds the items that are the whole rest.
func (s *search) last(from int, rest int64) {
	s.steps++
	tail := s.items[from:]
	at := from + sort.Search(len(tail), func(i int) bool { return tail[i].amount <= rest })
	for ; at < len(s.items) && s.items[at].amount == rest && len(s.sets) < 2; at++ {
		set := make([]int, 0, len(s.chosen)+1)
		for _, c := range append(s.chosen, at) {
			set = append(set, s.items[c].index)
		}
		slices.Sort(set)
		s.sets = append(s.sets, set)
	}
}

func addCapped(a, b int64) int64 {
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

func mul(a int64, n int) int64 {
	if a > math.MaxInt64/int64(n) {
		return math.MaxInt64
	}
	return a * int64(n)
}
