package pipelines

import (
	"context"
	"slices"

	"github.com/heliuhub/heliu/access/people"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Statement is what one version of a record says about somebody.
type Statement struct {
	Mapped record.Mapped
	Entity record.Entity
	Owner  string // the alias of whom it names as owner; empty: nobody
}

// PeopleTx keeps employees, organisation units and who owns what.
type PeopleTx interface {
	// NotePeople keeps what versions say about employees and units, the current and the
	// superseded: what was on a day does not depend on the order of arrival.
	NotePeople(ctx context.Context, said []Statement) error
	// NoteOwners keeps whom versions of deals name as owner.
	NoteOwners(ctx context.Context, said []Statement) error
	// WerePeople tells whether the entities that EntitiesOf gave are employees or units,
	// or the deleted records ever were.
	WerePeople(ctx context.Context, gone []SourceKey) (bool, error)
	People(ctx context.Context) (people.Input, error)
	// SavePeople makes a state the one that is stored, and gives the aliases that name
	// somebody else from then on.
	SavePeople(ctx context.Context, s people.State, in people.Input) (aliases []string, err error)
	// OwnedBy gives the entities whose owner hangs on aliases.
	OwnedBy(ctx context.Context, aliases []string) ([]int64, error)
	// PutOwners works out anew who owns the entities.
	PutOwners(ctx context.Context, entities []int64) error
}

// notePeople keeps what a batch says about people, whether or not it became current,
// and tells whether it says anything about employees or units.
func notePeople(ctx context.Context, tx PeopleTx, ms []record.Mapped) (bool, error) {
	var staff, owned []Statement
	for _, m := range ms {
		if m.Dropped != "" {
			continue
		}
		for _, e := range m.Entities {
			switch e.Kind {
			case record.KindEmployee, record.KindOrgUnit:
				staff = append(staff, Statement{Mapped: m, Entity: e})
			case record.KindDeal:
				v, err := record.DecodeEntity[record.Deal](e)
				if err != nil {
					return false, fault.New("internal", err)
				}
				s := Statement{Mapped: m, Entity: e}
				if v.Owner != nil && !v.Owner.IsZero() {
					s.Owner = v.Owner.Alias(m.Record.Connection)
				}
				owned = append(owned, s)
			}
		}
	}
	if err := tx.NotePeople(ctx, distinct(staff)); err != nil {
		return false, err
	}
	return len(staff) > 0, tx.NoteOwners(ctx, distinct(owned))
}

// distinct keeps, of statements of one version, the one that counts: one batch may
// bring a version twice.
func distinct(all []Statement) []Statement {
	type version struct {
		SourceKey
		kind, part, version string
	}
	at := map[version]int{}
	var out []Statement
	for _, s := range all {
		v := version{keyOf(s.Mapped), s.Entity.Kind, s.Entity.Part, s.Mapped.Record.Version}
		i, ok := at[v]
		switch {
		case !ok:
			at[v] = len(out)
			out = append(out, s)
		case beats(s.Mapped, out[i].Mapped):
			out[i] = s
		}
	}
	return out
}

// beats orders two of one version as the store does: by content, then by rules.
func beats(a, b record.Mapped) bool {
	if c := slices.Compare(a.ContentHash[:], b.ContentHash[:]); c != 0 {
		return c > 0
	}
	if a.Rules != b.Rules {
		return a.Rules > b.Rules
	}
	return a.MappingVersion > b.MappingVersion
}

// rebuildPeople works out employees and units anew and whose is what hangs on them.
func rebuildPeople(ctx context.Context, tx PeopleTx) error {
	in, err := tx.People(ctx)
	if err != nil {
		return err
	}
	aliases, err := tx.SavePeople(ctx, people.Build(in), in)
	if err != nil {
		return err
	}
	entities, err := tx.OwnedBy(ctx, aliases)
	if err != nil {
		return err
	}
	return tx.PutOwners(ctx, entities)
}

// ownable gives the entities that somebody may own.
func ownable(rows []EntityRow, entities []int64) []int64 {
	var out []int64
	for i, r := range rows {
		switch r.Entity.Kind {
		case record.KindLead, record.KindDeal, record.KindCustomer, record.KindOrder, record.KindActivity, record.KindCampaign:
			out = append(out, entities[i])
		}
	}
	return out
}
