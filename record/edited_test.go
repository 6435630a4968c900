package record_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

// TestAnEditedCopyStandsBetweenItsOriginalAndAllLater draws versions as connectors
// write them, of one length and of several.
func TestAnEditedCopyStandsBetweenItsOriginalAndAllLater(t *testing.T) {
	version := rapid.OneOf(
		rapid.StringMatching(`[0-9]{8}`),
		rapid.StringMatching(`2026-0[1-9]-[0-2][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]{1,3})?Z`),
		rapid.StringMatching(`[ -~一-龥]{0,6}`),
	)
	rapid.Check(t, func(t *rapid.T) {
		a, b := version.Draw(t, "a"), version.Draw(t, "b")
		n := rapid.IntRange(1, 999_998).Draw(t, "n")
		edited := record.EditedVersion(a, n)
		if edited <= a {
			t.Fatalf("%q does not stand behind %q", edited, a)
		}
		if b > a && edited >= b {
			t.Fatalf("%q stands behind the later %q", edited, b)
		}
		if b < a && edited <= b {
			t.Fatalf("%q stands before the earlier %q", edited, b)
		}
		if next := record.EditedVersion(edited, n+1); next <= edited || b > a && next >= b {
			t.Fatalf("the next copy %q does not stand behind %q and before %q", next, edited, b)
		}
		if base, k := record.SplitEdited(edited); base != a || k != n {
			t.Fatalf("%q comes apart as %q and %d", edited, base, k)
		}
		if base, k := record.SplitEdited(a); base != a || k != 0 {
			t.Fatalf("%q, the source's own, comes apart as %q and %d", a, base, k)
		}
	})
}

func TestAVersionThatOnlyLooksEditedIsTheSources(t *testing.T) {
	for _, v := range []string{"", "7", "7\x01", "7\x01abc", "7\x0100001", "7\x01000000"} {
		if base, n := record.SplitEdited(v); base != v || n != 0 {
			t.Errorf("%q comes apart as %q and %d", v, base, n)
		}
	}
}
