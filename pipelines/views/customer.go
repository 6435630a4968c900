package views

import "time"

// CustomerQuery narrows a list of customers; empty fields narrow nothing.
type CustomerQuery struct {
	Page
	Kind   string // organisation, person
	Text   string // part of the name, or a tax ID
	Mobile string // normal form
	Email  string // normal form
	TaxID  string // normal form
}

// CustomerRow is one line of the list.
type CustomerRow struct {
	ID        string    `json:"id" format:"uuid"`
	Kind      string    `json:"kind" enum:"organisation,person"`
	Name      string    `json:"name"`
	TaxID     string    `json:"tax_id" doc:"empty: not known"`
	Customer  bool      `json:"customer" doc:"a system keeps it as a customer, it is not only a lead"`
	Region    string    `json:"region"`
	Industry  string    `json:"industry"`
	Mobile    string    `json:"mobile" doc:"of a person; masked unless asked for in full by a role that may see it"`
	Email     string    `json:"email" doc:"of a person; masked unless asked for in full by a role that may see it"`
	Systems   []string  `json:"systems" nullable:"false" doc:"kinds of systems that know it"`
	Members   int       `json:"members" doc:"source records in it"`
	Touches   int64     `json:"touches"`
	Deals     int64     `json:"deals" doc:"won and signed"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Customer is a golden record with everything that led to it.
type Customer struct {
	ID          string       `json:"id" format:"uuid"`
	AskedFor    string       `json:"asked_for" doc:"the id of the request"`
	Redirected  bool         `json:"redirected" doc:"the record asked for was merged into this one"`
	Kind        string       `json:"kind" enum:"organisation,person"`
	Status      string       `json:"status" enum:"active,empty"`
	Name        string       `json:"name"`
	TaxID       string       `json:"tax_id"`
	Customer    bool         `json:"customer"`
	Fields      []Field      `json:"fields" nullable:"false"`
	Members     []Member     `json:"members" nullable:"false" doc:"source records in it, at most 200"`
	MemberCount int          `json:"member_count"`
	Identifiers []Identifier `json:"identifiers" nullable:"false"`
	MergedFrom  []GoldenRef  `json:"merged_from" nullable:"false" doc:"records that were merged into this one"`
	Masked      bool         `json:"masked" doc:"personal values are masked"`
	CreatedAt   time.Time    `json:"created_at"`
	UpdatedAt   time.Time    `json:"updated_at"`
	Version     int64        `json:"version"`
}

// Field is one field with why its value won.
type Field struct {
	Name   string `json:"name"`
	Title  Text   `json:"title"`
	Value  string `json:"value" doc:"of a single-valued field"`
	Values []Said `json:"values" nullable:"false" doc:"of a field that keeps every value"`
	Source *Ref   `json:"source,omitempty" doc:"the record that said it"`
	System string `json:"system"`
	At     string `json:"at" doc:"event time, RFC 3339"`
	Rule   string `json:"rule" enum:"only_value,source_rank,latest,tie,set"`
	Why    Text   `json:"why"`
	Losers []Said `json:"losers" nullable:"false" doc:"values that this one beat"`
	PII    string `json:"pii" enum:",P,S" doc:"P personal, S sensitive"`
}

// Said is a value with who said it.
type Said struct {
	Value  string `json:"value"`
	Source *Ref   `json:"source,omitempty"`
	System string `json:"system"`
	At     string `json:"at"`
}

// Member is a source record that stands in a golden record.
type Member struct {
	Record     Ref       `json:"record"`
	Entity     string    `json:"entity" doc:"canonical kind"`
	TaxID      string    `json:"tax_id"`
	OccurredAt time.Time `json:"occurred_at"`
}

// Identifier is a value by which records were found to be the same.
type Identifier struct {
	Type    string `json:"type"`
	Title   Text   `json:"title"`
	Value   string `json:"value" doc:"masked unless asked for in full by a role that may see it"`
	Records int64  `json:"records" doc:"how many of the members hold it"`
}

// Sections is what there is around a customer. A list holds the newest 200.
type Sections struct {
	Touches     []Touch      `json:"touches" nullable:"false"`
	Deals       []DealRow    `json:"deals" nullable:"false"`
	Orders      []Document   `json:"orders" nullable:"false"`
	Receivables []Document   `json:"receivables" nullable:"false"`
	Payments    []PaymentRow `json:"payments" nullable:"false"`
	Contacts    []Contact    `json:"contacts" nullable:"false"`
	Relations   []Relation   `json:"relations" nullable:"false"`
	Activities  []Activity   `json:"activities" nullable:"false"`
	Counts      Counts       `json:"counts"`
	Hidden      []string     `json:"hidden" nullable:"false" doc:"lists that this role may not see; they are empty"`
}

// Counts says how long the lists of a customer are in full.
type Counts struct {
	Touches     int64 `json:"touches"`
	Deals       int64 `json:"deals"`
	Orders      int64 `json:"orders"`
	Receivables int64 `json:"receivables"`
	Payments    int64 `json:"payments"`
	Contacts    int64 `json:"contacts"`
	Relations   int64 `json:"relations"`
	Activities  int64 `json:"activities"`
}

// Touch is a lead as marketing counts it.
type Touch struct {
	Record       Ref        `json:"record"`
	At           time.Time  `json:"at"`
	Channel      string     `json:"channel"`
	ChannelTitle Text       `json:"channel_title"`
	Campaign     string     `json:"campaign"`
	CampaignName string     `json:"campaign_name"`
	Counted      bool       `json:"counted"`
	Reason       string     `json:"reason" doc:"why it does not count: repeat, daily_cap, no_account …"`
	Why          *Text      `json:"why,omitempty"`
	Person       *GoldenRef `json:"person,omitempty"`
	Account      *GoldenRef `json:"account,omitempty"`
}

// Document is an order or a receivable.
type Document struct {
	Record     Ref    `json:"record"`
	Number     string `json:"number"`
	Kind       string `json:"kind" doc:"order, or the kind of receivable"`
	ContractNo string `json:"contract_no"`
	Date       string `json:"date"`
	Due        string `json:"due"`
	Status     string `json:"status"`
	Amount     *Money `json:"amount,omitempty" doc:"with VAT"`
	Matched    *Money `json:"matched,omitempty" doc:"of a receivable: paid by matched payments"`
	Open       *Money `json:"open,omitempty" doc:"of a receivable: what is left"`
}

// Contact is a person linked to an organisation.
type Contact struct {
	Golden     GoldenRef `json:"golden"`
	Department string    `json:"department"`
	Title      string    `json:"title"`
	Mobile     string    `json:"mobile" doc:"masked unless asked for in full by a role that may see it"`
	Email      string    `json:"email" doc:"masked unless asked for in full by a role that may see it"`
	Via        string    `json:"via" enum:"contact,lead" doc:"which record links the two"`
}

// Relation is a tie to another organisation.
type Relation struct {
	Kind      string     `json:"kind"`
	Title     Text       `json:"title"`
	Direction string     `json:"direction" enum:"to,from" doc:"to: this customer is <kind> the other; from: the other is <kind> this one"`
	Other     *GoldenRef `json:"other,omitempty" doc:"missing: not here yet"`
	Since     string     `json:"since"`
	Until     string     `json:"until"`
	Record    Ref        `json:"record"`
}

// Activity is a follow-up on a customer or one of its deals.
type Activity struct {
	Record Ref        `json:"record"`
	Kind   string     `json:"kind"`
	Text   string     `json:"text"`
	At     *time.Time `json:"at,omitempty"`
	On     string     `json:"on" doc:"number of the deal; empty: the customer itself"`
}
