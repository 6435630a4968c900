package store

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Settlement tells what became of the records of heliu.raw: of the whole topic, and
// by stream of the workspace.
func (r *Reader) Settlement(ctx context.Context, ws record.WorkspaceID) (s views.Settlement, err error) {
	t, err := r.s.FlowTotals(ctx)
	if err != nil {
		return s, err
	}
	for _, x := range t.Settled {
		s.Settled += x.Records
	}
	s.Stored, s.Waiting = t.Stored, t.Waiting
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		var err error
		s.Streams, err = q.streamCounts(ctx)
		return err
	})
	return s, err
}

// MiscountsOf counts every row of a workspace and gives where the counts that the
// balance adds up are not right; it reads whole tables.
func (r *Reader) MiscountsOf(ctx context.Context, ws record.WorkspaceID) (out []views.Miscount, err error) {
	err = r.read(ctx, ws, func(ctx context.Context, q reading) error {
		out, err = all(ctx, q, sql("CountedWrong"), pgx.RowToStructByPos[views.Miscount])
		return err
	})
	return out, err
}

func (q reading) streamCounts(ctx context.Context) ([]views.StreamCount, error) {
	names := map[string]string{}
	var connection, name, outcome string
	if err := q.each(ctx, sql("ReadStreamNames"), []any{&connection, &name}, func() { names[connection] = name }); err != nil {
		return nil, err
	}
	out, at := []views.StreamCount{}, map[streamKey]int{}
	get := func(connection, stream string) *views.StreamCount {
		k := streamKey{connection, stream}
		if _, ok := at[k]; !ok {
			at[k] = len(out)
			out = append(out, views.StreamCount{Connection: connection, ConnectionName: names[connection], Stream: stream})
		}
		return &out[at[k]]
	}
	var n, recent int64
	var last time.Time
	err := q.each(ctx, sql("ReadConnectionCounts"), []any{&connection, &name, &outcome, &n, &recent, &last}, func() {
		c := get(connection, name)
		c.Settled.Add(outcome, n)
		c.Accepted += n
	}, "")
	if err != nil {
		return nil, err
	}
	err = q.each(ctx, sql("ReadConnectionWaiting"), []any{&connection, &name, &n}, func() {
		c := get(connection, name)
		c.InFlight += n
		c.Accepted += n
	}, "")
	if err != nil {
		return nil, err
	}
	err = q.each(ctx, sql("ReadUnchanged"), []any{&connection, &name, &n}, func() { get(connection, name).Unchanged = n })
	return out, err
}
