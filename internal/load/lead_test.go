package load_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/heliuhub/heliu/internal/load"
	"github.com/heliuhub/heliu/record"
)

func TestLeadsAreUniqueAndHaveUsableNumbers(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	now := time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)
	companies := 0
	for i := range 10_000 {
		l, err := load.MakeLead(12345, i, now)
		if err != nil {
			t.Fatal(err)
		}
		if m, ok := record.ParseMobile(l.Mobile); !ok || string(m) != l.Mobile {
			t.Fatalf("lead %d: %q is no mobile number", i, l.Mobile)
		}
		if seen[l.Mobile] || seen[l.ID] {
			t.Fatalf("lead %d repeats %s or %s", i, l.Mobile, l.ID)
		}
		seen[l.Mobile], seen[l.ID] = true, true
		if !json.Valid(l.Body) || len(l.Body) < 500 || len(l.Body) > 1200 {
			t.Fatalf("lead %d: %d bytes: %s", i, len(l.Body), l.Body)
		}
		if bytes.Contains(l.Body, []byte("company_name")) {
			companies++
		}
	}
	if companies != 6_666 {
		t.Errorf("%d of 10,000 leads name a company, two of three should, whatever the seed", companies)
	}
}
