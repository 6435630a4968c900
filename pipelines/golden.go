package pipelines

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mdm"
	"github.com/heliuhub/heliu/record"
)

// IdentityRow is one source record in its role as an organisation or a person, as stored.
type IdentityRow struct {
	ID     int64 // its first-seen order; 0 before it is stored
	Entity int64
	Golden uuid.UUID
	New    bool // it was not stored before
	Source mdm.Source
}

// GoldenRow is a golden record as stored.
type GoldenRow struct {
	ID         uuid.UUID
	Kind       mdm.Kind
	Status     string // active, redirected, empty
	RedirectTo uuid.UUID
	Anchor     record.TaxID
	Customer   bool
	Name       string
	Fields     json.RawMessage
	Members    int
	Smallest   string
	FirstSeen  int64
	Version    int64
}

// GoldenTx keeps identities and golden records.
type GoldenTx interface {
	// IdentitiesOf gives the identities of entities, with their identifiers.
	IdentitiesOf(ctx context.Context, entities []int64) ([]IdentityRow, error)
	// ReplaceIdentities makes rows the only identities of the given entities; ones that
	// remain keep their id and their golden record, new ones are stored in the one that
	// the row names. Rows come back as they are stored, in order.
	ReplaceIdentities(ctx context.Context, entities []int64, rows []IdentityRow) ([]IdentityRow, error)
	// Component gives every identity that can reach one of the given identities or
	// golden records, or holds one of the identifiers left: members of the same golden record, of the same tax ID, and holders
	// of one identifier (of those that joins too many, only when limit holders or fewer
	// have it). holders says how many have each identifier seen; a value that was cut
	// at the limit reports more than mdm.MaxHolders.
	Component(ctx context.Context, identities []int64, goldens []uuid.UUID, left []mdm.Identifier, limit int) (rows []IdentityRow, holders map[mdm.Identifier]mdm.Holders, err error)
	Goldens(ctx context.Context, ids []uuid.UUID) ([]GoldenRow, error)
	// PutGoldens stores golden records (by id; Version is raised by one) and points the
	// given identities at them.
	PutGoldens(ctx context.Context, rows []GoldenRow, at time.Time) error
	MoveIdentities(ctx context.Context, to map[int64]uuid.UUID) error
	// Announce adds an event to the outbox for heliu.golden.
	Announce(ctx context.Context, events []GoldenEvent, at time.Time) error
	PutRefusals(ctx context.Context, refused []mdm.Refusal, at time.Time) error
}

// GoldenEvent is what heliu.golden tells: upserted, merged (into Other) or emptied.
type GoldenEvent struct {
	Golden  uuid.UUID
	Version int64
	Event   string
	Other   uuid.UUID
	Quiet   bool // all records behind it are the past: nobody is to be told (see record.Origin)
}

// stood is where identities were before they change.
type stood struct {
	goldens     []uuid.UUID
	identifiers []mdm.Identifier      // without them one may join its other holders again
	of          map[int64][]uuid.UUID // by entity
}

// forget notes where the identities of entities stand that are about to change.
func (a *Applier) forget(ctx context.Context, tx GoldenTx, entities []int64) (stood, error) {
	rows, err := tx.IdentitiesOf(ctx, entities)
	if err != nil {
		return stood{}, err
	}
	was := stood{of: map[int64][]uuid.UUID{}}
	for _, r := range rows {
		was.of[r.Entity] = append(was.of[r.Entity], r.Golden)
		was.goldens = append(was.goldens, r.Golden)
		was.identifiers = append(was.identifiers, r.Source.Identifiers...)
	}
	was.goldens = unique(was.goldens)
	return was, nil
}

