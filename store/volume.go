package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

var _ pipelines.VolumeStore = (*Store)(nil)

// hours is what came of one stream.
type hours struct {
	connection, stream string
	past               []alerts.Hour
	last               time.Time
}

// streamHours gives what came of each stream of the last four weeks; only narrows to
// one connection.
func streamHours(ctx context.Context, tx pgx.Tx, only string) ([]hours, error) {
	rows, err := tx.Query(ctx, sql("StreamHours"), only)
	if err != nil {
		return nil, err
	}
	var out []hours
	var connection, stream string
	var h alerts.Hour
	var slots int32
	var last time.Time
	_, err = pgx.ForEachRow(rows, []any{&connection, &stream, &h.Start, &h.Records, &slots, &last}, func() error {
		if n := len(out); n == 0 || out[n-1].connection != connection || out[n-1].stream != stream {
			out = append(out, hours{connection: connection, stream: stream})
		}
		x := &out[len(out)-1]
		h.Slots = uint16(slots) //nolint:gosec // twelve bits
		x.past = append(x.past, h)
		if last.After(x.last) {
			x.last = last
		}
		return nil
	})
	return out, err
}

// Volumes implements pipelines.VolumeStore.
func (s *Store) Volumes(ctx context.Context, ws record.WorkspaceID) (out []pipelines.Volume, err error) {
	conns, err := s.Connections(ctx, ws)
	if err != nil {
		return nil, gone(err)
	}
	of := map[string]Connection{}
	for _, c := range conns {
		of[string(c.ID)] = c
	}
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		out = nil
		all, err := streamHours(ctx, tx, "")
		for _, h := range all {
			c, living := of[h.connection]
			if !living {
				continue
			}
			out = append(out, pipelines.Volume{
				Connection: c.ID, Name: c.Name, Connector: c.Connector, Stream: h.stream, Enabled: c.Status == Enabled, Since: c.StatusSince,
				History: c.History != nil, Quiet: c.Quiet, Hours: h.past, Last: h.last,
			})
		}
		return err
	})
	return out, gone(err)
}

// ForgetVolumes implements pipelines.VolumeStore.
func (s *Store) ForgetVolumes(ctx context.Context, ws record.WorkspaceID) error {
	return gone(s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, sql("ForgetStreamHours"))
		return err
	}))
}
