package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// numbered are the natural keys by which documents are found.
var numbered = [][2]string{
	{record.KindDeal, "number"},
	{record.KindDeal, "contract_no"},
	{record.KindOrder, "number"},
	{record.KindReceivable, "number"},
	{record.KindCustomer, "tax_id"},
}

// business is the order in which documents follow each other; whatever else there is
// comes first, above all what nothing was made of.
var business = []string{record.KindDeal, record.KindOrder, record.KindReceivable, record.KindPayment}

// Trace tells where a document is on its way: an order, contract, receivable, payment
// or deal by its number, or any record by its key, or by what only its content says.
func (r *Reader) Trace(ctx context.Context, ws record.WorkspaceID, number string) (t views.Trace, err error) {
	number = strings.TrimSpace(number)
	plain := record.NormalizeNumber(number)
	aliases := []string{pipelines.DocumentAlias(number)}
	for _, n := range numbered {
		aliases = append(aliases, record.NaturalAlias(n[0], n[1], number))
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		t = views.Trace{Number: number, Documents: []views.TraceDocument{}, Similar: []views.SimilarNumber{}, Places: []views.TracePlace{}}
		var found []recordAt
		seen := map[recordAt]bool{}
		var p recordAt
		note := func() {
			if !seen[p] {
				seen[p] = true
				found = append(found, p)
			}
		}
		into := []any{&p.connection, &p.stream, &p.key}
		if err := q.each(ctx, sql("ReadTraceByNumber"), into, note, aliases, plain); err != nil {
			return err
		}
		if err := q.each(ctx, sql("ReadTraceByKey"), into, note, []string{number, plain, strings.ToLower(plain)}); err != nil {
			return err
		}
		by := map[recordAt]carrier{} // found by their content alone
		var err error
		if t.Looked, err = q.search(ctx, plain, len(found) > 0, func(c carrier) {
			p = recordAt{c.connection, c.stream, c.key}
			if !seen[p] {
				by[p] = c
			}
			note()
		}); err != nil {
			return err
		}
		for _, p := range found {
			docs, err := q.traced(ctx, p.connection, p.stream, p.key)
			if err != nil {
				return err
			}
			if c, ok := by[p]; ok {
				old, err := q.supersededStep(ctx, c)
				if err != nil {
					return err
				}
				for i := range docs {
					if old != nil {
						docs[i].Steps = append([]views.Step{*old}, docs[i].Steps...)
					}
				}
			}
			t.Documents = append(t.Documents, docs...)
		}
		slices.SortStableFunc(t.Documents, func(a, b views.TraceDocument) int {
			return cmp.Or(cmp.Compare(slices.Index(business, a.Kind), slices.Index(business, b.Kind)), cmp.Compare(a.Record.Name, b.Record.Name))
		})
		t.Refusals, err = q.refused(ctx, plain)
		return err
	})
	if err == nil && len(t.Documents) == 0 {
		t.Similar, err = r.similar(ctx, ws, plain)
	}
	return t, err
}

// recordAt is where a record stands in its source.
type recordAt struct{ connection, stream, key string }

// traced follows one source record through the hub; each of its entities is a document.
func (q reading) traced(ctx context.Context, connection, stream, key string) ([]views.TraceDocument, error) {
	ref, err := q.ref(ctx, connection, stream, key)
	if err != nil {
		return nil, err
	}
	steps, err := q.arrivalSteps(ctx, ref)
	if err != nil {
		return nil, err
	}
	type row struct {
		id         int64
		kind, part string
		data       []byte
	}
	var x row
	var entities []row
	if err := q.each(ctx, sql("ReadEntities"), []any{&x.id, &x.kind, &x.part, &x.data}, func() { entities = append(entities, x) }, connection, stream, key); err != nil {
		return nil, err
	}
	if len(entities) == 0 {
		return []views.TraceDocument{{Record: ref, Steps: steps}}, nil
	}
	var out []views.TraceDocument
	for _, e := range entities {
		data, err := jsonObject(e.data)
		if err != nil {
			return nil, err
		}
		d := views.TraceDocument{Record: ref, Kind: e.kind, Steps: append([]views.Step{}, steps...)}
		for _, f := range []string{"number", "id", "contract_no"} {
			if n, ok := data[f].(string); ok && d.Number == "" {
				d.Number = n
			}
		}
		more, err := q.entitySteps(ctx, e.id, e.kind)
		if err != nil {
			return nil, err
		}
		d.Steps = append(d.Steps, more...)
		out = append(out, d)
	}
	return out, nil
}

