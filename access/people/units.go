package people

import (
	"bytes"
	"cmp"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/record"
)

// tree makes the organisation units of what records say: one unit a code. Where units
// stand above each other in a circle, the one with the smallest code becomes a top and
// the circle waits for a person. The second result resolves references to units.
func tree(ws record.WorkspaceID, sources []UnitSource) ([]Unit, map[string]uuid.UUID, []Conflict) {
	said := map[uuid.UUID][]UnitSource{}
	byAlias := map[string]uuid.UUID{}
	for _, s := range sources {
		if record.NormalizeNumber(s.Said.Code) == "" {
			continue
		}
		id := unitID(ws, s.Said.Code)
		said[id] = append(said[id], s)
		byAlias[record.NaturalAlias(record.KindOrgUnit, "code", s.Said.Code)] = id
		if a := s.alias(record.KindOrgUnit); a != "" {
			byAlias[a] = id
		}
	}
	units := make([]Unit, 0, len(said))
	for id, all := range said {
		slices.SortFunc(all, func(a, b UnitSource) int {
			if a.Gone != b.Gone {
				if b.Gone {
					return -1
				}
				return 1
			}
			return cmp.Or(b.At.Compare(a.At), strings.Compare(a.Name, b.Name), bytes.Compare(a.ID[:], b.ID[:]))
		})
		u := Unit{ID: id, Code: all[0].Said.Code}
		for _, s := range all {
			u.Name, u.Kind = cmp.Or(u.Name, s.Said.Name), cmp.Or(u.Kind, s.Said.Kind)
			if p := s.Said.Parent; u.Parent == uuid.Nil && p != nil && !p.IsZero() {
				u.Parent = byAlias[p.Alias(s.Connection)]
			}
		}
		units = append(units, u)
	}
	slices.SortFunc(units, func(a, b Unit) int { return cmp.Or(cmp.Compare(a.Code, b.Code), bytes.Compare(a.ID[:], b.ID[:])) })
	open := open(units, said)
	at := map[uuid.UUID]int{}
	for i, u := range units {
		at[u.ID] = i
	}
	for i := range units {
		for id := units[i].ID; id != uuid.Nil; id = units[at[id]].Parent {
			units[i].Path = append(units[i].Path, id)
		}
		slices.Reverse(units[i].Path)
	}
	return units, byAlias, open
}

// open cuts circles: units come sorted by code, so the first of a circle is its
// smallest.
func open(units []Unit, said map[uuid.UUID][]UnitSource) (out []Conflict) {
	at := map[uuid.UUID]int{}
	for i, u := range units {
		at[u.ID] = i
	}
	for i := range units {
		seen := map[uuid.UUID]bool{}
		for id := units[i].Parent; id != uuid.Nil && !seen[id]; id = units[at[id]].Parent {
			if id == units[i].ID {
				c := Conflict{Reason: Circle, Identifier: units[i].Code}
				for _, s := range said[id] {
					c.Records = append(c.Records, s.Name)
				}
				slices.Sort(c.Records)
				out = append(out, c)
				units[i].Parent = uuid.Nil
				break
			}
			seen[id] = true
		}
	}
	return out
}
