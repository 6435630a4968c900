package world

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"

	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/internal/world/truth"
)

// Truth is the truth of what was delivered, in its layers.
type Truth struct {
	Seed      uint64
	Size      Size
	Delivered int // events
	Provable  *truth.Provable
	Happened  *Happened
	Judgement []Judgement
}

// The layers of a truth.
const (
	LayerProvable = "provable"
	LayerHappened = "happened"
)

// Truth gives the truth after the first n events: of the past, then live ones.
func (w *World) Truth(n int) *Truth {
	return w.TruthOf(func(seq int) bool { return seq < n })
}

// TruthOf gives the truth of the events that were delivered, by their Seq.
func (w *World) TruthOf(delivered func(seq int) bool) *Truth {
	d := truth.NewDelivered()
	t := &Truth{Seed: w.Config.Seed, Size: w.Config.Size}
	for _, list := range [][]*model.Event{w.Past, w.Live} {
		for _, e := range list {
			if delivered(e.Seq) {
				d.Add(e)
				t.Delivered++
			}
		}
	}
	r := truth.Compute(d)
	t.Provable, t.Happened, t.Judgement = r.Provable, happened(d), judgements(d, r)
	return t
}

// WriteJSON writes the truth, or only one layer of it, element by element, so that
// the full size needs no second copy in memory.
func (t *Truth) WriteJSON(out io.Writer, layer string) error {
	w := &listWriter{w: bufio.NewWriterSize(out, 1<<16)}
	w.raw(fmt.Sprintf(`{"seed":%d,"size":%q,"delivered":%d`, t.Seed, t.Size, t.Delivered))
	if layer == "" || layer == LayerProvable {
		p := t.Provable
		w.raw(`,"provable":{`)
		list(w, "organisations", p.Organisations)
		w.raw(",")
		list(w, "persons", p.Persons)
		w.raw(",")
		list(w, "revenue", p.Revenue)
		w.raw(",")
		list(w, "cost", p.Cost)
		w.raw(",")
		list(w, "unattributed", p.Unattributed)
		w.raw(",")
		list(w, "paths", p.Paths)
		w.raw(",")
		list(w, "matches", p.Matches)
		w.raw(",")
		list(w, "refusals", p.Refusals)
		w.raw(fmt.Sprintf(`,"conflicts":%d}`, p.Conflicts))
	}
	if layer == "" || layer == LayerHappened {
		w.raw(`,"happened":{`)
		list(w, "records", t.Happened.Records)
		w.raw(",")
		list(w, "deals", t.Happened.Deals)
		w.raw(",")
		list(w, "payments", t.Happened.Payments)
		w.raw("},")
		list(w, "judgement", t.Judgement)
	}
	w.raw("}\n")
	if w.err != nil {
		return fmt.Errorf("write truth: %w", w.err)
	}
	return w.w.Flush()
}

// listWriter remembers the first error.
type listWriter struct {
	w   *bufio.Writer
	err error
}

func (w *listWriter) raw(s string) {
	if w.err == nil {
		_, w.err = w.w.WriteString(s)
	}
}

func list[T any](w *listWriter, name string, items []T) {
	w.raw(`"` + name + `":[`)
	for i, it := range items {
		if i > 0 {
			w.raw(",\n")
		}
		b, err := json.Marshal(it)
		if w.err == nil {
			w.err = err
		}
		w.raw(string(b))
	}
	w.raw("]")
}

// WriteEvents writes events as JSON lines, in full: what one world is compared with another by.
func WriteEvents(out io.Writer, events []*model.Event) error {
	enc := json.NewEncoder(out)
	for _, e := range events {
		if err := enc.Encode(e); err != nil {
			return fmt.Errorf("write event %d: %w", e.Seq, err)
		}
	}
	return nil
}
