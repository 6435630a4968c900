package console_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/access"
)

type matrixCell struct {
	ID, Channel, Month, Cost, Revenue, ROAS string
	Leads                                   int
	LeadsRaw                                int `json:"leads_raw"`
	Deals                                   int
	Unattributed                            bool
	Cells                                   map[string]matrixCell
}

type matrix struct {
	Header struct{ Model, VAT, Currency, Basis string }
	Rows   []matrixCell
	Totals matrixCell
	Share  string `json:"unattributed_share"`
}

type dealsPage struct {
	Sum struct {
		Deals    int
		Credited struct{ Amount, Currency string }
	}
	Items []struct {
		ID, Number string
		Credited   *struct{ Amount string }
		Record     struct{ Name string }
	}
	NextCursor string `json:"next_cursor"`
}

// fen reads a decimal string of yuan.
func fen(t *testing.T, s string) int64 {
	t.Helper()
	whole, frac, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(whole+(frac + "00")[:2], 10, 64)
	if err != nil {
		t.Fatalf("%q is no amount", s)
	}
	return n
}

func TestTheMatrixIsTheSumThatSQLGives(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	h.story(h.b) // another workspace's numbers must not come in
	for _, model := range []string{"first", "last", "linear"} {
		for _, vat := range []string{"net", "gross"} {
			m := get[matrix](h, "/api/v1/roi/matrix?rows=channel&columns=month&model="+model+"&vat="+vat)
			if m.Header.Model != model+"@1" || m.Header.VAT != vat || m.Header.Currency != "CNY" || m.Header.Basis != "signed" {
				t.Errorf("header %+v", m.Header)
			}
			var sum int64
			for _, r := range m.Rows {
				want := h.sql.One("select coalesce(sum(case when $3 = 'gross' then gross else net end), 0)::bigint from credit where workspace = $1 and model = $2 and channel = $4",
					string(h.a), model+"@1", vat, r.Channel)
				if r.Unattributed {
					want = h.sql.One("select coalesce(sum(case when $2 = 'gross' then gross else net end), 0)::bigint from won_deal where workspace = $1 and touches = 0", string(h.a), vat)
				}
				if got := fen(t, r.Revenue); strconv.FormatInt(got, 10) != want {
					t.Errorf("%s %s %s: revenue %d, SQL says %s", model, vat, r.ID, got, want)
				}
				sum += fen(t, r.Revenue)
				cost := h.sql.One("select coalesce(sum(case when $2 = 'gross' then cost_gross else cost_net end), 0)::bigint from spend_day where workspace = $1 and channel = $3", string(h.a), vat, r.Channel)
				if got := fen(t, r.Cost); strconv.FormatInt(got, 10) != cost {
					t.Errorf("%s %s: cost %d, SQL says %s", vat, r.ID, got, cost)
				}
			}
			if want := h.sql.One("select sum(case when $2 = 'gross' then gross else net end)::bigint from won_deal where workspace = $1", string(h.a), vat); strconv.FormatInt(sum, 10) != want ||
				fen(t, m.Totals.Revenue) != sum {
				t.Errorf("%s %s: rows add up to %d, totals say %s, the deals are %s", model, vat, sum, m.Totals.Revenue, want)
			}
		}
	}
	m := get[matrix](h, "/api/v1/roi/matrix?rows=channel&model=linear&vat=gross")
	want := map[string][4]string{ // by hand: 1000.01 over two touches, the odd fen to the smaller key
		"baidu_sem": {"500.01", "106.00", "1", "2"}, "trade_fair": {"500.00", "0.00", "1", "1"},
		"website": {"0.00", "0.00", "1", "1"}, "unattributed": {"500.00", "0.00", "0", "0"},
	}
	if len(m.Rows) != len(want) {
		t.Errorf("%d rows: %+v", len(m.Rows), m.Rows)
	}
	for _, r := range m.Rows {
		if got := [4]string{r.Revenue, r.Cost, strconv.Itoa(r.Leads), strconv.Itoa(r.LeadsRaw)}; got != want[r.ID] {
			t.Errorf("%s: %v, want %v", r.ID, got, want[r.ID])
		}
	}
	if m.Totals.Revenue != "1500.01" || m.Totals.Deals != 2 || m.Share != "0.3333" {
		t.Errorf("totals %+v, unattributed %s", m.Totals, m.Share)
	}
}

