package store_test

import (
	"fmt"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// BenchmarkAuditedChange measures what one entry costs without and with its place in the
// chain, by so many callers at once in one workspace. Give it a server that waits for
// its disk (HELIU_TEST_PG); that of the tests does not.
func BenchmarkAuditedChange(b *testing.B) {
	dsn := pgtest.Database(b)
	s, err := store.Open(b.Context(), dsn, store.Options{MaxConns: 16, Keys: seal.NewKeyring()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(s.Close)
	owner := ownerConn(b, dsn)
	for _, chained := range []bool{false, true} {
		word := map[bool]string{true: "enable", false: "disable"}[chained]
		if _, err := owner.Exec(b.Context(), "alter table audit "+word+" trigger heliu_audit_chain"); err != nil {
			b.Fatal(err)
		}
		for _, callers := range []int{1, 4, 16} {
			b.Run(fmt.Sprintf("chained=%t/callers=%d", chained, callers), func(b *testing.B) {
				ws := workspace(b, s, "w"+strconv.FormatInt(time.Now().UnixNano(), 36))
				b.ResetTimer()
				var wg sync.WaitGroup
				for c := range callers {
					wg.Go(func() {
						for i := c; i < b.N; i += callers {
							e := access.Entry{Actor: access.Actor{Kind: access.User, ID: "u"}, Action: "thing.change", ObjectKind: "thing", ObjectID: strconv.Itoa(i)}
							if err := s.AppendAudit(b.Context(), ws, e); err != nil {
								b.Error(err)
							}
						}
					})
				}
				wg.Wait()
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "changes/s")
			})
		}
	}
}

// BenchmarkVerifyTrail measures the proof of a long trail.
func BenchmarkVerifyTrail(b *testing.B) {
	dsn := pgtest.Database(b)
	s, err := store.Open(b.Context(), dsn, store.Options{MaxConns: 4, Keys: seal.NewKeyring()})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(s.Close)
	ws := workspace(b, s, "long")
	const rows = 100_000
	owner := ownerConn(b, dsn)
	if _, err := owner.Exec(b.Context(), `insert into audit (workspace, actor_kind, actor_id, action, object_kind, object_id, diff)
		select $1, 'user', 'u', 'thing.change', 'thing', n::text, '{"a":{"to":"b"}}' from generate_series(1, $2::int) n`, ws, rows); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		rep, err := s.VerifyTrail(b.Context(), ws, nil)
		if err != nil || !rep.OK() || rep.Rows != rows {
			b.Fatalf("%v %+v", err, rep)
		}
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
