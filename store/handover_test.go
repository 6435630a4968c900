package store_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/people"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// TestAnyRegisteredColumnIsHandedOver plants a table with two owner columns, one of
// employees and one of accounts: a leaver's rows are found, given and taken back without
// a line of code for that table.
func TestAnyRegisteredColumnIsHandedOver(t *testing.T) {
	dsn := pgtest.Database(t)
	conn := ownerConn(t, dsn)
	s, err := store.Open(t.Context(), dsn, store.Options{MaxConns: 4, Keys: seal.NewKeyring()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	ws, err := s.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: "planted", Name: "试验"})
	if err != nil {
		t.Fatal(err)
	}
	ctx := access.With(t.Context(), access.SystemActor("test", ws.ID))
	old, next, theirs, others := uuid.New(), uuid.New(), uuid.New(), uuid.New()
	if _, err := conn.Exec(t.Context(), `
		create table planted (workspace uuid not null, id int, line text, owner uuid, assignee uuid, done boolean not null default false, title text, primary key (workspace, id, line));
		select heliu_protect('planted');
		select heliu_owner_column('planted', 'owner', '任务', 'Tasks', 'not t.done', label => 't.title');
		select heliu_owner_column('planted', 'assignee', '经办', 'Handled', 'not t.done', holds => 'account', label => 't.title')`); err != nil {
		t.Fatal(err)
	}
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := conn.Exec(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("select set_config('app.workspace', $1, false)", string(ws.ID))
	for number, e := range map[string][2]uuid.UUID{"1": {old, theirs}, "2": {next, others}} {
		exec(`insert into employee (workspace, id, number, status, account, records) values ($1, $2, $3, 'active', $4, array[$2::uuid])`, string(ws.ID), e[0], number, e[1])
		exec(`insert into employee_source (workspace, id, employee, name, gone) values ($1, $2, $2, $3, false)`, string(ws.ID), e[0], number)
	}
	exec(`insert into planted values ($1, 1, 'a', $2, $3, false, '甲'), ($1, 1, 'b', $2, null, false, '乙'), ($1, 2, 'a', $2, null, true, '丙'), ($1, 3, 'a', $4, $3, false, '丁')`,
		string(ws.ID), old, theirs, next)
	state := func() string {
		return pgtest.Text(t, s, ws.ID, `select string_agg(p.id || line || ' ' || coalesce(o.number, '-') || coalesce(a.number, '-'), ', ' order by p.id, line)
			from planted p left join employee o on o.id = p.owner left join employee a on a.account = p.assignee`)
	}
	_, err = s.Preview(ctx, ws.ID, people.Ask{Of: old, Plan: people.ToSuccessor, Successor: next, Only: []string{"planted.nothing"}}, time.Now())
	if err == nil {
		t.Error("a column that is not registered was taken")
	}
	a := people.Ask{Of: old, Plan: people.ToSuccessor, Successor: next, KeepOpen: true}
	p, err := s.Preview(ctx, ws.ID, a, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if len(p.Items) != 4 || p.Items[0].Label != "甲" {
		t.Errorf("items %+v", p.Items)
	}
	a.Hash = p.Hash
	before := "1a 11, 1b 1-, 2a 1-, 3a 21"
	if got := state(); got != before {
		t.Fatalf("before: %s", got)
	}
	h, err := s.HandOver(ctx, ws.ID, a, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	if got := state(); got != "1a 22, 1b 2-, 2a 1-, 3a 22" || h.Items != 4 {
		t.Errorf("handed over: %s, %+v", got, h)
	}
	exec(`update planted set owner = null where line = 'b'`) // somebody else changed it since
	exec(`delete from planted where id = 3`)
	if h, err = s.Undo(ctx, ws.ID, h.ID, "", time.Now()); err != nil {
		t.Fatal(err)
	}
	if got := state(); got != "1a 11, 1b --, 2a 1-" || h.Restored != 2 || len(h.Left) != 2 {
		t.Errorf("undone: %s, %+v", got, h)
	}
	if _, err := s.Undo(ctx, ws.ID, uuid.New(), "", time.Now()); err == nil {
		t.Error("a handover that never was is undone")
	}
	if _, err := conn.Exec(t.Context(), `select heliu_give('planted', 'title', '{}', $1, $2)`, old, next); err == nil {
		t.Error("a column that is not registered was written")
	}
}
