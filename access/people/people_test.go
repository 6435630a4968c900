package people_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/access/people"
	"github.com/heliuhub/heliu/record"
)

const ws = record.WorkspaceID("11111111-1111-4111-8111-111111111111")

var day = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func source(conn, key string, days int, e record.Employee) people.Source {
	c := record.ConnectionID(conn)
	return people.Source{
		Origin: people.Origin{
			ID: people.RecordID(ws, c, "employees", key, ""), Connection: c, Connector: conn, Stream: "employees", Key: key,
			Name: conn + "/employees/" + key, At: day.AddDate(0, 0, days),
		},
		Said: e,
	}
}

func code(system, set, c string) record.Code {
	return record.Code{System: system, AccountSet: set, Code: c}
}

// numbers gives the numbers of the records of each employee.
func numbers(s people.State, of []people.Source) [][]string {
	name := map[uuid.UUID]string{}
	for _, r := range of {
		name[r.ID] = string(r.Connection) + r.Key
	}
	var out [][]string
	for _, e := range s.Employees {
		var g []string
		for _, r := range e.Records {
			g = append(g, name[r])
		}
		slices.Sort(g)
		out = append(out, g)
	}
	slices.SortFunc(out, slices.Compare)
	return out
}

func TestOneHumanBeingIsOneEmployee(t *testing.T) {
	crm := source("crm", "E1", 0, record.Employee{Number: "C-7", Name: "方示例", Mobile: "13900020002", Codes: []record.Code{code("kingdee", "001", "XS01")}})
	byNumber := source("hr", "1", 1, record.Employee{Number: "c－7", Name: "方示例", Codes: []record.Code{code("u8", "002", "0042")}})
	byCode := source("hr", "1", 1, record.Employee{Number: "1001", Name: "方示例", Codes: []record.Code{code("Kingdee", "001", "xs01"), code("u8", "002", "0042")}, WecomUserID: "fang"})
	byKey := source("hr", "1", 1, record.Employee{Number: "1001", Codes: []record.Code{code("crm", "", "E1")}})
	tests := []struct {
		name    string
		in      []people.Source
		want    [][]string
		reasons []people.Reason
	}{
		{"the same number", []people.Source{crm, byNumber}, [][]string{{"crmE1", "hr1"}}, nil},
		{"the same code under other numbers", []people.Source{crm, byCode}, [][]string{{"crmE1", "hr1"}}, nil},
		{"the CRM's own id in the list", []people.Source{crm, byKey}, [][]string{{"crmE1", "hr1"}}, nil},
		{"over a third", []people.Source{
			crm, byCode, source("wecom", "fang", 2, record.Employee{Number: "W9", Codes: []record.Code{code("wecom", "", "fang")}}),
		}, [][]string{{"crmE1", "hr1", "wecomfang"}}, nil},
		{"nothing in common", []people.Source{crm, source("hr", "2", 1, record.Employee{Number: "1002", Mobile: "13900020002"})}, [][]string{{"crmE1"}, {"hr2"}}, nil},
		{"one number and two codes of one account set", []people.Source{
			crm, source("hr", "1", 1, record.Employee{Number: "C-7", Codes: []record.Code{code("kingdee", "001", "XS02")}}),
		}, [][]string{{"crmE1"}, {"hr1"}}, []people.Reason{people.Contradicting}},
		{"one code and two numbers of one list", []people.Source{
			source("hr", "1", 0, record.Employee{Number: "1", Codes: []record.Code{code("u8", "1", "A")}}),
			source("hr", "2", 0, record.Employee{Number: "2", Codes: []record.Code{code("u8", "1", "A")}}),
		}, [][]string{{"hr1"}, {"hr2"}}, []people.Reason{people.Contradicting}},
		{"a chain whose ends contradict", []people.Source{
			source("a", "1", 0, record.Employee{Number: "1", Codes: []record.Code{code("u8", "1", "A")}}),
			source("b", "1", 0, record.Employee{Number: "1", Codes: []record.Code{code("k", "1", "K")}}),
			source("c", "1", 0, record.Employee{Number: "9", Codes: []record.Code{code("k", "1", "K"), code("u8", "1", "B")}}),
		}, [][]string{{"a1"}, {"b1"}, {"c1"}}, []people.Reason{people.Contradicting, people.Contradicting}},
		{"the same code in two account sets", []people.Source{
			source("a", "1", 0, record.Employee{Number: "1", Codes: []record.Code{code("u8", "1", "A")}}),
			source("b", "2", 0, record.Employee{Number: "2", Codes: []record.Code{code("u8", "2", "A")}}),
		}, [][]string{{"a1"}, {"b2"}}, nil},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			s := people.Build(people.Input{Workspace: ws, Employees: c.in})
			if d := cmp.Diff(c.want, numbers(s, c.in)); d != "" {
				t.Errorf("employees (-want +got)\n%s", d)
			}
			var reasons []people.Reason
			for _, x := range s.Conflicts {
				reasons = append(reasons, x.Reason)
			}
			if d := cmp.Diff(c.reasons, reasons); d != "" {
				t.Errorf("conflicts (-want +got)\n%s\n%+v", d, s.Conflicts)
			}
		})
	}
}

