package main

import (
	"context"
	"sync"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// readiness says whether the hub makes progress: a process that is up and moves
// nothing is not ready. What it judges is what this process was given: a program that
// only answers HTTP is ready when database and bus answer.
type readiness struct {
	h     *hub
	alarm pipelines.StallAlarm
	looks int

	mu sync.Mutex
	ok bool
	// details are what was looked at, for /readyz.
	details map[string]any
}

// Readiness is looked at every lookAgain; the queues, whose counting costs the
// database something, every queuesEvery looks.
const (
	lookAgain   = 2 * time.Second
	queuesEvery = 3
)

func newReadiness(h *hub) *readiness {
	return &readiness{
		h: h, alarm: pipelines.StallAlarm{Alarm: h.store, Log: h.log},
		details: map[string]any{"starting": true},
	}
}

// run looks again and again until ctx ends.
func (r *readiness) run(ctx context.Context) error {
	for {
		r.look(ctx, clock.System{}.Now())
		if (clock.System{}).Sleep(ctx, lookAgain) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}

// stageTopics are the stages that every hub has, with what they read.
var stageTopics = map[string]string{"map": bus.TopicRaw, "apply": bus.TopicMapped}

func (r *readiness) look(ctx context.Context, now time.Time) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	ok := true
	d := map[string]any{"database": "ok", "bus": "ok"}
	live, err := r.h.store.LiveWorkspaces(ctx)
	if err != nil {
		ok, d["database"] = false, "unavailable"
	} else {
		r.queues(ctx, live, now)
	}
	waiting := map[string]int64{}
	for stage, topic := range stageTopics {
		lag, err := r.h.bus.Lag(ctx, "heliu."+stage, topic)
		if err != nil {
			ok, d["bus"] = false, "unavailable"
			continue
		}
		r.h.moves.Waiting(stage, lag, now)
		for _, n := range lag {
			waiting[stage] += n
		}
	}
	d["waiting"] = waiting // of all hubs together
	standings := r.h.moves.Standings(now)
	stations, stuck := []any{}, []string{}
	for _, s := range standings {
		stations = append(stations, stationDetail(s))
		if s.Stalled {
			stuck = append(stuck, s.Share)
		}
	}
	d["stations"] = stations // of this process
	if len(stuck) > 0 {
		ok, d["stuck"] = false, stuck
	}
	r.h.metrics.standings(standings)
	if err == nil && len(standings) > 0 {
		r.alarm.Tell(ctx, live, standings, now)
	}
	r.h.mu.Lock()
	if n := len(r.h.gaps); n > 0 {
		ok, d["gaps"] = false, append([]string(nil), r.h.gaps...)
	}
	r.h.mu.Unlock()
	r.mu.Lock()
	r.ok, r.details = ok, d
	r.mu.Unlock()
}

// queues asks what waits in the queues that this process works off.
func (r *readiness) queues(ctx context.Context, live []record.WorkspaceID, now time.Time) {
	if !r.h.working.Load() {
		return
	}
	if r.looks++; r.looks%queuesEvery != 1 {
		return
	}
	states := map[pipelines.QueueName]pipelines.QueueState{}
	for _, ws := range live {
		qs, err := r.h.store.Queues(ctx, ws)
		for name, q := range qs {
			if err == nil {
				states[pipelines.QueueName{Workspace: ws, Queue: name}] = q
			}
		}
	}
	r.h.moves.Queues(states, now)
}

func stationDetail(s pipelines.Standing) map[string]any {
	d := map[string]any{"station": s.Station, "share": s.Share, "waiting": s.Waiting, "moved_seconds_ago": int(s.Idle.Seconds()), "stuck": s.Stalled}
	if s.Workspace != "" {
		d["workspace"] = s.Workspace
	}
	if s.Outside {
		d["outside"] = true
	}
	return d
}

// ready is what /readyz answers.
func (r *readiness) ready(context.Context) (bool, map[string]any) {
	select {
	case <-r.h.leaving:
		return false, map[string]any{"stopping": true}
	default:
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ok, r.details
}
