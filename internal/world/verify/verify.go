// Package verify holds what a hub says against the truth of the world that fed it.
// On what is provable the two must be equal; on what happened it counts how much was
// found (recall) and how much of what was said is right (precision).
package verify

import (
	"fmt"
	"slices"
	"strings"
)

// Hub is what a hub says, in the terms of the truth. Record names are
// <connection>/<stream>/<key>; amounts are fen.
type Hub struct {
	Organisations [][]string
	Persons       [][]string
	Revenue       map[Cell][2]int64 // gross, net
	Cost          map[Cell][2]int64 // excluding, including VAT
	Unattributed  map[string][2]int64
	Paths         map[string][]string // counted touches of a deal, in order
	Matches       []Match
}

// Cell is a cell of the matrix; cost has no model.
type Cell struct{ Model, Channel, Campaign, Month string }

// Match is a payment's part that pays a deal's item. Rule is reference or amount.
type Match struct {
	Payment, Item, Deal string
	Amount              int64
	Rule                string
}

// Check is one comparison on what is provable.
type Check struct {
	Name    string   `json:"name"`
	Equal   bool     `json:"equal"`
	Compare int      `json:"compared"`
	Differ  int      `json:"differences"`
	Sample  []string `json:"sample,omitempty"`
}

// Score is how well something was found.
type Score struct {
	Name      string `json:"name"`
	Right     int    `json:"right"`
	Said      int    `json:"said"`
	True      int    `json:"true"`
	Precision string `json:"precision"`
	Recall    string `json:"recall"`
}

// Report is the whole answer.
type Report struct {
	Equal        bool    `json:"equal"`
	WrongMatches int     `json:"wrong_matches"`
	Provable     []Check `json:"provable"`
	Happened     []Score `json:"happened"`
	Delivered    int     `json:"delivered_events"`
}

const samples = 5

func (c *Check) differ(format string, args ...any) {
	c.Differ++
	if len(c.Sample) < samples {
		c.Sample = append(c.Sample, fmt.Sprintf(format, args...))
	}
}

// Run compares. It reads nothing but its arguments. Records that the world never made,
// such as a form that somebody posted to the demo by hand, are left out.
func Run(hub Hub, truth Truth) Report {
	r := Report{Delivered: truth.Delivered}
	owner := truth.organisationOf()
	hub.Organisations, hub.Persons = own(hub.Organisations, owner), own(hub.Persons, owner)
	p := truth.Provable
	r.Provable = []Check{
		parts("organisations", hub.Organisations, p.Organisations),
		parts("persons", hub.Persons, p.Persons),
		cells("revenue", hub.Revenue, p.revenue()),
		cells("cost", hub.Cost, p.cost()),
		months("unattributed", hub.Unattributed, p.unattributed()),
		paths(hub.Paths, p.Paths),
		matches(hub.Matches, p.Matches),
	}
	r.Equal = true
	for i := range r.Provable {
		c := &r.Provable[i]
		c.Equal = c.Differ == 0
		r.Equal = r.Equal && c.Equal
	}
	var score Score
	score, r.WrongMatches = matchScore(hub, truth)
	r.Happened = []Score{
		pairScore("organisations", hub.Organisations, truth.organisationOf()),
		pairScore("persons", hub.Persons, truth.personOf()),
		creditScore(hub, truth),
		score,
	}
	return r
}

// own leaves out records that the world did not make.
func own(parts [][]string, made map[string]string) [][]string {
	out := make([][]string, 0, len(parts))
	for _, p := range parts {
		kept := slices.DeleteFunc(slices.Clone(p), func(r string) bool { _, ok := made[r]; return !ok })
		if len(kept) > 0 {
			out = append(out, kept)
		}
	}
	return out
}

func parts(name string, said, want [][]string) Check {
	c := Check{Name: name, Compare: len(want)}
	key := func(p []string) string {
		p = slices.Clone(p)
		slices.Sort(p)
		return strings.Join(p, " + ")
	}
	have := map[string]int{}
	for _, p := range said {
		have[key(p)]++
	}
	for _, p := range want {
		if k := key(p); have[k] > 0 {
			have[k]--
		} else {
			c.differ("not together as it should be: %s", k)
		}
	}
	for k, n := range have {
		for range n {
			c.differ("together, but should not be so: %s", k)
		}
	}
	slices.Sort(c.Sample)
	return c
}

func cells(name string, said, want map[Cell][2]int64) Check {
	c := Check{Name: name, Compare: len(want)}
	for k, w := range want {
		if s := said[k]; s != w {
			c.differ("%v: %v, should be %v", k, s, w)
		}
	}
	for k, s := range said {
		if _, ok := want[k]; !ok && s != [2]int64{} {
			c.differ("%v: %v, should not be there", k, s)
		}
	}
	slices.Sort(c.Sample)
	return c
}

func months(name string, said, want map[string][2]int64) Check {
	a, b := map[Cell][2]int64{}, map[Cell][2]int64{}
	for m, v := range said {
		a[Cell{Month: m}] = v
	}
	for m, v := range want {
		b[Cell{Month: m}] = v
	}
	return cells(name, a, b)
}

func paths(said map[string][]string, want []DealPath) Check {
	c := Check{Name: "paths", Compare: len(want)}
	seen := map[string]bool{}
	for _, w := range want {
		seen[w.Deal] = true
		if !slices.Equal(said[w.Deal], w.Touches) {
			c.differ("deal %s: %v, should be %v", w.Deal, said[w.Deal], w.Touches)
		}
	}
	for d := range said {
		if !seen[d] {
			c.differ("deal %s has a path and should not", d)
		}
	}
	return c
}

func matches(said []Match, want []TruthMatch) Check {
	c := Check{Name: "matches", Compare: len(want)}
	have := map[Match]int{}
	for _, m := range said {
		if m.Rule == "reference" {
			have[m]++
		}
	}
	for _, w := range want {
		m := Match{w.Payment, w.Item, w.Deal, w.Amount, "reference"}
		if have[m] > 0 {
			have[m]--
		} else {
			c.differ("missing: %+v", w)
		}
	}
	for m, n := range have {
		for range n {
			c.differ("should not be there: %+v", m)
		}
	}
	return c
}
