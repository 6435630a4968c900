package main

import (
	"math"
	"testing"

	"github.com/heliuhub/heliu/internal/load/rig"
)

func TestALagThatGrowsForATenthOfTheTimeIsSeen(t *testing.T) {
	t.Parallel()
	var falls, bulges []int64
	for i := range 100 {
		falls = append(falls, int64(1000-10*i+i%3))
		bulges = append(bulges, falls[i])
		if i > 50 && i < 70 {
			bulges[i] += int64(20 * (i - 50))
		}
	}
	if grows(falls) {
		t.Errorf("%v grows", parts(falls))
	}
	if !grows(bulges) {
		t.Errorf("%v does not grow", parts(bulges))
	}
	// Within a part there may be more for a moment; over a whole one there may not.
	if grows([]int64{50, 51, 49, 48, 47, 46, 40, 41, 39, 38, 30}) {
		t.Error("a batch that is under way is no growth")
	}
	if !grows([]int64{50, 51, 52, 53, 54, 55, 50, 45, 40, 35, 30}) {
		t.Error("five seconds of growth were missed")
	}
	if grows(nil) || grows([]int64{5}) {
		t.Error("nothing grows")
	}
}

func TestTheSlopeOfALine(t *testing.T) {
	t.Parallel()
	var s []rig.Memory
	for i := range 60 {
		s = append(s, rig.Memory{Now: 300 + 0.25*float64(i) + []float64{1, -1}[i%2]})
	}
	if got := slopeOf(s); math.Abs(got-0.25) > 0.01 {
		t.Errorf("slope %g, want 0.25", got)
	}
	if slopeOf(s[:1]) != 0 {
		t.Error("one sample has a slope")
	}
}
