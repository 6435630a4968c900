package main

import (
	"context"
	"slices"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// runner does the jobs. It maps with what the map stage maps with, defaults of the Spec
// included: else a replay would make other records than the live stream.
func (h *hub) runner(holder string) *jobs.Runner {
	return &jobs.Runner{
		Store: h.store, Raw: mapStore{h.store}, Windows: h.store, Sources: jobSources{h.maker}, Bus: h.bus, Clock: hubClock(), Log: h.log, Alarm: h.store, Holder: holder,
		Changed: func(ws record.WorkspaceID) { h.changed(ws, "jobs") },
	}
}

// jobSources makes the sources of jobs.
type jobSources struct{ *maker }

// Hold implements jobs.Sources.
func (s jobSources) Hold(ctx context.Context, j jobs.Job, holder string, ttl time.Duration) (int64, bool, error) {
	c, err := s.store.Connection(ctx, j.Workspace, j.Connection)
	if err != nil || c.Status != store.Enabled {
		return 0, false, err
	}
	if _, quiet := c.Quiet.Until(hubClock().Now()); quiet { // the system is not asked now, by nobody
		return 0, false, nil
	}
	l, ok, err := s.store.AcquireLease(ctx, store.ConnectionLease(j.Connection), holder, ttl)
	return l.Token, ok, err
}

// Source implements jobs.Sources.
func (s jobSources) Source(ctx context.Context, j jobs.Job, token int64) (connectors.Source, connectors.Spec, error) {
	b, err := s.build(ctx, j.Workspace, j.Connection, token)
	if err != nil {
		return nil, connectors.Spec{}, err
	}
	b.env.HTTP = s.turns.alone(j.Connection, b.env.HTTP)
	src, err := b.connector.NewSource(ctx, b.env, b.settings)
	return src, b.connector.Spec, err
}

// Comparable implements jobs.Sources.
func (s jobSources) Comparable(ctx context.Context) ([]jobs.Job, error) {
	pulls, err := scheduleStore{s.store}.Pulls(ctx)
	if err != nil {
		return nil, err
	}
	var out []jobs.Job
	for _, p := range pulls {
		k, err := connectorNamed(p.Connector)
		if err == nil && slices.ContainsFunc(k.Spec.Streams, func(st connectors.Stream) bool { return st.Windows }) {
			out = append(out, jobs.Job{Workspace: p.Workspace, Connection: p.ID, Connector: p.Connector})
		}
	}
	return out, nil
}
