package store

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/record"
)

// Connection is a configured connection. Its secrets are apart (see Secrets).
type Connection struct {
	Workspace   record.WorkspaceID
	ID          record.ConnectionID
	Name        string // slug, unique in the workspace; touch keys begin with it, so it never changes
	Title       string
	Connector   string
	Settings    map[string]any // without secrets; numbers are json.Number
	Status      ConnectionStatus
	StatusCode  string // code of the fault that brought the status
	StatusSince time.Time
	PollEvery   time.Duration // zero: the connector's own
	CreatedAt   time.Time
	CreatedBy   string
	UpdatedAt   time.Time
	UpdatedBy   string
	Version     int            // grows with every change; the ETag
	Door        string         // POST /in/{Door}; empty: none
	Schedule    string         // cron in place of PollEvery; empty: none
	Quiet       calendar.Quiet // when the system is not asked
	History     *time.Time     // since when what is read is the past; nil: it is news
	DeletedAt   *time.Time     // found by ID only
}

// NewConnection says what a connection shall be. An empty ID is minted.
type NewConnection struct {
	ID        record.ConnectionID
	Name      string
	Title     string
	Connector string
	Settings  map[string]any    // without secrets
	Secrets   map[string]string // sealed before they are stored
	PollEvery time.Duration
	Door      string
}

var (
	qConnectionInsert = sql("ConnectionInsert")
	qConnectionByID   = sql("ConnectionByID")
	qConnectionByName = sql("ConnectionByName")
	qConnections      = sql("Connections")
	qConnectionUpdate = sql("ConnectionUpdate")
	qConnectionDelete = sql("ConnectionDelete")
	qDoorInsert       = sql("DoorInsert")
	qDoorDelete       = sql("DoorDelete")
)

// CreateConnection makes a connection, its secrets and its door in one transaction,
// with its entry in the trail. The faults are bad_name, name_taken and door_taken.
func (s *Store) CreateConnection(ctx context.Context, ws record.WorkspaceID, n NewConnection) (Connection, error) {
	if err := checkSlug("name", n.Name); err != nil {
		return Connection{}, err
	}
	if n.Door != "" {
		if err := checkSlug("door", n.Door); err != nil {
			return Connection{}, err
		}
	}
	if n.ID == "" {
		n.ID = record.ConnectionID(uuid.NewString())
	}
	if n.Title = strings.TrimSpace(n.Title); n.Title == "" {
		n.Title = n.Name
	}
	e, err := access.Did(ctx, "connection.create", "connection", string(n.ID))
	if err != nil {
		return Connection{}, err
	}
	if e.Diff, err = access.Diff(nil, Connection{Title: n.Title, Settings: n.Settings, PollEvery: n.PollEvery}.shape(false), hideSettings); err != nil {
		return Connection{}, err
	}
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, qConnectionInsert, ws, n.ID, n.Name, n.Title, n.Connector, object(n.Settings), seconds(n.PollEvery), e.Actor.Ref())
		if violates(err, "connection_name") {
			return fault.New("name_taken", nil).At("name", "")
		}
		if err != nil {
			return err
		}
		if n.Door != "" {
			if _, err := tx.Exec(ctx, qDoorInsert, n.Door, ws, n.ID); violates(err, "door_pkey") {
				return fault.New("door_taken", nil).At("door", "")
			} else if err != nil {
				return err
			}
		}
		if err := s.putSecrets(ctx, tx, ws, n.ID, n.Secrets, e.Actor); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
	if err != nil {
		return Connection{}, err
	}
	return s.Connection(ctx, ws, n.ID)
}

// Connection gives a connection, a deleted one too.
func (s *Store) Connection(ctx context.Context, ws record.WorkspaceID, id record.ConnectionID) (Connection, error) {
	if _, err := uuid.Parse(string(id)); err != nil {
		return Connection{}, fault.New("not_found", nil)
	}
	return s.connection(ctx, ws, qConnectionByID, string(id))
}

// ConnectionByName gives the living connection of a name.
func (s *Store) ConnectionByName(ctx context.Context, ws record.WorkspaceID, name string) (Connection, error) {
	return s.connection(ctx, ws, qConnectionByName, name)
}

func (s *Store) connection(ctx context.Context, ws record.WorkspaceID, query, arg string) (c Connection, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		c, err = oneConnection(ctx, tx, query, arg)
		return err
	})
	return c, err
}

func oneConnection(ctx context.Context, tx pgx.Tx, query, arg string) (Connection, error) {
	rows, err := tx.Query(ctx, query, arg)
	if err != nil {
		return Connection{}, err
	}
	return pgx.CollectExactlyOneRow(rows, scanConnection)
}

// Connections lists the living connections of a workspace, oldest first.
func (s *Store) Connections(ctx context.Context, ws record.WorkspaceID) (out []Connection, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qConnections)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scanConnection)
		return err
	})
	return out, err
}

