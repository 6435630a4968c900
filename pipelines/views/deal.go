package views

import "time"

// DealQuery asks for the deals of a cell: of the matrix's rows and, where it has any,
// its columns. Empty fields narrow nothing.
type DealQuery struct {
	Page
	Model        string // ID
	VAT          string // net, gross
	Currency     string
	From, To     string // months, both included
	Channel      *string
	Campaign     *string // within Channel
	Month        string
	Unattributed *bool // nil: both
}

// CreditedDeal is a deal with what of it is credited in a cell.
type CreditedDeal struct {
	DealRow
	Credited *Money `json:"credited,omitempty" doc:"this cell's part on the VAT basis asked for; missing: the deal has no amount"`
	Touches  int64  `json:"touches" doc:"touches of the cell that have a part"`
}

// DealSum is what a cell adds up to: the sum of its deals, to the smallest unit.
type DealSum struct {
	Deals    int64 `json:"deals"`
	Credited Money `json:"credited"`
}

// DealRow is one line of a list of deals.
type DealRow struct {
	ID         string     `json:"id" doc:"id of the deal within the workspace"`
	Record     Ref        `json:"record"`
	Number     string     `json:"number"`
	ContractNo string     `json:"contract_no"`
	Name       string     `json:"name"`
	Status     string     `json:"status"`
	Stage      string     `json:"stage"`
	SignedAt   *time.Time `json:"signed_at,omitempty"`
	Month      string     `json:"month"`
	Gross      *Money     `json:"gross,omitempty" doc:"with VAT"`
	Net        *Money     `json:"net,omitempty" doc:"without VAT"`
	Account    *GoldenRef `json:"account,omitempty" doc:"whom its revenue belongs to"`
	Won        bool       `json:"won" doc:"counts as revenue"`
	PathLength int        `json:"path_length" doc:"touches of its path; 0: unattributed"`
}

// Deal is a deal with its path, its credits and its money.
type Deal struct {
	DealRow
	Buyer        *GoldenRef    `json:"buyer,omitempty"`
	EndCustomer  *GoldenRef    `json:"end_customer,omitempty"`
	Unattributed *Text         `json:"unattributed,omitempty" doc:"why no touch can claim it"`
	Path         []PathTouch   `json:"path" nullable:"false" doc:"touches in [signed − 365 days, signed), in order"`
	Credits      []ModelCredit `json:"credits" nullable:"false" doc:"one entry a model"`
	Payments     []MatchRow    `json:"payments" nullable:"false" doc:"matched payments"`
	Paid         *Money        `json:"paid,omitempty"`
	Orders       []Document    `json:"orders" nullable:"false"`
	Receivables  []Document    `json:"receivables" nullable:"false"`
	Stages       []Stage       `json:"stages" nullable:"false"`
	Hidden       []string      `json:"hidden" nullable:"false" doc:"parts that this role may not see; they are empty"`
	Version      string        `json:"version" doc:"changes with the source record"`
}

// PathTouch is a touch of a deal's path.
type PathTouch struct {
	Touch
	Days int `json:"days_before" doc:"whole days before the signature"`
}

// ModelCredit is how one model shares a deal.
type ModelCredit struct {
	Model  string       `json:"model"`
	Title  Text         `json:"title"`
	Shares []TouchShare `json:"shares" nullable:"false"`
	Gross  *Money       `json:"gross,omitempty" doc:"sum of the shares"`
	Net    *Money       `json:"net,omitempty" doc:"sum of the shares"`
}

// TouchShare is one touch's part of a deal.
type TouchShare struct {
	Touch   string `json:"touch" doc:"record name of the touch"`
	Channel string `json:"channel"`
	Weight  int64  `json:"weight"`
	Of      int64  `json:"of"`
	Gross   *Money `json:"gross,omitempty"`
	Net     *Money `json:"net,omitempty"`
}

// Stage is one change of a deal's stage.
type Stage struct {
	From string    `json:"from"`
	To   string    `json:"to"`
	At   time.Time `json:"at"`
}
