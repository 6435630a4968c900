package recon_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/internal/scripttest"
	"github.com/heliuhub/heliu/recon"
	"github.com/heliuhub/heliu/record"
)

// TestScripts runs testdata/*.recontest; testdata/README.md describes the language.
func TestScripts(t *testing.T) {
	scripttest.Files(t, "testdata/*.recontest", runScript)
}

type script struct {
	in recon.Input
}

func runScript(text string) error {
	var s script
	return scripttest.Run(text, s.run)
}

func (s *script) run(st *scripttest.Statement) error {
	switch st.Word(0) {
	case "item":
		return s.item(st)
	case "payment":
		return s.payment(st)
	case "relation":
		s.in.Relations = append(s.in.Relations, recon.Relation{From: st.Word(1), Kind: st.Word(2), To: st.Word(3)})
		return st.Done(4)
	case "withdraw":
		return s.withdraw(st)
	case "eval":
		return s.eval(st)
	}
	return st.Errorf("unknown word %s", st.Word(0))
}

func (s *script) item(st *scripttest.Statement) error {
	amount, err := money(st)
	if err != nil {
		return err
	}
	r := record.Receivable{
		Number: st.Word(1), Kind: "receivable", ContractNo: st.Arg("contract"), Date: record.Date(st.Arg("date")), Due: record.Date(st.Arg("due")),
		Amount: amount, Status: st.Arg("status"),
	}
	if st.Has("kind") {
		r.Kind = st.Arg("kind")
	}
	i, open := recon.OpenItem(st.Word(1), r)
	i.Customer, i.Order, i.Deal = st.Arg("customer"), st.Arg("order"), st.Arg("deal")
	i.Payers = strings.FieldsFunc(st.Arg("payers"), func(r rune) bool { return r == ',' })
	if open {
		s.in.Items = append(s.in.Items, i)
	}
	return st.Done(2)
}

func (s *script) payment(st *scripttest.Statement) error {
	amount, err := money(st)
	if err != nil {
		return err
	}
	r := record.Payment{Kind: "receipt", ValueDate: record.Date(st.Arg("date")), Amount: amount, ContractNo: st.Arg("contract"), Memo: st.Arg("memo")}
	if st.Has("kind") {
		r.Kind = st.Arg("kind")
	}
	if p, may := recon.Matchable(st.Word(1), st.Arg("payer"), r); may {
		s.in.Payments = append(s.in.Payments, p)
	}
	return st.Done(2)
}

func (s *script) withdraw(st *scripttest.Statement) error {
	items, payments := len(s.in.Items), len(s.in.Payments)
	s.in.Items = slices.DeleteFunc(slices.Clone(s.in.Items), func(i recon.Item) bool { return i.Record == st.Word(1) })
	s.in.Payments = slices.DeleteFunc(slices.Clone(s.in.Payments), func(p recon.Payment) bool { return p.Record == st.Word(1) })
	if len(s.in.Items)+len(s.in.Payments) != items+payments-1 {
		return st.Errorf("there is no item or payment %s", st.Word(1))
	}
	return st.Done(2)
}

func money(st *scripttest.Statement) (record.Money, error) {
	currency := "CNY"
	if st.Has("currency") {
		currency = st.Arg("currency")
	}
	d, err := decimal.NewFromString(st.Arg("amount"))
	if err != nil {
		return record.Money{}, st.Errorf("amount: %v", err)
	}
	m, err := record.MoneyOf(d, currency)
	if err != nil {
		return m, st.Errorf("amount: %v", err)
	}
	return m, nil
}

// eval compares the rows with the answer, for several input orders.
func (s *script) eval(st *scripttest.Statement) error {
	if len(st.Rows) == 0 {
		return st.Errorf("this eval expects nothing: write the rows below it, or the word nothing")
	}
	var want strings.Builder
	for i := range st.Rows {
		if err := st.Rows[i].Done(len(st.Rows[i].Words)); err != nil {
			return err
		}
		fmt.Fprintf(&want, "  %s\n", strings.Join(st.Rows[i].Words, "  "))
	}
	for round := range 4 {
		rows, err := answer(st, recon.Solve(shuffled(s.in, round)))
		if err != nil {
			return err
		}
		got := "  nothing\n"
		if len(rows) > 0 {
			got = ""
		}
		for _, r := range rows {
			got += "  " + strings.Join(r, "  ") + "\n"
		}
		if got != want.String() {
			return st.Errorf("%s (input order %d)\n want:\n%s got:\n%s", strings.Join(st.Words, " "), round, want.String(), got)
		}
	}
	return nil
}

