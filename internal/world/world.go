package world

import (
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

var shanghai = time.FixedZone("Asia/Shanghai", 8*3600)

// DefaultEnd is the last day of the past year where Config gives none, so that one
// seed is one world whenever it is made.
var DefaultEnd = time.Date(2026, 10, 31, 0, 0, 0, 0, shanghai)

// Size is how large a world is.
type Size string

// The sizes: about 2,000 and about 100,000 leads, everything else in proportion.
const (
	Small Size = "small"
	Full  Size = "full"
)

func (s Size) leads() int {
	if s == Full {
		return 100_000
	}
	return 2_000
}

// Config says which world to make.
type Config struct {
	Seed uint64
	Size Size
	End  time.Time // last day of the past; DefaultEnd where zero
}

// World is a made world: its past, and one live event after another. It is not safe
// for concurrent use.
type World struct {
	Config Config
	Past   []*model.Event // in order of time
	Live   []*model.Event // what Next gave so far
	gen    *gen
	live   *live
}

// Generate makes the world of a seed: the same seed, size and end give the same world.
func Generate(c Config) *World {
	if c.Size == "" {
		c.Size = Small
	}
	if c.End.IsZero() {
		c.End = DefaultEnd
	}
	g := newGen(c)
	return &World{Config: c, Past: g.year(), gen: g}
}

// Start is the first moment of the past.
func (w *World) Start() time.Time { return w.gen.start }

// End is the moment at which the past ends and live events begin.
func (w *World) End() time.Time { return atDay(w.Config.End, 24*60, 0) }

// Now is the world's own time: that of the newest live event, or the end of the past.
func (w *World) Now() time.Time {
	if n := len(w.Live); n > 0 {
		return w.Live[n-1].At
	}
	return w.End()
}
