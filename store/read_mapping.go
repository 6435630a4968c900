package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// ListMappings lists the mappings in force, by connector, connection and stream.
func (s *Store) ListMappings(ctx context.Context, ws record.WorkspaceID) (out []views.MappingRow, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql("MappingsInForce"))
		if err != nil {
			return err
		}
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (m views.MappingRow, err error) {
			err = row.Scan(&m.Connector, &m.Connection, &m.ConnectionName, &m.Stream, &m.Version, &m.Note, &m.At, &m.By)
			return m, err
		})
		return err
	})
	return out, err
}

// MappingInForce implements approvals.Mappings.
func (s *Store) MappingInForce(ctx context.Context, ws record.WorkspaceID, of views.MappingOf) (version int, yaml string, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		m := mappingOf(of)
		now, err := oneMapping(ctx, tx, qMappingActive, m.Connector, m.connection(), m.Stream)
		if isNoRows(err) {
			return nil
		}
		version, yaml = now.Version, now.YAML
		return err
	})
	return version, yaml, err
}

// MappingRules gives a version of a mapping with the list of all; version 0 means the
// one in force.
func (s *Store) MappingRules(ctx context.Context, ws record.WorkspaceID, of views.MappingOf, version int) (out views.MappingRules, err error) {
	all, err := s.MappingVersions(ctx, ws, mappingOf(of))
	if err != nil {
		return out, err
	}
	out.MappingOf = of
	for i, v := range all {
		if i == 0 {
			out.InForce = v.Version
		}
		if v.Version == version || version == 0 && i == 0 {
			out.Version, out.YAML = v.Version, v.YAML
		}
		out.Versions = append(out.Versions, views.MappingVersion{Version: v.Version, Note: v.Note, At: v.CreatedAt, By: v.CreatedBy})
	}
	if out.Version == 0 {
		return out, fault.New("not_found", nil)
	}
	return out, nil
}

// MappingTarget completes what a mapping is for by its connection, where one is named;
// one that is not there or was deleted is the fault not_found.
func (s *Store) MappingTarget(ctx context.Context, ws record.WorkspaceID, of views.MappingOf) (views.MappingOf, error) {
	if of.Connection == "" {
		return of, nil
	}
	if _, err := uuid.Parse(of.Connection); err != nil {
		return of, fault.New("not_found", nil)
	}
	err := s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		return tx.QueryRow(ctx, sql("MappingTarget"), of.Connection).Scan(&of.Connector, &of.ConnectionName)
	})
	return of, err
}
