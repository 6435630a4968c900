package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// ConnectionStatus says whether a connection works.
type ConnectionStatus string

// The statuses.
const (
	Enabled      ConnectionStatus = "enabled"
	Paused       ConnectionStatus = "paused"       // by a person
	Unauthorized ConnectionStatus = "unauthorized" // the other side refused its credentials
	Stopped      ConnectionStatus = "stopped"      // by the hub, until a person looks: StatusCode says why
)

var (
	qConnectionLock      = sql("ConnectionLock")
	qConnectionSetStatus = sql("ConnectionSetStatus")
)

// SetConnectionStatus sets the status of a connection, with the code of the fault that
// brought it (empty for none). What is set already is not set again and leaves no
// entry. changed tells whether it was a change.
func (s *Store) SetConnectionStatus(ctx context.Context, ws record.WorkspaceID, id record.ConnectionID, to ConnectionStatus, code, reason string) (changed bool, err error) {
	e, err := access.Did(ctx, "connection."+string(to), "connection", string(id))
	if err != nil {
		return false, err
	}
	err = s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		changed = false
		var from ConnectionStatus
		var was string
		if err := tx.QueryRow(ctx, qConnectionLock, id).Scan(&from, &was); err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, qConnectionSetStatus, id, to, code, e.Actor.Ref())
		if err != nil || tag.RowsAffected() == 0 {
			return err
		}
		changed = true
		if to == Enabled {
			if err := ask(ctx, tx, ws, id, ""); err != nil {
				return err
			}
		}
		if err := tellSwitched(ctx, tx, ws, id, from, to, e.Actor.Ref()); err != nil {
			return err
		}
		e := e.Because(reason)
		if e.Diff, err = access.Diff(map[string]any{"status": from, "code": was}, map[string]any{"status": to, "code": code}, nil); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
	return changed, err
}

// tellSwitched raises the alarm of a connection that somebody paused, and clears it
// when the connection goes on.
func tellSwitched(ctx context.Context, tx pgx.Tx, ws record.WorkspaceID, id record.ConnectionID, from, to ConnectionStatus, by string) error {
	switch {
	case to == Paused && from != Paused:
		c, err := oneConnection(ctx, tx, qConnectionByID, string(id))
		if err != nil {
			return err
		}
		return raise(ctx, tx, ws, alerts.SwitchedOffEvent(id, c.Name, by))
	case from == Paused && to != Paused:
		return calm(ctx, tx, alerts.Event{Kind: alerts.SwitchedOff, Connection: id})
	}
	return nil
}

// Door is where POST /in/{Slug} leads.
type Door struct {
	Slug       string
	Workspace  record.WorkspaceID
	Connection record.ConnectionID
}

var (
	qDoorBySlug       = sql("DoorBySlug")
	qDoors            = sql("Doors")
	qDoorByConnection = sql("DoorByConnection")
)

// DoorBySlug finds the connection behind a door, before a workspace is known. The
// connection's id opens it too. The fault is unknown_connection.
func (s *Store) DoorBySlug(ctx context.Context, slug string) (d Door, err error) {
	d.Slug = slug
	query := qDoorBySlug
	if isUUID(slug) {
		query = qDoorByConnection
	} else if !slugForm.MatchString(slug) {
		return Door{}, fault.New("unknown_connection", nil)
	}
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		err := tx.QueryRow(ctx, query, slug).Scan(&d.Workspace, &d.Connection)
		if isNoRows(err) {
			return fault.New("unknown_connection", nil)
		}
		return err
	})
	return d, err
}

// Doors lists all doors, for the index that the door keeps in memory.
func (s *Store) Doors(ctx context.Context) (out []Door, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qDoors)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByPos[Door])
		return err
	})
	return out, err
}
