package store

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines/exports"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// CountExport counts the persons and organisations of an ask.
func (r *Reader) CountExport(ctx context.Context, ws record.WorkspaceID, a exports.Ask) (n exports.Count, err error) {
	text, taxID := a.Text, ""
	if found, grade := record.ParseTaxID(text); grade == record.TaxIDOK {
		text, taxID = "", string(found)
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		return q.tx.QueryRow(ctx, sql("ExportCount"), a.Kind, like(text), taxID).Scan(&n.Persons, &n.Organisations)
	})
	return n, err
}

// NoteExport leaves the entry of an export before it is given out, and raises the alarm
// of many persons in the same transaction. The fault is reason_required.
func (r *Reader) NoteExport(ctx context.Context, ws record.WorkspaceID, a exports.Ask, n exports.Count, reason string, now time.Time) error {
	return r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		return noteExport(ctx, tx, ws, "many", a, n, reason, now)
	})
}

func noteExport(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, id string, a exports.Ask, n exports.Count, reason string, now time.Time) error {
	e, err := access.Did(ctx, "customer.export", "customers", id)
	if err != nil {
		return err
	}
	rules, err := personalRules(ctx, tx)
	if err != nil {
		return err
	}
	if rules.RevealReason && a.Personal && reason == "" {
		return fault.New("reason_required", nil).At("reason", "")
	}
	fields := []string{}
	if a.Personal {
		fields = []string{"name", "mobiles", "emails"}
	}
	if e.Diff, err = access.Diff(nil, map[string]any{
		"persons": n.Persons, "organisations": n.Organisations, "format": a.Format, "personal": a.Personal, "narrowed": a.Kind != "" || a.Text != "", "fields": fields,
	}, nil); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, qPersonalTurn, e.Actor.ID); err != nil {
		return err
	}
	e.At = now
	if err := Audit(ctx, tx, e.Because(reason)); err != nil {
		return err
	}
	return alarmOfPersons(ctx, tx, ws, e.Actor, rules, now)
}

// ExportKept tells whether the export of an approval was made.
func (r *Reader) ExportKept(ctx context.Context, ws record.WorkspaceID, id string) (kept bool, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		return q.tx.QueryRow(ctx, sql("ExportKept"), id).Scan(&kept)
	})
	return kept, err
}

// KeepExport seals an export for the account that proposed it, once, and leaves its entry.
func (r *Reader) KeepExport(ctx context.Context, ws record.WorkspaceID, id, account string, a exports.Ask, n exports.Count, reason string, file []byte) error {
	keys, err := r.s.ring()
	if err != nil {
		return err
	}
	envelope, keyID, err := keys.Seal(place(ws, "", "export/"+id), file)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(file)
	return r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, sql("ExportPurge")); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, sql("ExportInsert"), id, account, a.Format, a.Personal, n.Persons, n.Organisations, sum[:], len(file), envelope, keyID)
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		return noteExport(ctx, tx, ws, id, a, n, reason, clock.System{}.Now())
	})
}

// Exports lists what an account may fetch, the latest first.
func (r *Reader) Exports(ctx context.Context, ws record.WorkspaceID, account string, now time.Time) (out []views.Export, err error) {
	if !isUUID(account) {
		return []views.Export{}, nil
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var err error
		out, err = all(ctx, q, sql("ExportsOf"), func(row pgx.CollectableRow) (x views.Export, err error) {
			return x, row.Scan(&x.ID, &x.Format, &x.Personal, &x.Persons, &x.Organisations, &x.SHA256, &x.Size, &x.MadeAt, &x.ExpiresAt, &x.FetchedAt)
		}, account, now)
		return err
	})
	return out, err
}

// OpenExport gives the file of an export to the account that it was made for, and leaves
// an entry; for another one, or a day later, there is none: not_found.
func (r *Reader) OpenExport(ctx context.Context, ws record.WorkspaceID, id, account string, now time.Time) (format string, file []byte, err error) {
	keys, err := r.s.ring()
	if err != nil {
		return "", nil, err
	}
	e, err := access.Did(ctx, "export.fetch", "customers", id)
	if err != nil {
		return "", nil, err
	}
	if !isUUID(id) || !isUUID(account) {
		return "", nil, fault.New("not_found", nil)
	}
	err = r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		var sum, envelope []byte
		var persons int64
		if err := tx.QueryRow(ctx, sql("ExportOpen"), id, account, now).Scan(&format, &sum, &envelope, &persons); err != nil {
			return err
		}
		var err error
		if file, err = keys.Open(place(ws, "", "export/"+id), envelope); err != nil {
			return err
		}
		if got := sha256.Sum256(file); string(got[:]) != string(sum) {
			return fault.New("sealed_unreadable", nil)
		}
		if _, err := tx.Exec(ctx, sql("ExportFetched"), id, now); err != nil {
			return err
		}
		if e.Diff, err = access.Diff(nil, map[string]any{"format": format, "persons": persons}, nil); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
	return format, file, err
}
