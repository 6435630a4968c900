package roi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/internal/scripttest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
)

// eval compares the rows below an eval with the answer, for several input orders.
func (s *script) eval(st *scripttest.Statement) error {
	if len(st.Rows) == 0 {
		return st.Errorf("this eval expects nothing: write the rows below it, or the word nothing")
	}
	for round := range 4 {
		got, err := s.shuffled(round).answer(st)
		if err != nil {
			return err
		}
		want, err := wanted(st, got)
		if err != nil {
			return err
		}
		if g := got.text(); g != want {
			return st.Errorf("%s (input order %d)\n want:\n%s got:\n%s", strings.Join(st.Words, " "), round, want, g)
		}
	}
	return nil
}

// table is an answer: the columns of its rows are positional, then named.
type table struct {
	rows [][]string
	// headed tables start with a row of column names, in any order.
	columns []string
}

func (t table) text() string {
	var b strings.Builder
	for _, r := range t.rows {
		fmt.Fprintf(&b, "  %s\n", strings.Join(r, "  "))
	}
	if len(t.rows) == 0 {
		b.WriteString("  nothing\n")
	}
	return b.String()
}

func wanted(st *scripttest.Statement, got table) (string, error) {
	var t table
	for i := range st.Rows {
		r := &st.Rows[i]
		if err := r.Done(len(r.Words)); err != nil {
			return "", err
		}
		if got.columns != nil && i == 0 {
			continue
		}
		if len(r.Words) == 1 && r.Words[0] == "nothing" && len(st.Rows) == 1 {
			continue
		}
		t.rows = append(t.rows, r.Words)
	}
	return t.text(), nil
}

func (s *script) answer(st *scripttest.Statement) (table, error) {
	res := roi.Attribute(s.resolved(), s.touches)
	var t table
	words := 2
	switch st.Word(1) {
	case "counted":
		for _, c := range res.Counted {
			t.rows = append(t.rows, []string{c.Key})
		}
	case "left":
		for _, l := range res.Left {
			t.rows = append(t.rows, slices.DeleteFunc([]string{l.Key, l.Reason, l.By}, func(s string) bool { return s == "" }))
		}
	case "path":
		words = 3
		for _, p := range res.Paths {
			if p.Deal == st.Word(2) {
				for _, key := range p.Touches {
					t.rows = append(t.rows, []string{key})
				}
			}
		}
	case "credits":
		m, err := roi.ModelNamed(st.Arg("model"))
		if err != nil {
			return t, st.Errorf("%v", err)
		}
		for _, c := range res.Credits {
			if c.Model == m.ID {
				t.rows = append(t.rows, []string{c.Deal, c.Touch, shown(c.Gross), shown(c.Net)})
			}
		}
	case "unattributed":
		for _, u := range res.Unattributed {
			t.rows = append(t.rows, []string{u.Key, u.Reason})
		}
	case "uncounted":
		for _, u := range res.Uncounted {
			t.rows = append(t.rows, []string{u.Key, u.Reason})
		}
	case "account":
		words = 3
		account, rule := roi.DealAccount(s.parties[st.Word(2)][0], s.parties[st.Word(2)][1], s.relations)
		t.rows = [][]string{{account, rule}}
	case "cost":
		days, err := s.costs()
		if err != nil {
			return t, st.Errorf("%v", err)
		}
		for _, d := range days {
			t.rows = append(t.rows, []string{d.Spend, string(d.Day), d.Excl.String(), d.Incl.String()})
		}
	case "matrix":
		return s.matrix(st, res)
	default:
		return t, st.Errorf("unknown word %s", st.Word(1))
	}
	return t, st.Done(words)
}

// shown gives an amount, and a dash where it is unknown.
func shown(m record.Money) string {
	if m.IsZero() {
		return "-"
	}
	return m.String()
}

