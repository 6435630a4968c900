package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

func TestWhatCountsAsMissed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		f      figure
		missed bool
	}{
		{"enough", figure{value: 70, limits: []float64{100}, bound: .7}, false},
		{"too little", figure{value: 69, limits: []float64{100}, bound: .7}, true},
		{"little enough", figure{value: 150, limits: []float64{100}, bound: 1.5, most: true}, false},
		{"too much", figure{value: 151, limits: []float64{100}, bound: 1.5, most: true}, true},
		{"nothing measured, which is little", figure{limits: []float64{100}, bound: 1.5, most: true}, true},
		{"the median of the limits counts", figure{value: 70, limits: []float64{100, 1000, 90}, bound: .7}, false},
		{"something else failed", figure{value: 70, limits: []float64{100}, bound: .7, failed: []string{"x"}}, true},
	} {
		if got := len(c.f.missed()) > 0; got != c.missed {
			t.Errorf("%s: missed %t", c.name, got)
		}
	}
}

func TestAValueIsHeldAgainstTheLimitsAroundIt(t *testing.T) {
	t.Parallel()
	f := figure{limits: []float64{100, 100, 10, 10}} // the machine became slow
	f.pair([]float64{80, 44, 6})
	if f.value != 80 && f.value != 44 || f.ratio() != 0.8 {
		t.Errorf("%g of %g: %g, want the ratios .8, .8 and .6", f.value, f.limit(), f.ratio())
	}
}

func TestTheTableTellsOfDrift(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		limits []float64
		told   bool
	}{{[]float64{100, 80, 124}, false}, {[]float64{100, 126}, true}, {[]float64{100, 74}, true}, {[]float64{100}, false}} {
		var out bytes.Buffer
		table(&out, []*figure{{key: "k", value: 1, limits: c.limits}})
		if got := strings.Contains(out.String(), "changed during the run"); got != c.told {
			t.Errorf("%v: told %t", c.limits, got)
		}
	}
}

func TestTheLineOfAFigure(t *testing.T) {
	t.Parallel()
	f := figure{key: "stream.x", unit: "records/s", value: 30, limits: []float64{40, 60, 50}}
	b, err := json.Marshal(f.json())
	if err != nil || string(b) != `{"bench":"stream.x","value":30,"limit":50,"ratio":0.6,"unit":"records/s"}` {
		t.Errorf("%s, %v", b, err)
	}
}

func TestOnlyTakesKeysWithAndWithoutTheirFirstPart(t *testing.T) {
	t.Parallel()
	for only, want := range map[string][]string{
		"":                              {"stream.ingest", "stream.door_p99", "stream.landing", "stream.drain", "stream.replay", "stream.rss_mb"},
		"landing":                       {"stream.landing"},
		"stream.rss_mb, ingest":         {"stream.ingest", "stream.rss_mb"},
		"stream.landing,stream.landing": {"stream.landing"},
	} {
		got, err := chosen(only)
		var keys []string
		for _, m := range got {
			keys = append(keys, m.key)
		}
		if err != nil || !slices.Equal(keys, want) {
			t.Errorf("%q: %v, %v", only, keys, err)
		}
	}
	if _, err := chosen("lending"); err == nil {
		t.Error("an unknown key is taken")
	}
}
