package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

var (
	qPersonalRule       = sql("PersonalRule")
	qPersonalRuleSave   = sql("PersonalRuleSave")
	qPersonalRuleChange = sql("PersonalRuleChange")
	qPersonalTurn       = sql("PersonalTurn")
	qPersonalSeen       = sql("PersonalSeen")
	qPersonalKnown      = sql("PersonalKnown")
	qPersonalViewers    = sql("PersonalViewers")
)

// defaultPersonalRules are those of a workspace that has set none.
var defaultPersonalRules = views.PersonalRules{RevealLimit: 200, AlarmPersons: alerts.DefaultExportLimit.Persons, AlarmMinutes: alerts.DefaultExportLimit.Minutes}

// PersonalRules gives how a workspace guards personal data.
func (r *Reader) PersonalRules(ctx context.Context, ws record.WorkspaceID) (out views.PersonalRules, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		out, err = personalRules(ctx, q.tx)
		return err
	})
	return out, err
}

func personalRules(ctx context.Context, tx pgx.Tx) (p views.PersonalRules, err error) {
	err = tx.QueryRow(ctx, qPersonalRule).Scan(&p.RevealReason, &p.RevealLimit, &p.AlarmPersons, &p.AlarmMinutes, &p.Version)
	if isNoRows(err) {
		return defaultPersonalRules, nil
	}
	return p, err
}

// SetPersonalRules changes the rules of the given version; another one is the fault
// precondition_failed.
func (r *Reader) SetPersonalRules(ctx context.Context, ws record.WorkspaceID, p views.PersonalRules) error {
	e, err := access.Did(ctx, "personal.rules", "workspace", string(ws))
	if err != nil {
		return err
	}
	return r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		was, err := personalRules(ctx, tx)
		if err != nil {
			return err
		}
		q := qPersonalRuleChange
		if p.Version == 0 {
			q = qPersonalRuleSave
		}
		tag, err := tx.Exec(ctx, q, p.RevealReason, p.RevealLimit, p.AlarmPersons, p.AlarmMinutes, p.Version)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fault.New("precondition_failed", nil)
		}
		p.Version = was.Version
		if e.Diff, err = access.Diff(was, p, nil); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// revealWindow is the time within which an actor reveals at most so many persons.
const revealWindow = time.Hour

// Reveal notes that the actor of ctx is about to see personal values in full; they are
// shown only after it. The faults are reason_required and reveal_limit. It raises the
// alarm of many persons in the same transaction.
func (r *Reader) Reveal(ctx context.Context, ws record.WorkspaceID, v views.Reveal, now time.Time) error {
	e, err := access.Did(ctx, "personal.view", v.ObjectKind, v.ObjectID)
	if err != nil {
		return err
	}
	e.At = now
	subjects := v.Subjects
	if len(subjects) == 0 {
		subjects = []string{v.ObjectKind + ":" + v.ObjectID}
	}
	if e.Diff, err = access.Diff(nil, map[string]any{"fields": v.Fields, "subjects": subjects}, nil); err != nil {
		return err
	}
	return r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rules, err := personalRules(ctx, tx)
		if err != nil {
			return err
		}
		if rules.RevealReason && v.Reason == "" {
			return fault.New("reason_required", nil).At("reason", "")
		}
		if _, err := tx.Exec(ctx, qPersonalTurn, e.Actor.ID); err != nil {
			return err
		}
		seen, _, err := personalSeen(ctx, tx, e.Actor, now.Add(-revealWindow))
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, qPersonalKnown, e.Actor.ID, now.Add(-revealWindow), subjects)
		if err != nil {
			return err
		}
		known, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return err
		}
		if seen+int64(len(subjects)-len(known)) > int64(rules.RevealLimit) {
			return fault.New("reveal_limit", nil).After(revealWindow / 4)
		}
		if err := Audit(ctx, tx, e.Because(v.Reason)); err != nil {
			return err
		}
		return alarmOfPersons(ctx, tx, ws, e.Actor, rules, now)
	})
}

func personalSeen(ctx context.Context, tx pgx.Tx, by access.Actor, since time.Time) (seen, exported int64, err error) {
	err = tx.QueryRow(ctx, qPersonalSeen, by.ID, since).Scan(&seen, &exported)
	return seen, exported, err
}

// alarmOfPersons tells when an actor has seen and exported too many persons, this
// transaction included.
func alarmOfPersons(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, by access.Actor, rules views.PersonalRules, now time.Time) error {
	limit := alerts.ExportLimit{Persons: rules.AlarmPersons, Minutes: rules.AlarmMinutes}
	seen, exported, err := personalSeen(ctx, tx, by, now.Add(-time.Duration(limit.Minutes)*time.Minute))
	if err != nil || !limit.TooMany(seen+exported) {
		return err
	}
	return raise(ctx, tx, ws, alerts.BulkExportEvent(by.Ref(), limit, seen+exported))
}

// PersonalViews says who saw how much of persons between two moments, the last first.
func (r *Reader) PersonalViews(ctx context.Context, ws record.WorkspaceID, from, to time.Time) (out []views.PersonalViewer, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		out, err = all(ctx, q, qPersonalViewers, func(row pgx.CollectableRow) (v views.PersonalViewer, err error) {
			err = row.Scan(&v.ActorKind, &v.ActorID, &v.Views, &v.Persons, &v.Exports, &v.Exported, &v.LastAt, &v.Fields)
			v.LastAt = v.LastAt.UTC()
			return v, err
		}, from, to)
		return err
	})
	if err != nil {
		return nil, err
	}
	ids := make([]string, len(out))
	for i, v := range out {
		ids[i] = v.ActorID
	}
	names, err := r.actorNames(ctx, ws, ids)
	for i := range out {
		out[i].ActorName = names[out[i].ActorID]
	}
	return out, err
}
