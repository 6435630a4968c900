package pipelines_test

import (
	"slices"
	"testing"
	"time"

	"github.com/heliuhub/heliu/pipelines"
)

// follower is what a scenario drives: Progress, or one of it with something left out.
type follower interface {
	Assigned(stage string, partitions []int, now time.Time)
	Settled(stage string, partition int, now time.Time)
	Waiting(stage string, lag map[int]int64, now time.Time)
	Queues(states map[pipelines.QueueName]pipelines.QueueState, now time.Time)
	Standings(now time.Time) []pipelines.Standing
}

// deaf ignores progress.
type deaf struct{ follower }

func (deaf) Settled(string, int, time.Time) {}

// forgetful takes every assignment for a new start.
type forgetful struct {
	*pipelines.Progress
	made func() *pipelines.Progress
}

func (f *forgetful) Assigned(stage string, ps []int, now time.Time) {
	if ps != nil {
		f.Progress = f.made()
	}
	f.Progress.Assigned(stage, ps, now)
}

// blind does not look at which queue entry is the oldest.
type blind struct{ follower }

func (b blind) Queues(states map[pipelines.QueueName]pipelines.QueueState, now time.Time) {
	for n, s := range states {
		if s.Oldest != 0 {
			s.Oldest = 1
		}
		states[n] = s
	}
	b.follower.Queues(states, now)
}

// stalls runs a scenario second by second and gives the seconds at which something
// stands still, with its name.
func stalls(p follower, seconds int, do func(p follower, second int, now time.Time)) (first int, names []string) {
	start := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	first = -1
	for s := range seconds {
		now := start.Add(time.Duration(s) * time.Second)
		do(p, s, now)
		for _, st := range p.Standings(now) {
			if !st.Stalled {
				continue
			}
			if first < 0 {
				first = s
			}
			if !slices.Contains(names, st.Share) {
				names = append(names, st.Share)
			}
		}
	}
	return first, names
}

type scenario struct {
	name  string
	do    func(p follower, s int, now time.Time)
	first int // second of the first alarm; -1: none
	names []string
}

func scenarios() []scenario {
	ws := pipelines.QueueName{Workspace: "w", Queue: "roi"}
	given := func(p follower, s int, now time.Time, ps ...int) {
		if s == 0 {
			p.Assigned("map", ps, now)
		}
	}
	return []scenario{
		{"nothing waits", func(p follower, s int, now time.Time) {
			given(p, s, now, 0)
			p.Waiting("map", map[int]int64{0: 0}, now)
		}, -1, nil},
		{"lag grows but records are finished", func(p follower, s int, now time.Time) {
			given(p, s, now, 0)
			p.Waiting("map", map[int]int64{0: int64(100 + 10*s)}, now)
			p.Settled("map", 0, now)
		}, -1, nil},
		{"lag stays and nothing is finished", func(p follower, s int, now time.Time) {
			given(p, s, now, 0)
			p.Waiting("map", map[int]int64{0: 7}, now)
		}, 30, []string{"map/0"}},
		{"one share of two hangs", func(p follower, s int, now time.Time) {
			given(p, s, now, 0, 1)
			p.Waiting("map", map[int]int64{0: 7, 1: 7}, now)
			p.Settled("map", 1, now)
		}, 30, []string{"map/0"}},
		{"another's share hangs", func(p follower, s int, now time.Time) {
			given(p, s, now, 1)
			p.Waiting("map", map[int]int64{0: 7, 1: 7}, now)
			p.Settled("map", 1, now)
		}, -1, nil},
		{"the share comes and goes and nothing is finished", func(p follower, s int, now time.Time) {
			if s%5 == 0 {
				p.Assigned("map", nil, now)
				p.Assigned("map", []int{0}, now)
			}
			p.Waiting("map", map[int]int64{0: 7}, now)
		}, 30, []string{"map/0"}},
		{"it is given nothing", func(p follower, s int, now time.Time) {
			if s == 0 {
				p.Assigned("map", nil, now)
			}
		}, 30, []string{"map"}},
		{"a queue is worked off", func(p follower, s int, now time.Time) {
			p.Queues(map[pipelines.QueueName]pipelines.QueueState{ws: {Waiting: 50, Oldest: int64(1 + s/10)}}, now)
		}, -1, nil},
		{"a queue stands", func(p follower, s int, now time.Time) {
			p.Queues(map[pipelines.QueueName]pipelines.QueueState{ws: {Waiting: int64(50 + s), Oldest: 9}}, now)
		}, 30, []string{"roi"}},
		{"a queue moves again", func(p follower, s int, now time.Time) {
			p.Queues(map[pipelines.QueueName]pipelines.QueueState{ws: {Waiting: 50, Oldest: int64(1 + s/29)}}, now)
		}, -1, nil},
	}
}

func TestWhoStandsStill(t *testing.T) {
	for _, c := range scenarios() {
		first, names := stalls(pipelines.NewProgress(), 100, c.do)
		if first != c.first || !slices.Equal(names, c.names) {
			t.Errorf("%s: alarm at %d of %v, want %d of %v", c.name, first, names, c.first, c.names)
		}
	}
}

// Each thing left out must be seen by one of the scenarios at least.
func TestWhoStandsStillCanFail(t *testing.T) {
	for name, broken := range map[string]func() follower{
		"progress ignored":           func() follower { return deaf{pipelines.NewProgress()} },
		"assignments start the time": func() follower { return &forgetful{pipelines.NewProgress(), pipelines.NewProgress} },
		"the oldest not looked at":   func() follower { return blind{pipelines.NewProgress()} },
	} {
		seen := 0
		for _, c := range scenarios() {
			if first, names := stalls(broken(), 100, c.do); first != c.first || !slices.Equal(names, c.names) {
				seen++
			}
		}
		if seen == 0 {
			t.Errorf("%s: no scenario sees it", name)
		}
	}
}
