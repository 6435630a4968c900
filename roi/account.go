package roi

// The rules by which a touch found its account (docs/rules.md, The account of a touch).
const (
	ByOwn       = "own_organisation" // the lead's own organisation is known: tax ID or customer
	ByEmployer  = "employer"         // the person works for exactly one known organisation
	ByName      = "named_only"       // nobody knows more than the company name that the lead gives
	ByPerson    = "person"           // no organisation at all
	ByAmbiguity = "ambiguous_employer"
)

// Organisation is a golden organisation as attribution sees it.
type Organisation struct {
	ID    string // golden id; empty: none
	Known bool   // it has a valid tax ID or holds a customer record
}

// TouchAccount picks the golden record that a touch belongs to, and says by which
// rule; the account is empty when nobody can say. own is the organisation that the
// lead itself names, employers those for which the golden person works (repeats allowed).
func TouchAccount(own Organisation, person string, employers []string) (account, rule string) {
	if own.Known {
		return own.ID, ByOwn
	}
	distinct := map[string]bool{}
	for _, e := range employers {
		distinct[e] = true
	}
	switch {
	case len(distinct) == 1:
		return employers[0], ByEmployer
	case len(distinct) > 1:
		return "", ByAmbiguity
	case own.ID != "":
		return own.ID, ByName
	case person != "":
		return person, ByPerson
	}
	return "", ByNobody
}