func answer(st *scripttest.Statement, out recon.Output) (rows [][]string, err error) {
	words := 2
	switch st.Word(1) {
	case "payments":
		for _, m := range out.Matches {
			rule, _, _ := strings.Cut(m.Rule, "@")
			rows = append(rows, slices.DeleteFunc([]string{m.Payment, m.Item, m.Amount.String(), rule, m.Deal}, func(s string) bool { return s == "" }))
		}
		for _, u := range out.Unmatched {
			rows = append(rows, []string{u.Payment, u.Reason})
		}
		slices.SortStableFunc(rows, func(a, b []string) int { return strings.Compare(a[0], b[0]) })
	case "open":
		for _, b := range out.Balances {
			rows = append(rows, []string{b.Item, b.Open.String()})
		}
	case "why":
		words = 3
		for _, m := range out.Matches {
			if m.Payment == st.Word(2) {
				rows = append(rows, []string{m.Zh}, []string{m.En})
			}
		}
		for _, u := range out.Unmatched {
			if u.Payment == st.Word(2) {
				rows = append(rows, []string{u.Zh}, []string{u.En})
			}
		}
	case "candidates":
		words = 3
		for _, u := range out.Unmatched {
			if u.Payment == st.Word(2) {
				rows = append(rows, u.Candidates...)
			}
		}
	default:
		return nil, st.Errorf("unknown word %s", st.Word(1))
	}
	return rows, st.Done(words)
}

func shuffled(in recon.Input, round int) recon.Input {
	out := recon.Input{Items: slices.Clone(in.Items), Payments: slices.Clone(in.Payments), Relations: slices.Clone(in.Relations)}
	if round > 0 {
		r := rand.New(rand.NewPCG(uint64(round), 11))
		r.Shuffle(len(out.Items), func(i, j int) { out.Items[i], out.Items[j] = out.Items[j], out.Items[i] })
		r.Shuffle(len(out.Payments), func(i, j int) { out.Payments[i], out.Payments[j] = out.Payments[j], out.Payments[i] })
		r.Shuffle(len(out.Relations), func(i, j int) { out.Relations[i], out.Relations[j] = out.Relations[j], out.Relations[i] })
	}
	return out
}

// TestScriptsCanFail feeds the runner scripts that must not pass.
func TestScriptsCanFail(t *testing.T) {
	const load = "item YS-1001 customer=A amount=10.00\npayment P payer=A date=2026-01-02 amount=10.00\n"
	for name, c := range map[string]struct{ script, want string }{
		"asserts nothing":   {load, "expects nothing"},
		"eval without rows": {load + "eval payments\n", "expects nothing"},
		"unknown statement": {load + "itme X amount=1.00\n", "unknown word itme"},
		"unknown eval":      {load + "eval matches\n  x\n", "unknown word matches"},
		"unknown argument":  {"item X custmer=A amount=1.00\n", "unknown argument custmer"},
		"wrong amount":      {load + "eval payments\n  P YS-1001 9.00 amount\n", "got:"},
		"wrong reason":      {load + "eval payments\n  P no_open_item\n", "got:"},
		"nothing at all":    {load + "eval payments\n  nothing\n", "got:"},
		"bad amount":        {"item X amount=1.001\n", "decimals"},
		"withdraw nobody":   {load + "withdraw Q\n", "no item or payment Q"},
		"rows below item":   {"item X amount=1.00\n  x\n", "belong below an eval"},
	} {
		if err := runScript(c.script); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: got %v, want %q", name, err, c.want)
		}
	}
	if err := runScript(load + "eval payments\n  P YS-1001 10.00 amount\n"); err != nil {
		t.Errorf("a right script fails: %v", err)
	}
}
