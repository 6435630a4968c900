package people

import "github.com/google/uuid"

// Team gives everybody who works under a manager, through others too, without the
// manager. reports names who works directly under whom; circles end it.
func Team(manager uuid.UUID, reports map[uuid.UUID][]uuid.UUID) []uuid.UUID {
	seen := map[uuid.UUID]bool{manager: true}
	var out []uuid.UUID
	for wait := reports[manager]; len(wait) > 0; {
		var next []uuid.UUID
		for _, id := range wait {
			if !seen[id] {
				seen[id] = true
				out = append(out, id)
				next = append(next, reports[id]...)
			}
		}
		wait = next
	}
	return out
}

// Reports turns employees into who works directly under whom.
func Reports(all []Employee) map[uuid.UUID][]uuid.UUID {
	out := map[uuid.UUID][]uuid.UUID{}
	for _, e := range all {
		if e.Manager != uuid.Nil {
			out[e.Manager] = append(out[e.Manager], e.ID)
		}
	}
	return out
}

// Above gives the nearest manager of somebody who still works here.
func Above(id uuid.UUID, all map[uuid.UUID]Employee) (Employee, bool) {
	seen := map[uuid.UUID]bool{id: true}
	for m := all[id].Manager; m != uuid.Nil && !seen[m]; m = all[m].Manager {
		if e, ok := all[m]; ok && e.Status != Left {
			return e, true
		}
		seen[m] = true
	}
	return Employee{}, false
}
