package notify_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines/notify"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// inbox is a system that takes messages, or does as err and outcome say.
type inbox struct {
	mu   sync.Mutex
	got  []connectors.Message
	at   []time.Time
	fail func(connectors.Message) (connectors.Outcome, error)
	hang chan struct{} // nil: it answers
	now  func() time.Time
}

func (i *inbox) Check(context.Context) error { return nil }

func (i *inbox) Notify(ctx context.Context, m connectors.Message) ([]connectors.Outcome, error) {
	if i.hang != nil {
		select {
		case <-i.hang:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.fail != nil {
		if o, err := i.fail(m); err != nil || o.Kind != "" {
			return m.Each(o), err
		}
	}
	i.got, i.at = append(i.got, m), append(i.at, i.now())
	return m.Each(connectors.Outcome{Kind: connectors.Written}), nil
}

func (i *inbox) messages() []connectors.Message {
	i.mu.Lock()
	defer i.mu.Unlock()
	return slices.Clone(i.got)
}

// lab is an alert centre over a real database, with channels that are inboxes.
type lab struct {
	t       *testing.T
	store   *store.Store
	reader  *store.Reader
	sql     pgtest.SQL
	ws      record.WorkspaceID
	inboxes map[record.ConnectionID]*inbox
	people  map[string]string // account by sign-in
	mu      sync.Mutex
	at      time.Time
	decider *notify.Decider
	sender  *notify.Sender
}

// channels are connectors of the lab: their names say what they are.
func channels(connector string, _ map[string]any) (centre.Channel, bool) {
	switch connector {
	case "robot", "dingtalk":
		return centre.Channel{Group: true, PerMinute: 15}, true
	case "wecom":
		return centre.Channel{Via: centre.WeCom, PerMinute: 100}, true
	case "email":
		return centre.Channel{Via: centre.Email, PerMinute: 100}, true
	}
	return centre.Channel{}, false
}

func newLab(t *testing.T) *lab {
	t.Helper()
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{MaxConns: 8})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	l := &lab{t: t, store: s, reader: store.NewReader(s), sql: pgtest.Owner(t, dsn), inboxes: map[record.ConnectionID]*inbox{}, people: map[string]string{}, at: time.Now().Add(time.Second)}
	w, err := s.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: "w", Name: "w"})
	if err != nil {
		t.Fatal(err)
	}
	l.ws = w.ID
	log := slog.New(slog.DiscardHandler)
	always := func(context.Context) bool { return true }
	l.decider = &notify.Decider{Store: s, Channels: channels, Mine: always, Now: l.now, Log: log, Sleep: clock.System{}.Sleep}
	l.sender = &notify.Sender{
		Store: s, Alarm: s, Channels: channels, URL: "https://hub.example", Mine: always, Now: l.now, Log: log, Sleep: clock.System{}.Sleep, Within: time.Second,
		Make: func(_ context.Context, _ record.WorkspaceID, c record.ConnectionID) (connectors.Notifier, error) {
			return l.inboxes[c], nil
		},
	}
	return l
}

func (l *lab) now() time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.at
}

func (l *lab) advance(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.at = l.at.Add(d)
}

func (l *lab) as() context.Context {
	return access.With(l.t.Context(), access.SystemActor("test", l.ws))
}

func (l *lab) connection(name, connector string) record.ConnectionID {
	l.t.Helper()
	c, err := l.store.CreateConnection(l.as(), l.ws, store.NewConnection{Name: name, Connector: connector})
	if err != nil {
		l.t.Fatal(err)
	}
	l.inboxes[c.ID] = &inbox{now: l.now}
	return c.ID
}

// member makes a member and, with an employee's number, the employee behind the account.
func (l *lab) member(signIn, employee, manager string, roles ...access.Role) {
	l.t.Helper()
	g := access.NewGate(l.store, nil)
	m, err := g.AddMember(l.as(), time.Now(), access.NewMember{SignIn: signIn, Name: signIn, Roles: roles})
	if err != nil {
		l.t.Fatal(err)
	}
	l.people[signIn] = m.Account
	if employee != "" {
		l.employee(employee, manager, m.Account)
	}
}

// id makes the id of an employee out of a digit.
func id(digit string) string {
	if digit == "" {
		return ""
	}
	return fmt.Sprintf("%s0000000-0000-4000-8000-000000000000", digit)
}

func (l *lab) employee(digit, manager, account string) {
	l.sql.Exec("insert into employee (workspace, id, number, name, wecom_userid, status, manager, account, records) values ($1, $2, $3, $4, $5, 'active', nullif($6::text, '')::uuid, nullif($7::text, '')::uuid, '{}')",
		string(l.ws), id(digit), "N"+digit, "员工"+digit, "wx"+digit, id(manager), account)
}

func (l *lab) raise(e alerts.Event) {
	l.t.Helper()
	if err := l.store.Raise(l.t.Context(), l.ws, e); err != nil {
		l.t.Fatal(err)
	}
}

// turn decides, sends and waits.
func (l *lab) turn() {
	l.decider.Once(l.t.Context())
	l.sender.Once(l.t.Context())
	l.sender.Wait()
}

func (l *lab) alerts(state string) []views.Alert {
	l.t.Helper()
	rows, _, err := l.reader.ListAlerts(l.t.Context(), l.ws, views.AlertQuery{Page: views.Page{Limit: 500}, State: state})
	if err != nil {
		l.t.Fatal(err)
	}
	return rows
}

func event(k alerts.Kind, s alerts.Severity, c record.ConnectionID, subject string) alerts.Event {
	return alerts.Event{Kind: k, Severity: s, Connection: c, Subject: subject, Text: alerts.Text{Zh: "出事了 " + subject, En: "it broke " + subject}}
}