func TestEveryCellOpensIntoDealsOfItsSum(t *testing.T) {
	h := newHub(t)
	h.story(h.a)
	for _, dims := range [][2]string{{"channel", ""}, {"channel", "month"}, {"month", ""}, {"campaign", "month"}, {"month", "channel"}, {"campaign", "channel"}} {
		for _, vat := range []string{"net", "gross"} {
			q := url.Values{"rows": {dims[0]}, "model": {"linear"}, "vat": {vat}}
			if dims[1] != "" {
				q.Set("columns", dims[1])
			}
			m := get[matrix](h, "/api/v1/roi/matrix?"+q.Encode())
			open := func(row, column string, cell matrixCell) {
				q := url.Values{"row": {row}, "column": {column}}
				for k, v := range map[string]string{"rows": dims[0], "columns": dims[1], "model": "linear", "vat": vat} {
					q.Set(k, v)
				}
				p := get[dealsPage](h, "/api/v1/roi/deals?"+q.Encode())
				var sum int64
				for _, d := range p.Items {
					sum += fen(t, d.Credited.Amount)
				}
				if p.Sum.Credited.Amount != cell.Revenue || sum != fen(t, cell.Revenue) || p.Sum.Deals != cell.Deals || len(p.Items) != cell.Deals {
					t.Errorf("%v %s, cell %q %q shows %s of %d deals, opens into %s of %d (listed: %d)", dims, vat, row, column, cell.Revenue, cell.Deals, p.Sum.Credited.Amount, p.Sum.Deals, len(p.Items))
				}
			}
			for _, r := range m.Rows {
				open(r.ID, "", r)
				for column, cell := range r.Cells {
					open(r.ID, column, cell)
				}
			}
			open("", "", m.Totals)
			for column, cell := range m.Totals.Cells {
				open("", column, cell)
			}
		}
	}
	h.call(http.MethodGet, "/api/v1/roi/matrix?rows=colour", h.keys[access.Admin], nil).fails(http.StatusBadRequest, "bad_matrix_query")
	h.call(http.MethodGet, "/api/v1/roi/deals?column=x", h.keys[access.Admin], nil).fails(http.StatusBadRequest, "bad_matrix_query")
}

func TestADealShowsItsPathCreditsAndMoney(t *testing.T) {
	h := newHub(t)
	story := h.story(h.a)
	p := get[dealsPage](h, "/api/v1/roi/deals?row=baidu_sem&vat=gross")
	if len(p.Items) != 1 || p.Items[0].Number != "D-001" || p.Items[0].Credited.Amount != "1000.01" {
		t.Fatalf("deals of the cell: %+v", p)
	}
	type deal struct {
		Path []struct {
			Channel string
			Record  struct{ Name string }
			Days    int `json:"days_before"`
		}
		Credits []struct {
			Model  string
			Gross  struct{ Amount string }
			Shares []struct {
				Weight, Of int
				Gross      struct{ Amount string }
			}
		}
		Payments []struct {
			Amount struct{ Amount string }
			Item   struct{ Number string }
			Why    struct{ Zh, En string }
		}
		Paid        struct{ Amount string }
		Orders      []struct{ Number string }
		Receivables []struct {
			Number string
			Open   struct{ Amount string }
		}
		Stages  []struct{ To string }
		Account struct{ ID string }
		Hidden  []string
	}
	d := get[deal](h, "/api/v1/deals/"+p.Items[0].ID)
	if len(d.Path) != 2 || d.Path[0].Record.Name != "src/leads/L1" || d.Path[1].Channel != "trade_fair" || d.Path[1].Days != 19 {
		t.Errorf("path %+v", d.Path)
	}
	if len(d.Credits) != 3 {
		t.Fatalf("credits %+v", d.Credits)
	}
	for _, c := range d.Credits {
		if c.Gross.Amount != "1000.01" {
			t.Errorf("%s shares %s", c.Model, c.Gross.Amount)
		}
	}
	if len(d.Payments) != 1 || d.Payments[0].Item.Number != "AR-0001" || d.Payments[0].Why.Zh == "" || d.Paid.Amount != "1000.01" {
		t.Errorf("payments %+v, paid %+v", d.Payments, d.Paid)
	}
	if len(d.Orders) != 1 || d.Orders[0].Number != "XSDD000123" || len(d.Receivables) != 1 || d.Receivables[0].Open.Amount != "0.00" || len(d.Stages) != 1 {
		t.Errorf("orders %+v, receivables %+v, stages %+v", d.Orders, d.Receivables, d.Stages)
	}
	if d.Account.ID != hospital.String() || len(d.Hidden) != 0 {
		t.Errorf("account %s, hidden %v", d.Account.ID, d.Hidden)
	}
	m := decode[deal](h.call(http.MethodGet, "/api/v1/deals/"+p.Items[0].ID, h.keys[access.Marketing], nil), http.StatusOK)
	if len(m.Payments) != 0 || len(m.Path) != 2 || strings.Join(m.Hidden, " ") != "payments receivables paid" {
		t.Errorf("marketing sees payments %+v, path %+v, hidden %v", m.Payments, m.Path, m.Hidden)
	}
	s := decode[deal](h.call(http.MethodGet, "/api/v1/deals/"+p.Items[0].ID, "", nil, with(h.teams(story)["ann"].cookie)), http.StatusOK)
	if len(s.Payments) != 1 || len(s.Path) != 0 || len(s.Credits) != 0 {
		t.Errorf("a seller sees path %+v, credits %+v, payments %+v", s.Path, s.Credits, s.Payments)
	}
}
