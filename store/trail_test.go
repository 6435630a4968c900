package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/trail"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// chained is a workspace with a trail, and a superuser who steps around every guard.
type chained struct {
	t     *testing.T
	s     *store.Store
	ws    record.WorkspaceID
	owner *pgx.Conn
	heads []trail.Head // as a file outside of the database has them
}

func newChained(t *testing.T, rows int) *chained {
	t.Helper()
	dsn := pgtest.Database(t)
	s, err := store.Open(t.Context(), dsn, store.Options{MaxConns: 8, Keys: seal.NewKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ws := workspace(t, s, "chained")
	c := &chained{t: t, s: s, ws: ws, owner: ownerConn(t, dsn)}
	for i := range rows {
		c.add(i)
	}
	c.exec("set session_replication_role = replica") // no trigger stops a superuser
	return c
}

func (c *chained) add(i int) {
	c.t.Helper()
	e := access.Entry{Actor: access.Actor{Kind: access.User, ID: fmt.Sprint("u", i%3)}, Action: "thing.change", ObjectKind: "thing", ObjectID: fmt.Sprint(i), Reason: "原因 ü"}
	if i%2 == 0 {
		e.Diff = json.RawMessage(fmt.Sprintf(`{"b":{"to": %d.50},"a":{"from":"x","to":"甲"}}`, i))
	}
	if err := c.s.AppendAudit(c.t.Context(), c.ws, e); err != nil {
		c.t.Fatal(err)
	}
}

func (c *chained) exec(q string, args ...any) {
	c.t.Helper()
	if _, err := c.owner.Exec(c.t.Context(), q, args...); err != nil {
		c.t.Fatalf("%s: %v", q, err)
	}
}

func (c *chained) sign() {
	c.t.Helper()
	h, ok, err := c.s.SignTrail(c.t.Context(), c.ws, c.heads, time.Date(2026, 6, 1, 0, 0, len(c.heads), 0, time.UTC))
	if err != nil || !ok {
		c.t.Fatalf("signed %t: %v", ok, err)
	}
	c.heads = append(c.heads, h)
}

func (c *chained) verify(heads ...trail.Head) trail.Report {
	c.t.Helper()
	rep, err := c.s.VerifyTrail(c.t.Context(), c.ws, heads)
	if err != nil {
		c.t.Fatal(err)
	}
	return rep
}

// rehash writes the chain anew over whatever rows there are, as somebody would who knows
// how it is made.
func (c *chained) rehash() {
	c.exec("delete from audit_chain where workspace = $1", c.ws)
	c.exec(`with recursive r as (select row_number() over (order by seq) as n, a.seq, a as row from audit a where workspace = $1),
		c as (select n, seq, heliu_audit_row(decode(repeat('00', 32), 'hex'), n, row) as hash from r where n = 1
		      union all select r.n, r.seq, heliu_audit_row(c.hash, r.n, r.row) from c join r on r.n = c.n + 1)
		insert into audit_chain select $1, n, seq, hash from c`, c.ws)
}

// TestTheTrailShowsWhatWasDoneToIt does to a real database what a superuser could.
func TestTheTrailShowsWhatWasDoneToIt(t *testing.T) {
	seq := func(n int) string {
		return fmt.Sprintf("(select seq from audit_chain where workspace = $1 and n = %d)", n)
	}
	for name, c := range map[string]struct {
		do     func(c *chained)
		damage trail.Damage
		n      int64
	}{
		"edit a row": {func(c *chained) { c.exec("update audit set reason = 'x' where workspace = $1 and seq = "+seq(5), c.ws) }, trail.Edited, 5},
		"edit a diff": {func(c *chained) {
			c.exec(`update audit set diff = '{"a":{"to":"乙"}}' where workspace = $1 and seq = `+seq(5), c.ws)
		}, trail.Edited, 5},
		"edit a time by a microsecond": {func(c *chained) {
			c.exec("update audit set at = at + interval '1 microsecond' where workspace = $1 and seq = "+seq(8), c.ws)
		}, trail.Edited, 8},
		"delete a row": {func(c *chained) { c.exec("delete from audit where workspace = $1 and seq = "+seq(4), c.ws) }, trail.Deleted, 4},
		"delete a row and its place": {func(c *chained) {
			c.exec("delete from audit where workspace = $1 and seq = "+seq(4), c.ws)
			c.exec("delete from audit_chain where workspace = $1 and n = 4", c.ws)
		}, trail.Deleted, 4},
		"insert a row": {func(c *chained) {
			c.exec("insert into audit (workspace, actor_kind, actor_id, action, object_kind, object_id) values ($1, 'user', 'u1', 'a', 'o', 'x')", c.ws)
		}, trail.Inserted, 0},
		"swap two rows": {func(c *chained) {
			c.exec(`update audit a set (at, actor_id, object_id, reason, diff) = (select b.at, b.actor_id, b.object_id, b.reason, b.diff from audit b
				where b.workspace = $1 and b.seq = case when a.seq = `+seq(3)+` then `+seq(7)+` else `+seq(3)+` end)
				where workspace = $1 and seq in (`+seq(3)+`, `+seq(7)+`)`, c.ws)
		}, trail.Reordered, 3},
		"swap two places": {func(c *chained) {
			c.exec("update audit_chain set n = 99 where workspace = $1 and n = 3", c.ws)
			c.exec("update audit_chain set n = 3 where workspace = $1 and n = 4", c.ws)
			c.exec("update audit_chain set n = 4 where workspace = $1 and n = 99", c.ws)
		}, trail.Reordered, 3},
		"cut the end off": {func(c *chained) { c.exec("delete from audit where workspace = $1 and seq >= "+seq(9), c.ws) }, trail.Truncated, 9},
		"cut the end off, places and all": {func(c *chained) {
			c.exec("delete from audit where workspace = $1 and seq >= "+seq(9), c.ws)
			c.exec("delete from audit_chain where workspace = $1 and n >= 9", c.ws)
		}, trail.Truncated, 9},
		"truncate": {func(c *chained) { c.exec("truncate audit, audit_chain, audit_turn") }, trail.Truncated, 1},
		"cut the end off and write it anew with hashes made anew": {func(c *chained) {
			c.exec("delete from audit where workspace = $1 and seq >= "+seq(9), c.ws)
			c.exec("insert into audit (workspace, actor_kind, actor_id, action, object_kind, object_id) select $1, 'user', 'u1', 'thing.change', 'thing', n::text from generate_series(9, 14) n", c.ws)
			c.rehash()
		}, trail.Rewritten, 7},
		"edit a row and make all hashes anew": {func(c *chained) {
			c.exec("update audit set reason = 'x' where workspace = $1 and seq = "+seq(2), c.ws)
			c.rehash()
		}, trail.Rewritten, 1},
	} {
		for _, outside := range []bool{false, true} { // the heads in the database are there, or are gone and a file has them
			t.Run(fmt.Sprintf("%s (outside: %t)", name, outside), func(t *testing.T) {
				k := newChained(t, 6)
				k.sign()
				for i := 6; i < 12; i++ {
					k.add(i)
				}
				k.sign()
				if rep := k.verify(k.heads...); !rep.OK() || rep.Rows != 12 || rep.HeadN != 12 || rep.Heads != 4 {
					t.Fatalf("an untouched trail: %+v", rep)
				}
				c.do(k)
				var given []trail.Head
				if outside {
					k.exec("truncate audit_head")
					given = k.heads
				}
				rep := k.verify(given...)
				if f, bad := rep.First(); !bad || f.Damage != c.damage || f.N != c.n {
					t.Errorf("found %+v, want %s at %d", rep.Findings, c.damage, c.n)
				}
			})
		}
	}
}

// TestARewrittenTrailNeedsItsHeads is the other side: without a head outside of it, a
// trail that was written anew whole proves itself.
func TestARewrittenTrailNeedsItsHeads(t *testing.T) {
	c := newChained(t, 8)
	c.sign()
	c.exec("update audit set reason = 'x' where workspace = $1", c.ws)
	c.rehash()
	c.exec("truncate audit_head")
	if rep := c.verify(); !rep.OK() {
		t.Errorf("%+v: this test plants nothing that only heads show", rep)
	}
	if rep := c.verify(c.heads...); rep.OK() {
		t.Error("a head from outside does not show what was written anew")
	}
	if _, _, err := c.s.SignTrail(t.Context(), c.ws, c.heads, time.Now()); err == nil {
		t.Error("what does not agree with the last head was signed")
	} else {
		wantFault(t, err, "trail_damaged")
	}
	forged := c.heads[0]
	forged.Hash[0] ^= 1
	if rep := c.verify(forged); rep.OK() {
		t.Error("a head that nobody signed is no finding")
	} else if f, _ := rep.First(); f.Damage != trail.Forged {
		t.Errorf("%+v", rep.Findings)
	}
}

// TestTheChainHasNoGapsUnderLoad chains from many transactions at once, of which some fail.
func TestTheChainHasNoGapsUnderLoad(t *testing.T) {
	c := newChained(t, 1)
	var wg sync.WaitGroup
	for w := range 8 {
		wg.Go(func() {
			for i := range 25 {
				if i%5 == 4 {
					_ = c.s.InWorkspace(t.Context(), c.ws, func(ctx context.Context, tx pgx.Tx) error {
						if err := store.Audit(ctx, tx, access.Entry{Actor: access.SystemActor("t", c.ws), Action: "never", ObjectKind: "o"}); err != nil {
							return err
						}
						return errors.New("not this one")
					})
					continue
				}
				c.add(w*100 + i)
			}
		})
	}
	wg.Wait()
	rep := c.verify()
	if !rep.OK() || rep.Rows != 1+8*20 {
		t.Errorf("%d rows, %+v", rep.Rows, rep.Findings)
	}
	if n := pgtest.Text(t, c.s, c.ws, "select max(n)::text from audit_chain"); n != fmt.Sprint(rep.Rows) {
		t.Errorf("the chain ends at %s", n)
	}
}

// TestTheProgramCannotTouchTheChain tries as the program's role.
func TestTheProgramCannotTouchTheChain(t *testing.T) {
	dsn := pgtest.Database(t)
	conn := asApp(t, dsn)
	for _, q := range []string{
		"insert into audit_chain values ('00000000-0000-0000-0000-000000000000', 1, 1, decode(repeat('00', 32), 'hex'))",
		"update audit_chain set n = 2", "delete from audit_chain", "truncate audit_chain",
		"insert into audit_turn values ('00000000-0000-0000-0000-000000000000', '1')", "update audit_turn set tx = '0'", "delete from audit_turn",
		"update audit_head set n = 0", "delete from audit_head", "delete from audit_check",
		"alter table audit disable trigger heliu_audit_chain", "set session_replication_role = replica",
	} {
		if _, err := conn.Exec(t.Context(), q); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v", q, err)
		}
	}
}

// TestTheTrailOfARemovedWorkspaceIsStillProven: the last row tells of the removal.
func TestTheTrailOfARemovedWorkspaceIsStillProven(t *testing.T) {
	c := newChained(t, 3)
	c.exec("set session_replication_role = origin")
	if _, err := c.s.RemoveWorkspace(access.With(t.Context(), access.SystemActor("test", c.ws)), c.ws, "x"); err != nil {
		t.Fatal(err)
	}
	c.sign()
	if rep := c.verify(c.heads...); !rep.OK() || rep.Rows != 4 || rep.HeadN != 4 {
		t.Errorf("%+v", rep)
	}
	all, err := c.s.TrailWorkspaces(t.Context())
	if err != nil || len(all) != 2 || all[0] != access.Hub || all[1] != c.ws {
		t.Errorf("%v %v", all, err)
	}
}
