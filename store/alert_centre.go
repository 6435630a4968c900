package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/notify"
	"github.com/heliuhub/heliu/record"
)

var _ notify.DecideStore = (*Store)(nil)

var (
	qAlertLock     = sql("AlertLock")
	qAlertsDue     = sql("AlertsDue")
	qAlertsDecided = sql("AlertsDecided")
	qAlertLastTold = sql("AlertLastTold")
	qAlertMutes    = sql("AlertMutesLive")
	qNoticeInsert  = sql("NoticeInsert")
	qOwners        = sql("ConnectionOwners")
)

// decideMost bounds how many alerts are decided upon at once; the rest waits for the
// next time, seconds later.
const decideMost = 20_000

// DecideAlerts implements notify.DecideStore: what is decided and the messages of it are
// kept in one transaction, one hub at a time. A zero now is the database's.
func (s *Store) DecideAlerts(ctx context.Context, ws record.WorkspaceID, now time.Time, channels notify.Channels, decide func(centre.Input) centre.Plan) (messages int, err error) {
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		messages = 0
		var clock time.Time
		if err := tx.QueryRow(ctx, qAlertLock, ws).Scan(nil, &clock); err != nil {
			return err
		}
		if now.IsZero() {
			now = clock
		}
		due, err := all(ctx, reading{tx}, qAlertsDue, scanDue, now, decideMost)
		if err != nil || len(due) == 0 {
			return err
		}
		in, err := centreInput(ctx, tx, ws, now, channels)
		if err != nil {
			return err
		}
		in.Alerts = due
		plan := decide(in)
		messages = len(plan.Notices)
		return keepPlan(ctx, tx, ws, now, plan)
	})
	return messages, gone(err)
}

func scanDue(row pgx.CollectableRow) (a centre.Alert, err error) {
	var roles []string
	err = row.Scan(&a.ID, &a.Kind, &a.Severity, &a.Connection, &a.Stream, &a.Subject, &a.Text.Zh, &a.Text.En, &a.Owner, &roles, &a.Entity, &a.FirstAt, &a.Told, &a.ToldAt, &a.Escalated)
	if a.ToldAt.Year() == 1 {
		a.ToldAt = time.Time{}
	}
	if a.Escalated.Year() == 1 {
		a.Escalated = time.Time{}
	}
	if a.Connection == nobody {
		a.Connection = ""
	}
	for _, r := range roles {
		a.Roles = append(a.Roles, access.Role(r))
	}
	return a, err
}

// centreInput reads everything that a decision is made of, save the alerts.
func centreInput(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, now time.Time, channels notify.Channels) (in centre.Input, err error) {
	in = centre.Input{Now: now, Workspace: ws, Names: map[record.ConnectionID]string{}, Owners: map[record.ConnectionID]string{}, LastTold: map[string][]time.Time{}}
	var slug string
	if err := tx.QueryRow(ctx, sql("WorkspaceByID"), string(ws)).Scan(nil, &slug, nil, nil, nil, nil); err != nil {
		return in, err
	}
	in.Path = "/w/" + slug
	if in.People, err = alertPeople(ctx, tx); err != nil {
		return in, err
	}
	routes, err := alertRoutes(ctx, tx)
	if err != nil {
		return in, err
	}
	set, err := alertRules(ctx, tx)
	if err != nil {
		return in, err
	}
	in.Routes = routes.Routes
	in.Escalate = centre.Escalation{alerts.Critical: set.Escalate.Critical, alerts.Warning: set.Escalate.Warning, alerts.Info: set.Escalate.Info}
	in.Silenced = centre.Silenced{}
	for _, k := range set.Kinds {
		in.Silenced[k.Kind] = k.Listed
	}
	if in.Calendar, err = workCalendar(ctx, tx); err != nil {
		return in, err
	}
	if in.Channels, err = alertChannels(ctx, tx, channels, routes.NotDefault, in.Names, in.Owners); err != nil {
		return in, err
	}
	if in.Mutes, err = all(ctx, reading{tx}, qAlertMutes, scanMute, now); err != nil {
		return in, err
	}
	var t centre.Target
	var at time.Time
	return in, reading{tx}.each(ctx, qAlertLastTold, []any{&t.Channel, &t.Person, &at}, func() {
		in.LastTold[t.Key()] = append(in.LastTold[t.Key()], at)
	}, now.Add(-centre.Recent))
}

func scanMute(row pgx.CollectableRow) (m centre.Mute, err error) {
	err = row.Scan(&m.Kind, &m.Connection, &m.Stream, &m.Subject, &m.Whole, &m.Until)
	if m.Connection == nobody {
		m.Connection = ""
	}
	return m, err
}

// alertChannels gives the connections that can carry messages; those named in except are
// no default ones. names and owners are filled for every connection, where they are not nil.
func alertChannels(ctx context.Context, tx pgx.Tx, channels notify.Channels, except []record.ConnectionID, names, owners map[record.ConnectionID]string) (out []centre.Channel, err error) {
	var id record.ConnectionID
	var name, owner, connector, status string
	var settings []byte
	var bad error
	err = reading{tx}.each(ctx, qOwners, []any{&id, &name, &owner, &connector, &settings, &status}, func() {
		if names != nil {
			names[id] = name
		}
		if owners != nil && owner != "" {
			owners[id] = "user:" + owner
		}
		var set map[string]any
		if err := json.Unmarshal(settings, &set); err != nil {
			bad = err
			return
		}
		c, ok := channels(connector, set)
		if !ok {
			return
		}
		c.ID, c.Name, c.On, c.Default = id, name, status == string(Enabled), true
		for _, x := range except {
			if x == id {
				c.Default = false
			}
		}
		out = append(out, c)
	})
	if err == nil {
		err = bad
	}
	return out, err
}

// keepPlan keeps what was decided.
func keepPlan(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, now time.Time, p centre.Plan) error {
	n := len(p.Changes)
	ids, told, up, why, next := make([]int64, n), make([]string, n), make([]bool, n), make([]string, n), make([]*time.Time, n)
	for i, c := range p.Changes {
		ids[i], told[i], up[i], why[i] = c.Alert, strings.Join(c.Told, "\n"), c.Escalated, string(c.Why)
		if !c.Next.IsZero() {
			next[i] = &c.Next
		}
	}
	if _, err := tx.Exec(ctx, qAlertsDecided, ids, told, up, why, next, now); err != nil {
		return err
	}
	for _, m := range p.Notices {
		if err := insertNotice(ctx, tx, ws, now, m, ""); err != nil {
			return err
		}
	}
	return nil
}

func insertNotice(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, now time.Time, m centre.Notice, testBy string) error {
	ids := m.Alerts
	if ids == nil {
		ids = []int64{}
	}
	_, err := tx.Exec(ctx, qNoticeInsert, ws, m.ID, m.Target.Channel, m.Target.Person, m.Level, m.Severity, m.Title, m.Body, m.Path, ids, testBy, now)
	if err != nil {
		return fault.New("internal", err)
	}
	return nil
}
