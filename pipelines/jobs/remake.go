package jobs

import (
	"sync"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// remade is a stored record mapped again.
type remade struct {
	Stored
	res   mapping.Result
	made  [32]byte
	noRaw bool
	bad   *fault.Error // why it cannot be mapped
}

// remake maps rows, several at a time.
func (a *again) remake(rows []Stored) []remade {
	out := make([]remade, len(rows))
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < len(rows); i += workers {
				out[i] = a.one(rows[i])
			}
		})
	}
	wg.Wait()
	return out
}

func (a *again) one(s Stored) remade {
	m := remade{Stored: s}
	switch {
	case s.Record.Op == record.Delete: // a delete needs no mapping
		m.made = record.MadeHash(nil)
		return m
	case len(s.Packed) == 0:
		m.noRaw = true
		return m
	case a.fault != nil:
		m.bad = fault.As(a.fault)
		return m
	}
	raw, err := a.r.Raw.Unpack(s.Packed)
	if err != nil { // damaged where it lies: there is nothing to map
		m.noRaw = true
		return m
	}
	m.Record.Raw = raw
	if m.res, err = a.rules.Apply(m.Record, mapping.Env{Settings: a.sm.Settings, Now: m.Record.ReceivedAt}); err != nil {
		m.bad = fault.As(err)
	} else {
		m.Record, m.res = pipelines.ForgetErased(nil, m.Record, m.res)
		if m.res.Dropped != "" {
			m.res = mapping.Result{Dropped: m.res.Dropped}
		}
		m.made = record.MadeHash(m.res.Entities)
	}
	return m
}

// judged gathers what the rules say against a version.
func (a *again) judged(m remade) Judged {
	v := Judged{Stored: m.Stored, Dropped: m.res.Dropped != "", At: a.r.Clock.Now()}
	v.Packed, v.Record.Raw = nil, nil
	v.Record.Origin = record.Replay
	if v.Dropped {
		return v
	}
	if m.bad != nil {
		v.Dead = append(v.Dead, a.dead(m, m.bad))
		return v
	}
	for _, x := range m.res.Values {
		d := a.dead(m, fault.New(x.Code, nil).At(x.Field, x.Value))
		d.Value, d.Path = true, x.Path
		v.Dead = append(v.Dead, d)
	}
	return v
}

func (a *again) dead(m remade, f *fault.Error) pipelines.DeadLetter {
	rec := m.Record
	rec.Raw = nil
	return pipelines.DeadLetter{Record: rec, Hash: m.Hash, Partition: m.Partition, Offset: m.Offset, Stage: "map", Field: f.Field, Masked: f.Value, Fault: f, At: a.r.Clock.Now()}
}
