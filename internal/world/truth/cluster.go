package truth

import (
	"slices"

	"github.com/heliuhub/heliu/internal/world/model"
)

// partition is a set of names in disjoint parts, each with at most one tax ID.
type partition struct {
	parent  map[model.Name]model.Name
	tax     map[model.Name]string // of a part's root
	refused int                   // steps that would have joined two tax IDs
}

func newPartition() *partition {
	return &partition{parent: map[model.Name]model.Name{}, tax: map[model.Name]string{}}
}

func (p *partition) add(n model.Name, tax string) {
	p.parent[n] = n
	p.tax[n] = tax
}

func (p *partition) has(n model.Name) bool { _, ok := p.parent[n]; return ok }

// root gives the name that stands for n's part: its smallest.
func (p *partition) root(n model.Name) model.Name {
	r := n
	for p.parent[r] != r {
		r = p.parent[r]
	}
	for p.parent[n] != r {
		n, p.parent[n] = p.parent[n], r
	}
	return r
}

// join makes one part of two, unless they have two different tax IDs.
func (p *partition) join(a, b model.Name) {
	a, b = p.root(a), p.root(b)
	if a == b {
		return
	}
	if p.tax[a] != "" && p.tax[b] != "" && p.tax[a] != p.tax[b] {
		p.refused++
		return
	}
	if b < a {
		a, b = b, a
	}
	p.parent[b] = a
	if p.tax[a] == "" {
		p.tax[a] = p.tax[b]
	}
}

// parts lists the parts, members sorted, ordered by their smallest name.
func (p *partition) parts() [][]model.Name {
	by := map[model.Name][]model.Name{}
	for _, n := range sorted(p.parent) {
		r := p.root(n)
		by[r] = append(by[r], n)
	}
	var out [][]model.Name
	for _, r := range sorted(by) {
		out = append(out, by[r])
	}
	return out
}

// holders collects who holds an identifier.
type holders map[string][]model.Name

func (h holders) hold(id string, n model.Name) {
	if id != "" && !slices.Contains(h[id], n) {
		h[id] = append(h[id], n)
	}
}

// joinAll joins the holders of each identifier, identifiers in ascending order,
// leaving out those that skip says.
func (p *partition) joinAll(h holders, skip func(id string, ns []model.Name) bool) {
	for _, id := range sorted(h) {
		ns := h[id]
		slices.Sort(ns)
		if skip != nil && skip(id, ns) {
			continue
		}
		for _, n := range ns[1:] {
			p.join(ns[0], n)
		}
	}
}

// tooMany is how many records may hold an identifier before it means nothing.
const tooMany = 20
