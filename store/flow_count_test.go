package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// What is counted in the settling transactions is what counting every row gives, with
// several writers at once and everything delivered twice; and a count that is off by
// one is found.
func TestTheKeptCountsAreRight(t *testing.T) {
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{MaxConns: 6, Keys: seal.NewKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ctx := access.With(t.Context(), access.SystemActor("test", access.Hub))
	ws, err := s.CreateWorkspace(ctx, store.NewWorkspace{Slug: "counted", Name: "计数"})
	if err != nil {
		t.Fatal(err)
	}
	conn := record.ConnectionID("0b000000-0000-4000-8000-0000000000c1")
	now := time.Now()
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for batch := range 10 {
				var raws []pipelines.RawRow
				var settled []pipelines.Outcome
				for i := range 5 {
					off := int64(batch*5 + i)
					r := record.Record{Workspace: ws.ID, Connection: conn, Connector: "crm", Stream: fmt.Sprint("s", i%2), Key: fmt.Sprint(off), Version: "1", Op: record.Upsert, OccurredAt: now, ReceivedAt: now, Raw: []byte("{}")}
					raws = append(raws, pipelines.RawRow{Record: r, Partition: w, Offset: off})
					kind := []pipelines.OutcomeKind{pipelines.Applied, pipelines.Dropped, pipelines.Quarantined, pipelines.Duplicate}[i%4]
					if i < 4 { // the fifth is on its way
						settled = append(settled, pipelines.Outcome{Partition: w, Offset: off, Record: r, Kind: kind, Reason: "x"})
					}
				}
				for range 2 {
					if err := s.Land(t.Context(), ws.ID, raws, nil, settled); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	r := store.NewReader(s)
	if wrong, err := r.MiscountsOf(t.Context(), ws.ID); err != nil || len(wrong) > 0 {
		t.Errorf("%v, %v", wrong, err)
	}
	totals, err := s.FlowTotals(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var settled, stored int64
	for _, x := range totals.Settled {
		settled += x.Records
	}
	for _, off := range totals.Stored {
		stored += off
	}
	if settled != 160 || totals.Waiting != 40 || stored != 200 {
		t.Errorf("settled %d, waiting %d, stored %d", settled, totals.Waiting, stored)
	}
	owner := pgtest.Owner(t, dsn)
	owner.Exec("update flow_count set records = records + 1 where ctid = (select ctid from flow_count where what = 'applied' limit 1)")
	wrong, err := r.MiscountsOf(t.Context(), ws.ID)
	if err != nil || len(wrong) != 1 || wrong[0].What != "applied" || wrong[0].Counted != wrong[0].Rows+1 {
		t.Errorf("one too many: %+v, %v", wrong, err)
	}
}
