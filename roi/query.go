package roi

import (
	"regexp"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Dimension is what rows or columns of a matrix are.
type Dimension string

// The dimensions. Months are those of the signature for revenue, of the spend day
// for cost, of the submission for leads (the period view).
const (
	ByChannel  Dimension = "channel"
	ByCampaign Dimension = "campaign"
	ByMonth    Dimension = "month"
)

// The bases of revenue and of VAT.
const (
	BasisSigned = "signed" // contract amount at signature
	VATNet      = "net"    // revenue and cost without VAT
	VATGross    = "gross"  // revenue and cost with VAT
)

// Query asks for a matrix. Empty fields take their default.
type Query struct {
	Rows     Dimension // channel
	Columns  Dimension // none; never the same as Rows
	Model    string    // first; a kind or an ID
	Basis    string    // signed
	VAT      string    // net
	Currency string    // CNY; amounts in other currencies are left out, see Matrix.Currencies
	From, To string    // months YYYY-MM, both included; empty: open
}

var month = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])$`)

// Normal fills in the defaults (Model becomes an ID) and refuses what is no query
// with a fault bad_matrix_query that names the parameter.
func (q Query) Normal() (Query, error) {
	set := func(s *string, value string) {
		if *s == "" {
			*s = value
		}
	}
	if q.Rows == "" {
		q.Rows = ByChannel
	}
	set(&q.Model, First.Kind())
	set(&q.Basis, BasisSigned)
	set(&q.VAT, VATNet)
	set(&q.Currency, "CNY")
	m, err := ModelNamed(q.Model)
	if err != nil {
		return q, err
	}
	q.Model = m.ID
	bad := func(field, value string) (Query, error) {
		return q, fault.New("bad_matrix_query", nil).At(field, value)
	}
	_, known := record.Exponent(q.Currency)
	switch {
	case !q.Rows.valid():
		return bad("rows", string(q.Rows))
	case q.Columns != "" && (!q.Columns.valid() || q.Columns == q.Rows):
		return bad("columns", string(q.Columns))
	case q.Basis != BasisSigned:
		return bad("basis", q.Basis)
	case q.VAT != VATNet && q.VAT != VATGross:
		return bad("vat", q.VAT)
	case !known:
		return bad("currency", q.Currency)
	case q.From != "" && !month.MatchString(q.From):
		return bad("from", q.From)
	case q.To != "" && (!month.MatchString(q.To) || q.To < q.From):
		return bad("to", q.To)
	}
	return q, nil
}

func (d Dimension) valid() bool { return d == ByChannel || d == ByCampaign || d == ByMonth }

func (q Query) covers(month string) bool {
	return (q.From == "" || month >= q.From) && (q.To == "" || month <= q.To)
}
