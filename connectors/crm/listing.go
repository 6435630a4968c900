package crm

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// maxRestarts bounds how often a listing begins again without having moved.
const maxRestarts = 3

// errRestart says that the listing has to be asked for anew from its position.
var errRestart = errors.New("crm: the listing has to begin again")

// listing is one walk through an object, over as many cursors as it takes.
type listing struct {
	*source
	stream string
	emit   connectors.Emit
	origin state // what was saved when this walk began
	saved  state // what was saved last
	never  bool  // nothing was ever saved

	since time.Time // of the question under way
	began time.Time // by the CRM's clock
	// behind is the row to go on behind: rows up to it were taken already. Without an
	// ID all rows of its moment count. nil when every row counts.
	behind   *header
	pos, top *header            // the row taken last, the newest row taken
	disorder bool               // rows came out of order: a position in between means nothing
	window   *connectors.Window // what is asked for; nil: everything
	past     bool               // rows behind the window have come
	pages    int                // handed over
}

// read walks to the end. A cursor that the CRM refuses, for age above all, makes it
// ask anew from the last row.
func (l *listing) read(ctx context.Context) error {
	l.origin = l.saved
	if l.never {
		l.origin.Open = true
	}
	if l.saved.Open && l.saved.At != "" {
		l.began = l.saved.Began
		at := header{ID: l.saved.ID, UpdatedAt: l.saved.At, at: l.saved.at()}
		l.top = &at
		l.goOn(at)
	} else if l.window != nil {
		l.since = l.window.From
	} else {
		l.since = l.saved.since(l.set.overlap)
	}
	for tries := 0; tries < maxRestarts; tries++ {
		before := l.pages
		err := l.walk(ctx)
		if !errors.Is(err, errRestart) {
			return err
		}
		if l.pages > before {
			tries = 0
		}
	}
	return fault.Newf("source_error", "the CRM broke its listing off %d times without a page in between", maxRestarts).In(l.stream)
}

// goOn asks from behind a row. It asks a second earlier and leaves out what was taken,
// so that it does not matter whether updated_since includes its own moment.
func (l *listing) goOn(h header) {
	l.behind, l.since = &h, h.at.Add(-time.Second)
}

func (l *listing) walk(ctx context.Context) error {
	for cursor := ""; ; {
		p, err := l.page(ctx, l.stream, l.since, cursor, l.set.limit)
		if cursor != "" && (p.status == http.StatusGone || p.status == http.StatusBadRequest) {
			if l.pos != nil && !l.disorder {
				l.goOn(*l.pos)
			}
			return errRestart
		}
		if err != nil {
			return err
		}
		if l.began.IsZero() {
			l.began = p.date
		}
		recs, err := l.take(p)
		if err != nil {
			return err
		}
		last := p.NextCursor == nil || *p.NextCursor == "" || l.past
		if last && l.behind != nil && l.behind.ID != "" {
			return l.missed()
		}
		if err := l.hand(ctx, recs, last); err != nil || last {
			return err
		}
		cursor = *p.NextCursor
	}
}

// missed is for the row to go on behind that is not there any more, because it
// changed: all rows of its moment count then.
func (l *listing) missed() error {
	l.behind.ID = ""
	return errRestart
}

// take makes records of the rows that count.
func (l *listing) take(p page) ([]record.Record, error) {
	out := make([]record.Record, 0, len(p.Data))
	for _, raw := range p.Data {
		r, h, err := objectRecord(l.stream, raw)
		if err != nil {
			if l.window != nil { // nobody knows its time
				continue
			}
			if r, err = badRow(l.stream, raw, err, p.date); err != nil {
				return nil, err
			}
			out = append(out, r)
			continue
		}
		if l.window != nil && !l.window.Holds(h.at) {
			if l.past = !l.disorder && !h.at.Before(l.window.To); l.past {
				break
			}
			continue
		}
		if b := l.behind; b != nil {
			switch {
			case h.at.Before(b.at):
				continue
			case b.ID == "":
				l.behind = nil
			case !h.at.Equal(b.at):
				return nil, l.missed()
			default:
				if h.ID == b.ID {
					l.behind = nil
				}
				continue
			}
		}
		out = append(out, r)
		if l.pos != nil && h.at.Before(l.pos.at) && !l.disorder {
			l.disorder = true
			l.env.Log.Warn("crm: the CRM lists rows out of the order (updated_at, id); an interrupted listing is read from its beginning", "stream", l.stream)
		}
		if l.pos = &h; l.top == nil || !h.at.Before(l.top.at) {
			l.top = &h
		}
	}
	return out, nil
}

// hand emits a page with the position after it.
func (l *listing) hand(ctx context.Context, recs []record.Record, last bool) error {
	next := l.saved
	switch {
	case last:
		next.Began, next.Open = l.began, false
		if l.top != nil {
			next.At, next.ID = l.top.UpdatedAt, l.top.ID
		}
	case l.pos != nil && !l.disorder:
		next = state{At: l.pos.UpdatedAt, ID: l.pos.ID, Began: l.began, Open: true}
	default:
		if next = l.origin; next.Began.IsZero() {
			next.Began = l.began
		}
	}
	if len(recs) == 0 && (!last || !l.never && !l.saved.Open) {
		return nil
	}
	if err := l.emit(ctx, recs, next.encode()); err != nil {
		return err
	}
	l.saved, l.never = next, false
	l.pages++
	return nil
}
