package mdm

import (
	"cmp"
	"slices"
	"time"
)

// FieldValue is one field of a golden record with everything that led to it.
type FieldValue struct {
	Value  string   `json:"value,omitempty"`  // of a single-valued field
	Values []string `json:"values,omitempty"` // of a set, most trusted source first
	Source string   `json:"source"`           // record name of the winner
	System string   `json:"system"`           // its connector
	At     string   `json:"at"`               // its event time, RFC 3339
	Rule   Rule     `json:"rule"`
	Losers []Loser  `json:"losers,omitempty"`
}

// Loser is a value that another one beat.
type Loser struct {
	Value  string `json:"value"`
	Source string `json:"source"`
	System string `json:"system"`
	At     string `json:"at"`
}

// Rule says why a value won.
type Rule string

// The rules of survivorship, in the order in which they are tried.
const (
	RuleOnly   Rule = "only_value"  // every source that speaks says the same
	RuleRank   Rule = "source_rank" // a more trusted system says it
	RuleLatest Rule = "latest"      // of equally trusted systems the latest
	RuleTie    Rule = "tie"         // same rank, same time: by record name, so that it is always the same one
	RuleSet    Rule = "set"         // all values are kept
)

// maxLosers bounds how many beaten values a field keeps; there is one entry a distinct value.
const maxLosers = 20

// rank orders systems by how far their master data is trusted: the accounting
// system before the CRM, what people type into forms last. Lower is better.
var rank = map[string]int{"kingdee": 10, "crm": 20, "file": 30, "webform": 40}

// Rank gives a connector's place; unknown ones come between the CRM and lists.
func Rank(connector string) int {
	if r, ok := rank[connector]; ok {
		return r
	}
	return 25
}

// setFields keep every value instead of one winner.
var setFields = map[string]bool{"former_names": true, "phones": true, "mobiles": true, "emails": true, "codes": true, "roles": true, "bank_accounts": true}

func sortClaims(cs []Claim) {
	slices.SortFunc(cs, func(a, b Claim) int {
		if c := cmp.Compare(a.Field, b.Field); c != 0 {
			return c
		}
		return cmp.Compare(a.Value, b.Value)
	})
}

type said struct {
	value string
	src   *Source
	rank  int
}

// Survive gives the fields of the golden record that the given sources make. It is
// a pure function of the set: source rank first, then the latest event time, then
// the record name. The caller has taken event times no later than the time of
// arrival, so that a source whose clock is ahead does not win for ever.
func Survive(sources []Source) map[string]FieldValue {
	claims := map[string][]said{}
	for i := range sources {
		s := &sources[i]
		for _, c := range s.Claims {
			claims[c.Field] = append(claims[c.Field], said{c.Value, s, Rank(s.Connector)})
		}
	}
	out := make(map[string]FieldValue, len(claims))
	for field, all := range claims {
		slices.SortFunc(all, better)
		if setFields[field] {
			out[field] = setOf(all)
		} else {
			out[field] = winnerOf(all)
		}
	}
	return out
}

func better(a, b said) int {
	if c := cmp.Compare(a.rank, b.rank); c != 0 {
		return c
	}
	if c := b.src.OccurredAt.Compare(a.src.OccurredAt); c != 0 {
		return c
	}
	if c := cmp.Compare(a.src.Name, b.src.Name); c != 0 {
		return c
	}
	return cmp.Compare(a.value, b.value)
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func winnerOf(all []said) FieldValue {
	w := all[0]
	f := FieldValue{Value: w.value, Source: w.src.Name, System: w.src.Connector, At: stamp(w.src.OccurredAt), Rule: RuleOnly}
	seen := map[string]bool{w.value: true}
	for _, s := range all[1:] {
		if seen[s.value] {
			continue
		}
		seen[s.value] = true
		if f.Rule == RuleOnly {
			switch {
			case s.rank != w.rank:
				f.Rule = RuleRank
			case !s.src.OccurredAt.Equal(w.src.OccurredAt):
				f.Rule = RuleLatest
			default:
				f.Rule = RuleTie
			}
		}
		if len(f.Losers) < maxLosers {
			f.Losers = append(f.Losers, Loser{s.value, s.src.Name, s.src.Connector, stamp(s.src.OccurredAt)})
		}
	}
	return f
}

func setOf(all []said) FieldValue {
	w := all[0]
	f := FieldValue{Source: w.src.Name, System: w.src.Connector, At: stamp(w.src.OccurredAt), Rule: RuleSet}
	seen := map[string]bool{}
	for _, s := range all {
		if !seen[s.value] {
			seen[s.value] = true
			f.Values = append(f.Values, s.value)
		}
	}
	return f
}
