package main

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/heliuhub/heliu/store"
)

// sample gathers a collector's gauges by name and label.
func sample(t *testing.T, ms []prometheus.Metric) map[string]float64 {
	t.Helper()
	reg := prometheus.NewRegistry()
	reg.MustRegister(given(ms))
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, f := range families {
		for _, x := range f.GetMetric() {
			name := strings.TrimPrefix(f.GetName(), "heliu_balance_")
			for _, l := range x.GetLabel() {
				name += " " + l.GetValue()
			}
			out[name] = x.GetGauge().GetValue()
		}
	}
	return out
}

// given collects what it was given.
type given []prometheus.Metric

func (g given) Describe(out chan<- *prometheus.Desc) {
	for _, m := range g {
		out <- m.Desc()
	}
}

func (g given) Collect(out chan<- prometheus.Metric) {
	for _, m := range g {
		out <- m
	}
}

// What was accepted is settled or in flight, over all shares and workspaces; a record
// that is lost or counted twice makes the difference anything but 0.
func TestBalanceMetricsAddUp(t *testing.T) {
	calm := func() (store.FlowTotals, map[int]int64) {
		return store.FlowTotals{
			Settled: []store.Settled{
				{Workspace: "a", Stream: "leads", Outcome: "applied", Records: 60},
				{Workspace: "b", Stream: "leads", Outcome: "applied", Records: 5},
				{Workspace: "a", Stream: "leads", Outcome: "duplicate", Records: 10},
				{Workspace: "a", Stream: "leads", Outcome: "dropped", Reason: "test_record", Records: 2},
				{Workspace: "b", Stream: "leads", Outcome: "dropped", Reason: "workspace_gone", Records: 3},
			},
			Stored: map[int]int64{0: 50, 1: 37}, Waiting: 7,
		}, map[int]int64{0: 50, 1: 40, 2: 4}
	}
	for _, x := range []struct {
		name       string
		spoil      func(*store.FlowTotals, map[int]int64)
		unbalanced float64
	}{
		{"calm", func(*store.FlowTotals, map[int]int64) {}, 0},
		{"an outcome is lost", func(f *store.FlowTotals, _ map[int]int64) { f.Settled[0].Records-- }, 1},
		{"one is counted twice", func(f *store.FlowTotals, _ map[int]int64) { f.Settled[3].Records++ }, -1},
		{"a record is neither waiting nor settled", func(f *store.FlowTotals, _ map[int]int64) { f.Waiting -= 2 }, 2},
		{"one was passed over", func(f *store.FlowTotals, _ map[int]int64) { f.Stored[2]++ }, 1},
	} {
		totals, ends := calm()
		x.spoil(&totals, ends)
		got := sample(t, newBalanceMetrics(&hub{}).metrics(totals, ends))
		if got["unbalanced"] != x.unbalanced {
			t.Errorf("%s: unbalanced by %v, want %v", x.name, got["unbalanced"], x.unbalanced)
		}
		if x.name != "calm" {
			continue
		}
		want := map[string]float64{
			"accepted": 94, "in_flight unread": 7, "in_flight waiting": 7, "unbalanced": 0,
			"settled applied": 65, "settled duplicate": 10, "settled dropped": 5, "settled quarantined": 0,
		}
		if !maps.Equal(got, want) {
			t.Errorf("%v (%v), want %v", got, slices.Sorted(maps.Keys(got)), want)
		}
	}
}
