package console_test

import (
	"log/slog"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

var quiet = slog.New(slog.DiscardHandler)

// The golden records of the story.
var (
	hospital = uuid.MustParse("0b000000-0000-4000-8000-000000000001")
	dealer   = uuid.MustParse("0b000000-0000-4000-8000-000000000002")
	doctor   = uuid.MustParse("0b000000-0000-4000-8000-000000000003")
	stranger = uuid.MustParse("0b000000-0000-4000-8000-000000000004")
)

var (
	hospitalTaxID = string(record.MakeTaxID("12", "310000", "42500012"))
	dealerTaxID   = string(record.MakeTaxID("91", "310000", "MA1FX001"))
)

const (
	doctorMobile   = "13900010001"
	strangerMobile = "13900010002"
)

func org(id uuid.UUID) map[mdm.Kind]uuid.UUID { return map[mdm.Kind]uuid.UUID{mdm.Organisation: id} }

func person(id uuid.UUID) map[mdm.Kind]uuid.UUID {
	return map[mdm.Kind]uuid.UUID{mdm.Person: id}
}

func both(o, p uuid.UUID) map[mdm.Kind]uuid.UUID {
	return map[mdm.Kind]uuid.UUID{mdm.Organisation: o, mdm.Person: p}
}

func at(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 3, 0, 0, 0, time.UTC)
}

func key(stream, k, entity string) *record.Ref {
	return &record.Ref{Entity: entity, Stream: stream, Key: k}
}

func yuan(fen int64) *record.Money { m := record.CNY(fen); return &m }

// story puts a small, complete story into a workspace: a hospital with two touches,
// a deal of 1,000.01, its order, receivable and payment; a dealer's deal that no
// touch can claim; a payment of nobody; a stranger without a company; a dead letter,
// a value that was left out, and a record still under way.
func (h *hub) story(ws record.WorkspaceID) *data {
	h.t.Helper()
	d := h.newData(ws, "src")
	d.put("customers", "C1", record.KindCustomer, record.Customer{
		LegalName: "启明医院", TaxID: hospitalTaxID, Phones: []string{"021-55550001"}, LegalRepresentative: "李四", Codes: []record.Code{{System: "erp", Code: "C1"}},
	}, org(hospital))
	d.put("customers", "C2", record.KindCustomer, record.Customer{
		LegalName: "和光经销有限公司", TaxID: dealerTaxID,
		Relations: []record.Relation{{Kind: "subsidiary_of", To: *key("customers", "C1", record.KindCustomer), Since: "2020-01-01"}},
	}, org(dealer))
	d.put("contacts", "K1", record.KindContact, record.Contact{
		Name: "张三丰", Customer: key("customers", "C1", record.KindCustomer), Mobiles: []string{doctorMobile}, Emails: []string{"zsf@qiming.example.com"}, Title: "主任",
	}, person(doctor))
	lead := func(k, company, taxID, name, mobile, channel, campaign string, t time.Time, g map[mdm.Kind]uuid.UUID) {
		d.put("leads", k, record.KindLead, record.Lead{
			ContactName: name, CompanyName: company, TaxID: taxID, Mobile: mobile, Channel: channel, Campaign: campaign, CampaignID: campaign, CreatedAt: t,
		}, g)
	}
	lead("L1", "启明医院(总院)", hospitalTaxID, "张三丰", doctorMobile, "baidu_sem", "c1", at(1, 5), both(hospital, doctor))
	lead("L2", "启明医院", hospitalTaxID, "张三丰", doctorMobile, "trade_fair", "", at(2, 10), both(hospital, doctor))
	lead("L3", "", "", "王五", strangerMobile, "website", "", at(2, 11), person(stranger))
	lead("L4", "启明医院", hospitalTaxID, "张三丰", doctorMobile, "baidu_sem", "c1", at(1, 5).Add(10*time.Minute), both(hospital, doctor)) // a repeat
	signed, signed2 := at(3, 1), at(3, 5)
	d.put("deals", "D1", record.KindDeal, record.Deal{
		Number: "D-001", ContractNo: "HT-2026-001", Name: "超声设备", Buyer: key("customers", "C1", record.KindCustomer), Status: "won", Stage: "签约",
		Amount: yuan(100001), Net: yuan(88497), CreatedAt: at(2, 1), SignedAt: &signed,
	}, nil)
	d.put("deals", "D2", record.KindDeal, record.Deal{
		Number: "D-002", Buyer: key("customers", "C2", record.KindCustomer), Status: "won", Amount: yuan(50000), Net: yuan(44248), CreatedAt: at(2, 1), SignedAt: &signed2,
	}, nil)
	d.put("stages", "S1", record.KindStageChange, record.StageChange{On: key("deals", "D1", record.KindDeal), From: "报价", To: "签约", At: signed}, nil)
	d.put("activities", "A1", record.KindActivity, record.Activity{On: key("deals", "D1", record.KindDeal), Kind: "call", Text: "电话 " + doctorMobile + " 确认", At: &signed}, nil)
	d.put("orders", "O1", record.KindOrder, record.Order{
		Number: "XSDD000123", ContractNo: "HT-2026-001", Customer: key("customers", "C1", record.KindCustomer), Date: "2026-03-02", Amount: record.CNY(100001),
	}, nil)
	d.put("receivables", "R1", record.KindReceivable, record.Receivable{
		Number: "AR-0001", Kind: "receivable", ContractNo: "HT-2026-001", Customer: key("customers", "C1", record.KindCustomer),
		Order: &record.Ref{Entity: record.KindOrder, Natural: "number", Value: "XSDD000123"}, Date: "2026-03-03", Due: "2026-04-01", Amount: record.CNY(100001),
	}, nil)
	pay := func(k string, fen int64, memo string, c *record.Ref) {
		d.put("payments", k, record.KindPayment, record.Payment{
			ID: k, Kind: "receipt", OurAccount: "0001", ValueDate: "2026-04-02", Amount: record.CNY(fen), Memo: memo, Customer: c, PayerAccount: "6222021234567890123", PayerName: "付款单位",
		}, nil)
	}
	pay("SK-1", 100001, "货款 HT-2026-001 联系 "+doctorMobile, key("customers", "C1", record.KindCustomer))
	pay("SK-2", 7700, "", nil)
	d.put("spend", "X1", record.KindSpend, record.Spend{
		Platform: "baidu", Account: "a", Day: "2026-01-05", Channel: "baidu_sem", Campaign: "c1", CampaignID: "c1", CostGross: record.CNY(10600), CostNet: record.CNY(10600),
		TaxRate: "0.06", TaxIncluded: true,
	}, nil)
	d.land("leads", "BAD1", map[string]string{"mobile": doctorMobile, "name": "赵六"}, pipelines.Quarantined, "missing_field",
		pipelines.DeadLetter{Field: "channel", Fault: fault.New("missing_field", nil).At("channel", "")})
	d.land("leads", "VAL1", map[string]string{"tax_id": "x"}, pipelines.Applied, "",
		pipelines.DeadLetter{Value: true, Field: "tax_id", Path: "tax_id", Masked: "9131**", Fault: fault.New("uscc_checksum", nil).At("tax_id", "9131**")})
	d.land("leads", "WAY1", map[string]string{"x": "y"}, "", "")
	d.derive()
	return d
}