func step(stage, state string, at *time.Time, zh, en string) views.Step {
	return views.Step{Stage: stage, State: state, At: utc(at), Text: views.Text{Zh: zh, En: en}}
}

// arrivalSteps tells how a record came in and what became of its newest version.
func (q reading) arrivalSteps(ctx context.Context, ref views.Ref) ([]views.Step, error) {
	arrivals, err := q.arrivals(ctx, ref)
	if err != nil {
		return nil, err
	}
	var steps []views.Step
	if len(arrivals) > 0 {
		a := arrivals[0]
		at := a.view.ReceivedAt
		zh, en := "收到", "received"
		if n := len(arrivals); n > 1 {
			zh, en = fmt.Sprintf("收到，共%d个版本，这是最新的", n), fmt.Sprintf("received; the newest of %d versions", n)
		}
		steps = append(steps, step("received", "done", &at, zh, en))
		if a.mapping > 0 {
			steps = append(steps, step("mapped", "done", nil, fmt.Sprintf("按映射第%d版转换", a.mapping), fmt.Sprintf("mapped by version %d", a.mapping)))
		}
		steps = append(steps, settledStep(a.view))
	}
	dead, err := all(ctx, q, sql("ReadDeadLettersOf"), scanDeadLetter, ref.Connection, ref.Stream, ref.Key)
	for _, d := range dead {
		if d.Status != "resolved" {
			steps = append(steps, deadStep(d))
		}
	}
	return steps, err
}

// deadStep says what could not be taken in, and why.
func deadStep(d views.DeadLetter) views.Step {
	state, zh, en := "failed", d.Message.Zh, d.Message.En
	switch {
	case d.Status == "discarded":
		state, zh, en = "info", fmt.Sprintf("未能处理（%s），已有人决定放弃：%s", zh, d.Reason), fmt.Sprintf("not taken in (%s), and somebody gave it up: %s", en, d.Reason)
	case d.Kind == "value":
		state, zh, en = "info", fmt.Sprintf("字段 %s 未采用：%s", d.Field, zh), fmt.Sprintf("field %s was left out: %s", d.Field, en)
	case d.Field != "":
		zh, en = fmt.Sprintf("字段 %s：%s", d.Field, zh), fmt.Sprintf("field %s: %s", d.Field, en)
	}
	s := step("dead_letter", state, &d.LastAt, zh, en)
	s.DeadLetter, s.Code = d.ID, d.Code
	return s
}

// droppedWords say why records are left out.
var droppedWords = map[string]views.Text{
	"echo":           {Zh: "是本系统写回的内容又读了回来", En: "it is what the hub wrote itself, read again"},
	"erased":         {Zh: "该个人信息已按要求删除", En: "the personal data was erased on request"},
	"workspace_gone": {Zh: "工作空间已删除", En: "the workspace was removed"},
}

func settledStep(a views.Arrival) views.Step {
	switch a.Outcome {
	case "":
		return step("waiting", "waiting", nil, "等待入库", "waits to be applied")
	case "applied":
		return step("settled", "done", a.SettledAt, "已入库", "applied")
	case "duplicate":
		return step("settled", "done", a.SettledAt, "与已有内容相同或更旧，未改变任何数据", "the same as what is there, or older: nothing changed")
	case "dropped":
		why, ok := droppedWords[a.Reason]
		if !ok { // the mapping's own word
			why = views.Text{Zh: "映射规则写明不采用（" + a.Reason + "）", En: "the mapping says so (" + a.Reason + ")"}
		}
		return step("settled", "info", a.SettledAt, "按规则未采用："+why.Zh, "left out: "+why.En)
	}
	return step("settled", "failed", a.SettledAt, "已隔离，等待更正", "quarantined until it is corrected")
}

