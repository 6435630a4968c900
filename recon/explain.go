package recon

import (
	"fmt"
	"slices"
	"strings"
)

// The sentences name document numbers and amounts, never people or companies: the
// page shows those beside, to whom may see them.

var numberZh = map[string]string{"contract": "合同号", "receivable": "应收单号", "order": "订单号"}

var tieWords = map[Tie][2]string{
	TieSelf:       {"付款方=客户本人", "the customer itself pays"},
	TieTreasury:   {"付款方=客户的资金中心", "its treasury payment centre pays"},
	TieAuthorised: {"付款方=客户授权的代付方", "a payer authorised by the customer pays"},
	TieLeasing:    {"付款方=客户的融资租赁公司", "the firm that leases to the customer pays"},
	TieDeal:       {"付款方=合同约定的付款方", "a payer named by the deal pays"},
}

func explainMatch(p Payment, m Match) (zh, en string) {
	z, e := explainHits(m.Hits)
	tie := tieWords[m.Tie]
	z, e = append(z, tie[0]), append(e, tie[1])
	switch {
	case m.Rule == ByAmount:
		z = append(z, "金额=唯一一笔应收的未收余额，且无其他组合或收款与之相同")
		e = append(e, "the amount is what exactly one item has open, and no other items or payment come to it")
	case m.Fit == AmountWhole:
		z, e = append(z, "金额=未收余额"), append(e, "the amount is what is open")
	case m.Fit == AmountPart:
		z = append(z, fmt.Sprintf("部分收款，未收余额%s", m.Open))
		e = append(e, fmt.Sprintf("it pays a part of the %s open", m.Open))
	default:
		z = append(z, fmt.Sprintf("%s中的%s按到期先后核销到本笔", p.Amount, m.Amount))
		e = append(e, fmt.Sprintf("%s of %s goes here in order of due date", m.Amount, p.Amount))
	}
	return sentence(z, e)
}

func explainUnmatched(p Payment, u Unmatched) (zh, en string) {
	z, e := explainHits(u.Hits)
	add := func(zh, en string) { z, e = append(z, zh), append(e, en) }
	switch u.Reason {
	case PayerUnknown:
		add("付款方尚未对应任何客户", "the payer is no known customer yet")
	case PayerMismatch:
		add("付款方不是该客户本人，也没有代付、资金中心、融资租赁关系或合同约定", "the payer is not the customer and has no tie to it that allows paying for it")
	case AmountExceedsOpen:
		add(fmt.Sprintf("金额%s大于所指应收的未收余额%s", p.Amount, u.Open), fmt.Sprintf("%s is more than the %s open of what it names", p.Amount, u.Open))
	case AmbiguousAmount:
		explainAmbiguous(u, add)
	case NoOpenItem:
		explainNone(u, add)
	}
	return sentence(z, e)
}

func explainAmbiguous(u Unmatched, add func(zh, en string)) {
	switch {
	case len(u.Rivals) > 0:
		add(fmt.Sprintf("没有可用的单据号；另有%d笔收款按金额也对应同一笔应收", len(u.Rivals)),
			fmt.Sprintf("it names no document, and by amount %d other payment(s) ask for the same item", len(u.Rivals)))
	case len(u.Candidates) > 1 && len(u.Candidates[1]) == 1:
		add("没有可用的单据号；不止一笔应收的未收余额等于该金额", "it names no document, and more than one item has that amount open")
	case len(u.Candidates) > 1:
		add(fmt.Sprintf("没有可用的单据号；一笔应收等于该金额，另有%d笔合计也相等", len(u.Candidates[1])),
			fmt.Sprintf("it names no document; one item has that amount open, but %d others add up to it too", len(u.Candidates[1])))
	default:
		add("没有可用的单据号；应收笔数过多，未能排除其他组合", "it names no document, and there are too many items to rule out that others add up to the amount")
	}
}

func explainNone(u Unmatched, add func(zh, en string)) {
	switch {
	case u.Open.Minor == 0:
		add("没有可用的单据号；付款方没有未收应收", "it names no document, and the payer has nothing open")
	case len(u.Candidates) > 0:
		add(fmt.Sprintf("没有可用的单据号；没有单笔应收等于该金额，但%d笔合计相等，请人工确认", len(u.Candidates[0])),
			fmt.Sprintf("it names no document; no single item has that amount open, but %d together do: a person must decide", len(u.Candidates[0])))
	default:
		add("没有可用的单据号；付款方没有一笔应收的未收余额等于该金额", "it names no document, and no item of the payer has that amount open")
	}
}

// explainHits says which numbers the payment names, each once.
func explainHits(hits []Hit) (zh, en []string) {
	for _, h := range hits {
		field := [2]string{"备注", "the memo"}
		if h.Field == "contract_no" {
			field = [2]string{"合同字段", "the contract field"}
		}
		z := fmt.Sprintf("%s含%s%s", field[0], numberZh[h.Kind], h.Number)
		if !slices.Contains(zh, z) {
			zh, en = append(zh, z), append(en, fmt.Sprintf("%s names %s %s", field[1], h.Kind, h.Number))
		}
	}
	return zh, en
}

func sentence(zh, en []string) (string, string) {
	return strings.Join(zh, "；"), strings.Join(en, "; ")
}
