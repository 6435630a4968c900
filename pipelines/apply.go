package pipelines

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/crash"
	"github.com/heliuhub/heliu/record"
)

// ApplyStore runs the apply stage's transactions.
type ApplyStore interface {
	// Apply runs fn in one transaction of the workspace while no other apply of that
	// workspace runs, and commits; fn may be run again after a serialisation failure.
	// ErrWorkspaceGone when the workspace was deleted.
	Apply(ctx context.Context, ws record.WorkspaceID, fn func(ctx context.Context, tx ApplyTx) error) error
	// SettleGone writes outcomes for records whose workspace is gone.
	SettleGone(ctx context.Context, ws record.WorkspaceID, settled []Outcome) error
}

// ApplyTx is one transaction of the apply stage. Its methods take whole batches.
type ApplyTx interface {
	SourceTx
	EntityTx
	GoldenTx
	PeopleTx
	ConsentTx
	// Erased gives the persons that were erased, as the transaction sees them.
	Erased(ctx context.Context) (*privacy.Set, error)
	// Settle writes the outcomes of raw records; a first outcome stays.
	Settle(ctx context.Context, settled []Outcome) error
	// Bury writes dead letters.
	Bury(ctx context.Context, dead []DeadLetter) error
}

// SourceKey names a source record inside a workspace.
type SourceKey struct {
	Connection  record.ConnectionID
	Stream, Key string
}

// SourceVersion is the version of a source record that is current.
type SourceVersion struct {
	Version string
	Hash    [32]byte
	Op      record.Op
	Mapping int      // version of the mapping that it was mapped with
	Rules   int64    // see record.Mapped
	Made    [32]byte // what the mapping made of it; zero when that is not known
}

// newer tells whether a mapped record becomes current in place of v: a later version
// does, also with the same content, since a version that comes late must not pass it;
// so does the same version mapped by later rules.
func (v SourceVersion) newer(m record.Mapped) bool {
	if v.same(m) {
		return cmp.Or(cmp.Compare(m.Rules, v.Rules), cmp.Compare(m.MappingVersion, v.Mapping)) > 0
	}
	return record.Newer(m.Record.Version, m.ContentHash, v.Version, v.Hash)
}

// same tells whether m is v mapped again.
func (v SourceVersion) same(m record.Mapped) bool {
	return m.Record.Version == v.Version && m.ContentHash == v.Hash
}

// SourceTx keeps the current version of every source record.
type SourceTx interface {
	Versions(ctx context.Context, keys []SourceKey) (map[SourceKey]SourceVersion, error)
	// Standing gives current versions with the entities that stand of them.
	Standing(ctx context.Context, keys []SourceKey) ([]record.Mapped, error)
	// PutSources stores new current versions; conflicts counts, by position, how many
	// other contents came under the same version.
	PutSources(ctx context.Context, rows []Change) error
	// PutRules notes that later rules make the same of current versions.
	PutRules(ctx context.Context, rows []record.Mapped) error
}

// EntityRow is one entity of a changed record with its links.
type EntityRow struct {
	Connection  record.ConnectionID
	Connector   string
	Stream, Key string
	Entity      record.Entity
	Name        string // record name with #part
	OccurredAt  time.Time
	Links       Links
	Spend       []SpendDay // of a spend entity
	Quiet       bool       // its record is the past: see record.Origin
}

