package truth_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/internal/world/truth"
	"github.com/heliuhub/heliu/record"
)

var (
	taxA = string(record.MakeTaxID("91", "990101", "MA00K001"))
	taxB = string(record.MakeTaxID("91", "990101", "MA00K002"))
	zone = time.FixedZone("Asia/Shanghai", 8*3600)
)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		panic(err)
	}
	return t
}

// world builds what was delivered.
type world struct{ d *truth.Delivered }

func newWorld() world { return world{truth.NewDelivered()} }

func (w world) customer(key, tax string, more ...func(*model.Customer)) model.Name {
	c := &model.Customer{Name: model.NameOf("crm", "customers", key), Key: key, CleanTax: tax, CleanName: key}
	for _, f := range more {
		f(c)
	}
	w.d.Add(&model.Event{Rec: c})
	return c.Name
}

func (w world) lead(key, person, company, tax, when string, more ...func(*model.Lead)) model.Name {
	l := &model.Lead{Name: model.NameOf("form", "leads", key), Who: "某人", CleanMobile: person, CleanName: company, CleanTax: tax, Channel: "website", Campaign: "c", CreatedAt: at(when)}
	for _, f := range more {
		f(l)
	}
	w.d.Add(&model.Event{Rec: l})
	return l.Name
}

func (w world) deal(number string, buyer model.Name, fen int64, signed string, more ...func(*model.Deal)) {
	x := &model.Deal{Name: model.NameOf("crm", "deals", number), Number: number, Buyer: buyer, Status: "won", Amount: fen, Net: fen / 2, ContractNo: "HT-" + number, SignedAt: at(signed)}
	for _, f := range more {
		f(x)
	}
	w.d.Add(&model.Event{Rec: x})
}

func (w world) item(key string, customer model.Name, contract string, fen int64, due string) model.Name {
	r := &model.Receivable{Name: model.NameOf("kd", "receivables", key), Key: key, Customer: customer, ContractNo: contract, Amount: fen, Due: due}
	w.d.Add(&model.Event{Rec: r})
	return r.Name
}

func (w world) pay(key string, payer model.Name, contract string, fen int64, day string, words ...string) {
	w.d.Add(&model.Event{Rec: &model.Payment{Name: model.NameOf("kd", "receipts", key), Key: key, Kind: "receipt", Customer: payer, ContractNo: contract, Words: words, Amount: fen, Date: day}})
}

func relation(kind string, to model.Name) func(*model.Customer) {
	return func(c *model.Customer) { c.Relations = append(c.Relations, model.Relation{Kind: kind, To: to}) }
}

func shape(parts [][]model.Name) string {
	var out []string
	for _, p := range parts {
		var names []string
		for _, n := range p {
			names = append(names, string(n[strings.LastIndex(string(n), "/")+1:]))
		}
		out = append(out, strings.Join(names, "+"))
	}
	return strings.Join(out, " ")
}