// entitySteps tells what an entity took part in.
func (q reading) entitySteps(ctx context.Context, id int64, kind string) ([]views.Step, error) {
	goldens, err := all(ctx, q, sql("ReadTraceGoldens"), scanGoldenRef, id)
	if err != nil {
		return nil, err
	}
	var steps []views.Step
	for i := range goldens {
		s := step("golden", "done", nil, "归入黄金档案", "stands in the golden record")
		s.Golden = &goldens[i]
		steps = append(steps, s)
	}
	if len(goldens) == 0 && kind != record.KindSpend && kind != record.KindCampaign {
		steps = append(steps, step("golden", "info", nil, "还没有对应的客户档案", "belongs to no golden record yet"))
	}
	var more []views.Step
	switch kind {
	case record.KindDeal:
		more, err = q.dealSteps(ctx, id)
	case record.KindReceivable, record.KindOrder:
		more, err = q.documentSteps(ctx, id, kind)
	case record.KindPayment:
		more, err = q.paymentSteps(ctx, id)
	}
	return append(steps, more...), err
}

func (q reading) dealSteps(ctx context.Context, id int64) ([]views.Step, error) {
	var path int
	var reason, currency string
	var signed time.Time
	var credited, paid int64
	err := q.tx.QueryRow(ctx, sql("ReadTraceDeal"), id).Scan(&path, &reason, &signed, &credited, &paid, &currency)
	deal := strconv.FormatInt(id, 10)
	if isNoRows(err) {
		s := step("credited", "info", nil, "尚未签约，不计入收入", "not won and signed yet: no revenue")
		s.DealID = deal
		return []views.Step{s}, nil
	}
	if err != nil {
		return nil, err
	}
	s := step("credited", "done", &signed, fmt.Sprintf("收入已归因到%d个触点", path), fmt.Sprintf("revenue credited to %d touches", path))
	if path == 0 {
		s = step("credited", "info", &signed, "收入未归因："+reason, "revenue is unattributed: "+reason)
	}
	s.DealID = deal
	steps := []views.Step{s}
	if paid > 0 {
		m := wire(paid, currency)
		p := step("matched", "done", nil, "已核销收款 "+m.Amount+" "+m.Currency, "payments matched: "+m.Amount+" "+m.Currency)
		p.DealID = deal
		steps = append(steps, p)
	}
	return steps, nil
}

func (q reading) documentSteps(ctx context.Context, id int64, kind string) ([]views.Step, error) {
	var deal int64
	var number string
	var steps []views.Step
	err := q.each(ctx, sql("ReadTraceDealOf"), []any{&deal, &number}, func() {
		s := step("entity", "done", nil, "属于合同/商机 "+number, "belongs to deal "+number)
		s.DealID = strconv.FormatInt(deal, 10)
		steps = append(steps, s)
	}, id)
	if err != nil || kind != record.KindReceivable {
		return steps, err
	}
	matches, err := q.matches(ctx, nil, nil, []int64{id})
	for _, m := range matches {
		steps = append(steps, matchStep(m, "收款 "+m.Payment.Key, "payment "+m.Payment.Key))
	}
	if len(matches) == 0 {
		steps = append(steps, step("matched", "info", nil, "还没有核销收款", "no payment is matched yet"))
	}
	return steps, err
}

func (q reading) paymentSteps(ctx context.Context, id int64) ([]views.Step, error) {
	rows, err := q.payments(ctx, []int64{id})
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return []views.Step{step("matched", "waiting", nil, "等待核销计算", "waits to be matched")}, nil
	}
	if rows[0].Status != "matched" {
		s := step("matched", "info", nil, "未核销："+rows[0].Why.Zh, "unmatched: "+rows[0].Why.En)
		s.PaymentID = rows[0].ID
		return []views.Step{s}, nil
	}
	matches, err := q.matches(ctx, []int64{id}, nil, nil)
	var steps []views.Step
	for _, m := range matches {
		steps = append(steps, matchStep(m, "应收 "+m.Item.Number, "receivable "+m.Item.Number))
	}
	return steps, err
}

func matchStep(m views.MatchRow, zh, en string) views.Step {
	s := step("matched", "done", nil, fmt.Sprintf("与%s核销 %s %s", zh, m.Amount.Amount, m.Amount.Currency), fmt.Sprintf("matched with %s: %s %s", en, m.Amount.Amount, m.Amount.Currency))
	s.PaymentID, s.DealID = m.PaymentID, m.DealID
	return s
}
