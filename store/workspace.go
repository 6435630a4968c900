package store

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Workspace is a tenant.
type Workspace struct {
	ID        record.WorkspaceID
	Slug      string // unique among the living
	Name      string
	Demo      bool
	CreatedAt time.Time
	DeletedAt *time.Time
}

// NewWorkspace says what a workspace shall be. An empty ID is minted.
type NewWorkspace struct {
	ID   record.WorkspaceID
	Slug string
	Name string
	Demo bool
}

var (
	qWorkspaceInsert = sql("WorkspaceInsert")
	qWorkspaceList   = sql("WorkspaceList")
	qWorkspaceByID   = sql("WorkspaceByID")
	qWorkspaceBySlug = sql("WorkspaceBySlug")
	qWorkspaceRename = sql("WorkspaceRename")
	qWorkspaceRemove = sql("WorkspaceRemove")
)

var slugForm = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

func checkSlug(field, s string) error {
	if !slugForm.MatchString(s) {
		return fault.New("bad_name", nil).At(field, "")
	}
	return nil
}

// CreateWorkspace makes a workspace. The faults are bad_name and name_taken.
func (s *Store) CreateWorkspace(ctx context.Context, n NewWorkspace) (Workspace, error) {
	if err := checkSlug("slug", n.Slug); err != nil {
		return Workspace{}, err
	}
	if n.ID == "" {
		n.ID = record.WorkspaceID(uuid.NewString())
	}
	if n.Name = strings.TrimSpace(n.Name); n.Name == "" {
		n.Name = n.Slug
	}
	e, err := access.Did(ctx, "workspace.create", "workspace", string(n.ID))
	if err != nil {
		return Workspace{}, err
	}
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qWorkspaceInsert, n.ID, n.Slug, n.Name, n.Demo); err != nil {
			if violates(err, "workspace_slug") {
				return fault.New("name_taken", nil).At("slug", "")
			}
			return err
		}
		if err := Enter(ctx, tx, access.Hub); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
	if err != nil {
		return Workspace{}, err
	}
	return s.Workspace(ctx, n.ID)
}

// WorkspaceList lists the living workspaces, oldest first.
func (s *Store) WorkspaceList(ctx context.Context) ([]Workspace, error) {
	var out []Workspace
	err := s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qWorkspaceList)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, scanWorkspace)
		return err
	})
	return out, err
}

// Workspace gives a workspace, a removed one too (DeletedAt is set).
func (s *Store) Workspace(ctx context.Context, id record.WorkspaceID) (Workspace, error) {
	return s.workspace(ctx, qWorkspaceByID, string(id))
}

// WorkspaceBySlug gives the living workspace of a slug.
func (s *Store) WorkspaceBySlug(ctx context.Context, slug string) (Workspace, error) {
	return s.workspace(ctx, qWorkspaceBySlug, slug)
}

func (s *Store) workspace(ctx context.Context, query, arg string) (w Workspace, err error) {
	err = s.Global(ctx, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, query, arg)
		if err != nil {
			return err
		}
		w, err = pgx.CollectExactlyOneRow(rows, scanWorkspace)
		return err
	})
	return w, err
}

// RenameWorkspace changes what people call it.
func (s *Store) RenameWorkspace(ctx context.Context, id record.WorkspaceID, name string) error {
	e, err := access.Did(ctx, "workspace.rename", "workspace", string(id))
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, id, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, qWorkspaceRename, id, strings.TrimSpace(name)); err != nil {
			return err
		}
		return Audit(ctx, tx, e)
	})
}

// RemoveWorkspace deletes everything in a workspace but its trail, in one
// transaction, and gives how many rows went. What is still under way to it finds
// workspace_gone from then on.
func (s *Store) RemoveWorkspace(ctx context.Context, id record.WorkspaceID, reason string) (rows int64, err error) {
	if id == access.Hub {
		return 0, fault.New("workspace_gone", nil)
	}
	e, err := access.Did(ctx, "workspace.remove", "workspace", string(id))
	if err != nil {
		return 0, err
	}
	err = s.transact(ctx, pgx.TxOptions{}, func(ctx context.Context, tx pgx.Tx) error {
		// Not the shared lock of Enter: two removals that both hold it would wait for
		// each other's end.
		if err := enter(ctx, tx, id, qEnterForReading, qWorkspaceIsAlive); err != nil {
			return err
		}
		if err := Audit(ctx, tx, e.Because(reason)); err != nil {
			return err
		}
		return tx.QueryRow(ctx, qWorkspaceRemove, id).Scan(&rows)
	})
	return rows, err
}

func scanWorkspace(row pgx.CollectableRow) (w Workspace, err error) {
	err = row.Scan(&w.ID, &w.Slug, &w.Name, &w.Demo, &w.CreatedAt, &w.DeletedAt)
	return w, err
}
