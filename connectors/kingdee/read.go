package kingdee

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/record"
)

// reader is one Read of one stream.
//
// It pages by the cursor and not by StartRow, because a document that is saved while
// pages are read moves to the end and would shift the others over the page's edge.
// Filters know whole seconds only, so each page begins with the second of the last
// document again and what came of that second before is left out.
type reader struct {
	*source
	form   form
	stream string
	emit   connectors.Emit
	state  state
	began  time.Time
	window *connectors.Window // what is asked for; nil: everything
	saved  []byte             // the state as it was emitted last
	seen   map[int64]string   // emitted within the overlap: FID to FModifyDate
}

func (r *reader) run(ctx context.Context) error {
	r.seen = make(map[int64]string, len(r.state.Seen))
	for _, p := range r.state.Seen {
		r.seen[p.ID] = p.Modified
	}
	low := r.state.low(r.overlap)
	if w := r.window; w != nil && low.Before(w.From) {
		low = w.From.Truncate(time.Second)
	}
	passed := map[position]bool{} // what came of the second at low
	for {
		docs, full, err := r.page(ctx, r.from(low), r.form.order())
		if err != nil {
			return err
		}
		fresh := slices.DeleteFunc(docs, func(d *document) bool { return passed[d.pos] })
		switch {
		case len(fresh) > 0:
			for _, d := range fresh {
				if at := d.pos.at().Truncate(time.Second); at.After(low) {
					low = at
					clear(passed)
				}
				passed[d.pos] = true
			}
			if err := r.hand(ctx, fresh); err != nil {
				return err
			}
		case full: // a page within one second
			if err := r.dense(ctx, low); err != nil {
				return err
			}
			low = low.Add(time.Second)
			if low.Before(firstDay) {
				low = firstDay
			}
			clear(passed)
		}
		if !full {
			return r.end(ctx)
		}
	}
}

// reach moves the cursor forward to p. From where this Read began the next one reads
// again: a document that is saved while its second is read by FID, or is committed
// late, is behind the cursor of a Read that goes on for longer than the overlap. That
// is by the clock here; the overlap makes up for a server whose clock is behind.
func (r *reader) reach(p position) {
	if !p.after(r.state.Cursor) {
		return
	}
	r.state.Cursor = p
	if r.state.Floor == "" && p.at().After(r.began) {
		r.state.Floor = filterTime(r.began)
	}
}

// end saves that all from the floor of the Reads before on was read.
func (r *reader) end(ctx context.Context) error {
	r.state.Floor = ""
	if r.state.Cursor.at().After(r.began) {
		r.state.Floor = filterTime(r.began)
	}
	return r.hand(ctx, nil)
}

// hand emits documents that were not emitted before, and saves how far that is.
func (r *reader) hand(ctx context.Context, docs []*document) error {
	var recs []record.Record
	for _, d := range docs {
		r.reach(d.pos)
		if r.seen[d.pos.ID] == d.pos.Modified && d.pos.Modified != "" {
			continue
		}
		r.seen[d.pos.ID] = d.pos.Modified
		r.form.finish(r.s, d)
		if r.window != nil && !r.window.Holds(d.occurred()) {
			continue
		}
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
	low := r.state.low(r.overlap)
	type entry struct {
		position
		at time.Time
	}
	var list []entry
	for id, modified := range r.seen {
		p := position{modified, id}
		if e := (entry{p, p.at()}); !e.at.Before(low) {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b entry) int {
		return cmp.Or(b.at.Compare(a.at), cmp.Compare(b.ID, a.ID))
	})
	list = list[:min(len(list), maxSeen)]
	clear(r.seen)
	var out []position
	for _, e := range list {
		r.seen[e.ID] = e.Modified
		out = append(out, e.position)
	}
	return out
}
