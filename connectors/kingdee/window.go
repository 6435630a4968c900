package kingdee

import (
	"context"
	"fmt"

	"github.com/heliuhub/heliu/connectors"
)

var _ connectors.Windowed = (*source)(nil)

// byCreation marks a position among the documents that have no change time.
const byCreation = "created"

// ReadWindow reads the documents whose change time lies in w, and of those without one
// the documents that were made in w.
func (s *source) ReadWindow(ctx context.Context, stream string, w connectors.Window, from connectors.State, emit connectors.Emit) error {
	still := *s
	still.overlap = 0 // nothing comes late behind a place in a window: it is read once
	r, err := still.reader(stream, from, emit)
	if err != nil {
		return err
	}
	r.window = &w
	if d := r.state.Dense; d == nil || d.Modified != byCreation {
		if err := r.run(ctx); err != nil {
			return err
		}
	}
	return r.created(ctx)
}

// created reads the documents of the window that have no change time, by FID.
func (r *reader) created(ctx context.Context) error {
	made := and(r.form.filter, fmt.Sprintf("%s is null and %s>='%s' and %s<'%s'", fieldModified, fieldCreated, filterTime(r.window.From), fieldCreated, filterTime(wholeSecond(r.window.To))))
	var id int64
	if d := r.state.Dense; d != nil && d.Modified == byCreation {
		id = d.ID
	} else {
		r.state.Dense = &position{byCreation, 0}
	}
	for {
		docs, full, err := r.page(ctx, and(made, fmt.Sprintf("%s>%d", r.form.key, id)), r.form.orderByKey())
		if err != nil {
			return err
		}
		if len(docs) > 0 {
			id = docs[len(docs)-1].pos.ID
			r.state.Dense.ID = id
			if err := r.hand(ctx, docs); err != nil {
				return err
			}
		}
		if !full {
			return nil
		}
	}
}
