package world

import (
	"cmp"
	"slices"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

// gen is the generator while it works.
type gen struct {
	seed       uint64
	leads      int // how many leads to make
	start, end time.Time

	orgs      []*org
	byKind    map[string][]*org
	names     map[string]bool
	people    int
	staff     []*model.Employee
	campaigns []*campaign
	byChannel map[string][]*campaign
	fairs     []*fair

	events []*model.Event
	made   int // leads made
	serial map[string]int

	open   []*sale // not closed at the end: the live events go on from them
	due    []*debt // receivables not paid at the end
	sales  []*sale
	isLive bool // the past is made
}

func newGen(c Config) *gen {
	g := &gen{
		seed: c.Seed, leads: c.Size.leads(), end: atDay(c.End, 24*60, 0),
		byKind: map[string][]*org{}, names: map[string]bool{}, byChannel: map[string][]*campaign{},
		serial: map[string]int{},
	}
	g.start = g.end.AddDate(-1, 0, 0)
	return g
}

// next gives the next number of a series.
func (g *gen) next(series string) int {
	g.serial[series]++
	return g.serial[series]
}

// emit adds an event and tells whether it falls into the time that is made: the
// past ends at g.end.
func (g *gen) emit(at time.Time, kind model.Kind, target, stream, key string, rec any) bool {
	if !at.Before(g.end) {
		return false
	}
	g.events = append(g.events, &model.Event{At: at, Kind: kind, Target: target, Stream: stream, Key: key, Rec: rec})
	return true
}

// year makes the events of the past year, in order.
func (g *gen) year() []*model.Event {
	g.makeStaff()
	g.makeOrgs()
	g.makeCampaigns()
	g.makeSpend()
	g.makeSales()
	g.makeSpecials()
	g.makeNoise()
	g.makeCustomers()
	g.uploadFairs()
	slices.SortStableFunc(g.events, func(a, b *model.Event) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Target, b.Target), cmp.Compare(a.Stream, b.Stream), cmp.Compare(a.Key, b.Key))
	})
	for i, e := range g.events {
		e.Seq = i
	}
	return g.events
}