func TestAContestedCodeNamesNobody(t *testing.T) {
	in := []people.Source{
		source("hr", "1", 0, record.Employee{Number: "1", Codes: []record.Code{code("u8", "1", "A"), code("u8", "2", "B")}}),
		source("hr", "2", 0, record.Employee{Number: "2", Codes: []record.Code{code("u8", "1", "A")}}),
	}
	s := people.Build(people.Input{Workspace: ws, Employees: in})
	if _, ok := s.Aliases[people.CodeAlias("u8", "1", "A")]; ok {
		t.Error("a code that two people claim names one of them")
	}
	if s.Aliases[people.CodeAlias("U8", "2", "b")] != in[0].ID {
		t.Error("a code of one of them alone names nobody")
	}
	if len(s.Codes) != 1 || s.Codes[0].Code != "B" {
		t.Errorf("codes %+v", s.Codes)
	}
}

// somebody makes a few records that overlap and contradict in every way.
func somebody(t *rapid.T) people.Input {
	in := people.Input{Workspace: ws}
	conns, systems := []string{"crm", "hr", "erp"}, []string{"u8", "kingdee", "wecom"}
	for i := range rapid.IntRange(1, 9).Draw(t, "records") {
		e := record.Employee{Number: fmt.Sprint(rapid.IntRange(1, 5).Draw(t, "number")), Name: fmt.Sprint("示例", i)}
		for range rapid.IntRange(0, 2).Draw(t, "codes") {
			e.Codes = append(e.Codes, code(rapid.SampledFrom(systems).Draw(t, "system"), "1", fmt.Sprint(rapid.IntRange(1, 4).Draw(t, "code"))))
		}
		if rapid.Bool().Draw(t, "managed") {
			e.Manager = &record.Ref{Entity: "employee", Natural: "number", Value: fmt.Sprint(rapid.IntRange(1, 5).Draw(t, "manager"))}
		}
		if rapid.Bool().Draw(t, "in a unit") {
			e.OrgUnit = &record.Ref{Entity: "org_unit", Natural: "code", Value: fmt.Sprint("U", rapid.IntRange(1, 4).Draw(t, "unit"))}
		}
		s := source(rapid.SampledFrom(conns).Draw(t, "conn"), fmt.Sprint("k", i), rapid.IntRange(0, 5).Draw(t, "day"), e)
		s.Gone = rapid.IntRange(0, 4).Draw(t, "gone") == 0
		in.Employees = append(in.Employees, s)
		in.Versions = append(in.Versions, people.Version{Record: s.ID, At: s.At, Order: "1", Said: e})
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "units") {
		u := record.OrgUnit{Code: fmt.Sprint("U", i+1), Name: fmt.Sprint("示例部", i)}
		if p := rapid.IntRange(0, 4).Draw(t, "parent"); p > 0 {
			u.Parent = &record.Ref{Entity: "org_unit", Natural: "code", Value: fmt.Sprint("U", p)}
		}
		s := source("crm", fmt.Sprint("u", i), 0, record.Employee{})
		in.Units = append(in.Units, people.UnitSource{Origin: s.Origin, Said: u})
	}
	for i := range rapid.IntRange(0, 3).Draw(t, "links") {
		l := people.Link{Seq: int64(i + 1), Records: []uuid.UUID{rapid.SampledFrom(in.Employees).Draw(t, "whose").ID}}
		l.Account[0] = byte(rapid.IntRange(0, 2).Draw(t, "account"))
		in.Links = append(in.Links, l)
	}
	return in
}

