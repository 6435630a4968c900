package pipelines

import (
	"cmp"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/record"
)

// Progress follows how far this process comes with what was given to it: the shares
// of its stages, and the queues that its loops work off. It is told of everything
// with the time at which it happened, and is safe for concurrent use.
type Progress struct {
	mu     sync.Mutex
	stages map[string]*stageProgress
	queues map[QueueName]*queueProgress
}

type stageProgress struct {
	outside time.Time // since when it is in no group; zero: it is in one
	shares  map[int]*share
}

// share is one partition of a stage.
type share struct {
	waiting int64
	since   time.Time // the last moment at which something was finished or nothing waited
	moved   time.Time // the last moment at which something was finished; zero: never yet
}

// QueueName names a queue of a workspace: what waits in PostgreSQL to be worked off.
type QueueName struct {
	Workspace record.WorkspaceID
	Queue     string // roi, recon, outbox
}

// QueueState is what waits in a queue. The oldest goes first, so one that stays the
// same means that nothing moves.
type QueueState struct {
	Waiting int64
	Oldest  int64 // id; 0: nothing waits
}

type queueProgress struct {
	QueueState
	since time.Time
	moved time.Time // the last moment at which the oldest was another one
}

// NewProgress makes one that knows of nothing.
func NewProgress() *Progress {
	return &Progress{stages: map[string]*stageProgress{}, queues: map[QueueName]*queueProgress{}}
}

// Assigned notes which partitions are this process's; nil between two assignments.
func (p *Progress) Assigned(stage string, partitions []int, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.stages[stage]
	if s == nil {
		s = &stageProgress{outside: now, shares: map[int]*share{}}
		p.stages[stage] = s
	}
	if partitions == nil {
		if s.outside.IsZero() {
			s.outside = now
		}
		return // what was assigned is remembered: to lose and to get it again is no progress
	}
	s.outside = time.Time{}
	for n := range s.shares {
		if !slices.Contains(partitions, n) {
			delete(s.shares, n)
		}
	}
	for _, n := range partitions {
		if s.shares[n] == nil {
			s.shares[n] = &share{since: now}
		}
	}
}

// Settled notes that a stage finished a record of a partition.
func (p *Progress) Settled(stage string, partition int, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if s := p.stages[stage]; s != nil && s.shares[partition] != nil {
		s.shares[partition].since, s.shares[partition].moved = now, now
	}
}

// Waiting notes how many records of each partition of a stage's topic wait.
func (p *Progress) Waiting(stage string, lag map[int]int64, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := p.stages[stage]
	if s == nil {
		return
	}
	for n, sh := range s.shares {
		sh.waiting = lag[n]
		if sh.waiting == 0 {
			sh.since = now
		}
	}
}

// Queues notes what waits in all queues; one that is not named is no more.
func (p *Progress) Queues(states map[QueueName]QueueState, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for name := range p.queues {
		if _, ok := states[name]; !ok {
			delete(p.queues, name)
		}
	}
	for name, st := range states {
		q := p.queues[name]
		if q == nil || st.Oldest == 0 || st.Oldest != q.Oldest {
			moved := now
			if q == nil {
				moved = time.Time{}
			}
			q = &queueProgress{since: now, moved: moved}
			p.queues[name] = q
		}
		q.QueueState = st
	}
}

// Standing is how one station stands.
type Standing struct {
	Station   string             // map, apply, roi, recon, outbox …
	Share     string             // which part of it: map/0; the queue's name for a queue
	Workspace record.WorkspaceID // of a queue; empty for a stage, which serves all
	Waiting   int64
	Idle      time.Duration // since something was finished, or since something waits
	Moved     time.Time     // something was finished; zero: never yet, or unknown
	Outside   bool          // the stage is not in its group: it is given nothing
	Stalled   bool
}

// Standings tells how everything stands, in a stable order.
func (p *Progress) Standings(now time.Time) []Standing {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []Standing
	for stage, s := range p.stages {
		if !s.outside.IsZero() && now.Sub(s.outside) >= alerts.StalledAfter {
			out = append(out, Standing{Station: stage, Share: stage, Idle: now.Sub(s.outside), Outside: true, Stalled: true})
		}
		for n, sh := range s.shares {
			st := Standing{Station: stage, Share: fmt.Sprintf("%s/%d", stage, n), Waiting: sh.waiting, Idle: now.Sub(sh.since), Moved: sh.moved}
			st.Stalled = alerts.Stalled(st.Waiting, st.Idle)
			out = append(out, st)
		}
	}
	for name, q := range p.queues {
		st := Standing{Station: name.Queue, Share: name.Queue, Workspace: name.Workspace, Waiting: q.Waiting, Moved: q.moved}
		if q.Oldest != 0 {
			st.Idle = now.Sub(q.since)
		}
		st.Stalled = alerts.Stalled(st.Waiting, st.Idle)
		out = append(out, st)
	}
	slices.SortFunc(out, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(a.Station, b.Station), cmp.Compare(a.Share, b.Share), cmp.Compare(a.Workspace, b.Workspace))
	})
	return out
}
