package main

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/pipelines"
)

// metrics counts what the hub does, by connector, stream, stage and outcome; never
// by anything a person or a source names freely.
type metrics struct {
	reg         *prometheus.Registry
	accepted    *prometheus.CounterVec
	refused     *prometheus.CounterVec
	settled     *prometheus.CounterVec
	faulted     *prometheus.CounterVec
	moved       *prometheus.CounterVec
	same        *prometheus.CounterVec
	derived     *prometheus.CounterVec
	letterCount *prometheus.GaugeVec
	batch       *prometheus.HistogramVec
	size        *prometheus.HistogramVec
	waiting     *prometheus.GaugeVec
	idle        *prometheus.GaugeVec
	stalled     *prometheus.GaugeVec
	lastMoved   *prometheus.GaugeVec
}

func newMetrics() *metrics {
	m := &metrics{reg: prometheus.NewRegistry()}
	counter := func(name, help string, labels ...string) *prometheus.CounterVec {
		c := prometheus.NewCounterVec(prometheus.CounterOpts{Namespace: "heliu", Name: name, Help: help}, labels)
		m.reg.MustRegister(c)
		return c
	}
	m.accepted = counter("door_accepted_total", "Records made durable at the door.", "connector", "stream")
	m.refused = counter("door_refused_total", "Requests refused at the door.", "connector", "code")
	m.settled = counter("settled_total", "Raw records that reached their outcome.", "connector", "stream", "stage", "outcome")
	m.faulted = counter("faults_total", "Faults, by stable code.", "connector", "stream", "stage", "code")
	m.moved = counter("read_records_total", "Records read from sources and put on the bus.", "connector", "stream")
	m.same = counter("read_unchanged_total", "Records read again without change and not put on the bus.", "connector", "stream")
	m.derived = counter("recomputed_total", "Golden records recomputed.", "domain")
	gauge := func(name, help string, labels ...string) *prometheus.GaugeVec {
		g := prometheus.NewGaugeVec(prometheus.GaugeOpts{Namespace: "heliu", Name: name, Help: help}, labels)
		m.reg.MustRegister(g)
		return g
	}
	m.waiting = gauge("waiting", "What waits before a station: records of a partition of a stage (share map/0), entries of a queue (share roi), over all workspaces.", "station", "share")
	m.idle = gauge("idle_seconds", "Seconds since a station finished something, or since something waits.", "station", "share")
	m.lastMoved = gauge("last_moved_timestamp_seconds", "When something new came of a stream the last time, by the latest of the connector's connections; told by the hub that watches.", "connector", "stream")
	m.stalled = gauge("stalled", "1 where a station stands still although something waits.", "station", "share")
	m.letterCount = gauge("dead_letters", "Dead letters that wait for somebody.", "connector", "stream", "kind", "code")
	m.batch = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: "heliu", Name: "stage_batch_seconds", Help: "Time of one batch of a stage.",
		Buckets: []float64{.002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5},
	}, []string{"stage"})
	m.size = prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Namespace: "heliu", Name: "stage_batch_records", Help: "Records in one batch of a stage.",
		Buckets: []float64{1, 2, 5, 10, 20, 50, 100, 200, 500},
	}, []string{"stage"})
	m.reg.MustRegister(m.batch, m.size, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Accepted implements door.Observer.
func (m *metrics) Accepted(connector, stream string, n int) {
	m.accepted.WithLabelValues(connector, stream).Add(float64(n))
}

// Refused implements door.Observer.
func (m *metrics) Refused(connector, code string) { m.refused.WithLabelValues(connector, code).Inc() }

// Settled implements pipelines.Observer.
func (m *metrics) Settled(connector, stream, stage string, kind pipelines.OutcomeKind, n int) {
	m.settled.WithLabelValues(connector, stream, stage, string(kind)).Add(float64(n))
}

// Faulted implements pipelines.Observer and pipelines.PullObserver.
func (m *metrics) Faulted(connector, stream, stage, code string) {
	m.faulted.WithLabelValues(connector, stream, stage, code).Inc()
}

// Read implements pipelines.PullObserver.
func (m *metrics) Read(connector, stream string, moved, unchanged int) {
	m.moved.WithLabelValues(connector, stream).Add(float64(moved))
	m.same.WithLabelValues(connector, stream).Add(float64(unchanged))
}

func (m *metrics) stage(name string) bus.Observer {
	return bus.Observer{Batch: func(size int, took time.Duration, _ error) {
		m.batch.WithLabelValues(name).Observe(took.Seconds())
		m.size.WithLabelValues(name).Observe(float64(size))
	}}
}

// standings shows how the stations of this process stand; of a queue of several
// workspaces the one that stands worst.
func (m *metrics) standings(all []pipelines.Standing) {
	type of struct{ station, share string }
	sum := map[of]pipelines.Standing{}
	for _, s := range all {
		k := of{s.Station, s.Share}
		t := sum[k]
		t.Waiting += s.Waiting
		t.Idle = max(t.Idle, s.Idle)
		t.Stalled = t.Stalled || s.Stalled
		sum[k] = t
	}
	for _, g := range []*prometheus.GaugeVec{m.waiting, m.idle, m.stalled} {
		g.Reset()
	}
	for k, s := range sum {
		m.waiting.WithLabelValues(k.station, k.share).Set(float64(s.Waiting))
		m.idle.WithLabelValues(k.station, k.share).Set(s.Idle.Seconds())
		stalled := 0.0
		if s.Stalled {
			stalled = 1
		}
		m.stalled.WithLabelValues(k.station, k.share).Set(stalled)
	}
}
