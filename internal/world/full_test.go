package world_test

import (
	"io"
	"runtime"
	"testing"

	"github.com/heliuhub/heliu/internal/world"
	"github.com/heliuhub/heliu/internal/world/truth"
)

// TestFullSize makes the large world: about 100,000 leads, its truth written to the
// end, within bounded memory.
func TestFullSize(t *testing.T) {
	w := world.Generate(world.Config{Seed: 1, Size: world.Full})
	tr := w.Truth(len(w.Past))
	leads := 0
	for _, r := range tr.Happened.Records {
		if r.Person != "" {
			leads++
		}
	}
	if leads < 100_000 {
		t.Errorf("%d records of persons", leads)
	}
	d := truth.NewDelivered()
	for _, e := range w.Past {
		d.Add(e)
	}
	if n := wrongJoins(d, tr.Provable.Organisations); n != 0 || tr.Provable.Conflicts != 0 {
		t.Errorf("%d wrong joins, %d refused", n, tr.Provable.Conflicts)
	}
	if err := tr.WriteJSON(io.Discard, ""); err != nil {
		t.Fatal(err)
	}
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	if mb := m.HeapAlloc >> 20; mb > 700 {
		t.Errorf("the full world holds %d MB", mb)
	} else {
		t.Logf("%d events, %d MB, %d organisations, %d persons, %d deals won, %d matches", len(w.Past), mb,
			len(tr.Provable.Organisations), len(tr.Provable.Persons), len(tr.Happened.Deals), len(tr.Provable.Matches))
	}
	runtime.KeepAlive(w)
}
