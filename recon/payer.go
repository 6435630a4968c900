package recon

// Relation reads "golden organisation From is Kind To", as record.Relation does.
type Relation struct{ From, Kind, To string }

// Tie says why a payer may pay an item.
type Tie string

// The ties, in the order in which they are looked for (docs/rules.md, Payments).
const (
	TieNone       Tie = ""
	TieSelf       Tie = "self"                 // the customer pays
	TieTreasury   Tie = "treasury_payer_for"   // its treasury payment centre
	TieAuthorised Tie = "authorised_payer_for" // somebody authorised to pay for it
	TieLeasing    Tie = "leased_by"            // the firm that leases to it
	TieDeal       Tie = "deal_payer"           // the item's deal names it among its payers
)

// relations answers whether a relation holds.
type relations map[Relation]bool

func index(rs []Relation) relations {
	out := make(relations, len(rs))
	for _, r := range rs {
		out[r] = true
	}
	return out
}

// tie tells why the payer is consistent with the item; TieNone when it is not.
func (rs relations) tie(payer string, i Item) Tie {
	if payer == "" {
		return TieNone
	}
	if c := i.Customer; c != "" {
		switch {
		case payer == c:
			return TieSelf
		case rs[Relation{payer, string(TieTreasury), c}]:
			return TieTreasury
		case rs[Relation{payer, string(TieAuthorised), c}]:
			return TieAuthorised
		case rs[Relation{c, string(TieLeasing), payer}]:
			return TieLeasing
		}
	}
	for _, p := range i.Payers {
		if p == payer {
			return TieDeal
		}
	}
	return TieNone
}