// EntityTx keeps the entities and how they find each other.
type EntityTx interface {
	// ConnectionNames gives the names of connections, for record names.
	ConnectionNames(ctx context.Context, ids []record.ConnectionID) (map[record.ConnectionID]string, error)
	// EntitiesOf gives the ids of the entities that the given source records have now.
	EntitiesOf(ctx context.Context, keys []SourceKey) ([]int64, error)
	// ReplaceEntities makes rows the only entities of the given source records and
	// gives the rows' ids in order. Entities that remain keep their id.
	ReplaceEntities(ctx context.Context, keys []SourceKey, rows []EntityRow) ([]int64, error)
	// Affected gives the golden records whose account may look different because of
	// the given entities: see affected.go in package store.
	Affected(ctx context.Context, entities []int64, goldens []uuid.UUID) ([]uuid.UUID, error)
	// Referrers gives the entities that point at one of the given ones.
	Referrers(ctx context.Context, entities []int64) ([]int64, error)
	// HasOrphans tells whether any of the entities belongs to no account: see RoiTx.
	HasOrphans(ctx context.Context, entities []int64) (bool, error)
	// MarkDirty asks for a recomputation of golden records in all domains.
	MarkDirty(ctx context.Context, goldens []uuid.UUID) error
}

// Change is one mapped record that became the current version of its source record.
type Change struct {
	Mapped    record.Mapped
	Conflicts int
}

// Applier is the apply stage: heliu.mapped to PostgreSQL.
type Applier struct {
	Store   ApplyStore
	Now     func() time.Time
	Observe Observer
	Mint    func() uuid.UUID // makes new golden ids
}

// Handle applies a batch, one transaction a workspace.
func (a *Applier) Handle(ctx context.Context, batch []bus.Delivery) ([]bus.Result, error) {
	byWS := map[record.WorkspaceID][]record.Mapped{}
	var order []record.WorkspaceID
	for _, d := range batch {
		m, err := record.MappedFrom(d.Headers, d.Payload)
		if err != nil {
			return nil, fault.New("internal", err)
		}
		ws := m.Record.Workspace
		if byWS[ws] == nil {
			order = append(order, ws)
		}
		byWS[ws] = append(byWS[ws], m)
	}
	for _, ws := range order {
		if err := a.workspace(ctx, ws, byWS[ws]); err != nil {
			return nil, err
		}
	}
	results := make([]bus.Result, len(batch))
	for i := range results {
		results[i].Verdict = bus.Done
	}
	return results, nil
}

func (a *Applier) workspace(ctx context.Context, ws record.WorkspaceID, ms []record.Mapped) error {
	var settled []Outcome
	err := a.Store.Apply(ctx, ws, func(ctx context.Context, tx ApplyTx) error {
		var err error
		settled, err = a.apply(ctx, tx, ms)
		crash.At(crash.ApplyBeforeCommit)
		return err
	})
	if errors.Is(err, ErrWorkspaceGone) {
		settled = settled[:0]
		for _, m := range ms {
			settled = append(settled, outcomeOf(m, Dropped, "workspace_gone"))
		}
		err = a.Store.SettleGone(ctx, ws, settled)
	}
	if err != nil {
		return err
	}
	crash.At(crash.ApplyAfterCommit)
	for _, o := range settled {
		a.Observe.Settled(o.Record.Connector, o.Record.Stream, "apply", o.Kind, 1)
	}
	return nil
}

func outcomeOf(m record.Mapped, k OutcomeKind, reason string) Outcome {
	return Outcome{Partition: m.RawPartition, Offset: m.RawOffset, Record: m.Record, Hash: m.ContentHash, Kind: k, Reason: reason}
}

// Rewrite makes changes the current versions of their source records, whatever they
// were, and recomputes what hangs on them. make runs inside of the transaction, while no
// other apply of the workspace runs, and gives none when there is nothing to do.
func (a *Applier) Rewrite(ctx context.Context, ws record.WorkspaceID, make func(ctx context.Context, tx ApplyTx) ([]Change, error)) error {
	return a.Store.Apply(ctx, ws, func(ctx context.Context, tx ApplyTx) error {
		changes, err := make(ctx, tx)
		if err != nil || len(changes) == 0 {
			return err
		}
		people, err := a.change(ctx, tx, changes)
		if err != nil || !people {
			return err
		}
		return rebuildPeople(ctx, tx)
	})
}