func (s *script) matrix(st *scripttest.Statement, res roi.Result) (table, error) {
	costs, err := s.costs()
	if err != nil {
		return table{}, st.Errorf("%v", err)
	}
	column := st.Arg("column")
	m, err := roi.BuildMatrix(roi.Query{
		Rows: roi.Dimension(st.Arg("rows")), Columns: roi.Dimension(st.Arg("columns")), Model: st.Arg("model"), Basis: st.Arg("basis"),
		VAT: st.Arg("vat"), Currency: st.Arg("currency"), From: st.Arg("from"), To: st.Arg("to"),
	}, roi.FactsOf(res, s.resolved(), costs))
	if err != nil {
		return table{}, st.Errorf("%v", err)
	}
	t := table{columns: st.Rows[0].Words}
	if len(t.columns) < 2 || t.columns[0] != "id" {
		return t, st.Rows[0].Errorf("the first line below a matrix names the columns: id, then what to compare")
	}
	add := func(id string, all roi.Values, cells map[string]roi.Values) error {
		v, ok := all, true
		if column != "" {
			if v, ok = cells[column]; !ok {
				return nil
			}
		}
		row := []string{id}
		for _, c := range t.columns[1:] {
			text, known := value(v, c)
			if !known {
				return st.Rows[0].Errorf("unknown column %s", c)
			}
			row = append(row, text)
		}
		t.rows = append(t.rows, row)
		return nil
	}
	for _, r := range m.Rows {
		if err := add(r.ID, r.Values, r.Cells); err != nil {
			return t, err
		}
	}
	if err := add("total", m.Totals.Values, m.Totals.Cells); err != nil {
		return t, err
	}
	return t, st.Done(2)
}

func value(v roi.Values, column string) (string, bool) {
	s, ok := map[string]string{
		"leads": fmt.Sprint(v.Leads), "leads_raw": fmt.Sprint(v.LeadsRaw), "deals": fmt.Sprint(v.Deals), "deals_without_amount": fmt.Sprint(v.DealsUnknown),
		"cost": v.Cost, "revenue": v.Revenue, "cpl": v.CPL, "roas": v.ROAS, "roi_revenue": v.ROIRevenue,
	}[column]
	return s, ok
}

// TestScriptsCanFail feeds the runner scripts that must not pass.
func TestScriptsCanFail(t *testing.T) {
	const load = "touch T1 account=A at=2026-01-01 channel=wecom\ndeal D1 account=A signed=2026-02-01 amount=10.00 net=9.00\n"
	for name, c := range map[string]struct{ script, want string }{
		"asserts nothing":    {load, "expects nothing"},
		"eval without rows":  {load + "eval counted\n", "expects nothing"},
		"unknown statement":  {load + "toch T2\n", "unknown word toch"},
		"unknown eval":       {load + "eval credit model=first\n  x\n", "unknown word credit"},
		"unknown argument":   {"touch T1 acount=A at=2026-01-01\n", "unknown argument acount"},
		"unknown eval arg":   {load + "eval credits model=first deal=D1\n  D1 T1 10.00 9.00\n", "unknown argument deal"},
		"unknown model":      {load + "eval credits model=frist\n  D1 T1 10.00 9.00\n", "bad_matrix_query"},
		"unknown column":     {load + "eval matrix\n  id chanel\n  wecom 1\n", "unknown column chanel"},
		"wrong amount":       {load + "eval credits model=first\n  D1 T1 10.01 9.00\n", "got:"},
		"missing row":        {load + "eval left\n  T1 repeat\n", "got:"},
		"row too many":       {load + "eval counted\n  nothing\n", "got:"},
		"bad time":           {"touch T1 account=A at=31.1.2026\n", "is no time"},
		"rows below a touch": {"touch T1 account=A at=2026-01-01\n  x\n", "belong below an eval"},
		"bad money":          {"deal D1 amount=1.234\n", "decimals"},
	} {
		if err := runScript(c.script); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	if err := runScript(load + "eval credits model=first\n  D1 T1 10.00 9.00\n"); err != nil {
		t.Errorf("a right script fails: %v", err)
	}
}