func TestAnyOrderGivesTheSamePeople(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := somebody(t)
		want := people.Build(in)
		again := in
		again.Employees = rapid.Permutation(in.Employees).Draw(t, "order")
		again.Units = rapid.Permutation(in.Units).Draw(t, "order of units")
		again.Versions = rapid.Permutation(in.Versions).Draw(t, "order of versions")
		again.Links = rapid.Permutation(in.Links).Draw(t, "order of links")
		if d := cmp.Diff(want, people.Build(again)); d != "" {
			t.Fatalf("another order gives others (-want +got)\n%s", d)
		}
	})
}

// TestNobodyIsMergedInSpiteOfAContradiction holds every employee to what its records
// claim, and what names somebody to naming only one.
func TestNobodyIsMergedInSpiteOfAContradiction(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := somebody(t)
		s := people.Build(in)
		said := map[uuid.UUID]people.Source{}
		for _, r := range in.Employees {
			said[r.ID] = r
		}
		slots := func(r people.Source) map[string][]string {
			out := map[string][]string{"number of " + string(r.Connection): {r.Said.Number}}
			for _, c := range r.Said.Codes {
				out[c.System] = append(out[c.System], c.Code)
			}
			return out
		}
		shares := func(a, b []string) bool {
			return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
		}
		members := 0
		for _, e := range s.Employees {
			members += len(e.Records)
			for i, a := range e.Records {
				for _, b := range e.Records[i+1:] {
					for slot, x := range slots(said[a]) {
						if y := slots(said[b])[slot]; len(y) > 0 && !shares(x, y) {
							t.Fatalf("%s and %s are one employee and contradict in %s: %v, %v", said[a].Name, said[b].Name, slot, x, y)
						}
					}
				}
			}
		}
		if members != len(in.Employees) {
			t.Fatalf("%d of %d records are somebody's", members, len(in.Employees))
		}
		if len(s.Employees) == len(in.Employees) || len(s.Conflicts) > 0 {
			return
		}
		for _, a := range in.Employees { // nothing is open, so nothing that is shared may stand apart
			for _, b := range in.Employees {
				if a.Said.Number == b.Said.Number && s.Aliases[record.NaturalAlias("employee", "number", a.Said.Number)] == uuid.Nil {
					t.Fatalf("number %s names nobody and nobody is told", a.Said.Number)
				}
			}
		}
	})
}

func TestTreesAndManagersHaveNoCircles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := people.Build(somebody(t))
		units := map[uuid.UUID]people.Unit{}
		for _, u := range s.Units {
			units[u.ID] = u
		}
		for _, u := range s.Units {
			if len(u.Path) > len(s.Units) || u.Path[len(u.Path)-1] != u.ID {
				t.Fatalf("path of %s: %v", u.Code, u.Path)
			}
			if p, ok := units[u.Parent]; ok && !slices.Equal(u.Path[:len(u.Path)-1], p.Path) {
				t.Fatalf("%s does not stand under %s", u.Code, p.Code)
			}
		}
		reports := people.Reports(s.Employees)
		for _, e := range s.Employees {
			if slices.Contains(people.Team(e.ID, reports), e.ID) {
				t.Fatalf("%s is in their own team", e.Number)
			}
		}
	})
}

func TestACircleOfUnitsIsCutAndTold(t *testing.T) {
	unit := func(key, code, parent string) people.UnitSource {
		return people.UnitSource{Origin: source("crm", key, 0, record.Employee{}).Origin, Said: record.OrgUnit{
			Code: code, Name: code, Parent: &record.Ref{Entity: "org_unit", Natural: "code", Value: parent},
		}}
	}
	s := people.Build(people.Input{Workspace: ws, Units: []people.UnitSource{unit("1", "A", "C"), unit("2", "B", "A"), unit("3", "C", "B")}})
	if s.Units[0].Parent != uuid.Nil || len(s.Units[2].Path) != 3 {
		t.Errorf("units %+v", s.Units)
	}
	if len(s.Conflicts) != 1 || s.Conflicts[0].Reason != people.Circle || s.Conflicts[0].Identifier != "A" {
		t.Errorf("conflicts %+v", s.Conflicts)
	}
}