// apply is the whole stage inside one transaction.
func (a *Applier) apply(ctx context.Context, tx ApplyTx, ms []record.Mapped) ([]Outcome, error) {
	erased, err := tx.Erased(ctx)
	if err != nil {
		return nil, err
	}
	ms = slices.Clone(ms) // the transaction may run again
	for i, m := range ms {
		ms[i] = forgetMapped(erased, m)
	}
	changes, same, settled, err := newest(ctx, tx, ms)
	if err != nil {
		return nil, err
	}
	if len(same) > 0 {
		if err := tx.PutRules(ctx, same); err != nil {
			return nil, err
		}
	}
	staff, err := notePeople(ctx, tx, ms)
	if err != nil {
		return nil, err
	}
	if len(changes) > 0 {
		were, err := a.change(ctx, tx, changes)
		if err != nil {
			return nil, err
		}
		staff = staff || were
	}
	if staff {
		if err := rebuildPeople(ctx, tx); err != nil {
			return nil, err
		}
	}
	return settled, tx.Settle(ctx, settled)
}

// newest finds the records of a batch that become current, at most one a source
// record, and says what became of each. again are those of which later rules made the
// same as before: nothing hangs on them.
func newest(ctx context.Context, tx SourceTx, ms []record.Mapped) (changes []Change, again []record.Mapped, settled []Outcome, err error) {
	keys := make([]SourceKey, 0, len(ms))
	for _, m := range ms {
		keys = append(keys, keyOf(m))
	}
	have, err := tx.Versions(ctx, keys)
	if err != nil {
		return nil, nil, nil, err
	}
	at := map[SourceKey]int{} // position in changes
	settled = make([]Outcome, len(ms))
	for i, m := range ms {
		k := keys[i]
		cur, known := have[k]
		same := known && cur.Hash == m.ContentHash
		switch {
		case m.Dropped != "":
			settled[i] = outcomeOf(m, Dropped, m.Dropped)
		case same:
			settled[i] = outcomeOf(m, Duplicate, "unchanged")
		case known && !cur.newer(m):
			settled[i] = outcomeOf(m, Duplicate, "superseded")
		default:
			settled[i] = outcomeOf(m, Applied, "")
		}
		if known && !cur.newer(m) {
			continue
		}
		c := Change{Mapped: m}
		if known && !same && cur.Version == m.Record.Version {
			c.Conflicts++
		}
		have[k] = SourceVersion{m.Record.Version, m.ContentHash, m.Record.Op, m.MappingVersion, m.Rules, m.Made}
		j, ok := at[k]
		if known && !ok && cur.same(m) && cur.Made == m.Made && m.Made != [32]byte{} {
			again = append(again, m)
			continue
		}
		if ok {
			c.Conflicts += changes[j].Conflicts
			changes[j] = c
		} else {
			at[k] = len(changes)
			changes = append(changes, c)
		}
	}
	return changes, again, settled, nil
}

func keyOf(m record.Mapped) SourceKey {
	return SourceKey{m.Record.Connection, m.Record.Stream, m.Record.Key}
}

