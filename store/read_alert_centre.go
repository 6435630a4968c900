package store

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/pipelines/notify"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Alert gives one alert with the messages that told of it, the newest first.
func (r *Reader) Alert(ctx context.Context, ws record.WorkspaceID, id string) (a views.Alert, messages []views.AlertMessage, err error) {
	n, err := idOf(id)
	if err != nil {
		return a, nil, fault.New("not_found", nil)
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		if a, err = one(ctx, q, sql("ReadAlerts"), scanAlertView, "", "", "", false, nil, 0, 1, "", "", n); err != nil {
			return err
		}
		rows := []views.Alert{a}
		if err := q.nameActors(ctx, rows); err != nil {
			return err
		}
		a = rows[0]
		messages, err = q.messages(ctx, n, 200)
		return err
	})
	return a, messages, err
}

// Messages gives the last messages of a workspace, the newest first.
func (r *Reader) Messages(ctx context.Context, ws record.WorkspaceID, limit int) (out []views.AlertMessage, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		out, err = q.messages(ctx, 0, limit)
		return err
	})
	return out, err
}

func (q reading) messages(ctx context.Context, alert int64, limit int) ([]views.AlertMessage, error) {
	people, err := alertPeople(ctx, q.tx)
	if err != nil {
		return nil, err
	}
	names := namesOf(people)
	return all(ctx, q, sql("NoticesOf"), func(row pgx.CollectableRow) (m views.AlertMessage, err error) {
		var level int
		var title string
		var next *time.Time
		err = row.Scan(&m.ID, &m.Channel, &m.ChannelName, &title, &m.Person, &level, &m.Severity, &m.Title, &m.Body, &m.Alerts, &m.Test, &m.MadeAt, &m.State, &m.Tries, &next, nil, &m.SentAt, &m.Code, &m.FoldedInto)
		m.Escalated, m.PersonName = level > 0, names[m.Person]
		if title != "" {
			m.ChannelName = title
		}
		if m.State == "waiting" {
			m.NextAt = next
		}
		if e, ok := fault.Catalog[m.Code]; ok {
			m.Message = &views.Text{Zh: e.Zh, En: e.En}
		}
		return m, err
	}, alert, limit)
}

func namesOf(people []centre.Person) map[string]string {
	out := map[string]string{}
	for _, p := range people {
		out[p.ID] = p.Name
	}
	return out
}

// nameActors fills in who acknowledged and closed.
func (q reading) nameActors(ctx context.Context, rows []views.Alert) error {
	any := false
	for _, a := range rows {
		any = any || a.AckedBy != "" || a.ClosedBy != "" || a.Mute != nil
	}
	if !any {
		return nil
	}
	people, err := alertPeople(ctx, q.tx)
	names := namesOf(people)
	for i := range rows {
		a := &rows[i]
		a.AckedName, a.ClosedName = names[a.AckedBy], names[a.ClosedBy]
		if a.Mute != nil {
			if n := names[a.Mute.By]; n != "" {
				a.Mute.By = n
			}
		}
	}
	return err
}

// WasTold tells whether an account was told of an alert, or owns its connection.
func (r *Reader) WasTold(ctx context.Context, ws record.WorkspaceID, id, account string) (told bool, err error) {
	n, err := idOf(id)
	if err != nil || !isUUID(account) {
		return false, nil //nolint:nilerr // what is no alert was told to nobody
	}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		return q.tx.QueryRow(ctx, sql("AlertToldTo"), n, account).Scan(&told)
	})
	return told, err
}

// MuteAlert keeps an open alert, or every alert of its kind and connection, from being
// told until a moment.
func (r *Reader) MuteAlert(ctx context.Context, ws record.WorkspaceID, id string, whole bool, until time.Time, reason string) error {
	return r.muted(ctx, ws, id, "alert.mute", reason, func(ctx context.Context, tx pgx.Tx, n int64, e access.Entry) (bool, error) {
		var mute int64
		err := tx.QueryRow(ctx, sql("AlertMuteInsert"), ws, n, whole, reason, until, e.Actor.Ref()).Scan(&mute)
		if isNoRows(err) {
			return false, nil
		}
		return true, err
	})
}

// UnmuteAlert lifts the mutes that cover an alert.
func (r *Reader) UnmuteAlert(ctx context.Context, ws record.WorkspaceID, id string) error {
	return r.muted(ctx, ws, id, "alert.unmute", "", func(ctx context.Context, tx pgx.Tx, n int64, e access.Entry) (bool, error) {
		tag, err := tx.Exec(ctx, sql("AlertUnmute"), n, e.Actor.Ref())
		return tag.RowsAffected() > 0, err
	})
}

func (r *Reader) muted(ctx context.Context, ws record.WorkspaceID, id, action, reason string, do func(ctx context.Context, tx pgx.Tx, n int64, e access.Entry) (bool, error)) error {
	n, err := idOf(id)
	if err != nil {
		return fault.New("not_found", nil)
	}
	e, err := access.Did(ctx, action, "alert", id)
	if err != nil {
		return err
	}
	return r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		done, err := do(ctx, tx, n, e)
		if err != nil {
			return err
		}
		if !done {
			var there bool
			if err := tx.QueryRow(ctx, sql("AlertExists"), n).Scan(&there); err != nil {
				return err
			}
			if !there {
				return fault.New("not_found", nil)
			}
			if action == "alert.mute" {
				return fault.New("alert_closed", nil)
			}
			return nil
		}
		if _, err := tx.Exec(ctx, sql("AlertWake")); err != nil {
			return err
		}
		return Audit(ctx, tx, e.Because(reason))
	})
}

