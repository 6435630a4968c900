package store

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts/rules"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

var (
	qAlertDocument    = sql("AlertDocument")
	qAlertDocumentPut = sql("AlertDocumentPut")
)

// alertDocument reads the version in force of a document into v; 0: there is none.
func alertDocument(ctx context.Context, tx pgx.Tx, name string, v any) (m views.Made, err error) {
	var body []byte
	var at time.Time
	err = tx.QueryRow(ctx, qAlertDocument, name).Scan(&m.Version, &body, &m.Reason, &m.By, &at)
	if isNoRows(err) {
		return views.Made{}, nil
	}
	if err != nil {
		return m, err
	}
	m.At = &at
	return m, json.Unmarshal(body, v)
}

// alertRules gives the rules in force.
func alertRules(ctx context.Context, tx pgx.Tx) (rules.Set, error) {
	set := rules.Default()
	var stored rules.Set
	m, err := alertDocument(ctx, tx, "rules", &stored)
	if err == nil && m.Version > 0 {
		set = stored
	}
	return set, err
}

func alertRoutes(ctx context.Context, tx pgx.Tx) (r views.AlertRoutes, err error) {
	_, err = alertDocument(ctx, tx, "routes", &r)
	return r, err
}

// workCalendar gives the calendar in force: the years that were saved, and the program's
// examples of those that were not.
func workCalendar(ctx context.Context, tx pgx.Tx) (workdays.Calendar, error) {
	years := workdays.Examples()
	rows, err := tx.Query(ctx, sql("AlertDocuments"), "calendar/%")
	if err != nil {
		return workdays.Calendar{}, err
	}
	var name string
	var body []byte
	_, err = pgx.ForEachRow(rows, []any{&name, &body}, func() error {
		var y workdays.Year
		if err := json.Unmarshal(body, &y); err != nil {
			return err
		}
		years = append(years, y)
		return nil
	})
	return workdays.New(years...), err
}

// WorkCalendar gives the working calendar of a workspace.
func (s *Store) WorkCalendar(ctx context.Context, ws record.WorkspaceID) (c workdays.Calendar, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		c, err = workCalendar(ctx, tx)
		return err
	})
	return c, gone(err)
}

// AlertDocument reads the version in force of a document into v, which stays as it is
// where there is none.
func (r *Reader) AlertDocument(ctx context.Context, ws record.WorkspaceID, name string, v any) (m views.Made, err error) {
	err = r.s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		m, err = alertDocument(ctx, tx, name, v)
		return err
	})
	return m, err
}

// AlertDocumentVersions lists the last versions of a document, the newest first.
func (r *Reader) AlertDocumentVersions(ctx context.Context, ws record.WorkspaceID, name string) (out []views.Made, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		out, err = all(ctx, q, sql("AlertDocumentVersions"), func(row pgx.CollectableRow) (m views.Made, err error) {
			var at time.Time
			err = row.Scan(&m.Version, &m.Reason, &m.By, &at)
			m.At = &at
			return m, err
		}, name)
		return err
	})
	return out, err
}

// PutAlertDocument saves a new version of a document over the given one; another one in
// force is the fault conflict. What nobody has been told of is decided upon anew.
func (r *Reader) PutAlertDocument(ctx context.Context, ws record.WorkspaceID, name string, version int, before, v any, reason string) error {
	e, err := access.Did(ctx, "alert."+kindOfDocument(name), "alert_document", name)
	if err != nil {
		return err
	}
	if e.Diff, err = access.Diff(before, v, nil); err != nil {
		return err
	}
	body, err := json.Marshal(v)
	if err != nil {
		return fault.New("internal", err)
	}
	return r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qAlertDocumentPut, ws, name, version, body, reason, e.Actor.Ref())
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fault.New("conflict", nil)
		}
		if _, err := tx.Exec(ctx, sql("AlertWake")); err != nil {
			return err
		}
		return Audit(ctx, tx, e.Because(reason))
	})
}

func kindOfDocument(name string) string {
	if len(name) > 9 && name[:9] == "calendar/" {
		return "calendar"
	}
	return name
}
