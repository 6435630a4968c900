package people

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/record"
)

// Link is the decision of a person, or a sign-in, that an account is an employee's.
// The employee is named by the records it was made of then.
type Link struct {
	Seq     int64 // later ones stand before earlier ones
	Records []uuid.UUID
	Account uuid.UUID // zero: no account
}

// Input is all that is known about who works in a workspace.
type Input struct {
	Workspace record.WorkspaceID
	Employees []Source
	Units     []UnitSource
	Versions  []Version
	Links     []Link
}

// State is what follows from it, each list sorted.
type State struct {
	Employees []Employee
	Codes     []Code
	Aliases   map[string]uuid.UUID // by which text references find an employee
	Units     []Unit
	History   []Period
	Conflicts []Conflict
}

// Build makes the state: the same for any order of the input.
func Build(in Input) State {
	var s State
	var unit map[string]uuid.UUID
	s.Units, unit, s.Conflicts = tree(in.Workspace, in.Units)
	groups, open := Join(in.Employees)
	s.Conflicts = append(s.Conflicts, open...)
	s.Aliases = aliases(groups)
	l := look{unit: unit, employee: s.Aliases}
	versions := map[uuid.UUID][]Version{}
	for _, v := range in.Versions {
		versions[v.Record] = append(versions[v.Record], v)
	}
	for _, all := range versions {
		slices.SortFunc(all, func(a, b Version) int { return cmp.Or(a.At.Compare(b.At), strings.Compare(a.Order, b.Order)) })
	}
	holder := map[uuid.UUID]int{} // record → position in Employees
	for i, g := range groups {
		s.Employees = append(s.Employees, survive(smallest(g), g, l))
		s.History = append(s.History, history(g, versions, l)...)
		for _, r := range g {
			holder[r.ID] = i
		}
	}
	s.codes(groups)
	s.link(in.Links, holder)
	s.circles(groups)
	sortConflicts(s.Conflicts)
	return s
}

// aliases gives the texts that name one employee only.
func aliases(groups [][]Source) map[string]uuid.UUID {
	out, twice := map[string]uuid.UUID{}, map[string]bool{}
	put := func(a string, id uuid.UUID) {
		if have, ok := out[a]; ok && have != id {
			twice[a] = true
		}
		out[a] = id
	}
	for _, g := range groups {
		for _, s := range g {
			if a := s.alias(record.KindEmployee); a != "" {
				put(a, smallest(g))
			}
			if s.Said.Number != "" {
				put(record.NaturalAlias(record.KindEmployee, "number", s.Said.Number), smallest(g))
			}
			for _, c := range codesOf(s.Said) {
				put(CodeAlias(c.System, c.AccountSet, c.Code), smallest(g))
			}
		}
	}
	for a := range twice {
		delete(out, a)
	}
	return out
}

// CodeAlias is the text under which a document's seller code finds an employee.
func CodeAlias(system, accountSet, code string) string {
	return record.NaturalAlias(record.KindEmployee, "code", system+"/"+accountSet+"/"+code)
}

// codes lists the codes that name one employee only.
func (s *State) codes(groups [][]Source) {
	seen := map[Code]bool{}
	for _, g := range groups {
		for _, r := range g {
			for _, c := range codesOf(r.Said) {
				k := Code{strings.ToLower(strings.TrimSpace(c.System)), record.NormalizeNumber(c.AccountSet), record.NormalizeNumber(c.Code), smallest(g)}
				if !seen[k] && s.Aliases[CodeAlias(c.System, c.AccountSet, c.Code)] == k.Employee {
					seen[k] = true
					s.Codes = append(s.Codes, k)
				}
			}
		}
	}
	slices.SortFunc(s.Codes, func(a, b Code) int {
		return cmp.Or(strings.Compare(a.System, b.System), strings.Compare(a.AccountSet, b.AccountSet), strings.Compare(a.Code, b.Code))
	})
}

// link gives accounts to employees: what was decided last about an employee counts,
// and an account that was given on belongs to whom it was given last.
func (s *State) link(links []Link, holder map[uuid.UUID]int) {
	links = slices.Clone(links)
	slices.SortFunc(links, func(a, b Link) int { return cmp.Compare(b.Seq, a.Seq) })
	decided, taken := map[int]bool{}, map[uuid.UUID]bool{}
	for _, l := range links {
		i, ok := find(l.Records, holder)
		if !ok || decided[i] || taken[l.Account] && l.Account != uuid.Nil {
			continue
		}
		decided[i] = true
		if l.Account != uuid.Nil {
			taken[l.Account] = true
			s.Employees[i].Account = l.Account
		}
	}
}

// find gives the position of the employee that holds most of the records, the one with
// the smallest of them where several do.
func find(records []uuid.UUID, holder map[uuid.UUID]int) (int, bool) {
	records = slices.Clone(records)
	slices.SortFunc(records, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	count := map[int]int{}
	best, ok := 0, false
	for _, r := range records {
		if i, here := holder[r]; here {
			count[i]++
		}
	}
	for _, r := range records {
		if i, here := holder[r]; here && (!ok || count[i] > count[best]) {
			best, ok = i, true
		}
	}
	return best, ok
}

// circles cuts circles of managers where the record with the smallest name stands.
func (s *State) circles(groups [][]Source) {
	at, by, order := map[uuid.UUID]int{}, make([][]string, len(groups)), make([]int, len(groups))
	for i, g := range groups {
		at[s.Employees[i].ID], order[i] = i, i
		for _, r := range g {
			by[i] = append(by[i], r.Name)
		}
		slices.Sort(by[i])
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(slices.Compare(by[a], by[b]), cmp.Compare(a, b)) })
	for _, i := range order {
		seen := map[uuid.UUID]bool{}
		for id := s.Employees[i].Manager; id != uuid.Nil && !seen[id]; id = s.Employees[at[id]].Manager {
			if id == s.Employees[i].ID {
				s.Conflicts = append(s.Conflicts, Conflict{ManagerCircle, s.Employees[i].Number, by[i]})
				s.Employees[i].Manager = uuid.Nil
				break
			}
			seen[id] = true
		}
	}
}