// change stores what changed and marks what must be recomputed: whatever the change
// touches before it, and whatever it touches after. It tells whether employees or units
// were among what changed.
func (a *Applier) change(ctx context.Context, tx ApplyTx, changes []Change) (people bool, err error) {
	keys := make([]SourceKey, len(changes))
	var deleted []SourceKey
	conns := map[record.ConnectionID]bool{}
	for i, c := range changes {
		keys[i] = keyOf(c.Mapped)
		conns[c.Mapped.Record.Connection] = true
		if c.Mapped.Record.Op == record.Delete {
			deleted = append(deleted, keys[i])
		}
	}
	ids := make([]record.ConnectionID, 0, len(conns))
	for c := range conns {
		ids = append(ids, c)
	}
	slices.Sort(ids)
	names, err := tx.ConnectionNames(ctx, ids)
	if err != nil {
		return false, err
	}
	rows, err := a.rows(changes, names)
	if err != nil {
		return false, err
	}
	was, err := tx.EntitiesOf(ctx, keys)
	if err != nil {
		return false, err
	}
	if people, err = tx.WerePeople(ctx, deleted); err != nil {
		return false, err
	}
	before, err := tx.Affected(ctx, was, nil)
	if err != nil {
		return false, err
	}
	pointing, err := tx.Referrers(ctx, was)
	if err != nil {
		return false, err
	}
	gone, err := a.forget(ctx, tx, was)
	if err != nil {
		return false, err
	}
	if err := tx.PutSources(ctx, changes); err != nil {
		return false, err
	}
	entities, err := tx.ReplaceEntities(ctx, keys, rows)
	if err != nil {
		return false, err
	}
	if err := tx.PutOwners(ctx, ownable(rows, entities)); err != nil {
		return false, err
	}
	moved, err := a.regold(ctx, tx, rows, entities, gone)
	if err != nil {
		return false, err
	}
	if err := a.consents(ctx, tx, rows, entities); err != nil {
		return false, err
	}
	after, err := tx.Affected(ctx, entities, moved)
	if err != nil {
		return false, err
	}
	dirty := slices.Concat(before, after, moved)
	orphans, err := tx.HasOrphans(ctx, slices.Concat(entities, pointing))
	if err != nil {
		return false, err
	}
	if orphans || slices.ContainsFunc(was, func(id int64) bool { return !slices.Contains(entities, id) }) {
		dirty = append(dirty, uuid.Nil)
	}
	return people, tx.MarkDirty(ctx, unique(dirty))
}

func (a *Applier) rows(changes []Change, names map[record.ConnectionID]string) ([]EntityRow, error) {
	var rows []EntityRow
	for _, c := range changes {
		r := c.Mapped.Record
		for _, e := range c.Mapped.Entities {
			links, err := LinksOf(r.Connection, r.Stream, r.Key, e)
			if err != nil {
				return nil, fault.New("internal", err)
			}
			row := EntityRow{
				Connection: r.Connection, Connector: r.Connector, Stream: r.Stream, Key: r.Key, Entity: e,
				Name: names[r.Connection] + "/" + r.Stream + "/" + r.Key, OccurredAt: r.OccurredAt, Links: links, Quiet: r.Origin.Quiet(),
			}
			if e.Part != "" {
				row.Name += "#" + e.Part
			}
			if e.Kind == record.KindSpend {
				if row.Spend, err = spendDays(e); err != nil {
					return nil, err
				}
			}
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func unique(ids []uuid.UUID) []uuid.UUID {
	slices.SortFunc(ids, func(a, b uuid.UUID) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(ids)
}

// Bury is the apply stage's last resort for a record that the bus gave up on.
func (a *Applier) Bury(ctx context.Context, d bus.Delivery, cause error) error {
	m, err := record.MappedFrom(d.Headers, d.Payload)
	if err != nil {
		return err
	}
	f := fault.As(cause)
	dl := DeadLetter{Record: m.Record, Hash: m.ContentHash, Partition: m.RawPartition, Offset: m.RawOffset, Stage: "apply", Field: f.Field, Masked: f.Value, Fault: f, At: a.Now()}
	o := outcomeOf(m, Quarantined, f.Code)
	err = a.Store.Apply(ctx, m.Record.Workspace, func(ctx context.Context, tx ApplyTx) error {
		if err := tx.Bury(ctx, []DeadLetter{dl}); err != nil {
			return err
		}
		return tx.Settle(ctx, []Outcome{o})
	})
	if errors.Is(err, ErrWorkspaceGone) {
		return a.Store.SettleGone(ctx, m.Record.Workspace, []Outcome{outcomeOf(m, Dropped, "workspace_gone")})
	}
	if err == nil {
		a.Observe.Settled(m.Record.Connector, m.Record.Stream, "apply", Quarantined, 1)
		a.Observe.Faulted(m.Record.Connector, m.Record.Stream, "apply", f.Code)
	}
	return err
}
