package scripttest

import (
	"slices"
	"strings"
	"testing"
)

func TestParse(t *testing.T) {
	sts, err := Parse("# head\n\ntouch T1 account=仁和医院 at=\"2026-01-05 10:00\" memo=\"a=b # c\"  # tail\n\neval credits model=first\n  D1 T1 12000.00\n  \"D 2\" x=\"\"\n")
	if err != nil {
		t.Fatal(err)
	}
	if len(sts) != 2 || len(sts[1].Rows) != 2 {
		t.Fatalf("got %+v", sts)
	}
	touch := sts[0]
	if touch.No != 3 || !slices.Equal(touch.Words, []string{"touch", "T1"}) || touch.Arg("account") != "仁和医院" ||
		touch.Arg("at") != "2026-01-05 10:00" || touch.Arg("memo") != "a=b # c" {
		t.Errorf("got %+v", touch)
	}
	if err := touch.Done(2); err != nil {
		t.Error(err)
	}
	row := sts[1].Rows[1]
	if row.Word(0) != "D 2" || row.Word(5) != "" || !row.Has("x") || row.Arg("x") != "" || row.Has("y") {
		t.Errorf("got %+v", row)
	}
}

func TestParseRefuses(t *testing.T) {
	for text, want := range map[string]string{
		"  D1 T1":              "line 1: an indented line",
		"touch \"T1":           "line 1: a quote is not closed",
		"x\ntouch T1 a=1 a=2 ": "line 2: argument a stands twice",
	} {
		if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}

func TestDoneFindsWhatNobodyAskedFor(t *testing.T) {
	sts, err := Parse("touch T1 chanel=x")
	if err != nil {
		t.Fatal(err)
	}
	if sts[0].Arg("channel") != "" {
		t.Error("an absent argument has a value")
	}
	if err := sts[0].Done(2); err == nil || !strings.Contains(err.Error(), "unknown argument chanel") {
		t.Errorf("got %v", err)
	}
	if err := sts[0].Done(1); err == nil {
		t.Error("a word too many passed")
	}
}
