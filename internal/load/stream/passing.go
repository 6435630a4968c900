package main

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/load/rig"
	"github.com/heliuhub/heliu/internal/pgload"
)

// passing is the map stage with nothing in the middle: it takes as many records from
// heliu.raw as there are rows, writes those rows, ready made, and publishes to
// heliu.mapped what it took. It says how much of the distance between the map stage and
// PostgreSQL alone is the way itself, and how much is what the hub does on it.
func passing(ctx context.Context, r *rig.Rig, db *pgload.Database, rows *pgload.Raw) (float64, error) {
	if err := db.EmptyRaw(ctx); err != nil {
		return 0, err
	}
	w, err := rows.Writers(ctx, r.PG, 2)
	if err != nil {
		return 0, err
	}
	defer w.Close(ctx)
	var next atomic.Int64
	inner, end := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		ended <- r.Bus.Run(inner, bus.Stage{
			Topic: bus.TopicRaw, Group: "bench.passing", OnDead: func(_ context.Context, _ bus.Delivery, why error) error { return why },
			Handle: func(ctx context.Context, batch []bus.Delivery) ([]bus.Result, error) {
				to := next.Add(int64(len(batch)))
				from := to - int64(len(batch))
				if most := int64(rows.Len()); from < most {
					if err := w.Put(ctx, int(from), int(min(to, most))); err != nil {
						return nil, err
					}
				}
				out := make([]bus.Result, len(batch))
				for i, d := range batch {
					out[i].Publish = []bus.Message{{Topic: bus.TopicMapped, Key: d.Key, Payload: d.Payload}}
				}
				return out, nil
			},
		})
	}()
	took, from, err := reach(ctx, 0, int64(rows.Len()), 5*time.Minute, func() (int64, error) { return r.Done(ctx, "bench.passing", bus.TopicRaw) })
	end()
	if err := errors.Join(err, <-ended); err != nil {
		return 0, err
	}
	return float64(int64(rows.Len())-from) / took.Seconds(), nil
}
