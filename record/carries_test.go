package record_test

import (
	"testing"

	"github.com/heliuhub/heliu/record"
)

func TestCarriesNumber(t *testing.T) {
	for _, c := range []struct {
		content, number string
		want            bool
	}{
		{`{"no":"HT2026-001"}`, "HT2026-001", true},
		{`{"no":"ht 2026—001"}`, "HT2026-001", true},
		{`{"no":"ＨＴ２０２６-００１"}`, "HT2026-001", true},
		{`{"no":"HT2026-0011"}`, "HT2026-001", false},
		{`{"no":"XHT2026-001"}`, "HT2026-001", false},
		{`{"no":"HT2026-001-2"}`, "HT2026-001", false},
		{`{"no":"HT2026-0011","ref":"HT2026-001"}`, "HT2026-001", true},
		{`{"memo":"合同HT2026-001货款"}`, "HT2026-001", true},
		{`{"memo":"货款\nHT2026-001\t"}`, "HT2026-001", true},
		{"HT2026-001", "HT2026-001", true},
		{"", "HT2026-001", false},
	} {
		if got := record.CarriesNumber(c.content, c.number); got != c.want {
			t.Errorf("%q carries %q: %t", c.content, c.number, got)
		}
	}
}