func TestOrganisations(t *testing.T) {
	code := func(c *model.Customer) { c.Codes = []model.Code{{System: "k", AccountSet: "1", Code: "9"}} }
	cases := []struct {
		name string
		make func(world)
		want string
	}{
		{"one tax ID", func(w world) { w.customer("a", taxA); w.lead("x", "", "other name", taxA, "2026-01-05 10:00") }, "a+x"},
		{"one code", func(w world) { w.customer("a", taxA, code); w.customer("b", "", code) }, "a+b"},
		{"two tax IDs and one code", func(w world) { w.customer("a", taxA, code); w.customer("b", taxB, code) }, "a b"},
		{"person and name", func(w world) {
			w.lead("x", "1", "甲 公司", "", "2026-01-05 10:00")
			w.lead("y", "1", "甲公司", taxA, "2026-01-06 10:00")
			w.lead("z", "2", "甲公司", "", "2026-01-06 10:00")
		}, "x+y z"},
		{"person and name, two tax IDs", func(w world) {
			w.lead("x", "1", "甲公司", taxA, "2026-01-05 10:00")
			w.lead("y", "1", "甲公司", "", "2026-01-06 10:00")
			w.lead("z", "1", "甲公司", taxB, "2026-01-06 10:00")
		}, "x y z"},
		{"no name joins customers", func(w world) { w.customer("a", ""); w.lead("x", "1", "a", "", "2026-01-05 10:00") }, "a x"},
	}
	for _, c := range cases {
		w := newWorld()
		c.make(w)
		if got := shape(truth.Compute(w.d).Provable.Organisations); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestAnIdentifierOfTooManyJoinsNothing(t *testing.T) {
	for holders, want := range map[int]int{20: 1, 21: 21} {
		w := newWorld()
		for i := range holders {
			w.lead(fmt.Sprintf("l%02d", i), "1", "甲公司", "", "2026-01-05 10:00")
		}
		p := truth.Compute(w.d).Provable
		if len(p.Organisations) != want || len(p.Persons) != want {
			t.Errorf("%d holders: %d organisations and %d persons, want %d", holders, len(p.Organisations), len(p.Persons), want)
		}
	}
}

func TestPaths(t *testing.T) {
	fair := func(l *model.Lead) { l.Channel = "trade_fair" }
	cases := []struct {
		name string
		make func(world)
		want string
	}{
		{"own organisation by tax ID", func(w world) {
			a := w.customer("a", taxA)
			w.lead("x", "", "n", taxA, "2026-01-05 10:00")
			w.deal("d", a, 100, "2026-02-01 10:00")
		}, "d:x"},
		{"by the person's employer", func(w world) {
			a := w.customer("a", taxA)
			w.d.Add(&model.Event{Rec: &model.Contact{Name: "crm/contacts/p", Customer: a, CleanMobile: "1"}})
			w.lead("x", "1", "whatever", "", "2026-01-05 10:00")
			w.deal("d", a, 100, "2026-02-01 10:00")
		}, "d:x"},
		{"two employers", func(w world) {
			a, b := w.customer("a", taxA), w.customer("b", taxB)
			w.d.Add(&model.Event{Rec: &model.Contact{Name: "crm/contacts/p", Customer: a, CleanMobile: "1"}})
			w.d.Add(&model.Event{Rec: &model.Contact{Name: "crm/contacts/q", Customer: b, CleanMobile: "1"}})
			w.lead("x", "1", "", "", "2026-01-05 10:00")
			w.deal("d", a, 100, "2026-02-01 10:00")
		}, ""},
		{"repeat within half an hour, daily cap, other channel", func(w world) {
			a := w.customer("a", taxA)
			w.lead("x", "1", "n", taxA, "2026-01-05 23:50")
			w.lead("y", "1", "n", taxA, "2026-01-06 00:10")
			w.lead("z", "2", "n", taxA, "2026-01-05 23:55")
			w.lead("u", "1", "n", taxA, "2026-01-05 23:52", fair)
			w.deal("d", a, 100, "2026-02-01 10:00")
		}, "d:x,u"},
		{"half an hour and a minute, another day", func(w world) {
			a := w.customer("a", taxA)
			w.lead("x", "1", "n", taxA, "2026-01-05 23:50")
			w.lead("y", "1", "n", taxA, "2026-01-06 00:21")
			w.deal("d", a, 100, "2026-02-01 10:00")
		}, "d:x,y"},
		{"window is half open", func(w world) {
			a := w.customer("a", taxA)
			w.lead("x", "1", "n", taxA, "2025-02-01 10:00")
			w.lead("y", "1", "n", taxA, "2025-02-01 09:59", fair)
			w.lead("z", "1", "n", taxA, "2026-02-01 10:00")
			w.deal("d", a, 100, "2026-02-01 10:00")
		}, "d:x"},
		{"end customer by relation", func(w world) {
			dealer := w.customer("dealer", "")
			w.customer("end", taxA, relation("end_customer_of", dealer))
			w.lead("x", "1", "n", taxA, "2026-01-05 10:00")
			w.deal("d", dealer, 100, "2026-02-01 10:00")
		}, "d:x"},
		{"two end customers by relation: the buyer", func(w world) {
			dealer := w.customer("dealer", "")
			w.customer("end", taxA, relation("end_customer_of", dealer))
			w.customer("end2", taxB, relation("end_customer_of", dealer))
			w.lead("x", "1", "n", taxA, "2026-01-05 10:00")
			w.deal("d", dealer, 100, "2026-02-01 10:00")
		}, ""},
	}
	for _, c := range cases {
		w := newWorld()
		c.make(w)
		p := truth.Compute(w.d).Provable
		var got []string
		for _, path := range p.Paths {
			got = append(got, path.Deal+":"+strings.ReplaceAll(strings.ReplaceAll(fmt.Sprint(path.Touches), "form/leads/", ""), " ", ","))
		}
		if g := strings.NewReplacer("[", "", "]", "").Replace(strings.Join(got, " ")); g != c.want {
			t.Errorf("%s: %q, want %q", c.name, g, c.want)
		}
		if (c.want == "") != (len(p.Unattributed) == 1) {
			t.Errorf("%s: unattributed %v", c.name, p.Unattributed)
		}
	}
}

func TestLinearGivesTheOddFenByTouchKey(t *testing.T) {
	w := newWorld()
	a := w.customer("a", taxA)
	for key, channel := range map[string]string{"c": "website", "b": "douyin", "a": "wecom"} {
		w.lead(key, "1", "n", taxA, "2026-01-05 1"+string('0'+"cba"[0]-key[0])+":00", func(l *model.Lead) { l.Channel = channel })
	}
	w.deal("d", a, 101, "2026-02-01 10:00")
	got := map[string]int64{}
	for _, f := range truth.Compute(w.d).Provable.Revenue {
		if f.Model == "linear" {
			got[f.Channel] = f.Gross*1000 + f.Net
		}
	}
	want := map[string]int64{"wecom": 34017, "douyin": 34017, "website": 33016}
	for k, v := range want {
		if got[k] != v {
			t.Errorf("%s: %d, want %d", k, got[k], v)
		}
	}
}

func TestCost(t *testing.T) {
	w := newWorld()
	w.lead("x", "1", "n", "", "2026-01-31 10:00")
	w.lead("y", "2", "n", "", "2026-02-01 10:00")
	w.lead("z", "3", "n", "", "2026-02-01 11:00")
	add := func(key, spread, from, to string, fen, rate int64, in bool) {
		w.d.Add(&model.Event{Rec: &model.Spend{Name: model.Name(key), Day: "2026-03-05", Channel: "website", Campaign: "c", CampaignID: map[bool]string{true: "", false: key}[spread == "per_lead"], Net: fen, TaxRate: rate, TaxIn: in, Spread: spread, From: from, To: to}})
	}
	add("day", "day", "", "", 10_00, 600, true)
	add("ex", "", "", "", 10_00, 1300, false)
	add("range", "range", "2026-01-30", "2026-02-01", 1_01, 0, true)
	add("backwards", "range", "2026-02-01", "2026-01-30", 5, 0, true)
	add("leads", "per_lead", "", "", 1_00, 0, true)
	want := []string{
		"backwards 2026-03 5 5", "c 2026-01 33 33", "c 2026-02 67 67", "day 2026-03 943 1000", "ex 2026-03 1000 1130",
		"range 2026-01 68 68", "range 2026-02 33 33",
	}
	var got []string
	for _, f := range truth.Compute(w.d).Provable.Cost {
		got = append(got, fmt.Sprintf("%s %s %d %d", f.Campaign, f.Month, f.Excl, f.Incl))
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestPayments(t *testing.T) {
	cases := []struct {
		name string
		make func(w world, a model.Name)
		want string // item amount … | by amount | reasons
	}{
		{"the one item of that amount", func(w world, a model.Name) { w.pay("p", a, "HT-d", 60, "2026-03-01") }, "p:i2:d:60||"},
		{"through the items by due date", func(w world, a model.Name) { w.pay("p", a, "HT-d", 70, "2026-03-01") }, "p:i1:d:30 p:i2:d:40||"},
		{"too much", func(w world, a model.Name) { w.pay("p", a, "HT-d", 101, "2026-03-01") }, "||p:amount_exceeds_open"},
		{"a stranger", func(w world, _ model.Name) { w.pay("p", w.customer("s", ""), "HT-d", 60, "2026-03-01") }, "||p:payer_mismatch"},
		{"nobody", func(w world, _ model.Name) { w.pay("p", "", "HT-d", 60, "2026-03-01") }, "||p:payer_unknown"},
		{"a treasury centre", func(w world, a model.Name) {
			w.pay("p", w.customer("s", "", relation("treasury_payer_for", a)), "", 60, "2026-03-01", "HT-d")
		}, "p:i2:d:60||"},
		{"earlier payments first", func(w world, a model.Name) {
			w.pay("q", a, "HT-d", 60, "2026-03-01")
			w.pay("p", a, "HT-d", 60, "2026-03-02")
		}, "q:i2:d:60||p:amount_exceeds_open"},
		{"by amount", func(w world, a model.Name) { w.pay("p", a, "HT-wrong", 60, "2026-03-01") }, "|p:i2:d:60|"},
		{"two ask for one", func(w world, a model.Name) {
			w.pay("p", a, "", 60, "2026-03-01")
			w.pay("q", a, "", 60, "2026-03-01")
		}, "||p:ambiguous_amount q:ambiguous_amount"},
		{"no item of that amount", func(w world, a model.Name) { w.pay("p", a, "", 90, "2026-03-01") }, "||p:no_open_item"},
		{"two add up to it", func(w world, a model.Name) {
			w.item("i3", a, "", 30, "2026-05-01")
			w.pay("p", a, "", 60, "2026-03-01")
		}, "||p:ambiguous_amount"},
	}
	for _, c := range cases {
		w := newWorld()
		a := w.customer("a", taxA)
		w.deal("d", a, 100, "2026-02-01 10:00")
		w.item("i2", a, "HT-d", 60, "2026-04-01")
		w.item("i1", a, "ht-d", 30, "2026-03-01")
		c.make(w, a)
		r := truth.Compute(w.d)
		var out []string
		for _, ms := range [][]truth.Match{r.Provable.Matches, r.ByAmount} {
			var s []string
			for _, m := range ms {
				s = append(s, fmt.Sprintf("%s:%s:%s:%d", m.Payment[len("kd/receipts/"):], m.Item[len("kd/receivables/"):], m.Deal, m.Amount))
			}
			out = append(out, strings.Join(s, " "))
		}
		var reasons []string
		for n, why := range r.Reasons {
			reasons = append(reasons, string(n[len("kd/receipts/"):])+":"+why)
		}
		slices.Sort(reasons)
		if got := strings.Join(append(out, strings.Join(reasons, " ")), "|"); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
