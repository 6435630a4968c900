package fault

import (
	"slices"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/internal/crash"
)

func names(fs []Fault) []string {
	var out []string
	for _, f := range fs {
		out = append(out, f.Name)
	}
	return out
}

func TestEveryPointIsAFault(t *testing.T) {
	all := names(All())
	for _, p := range crash.Points {
		if !slices.Contains(all, "crash:"+string(p)) {
			t.Errorf("nobody crashes at %s", p)
		}
	}
	if slices.Sort(all); len(slices.Compact(all)) != len(All()) {
		t.Error("two faults have one name")
	}
}

// The short runs differ by their seeds, hold every kind each, and hold everything together
// but what is only in the long run.
func TestShortGoesRound(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(60) {
		short := names(Short(All(), seed))
		for _, want := range []string{
			"poison", "kill:hub", "kill:broker", "kill:postmaster", "kill:pg-backend", "power:broker", "power:pg", "full:broker", "net:slow-", "net:", "zombie:",
			"duplicates:", "crash:door.", "crash:pull.", "crash:map.", "crash:stage.", "crash:bus.", "crash:apply.", "crash:relay.", "crash:derive.",
		} {
			if !slices.ContainsFunc(short, func(n string) bool { return strings.HasPrefix(n, want) }) {
				t.Fatalf("seed %d has no %s: %v", seed, want, short)
			}
		}
		if len(short) > 24 {
			t.Errorf("seed %d has %d faults", seed, len(short))
		}
		for _, n := range short {
			seen[n] = true
		}
	}
	for _, p := range crash.Points {
		if !seen["crash:"+string(p)] {
			t.Errorf("crash:%s is in no short run", p)
		}
	}
}

func TestControlsCannotBearIt(t *testing.T) {
	for _, f := range All() {
		if strings.HasPrefix(f.Name, "power:") != (f.Control != nil) && f.Name != "power:both" {
			t.Errorf("%s and its control", f.Name)
		}
		if f.Control == nil {
			continue
		}
		var c Config
		f.Control(&c)
		if c.Site.NoSync == c.Site.NoFsync {
			t.Errorf("the control of %s is as safe as the fault: %+v", f.Name, c.Site)
		}
	}
}

func TestOnlyAGoodResultIsGood(t *testing.T) {
	red, green := "red", "green"
	for name, r := range map[string]Result{
		"something lost": {Exposed: 500, Lost: 1}, "something double": {Exposed: 500, Double: 1}, "disorder": {Exposed: 500, Disorder: 1},
		"too little exposed": {Exposed: Enough - 1}, "a control that saw nothing": {Exposed: 500, Control: &green}, "an error": {Exposed: 500, Error: "x"},
	} {
		if r.Good() {
			t.Errorf("%s is good", name)
		}
	}
	if !(Result{Exposed: Enough}).Good() || !(Result{Exposed: Enough, Control: &red}).Good() {
		t.Error("a good result is not")
	}
}

func TestSelect(t *testing.T) {
	all := All()
	if got, err := Select(all, "kill:,poison,kill:hub"); err != nil || len(got) != 6 {
		t.Errorf("%v, %v", names(got), err)
	}
	if _, err := Select(all, "kill:nobody"); err == nil {
		t.Error("a fault that is none was found")
	}
}
