package roi_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/roi"
)

// The published table: 488 leads for 139,568 yuan cost 286 each, 471 for 90,432 cost
// 192, 1,000 for 43,000 cost 43; fair and search together 230,000.
func TestPublishedCostPerLead(t *testing.T) {
	f := roi.Facts{
		Leads: []roi.LeadFact{
			{Channel: "baidu_sem", Campaign: "a", Month: "2026-01", Leads: 400, Raw: 500},
			{Channel: "baidu_sem", Campaign: "b", Month: "2026-02", Leads: 88, Raw: 90},
			{Channel: "trade_fair", Month: "2026-01", Leads: 471, Raw: 471},
			{Channel: "wechat_mp", Month: "2026-02", Leads: 1000, Raw: 1000},
		},
		Cost: []roi.CostFact{
			{Channel: "baidu_sem", Campaign: "a", Month: "2026-01", Excl: record.CNY(13_956_799)},
			{Channel: "baidu_sem", Campaign: "b", Month: "2026-02", Excl: record.CNY(1)},
			{Channel: "trade_fair", Month: "2026-01", Excl: record.CNY(9_043_200)},
			{Channel: "wechat_mp", Month: "2026-02", Excl: record.CNY(4_300_000)},
		},
	}
	m, err := roi.BuildMatrix(roi.Query{}, f)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][2]string{"baidu_sem": {"139568.00", "286.00"}, "trade_fair": {"90432.00", "192.00"}, "wechat_mp": {"43000.00", "43.00"}, "unattributed": {"0.00", "n/a"}}
	if len(m.Rows) != len(want) {
		t.Errorf("%d rows", len(m.Rows))
	}
	for _, r := range m.Rows {
		if got := [2]string{r.Cost, r.CPL}; got != want[r.ID] {
			t.Errorf("%s: got %v, want %v", r.ID, got, want[r.ID])
		}
	}
	if m.Totals.CPL != "139.36" || m.Totals.Leads != 1959 || m.Totals.LeadsRaw != 2061 { // 273,000 / 1,959
		t.Errorf("totals %+v", m.Totals)
	}
}

func TestMatrixAsJSON(t *testing.T) {
	m, err := roi.BuildMatrix(roi.Query{Columns: roi.ByMonth}, roi.Facts{
		Revenue: []roi.RevenueFact{{Deal: "d", Model: "first@1", Channel: "wecom", Month: "2026-01", Net: record.CNY(1050)}, {Deal: "e", Unattributed: true, Month: "2026-02", Net: record.CNY(350)}},
		Cost:    []roi.CostFact{{Channel: "wecom", Month: "2026-01", Excl: record.CNY(300)}},
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"rows":[{"id":"wecom","zh":"企业微信","en":"WeCom","channel":"wecom","leads":0`,
		`"cells":{"2026-01":{`, `"revenue":"10.50","cpl":"n/a","roas":"3.5000","roi_revenue":"2.5000"`,
		`{"id":"unattributed","zh":"未归因","en":"Unattributed","unattributed":true`, `"currencies":["CNY"]`, `"unattributed_share":"0.2500"`,
		`"columns":[{"id":"2026-01","zh":"2026-01","en":"2026-01","month":"2026-01"},{"id":"2026-02"`,
	} {
		if !strings.Contains(string(b), want) {
			t.Errorf("%s is not in\n%s", want, b)
		}
	}
}

func TestCampaignTitleDoesNotDependOnOrder(t *testing.T) {
	named := []roi.LeadFact{{Channel: "wecom", Campaign: "7", CampaignName: "b"}, {Channel: "wecom", Campaign: "7"}, {Channel: "wecom", Campaign: "7", CampaignName: "a"}, {Channel: "wecom"}}
	for range named {
		named = append(named[1:], named[0])
		m, err := roi.BuildMatrix(roi.Query{Rows: roi.ByCampaign}, roi.Facts{Leads: named})
		if err != nil || len(m.Rows) != 3 || m.Rows[0].En != "No campaign" || m.Rows[1].Zh != "a" || m.Rows[1].ID != "wecom/7" {
			t.Errorf("%v %+v", err, m.Rows)
		}
	}
}

func TestQueryRefuses(t *testing.T) {
	for field, q := range map[string]roi.Query{
		"rows": {Rows: "seller"}, "columns": {Columns: roi.ByChannel}, "model": {Model: "first@9"}, "basis": {Basis: "cash"},
		"vat": {VAT: "both"}, "currency": {Currency: "XXX"}, "from": {From: "2026-13"}, "to": {From: "2026-02", To: "2026-01"},
	} {
		_, err := roi.BuildMatrix(q, roi.Facts{})
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != "bad_matrix_query" || f.Field != field || f.HTTPStatus() != 400 {
			t.Errorf("%s: got %v", field, err)
		}
	}
}

func TestSpendRefusesARateThatIsNone(t *testing.T) {
	for _, rate := range []string{"6%", "13", "1", "-0.06", "1e-999999999", "0.0600000000000000001"} {
		_, err := roi.SpendDays("ads/spend/1", record.Spend{CostNet: record.CNY(1), TaxRate: rate}, nil)
		if f := fault.As(err); err == nil || f.Code != "bad_value" || f.Field != "tax_rate" || f.Where != "ads/spend/1" {
			t.Errorf("%s: got %v", rate, err)
		}
	}
	free := record.Spend{CostNet: record.CNY(0), Day: "2026-01-01", Spread: "range", RangeFrom: "2026-01-01", RangeTo: "2026-01-03"}
	if days, err := roi.SpendDays("s", free, nil); err != nil || len(days) != 1 || days[0].Day != "2026-01-01" || days[0].Incl != record.CNY(0) {
		t.Errorf("a free row: %v %v", days, err)
	}
	huge := record.Spend{CostNet: record.CNY(9_000_000_000_000_000_000), TaxRate: "0.13"}
	if _, err := roi.SpendDays("s", huge, nil); fault.KindOf(err) != fault.Invalid {
		t.Errorf("got %v", err)
	}
	long := record.Spend{CostNet: record.CNY(5), Day: "2026-01-01", Spread: "range", RangeFrom: "2016-01-01", RangeTo: "2026-01-08"}
	if days, err := roi.SpendDays("s", long, nil); err != nil || len(days) != 1 || days[0].Day != "2026-01-01" {
		t.Errorf("%v %v", days, err)
	}
}
