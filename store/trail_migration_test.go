package store_test

import (
	"fmt"
	"testing"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// TestOldTrailsAreChained migrates the trails of two workspaces from the time before
// there was a chain, as an owner who is no superuser, and goes on with them.
func TestOldTrailsAreChained(t *testing.T) {
	owned, super, p, done := migrated(t, 51)
	defer done()
	places := []record.WorkspaceID{"0a000000-0000-4000-8000-000000000001", "0a000000-0000-4000-8000-000000000002"}
	for i := range 20 {
		super.Exec(`insert into audit (workspace, at, actor_kind, actor_id, action, object_kind, object_id, reason, diff)
			values ($1, timestamptz '2026-05-01' + make_interval(secs => $2 * 0.000001), 'user', 'u', 'a.b', 'o', $3, '原因', case when $2::int % 2 = 0 then '{"b":{"to":1.50},"a":2}'::jsonb end)`,
			string(places[i%2]), i, fmt.Sprint(i))
	}
	if _, err := p.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i, ws := range places {
		super.Exec("insert into workspace (id, slug, name) values ($1, $2, 'x')", string(ws), fmt.Sprint("w", i))
	}
	s, err := store.Open(t.Context(), owned, store.Options{MaxConns: 2, Keys: seal.NewKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, ws := range places {
		if err := s.AppendAudit(t.Context(), ws, access.Entry{Actor: access.SystemActor("t", ws), Action: "a.c", ObjectKind: "o"}); err != nil {
			t.Fatal(err)
		}
		rep, err := s.VerifyTrail(t.Context(), ws, nil)
		if err != nil || !rep.OK() || rep.Rows != 11 || rep.Tip.N != 11 {
			t.Errorf("%v %+v", err, rep)
		}
	}
}
