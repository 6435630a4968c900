package main

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines"
)

// keepSilence watches over streams that fall silent.
func (h *hub) keepSilence(ctx context.Context, holder string) error {
	mine, release := h.watchLease("silence", holder, 3*time.Minute)
	defer release()
	w := &pipelines.SilenceWatch{
		Store: h.store, Alarm: h.store, Mine: mine, Behind: h.behind, Title: streamTitle, Seen: h.metrics.volumes,
		Now: hubClock().Now, Log: h.log, Sleep: clock.System{}.Sleep,
	}
	return w.Run(ctx)
}

// behind tells whether something of this process stands still.
func (h *hub) behind() bool {
	for _, s := range h.moves.Standings(clock.System{}.Now()) {
		if s.Stalled {
			return true
		}
	}
	return false
}

// streamTitle names a stream in Chinese, which both sentences may hold.
func streamTitle(connector, stream string) string {
	k, err := connectorNamed(connector)
	if err != nil {
		return stream
	}
	for _, s := range k.Spec.Streams {
		if s.Name == stream {
			return s.Title.Zh
		}
	}
	return stream
}

// volumes shows when something came of each stream the last time; the hub that watches
// tells. Streams of several connections of one connector are told by the latest.
func (m *metrics) volumes(all []pipelines.Volume) {
	type of struct{ connector, stream string }
	last := map[of]time.Time{}
	for _, v := range all {
		k := of{v.Connector, v.Stream}
		if v.Last.After(last[k]) {
			last[k] = v.Last
		}
	}
	m.lastMoved.Reset()
	for k, at := range last {
		m.lastMoved.WithLabelValues(k.connector, k.stream).Set(float64(at.Unix()))
	}
}