// ConnectionChange is a change to a connection; a nil field stays as it is. A secret
// set to "" is deleted, one that is not named stays.
type ConnectionChange struct {
	Title     *string
	Settings  map[string]any
	Secrets   map[string]string
	PollEvery *time.Duration
	Schedule  *string
	Quiet     *calendar.Quiet
	History   *bool
}

// asks tells whether a change may end a failure, so that the system is asked at once.
func (ch ConnectionChange) asks() bool { return ch.Settings != nil || len(ch.Secrets) > 0 }

// UpdateConnection changes a connection whose version is still the given one; another
// version is the fault conflict. It gives the connection as it is now.
func (s *Store) UpdateConnection(ctx context.Context, ws record.WorkspaceID, id record.ConnectionID, version int, ch ConnectionChange) (Connection, error) {
	e, err := access.Did(ctx, "connection.update", "connection", string(id))
	if err != nil {
		return Connection{}, err
	}
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		was, err := oneConnection(ctx, tx, qConnectionByID, string(id))
		if err != nil {
			return err
		}
		is := was
		if ch.Title != nil {
			is.Title = strings.TrimSpace(*ch.Title)
		}
		if ch.Settings != nil {
			is.Settings = ch.Settings
		}
		if ch.PollEvery != nil {
			is.PollEvery = *ch.PollEvery
		}
		if ch.Schedule != nil {
			is.Schedule = *ch.Schedule
		}
		if ch.Quiet != nil {
			is.Quiet = *ch.Quiet
		}
		history := was.History != nil
		if ch.History != nil {
			history = *ch.History
		}
		e := e
		if e.Diff, err = access.Diff(was.shape(was.History != nil), is.shape(history), hideSettings); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, qConnectionUpdate, id, version, is.Title, object(is.Settings), seconds(is.PollEvery), e.Actor.Ref(), is.Schedule, list(is.Quiet), history)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			if was.DeletedAt != nil {
				return fault.New("not_found", nil)
			}
			return fault.New("conflict", nil)
		}
		if err := s.putSecrets(ctx, tx, ws, id, ch.Secrets, e.Actor); err != nil {
			return err
		}
		if ch.asks() {
			if err := ask(ctx, tx, ws, id, ""); err != nil {
				return err
			}
		}
		return Audit(ctx, tx, e)
	})
	if err != nil {
		return Connection{}, err
	}
	return s.Connection(ctx, ws, id)
}

// DeleteConnection closes a connection for good: its door, secrets, tokens and files
// go. Its row and its mappings stay, because provenance names them.
func (s *Store) DeleteConnection(ctx context.Context, ws record.WorkspaceID, id record.ConnectionID, reason string) error {
	e, err := access.Did(ctx, "connection.delete", "connection", string(id))
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qConnectionDelete, id, e.Actor.Ref())
		if err != nil {
			return err
		}
		if err := touched(tag.RowsAffected()); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, qSecretDelete, id, ""); err != nil {
			return err
		}
		for _, q := range []string{qDoorDelete, qTokensDelete, qFilesDelete} {
			if _, err := tx.Exec(ctx, q, id); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(ctx, sql("AlertsClearOf"), id); err != nil { // there is nothing to act upon any more
			return err
		}
		return Audit(ctx, tx, e.Because(reason))
	})
}

func scanConnection(row pgx.CollectableRow) (c Connection, err error) {
	var settings []byte
	var poll int
	err = row.Scan(&c.Workspace, &c.ID, &c.Name, &c.Title, &c.Connector, &settings, &c.Status, &c.StatusCode, &c.StatusSince,
		&poll, &c.CreatedAt, &c.CreatedBy, &c.UpdatedAt, &c.UpdatedBy, &c.Version, &c.Door, &c.DeletedAt,
		&c.Schedule, &c.Quiet, &c.History)
	if err != nil {
		return c, err
	}
	c.PollEvery = time.Duration(poll) * time.Second
	d := json.NewDecoder(strings.NewReader(string(settings)))
	d.UseNumber()
	return c, d.Decode(&c.Settings)
}

// object stores no settings as an empty object and not as null.
func object[V any](m map[string]V) map[string]V {
	if m == nil {
		return map[string]V{}
	}
	return m
}

// list stores no list as an empty one and not as null.
func list[V any](l []V) []V {
	if l == nil {
		return []V{}
	}
	return l
}

func seconds(d time.Duration) *int {
	if d <= 0 {
		return nil
	}
	n := max(1, int(d/time.Second))
	return &n
}

// shape is what the trail shows of a connection: each setting is a field of its own.
func (c Connection) shape(history bool) map[string]any {
	out := map[string]any{"title": c.Title, "poll_seconds": int(c.PollEvery / time.Second)}
	if c.Schedule != "" {
		out["schedule"] = c.Schedule
	}
	if len(c.Quiet) > 0 {
		out["quiet"] = c.Quiet
	}
	if history {
		out["history"] = true
	}
	for k, v := range c.Settings {
		out["settings."+k] = v
	}
	return out
}

// hideSettings keeps the values of settings out of the trail: user names and numbers
// of persons stand in them, and which do only the connector's spec knows.
func hideSettings(field string) bool { return strings.HasPrefix(field, "settings.") }
