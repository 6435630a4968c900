package store

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

// OfValue gives the id that stands for somebody of whom only a value is known, and the
// keyed hash under which it is noted.
func (s *Store) OfValue(ws record.WorkspaceID, v privacy.Value) (id string, e privacy.Entry, err error) {
	h, err := s.hasher(ws)
	if err != nil {
		return "", e, err
	}
	e = privacy.Entry{Kind: v.Kind, Hash: h.Of(v)}
	u, err := uuid.FromBytes(e.Hash[:16])
	return u.String(), e, err
}

type erasureCursor struct {
	Kind   privacy.Kind `json:"kind,omitempty"`
	Hash   string       `json:"hash,omitempty"`
	Place  []string     `json:"place,omitempty"` // how far a step has come
	Rounds int          `json:"rounds,omitempty"`
}

// BeginErasure notes an erasure, with the actor of the context in the trail; workers do
// it. A person under legal hold is subject_on_hold.
func (s *Store) BeginErasure(ctx context.Context, ws record.WorkspaceID, n privacy.NewErasure) error {
	e, err := access.Did(ctx, "subject.erase", "person", n.Golden)
	if err != nil {
		return err
	}
	var c erasureCursor
	if n.Value != nil {
		c.Kind, c.Hash = n.Value.Kind, hex.EncodeToString(n.Value.Hash[:])
	}
	cursor, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if n.Value == nil {
			if err := heldPerson(ctx, tx, n.Golden); err != nil {
				return err
			}
		}
		tag, err := tx.Exec(ctx, sql("ErasureInsert"), string(ws), n.ID, n.Golden, n.Approval, n.Reason, n.By, string(cursor))
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			open, err := collect[string](ctx, tx, sql("ErasureOfGolden"), n.Golden)
			if err == nil && len(open) > 0 && open[0] != n.ID {
				err = fault.New("erasure_running", nil)
			}
			return err
		}
		return Audit(ctx, tx, e.Because(n.Reason))
	})
}

func heldPerson(ctx context.Context, tx pgx.Tx, golden string) error {
	goldens, err := collect[string](ctx, tx, sql("SubjectGoldens"), golden)
	if err != nil {
		return err
	}
	var held bool
	if err := tx.QueryRow(ctx, sql("HoldOfGolden"), append(goldens, golden)).Scan(&held); err != nil {
		return err
	}
	if held {
		return fault.New("subject_on_hold", nil)
	}
	return nil
}

// OpenErasure gives the erasure of a workspace that is next; empty: none.
func (s *Store) OpenErasure(ctx context.Context, ws record.WorkspaceID) (id string, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, sql("ErasureOpen")).Scan(&id)
		if isNoRows(err) {
			return nil
		}
		return err
	})
	return id, err
}

// ErasureNow is how far an erasure has come.
type ErasureNow struct {
	Golden, Step string
	Started      *time.Time
	Report       privacy.Report
	cursor       erasureCursor
}

func erasureNow(ctx context.Context, tx pgx.Tx, id string) (e ErasureNow, err error) {
	var cursor, report []byte
	if err := tx.QueryRow(ctx, sql("ErasureLock"), id).Scan(&e.Golden, &e.Step, &cursor, &report, &e.Started); err != nil {
		return e, err
	}
	if err := json.Unmarshal(report, &e.Report); err != nil {
		return e, err
	}
	return e, json.Unmarshal(cursor, &e.cursor)
}

func (e ErasureNow) save(ctx context.Context, tx pgx.Tx, id, status, code string) error {
	report, err := json.Marshal(e.Report)
	if err != nil {
		return err
	}
	cursor, err := json.Marshal(e.cursor)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, sql("ErasureSave"), id, status, e.Step, string(cursor), string(report), code)
	return err
}

// to moves an erasure on to a step.
func (e *ErasureNow) to(step string) { e.Step, e.cursor.Place = step, nil }

// ErasureStep gives the step at which an erasure stands; empty when it has ended.
func (s *Store) ErasureStep(ctx context.Context, ws record.WorkspaceID, id string) (step string, err error) {
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		e, err := erasureNow(ctx, tx, id)
		if isNoRows(err) {
			return nil
		}
		step = e.Step
		return err
	})
	return step, err
}

// NoteErasure writes down why an erasure waits.
func (s *Store) NoteErasure(ctx context.Context, ws record.WorkspaceID, id, code string) error {
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql("ErasureNote"), id, code)
		return err
	})
}

// MarkErased is the first step: it leaves the keyed hashes that keep the person out.
// Whatever maps or applies from here on heeds them; whatever did not is committed, and
// the steps that follow see it. keeps is until when the bus holds what came before.
func (s *Store) MarkErased(ctx context.Context, ws record.WorkspaceID, id string, keeps time.Time) error {
	hasher, err := s.hasher(ws)
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		for _, lock := range []string{"ApplyLock", "ErasedLock"} {
			if _, err := tx.Exec(ctx, sql(lock), string(ws)); err != nil {
				return err
			}
		}
		e, err := erasureNow(ctx, tx, id)
		if err != nil {
			return err
		}
		entries, shared, err := e.entries(ctx, tx, hasher)
		if err != nil {
			if f := fault.As(err); f.Code == "subject_on_hold" || f.Code == "not_found" {
				return e.save(ctx, tx, id, "refused", f.Code)
			}
			return err
		}
		var kinds []string
		var hashes [][]byte
		for _, x := range entries {
			kinds, hashes = append(kinds, string(x.Kind)), append(hashes, slices.Clone(x.Hash[:]))
		}
		if _, err := tx.Exec(ctx, sql("ErasedPut"), string(ws), id, kinds, hashes); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, sql("ErasedRaise"), string(ws)); err != nil {
			return err
		}
		e.Report.Values, e.Report.Shared = len(entries), shared
		e.Report.Add("bus", "expires", "retention", 1, &keeps)
		e.to("entities")
		return e.save(ctx, tx, id, "running", "")
	})
}

