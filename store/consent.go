package store

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// NoteConsents implements pipelines.ConsentTx.
func (t *applyTx) NoteConsents(ctx context.Context, notes []pipelines.ConsentNote) error {
	var c columns
	for _, n := range notes {
		c.add(n.Entity, n.Purpose, n.Channel, n.Given, n.At, n.Source)
	}
	_, err := t.tx.Exec(ctx, sql("ConsentNote"), c.args(t.ws)...)
	return err
}

// GiveConsent writes down by hand what a person said. Evidence is a reference: one that
// holds a number or address of somebody is personal_in_reference.
func (s *Store) GiveConsent(ctx context.Context, ws record.WorkspaceID, golden string, c privacy.Statement, evidence string) error {
	e, err := access.Did(ctx, "consent.note", "person", golden)
	if err != nil {
		return err
	}
	if e.Diff, err = access.Diff(nil, map[string]any{"purpose": c.Purpose, "channel": c.Channel, "given": c.Given}, nil); err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		var id, status string
		if err := tx.QueryRow(ctx, sql("SubjectGolden"), golden).Scan(&id, &status); err != nil {
			if isNoRows(err) {
				return fault.New("not_found", nil)
			}
			return err
		}
		known, err := purposes(ctx, tx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(known, func(p privacy.Purpose) bool { return p.ID == c.Purpose }) {
			return fault.New("unknown_purpose", nil).At("purpose", c.Purpose)
		}
		if _, err := tx.Exec(ctx, sql("ConsentInsert"), string(ws), id, c.Purpose, c.Channel, c.Given, c.At, e.Actor.Ref(), evidence); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// Consents gives the ledger of a golden person, the last noted last.
func (s *Store) Consents(ctx context.Context, ws record.WorkspaceID, golden string) (out []privacy.ConsentEntry, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		by, err := consentsOf(ctx, tx, []string{golden}, "")
		out = by[golden]
		return err
	})
	if out == nil {
		out = []privacy.ConsentEntry{}
	}
	return out, err
}

func consentsOf(ctx context.Context, tx pgx.Tx, goldens []string, purpose string) (map[string][]privacy.ConsentEntry, error) {
	rows, err := tx.Query(ctx, sql("ConsentOf"), goldens, purpose)
	if err != nil {
		return nil, err
	}
	out := map[string][]privacy.ConsentEntry{}
	var of string
	var c privacy.ConsentEntry
	_, err = pgx.ForEachRow(rows, []any{&of, &c.Purpose, &c.Channel, &c.Given, &c.At, &c.Source, &c.Evidence, &c.Noted}, func() error {
		out[of] = append(out[of], c)
		return nil
	})
	return out, err
}

// purposes gives the program's purposes with what the workspace has set over them.
func purposes(ctx context.Context, tx pgx.Tx) ([]privacy.Purpose, error) {
	rows, err := tx.Query(ctx, sql("PurposeRows"))
	if err != nil {
		return nil, err
	}
	own, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (p privacy.Purpose, err error) {
		err = row.Scan(&p.ID, &p.Zh, &p.En, &p.Basis, &p.Most, &p.Days, &p.Version)
		return p, err
	})
	out := slices.Clone(privacy.Purposes)
	for _, p := range own {
		if i := slices.IndexFunc(out, func(x privacy.Purpose) bool { return x.ID == p.ID }); i >= 0 {
			out[i] = p
		} else {
			out = append(out, p)
		}
	}
	return out, err
}

// Purposes lists what is done with personal data in a workspace.
func (s *Store) Purposes(ctx context.Context, ws record.WorkspaceID) (out []privacy.Purpose, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		out, err = purposes(ctx, tx)
		return err
	})
	return out, err
}

// SetPurpose makes or changes a purpose; version is the one that was seen.
func (s *Store) SetPurpose(ctx context.Context, ws record.WorkspaceID, p privacy.Purpose) error {
	e, err := access.Did(ctx, "purpose.set", "purpose", p.ID)
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		known, err := purposes(ctx, tx)
		if err != nil {
			return err
		}
		var was any
		for _, x := range known {
			if x.ID == p.ID {
				if x.Version != p.Version {
					return fault.New("precondition_failed", nil)
				}
				was = x
			}
		}
		if e.Diff, err = access.Diff(was, p, func(f string) bool { return f == "version" }); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, sql("PurposePut"), string(ws), p.ID, p.Zh, p.En, string(p.Basis), p.Most, max(p.Days, 1), e.Actor.Ref()); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// Destinations lists for what destinations reach people.
func (s *Store) Destinations(ctx context.Context, ws record.WorkspaceID) (out []privacy.Destination, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("DestinationRows"))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (d privacy.Destination, err error) {
			err = row.Scan(&d.Connection, &d.Name, &d.Purpose, &d.Channel, &d.Contacts, &d.Updated)
			return d, err
		})
		return err
	})
	if out == nil {
		out = []privacy.Destination{}
	}
	return out, err
}

