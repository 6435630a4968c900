package main

import (
	"context"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines/letters"
)

// watchLetters is how often dead letters are looked at; its lease lives a little longer.
const watchLetters = 15 * time.Second

// keepLetters does what people ask for of dead letters, and watches over their number.
func (h *hub) keepLetters(ctx context.Context, holder string) error {
	g, ctx := errgroup.WithContext(ctx)
	sleep := clock.System{}.Sleep
	runner := &letters.Runner{Store: h.store, Bus: h.traces.publisher(h.bus), Log: h.log, Sleep: sleep}
	g.Go(func() error { return runner.Run(ctx) })
	mine, release := h.watchLease("dead-letters", holder, 2*watchLetters)
	watch := &letters.Watch{
		Store: h.store, Alarm: h.store, Log: h.log, Sleep: sleep, Every: watchLetters, Counted: h.metrics.letters, Mine: mine,
	}
	g.Go(func() error {
		defer release()
		return watch.Run(ctx)
	})
	return g.Wait()
}

// letters shows how many dead letters wait for somebody; the hub that watches tells.
func (m *metrics) letters(counts []letters.OpenCount) {
	m.letterCount.Reset()
	for _, c := range counts {
		m.letterCount.WithLabelValues(c.Connector, c.Stream, c.Kind, c.Code).Set(float64(c.Letters))
	}
}
