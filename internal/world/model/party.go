package model

import "time"

// Code is a customer's number in another system, which joins records for sure.
type Code struct{ System, AccountSet, Code string }

// Relation reads "this customer is <Kind> <To>"; To is a customer of the same connection.
type Relation struct {
	Kind string
	To   Name
}

// Customer is a customer of the CRM or of Kingdee.
type Customer struct {
	Name      Name
	Key       string // CRM id or Kingdee FNumber
	LegalName string // as sent
	Former    []string
	TaxID     string // as sent
	CleanTax  string // 18 characters with right check digits, or empty
	CleanName string // the registered name at that time
	OrgKind   string
	Region    string // GB/T 2260
	Address   string
	Phone     string // switchboard
	Grade     string
	Status    string
	Owner     string // employee key
	Codes     []Code
	Relations []Relation
	Org       string // true organisation
}

// Contact is a person at a customer, in the CRM.
type Contact struct {
	Name        Name
	Key         string
	Person      string // true person
	Org         string // true organisation
	Who         string // as sent
	Customer    Name
	CustomerKey string
	Department  string
	Title       string
	Role        string
	Mobile      string // as sent
	CleanMobile string // 11 digits, or empty
	Email       string // as sent
	CleanEmail  string
	Wecom       string
}

// Lead is an inquiry: a form, a scanned badge or what a seller typed into the CRM.
type Lead struct {
	Name        Name
	Conn        string
	Stream      string
	Key         string
	Who         string // as sent
	Company     string // as sent
	CleanName   string // the name behind Company: equal for two spellings of one name
	TaxID       string // as sent
	CleanTax    string
	Mobile      string // as sent
	CleanMobile string
	Phone       string // landline
	Email       string
	CleanEmail  string
	Wecom       string
	Department  string
	Title       string
	Product     string
	Message     string
	Channel     string
	Campaign    string
	CampaignID  string
	AdGroup     string
	Keyword     string
	Creative    string
	Medium      string
	Click       string // bd_vid
	Implied     bool   // the form does not name its channel: click id, utm or nothing tell it
	Region      string
	Status      string
	Reason      string
	Owner       string
	Partner     string // CRM key of the dealer who reported it
	CreatedAt   time.Time

	Person      string // true person
	Org         string // true organisation
	Undecidable bool   // made so that nobody can tell whose it is
	List        string // trade-fair list
	Badge       string
}

// CampaignKey is what counts as the campaign: the id, or the name where there is none.
func (l *Lead) CampaignKey() string {
	if l.CampaignID != "" {
		return l.CampaignID
	}
	return l.Campaign
}

// Employee is one of the maker's own people.
type Employee struct {
	Key, Number, Who, Mobile, Email, Unit, Manager, Status, LeftOn, Code string
}

// OrgUnit is a unit of the maker.
type OrgUnit struct{ Key, Code, Title, Parent, Kind string }
