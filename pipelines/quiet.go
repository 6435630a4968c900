package pipelines

import (
	"github.com/google/uuid"
)

// causes knows which changed records stand behind the change of a golden record, and
// whether they are all the past (record.Origin.Quiet). Golden records between which
// members move change together, so what is behind one of them is behind all.
type causes struct {
	loud   map[uuid.UUID]bool // a record behind it is news
	quiet  map[uuid.UUID]bool // a record behind it is the past
	now    map[int64]bool     // by changed identity: whether its record is the past
	all    bool               // everything in this batch is the past
	parent map[uuid.UUID]uuid.UUID
}

// causesOf notes where the changed records stood, and which identities are theirs. An
// entity that its record no longer makes counts as news.
func causesOf(rows []EntityRow, entities []int64, stored []IdentityRow, was stood) causes {
	c := causes{loud: map[uuid.UUID]bool{}, quiet: map[uuid.UUID]bool{}, now: map[int64]bool{}, all: len(rows) > 0, parent: map[uuid.UUID]uuid.UUID{}}
	past := map[int64]bool{}
	for i, r := range rows {
		past[entities[i]] = r.Quiet
		c.all = c.all && r.Quiet
	}
	for entity, goldens := range was.of {
		quiet, there := past[entity]
		for _, g := range goldens {
			c.note(g, there && quiet)
		}
	}
	for _, s := range stored {
		c.now[s.ID] = past[s.Entity]
	}
	return c
}

func (c causes) note(g uuid.UUID, quiet bool) {
	if quiet {
		c.quiet[g] = true
	} else {
		c.loud[g] = true
	}
}

// hush marks the events that only the past is behind. members are the identities as
// they stood before, move is where they go.
func (c causes) hush(events []GoldenEvent, members []IdentityRow, move map[int64]uuid.UUID) {
	for _, m := range members {
		to, moves := move[m.ID]
		if !moves {
			to = m.Golden
		}
		if moves && m.Golden != uuid.Nil {
			c.join(m.Golden, to)
		}
		if quiet, changed := c.now[m.ID]; changed {
			c.note(to, quiet)
		}
	}
	for _, e := range events {
		if e.Other != uuid.Nil {
			c.join(e.Golden, e.Other)
		}
	}
	loud, quiet := map[uuid.UUID]bool{}, map[uuid.UUID]bool{}
	for g := range c.loud {
		loud[c.root(g)] = true
	}
	for g := range c.quiet {
		quiet[c.root(g)] = true
	}
	for i, e := range events {
		root := c.root(e.Golden)
		events[i].Quiet = !loud[root] && (quiet[root] || c.all)
	}
}

func (c causes) root(g uuid.UUID) uuid.UUID {
	for {
		up, ok := c.parent[g]
		if !ok || up == g {
			return g
		}
		g = up
	}
}

func (c causes) join(a, b uuid.UUID) {
	if ra, rb := c.root(a), c.root(b); ra != rb {
		c.parent[ra] = rb
	}
}
