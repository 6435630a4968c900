package main

import (
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/trail"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// TestTheHubSignsOutsideOfTheDatabase signs, has the database written anew, and goes on.
func TestTheHubSignsOutsideOfTheDatabase(t *testing.T) {
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{MaxConns: 4, Keys: seal.NewKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	var said, logged strings.Builder
	h := &hub{store: s, heads: &headBook{path: t.TempDir() + "/" + headsFile}, log: slog.New(slog.NewTextHandler(&logged, nil)), headLog: slog.New(slog.NewTextHandler(&said, nil))}
	w, err := s.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: "w"})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := s.AppendAudit(t.Context(), w.ID, access.Entry{Actor: access.SystemActor("test", w.ID), Action: "a.b", ObjectKind: "o"}); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC)
	h.signTrails(t.Context(), now)
	h.signTrails(t.Context(), now.Add(time.Minute)) // nothing came: nothing is signed
	h.proveTrails(t.Context(), now)
	heads, bad, err := h.heads.read()
	if err != nil || bad != 0 || len(heads) != 2 { // the hub's own and the workspace's
		t.Fatalf("%v, %d bad, %+v", err, bad, heads)
	}
	for _, head := range heads {
		if !h.genuine(head) || !strings.Contains(said.String(), head.Hash.String()) {
			t.Errorf("%+v is not signed, or the log does not say it: %s", head, said.String())
		}
	}
	if open, _ := s.OpenAlerts(t.Context(), w.ID); len(open) != 0 || logged.Len() > 0 {
		t.Errorf("an untouched trail: %+v %s", open, logged.String())
	}

	// A superuser writes everything anew, the heads in the database included.
	sql := pgtest.Owner(t, dsn)
	sql.Exec("set session_replication_role = replica")
	sql.Exec("update audit set reason = 'x' where workspace = $1", string(w.ID))
	sql.Exec("truncate audit_chain, audit_head, audit_check")
	sql.Exec("set session_replication_role = origin")
	sql.Exec(`with recursive r as (select row_number() over (order by seq) as n, a.seq, a as row from audit a where workspace = $1),
		c as (select n, seq, heliu_audit_row(decode(repeat('00', 32), 'hex'), n, row) as hash from r where n = 1
		      union all select r.n, r.seq, heliu_audit_row(c.hash, r.n, r.row) from c join r on r.n = c.n + 1)
		insert into audit_chain select $1, n, seq, hash from c`, string(w.ID))
	h.signTrails(t.Context(), now.Add(time.Hour))
	open, err := s.OpenAlerts(t.Context(), w.ID)
	if err != nil || len(open) != 2 { // its own, and the hub's, whose chain is gone
		t.Fatalf("%v %+v", err, open)
	}
	for _, a := range open {
		if a.Kind != "audit_damage" || a.Detail["chain"] != a.Subject {
			t.Errorf("%+v", a)
		}
	}
	if after, _, _ := h.heads.read(); len(after) != 2 {
		t.Errorf("what was written anew was signed: %+v", after)
	}
	c, ok, err := s.LastTrailCheck(t.Context(), w.ID)
	if err != nil || !ok || c.Damage != trail.Rewritten || c.FirstN != 1 {
		t.Errorf("%v %t %+v", err, ok, c)
	}

	// Half a line, as a power cut leaves it, spoils nothing else.
	f, err := os.OpenFile(h.heads.path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = f.WriteString(`{"workspace":"`)
	_ = f.Close()
	if heads, bad, err := h.heads.read(); err != nil || bad != 1 || len(heads) != 2 {
		t.Errorf("%v %d %d", err, bad, len(heads))
	}
	if err := h.heads.add(heads[0]); err != nil {
		t.Fatal(err)
	}
	if heads, bad, err := h.heads.read(); err != nil || bad != 1 || len(heads) != 3 {
		t.Errorf("behind half a line: %v %d %d", err, bad, len(heads))
	}
	if st, err := os.Stat(h.heads.path); err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", err, st.Mode())
	}
}