// entries gives the hashes that an erasure leaves.
func (e ErasureNow) entries(ctx context.Context, tx pgx.Tx, hasher *privacy.Hasher) (out []privacy.Entry, shared int, err error) {
	if e.cursor.Hash != "" {
		x := privacy.Entry{Kind: e.cursor.Kind}
		if _, err := hex.Decode(x.Hash[:], []byte(e.cursor.Hash)); err != nil {
			return nil, 0, fault.New("internal", err)
		}
		return []privacy.Entry{x}, 0, nil
	}
	p, err := subjectIn(ctx, tx, e.Golden)
	if err != nil {
		return nil, 0, err
	}
	if err := heldPerson(ctx, tx, p.Golden); err != nil {
		return nil, 0, err
	}
	for _, v := range p.Values {
		out = append(out, privacy.Entry{Kind: v.Kind, Hash: hasher.Of(v)})
	}
	return out, p.Shared, nil
}

// ErasureSet gives the values of one erasure.
func (s *Store) ErasureSet(ctx context.Context, ws record.WorkspaceID, id string) (set *privacy.Set, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		set, err = s.erasedValues(ctx, tx, ws, 1, &id)
		return err
	})
	return set, err
}

// Standing implements pipelines.SourceTx.
func (t *applyTx) Standing(ctx context.Context, keys []pipelines.SourceKey) ([]record.Mapped, error) {
	c, st, k := keyColumns(keys)
	rows, err := t.tx.Query(ctx, sql("SubjectSources"), c, st, k)
	if err != nil {
		return nil, err
	}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (m record.Mapped, err error) {
		r := &m.Record
		r.Workspace = record.WorkspaceID(t.ws)
		var hash []byte
		err = row.Scan((*string)(&r.Connection), &r.Connector, &r.Stream, &r.Key, &r.Version, (*string)(&r.Op), &hash, &r.OccurredAt, &r.ReceivedAt, &m.RawPartition, &m.RawOffset, &m.MappingVersion, &m.Rules)
		copy(m.ContentHash[:], hash)
		return m, err
	})
	if err != nil {
		return nil, err
	}
	if rows, err = t.tx.Query(ctx, sql("SubjectRecords"), c, st, k); err != nil {
		return nil, err
	}
	at := map[pipelines.SourceKey]int{}
	for i, m := range out {
		at[sourceKey(m.Record)] = i
	}
	var id int64
	var key pipelines.SourceKey
	var e record.Entity
	_, err = pgx.ForEachRow(rows, []any{&id, (*string)(&key.Connection), &key.Stream, &key.Key, &e.Kind, &e.Part, &e.Data}, func() error {
		if i, ok := at[key]; ok {
			out[i].Entities = append(out[i].Entities, record.Entity{Kind: e.Kind, Part: e.Part, Data: slices.Clone(e.Data)})
		}
		return nil
	})
	return out, err
}

// Erasures lists erasures, the last first; with an id that one alone.
func (s *Store) Erasures(ctx context.Context, ws record.WorkspaceID, id string) (out []privacy.Erasure, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("ErasureRows"), id)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (e privacy.Erasure, err error) {
			var report []byte
			if err := row.Scan(&e.ID, &e.Golden, &e.Approval, &e.Reason, &e.By, &e.At, &e.Status, &e.Step, &report, &e.Code, &e.Started, &e.Ended); err != nil {
				return e, err
			}
			err = json.Unmarshal(report, &e.Report)
			if e.Report.Lines == nil {
				e.Report.Lines = []privacy.Line{}
			}
			return e, err
		})
		return err
	})
	if out == nil {
		out = []privacy.Erasure{}
	}
	return out, err
}

// NoteExport leaves an entry in the trail that the actor of the context saw everything
// about a person.
func (s *Store) NoteExport(ctx context.Context, ws record.WorkspaceID, golden, format string, rows int) error {
	e, err := access.Did(ctx, "subject.export", "person", golden)
	if err != nil {
		return err
	}
	if e.Diff, err = access.Diff(nil, map[string]any{"format": format, "rows": rows}, nil); err != nil {
		return err
	}
	return s.AppendAudit(ctx, ws, e)
}

// MayErase refuses who is under legal hold or is being erased.
func (s *Store) MayErase(ctx context.Context, ws record.WorkspaceID, golden string) error {
	return s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if err := heldPerson(ctx, tx, golden); err != nil {
			return err
		}
		open, err := collect[string](ctx, tx, sql("ErasureOfGolden"), golden)
		if err == nil && len(open) > 0 {
			err = fault.New("erasure_running", nil)
		}
		return err
	})
}
