package world

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/record"
)

func TestTheFakesHoldThePast(t *testing.T) {
	w := Generate(Config{Seed: 4})
	last := map[model.Name]*model.Event{}
	for _, e := range w.Past {
		last[e.Name()] = e
	}
	f := newFakes(w, clock.NewFake(w.End()))
	for n, e := range last {
		switch e.Target {
		case model.ConnCRM:
			if _, ok := f.CRM.Get(e.Stream, e.Key); !ok {
				t.Errorf("the CRM lacks %s", n)
			}
		case model.ConnKingdee:
			switch r := e.Rec.(type) {
			case *model.Customer:
				c, ok := f.Kingdee.Customer(e.Key)
				if !ok || c.TaxRegisterCode+c.SocialCreditCode != r.TaxID {
					t.Errorf("Kingdee has %+v for %s", c, n)
				}
			case *model.Receivable:
				k, ok := f.Kingdee.Receivable(e.Key)
				if !ok || k.Entries[0].AllAmountFor != yuan(r.Amount) || k.Cancelled != r.Void || k.Entries[0].OrderNumber != r.OrderNo {
					t.Errorf("Kingdee has %+v for %s", k, n)
				}
			case *model.Payment:
				k, ok := f.Kingdee.Receipt(e.Key)
				if !ok || k.PayUnit != r.CustomerKey || k.Contract != r.ContractNo || k.Remark != r.Memo {
					t.Errorf("Kingdee has %+v for %s", k, n)
				}
			case *model.Order:
				if k, ok := f.Kingdee.Order(e.Key); !ok || k.Contract != r.ContractNo {
					t.Errorf("Kingdee has %+v for %s", k, n)
				}
			}
		}
	}
}

func TestCRMObjectsKeepTheirAmountsAndReferences(t *testing.T) {
	w := Generate(Config{Seed: 4})
	checked := 0
	for _, e := range w.Past {
		d, ok := e.Rec.(*model.Deal)
		if !ok || d.Status != "won" {
			continue
		}
		b, err := json.Marshal(crmObject(e))
		if err != nil {
			t.Fatal(err)
		}
		var got struct {
			Buyer  struct{ Object, ID string }
			Amount record.Money
			Net    record.Money
			Plan   []struct{ Amount record.Money } `json:"payment_plan"`
		}
		if err := json.Unmarshal(b, &got); err != nil {
			t.Fatal(err)
		}
		if got.Buyer.Object != "customers" || model.NameOf(model.ConnCRM, "customers", got.Buyer.ID) != d.Buyer || got.Amount != record.CNY(d.Amount) || got.Net != record.CNY(d.Net) {
			t.Errorf("%s became %s", d.Name, b)
		}
		var sum int64
		for _, p := range got.Plan {
			sum += p.Amount.Minor
		}
		if sum != d.Amount {
			t.Errorf("%s: the plan adds up to %d of %d", d.Name, sum, d.Amount)
		}
		checked++
	}
	if checked == 0 {
		t.Error("no deal was won")
	}
}

func TestBaiduRowsEndAtTheNewestCost(t *testing.T) {
	w := Generate(Config{Seed: 4})
	want := map[string]string{}
	for _, e := range w.Past {
		if s, ok := e.Rec.(*model.Spend); ok && e.Target == model.ConnBaidu {
			want[s.Day+s.CampaignID] = yuan(s.Gross)
			net := decimal.New(s.Gross, 0).Mul(decimal.New(10000-BaiduRebate, -4)).Round(0)
			if !net.Equal(decimal.New(s.Net, 0)) || s.Gross-s.Rebate != s.Net {
				t.Errorf("%s: %d before and %d after rebate", s.Name, s.Gross, s.Net)
			}
		}
	}
	restated := 0
	for _, r := range w.BaiduData().Rows {
		cost := r.Cost
		if n := len(r.Restated); n > 0 {
			cost = r.Restated[n-1].Cost
			restated++
		}
		k := string(r.Day) + decimal.New(r.CampaignID, 0).String()
		if cost != want[k] {
			t.Errorf("%s ends at %s, want %s", k, cost, want[k])
		}
		delete(want, k)
	}
	if len(want) != 0 || restated == 0 {
		t.Errorf("%d rows are missing, %d restated", len(want), restated)
	}
}

func TestFormsSayNoMoreThanTheLead(t *testing.T) {
	l := &model.Lead{Key: "evt-1", Who: "某人", Mobile: "１３９００００１２３４", Channel: "baidu_sem", Click: "abc", Implied: true}
	a, err := formBody(l)
	if err != nil {
		t.Fatal(err)
	}
	b, _ := formBody(l)
	if !bytes.Equal(a, b) {
		t.Error("one form has two bodies")
	}
	if s := string(a); !strings.Contains(s, `"click_ids":{"bd_vid":"abc"}`) || strings.Contains(s, `"channel"`) || strings.Contains(s, `"email"`) {
		t.Errorf("body %s", s)
	}
	l.Implied = false
	if c, _ := formBody(l); !strings.Contains(string(c), `"channel":"baidu_sem"`) {
		t.Errorf("body %s", c)
	}
}

func TestListsCanBeReadBack(t *testing.T) {
	w := Generate(Config{Seed: 4})
	seen := map[string]bool{}
	for _, e := range w.Past {
		f, ok := e.Rec.(*model.File)
		if !ok || seen[f.Format+f.Kind] {
			continue
		}
		seen[f.Format+f.Kind] = true
		_, a, err := listFile(f)
		if err != nil {
			t.Fatal(err)
		}
		_, b, _ := listFile(f)
		if !bytes.Equal(a, b) {
			t.Errorf("%s is written in two ways", f.List)
		}
		var got [][]string
		switch f.Format {
		case "xlsx":
			x, err := excelize.OpenReader(bytes.NewReader(a))
			if err != nil {
				t.Fatal(err)
			}
			got, err = x.GetRows("Sheet1", excelize.Options{RawCellValue: true})
			if err != nil {
				t.Fatal(err)
			}
		case "csv-gb18030":
			if a, err = simplifiedchinese.GB18030.NewDecoder().Bytes(a); err != nil {
				t.Fatal(err)
			}
			fallthrough
		default:
			r := csv.NewReader(bytes.NewReader(a))
			r.FieldsPerRecord = -1 // a title may stand above the header
			if got, err = r.ReadAll(); err != nil {
				t.Fatal(err)
			}
			if len(got[0]) == 1 {
				got = got[1:]
			}
		}
		for len(got) > 0 && strings.TrimSpace(strings.Join(got[len(got)-1], "")) == "" {
			got = got[:len(got)-1]
		}
		want := listRows(f)
		if len(got) != len(want) {
			t.Fatalf("%s: %d rows, want %d", f.List, len(got), len(want))
		}
		for i := range want {
			g, v := strings.TrimRight(strings.Join(got[i], "|"), "|"), strings.TrimRight(strings.Join(want[i], "|"), "|")
			if g != v {
				t.Errorf("%s row %d: %q, want %q", f.List, i+1, g, v)
			}
		}
	}
	if len(seen) < 5 {
		t.Errorf("lists of %v only", seen)
	}
}