// Audience gives the channels and people of a workspace.
func (r *Reader) Audience(ctx context.Context, ws record.WorkspaceID, channels notify.Channels) (cs []views.AlertChannel, ps []views.AlertPerson, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		cs, ps = []views.AlertChannel{}, []views.AlertPerson{}
		routes, err := alertRoutes(ctx, q.tx)
		if err != nil {
			return err
		}
		found, err := alertChannels(ctx, q.tx, channels, routes.NotDefault, nil, nil)
		if err != nil {
			return err
		}
		at := map[string]int{}
		for i, c := range found {
			at[string(c.ID)] = i
			cs = append(cs, views.AlertChannel{ID: string(c.ID), Name: c.Name, Title: c.Name, Group: c.Group, Via: string(c.Via), Default: c.Default, On: c.On})
		}
		var id string
		var n int
		var since time.Time
		if err := q.each(ctx, sql("NoticeCounts"), []any{&id, &n, &since}, func() {
			if i, ok := at[id]; ok {
				old := since
				cs[i].Waiting, cs[i].Since = n, &old
			}
		}); err != nil {
			return err
		}
		people, err := alertPeople(ctx, q.tx)
		if err != nil {
			return err
		}
		byEmployee := map[string]string{}
		for _, p := range people {
			if p.Employee != "" {
				byEmployee[p.Employee] = p.Name
			}
		}
		for _, p := range people {
			if p.Gone {
				continue
			}
			v := views.AlertPerson{ID: p.ID, Name: p.Name, Roles: []string{}, Via: []string{}, Manager: byEmployee[p.Manager]}
			for _, role := range p.Roles {
				v.Roles = append(v.Roles, string(role))
			}
			for _, via := range []centre.Via{centre.WeCom, centre.DingTalk, centre.Mobile, centre.Email} {
				if p.Address[via] != "" {
					v.Via = append(v.Via, string(via))
				}
			}
			ps = append(ps, v)
		}
		return nil
	})
	return cs, ps, err
}

// Owners says who is told of each connection first.
func (r *Reader) Owners(ctx context.Context, ws record.WorkspaceID) (out []views.ConnectionOwner, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		out = []views.ConnectionOwner{}
		var o views.ConnectionOwner
		var account string
		return q.each(ctx, qOwners, []any{&o.Connection, &o.Name, &account, nil, nil, nil}, func() {
			if o.Owner = ""; account != "" {
				o.Owner = "user:" + account
			}
			out = append(out, o)
		})
	})
	return out, err
}

// SendTest makes a test message to a person by a channel, or to the group of one; it is
// sent like any other. The id is that of the message.
func (r *Reader) SendTest(ctx context.Context, ws record.WorkspaceID, t centre.Target, title, body string, now time.Time) (id string, err error) {
	e, err := access.Did(ctx, "alert.test", "connection", string(t.Channel))
	if err != nil {
		return "", err
	}
	n := centre.Notice{ID: strings.ReplaceAll(uuid.NewString(), "-", ""), Target: t, Severity: alerts.Info, Title: title, Body: body}
	return n.ID, r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if err := insertNotice(ctx, tx, ws, now, n, e.Actor.Ref()); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// MySettings gives how an account wants to be told.
func (r *Reader) MySettings(ctx context.Context, ws record.WorkspaceID, account string) (m views.MyAlertSettings, err error) {
	m = views.MyAlertSettings{Quiet: calendar.Quiet{}, Channels: []record.ConnectionID{}}
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var channels []string
		err := q.tx.QueryRow(ctx, sql("AlertPersonOf"), account).Scan(&m.Quiet, &channels, &m.English, &m.Version)
		if isNoRows(err) {
			return nil
		}
		for _, c := range channels {
			m.Channels = append(m.Channels, record.ConnectionID(c))
		}
		return err
	})
	return m, err
}

// SetMySettings saves them over a version; another one in force is the fault conflict.
func (r *Reader) SetMySettings(ctx context.Context, ws record.WorkspaceID, account string, m views.MyAlertSettings) error {
	e, err := access.Did(ctx, "alert.my_settings", "account", account)
	if err != nil {
		return err
	}
	channels := make([]string, len(m.Channels))
	for i, c := range m.Channels {
		channels[i] = string(c)
	}
	if m.Quiet == nil {
		m.Quiet = calendar.Quiet{}
	}
	return r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		var version int
		err := tx.QueryRow(ctx, sql("AlertPersonPut"), ws, account, m.Quiet, channels, m.English, m.Version).Scan(&version)
		if isNoRows(err) || err == nil && m.Version == 0 && version > 1 {
			return fault.New("conflict", nil)
		}
		if err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// SetOwner says which member is told of a connection first; an empty account: nobody.
func (r *Reader) SetOwner(ctx context.Context, ws record.WorkspaceID, connection, account string) error {
	if !isUUID(connection) {
		return fault.New("not_found", nil)
	}
	e, err := access.Did(ctx, "connection.owner", "connection", connection)
	if err != nil {
		return err
	}
	if e.Diff, err = access.Diff(nil, map[string]string{"owner": account}, nil); err != nil {
		return err
	}
	return r.s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if account != "" {
			var member bool
			if err := tx.QueryRow(ctx, sql("AlertIsMember"), account).Scan(&member); err != nil {
				return err
			}
			if !member {
				return fault.New("not_found", nil).At("owner", "")
			}
		}
		var name string
		err := tx.QueryRow(ctx, sql("ConnectionOwnerSet"), connection, account).Scan(&name)
		if isNoRows(err) {
			return fault.New("not_found", nil)
		}
		if err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}
