package views

import "time"

// PaymentQuery narrows a list of payments; empty fields narrow nothing.
type PaymentQuery struct {
	Page
	Status   string // matched, unmatched, not_matchable
	Reason   string
	Text     string // part of the number or the contract number
	From, To string // value dates, both included
}

// PaymentRow is one line of the list.
type PaymentRow struct {
	ID         string     `json:"id" doc:"id of the payment within the workspace"`
	Record     Ref        `json:"record"`
	Number     string     `json:"number"`
	Kind       string     `json:"kind"`
	ValueDate  string     `json:"value_date"`
	Amount     Money      `json:"amount"`
	Matched    Money      `json:"matched"`
	Status     string     `json:"status" enum:"matched,unmatched,not_matchable"`
	Reason     string     `json:"reason" doc:"of an unmatched payment"`
	ReasonText *Text      `json:"reason_text,omitempty"`
	Payer      *GoldenRef `json:"payer,omitempty" doc:"missing: nobody knows whose money it is"`
	PayerName  string     `json:"payer_name" doc:"as the statement says it"`
	ContractNo string     `json:"contract_no"`
	Memo       string     `json:"memo"`
	Deals      []string   `json:"deals" nullable:"false" doc:"numbers of the deals it pays"`
}

// PaymentSum is what a list adds up to, a status and currency.
type PaymentSum struct {
	Status string `json:"status"`
	Count  int64  `json:"count"`
	Amount Money  `json:"amount"`
}

// Payment is a payment with where it went.
type Payment struct {
	PaymentRow
	Why            Text       `json:"why" doc:"why it stays unmatched, or is not matched at all"`
	Matches        []MatchRow `json:"matches" nullable:"false"`
	Candidates     [][]Item   `json:"candidates" nullable:"false" doc:"sets of items that a person may look at"`
	Rivals         []string   `json:"rivals" nullable:"false" doc:"record names of payments that ask for the same item"`
	SearchComplete bool       `json:"search_complete" doc:"false: the search for other explanations did not finish"`
	OurAccount     string     `json:"our_account"`
	PayerAccount   string     `json:"payer_account" doc:"masked unless asked for in full by a role that may see it"`
	BankReference  string     `json:"bank_reference"`
	Version        string     `json:"version"`
}

// MatchRow is a part of a payment that pays a part of an item.
type MatchRow struct {
	PaymentID string     `json:"payment_id"`
	Payment   Ref        `json:"payment"`
	ValueDate string     `json:"value_date"`
	Item      Item       `json:"item"`
	DealID    string     `json:"deal_id" doc:"empty: no deal"`
	Deal      string     `json:"deal" doc:"its number"`
	Customer  *GoldenRef `json:"customer,omitempty" doc:"whose item it is"`
	Amount    Money      `json:"amount"`
	Rule      string     `json:"rule" enum:"reference@1,amount@1"`
	Tie       string     `json:"tie" doc:"what ties the payer to the customer"`
	Fit       string     `json:"fit" enum:"whole,part,spread"`
	Why       Text       `json:"why"`
}

// Item is a receivable as a payment sees it.
type Item struct {
	Record     Ref    `json:"record"`
	Number     string `json:"number"`
	ContractNo string `json:"contract_no"`
	Due        string `json:"due"`
	Amount     *Money `json:"amount,omitempty"`
	Open       *Money `json:"open,omitempty" doc:"what is left after all matches"`
}

// SourceRecord is a record as its system said it, with what became of it.
type SourceRecord struct {
	Record         Ref          `json:"record"`
	Version        string       `json:"version"`
	Op             string       `json:"op" enum:"upsert,delete"`
	OccurredAt     time.Time    `json:"occurred_at"`
	ReceivedAt     time.Time    `json:"received_at"`
	MappingVersion int          `json:"mapping_version"`
	Conflicts      int          `json:"conflicts" doc:"other contents that came under the same version"`
	Current        bool         `json:"current" doc:"false: nothing of it was applied"`
	Payload        string       `json:"payload" doc:"as the source said it; personal values masked unless asked for in full by a role that may see them"`
	PayloadForm    string       `json:"payload_form" enum:"json,text,binary,none"`
	Masked         bool         `json:"masked"`
	Entities       []Entity     `json:"entities" nullable:"false" doc:"what its mapping made of it"`
	Arrivals       []Arrival    `json:"arrivals" nullable:"false" doc:"its versions, newest first, at most 50"`
	DeadLetters    []DeadLetter `json:"dead_letters" nullable:"false"`
}

// Entity is what a mapping made of a record.
type Entity struct {
	Kind   string         `json:"kind"`
	Part   string         `json:"part"`
	Data   map[string]any `json:"data" doc:"personal values masked unless asked for in full by a role that may see them"`
	Golden []GoldenRef    `json:"golden" nullable:"false" doc:"golden records it stands in"`
}

// Arrival is one version of a record that came in.
type Arrival struct {
	Version    string     `json:"version"`
	Op         string     `json:"op"`
	OccurredAt time.Time  `json:"occurred_at"`
	ReceivedAt time.Time  `json:"received_at"`
	Outcome    string     `json:"outcome" enum:",applied,duplicate,dropped,quarantined" doc:"empty: still under way"`
	Reason     string     `json:"reason"`
	SettledAt  *time.Time `json:"settled_at,omitempty"`
}
