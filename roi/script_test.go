package roi_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/heliuhub/heliu/internal/scripttest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
)

// TestScripts runs testdata/*.roitest; testdata/README.md describes the language.
func TestScripts(t *testing.T) {
	scripttest.Files(t, "testdata/*.roitest", runScript)
}

// script is what the statements so far have loaded.
type script struct {
	touches   []roi.Touch
	deals     []roi.Deal
	parties   map[string][2]string // deal → buyer, end customer
	spend     []roi.SpendRow
	relations []roi.Relation
}

// runScript runs a script; every eval is asked again with its inputs shuffled.
func runScript(text string) error {
	s := &script{parties: map[string][2]string{}}
	return scripttest.Run(text, s.run)
}

func (s *script) run(st *scripttest.Statement) error {
	switch st.Word(0) {
	case "touch":
		return s.touch(st)
	case "deal":
		return s.deal(st)
	case "spend":
		return s.spendRow(st)
	case "relation":
		s.relations = append(s.relations, roi.Relation{From: st.Word(1), Kind: st.Word(2), To: st.Word(3)})
		return st.Done(4)
	case "eval":
		return s.eval(st)
	}
	return st.Errorf("unknown word %s", st.Word(0))
}

func (s *script) touch(st *scripttest.Statement) error {
	at, err := moment(st.Arg("at"))
	if err != nil {
		return st.Errorf("%v", err)
	}
	s.touches = append(s.touches, roi.TouchOf(st.Word(1), st.Arg("account"), st.Arg("person"), record.Lead{
		Channel: st.Arg("channel"), Campaign: st.Arg("campaign"), CampaignID: st.Arg("campaign_id"), Creative: st.Arg("creative"), CreatedAt: at,
	}))
	return st.Done(2)
}

func (s *script) deal(st *scripttest.Statement) error {
	d := record.Deal{Number: st.Word(1), Status: "won"}
	if st.Has("status") {
		d.Status = st.Arg("status")
	}
	if st.Has("signed") {
		at, err := moment(st.Arg("signed"))
		if err != nil {
			return st.Errorf("%v", err)
		}
		d.SignedAt = &at
	}
	currency := currencyOf(st)
	for key, into := range map[string]**record.Money{"amount": &d.Amount, "net": &d.Net} {
		if st.Has(key) {
			m, err := money(st.Arg(key), currency)
			if err != nil {
				return st.Errorf("%v", err)
			}
			*into = &m
		}
	}
	out := roi.DealOf(st.Word(1), st.Arg("account"), d)
	if st.Has("buyer") {
		s.parties[out.Key] = [2]string{st.Arg("buyer"), st.Arg("end_customer")}
	}
	s.deals = append(s.deals, out)
	return st.Done(2)
}

func (s *script) spendRow(st *scripttest.Statement) error {
	cost, err := money(st.Arg("cost"), currencyOf(st))
	if err != nil {
		return st.Errorf("%v", err)
	}
	from, to, _ := strings.Cut(st.Arg("range"), "..")
	s.spend = append(s.spend, roi.SpendRow{Key: st.Word(1), Version: st.Arg("version"), Spend: record.Spend{
		Day: record.Date(st.Arg("day")), Channel: st.Arg("channel"), Campaign: st.Arg("campaign"), CampaignID: st.Arg("campaign_id"),
		CostNet: cost, TaxRate: st.Arg("tax_rate"), TaxIncluded: st.Arg("tax") == "included",
		Spread: st.Arg("spread"), RangeFrom: record.Date(from), RangeTo: record.Date(to),
	}})
	if tax := st.Arg("tax"); tax != "" && tax != "included" && tax != "excluded" {
		return st.Errorf("tax is included or excluded, not %s", tax)
	}
	return st.Done(2)
}

// shuffled gives the script with its inputs in another order; round 0 is as written.
func (s *script) shuffled(round int) *script {
	c := *s
	c.touches, c.deals, c.spend, c.relations = slices.Clone(s.touches), slices.Clone(s.deals), slices.Clone(s.spend), slices.Clone(s.relations)
	if round == 0 {
		return &c
	}
	r := rand.New(rand.NewPCG(uint64(round), 7))
	r.Shuffle(len(c.touches), func(i, j int) { c.touches[i], c.touches[j] = c.touches[j], c.touches[i] })
	r.Shuffle(len(c.deals), func(i, j int) { c.deals[i], c.deals[j] = c.deals[j], c.deals[i] })
	r.Shuffle(len(c.spend), func(i, j int) { c.spend[i], c.spend[j] = c.spend[j], c.spend[i] })
	r.Shuffle(len(c.relations), func(i, j int) { c.relations[i], c.relations[j] = c.relations[j], c.relations[i] })
	return &c
}

// resolved gives the deals with their accounts.
func (s *script) resolved() []roi.Deal {
	out := slices.Clone(s.deals)
	for i, d := range out {
		if p, ok := s.parties[d.Key]; ok {
			out[i].Account, _ = roi.DealAccount(p[0], p[1], s.relations)
		}
	}
	return out
}

func (s *script) costs() ([]roi.CostDay, error) {
	var out []roi.CostDay
	for _, row := range roi.Newest(s.spend) {
		days, err := roi.SpendDays(row.Key, row.Spend, roi.LeadDaysOf(s.touches))
		if err != nil {
			return nil, err
		}
		out = append(out, days...)
	}
	return out, nil
}

func currencyOf(st *scripttest.Statement) string {
	if st.Has("currency") {
		return st.Arg("currency")
	}
	return "CNY"
}

func money(text, currency string) (record.Money, error) {
	d, err := decimal.NewFromString(text)
	if err != nil {
		return record.Money{}, err
	}
	return record.MoneyOf(d, currency)
}

func moment(text string) (time.Time, error) {
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", time.DateOnly} {
		if t, err := time.ParseInLocation(layout, text, record.Shanghai); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time: write 2026-01-31 or \"2026-01-31 09:30\"", text)
}