// regold stores the identities of the changed entities, recomputes the golden
// records they can reach, and gives the golden records that changed or had a member
// that did. was is where the entities stood before.
func (a *Applier) regold(ctx context.Context, tx ApplyTx, rows []EntityRow, entities []int64, was stood) ([]uuid.UUID, error) {
	var ids []IdentityRow
	for i, r := range rows {
		sources, err := mdm.Identities(mdm.Envelope{Name: r.Name, Connector: r.Connector, OccurredAt: r.OccurredAt}, withoutPart(r.Entity))
		if err != nil {
			return nil, fault.New("internal", err)
		}
		for _, s := range sources {
			ids = append(ids, IdentityRow{Entity: entities[i], Golden: a.Mint(), Source: s})
		}
	}
	stored, err := tx.ReplaceIdentities(ctx, entities, ids)
	if err != nil {
		return nil, err
	}
	if len(stored) == 0 && len(was.goldens) == 0 {
		return nil, nil
	}
	changed := make([]int64, len(stored))
	fresh := map[int64]uuid.UUID{}
	for i, r := range stored {
		changed[i] = r.ID
		if r.New {
			fresh[r.ID] = r.Golden
		}
	}
	members, holders, err := tx.Component(ctx, changed, was.goldens, was.identifiers, mdm.MaxHolders+len(stored)+1)
	if err != nil {
		return nil, err
	}
	for i, m := range members {
		if _, ok := fresh[m.ID]; ok { // it stands nowhere yet
			members[i].Golden = uuid.Nil
		}
	}
	r := recomputation{a: a, holders: holders, touched: map[uuid.UUID]bool{}, move: map[int64]uuid.UUID{}, fresh: fresh}
	r.causes = causesOf(rows, entities, stored, was)
	for _, g := range was.goldens {
		r.touched[g] = true
	}
	return r.run(ctx, tx, members, changed)
}

// withoutPart hides the part from mdm: a row's Name carries it already.
func withoutPart(e record.Entity) record.Entity {
	e.Part = ""
	return e
}

type recomputation struct {
	a       *Applier
	holders map[mdm.Identifier]mdm.Holders
	touched map[uuid.UUID]bool // golden records to recompute accounts of
	move    map[int64]uuid.UUID
	fresh   map[int64]uuid.UUID // by new identity: the golden id that it was stored with
	put     []GoldenRow
	events  []GoldenEvent
	refused []mdm.Refusal
	causes  causes
}

func (r *recomputation) run(ctx context.Context, tx ApplyTx, members []IdentityRow, changed []int64) ([]uuid.UUID, error) {
	had := map[uuid.UUID]bool{}
	for g := range r.touched {
		had[g] = true
	}
	for _, m := range members {
		if m.Golden != uuid.Nil {
			had[m.Golden] = true
		}
	}
	ids := make([]uuid.UUID, 0, len(had))
	for g := range had {
		ids = append(ids, g)
	}
	olds, err := tx.Goldens(ctx, unique(ids))
	if err != nil {
		return nil, err
	}
	for _, kind := range []mdm.Kind{mdm.Organisation, mdm.Person} {
		r.kind(kind, members, olds)
	}
	for _, m := range members {
		if slices.Contains(changed, m.ID) {
			g := m.Golden
			if to, ok := r.move[m.ID]; ok {
				g = to
			}
			r.touched[g] = true
		}
	}
	r.causes.hush(r.events, members, r.move)
	now := r.a.Now()
	if err := tx.PutGoldens(ctx, r.put, now); err != nil {
		return nil, err
	}
	maps.DeleteFunc(r.move, func(identity int64, to uuid.UUID) bool { return r.fresh[identity] == to }) // stored there
	if err := tx.MoveIdentities(ctx, r.move); err != nil {
		return nil, err
	}
	if err := tx.PutRefusals(ctx, r.refused, now); err != nil {
		return nil, err
	}
	if err := tx.Announce(ctx, r.events, now); err != nil {
		return nil, err
	}
	out := make([]uuid.UUID, 0, len(r.touched))
	for g := range r.touched {
		if g != uuid.Nil {
			out = append(out, g)
		}
	}
	return unique(out), nil
}

// kind recomputes the golden records of one kind among members.
func (r *recomputation) kind(kind mdm.Kind, members []IdentityRow, olds []GoldenRow) {
	var rows []IdentityRow
	for _, m := range members {
		if m.Source.Kind == kind {
			rows = append(rows, m)
		}
	}
	sources := make([]mdm.Source, len(rows))
	before := make([]mdm.Member, len(rows))
	for i, m := range rows {
		sources[i] = m.Source
		before[i] = mdm.Member{FirstSeen: m.ID}
		if m.Golden != uuid.Nil {
			before[i].Golden = m.Golden.String()
		}
	}
	old := map[string]mdm.OldGolden{}
	have := map[uuid.UUID]GoldenRow{}
	for _, g := range olds {
		if g.Kind == kind {
			old[g.ID.String()] = mdm.OldGolden{Anchor: g.Anchor, FirstSeen: g.FirstSeen}
			have[g.ID] = g
		}
	}
	parts, refused := mdm.Cluster(sources, func(id mdm.Identifier) mdm.Holders { return r.holders[id] })
	r.refused = append(r.refused, refused...)
	as := mdm.AssignIDs(sources, before, parts, old)
	keep := map[uuid.UUID]bool{}
	for p, part := range parts {
		var id uuid.UUID
		if as.IDs[p] == "" {
			id = r.mint(rows, part)
		} else {
			id = uuid.MustParse(as.IDs[p])
		}
		keep[id] = true
		r.part(id, kind, rows, part, have)
	}
	r.end(have, keep, as.Redirects)
}

