package world

import (
	"fmt"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// stages are the steps of a deal, from first to last.
var stages = []string{"初步接洽", "需求确认", "方案报价", "商务谈判", "签约"}

var (
	lostReasons = []string{"价格高于竞品", "预算被取消", "采购延期", "已选竞品"}
	visitTexts  = []string{"拜访设备科，确认现有设备使用年限与更换预算", "电话沟通参数差异，客户要求补充注册证", "现场演示样机，检验科主任关注通量与耗材成本", "与采购中心核对付款方式，倾向分期", "提交报价单与同级医院案例，等待院办公会"}
	pains       = []string{"旧设备故障率高", "检验通量不足", "耗材成本高", "预算分两年下达"}
)

// enterSale enters a sale into the CRM: customers, contacts, the deal, its steps and follow-ups.
func (g *gen) enterSale(d dice, s *sale) {
	g.intoCRM(s.end, s.created.Add(-2*time.Hour))
	g.intoCRM(s.buyer, s.created.Add(-90*time.Minute))
	if s.payer != nil {
		g.intoCRM(s.payer, s.created.Add(-80*time.Minute))
	}
	s.deal = g.draftDeal(d, s)
	g.emit(s.created, model.Change, model.ConnCRM, model.StreamDeals, s.deal.Key, s.deal)
	g.steps(d, s)
	g.finish(d, s)
}

// draftDeal makes the deal of a sale as it is entered first: open, at the first stage.
func (g *gen) draftDeal(d dice, s *sale) *model.Deal {
	owner := g.seller(d, s.created)
	n := g.next("deal")
	deal := &model.Deal{
		Key: fmt.Sprintf("D%06d", n), Number: fmt.Sprintf("SJ2026-%06d", n), Title: s.end.short + s.product.name,
		Buyer: s.buyer.crm(), Owner: owner, Stage: stages[0], Status: "open",
		Amount: s.gross, Net: withoutVAT(s.gross, s.product.percent), TaxPercent: s.product.percent, ProductLine: s.product.line,
		CreatedAt: s.created, BuyerOrg: s.buyer.id, EndOrg: s.end.id, ViaDealer: s.dealer != nil,
	}
	deal.Name = model.NameOf(model.ConnCRM, model.StreamDeals, deal.Key)
	if s.dealer != nil {
		if s.explicit {
			deal.EndCustomer = s.end.crm()
		}
		if d.chance(50) {
			deal.Partner = s.dealer.crm()
		}
	} else if d.chance(30) {
		deal.EndCustomer = s.end.crm()
	}
	if s.payer != nil && s.named {
		deal.Payers = []model.Name{s.payer.crm()}
	}
	for _, l := range s.leads {
		if l.Conn == model.ConnCRM && l.CreatedAt.Before(s.created) {
			deal.Lead = l.Name
		}
	}
	return deal
}

// steps makes the stage changes and follow-ups on the way.
func (g *gen) steps(d dice, s *sale) {
	until, last := s.closed, len(stages)-2
	if s.status == "open" {
		until, last = g.end, d.between(0, len(stages)-2)
	}
	if s.status == "lost" {
		last = d.between(1, len(stages)-2)
	}
	span := until.Sub(s.created)
	for i := 1; i <= last; i++ {
		at := s.created.Add(span * time.Duration(i) / time.Duration(last+1)).Truncate(time.Minute)
		evidence := g.followUp(d, s, at.Add(-20*time.Minute))
		if d.chance(15) {
			evidence = ""
		}
		g.step(s, stages[i-1], stages[i], at, evidence)
		moved := *s.deal
		moved.Stage = stages[i]
		s.deal = &moved
	}
	if last > 0 {
		g.emit(s.created.Add(span*time.Duration(last)/time.Duration(last+1)).Truncate(time.Minute), model.Change, model.ConnCRM, model.StreamDeals, s.deal.Key, s.deal)
	}
}

func (g *gen) step(s *sale, from, to string, at time.Time, evidence string) {
	key := fmt.Sprintf("SC%07d", g.next("stage"))
	g.emit(at, model.Change, model.ConnCRM, model.StreamStages, key,
		&model.StageChange{Key: key, Deal: s.deal.Key, From: from, To: to, By: s.deal.Owner, Evidence: evidence, At: at})
}

// followUp makes an activity on the deal or its customer and gives its key.
func (g *gen) followUp(d dice, s *sale, at time.Time) string {
	key := fmt.Sprintf("A%07d", g.next("activity"))
	a := &model.Activity{Key: key, Object: "deals", On: s.deal.Key, Owner: s.deal.Owner, Kind: pick(d, []string{"call", "visit", "meeting", "demo", "quote"}), Text: pick(d, visitTexts), At: at}
	if d.chance(25) {
		a.Object, a.On = "customers", s.buyer.crmKey
	}
	if d.chance(20) {
		a.Text = "已沟通" // what the articles call a fake follow-up
	} else {
		a.PainPoint, a.NextAction, a.NextAt = pick(d, pains), "再次拜访", at.AddDate(0, 0, d.between(2, 9)).Format(time.DateOnly)
	}
	g.emit(at, model.Change, model.ConnCRM, model.StreamActivities, key, a)
	return key
}

// finish closes a sale in the CRM, or leaves it open.
func (g *gen) finish(d dice, s *sale) {
	switch s.status {
	case "open":
		g.open = append(g.open, s)
	case "lost":
		v := *s.deal
		v.Status, v.ClosedAt, v.LostReason = "lost", s.closed, pick(d, lostReasons)
		s.deal = &v
		g.emit(s.closed, model.Change, model.ConnCRM, model.StreamDeals, v.Key, &v)
	case "won":
		g.win(d, s)
	}
}

// win signs a sale: the deal gets its contract, plan and relations.
func (g *gen) win(d dice, s *sale) {
	v := *s.deal
	v.Status, v.Stage, v.SignedAt, v.ClosedAt = "won", stages[len(stages)-1], s.signed, s.signed
	v.ContractNo = fmt.Sprintf("HT%s-%05d", s.signed.Format("2006"), g.next("contract"))
	v.Plan = g.plan(d, s)
	g.step(s, s.deal.Stage, v.Stage, s.signed, "")
	s.deal = &v
	g.emit(s.signed, model.Change, model.ConnCRM, model.StreamDeals, v.Key, &v)
	g.tie(d, s, s.signed)
}

// withoutVAT takes the VAT out, rounded half away from zero.
func withoutVAT(gross, percent int64) int64 {
	return (2*gross*100 + 100 + percent) / (2 * (100 + percent))
}
