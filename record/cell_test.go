package record_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

// TestGuardCell has the cases 63 and 64 of the list of bad input.
func TestGuardCell(t *testing.T) {
	for in, want := range map[string]string{
		"=cmd|'/c calc'!A1": "'=cmd|'/c calc'!A1", // 63
		"+86 13900000001":   "'+86 13900000001",   // 64
		"-1":                "'-1", "@SUM(A1)": "'@SUM(A1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1",
		"＝1": "'＝1", "＋86": "'＋86", "－1": "'－1", "＠x": "'＠x", "'=1": "''=1",
		"": "", "甲": "甲", "13900000001": "13900000001", "a=b": "a=b", " =1": " =1", "'x": "'x",
	} {
		if got := record.GuardCell(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	if m, ok := record.ParseMobile(record.GuardCell("+86 139 0000 0002")); !ok || m != "13900000002" {
		t.Errorf("a guarded number is read as %q", m)
	}
}

func TestGuardedCellsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.StringMatching(`'{0,3}[=+@＝＋－＠\t\r\n-]?.{0,5}`)).Draw(t, "text")
		guarded := record.GuardCell(s)
		if back := record.UnguardCell(guarded); back != s {
			t.Fatalf("%q → %q → %q", s, guarded, back)
		}
		if first, _ := utf8.DecodeRuneInString(guarded); strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) && guarded != "" {
			t.Fatalf("%q begins like a formula", guarded)
		}
	})
}
