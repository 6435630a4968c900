package world

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// How a payment says what it is for.
const (
	refField   = iota // the contract number in the custom field
	refMemo           // the contract number in the remark
	refItem           // the receivable's number in the remark
	refOrder          // the order's number in the remark
	refWrong          // mistyped
	refNothing        // not at all
)

// payDebts pays the instalments of a sale, as customers do: late, in parts, two at
// a time, without a word; some never.
func (g *gen) payDebts(d dice, s *sale) {
	for i := 0; i < len(s.items); i++ {
		it := s.items[i]
		due, _ := time.ParseInLocation(time.DateOnly, it.rec.Due, shanghai)
		at := d.after(due, -8, 24)
		if !at.After(it.booked) {
			at = d.after(it.booked, 1, 3)
		}
		if d.chance(14) || !at.Before(g.end) {
			g.due = append(g.due, it)
			continue
		}
		mode := d.weighted(46, 17, 6, 4, 9, 18)
		if s.twin != nil {
			mode = refNothing
		}
		it.paid = true
		switch {
		case i+1 < len(s.items) && s.items[i+1].booked.Before(at) && d.chance(14):
			g.pay(d, s, mode, at, it.rec.Amount+s.items[i+1].rec.Amount, it, s.items[i+1])
			s.items[i+1].paid = true
			i++
		case s.twin == nil && d.chance(6):
			part := it.rec.Amount * int64(d.between(30, 70)) / 100
			g.pay(d, s, mode, at, part, it)
			g.pay(d, s, mode, d.after(at, 5, 20), it.rec.Amount-part, it)
		default:
			p := g.pay(d, s, mode, at, it.rec.Amount, it)
			if len(s.items) == 1 && mode < refWrong && p.PayerOrg == s.buyer.id && d.chance(15) { // paid twice by mistake
				g.pay(d, s, refField, d.after(at, 1, 6), it.rec.Amount)
			}
		}
	}
}

// pay makes one receipt of a sale for the given instalments.
func (g *gen) pay(d dice, s *sale, mode int, at time.Time, fen int64, items ...*debt) *model.Payment {
	payer := cmp.Or(s.payer, s.buyer)
	if s.payer == nil && s.twin == nil && d.chance(4) {
		payer = pick(d, g.byKind[stranger])
		g.newStranger(payer, at)
	}
	p := &model.Payment{
		Key: fmt.Sprintf("SKD%08d", g.next("receipt")), Kind: "receipt", Customer: payer.kd(), CustomerKey: payer.kdKey, ContactKey: s.buyer.kdKey,
		Memo: pick(d, memoTail), Date: at.Format(time.DateOnly), Amount: fen, PayerOrg: payer.id,
		ByFinancier: s.payer != nil, Undecidable: s.twin != nil,
	}
	p.Name = model.NameOf(model.ConnKingdee, model.StreamReceipts, p.Key)
	if d.chance(7) {
		p.Kind, p.BillNo, p.BillDue = "bill_received", fmt.Sprintf("9%029d", g.next("bill")), at.AddDate(0, 6, 0).Format(time.DateOnly)
	}
	left := fen
	for _, it := range items {
		part := min(left, it.rec.Amount)
		left -= part
		p.True = append(p.True, model.Part{Deal: s.deal.Number, Item: it.rec.Name, Amount: part})
	}
	refer(d, p, s, mode, items)
	g.emit(at, model.Booking, model.ConnKingdee, model.StreamReceipts, p.Key, p)
	return p
}

// newStranger makes sure that Kingdee knows who paid, though nobody else does.
func (g *gen) newStranger(o *org, at time.Time) {
	isNew := o.kdKey == ""
	g.intoKingdee(o, at.AddDate(0, 0, -1))
	if isNew && g.isLive {
		g.kingdeeCustomer(o)
	}
}

// refer writes the reference, as bank slips do: between signs, between Chinese
// words without a space, or in full width.
func refer(d dice, p *model.Payment, s *sale, mode int, items []*debt) {
	memo := func(title, number string) {
		switch d.weighted(60, 20, 10, 10) {
		case 0:
			p.Memo = title + ":" + number + "," + p.Memo
		case 1:
			p.Memo = "付" + number + p.Memo
		case 2:
			p.Memo = title + "：" + fullWidth(number) + "，" + p.Memo
		case 3:
			p.Memo = title + " " + strings.ToLower(number) + " " + p.Memo
		}
	}
	switch mode {
	case refField:
		p.ContractNo = s.deal.ContractNo
		if d.chance(10) {
			p.ContractNo = fullWidth(p.ContractNo)
		}
	case refMemo:
		memo("合同号", s.deal.ContractNo)
		p.Words = []string{s.deal.ContractNo}
	case refItem:
		for _, it := range items {
			memo("应收单", it.rec.Key)
			p.Words = append(p.Words, it.rec.Key)
		}
	case refOrder:
		memo("订单", s.order.Key)
		p.Words = []string{s.order.Key}
	case refWrong:
		wrong := mistype(d, s.deal.ContractNo)
		if d.chance(50) {
			p.ContractNo = wrong
		} else {
			memo("合同号", wrong)
		}
	}
}
