package roi

import (
	"time"

	"github.com/heliuhub/heliu/record"
)

// Window is how far before the signature a touch may lie.
const Window = 365 * 24 * time.Hour

// Deal is what attribution needs of a deal.
type Deal struct {
	Key      string // record name
	Number   string
	Account  string // golden record, see DealAccount; empty: none known
	Status   string
	SignedAt time.Time    // zero: not signed
	Gross    record.Money // with VAT; no currency: unknown
	Net      record.Money // without VAT; no currency: unknown
}

// DealOf makes the deal of its record. account is the golden record of DealAccount.
func DealOf(key, account string, d record.Deal) Deal {
	out := Deal{Key: key, Number: d.Number, Account: account, Status: d.Status}
	if d.SignedAt != nil {
		out.SignedAt = *d.SignedAt
	}
	if d.Amount != nil {
		out.Gross = *d.Amount
	}
	if d.Net != nil {
		out.Net = *d.Net
	}
	return out
}

// The reasons for which a deal is no revenue.
const (
	DealNotWon    = "not_won"
	DealNotSigned = "not_signed"
)

// Uncounted tells why the deal is no revenue; empty when it is (docs/rules.md, Revenue).
func (d Deal) Uncounted() string {
	switch {
	case d.Status != "won":
		return DealNotWon
	case d.SignedAt.IsZero():
		return DealNotSigned
	}
	return ""
}

// Month is the month, in Asia/Shanghai, to which the deal's revenue belongs.
func (d Deal) Month() string { return record.DateOf(d.SignedAt).Month() }

// Relation reads "golden organisation From is Kind To", as record.Relation does.
type Relation struct{ From, Kind, To string }

// The rules by which a deal found its account.
const (
	ByEndCustomer = "end_customer"      // the deal names who uses it
	ByRelation    = "only_end_customer" // the buyer, a dealer, has exactly one
	ByBuyer       = "buyer"             // nobody else is known
	ByNobody      = "unknown"           // neither has been seen so far
)

// DealAccount picks the golden organisation that a deal belongs to, and says by
// which rule: its end customer; else the buyer's only end customer by relation; else
// the buyer (docs/rules.md, Revenue). buyer and endCustomer are golden
// organisations, empty where unknown; relations may hold more than those of the buyer.
func DealAccount(buyer, endCustomer string, relations []Relation) (account, rule string) {
	if endCustomer != "" {
		return endCustomer, ByEndCustomer
	}
	if buyer == "" {
		return "", ByNobody
	}
	ends := map[string]bool{}
	for _, r := range relations {
		switch {
		case r.From == r.To: // two records of one organisation
		case r.Kind == "end_customer_of" && r.To == buyer:
			ends[r.From] = true
		case r.Kind == "dealer_of" && r.From == buyer:
			ends[r.To] = true
		}
	}
	if len(ends) == 1 {
		for end := range ends {
			return end, ByRelation
		}
	}
	return buyer, ByBuyer
}

// Path picks, of touches that count, those of the deal's account with
// SignedAt − Window ≤ time < SignedAt, ordered by (time, touch key).
func Path(d Deal, counted []Touch) []Touch {
	var path []Touch
	from := d.SignedAt.Add(-Window)
	for _, t := range counted {
		if d.Account != "" && t.Account == d.Account && !t.At.Before(from) && t.At.Before(d.SignedAt) {
			path = append(path, t)
		}
	}
	sortTouches(path)
	return path
}
