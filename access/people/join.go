package people

import (
	"bytes"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/record"
)

// crowd is how many records may share one identifier before it counts as a filler.
const crowd = 64

// claim is one identifier that a record states. Two records contradict each other when
// they fill one slot and share none of its identifiers: two numbers in one list, two
// codes in one account set.
type claim struct{ id, slot string }

func codeID(system, set, code string) string {
	return "code|" + strings.ToLower(strings.TrimSpace(system)) + "|" + record.NormalizeNumber(set) + "|" + record.NormalizeNumber(code)
}

func claims(s Source) []claim {
	var out []claim
	if n := record.NormalizeNumber(s.Said.Number); n != "" {
		out = append(out, claim{"number|" + n, "number|" + string(s.Connection) + "|" + s.Stream})
	}
	for _, c := range codesOf(s.Said) {
		id := codeID(c.System, c.AccountSet, c.Code)
		out = append(out, claim{id, id[:strings.LastIndexByte(id, '|')] + "|" + c.LegalEntity})
	}
	return out
}

// codesOf gives the codes that a record states, the ids of chat systems among them.
func codesOf(e record.Employee) []record.Code {
	out := slices.DeleteFunc(slices.Clone(e.Codes), func(c record.Code) bool {
		return strings.TrimSpace(c.System) == "" || record.NormalizeNumber(c.Code) == ""
	})
	for _, c := range []record.Code{{System: "wecom", Code: e.WecomUserID}, {System: "dingtalk", Code: e.DingtalkUserID}} {
		if c.Code != "" && !slices.Contains(out, c) {
			out = append(out, c)
		}
	}
	return out
}

// node is a record with its claims by slot.
type node struct {
	*Source
	slots map[string]map[string]bool
	ids   map[string]bool
}

func (n *node) contradicts(o *node) bool {
	for slot, mine := range n.slots {
		theirs := o.slots[slot]
		if len(theirs) == 0 {
			continue
		}
		shared := false
		for id := range mine {
			shared = shared || theirs[id]
		}
		if !shared {
			return true
		}
	}
	return false
}

// Join finds which records are one employee: those that share the number or a code,
// over others too. Where any two of them contradict each other, the identifiers that
// hold them together join nobody and wait for a person. Groups are sorted by id.
func Join(sources []Source) (groups [][]Source, open []Conflict) {
	nodes := nodesOf(sources)
	open = offer(nodes)
	var walk func(part []*node)
	walk = func(part []*node) {
		for _, c := range components(part) {
			bad := contested(c)
			if len(bad) == 0 {
				g := make([]Source, len(c))
				for i, n := range c {
					g[i] = *n.Source
				}
				groups = append(groups, g)
				continue
			}
			for _, id := range bad {
				open = append(open, Conflict{Contradicting, id, drop(c, id)})
			}
			walk(c)
		}
	}
	walk(nodes)
	slices.SortFunc(groups, func(a, b []Source) int { return bytes.Compare(a[0].ID[:], b[0].ID[:]) })
	sortConflicts(open)
	return groups, open
}

func nodesOf(sources []Source) []*node {
	sorted := slices.Clone(sources)
	slices.SortFunc(sorted, func(a, b Source) int { return bytes.Compare(a.ID[:], b.ID[:]) })
	out := make([]*node, len(sorted))
	for i := range sorted {
		n := &node{Source: &sorted[i], slots: map[string]map[string]bool{}, ids: map[string]bool{}}
		for _, c := range claims(sorted[i]) {
			n.ids[c.id] = true
			if n.slots[c.slot] == nil {
				n.slots[c.slot] = map[string]bool{}
			}
			n.slots[c.slot][c.id] = true
		}
		out[i] = n
	}
	return out
}

// offer lets another record's code name a record by its own key: the CRM's id of an
// owner in an employee list. A key that several connections know names nobody.
func offer(nodes []*node) (open []Conflict) {
	claimed := map[string][]*node{}
	for _, n := range nodes {
		for id := range n.ids {
			claimed[id] = append(claimed[id], n)
		}
	}
	offers := map[string][]*node{}
	for _, n := range nodes {
		if id := codeID(n.Connector, "", n.Key); n.Part == "" && len(claimed[id]) > 0 && !n.ids[id] {
			offers[id] = append(offers[id], n)
		}
	}
	for id, by := range offers {
		if len(by) == 1 {
			by[0].ids[id] = true
			continue
		}
		open = append(open, Conflict{Ambiguous, id, names(append(by, claimed[id]...))})
	}
	return open
}

// components cuts nodes into those that hang together by identifiers.
func components(nodes []*node) [][]*node {
	parent := map[*node]*node{}
	var root func(n *node) *node
	root = func(n *node) *node {
		if p, ok := parent[n]; ok && p != n {
			parent[n] = root(p)
			return parent[n]
		}
		return n
	}
	first := map[string]*node{}
	for _, n := range nodes {
		for id := range n.ids {
			if f, ok := first[id]; ok {
				if a, b := root(f), root(n); a != b {
					parent[a] = b
				}
			} else {
				first[id] = n
			}
		}
	}
	at := map[*node]int{}
	var out [][]*node
	for _, n := range nodes { // in their order, so the result has one too
		r := root(n)
		i, ok := at[r]
		if !ok {
			i = len(out)
			at[r] = i
			out = append(out, nil)
		}
		out[i] = append(out[i], n)
	}
	return out
}

// contested gives the identifiers that hold together records which contradict each
// other; where only a chain does, all that are shared. None: the records agree.
func contested(c []*node) []string {
	if len(c) == 1 {
		return nil
	}
	holders := map[string][]*node{}
	for _, n := range c {
		for id := range n.ids {
			holders[id] = append(holders[id], n)
		}
	}
	var direct, shared []string
	for id, by := range holders {
		if len(by) > 1 {
			shared = append(shared, id)
			if quarrel(by) {
				direct = append(direct, id)
			}
		}
	}
	switch {
	case len(direct) > 0:
		slices.Sort(direct)
		return direct
	case quarrel(c):
		slices.Sort(shared)
		return shared
	}
	return nil
}

func quarrel(all []*node) bool {
	if len(all) > crowd {
		return true
	}
	for i, a := range all {
		for _, b := range all[i+1:] {
			if a.contradicts(b) {
				return true
			}
		}
	}
	return false
}

// drop takes an identifier from records and gives their names.
func drop(c []*node, id string) []string {
	var held []*node
	for _, n := range c {
		if n.ids[id] {
			delete(n.ids, id)
			held = append(held, n)
		}
	}
	return names(held)
}

func names(nodes []*node) []string {
	var out []string
	for _, n := range nodes {
		out = append(out, n.Name)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func sortConflicts(open []Conflict) {
	slices.SortFunc(open, func(a, b Conflict) int {
		return strings.Compare(string(a.Reason)+"|"+a.Identifier+"|"+strings.Join(a.Records, "|"), string(b.Reason)+"|"+b.Identifier+"|"+strings.Join(b.Records, "|"))
	})
}

// smallest is the id of a group: that of its smallest record, sorted by Join.
func smallest(g []Source) uuid.UUID { return g[0].ID }
