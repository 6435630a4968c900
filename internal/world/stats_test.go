package world_test

import (
	"testing"

	"github.com/heliuhub/heliu/internal/world"
	"github.com/heliuhub/heliu/internal/world/model"
	"github.com/heliuhub/heliu/internal/world/truth"
)

func TestTmpStats(t *testing.T) {
	w := world.Generate(world.Config{Seed: 1})
	n := map[string]int{}
	d := truth.NewDelivered()
	for _, e := range w.Past {
		n[e.Target+"/"+e.Stream]++
		d.Add(e)
	}
	t.Log(len(w.Past), n)
	r := truth.Compute(d)
	won, via := 0, 0
	for _, x := range d.Deals {
		if x.Status == "won" {
			won++
			if x.ViaDealer {
				via++
			}
		}
	}
	pay, fin := 0, 0
	for _, p := range d.Payments {
		pay++
		if p.ByFinancier {
			fin++
		}
	}
	reasons := map[string]int{}
	for _, x := range r.Reasons {
		reasons[x]++
	}
	p := r.Provable
	ch := map[string]int{}
	for _, l := range d.Leads {
		ch[l.Channel]++
	}
	t.Log("leads", len(d.Leads), ch)
	t.Log("won", won, "via dealer", via, "payments", pay, "financier", fin)
	t.Log("orgs", len(p.Organisations), "persons", len(p.Persons), "conflicts", p.Conflicts, "revenue", len(p.Revenue), "cost", len(p.Cost), "matches", len(p.Matches), "refusals", len(p.Refusals), "amount", len(r.ByAmount), "paths", len(p.Paths), reasons)
	_ = model.ConnCRM
}
