package world

import (
	"fmt"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// debt is a receivable with what it is for.
type debt struct {
	rec    *model.Receivable
	sale   *sale
	booked time.Time
	paid   bool
}

// bookSale books a won sale in Kingdee: order, a receivable for each instalment, receipts.
func (g *gen) bookSale(d dice, s *sale) {
	if s.status != "won" {
		return
	}
	g.intoKingdee(s.buyer, s.signed)
	if s.payer != nil {
		g.intoKingdee(s.payer, s.signed)
	}
	if !g.bookOrder(d, s, s.signed.AddDate(0, 0, 1)) {
		return
	}
	for i := range s.steps {
		g.bookDebt(d, s, i)
	}
	g.payDebts(d, s)
}

func (g *gen) bookOrder(d dice, s *sale, at time.Time) bool {
	o := &model.Order{
		Key: fmt.Sprintf("XSDD%06d", g.next("order")), Customer: s.buyer.kd(), CustomerKey: s.buyer.kdKey, ContractNo: s.deal.ContractNo,
		Date: at.Format(time.DateOnly), Amount: s.gross, Net: s.deal.Net, TaxPercent: s.product.percent, Product: s.product.name, Seller: g.kingdeeCode(s.deal.Owner),
	}
	if d.chance(3) {
		o.ContractNo = "" // forgotten: only the receivables lead to the deal
	}
	o.Name = model.NameOf(model.ConnKingdee, model.StreamOrders, o.Key)
	s.order = o
	return g.emit(at, model.Booking, model.ConnKingdee, model.StreamOrders, o.Key, o)
}

// bookDebt books the receivable of plan line i, when its time has come.
func (g *gen) bookDebt(d dice, s *sale, i int) {
	line, at := s.deal.Plan[i], s.bookedAt(i)
	r := g.receivable(d, s, line, at)
	if !g.emit(at, model.Booking, model.ConnKingdee, model.StreamReceivables, r.Key, r) {
		return
	}
	if d.chance(2) { // booked twice by mistake; the second is cancelled
		twice := *r
		twice.Key = fmt.Sprintf("AR%08d", g.next("receivable"))
		twice.Name = model.NameOf(model.ConnKingdee, model.StreamReceivables, twice.Key)
		void := twice
		void.Void = true
		if at.AddDate(0, 0, 2).Before(g.end) {
			g.emit(at.Add(time.Hour), model.Booking, model.ConnKingdee, model.StreamReceivables, twice.Key, &twice)
			g.emit(at.AddDate(0, 0, 1), model.Booking, model.ConnKingdee, model.StreamReceivables, void.Key, &void)
		}
	}
	s.items = append(s.items, &debt{rec: r, sale: s, booked: at})
}

func (g *gen) receivable(d dice, s *sale, line model.PlanLine, at time.Time) *model.Receivable {
	r := &model.Receivable{
		Key: fmt.Sprintf("AR%08d", g.next("receivable")), Customer: s.buyer.kd(), CustomerKey: s.buyer.kdKey,
		OrderNo: s.order.Key, Date: at.Format(time.DateOnly), Due: line.Due, Amount: line.Amount,
		Net: withoutVAT(line.Amount, s.product.percent), TaxPercent: s.product.percent,
	}
	if d.chance(75) || s.order.ContractNo == "" {
		r.ContractNo = s.deal.ContractNo
	}
	r.Name = model.NameOf(model.ConnKingdee, model.StreamReceivables, r.Key)
	return r
}
