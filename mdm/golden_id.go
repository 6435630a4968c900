package mdm

import (
	"cmp"
	"slices"

	"github.com/heliuhub/heliu/record"
)

// Member is a record's place among golden records before a recomputation.
type Member struct {
	Golden    string // the golden id it had, or empty
	FirstSeen int64  // order in which the hub first saw it
}

// OldGolden is a golden record as it stood before a recomputation.
type OldGolden struct {
	Anchor    record.TaxID
	FirstSeen int64 // of its oldest member ever: decides which id survives a merge
}

// Assignment is what AssignIDs decided.
type Assignment struct {
	IDs       []string          // the golden id of each part; "" means mint a new one
	Redirects map[string]string // id that ends → id that it now means; "" when it split into nothing that keeps it
	NewOf     []int             // parts without an id, to be minted
}

// AssignIDs gives each part a stable golden id. On a split the part that holds the
// old record's tax ID keeps the id, else the part with its oldest member. On a merge
// the id whose golden record had the part's tax ID survives, else the older one; the
// others become redirects for ever. Minted ids are history by nature; the partition
// they name is not.
func AssignIDs(sources []Source, members []Member, parts [][]int, old map[string]OldGolden) Assignment {
	as := Assignment{IDs: make([]string, len(parts)), Redirects: map[string]string{}}
	anchors := make([]record.TaxID, len(parts))
	holdersOf := map[string][]int{} // old id → parts that hold a member of it
	oldest := map[string]int{}      // old id → part that holds its oldest member
	oldestSeen := map[string]int64{}
	for p, part := range parts {
		for _, i := range part {
			if sources[i].Anchor != "" {
				anchors[p] = sources[i].Anchor
			}
			g := members[i].Golden
			if g == "" {
				continue
			}
			if !slices.Contains(holdersOf[g], p) {
				holdersOf[g] = append(holdersOf[g], p)
			}
			if seen, ok := oldestSeen[g]; !ok || members[i].FirstSeen < seen {
				oldestSeen[g], oldest[g] = members[i].FirstSeen, p
			}
		}
	}
	winner := map[string]int{} // old id → part that may keep it
	ids := make([]string, 0, len(holdersOf))
	for g, ps := range holdersOf {
		ids = append(ids, g)
		winner[g] = oldest[g]
		if a := old[g].Anchor; a != "" {
			for _, p := range ps {
				if anchors[p] == a {
					winner[g] = p
				}
			}
		}
	}
	slices.SortFunc(ids, func(a, b string) int {
		if c := cmp.Compare(old[a].FirstSeen, old[b].FirstSeen); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
	for _, anchored := range []bool{true, false} { // ids that bring the part's tax ID go first
		for _, g := range ids {
			p := winner[g]
			if as.IDs[p] == "" && (!anchored || old[g].Anchor != "" && old[g].Anchor == anchors[p]) {
				as.IDs[p] = g
			}
		}
	}
	for _, g := range ids {
		if as.IDs[winner[g]] != g {
			as.Redirects[g] = as.IDs[winner[g]]
		}
	}
	for p, id := range as.IDs {
		if id == "" {
			as.NewOf = append(as.NewOf, p)
		}
	}
	return as
}
