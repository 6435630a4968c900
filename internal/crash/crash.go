// Package crash ends the process at a named step, as kill -9 does, so that the
// torture run can look at every boundary between two steps. Nothing is armed unless
// HELIU_CRASH_AT was set at the start, and then a point costs one atomic load.
package crash

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
)

// Point names a boundary between two steps.
type Point string

// The points, in the order in which a record passes them.
const (
	DoorBeforePublish  Point = "door.before_publish"
	DoorAfterPublish   Point = "door.after_publish"  // durable, not yet answered
	PullBeforePublish  Point = "pull.before_publish" // a page was read
	PullAfterPublish   Point = "pull.after_publish"  // durable, the state not yet saved
	PullAfterState     Point = "pull.after_state"
	MapBeforeLand      Point = "map.before_land"
	MapAfterLand       Point = "map.after_land"      // in PostgreSQL, the results not yet published
	StageAfterPublish  Point = "stage.after_publish" // results durable, the delivery not yet finished
	BusBeforeCommit    Point = "bus.before_commit"
	BusAfterCommit     Point = "bus.after_commit"
	ApplyBeforeCommit  Point = "apply.before_commit" // everything written, the transaction open
	ApplyAfterCommit   Point = "apply.after_commit"
	RelayBeforePublish Point = "relay.before_publish"
	RelayAfterPublish  Point = "relay.after_publish" // durable, not yet marked as published
	RelayAfterMark     Point = "relay.after_mark"
	DeriveBeforeCommit Point = "derive.before_commit"
	DeriveAfterCommit  Point = "derive.after_commit"
)

// Points lists them all.
var Points = []Point{
	DoorBeforePublish, DoorAfterPublish, PullBeforePublish, PullAfterPublish, PullAfterState, MapBeforeLand, MapAfterLand, StageAfterPublish,
	BusBeforeCommit, BusAfterCommit, ApplyBeforeCommit, ApplyAfterCommit, RelayBeforePublish, RelayAfterPublish, RelayAfterMark,
	DeriveBeforeCommit, DeriveAfterCommit,
}

// trigger is one armed point.
type trigger struct {
	at   Point
	left atomic.Int64
	when string // passages count while this file exists; empty: always
	die  func()
}

var armed atomic.Pointer[trigger]

// At is a point that the program passes.
func At(p Point) {
	if t := armed.Load(); t != nil && t.at == p {
		t.pass()
	}
}

func (t *trigger) pass() {
	if t.when != "" {
		if _, err := os.Stat(t.when); err != nil {
			return
		}
	}
	if t.left.Add(-1) <= 0 {
		t.die()
	}
}

// ArmFromEnv arms the point that HELIU_CRASH_AT names: "<point>" for its first
// passage or "<point>:n" for the n-th. Where HELIU_CRASH_WHEN names a file, only
// passages count at which that file exists. Call it once, before work begins.
func ArmFromEnv() error { return arm(os.Getenv("HELIU_CRASH_AT"), os.Getenv("HELIU_CRASH_WHEN"), die) }

func arm(spec, when string, die func()) error {
	if spec == "" {
		return nil
	}
	name, count, counted := strings.Cut(spec, ":")
	n := int64(1)
	if counted {
		var err error
		if n, err = strconv.ParseInt(count, 10, 64); err != nil || n < 1 {
			return fmt.Errorf("HELIU_CRASH_AT: %q is no count from 1", count)
		}
	}
	if !slices.Contains(Points, Point(name)) {
		return fmt.Errorf("HELIU_CRASH_AT: there is no point %q; there are %v", name, Points)
	}
	t := &trigger{at: Point(name), when: when, die: die}
	t.left.Store(n)
	armed.Store(t)
	return nil
}

// die ends the process without any of its farewells and does not return.
func die() {
	if p, err := os.FindProcess(os.Getpid()); err == nil {
		_ = p.Kill()
	}
	select {}
}
