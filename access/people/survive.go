package people

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/record"
)

// look is how references are resolved: to units and to employees.
type look struct{ unit, employee map[string]uuid.UUID }

func (l look) of(m map[string]uuid.UUID, r *record.Ref, self record.ConnectionID) uuid.UUID {
	if r == nil || r.IsZero() {
		return uuid.Nil
	}
	return m[r.Alias(self)]
}

// ranked puts the record first whose word counts: a live one before a deleted one,
// then the one whose system changed it last.
func ranked(g []Source) []Source {
	out := slices.Clone(g)
	slices.SortFunc(out, func(a, b Source) int {
		if a.Gone != b.Gone {
			if b.Gone {
				return -1
			}
			return 1
		}
		return cmp.Or(b.At.Compare(a.At), strings.Compare(a.Name, b.Name), bytes.Compare(a.ID[:], b.ID[:]))
	})
	return out
}

// survive makes one employee of the records of a group: every field is what the first
// record that states it says (see ranked).
func survive(id uuid.UUID, g []Source, l look) Employee {
	e := Employee{ID: id}
	all := ranked(g)
	text := func(get func(record.Employee) string) string {
		for _, s := range all {
			if v := get(s.Said); v != "" {
				return v
			}
		}
		return ""
	}
	e.Number = text(func(v record.Employee) string { return v.Number })
	e.Name = text(func(v record.Employee) string { return v.Name })
	e.Mobile = text(func(v record.Employee) string { return v.Mobile })
	e.Email = text(func(v record.Employee) string { return v.Email })
	e.WecomUserID = text(func(v record.Employee) string { return v.WecomUserID })
	e.DingtalkUserID = text(func(v record.Employee) string { return v.DingtalkUserID })
	for _, s := range all {
		if e.OrgUnit == uuid.Nil {
			e.OrgUnit = l.of(l.unit, s.Said.OrgUnit, s.Connection)
		}
		if m := l.of(l.employee, s.Said.Manager, s.Connection); e.Manager == uuid.Nil && m != e.ID {
			e.Manager = m
		}
		e.Records = append(e.Records, s.ID)
	}
	slices.SortFunc(e.Records, func(a, b uuid.UUID) int { return bytes.Compare(a[:], b[:]) })
	e.Status, e.LeftOn = standing(all)
	return e
}

// standing tells how somebody stands. Who has been deleted everywhere has left.
func standing(all []Source) (Status, record.Date) {
	if all[0].Gone { // and with it all others
		if d := all[0].Said.LeftOn; d != "" {
			return Left, d
		}
		return Left, record.Date(all[0].At.In(record.Shanghai).Format(time.DateOnly))
	}
	for _, s := range all {
		if s.Gone {
			break
		}
		switch {
		case s.Said.Status != "":
			if Status(s.Said.Status) != Left {
				return Status(s.Said.Status), ""
			}
			return Left, s.Said.LeftOn
		case s.Said.LeftOn != "":
			return Left, s.Said.LeftOn
		}
	}
	return Active, ""
}

// history tells how a group stood from change to change. It is made of every version
// that came, whichever came first.
func history(g []Source, versions map[uuid.UUID][]Version, l look) []Period {
	type moment struct {
		at  time.Time
		set func()
	}
	said := map[uuid.UUID]Source{}
	var moments []moment
	for _, s := range g {
		for _, v := range versions[s.ID] {
			then := s
			then.Said, then.At, then.Gone = v.Said, v.At, false
			moments = append(moments, moment{v.At, func() { said[s.ID] = then }})
		}
		if s.Gone {
			moments = append(moments, moment{s.At, func() { said[s.ID] = s }})
		}
	}
	slices.SortStableFunc(moments, func(a, b moment) int { return a.at.Compare(b.at) })
	var out []Period
	for i, m := range moments {
		m.set()
		if i+1 < len(moments) && moments[i+1].at.Equal(m.at) {
			continue
		}
		now := make([]Source, 0, len(said))
		for _, s := range g {
			if v, ok := said[s.ID]; ok {
				now = append(now, v)
			}
		}
		e := survive(smallest(g), now, l)
		p := Period{Employee: e.ID, From: m.at, OrgUnit: e.OrgUnit, Manager: e.Manager, Status: e.Status}
		if n := len(out); n > 0 {
			if last := out[n-1]; last.OrgUnit == p.OrgUnit && last.Manager == p.Manager && last.Status == p.Status {
				continue
			}
			out[n-1].To = m.at
		}
		out = append(out, p)
	}
	return out
}

// AsOf gives how an employee stood at a moment; before anything is known, as they
// stood first. No period: false.
func AsOf(periods []Period, at time.Time) (Period, bool) {
	for i := len(periods) - 1; i >= 0; i-- {
		if !periods[i].From.After(at) {
			return periods[i], true
		}
	}
	if len(periods) > 0 {
		return periods[0], true
	}
	return Period{}, false
}