// SetDestination says for what a destination reaches people.
func (s *Store) SetDestination(ctx context.Context, ws record.WorkspaceID, d privacy.Destination) error {
	e, err := access.Did(ctx, "purpose.destination", "connection", d.Connection)
	if err != nil {
		return err
	}
	if e.Diff, err = access.Diff(nil, map[string]any{"purpose": d.Purpose, "channel": d.Channel, "contacts": d.Contacts}, nil); err != nil {
		return err
	}
	if _, err := s.Connection(ctx, ws, record.ConnectionID(d.Connection)); err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		known, err := purposes(ctx, tx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(known, func(p privacy.Purpose) bool { return p.ID == d.Purpose }) {
			return fault.New("unknown_purpose", nil).At("purpose", d.Purpose)
		}
		if _, err := tx.Exec(ctx, sql("DestinationPut"), string(ws), d.Connection, d.Purpose, d.Channel, d.Contacts, e.Actor.Ref()); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// Permit implements privacy.Permitter: it answers and, where the answer is yes and the
// destination reaches people, counts the contact, in one transaction that no other one
// about the same persons runs beside.
func (s *Store) Permit(ctx context.Context, ws record.WorkspaceID, asks []privacy.Ask, now time.Time) (out []privacy.Verdict, err error) {
	if len(asks) == 0 {
		return nil, nil
	}
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		out = make([]privacy.Verdict, len(asks))
		for i := range out {
			out[i].OK = true
		}
		d, err := destinationOf(ctx, tx, asks[0].Connection)
		if err != nil {
			return err
		}
		goldens := make([]string, len(asks))
		for i, a := range asks {
			goldens[i] = a.Golden
		}
		persons, err := collect[string](ctx, tx, sql("PermitPersons"), goldens)
		if err != nil || len(persons) == 0 {
			return err
		}
		if _, err := tx.Exec(ctx, sql("PermitLock"), string(ws), persons); err != nil {
			return err
		}
		return permit(ctx, tx, ws, d, asks, persons, out, now)
	})
	return out, err
}

// service is for what a destination writes that nobody said anything of.
const service = "service"

func destinationOf(ctx context.Context, tx pgx.Tx, c record.ConnectionID) (d privacy.Destination, err error) {
	err = tx.QueryRow(ctx, sql("DestinationOf"), string(c)).Scan(&d.Purpose, &d.Channel, &d.Contacts)
	if isNoRows(err) {
		return privacy.Destination{Purpose: service}, nil
	}
	return d, err
}

func permit(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, d privacy.Destination, asks []privacy.Ask, persons []string, out []privacy.Verdict, now time.Time) error {
	known, err := purposes(ctx, tx)
	if err != nil {
		return err
	}
	p := privacy.Purpose{ID: d.Purpose, Basis: privacy.ByConsent}
	for _, x := range known {
		if x.ID == d.Purpose {
			p = x
		}
	}
	said, err := consentsOf(ctx, tx, persons, p.ID)
	if err != nil {
		return err
	}
	reached := map[string][]time.Time{}
	mine := map[privacy.Ask]bool{}
	rows, err := tx.Query(ctx, sql("PermitContacts"), persons, p.ID, now.AddDate(0, 0, -max(p.Days, 1)))
	if err != nil {
		return err
	}
	var a privacy.Ask
	var held string
	var at time.Time
	if _, err := pgx.ForEachRow(rows, []any{&a.Golden, (*string)(&a.Connection), &a.Version, &held, &at}, func() error {
		if held == "" {
			reached[a.Golden] = append(reached[a.Golden], at)
			mine[a] = true
		}
		return nil
	}); err != nil {
		return err
	}
	var notes columns
	for i, a := range asks {
		if !slices.Contains(persons, a.Golden) {
			continue
		}
		var statements []privacy.Statement
		for _, c := range said[a.Golden] {
			statements = append(statements, c.Statement)
		}
		contacts := reached[a.Golden]
		if mine[a] { // the same once more
			contacts = nil
		}
		out[i] = privacy.Decide(p, d.Channel, statements, contacts, now)
		if out[i].OK && !d.Contacts || out[i].OK && mine[a] {
			continue
		}
		if out[i].OK {
			reached[a.Golden], mine[a] = append(reached[a.Golden], now), true
		}
		notes.add(a.Golden, string(a.Connection), a.Version, p.ID, d.Channel, cmp.Or(out[i].Code, ""), now)
	}
	if notes.empty() {
		return nil
	}
	_, err = tx.Exec(ctx, sql("PermitNote"), notes.args(string(ws))...)
	return err
}

// Release implements privacy.Permitter.
func (s *Store) Release(ctx context.Context, ws record.WorkspaceID, asks []privacy.Ask) error {
	var goldens, conns []string
	var versions []int64
	for _, a := range asks {
		goldens, conns, versions = append(goldens, a.Golden), append(conns, string(a.Connection)), append(versions, a.Version)
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql("PermitRelease"), goldens, conns, versions)
		return err
	})
}

// HeldContacts lists who was not reached of late, and why.
func (s *Store) HeldContacts(ctx context.Context, ws record.WorkspaceID) (out []privacy.HeldContact, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("ContactHeld"))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (h privacy.HeldContact, err error) {
			err = row.Scan(&h.Golden, &h.Connection, &h.Purpose, &h.Channel, &h.Why, &h.At)
			return h, err
		})
		return err
	})
	if out == nil {
		out = []privacy.HeldContact{}
	}
	return out, err
}
