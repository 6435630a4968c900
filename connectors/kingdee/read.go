package kingdee

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
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

// reader is one Read of one stream.
//
// It pages by the cursor and not by StartRow, because a document that is saved while
// pages are read moves to the end and would shift the others over the page's edge.
// Filters know whole seconds only, so each page begins with the second of the last
// document again and what came before is left out by (FModifyDate, FID).
type reader struct {
	*source
	form   form
	stream string
	emit   connectors.Emit
	state  state
	saved  []byte           // the state as it was emitted last
	seen   map[int64]string // emitted within the overlap: FID to FModifyDate
}

func (r *reader) run(ctx context.Context) error {
	r.seen = make(map[int64]string, len(r.state.Seen))
	for _, p := range r.state.Seen {
		r.seen[p.ID] = p.Modified
	}
	var low time.Time // zero: from the start
	if r.state.Cursor.Modified != "" {
		low = r.state.Cursor.at().Add(-r.overlap).Truncate(time.Second)
	}
	var last position
	for {
		docs, full, err := r.page(ctx, r.from(low), r.form.order())
		if err != nil {
			return err
		}
		fresh := docs
		if last.ID != 0 {
			fresh = slices.DeleteFunc(docs, func(d *document) bool { return !d.pos.after(last) })
		}
		switch {
		case len(fresh) > 0:
			if err := r.hand(ctx, fresh, true); err != nil {
				return err
			}
			last = fresh[len(fresh)-1].pos
			if last.Modified != "" {
				low = last.at().Truncate(time.Second)
			}
		case full: // a page within one second
			if err := r.dense(ctx, low); err != nil {
				return err
			}
			low = low.Add(time.Second)
			if low.Before(firstDay) {
				low = firstDay
			}
		}
		if !full {
			return nil
		}
	}
}

// from is the filter for what changed at low or later.
func (r *reader) from(low time.Time) string {
	if low.IsZero() {
		return r.form.filter
	}
	return and(r.form.filter, fmt.Sprintf("%s>='%s'", fieldModified, filterTime(low)))
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
// with the zero low those without a change time. The cursor moves when it is through.
func (r *reader) dense(ctx context.Context, low time.Time) error {
	second := and(r.form.filter, fieldModified+" is null")
	if !low.IsZero() {
		second = and(r.from(low), fmt.Sprintf("%s<'%s'", fieldModified, filterTime(low.Add(time.Second))))
	}
	top, at := r.state.Cursor, filterTime(low)
	var id int64
	if d := r.state.Dense; d != nil && d.Modified == at {
		id = d.ID
	}
	for {
		docs, full, err := r.page(ctx, and(second, fmt.Sprintf("%s>%d", r.form.key, id)), r.form.orderByKey())
		if err != nil {
			return err
		}
		for _, d := range docs {
			if d.pos.after(top) {
				top = d.pos
			}
			id = d.pos.ID
		}
		r.state.Dense = &position{at, id}
		if !full {
			r.state.Cursor, r.state.Dense = top, nil
		}
		if err := r.hand(ctx, docs, false); err != nil || !full {
			return err
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
	d, err := r.whole(ctx, docs[0].pos.ID)
	return d, true, err
}

// whole reads a document that has more lines than a page. None is given when it was
// deleted meanwhile.
func (r *reader) whole(ctx context.Context, id int64) ([]*document, error) {
	for range 3 {
		var rows [][]any
		for {
			more, err := r.query(ctx, r.form, query{filter: and(r.form.filter, fmt.Sprintf("%s=%d", r.form.key, id)), order: r.form.orderByKey(), start: len(rows), limit: r.pageSize})
			if err != nil {
				return nil, err
			}
			rows = append(rows, more...)
			if len(more) < r.pageSize {
				break
			}
		}
		docs, err := r.form.group(rows)
		if err != nil || len(docs) <= 1 {
			return docs, err
		}
	}
	return nil, fault.Newf("source_error", "a document of %s changed each time it was read", r.form.id)
}

// hand emits documents that were not emitted before, and saves how far that is.
func (r *reader) hand(ctx context.Context, docs []*document, advance bool) error {
	var recs []record.Record
	for _, d := range docs {
		if advance && d.pos.after(r.state.Cursor) {
			r.state.Cursor = d.pos
		}
		if r.seen[d.pos.ID] == d.pos.Modified && d.pos.Modified != "" {
			continue
		}
		r.seen[d.pos.ID] = d.pos.Modified
		r.form.finish(r.s, d)
		if d.skip || d.number == "" { // a draft gets its number later, and with it a newer change time
			continue
		}
		rec, err := d.record(r.stream)
		if err != nil {
			return err
		}
		recs = append(recs, rec)
	}
	r.state.Seen = r.recent()
	next, err := json.Marshal(r.state)
	if err != nil || len(recs) == 0 && bytes.Equal(next, r.saved) {
		return err
	}
	r.saved = next
	return r.emit(ctx, recs, next)
}

// recent keeps of seen what the overlap of the next Read will meet again, newest first.
func (r *reader) recent() []position {
	from := r.state.Cursor.at().Add(-r.overlap).Truncate(time.Second)
	var out []position
	for id, modified := range r.seen {
		p := position{modified, id}
		if p.at().Before(from) {
			delete(r.seen, id)
			continue
		}
		out = append(out, p)
	}
	slices.SortFunc(out, func(a, b position) int {
		if a.after(b) {
			return -1
		}
		return 1
	})
	return out[:min(len(out), maxSeen)]
}
