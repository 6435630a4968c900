package truth

import "github.com/heliuhub/heliu/internal/world/model"

// Provable is what the delivered records prove by identifiers and references, as
// docs/rules.md says. All lists are sorted, so that equal truths are equal bytes.
type Provable struct {
	Organisations [][]model.Name `json:"organisations"` // each part sorted, parts by their first
	Persons       [][]model.Name `json:"persons"`
	Revenue       []RevenueFact  `json:"revenue"`
	Cost          []CostFact     `json:"cost"`
	Unattributed  []MonthFact    `json:"unattributed"`
	Paths         []DealPath     `json:"paths"` // counted touches of each attributed deal, in time order
	Matches       []Match        `json:"matches"`
	Refusals      []Refusal      `json:"refusals"` // payments with a reference that may not be followed

	// Conflicts counts joins refused because of two tax IDs.
	Conflicts int `json:"conflicts"`
}

// RevenueFact is what a cell of the matrix earned by one model, in fen.
type RevenueFact struct {
	Model    string `json:"model"`
	Channel  string `json:"channel"`
	Campaign string `json:"campaign"`
	Month    string `json:"month"`
	Gross    int64  `json:"gross_fen"`
	Net      int64  `json:"net_fen"`
}

// CostFact is what a cell of the matrix cost, without and with VAT, in fen.
type CostFact struct {
	Channel  string `json:"channel"`
	Campaign string `json:"campaign"`
	Month    string `json:"month"`
	Excl     int64  `json:"cost_excl_fen"`
	Incl     int64  `json:"cost_incl_fen"`
}

// MonthFact is revenue of deals without a path, in fen.
type MonthFact struct {
	Month string `json:"month"`
	Gross int64  `json:"gross_fen"`
	Net   int64  `json:"net_fen"`
}

// DealPath is the counted touches before a deal was signed.
type DealPath struct {
	Deal    string       `json:"deal"`
	Touches []model.Name `json:"touches"`
}

// Match is a share of a payment that goes to an open item.
type Match struct {
	Payment model.Name `json:"payment"`
	Item    model.Name `json:"item"`
	Deal    string     `json:"deal"` // number; empty where the item leads to none
	Amount  int64      `json:"amount_fen"`
}

// Refusal is a payment whose reference may not be followed, with the reason.
type Refusal struct {
	Payment model.Name `json:"payment"`
	Reason  string     `json:"reason"`
}

// Compute works out the truth of what was delivered.
func Compute(d *Delivered) *Result {
	w := whoIsWho(d)
	p := &Provable{Organisations: w.org.parts(), Persons: w.person.parts(), Conflicts: w.org.refused}
	p.revenue(d, w)
	p.cost(d)
	b := newBook(d, w)
	p.Matches, p.Refusals = b.byReference()
	return &Result{Provable: p, ByAmount: b.byAmount(), Reasons: b.reasons}
}

// Result is Provable and what the amount rule would add to it.
type Result struct {
	Provable *Provable
	ByAmount []Match               // what the amount rule would decide
	Reasons  map[model.Name]string // why a payment stays unmatched after both rules
}
