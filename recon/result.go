package recon

import "github.com/heliuhub/heliu/record"

// The rules, versioned: a changed rule is another rule.
const (
	ByReference = "reference@1"
	ByAmount    = "amount@1"
)

// The reasons for which a payment stays unmatched.
const (
	PayerUnknown      = "payer_unknown"       // nobody knows whose money it is
	PayerMismatch     = "payer_mismatch"      // it names what its payer has no tie to
	AmountExceedsOpen = "amount_exceeds_open" // it is more than is open of what it names
	AmbiguousAmount   = "ambiguous_amount"    // there is another explanation, or nobody can rule one out
	NoOpenItem        = "no_open_item"        // no item of the payer has that amount open
)

// Hit is a document number that a payment names.
type Hit struct {
	Number string `json:"number"` // in the form of record.NormalizeNumber
	Kind   string `json:"kind"`   // contract, receivable, order: what it is to the item
	Field  string `json:"field"`  // memo, contract_no: where the payment has it
	Item   string `json:"item"`   // record name of the item it names
}

// Relation of a payment's amount to the item.
const (
	AmountWhole  = "whole"  // it is exactly what was open
	AmountPart   = "part"   // it is less than was open
	AmountSpread = "spread" // it goes through several items, this being one
)

// Match is a part of a payment that pays a part of an item.
type Match struct {
	Payment string       `json:"payment"` // record name
	Item    string       `json:"item"`    // record name
	Deal    string       `json:"deal,omitempty"`
	Amount  record.Money `json:"amount"`
	Rule    string       `json:"rule"`
	Hits    []Hit        `json:"hits,omitempty"` // that name this item
	Tie     Tie          `json:"tie"`
	Fit     string       `json:"fit"`  // AmountWhole, AmountPart, AmountSpread
	Open    record.Money `json:"open"` // of the item before this match
	Zh      string       `json:"why_zh"`
	En      string       `json:"why_en"`
}

// Unmatched is a payment that stays whole, with the reason.
type Unmatched struct {
	Payment string `json:"payment"`
	Reason  string `json:"reason"`
	Hits    []Hit  `json:"hits,omitempty"`
	// Candidates are items a person may look at: those it names, or the first two
	// sets of the payer's items that have the amount, singly or together.
	Candidates [][]string `json:"candidates,omitempty"`
	// Rivals are other payments that ask for the same item by amount.
	Rivals []string `json:"rivals,omitempty"`
	// Open is what the items named have open together, or all items of the payer.
	Open record.Money `json:"open"`
	// SearchComplete is false when the search for other explanations ran out of budget.
	SearchComplete bool   `json:"search_complete"`
	Zh             string `json:"why_zh"`
	En             string `json:"why_en"`
}

// Balance is what is left of an item.
type Balance struct {
	Item    string       `json:"item"`
	Amount  record.Money `json:"amount"`
	Matched record.Money `json:"matched"`
	Open    record.Money `json:"open"`
}

// Input is what is solved together: see Gather.
type Input struct {
	Items     []Item
	Payments  []Payment
	Relations []Relation
}

// Output says of every payment of the input where it went: its matches add up to
// it, or it is unmatched. Matches are ordered by (payment, item), the others by name.
type Output struct {
	Matches   []Match
	Unmatched []Unmatched
	Balances  []Balance
}
