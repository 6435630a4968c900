package main

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/store"
)

// balanceFor is how long a reading of the balance answers scrapes.
const balanceFor = 5 * time.Second

// balanceMetrics is the balance as metrics: read from the database and the bus when
// somebody scrapes, so that a restart neither forgets nor counts twice.
type balanceMetrics struct {
	h *hub

	accepted, settled, inFlight, unbalanced *prometheus.Desc

	mu   sync.Mutex
	at   time.Time
	last []prometheus.Metric
}

func newBalanceMetrics(h *hub) *balanceMetrics {
	desc := func(name, help string, labels ...string) *prometheus.Desc {
		return prometheus.NewDesc("heliu_balance_"+name, help, labels, nil)
	}
	return &balanceMetrics{
		h:          h,
		accepted:   desc("accepted", "Records of heliu.raw: its end offsets."),
		settled:    desc("settled", "Records that ended in one place, by outcome, of all workspaces.", "outcome"),
		inFlight:   desc("in_flight", "Accepted and not settled yet.", "where"),
		unbalanced: desc("unbalanced", "Accepted − settled − in flight; anything but 0 is a record lost or counted twice."),
	}
}

// Describe implements prometheus.Collector.
func (b *balanceMetrics) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{b.accepted, b.settled, b.inFlight, b.unbalanced} {
		out <- d
	}
}

// Collect implements prometheus.Collector. Where database or bus do not answer it gives
// nothing, which alarms on absence see.
func (b *balanceMetrics) Collect(out chan<- prometheus.Metric) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if now := hubClock().Now(); b.last == nil || now.Sub(b.at) >= balanceFor {
		ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
		b.last, b.at = b.read(ctx), now
		cancel()
	}
	for _, m := range b.last {
		out <- m
	}
}

func (b *balanceMetrics) read(ctx context.Context) []prometheus.Metric {
	t, err := b.h.store.FlowTotals(ctx) // before the bus: what lands in between counts as unread
	if err != nil {
		return nil
	}
	ends, err := b.h.bus.EndOffsets(ctx, bus.TopicRaw)
	if err != nil {
		return nil
	}
	return b.metrics(t, ends)
}

func (b *balanceMetrics) metrics(t store.FlowTotals, ends map[int]int64) []prometheus.Metric {
	var accepted, stored, settled int64
	for p, end := range ends {
		accepted += end
		stored += t.Stored[p]
	}
	by := map[string]int64{"applied": 0, "duplicate": 0, "dropped": 0, "quarantined": 0}
	for _, s := range t.Settled {
		by[s.Outcome] += s.Records
		settled += s.Records
	}
	gauge := func(d *prometheus.Desc, v int64, labels ...string) prometheus.Metric {
		return prometheus.MustNewConstMetric(d, prometheus.GaugeValue, float64(v), labels...)
	}
	out := []prometheus.Metric{
		gauge(b.accepted, accepted), gauge(b.inFlight, accepted-stored, "unread"), gauge(b.inFlight, t.Waiting, "waiting"),
		gauge(b.unbalanced, stored-settled-t.Waiting),
	}
	for outcome, n := range by {
		out = append(out, gauge(b.settled, n, outcome))
	}
	return out
}

// refusals gives what this process refused at the door.
func (m *metrics) refusals() []views.Refused {
	out := []views.Refused{}
	alone := prometheus.NewRegistry()
	if alone.Register(m.refused) != nil {
		return out
	}
	families, err := alone.Gather()
	if err != nil {
		return out
	}
	for _, f := range families {
		for _, x := range f.GetMetric() {
			r := views.Refused{Requests: int64(x.GetCounter().GetValue())}
			for _, l := range x.GetLabel() {
				switch l.GetName() {
				case "connector":
					r.Connector = l.GetValue()
				case "code":
					r.Code = l.GetValue()
				}
			}
			r.Message = views.TextOf(r.Code)
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b views.Refused) int {
		return cmp.Or(cmp.Compare(b.Requests, a.Requests), strings.Compare(a.Connector+a.Code, b.Connector+b.Code))
	})
	return out
}
