package kingdee

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// query is one ExecuteBillQuery of a form.
type query struct {
	filter, order string
	start, limit  int
}

// query asks for rows: one a document, or one a line where the form has lines.
func (s *source) query(ctx context.Context, f form, q query) ([][]any, error) {
	body, err := json.Marshal(map[string]any{"data": map[string]any{
		"FormId": f.id, "FieldKeys": strings.Join(f.fields(), ","), "FilterString": q.filter, "OrderString": q.order,
		"TopRowCount": 0, "StartRow": q.start, "Limit": q.limit, "SubSystemId": "",
	}})
	if err != nil {
		return nil, err
	}
	v, err := s.session.post(ctx, body)
	if err != nil {
		return nil, err
	}
	list, ok := v.([]any)
	if !ok {
		return nil, fault.Newf("source_bad_answer", "the answer for %s is no list of rows", f.id)
	}
	rows := make([][]any, len(list))
	for i, r := range list {
		if rows[i], ok = r.([]any); !ok {
			return nil, fault.Newf("source_bad_answer", "row %d of %s is no list", i+1, f.id)
		}
	}
	return rows, nil
}

// from is the filter for what changed at low or later.
func (r *reader) from(low time.Time) string {
	if low.IsZero() {
		return r.form.filter
	}
	f := and(r.form.filter, fmt.Sprintf("%s>='%s'", fieldModified, filterTime(low)))
	if r.window != nil {
		f = and(f, fmt.Sprintf("%s<'%s'", fieldModified, filterTime(wholeSecond(r.window.To))))
	}
	return f
}

// wholeSecond is the first whole second that is not before t.
func wholeSecond(t time.Time) time.Time {
	if s := t.Truncate(time.Second); s.Before(t) {
		return s.Add(time.Second)
	}
	return t
}

// firstDay is before every change time and a date that every database knows.
var firstDay = time.Date(1900, 1, 1, 0, 0, 0, 0, record.Shanghai)

func filterTime(t time.Time) string { return t.In(record.Shanghai).Format(time.DateTime) }

func and(a, b string) string {
	if a == "" {
		return b
	}
	return a + " and " + b
}

// dense reads the one second at low by FID, for when it holds more rows than a page;
// with the zero low those without a change time.
//
// It goes on from where a Read before was interrupted. What lies before that it reads
// again afterwards: a document there may have been saved anew within the same second.
// That part saves no progress, as it counts only when one Read makes all of it.
func (r *reader) dense(ctx context.Context, low time.Time) error {
	second := and(r.form.filter, fieldModified+" is null")
	if !low.IsZero() {
		second = and(r.from(low), fmt.Sprintf("%s<'%s'", fieldModified, filterTime(low.Add(time.Second))))
	}
	at := filterTime(low)
	var start int64
	if d := r.state.Dense; d != nil && d.Modified == at {
		start = d.ID
	}
	id, again, upTo := start, false, ""
	for {
		docs, full, err := r.page(ctx, and(second, fmt.Sprintf("%s>%d%s", r.form.key, id, upTo)), r.form.orderByKey())
		if err != nil {
			return err
		}
		if len(docs) > 0 {
			id = docs[len(docs)-1].pos.ID
		}
		if !again {
			r.state.Dense = &position{at, id}
		}
		through := !full && (again || start == 0)
		if through {
			r.state.Dense = nil
		}
		if err := r.hand(ctx, docs); err != nil || through {
			return err
		}
		if !full {
			id, again, upTo = 0, true, fmt.Sprintf(" and %s<=%d", r.form.key, start)
		}
	}
}

// page reads one page and gives its whole documents: the last one of a full page may
// be cut and is left for the next page. full tells that there may be more.
func (r *reader) page(ctx context.Context, filter, order string) (docs []*document, full bool, err error) {
	rows, err := r.query(ctx, r.form, query{filter: filter, order: order, limit: r.pageSize})
	if err != nil {
		return nil, false, err
	}
	if docs, err = r.form.group(rows); err != nil {
		return nil, false, err
	}
	full = len(rows) >= r.pageSize
	if !full || r.form.entryKey == "" {
		return docs, full, nil
	}
	if len(docs) > 1 {
		return docs[:len(docs)-1], true, nil
	}
	docs, err = r.whole(ctx, docs[0].pos.ID, rows)
	return docs, true, err
}

// whole reads on in a document of which rows are a page full. Each query begins with
// the last row that is known, which tells whether the document is still the same. None
// is given when it was saved or deleted meanwhile: it is met again at its new place in
// the order, and handing it on here would take the cursor past what lies between.
func (r *reader) whole(ctx context.Context, id int64, rows [][]any) ([]*document, error) {
	q := query{filter: and(r.form.filter, fmt.Sprintf("%s=%d", r.form.key, id)), order: r.form.orderByKey(), limit: r.pageSize}
	for {
		q.start = len(rows) - 1
		more, err := r.query(ctx, r.form, q)
		if err != nil || len(more) == 0 {
			return nil, err
		}
		rows = append(rows[:q.start], more...)
		docs, err := r.form.group(rows)
		switch {
		case err != nil || len(docs) > 1:
			return nil, err
		case len(more) < r.pageSize:
			return docs, nil
		}
	}
}
