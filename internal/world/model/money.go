package model

// Order is a sales order of Kingdee. Amounts are fen, dates YYYY-MM-DD.
type Order struct {
	Name        Name
	Key         string // FBillNo
	Customer    Name
	CustomerKey string
	ContractNo  string
	Date        string
	Amount, Net int64
	TaxPercent  int64
	Product     string
	Seller      string // the employee's code in Kingdee
}

// Receivable is what a customer owes by one instalment.
type Receivable struct {
	Name        Name
	Key         string
	Customer    Name
	CustomerKey string
	ContractNo  string // empty in some: then only OrderNo leads to the deal
	OrderNo     string
	Date, Due   string
	Amount, Net int64
	TaxPercent  int64
	Void        bool
}

// Part is a share of a payment that truly belongs to a deal.
type Part struct {
	Deal   string `json:"deal"` // number
	Item   Name   `json:"item,omitempty"`
	Amount int64  `json:"amount_fen"`
}

// Payment is a receipt of Kingdee.
type Payment struct {
	Name        Name
	Key         string
	Kind        string // receipt or bill_received
	Customer    Name   // who paid, as the ERP knows it
	CustomerKey string
	ContactKey  string // whose debt it settles, as the ERP's clerk entered it
	ContractNo  string // the custom field
	Memo        string
	Words       []string // every document number that stands in Memo as a word of its own
	Date        string
	Amount      int64
	BillNo      string
	BillDue     string

	PayerOrg    string // true payer
	ByFinancier bool   // a leasing firm or a treasury payment centre pays
	True        []Part
	Undecidable bool
}

// Spend is a row of cost. Amounts are fen; rates are in basis points (0.06 = 600).
type Spend struct {
	Name       Name
	Conn       string
	Stream     string
	Key        string
	Platform   string
	Account    string
	Day        string
	Channel    string
	Campaign   string
	CampaignID string
	Gross      int64
	Rebate     int64
	Net        int64
	TaxRate    int64
	TaxIn      bool
	Spread     string // "", day, range, per_lead
	From, To   string
	Shown      int64 // impressions
	Clicks     int64
	Version    int
}

// CampaignKey is what counts as the campaign.
func (s *Spend) CampaignKey() string {
	if s.CampaignID != "" {
		return s.CampaignID
	}
	return s.Campaign
}
