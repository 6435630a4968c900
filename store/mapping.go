package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// MappingOf names what a mapping is for: a stream of a connector in the whole
// workspace, or of one connection, whose mapping then wins.
type MappingOf struct {
	Connector  string
	Connection record.ConnectionID // empty: all connections of the connector
	Stream     string
}

func (of MappingOf) connection() string {
	if of.Connection == "" {
		return uuid.Nil.String()
	}
	return string(of.Connection)
}

// MappingVersion is one version of the mapping rules of a stream.
type MappingVersion struct {
	Version   int
	YAML      string
	Note      string
	CreatedAt time.Time
	CreatedBy string
}

var (
	qMappingInsert   = sql("MappingInsert")
	qMappingActive   = sql("MappingActive")
	qMappingVersion  = sql("MappingVersion")
	qMappingVersions = sql("MappingVersions")
)

// PublishMapping makes yaml the mapping from now on, as the version after expected
// (0 for the first); somebody else's version in between is the fault conflict.
// Versions never change: going back publishes the old text anew.
func (s *Store) PublishMapping(ctx context.Context, ws record.WorkspaceID, of MappingOf, expected int, yaml, note string) (MappingVersion, error) {
	if err := s.publishMapping(ctx, ws, of, expected, yaml, note, ""); err != nil {
		return MappingVersion{}, err
	}
	return s.Mapping(ctx, ws, of, expected+1)
}

// PublishApproved implements approvals.Mappings.
func (s *Store) PublishApproved(ctx context.Context, ws record.WorkspaceID, of views.MappingOf, expected int, yaml, note, approval string) error {
	return s.publishMapping(ctx, ws, mappingOf(of), expected, yaml, note, approval)
}

func mappingOf(of views.MappingOf) MappingOf {
	return MappingOf{Connector: of.Connector, Connection: record.ConnectionID(of.Connection), Stream: of.Stream}
}

// publishMapping publishes a version, for an approval (where there is one) once.
func (s *Store) publishMapping(ctx context.Context, ws record.WorkspaceID, of MappingOf, expected int, yaml, note, approval string) error {
	e, err := access.Did(ctx, "mapping.publish", "mapping", of.Connector+"/"+of.connection()+"/"+of.Stream)
	if err != nil {
		return err
	}
	after := map[string]any{"version": expected + 1}
	if approval != "" {
		after["approval"] = approval
	}
	if e.Diff, err = access.Diff(map[string]int{"version": expected}, after, nil); err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if approval != "" {
			var done int
			if err := tx.QueryRow(ctx, sql("MappingOfApproval"), approval).Scan(&done); !isNoRows(err) {
				return err
			}
		}
		now, err := oneMapping(ctx, tx, qMappingActive, of.Connector, of.connection(), of.Stream)
		if err != nil && !isNoRows(err) {
			return err
		}
		if now.Version != expected {
			return fault.Newf("conflict", "the mapping is at version %d", now.Version)
		}
		_, err = tx.Exec(ctx, qMappingInsert, ws, of.Connector, of.connection(), of.Stream, expected+1, yaml, note, e.Actor.Ref(), approval)
		if violates(err, "mapping_pkey") {
			return fault.New("conflict", nil)
		}
		if err != nil {
			return err
		}
		return Audit(ctx, tx, e.Because(note))
	})
}

// Mapping gives a version of a mapping; version 0 means the one in force.
func (s *Store) Mapping(ctx context.Context, ws record.WorkspaceID, of MappingOf, version int) (m MappingVersion, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		if version == 0 {
			m, err = oneMapping(ctx, tx, qMappingActive, of.Connector, of.connection(), of.Stream)
		} else {
			m, err = oneMapping(ctx, tx, qMappingVersion, of.Connector, of.connection(), of.Stream, version)
		}
		return err
	})
	return m, err
}

// MappingVersions lists the versions of a mapping, newest first.
func (s *Store) MappingVersions(ctx context.Context, ws record.WorkspaceID, of MappingOf) (out []MappingVersion, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, qMappingVersions, of.Connector, of.connection(), of.Stream)
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, pgx.RowToStructByPos[MappingVersion])
		return err
	})
	return out, err
}

func oneMapping(ctx context.Context, tx pgx.Tx, query string, args ...any) (MappingVersion, error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return MappingVersion{}, err
	}
	return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[MappingVersion])
}
