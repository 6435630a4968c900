package agreement_test

import (
	"fmt"
	"testing"

	"github.com/heliuhub/heliu/internal/world"
	"github.com/heliuhub/heliu/internal/world/truth"
)

// TestHubAgreesWithTheWorld plays whole worlds and compares everything: what each
// record means, golden records, the matrix to the fen, matches and reasons.
func TestHubAgreesWithTheWorld(t *testing.T) {
	for _, seed := range []uint64{9, 10} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			w := world.Generate(world.Config{Seed: seed})
			h := newHub(t)
			h.load(w)
			d := truth.NewDelivered()
			for _, e := range w.Past {
				d.Add(e)
			}
			checkParties(t, h, d)
			checkMoney(t, h, d)
			want := truth.Compute(d)
			g := h.golden(want.Provable)
			checkMatrix(t, g, want.Provable)
			checkMatches(t, g, want)
		})
	}
}