func TestAsItWasOnTheDay(t *testing.T) {
	said := func(unit, status string) record.Employee {
		return record.Employee{Number: "1", Status: status, OrgUnit: &record.Ref{Entity: "org_unit", Natural: "code", Value: unit}}
	}
	r := source("crm", "E1", 30, said("B", "left"))
	in := people.Input{Workspace: ws, Employees: []people.Source{r}}
	for i, u := range []string{"A", "B"} {
		in.Units = append(in.Units, people.UnitSource{Origin: source("crm", "u"+u, 0, record.Employee{}).Origin, Said: record.OrgUnit{Code: u, Name: u}})
		in.Versions = append(in.Versions, people.Version{Record: r.ID, At: day.AddDate(0, 0, 10*i), Order: fmt.Sprint(i), Said: said(u, "active")})
	}
	in.Versions = append(in.Versions, people.Version{Record: r.ID, At: day.AddDate(0, 0, 30), Order: "9", Said: said("B", "left")})
	slices.Reverse(in.Versions)
	s := people.Build(in)
	a, b := s.Units[0].ID, s.Units[1].ID
	for _, c := range []struct {
		days   int
		unit   uuid.UUID
		status people.Status
	}{{-5, a, people.Active}, {0, a, people.Active}, {9, a, people.Active}, {10, b, people.Active}, {29, b, people.Active}, {30, b, people.Left}, {90, b, people.Left}} {
		p, ok := people.AsOf(s.History, day.AddDate(0, 0, c.days))
		if !ok || p.OrgUnit != c.unit || p.Status != c.status {
			t.Errorf("day %d: %+v", c.days, p)
		}
	}
	if len(s.History) != 3 || !s.History[2].To.IsZero() || !s.History[0].To.Equal(day.AddDate(0, 0, 10)) {
		t.Errorf("history %+v", s.History)
	}
}

func TestWhoIsDeletedEverywhereHasLeft(t *testing.T) {
	r := source("crm", "E1", 3, record.Employee{Number: "1", Status: "active"})
	r.Gone = true
	s := people.Build(people.Input{Workspace: ws, Employees: []people.Source{r}})
	if e := s.Employees[0]; e.Status != people.Left || e.LeftOn != "2026-03-05" {
		t.Errorf("%+v", e)
	}
	other := source("hr", "9", 0, record.Employee{Number: "1", Status: "active"})
	s = people.Build(people.Input{Workspace: ws, Employees: []people.Source{r, other}})
	if e := s.Employees[0]; len(s.Employees) != 1 || e.Status != people.Active {
		t.Errorf("%+v", e)
	}
}

func TestAnAccountIsOnePersons(t *testing.T) {
	a, b := source("crm", "A", 0, record.Employee{Number: "1"}), source("crm", "B", 0, record.Employee{Number: "2"})
	one, two := uuid.UUID{1}, uuid.UUID{2}
	account := func(links ...people.Link) map[string]uuid.UUID {
		for i := range links {
			links[i].Seq = int64(i + 1)
		}
		out := map[string]uuid.UUID{}
		for _, e := range people.Build(people.Input{Workspace: ws, Employees: []people.Source{a, b}, Links: links}).Employees {
			out[e.Number] = e.Account
		}
		return out
	}
	of := func(s people.Source, id uuid.UUID) people.Link {
		return people.Link{Records: []uuid.UUID{s.ID}, Account: id}
	}
	for name, c := range map[string]struct{ got, want map[string]uuid.UUID }{
		"linked":        {account(of(a, one), of(b, two)), map[string]uuid.UUID{"1": one, "2": two}},
		"changed":       {account(of(a, one), of(a, two)), map[string]uuid.UUID{"1": two, "2": {}}},
		"taken away":    {account(of(a, one), of(a, uuid.Nil)), map[string]uuid.UUID{"1": {}, "2": {}}},
		"given on":      {account(of(a, one), of(b, one)), map[string]uuid.UUID{"1": {}, "2": one}},
		"of nobody now": {account(people.Link{Records: []uuid.UUID{{9}}, Account: one}), map[string]uuid.UUID{"1": {}, "2": {}}},
	} {
		if d := cmp.Diff(c.want, c.got); d != "" {
			t.Errorf("%s (-want +got)\n%s", name, d)
		}
	}
}
