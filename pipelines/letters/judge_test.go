package letters_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/letters"
)

var judgeCodes = []string{"bad_phone", "bad_value", "bad_date"}

// drawDead draws what may be said against a version: one thing of all of it, or some of its values.
func drawDead(t *rapid.T, a try) (out []pipelines.DeadLetter) {
	if rapid.IntRange(0, 3).Draw(t, "fails") == 0 {
		a.fails = rapid.SampledFrom(judgeCodes).Draw(t, "code")
		return []pipelines.DeadLetter{a.dead()}
	}
	for _, path := range []string{"p", "q"} {
		if rapid.Bool().Draw(t, "said") {
			a.fails = rapid.SampledFrom(judgeCodes).Draw(t, "code")
			d := a.dead()
			d.Value, d.Path = true, path
			out = append(out, d)
		}
	}
	return out
}

func lines(ls []letters.Letter) (out []string) {
	for _, l := range ls {
		out = append(out, fmt.Sprint(l.Value, l.Stage, l.Fault.Code, l.Path, l.Record.Version, l.Status, l.How, l.Count))
	}
	return out
}

// After a judgement the live letters of the version are those that were said, it touches
// no others, and a second one changes nothing.
func TestJudgeLeavesWhatIsSaid(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		d := desk{}
		offset := int64(0)
		for range rapid.IntRange(0, 6).Draw(rt, "before") {
			offset++
			a := try{version: rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "version"), offset: offset}
			said := drawDead(rt, a)
			if len(said) == 0 {
				d.take(a)
			}
			for _, x := range said {
				d.letters = letters.Raise(d.letters, d.current, x)
			}
		}
		if len(d.letters) > 0 && rapid.Bool().Draw(rt, "discarded") {
			d.letters[0].Status, d.letters[0].How = letters.Discarded, ""
		}
		if !d.current.Known {
			return
		}
		now := try{version: d.current.Version, offset: rapid.Int64Range(0, offset).Draw(rt, "place")}
		dead := drawDead(rt, now)
		fails := len(dead) == 1 && !dead[0].Value
		before := slices.Clone(d.letters)
		for i := range before {
			before[i].Touched = false
		}
		after := letters.Judge(slices.Clone(before), d.current, now.through(false), dead, time.Unix(99, 0))
		for i, l := range after {
			said := slices.ContainsFunc(dead, func(x pipelines.DeadLetter) bool {
				return x.Value == l.Value && x.Fault.Code == l.Fault.Code && x.Path == l.Path
			})
			switch {
			case i < len(before) && before[i].Record.Version != now.version && before[i].Live() && l.How == letters.Replayed:
				rt.Fatalf("a letter of version %s was closed: %v", before[i].Record.Version, lines(after))
			case l.Record.Version != now.version:
				if l.Touched && l.Live() {
					rt.Fatalf("a letter of version %s was touched: %v", l.Record.Version, lines(after))
				}
			case l.Status == letters.Discarded:
				if l.Touched {
					rt.Fatalf("a discarded letter was touched: %v", lines(after))
				}
			case said && !l.Live():
				rt.Fatalf("what is said has no live letter: %v", lines(after))
			case !said && l.Live() && !fails:
				rt.Fatalf("what is not said has a live letter: %v", lines(after))
			}
		}
		if len(dead) > 0 && len(after) == 0 {
			rt.Fatal("nothing was raised")
		}
		settled := slices.Clone(after)
		for i := range settled {
			settled[i].ID, settled[i].Touched = int64(i+1), false
		}
		again := letters.Judge(slices.Clone(settled), d.current, now.through(false), dead, time.Unix(100, 0))
		for _, l := range again {
			if l.Touched {
				rt.Fatalf("a second judgement changed\n%v\nto\n%v", lines(settled), lines(again))
			}
		}
	})
}
