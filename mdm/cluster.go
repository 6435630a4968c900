package mdm

import (
	"cmp"
	"slices"

	"github.com/heliuhub/heliu/record"
)

// Cluster joins sources of one kind into golden records. It must be given every
// record that can reach another of them through an active identifier or a tax ID;
// holders tells who holds an identifier in the whole workspace. The result is a
// partition of the indices of sources, each part sorted by record name and the parts
// by their first name; it depends on nothing but the set of sources.
//
// Tax IDs join first. Then each active identifier joins its holders pair by pair in
// the total order (strength, value, names), and a pair that would bring two tax IDs
// together is refused: it comes back as a Refusal.
func Cluster(sources []Source, holders func(Identifier) Holders) (parts [][]int, refused []Refusal) {
	order := make([]int, len(sources))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(sources[a].Name, sources[b].Name) })

	u := newUnion(sources)
	byAnchor := map[record.TaxID]int{}
	for _, i := range order {
		if a := sources[i].Anchor; a != "" {
			if first, ok := byAnchor[a]; ok {
				u.join(first, i)
			} else {
				byAnchor[a] = i
			}
		}
	}
	for _, id := range identifiersInOrder(sources, order) {
		if !Active(id.Type, holders(id.Identifier)) {
			continue
		}
		for j := 1; j < len(id.who); j++ {
			for i := range j {
				a, b := id.who[i], id.who[j]
				if !u.join(a, b) {
					refused = append(refused, Refusal{id.Identifier, sources[a].Name, sources[b].Name})
				}
			}
		}
	}
	return u.parts(order), refused
}

// Refusal is a join that two different tax IDs forbade.
type Refusal struct {
	Identifier Identifier
	A, B       string // record names
}

type heldIdentifier struct {
	Identifier
	who []int // in the order of names
}

func identifiersInOrder(sources []Source, order []int) []heldIdentifier {
	at := map[Identifier]int{}
	var out []heldIdentifier
	for _, i := range order {
		for _, id := range sources[i].Identifiers {
			k, ok := at[id]
			if !ok {
				k = len(out)
				at[id] = k
				out = append(out, heldIdentifier{Identifier: id})
			}
			out[k].who = append(out[k].who, i)
		}
	}
	slices.SortFunc(out, func(a, b heldIdentifier) int {
		if c := cmp.Compare(strength[a.Type], strength[b.Type]); c != 0 {
			return c
		}
		return cmp.Compare(a.Value, b.Value)
	})
	return out
}

// union is a union-find that remembers the tax ID of each set and never joins two.
type union struct {
	parent []int
	anchor []record.TaxID
}

func newUnion(sources []Source) *union {
	u := &union{make([]int, len(sources)), make([]record.TaxID, len(sources))}
	for i, s := range sources {
		u.parent[i], u.anchor[i] = i, s.Anchor
	}
	return u
}

func (u *union) find(i int) int {
	for u.parent[i] != i {
		u.parent[i] = u.parent[u.parent[i]]
		i = u.parent[i]
	}
	return i
}

func (u *union) join(a, b int) bool {
	a, b = u.find(a), u.find(b)
	if a == b {
		return true
	}
	if u.anchor[a] != "" && u.anchor[b] != "" && u.anchor[a] != u.anchor[b] {
		return false
	}
	u.parent[b] = a
	if u.anchor[a] == "" {
		u.anchor[a] = u.anchor[b]
	}
	return true
}

func (u *union) parts(order []int) [][]int {
	at := map[int]int{}
	var out [][]int
	for _, i := range order {
		r := u.find(i)
		k, ok := at[r]
		if !ok {
			k = len(out)
			at[r] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], i)
	}
	return out
}
