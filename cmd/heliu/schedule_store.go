package main

import (
	"context"
	"encoding/json"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/store"
)

// scheduleStore gives the scheduler what it needs of the store.
type scheduleStore struct{ *store.Store }

// Pulls implements pipelines.ScheduleStore.
func (s scheduleStore) Pulls(ctx context.Context) ([]pipelines.Pull, error) {
	all, err := s.LiveWorkspaces(ctx)
	if err != nil {
		return nil, err
	}
	var out []pipelines.Pull
	for _, ws := range all {
		conns, err := s.Connections(ctx, ws)
		if fault.KindOf(err) == fault.NotFound && err != nil { // removed meanwhile
			continue
		}
		if err != nil {
			return nil, err
		}
		nudges, err := s.Nudges(ctx, ws)
		if fault.KindOf(err) == fault.NotFound && err != nil {
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, c := range conns {
			k, err := connectorNamed(c.Connector)
			if err != nil || k.NewSource == nil || c.Status != store.Enabled {
				continue
			}
			every := c.PollEvery
			if every == 0 {
				every = k.Spec.PollEvery
			}
			p := pipelines.Pull{
				Workspace: ws, ID: c.ID, Name: c.Name, Connector: c.Connector, Version: int64(c.Version), Every: every,
				Cron: c.Schedule, History: c.History != nil, Nudges: nudges[c.ID],
			}
			if len(c.Quiet) > 0 {
				text, err := json.Marshal(c.Quiet)
				if err != nil {
					return nil, err
				}
				p.Quiet = string(text)
			}
			out = append(out, p)
		}
	}
	return out, nil
}

// AcquireLease implements pipelines.ScheduleStore.
func (s scheduleStore) AcquireLease(ctx context.Context, p pipelines.Pull, holder string, ttl time.Duration) (pipelines.Lease, bool, error) {
	l, ok, err := s.Store.AcquireLease(ctx, store.ConnectionLease(p.ID), holder, ttl)
	return pipelines.Lease{Token: l.Token}, ok, err
}

// ReleaseLease implements pipelines.ScheduleStore.
func (s scheduleStore) ReleaseLease(ctx context.Context, p pipelines.Pull, holder string, l pipelines.Lease) error {
	return s.Store.ReleaseLease(ctx, store.Lease{Name: store.ConnectionLease(p.ID), Holder: holder, Token: l.Token})
}

// LoadState implements pipelines.ScheduleStore.
func (s scheduleStore) LoadState(ctx context.Context, p pipelines.Pull, stream string) (connectors.State, error) {
	return s.Store.LoadState(ctx, p.Workspace, p.ID, stream)
}

// SaveState implements pipelines.ScheduleStore.
func (s scheduleStore) SaveState(ctx context.Context, p pipelines.Pull, stream string, st connectors.State, token int64, moved, unchanged int) error {
	return s.Store.SaveState(ctx, p.Workspace, p.ID, stream, st, token, moved, unchanged)
}

// CheckLease implements pipelines.ScheduleStore.
func (s scheduleStore) CheckLease(ctx context.Context, p pipelines.Pull, token int64) error {
	return s.Store.CheckLease(ctx, store.ConnectionLease(p.ID), token)
}

// StartReading implements pipelines.ScheduleStore.
func (s scheduleStore) StartReading(ctx context.Context, p pipelines.Pull, stream string, pushed bool, token int64) (pipelines.Reading, error) {
	return s.Store.StartReading(ctx, p.Workspace, p.ID, stream, pushed, token)
}

// ReportRead implements pipelines.ScheduleStore.
func (s scheduleStore) ReportRead(ctx context.Context, p pipelines.Pull, stream string, r pipelines.Read, token int64) error {
	switch {
	case r.Fault != nil:
		return s.ReadFailed(ctx, p.Workspace, p.ID, stream, r.Fault.Code, r.Failures, r.NextAt, token)
	case stream == "":
		return s.SourceMade(ctx, p.Workspace, p.ID, token)
	}
	return s.ReadEnded(ctx, p.Workspace, p.ID, stream, r.NextAt, token)
}

// HaltStream implements pipelines.ScheduleStore.
func (s scheduleStore) HaltStream(ctx context.Context, p pipelines.Pull, stream, code string, token int64) error {
	return s.Store.HaltStream(ctx, p.Workspace, p.ID, stream, code, token)
}

// LoadBreaker implements pipelines.ScheduleStore.
func (s scheduleStore) LoadBreaker(ctx context.Context, p pipelines.Pull) (fault.Breaker, error) {
	return s.Breaker(ctx, p.Workspace, p.ID)
}

// SaveBreaker implements pipelines.ScheduleStore.
func (s scheduleStore) SaveBreaker(ctx context.Context, p pipelines.Pull, b fault.Breaker, token int64) error {
	return s.Store.SaveBreaker(ctx, p.Workspace, p.ID, b, token)
}

// PauseUnauthorized implements pipelines.ScheduleStore.
func (s scheduleStore) PauseUnauthorized(ctx context.Context, p pipelines.Pull, cause error) error {
	ctx = access.With(ctx, access.SystemActor("scheduler", p.Workspace))
	_, err := s.SetConnectionStatus(ctx, p.Workspace, p.ID, store.Unauthorized, fault.As(cause).Code, "the source refused the credentials")
	return err
}
