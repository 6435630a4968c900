package main

import (
	"context"

	"github.com/heliuhub/heliu/pipelines/door"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// refusalStore keeps in the store what doors refuse.
type refusalStore struct{ *store.Store }

// PutRefusals implements door.RefusalStore.
func (s refusalStore) PutRefusals(ctx context.Context, ws record.WorkspaceID, refused []door.Refusal) error {
	out := make([]store.Refusal, len(refused))
	for i, r := range refused {
		out[i] = store.Refusal{Connection: r.Connection, Code: r.Code, Number: r.Number, Count: r.Count, FirstAt: r.FirstAt, LastAt: r.LastAt}
	}
	return s.Store.PutRefusals(ctx, ws, out)
}
