package roi

import (
	"slices"

	"github.com/heliuhub/heliu/record"
)

// UnattributedID is the id of the row, and where columns are channels or campaigns
// also of the column, that holds the revenue no touch can claim.
const UnattributedID = "unattributed"

// Matrix is the answer to a Query.
type Matrix struct {
	Query        Query    `json:"query"` // with its defaults filled in: the header of every page and file
	Columns      []Member `json:"columns,omitempty"`
	Rows         []Row    `json:"rows"` // the unattributed row is always the last one
	Totals       Totals   `json:"totals"`
	Currencies   []string `json:"currencies"` // every currency that has amounts in these months, sorted
	Unattributed string   `json:"unattributed_share"`
}

// Member is one value of a dimension: what a row or a column is about.
type Member struct {
	ID           string `json:"id"` // channel; channel/campaign; month
	Zh           string `json:"zh"`
	En           string `json:"en"`
	Channel      string `json:"channel,omitempty"`
	Campaign     string `json:"campaign,omitempty"`
	Month        string `json:"month,omitempty"`
	Unattributed bool   `json:"unattributed,omitempty"`
}

// Row is one row: its whole, and its cells by column id.
type Row struct {
	Member
	Values
	Cells map[string]Values `json:"cells,omitempty"`
}

// Totals is over all rows, the unattributed one included: counts and rates are
// computed anew, not summed (a deal of two channels is one deal).
type Totals struct {
	Values
	Cells map[string]Values `json:"cells,omitempty"`
}

// BuildMatrix adds facts up (docs/rules.md, Matrix). The order of the facts does not
// matter. A query that is none is a fault bad_matrix_query.
func BuildMatrix(q Query, f Facts) (Matrix, error) {
	q, err := q.Normal()
	if err != nil {
		return Matrix{}, err
	}
	b := builder{q: q, rows: map[string]*line{}, columns: map[string]Member{}, totals: newLine(Member{}), currencies: map[string]bool{}}
	b.rows[UnattributedID] = newLine(unattributed)
	for _, r := range f.Revenue {
		b.revenue(r)
	}
	for _, c := range f.Cost {
		b.cost(c)
	}
	for _, l := range f.Leads {
		b.leads(l)
	}
	return b.matrix(), nil
}

type line struct {
	member Member
	all    sums
	cells  map[string]*sums
}

func newLine(m Member) *line { return &line{member: m, all: newSums(), cells: map[string]*sums{}} }

type builder struct {
	q          Query
	rows       map[string]*line
	columns    map[string]Member
	totals     *line
	currencies map[string]bool
}

func (b *builder) revenue(r RevenueFact) {
	if !b.q.covers(r.Month) || !r.Unattributed && r.Model != b.q.Model {
		return
	}
	amount := r.Net
	if b.q.VAT == VATGross {
		amount = r.Gross
	}
	if !b.take(amount) {
		return
	}
	b.add(place{r.Channel, r.Campaign, r.CampaignName, r.Month, r.Unattributed}, func(s *sums) { s.revenue(r, amount) })
}

func (b *builder) cost(c CostFact) {
	amount := c.Excl
	if b.q.VAT == VATGross {
		amount = c.Incl
	}
	if !b.q.covers(c.Month) || !b.take(amount) {
		return
	}
	b.add(place{c.Channel, c.Campaign, c.CampaignName, c.Month, false}, func(s *sums) { s.cost += amount.Minor })
}

func (b *builder) leads(l LeadFact) {
	if !b.q.covers(l.Month) {
		return
	}
	b.add(place{l.Channel, l.Campaign, l.CampaignName, l.Month, false}, func(s *sums) { s.leads += l.Leads; s.raw += l.Raw })
}

// take notes the currency of an amount and tells whether the matrix shows it. An
// unknown amount is shown, as a deal without amount.
func (b *builder) take(m record.Money) bool {
	if m.IsZero() {
		return true
	}
	b.currencies[m.Currency] = true
	return m.Currency == b.q.Currency
}

func (b *builder) add(p place, put func(*sums)) {
	row := p.member(b.q.Rows)
	if p.unattributed {
		row = unattributed
	}
	r := b.rows[row.ID]
	if r == nil {
		r = newLine(row)
		b.rows[row.ID] = r
	}
	r.member.merge(row)
	put(&r.all)
	put(&b.totals.all)
	if b.q.Columns == "" {
		return
	}
	col := p.member(b.q.Columns)
	if old, ok := b.columns[col.ID]; ok {
		col.merge(old)
	}
	b.columns[col.ID] = col
	put(r.cell(col.ID))
	put(b.totals.cell(col.ID))
}

func (l *line) cell(id string) *sums {
	s := l.cells[id]
	if s == nil {
		n := newSums()
		s = &n
		l.cells[id] = s
	}
	return s
}

func (b *builder) matrix() Matrix {
	m := Matrix{Query: b.q, Currencies: []string{}}
	for c := range b.currencies {
		m.Currencies = append(m.Currencies, c)
	}
	slices.Sort(m.Currencies)
	for _, c := range b.columns {
		m.Columns = append(m.Columns, c)
	}
	slices.SortFunc(m.Columns, inOrder)
	for _, l := range b.rows {
		m.Rows = append(m.Rows, Row{l.member, l.all.values(b.q.Currency), l.values(b.q.Currency)})
	}
	slices.SortFunc(m.Rows, func(x, y Row) int { return inOrder(x.Member, y.Member) })
	m.Totals = Totals{b.totals.all.values(b.q.Currency), b.totals.values(b.q.Currency)}
	t := b.totals.all
	m.Unattributed = ratio(t.total-t.attributed, t.total)
	return m
}

func (l *line) values(currency string) map[string]Values {
	if len(l.cells) == 0 {
		return nil
	}
	out := make(map[string]Values, len(l.cells))
	for id, s := range l.cells {
		out[id] = s.values(currency)
	}
	return out
}
