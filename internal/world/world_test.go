package world_test

import (
	"bytes"
	"crypto/sha256"
	"sync"
	"testing"

	"github.com/heliuhub/heliu/internal/world"
	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/internal/world/truth"
)

// seeds are the worlds that every check looks at.
var seeds = []uint64{1, 2, 3, 42, 20261031, 7777777}

var made sync.Map

// small gives the small world of a seed with its truth; it is made once and only read.
func small(t *testing.T, seed uint64) (*world.World, *truth.Delivered, *world.Truth) {
	t.Helper()
	type all struct {
		w  *world.World
		d  *truth.Delivered
		tr *world.Truth
	}
	v, _ := made.LoadOrStore(seed, sync.OnceValue(func() all {
		w := world.Generate(world.Config{Seed: seed})
		d := truth.NewDelivered()
		for _, e := range w.Past {
			d.Add(e)
		}
		return all{w, d, w.Truth(len(w.Past))}
	}))
	a := v.(func() all)()
	return a.w, a.d, a.tr
}

func fingerprint(t *testing.T, seed uint64, live int) (events, truths [32]byte) {
	t.Helper()
	w := world.Generate(world.Config{Seed: seed})
	for range live {
		w.Next()
	}
	var b bytes.Buffer
	if err := world.WriteEvents(&b, append(w.Past, w.Live...)); err != nil {
		t.Fatal(err)
	}
	events = sha256.Sum256(b.Bytes())
	b.Reset()
	if err := w.Truth(len(w.Past)+live).WriteJSON(&b, ""); err != nil {
		t.Fatal(err)
	}
	return events, sha256.Sum256(b.Bytes())
}

func TestSameSeedIsSameWorld(t *testing.T) {
	e1, t1 := fingerprint(t, 11, 300)
	e2, t2 := fingerprint(t, 11, 300)
	if e1 != e2 || t1 != t2 {
		t.Errorf("one seed made two worlds: events equal %v, truth equal %v", e1 == e2, t1 == t2)
	}
	e3, t3 := fingerprint(t, 12, 300)
	if e1 == e3 || t1 == t3 {
		t.Error("two seeds made one world")
	}
}

func TestEventsAreOrderedAndWithinTheYear(t *testing.T) {
	for _, seed := range seeds {
		w, _, _ := small(t, seed)
		for i, e := range w.Past {
			if e.Seq != i || e.Key == "" || e.Target == "" || e.Stream == "" || e.Rec == nil {
				t.Fatalf("seed %d: event %d is incomplete: %+v", seed, i, e)
			}
			if i > 0 && e.At.Before(w.Past[i-1].At) {
				t.Fatalf("seed %d: event %d is before the one before it", seed, i)
			}
			if !e.At.Before(w.End()) {
				t.Fatalf("seed %d: event %d is at %s, after the end", seed, i, e.At)
			}
		}
	}
}

func TestWhatTheWorldMustHold(t *testing.T) {
	for _, seed := range seeds {
		w, d, tr := small(t, seed)
		leads, channels := len(d.Leads), map[string]bool{}
		for _, l := range d.Leads {
			channels[l.Channel] = true
		}
		if leads < 1900 || leads > 2100 {
			t.Errorf("seed %d: %d leads, want about 2,000", seed, leads)
		}
		if len(channels) < 8 {
			t.Errorf("seed %d: leads of %d channels only", seed, len(channels))
		}
		earning := map[string]bool{}
		for _, f := range tr.Provable.Revenue {
			earning[f.Channel] = true
		}
		if len(earning) < 6 {
			t.Errorf("seed %d: %d channels earn revenue, want at least 6", seed, len(earning))
		}
		won, dealers, explicit := 0, 0, 0
		for _, x := range d.Deals {
			if x.Status == "won" {
				won++
				if x.ViaDealer {
					dealers++
					if x.EndCustomer != "" {
						explicit++
					}
				}
			}
		}
		if 100*dealers < 30*won {
			t.Errorf("seed %d: %d of %d won deals through dealers, want 30 %%", seed, dealers, won)
		}
		if explicit == 0 || explicit == dealers {
			t.Errorf("seed %d: %d of %d dealer deals name their end customer, want some", seed, explicit, dealers)
		}
		var fen, financed int64
		n, by := 0, 0
		modes := map[string]int{}
		for _, p := range d.Payments {
			n++
			fen += p.Amount
			if p.ByFinancier {
				by++
				financed += p.Amount
			}
			switch {
			case p.ContractNo == "" && len(p.Words) == 0:
				modes["none"]++
			case len(p.True) > 1:
				modes["two"]++
			case p.Kind == "bill_received":
				modes["bill"]++
			}
		}
		if 10*by < n || 10*financed < fen {
			t.Errorf("seed %d: financiers made %d of %d payments, want 10 %%", seed, by, n)
		}
		for _, m := range []string{"none", "two", "bill"} {
			if modes[m] == 0 {
				t.Errorf("seed %d: no payment of the kind %q", seed, m)
			}
		}
		if len(tr.Provable.Unattributed) == 0 || len(tr.Provable.Matches) == 0 || len(tr.Provable.Refusals) == 0 {
			t.Errorf("seed %d: nothing unattributed, matched or refused", seed)
		}
		judged := map[string]int{}
		for _, j := range tr.Judgement {
			judged[j.Subject+" "+j.By]++
			if j.Undecidable {
				judged[j.Subject+" undecidable"]++
			}
		}
		for _, k := range []string{"organisation name", "organisation undecidable", "person none", "payment amount", "payment none", "payment undecidable"} {
			if judged[k] == 0 {
				t.Errorf("seed %d: nothing is %q in %v", seed, k, judged)
			}
		}
		resent := 0
		for _, e := range w.Past {
			if e.Resend {
				resent++
			}
		}
		if resent == 0 {
			t.Errorf("seed %d: no form was sent twice", seed)
		}
	}
}

func TestFilesAreOfEveryFormat(t *testing.T) {
	w, _, _ := small(t, 1)
	formats, kinds := map[string]bool{}, map[string]bool{}
	for _, e := range w.Past {
		if f, ok := e.Rec.(*model.File); ok {
			formats[f.Format] = true
			kinds[f.Kind] = true
		}
	}
	if len(formats) != 3 || len(kinds) != 3 {
		t.Errorf("formats %v, kinds %v, want three of each", formats, kinds)
	}
}
