package main

import (
	"math"
	"testing"

	"github.com/heliuhub/heliu/internal/load/rig"
)

func TestALagThatGrowsForATenthIsSeen(t *testing.T) {
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
		t.Errorf("%v grows", tenths(falls))
	}
	if !grows(bulges) {
		t.Errorf("%v does not grow", tenths(bulges))
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