// mint gives the id of a golden record that begins: the one that a new member was
// stored with, which then need not be moved.
func (r *recomputation) mint(rows []IdentityRow, part []int) uuid.UUID {
	for _, i := range part {
		if id, ok := r.fresh[rows[i].ID]; ok {
			return id
		}
	}
	return r.a.Mint()
}

// part writes one golden record when it differs from what is stored.
func (r *recomputation) part(id uuid.UUID, kind mdm.Kind, rows []IdentityRow, part []int, have map[uuid.UUID]GoldenRow) {
	g := GoldenRow{ID: id, Kind: kind, Status: "active", Members: len(part), Smallest: rows[part[0]].Source.Name, FirstSeen: rows[part[0]].ID}
	sources := make([]mdm.Source, 0, len(part))
	for _, i := range part {
		m := rows[i]
		sources = append(sources, m.Source)
		if m.Source.Anchor != "" {
			g.Anchor = m.Source.Anchor
		}
		g.Customer = g.Customer || m.Source.IsCustomer
		g.FirstSeen = min(g.FirstSeen, m.ID)
		if m.Golden != id {
			r.move[m.ID] = id
			r.touched[id] = true
			if m.Golden != uuid.Nil {
				r.touched[m.Golden] = true
			}
		}
	}
	fields := mdm.Survive(sources)
	g.Name = displayName(kind, fields)
	g.Fields, _ = json.Marshal(fields) // a map of plain structs always encodes
	was, known := have[id]
	if known {
		g.FirstSeen = min(g.FirstSeen, was.FirstSeen)
		g.Version = was.Version
		if was.Status == "active" && was.Anchor == g.Anchor && was.Customer == g.Customer && was.Members == g.Members &&
			was.Smallest == g.Smallest && sameJSON(was.Fields, g.Fields) {
			return
		}
		if was.Customer != g.Customer || was.Anchor != g.Anchor {
			r.touched[id] = true
		}
	} else {
		r.touched[id] = true
	}
	r.put = append(r.put, g)
	r.events = append(r.events, GoldenEvent{Golden: id, Version: g.Version + 1, Event: "upserted"})
}

// end closes the golden records that no part keeps.
func (r *recomputation) end(have map[uuid.UUID]GoldenRow, keep map[uuid.UUID]bool, redirects map[string]string) {
	for id, g := range have {
		if keep[id] || g.Status != "active" {
			continue
		}
		r.touched[id] = true
		g.Status, g.Members, g.Customer, g.Anchor, g.Fields = "empty", 0, false, "", json.RawMessage("{}")
		ev := GoldenEvent{Golden: id, Version: g.Version + 1, Event: "emptied"}
		if to := redirects[id.String()]; to != "" {
			g.Status, g.RedirectTo = "redirected", uuid.MustParse(to)
			ev.Event, ev.Other = "merged", g.RedirectTo
		}
		r.put = append(r.put, g)
		r.events = append(r.events, ev)
	}
}

// displayName is how a golden record is called in lists.
func displayName(kind mdm.Kind, f map[string]mdm.FieldValue) string {
	names := []string{"legal_name", "tax_id"}
	if kind == mdm.Person {
		names = []string{"name", "wecom_id"}
	}
	for _, n := range names {
		if v := f[n].Value; v != "" {
			return v
		}
	}
	for _, n := range []string{"mobiles", "phones", "emails"} {
		if v := f[n].Values; kind == mdm.Person && len(v) > 0 {
			if n == "emails" {
				return v[0]
			}
			return record.MaskPhone(v[0])
		}
	}
	return ""
}

func sameJSON(a, b json.RawMessage) bool {
	var x, y map[string]mdm.FieldValue
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	p, _ := json.Marshal(x)
	q, _ := json.Marshal(y)
	return string(p) == string(q)
}
