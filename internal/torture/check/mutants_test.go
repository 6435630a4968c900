package check_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/internal/torture/check"
	"github.com/heliuhub/heliu/internal/torture/ledger"
)

// judge reads the database after the given statements, which are undone, and judges
// the facts after a change.
func (f *finished) judge(t *testing.T, sql string, change func(*check.Facts)) check.Report {
	t.Helper()
	tx, err := f.conn.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback(t.Context()) }()
	if sql != "" {
		tag, err := tx.Exec(t.Context(), sql)
		if err != nil {
			t.Fatal(err)
		}
		if tag.RowsAffected() == 0 && !strings.HasPrefix(sql, "do ") {
			t.Fatalf("the mutant changes nothing: %s", sql)
		}
	}
	facts := f.facts
	facts.Ledger, facts.Raw, facts.GoldenEvents = slices.Clone(facts.Ledger), slices.Clone(facts.Raw), slices.Clone(facts.GoldenEvents)
	if err := facts.Read(t.Context(), tx); err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&facts)
	}
	return check.Run(facts)
}

// The checker itself: a run in which nothing went wrong is green, and each thing that
// may go wrong turns it red in its own colour.
func TestEveryMutantIsSeen(t *testing.T) {
	f := finish(t)
	if r := f.judge(t, "", nil); len(r.Findings) != 0 || r.Accepted != 19 || r.Keys != 9 {
		t.Fatalf("a clean run: %d accepted, %d keys, %v", r.Accepted, r.Keys, r.Findings)
	}
	free := func(sql string) string { // the trail of outcomes is append-only
		return `do $$ begin alter table outcome disable trigger user; ` + sql + `; end $$`
	}
	at := func(key, version string) string {
		return fmt.Sprintf(`koff in (select koff from raw_record where key = '%s' and version like '%%%s')`, key, version)
	}
	for _, m := range []struct {
		name, kind, sql string
		change          func(*check.Facts)
	}{
		{"an outcome dropped", check.Lost, free(`delete from outcome where ` + at("c-1", "2")), nil},
		{"a raw row dropped", check.Lost, `delete from raw_record where key = 'c-1' and version like '%2'`, nil},
		{"a raw row changed", check.Lost, `update raw_record set content_hash = '\x00' where key = 'c-1' and version like '%2'`, nil},
		{"a source record dropped", check.Lost, `delete from source_record where key = 'c-2'`, nil},
		{"an entity dropped", check.Lost, `delete from entity where key = 'c-2'`, nil},
		{"an older version current", check.Lost, `update source_record set version = '0000000000000000002' where key = 'c-2'`, nil},
		{"other content current", check.Lost, `update source_record set content_hash = '\x00' where key = 'l-1'`, nil},
		{"one fen of a limit", check.Lost, `update entity set data = jsonb_set(data, '{credit_limit,amount}', '"10.04"') where key = 'c-1'`, nil},
		{"one fen of a deal", check.Lost, `update entity set data = jsonb_set(data, '{amount,amount}', '"123.46"') where key = 'd-1'`, nil},
		{"one fen of the revenue", check.Lost, `update won_deal set gross = gross + 1 where number = 'TQ-1'`, nil},
		{"a won deal dropped", check.Lost, `delete from won_deal where number = 'TQ-1'`, nil},
		{"another name", check.Lost, `update entity set data = jsonb_set(data, '{legal_name}', '"某公司"') where key = 'c-1'`, nil},
		{"an effect doubled", check.Double, free(`update outcome set outcome = 'applied', reason = '' where reason = 'unchanged'`), nil},
		{"an old version applied", check.Double, free(`update outcome set outcome = 'applied', reason = '' where ` + at("c-7", "1")), nil},
		{"an outcome for nothing", check.Double, free(`insert into outcome select workspace, kpart, koff + 1000, connection, connector, stream, key, outcome, reason, at from outcome limit 1`), nil},
		{"an entity twice", check.Double, `insert into entity (workspace, connection, connector, stream, key, kind, part, name, data, occurred_at)
			select workspace, connection, connector, stream, key, kind, 'again', name, data, occurred_at from entity where key = 'c-1'`, nil},
		{"a deleted one that is back", check.Double, `insert into entity (workspace, connection, connector, stream, key, kind, part, name, data, occurred_at)
			select workspace, connection, connector, stream, 'c-8', kind, part, name, data, occurred_at from entity where key = 'c-1'`, nil},
		{"a source record that nobody sent", check.Double, `insert into source_record select workspace, connection, connector, stream, 'c-99', version, op, content_hash, occurred_at, received_at,
			day, kpart, koff, mapping_version from source_record where key = 'c-1'`, nil},
		{"a golden record twice", check.Double, `do $$ begin drop index golden_anchor; insert into golden (workspace, id, kind, status, anchor, members, first_seen, version, created_at, updated_at)
			select workspace, gen_random_uuid(), kind, status, anchor, members, first_seen, version, created_at, updated_at from golden where anchor <> '' limit 1; end $$`, nil},
		{"a golden record dropped", check.Lost, `delete from golden where id = (select id from golden where anchor <> '' limit 1)`, nil},
		{"a member too few", check.Lost, `update golden set members = members - 1 where id = (select id from golden where members > 1 limit 1)`, nil},
		{"a person dropped", check.Lost, `delete from golden where kind = 'person'`, nil},
		{"two outcomes swapped", check.Disorder, free(`update outcome set outcome = 'duplicate', reason = 'superseded' where ` + at("c-0", "3")), nil},
		{"a reason swapped", check.Disorder, free(`update outcome set reason = 'superseded' where reason = 'unchanged'`), nil},
		{"quarantined for nothing", check.Lost, free(`update outcome set outcome = 'quarantined', reason = 'x' where ` + at("c-0", "1")), nil},
		{"a dead letter dropped", check.Lost, `delete from dead_letter where key = 'x-1'`, nil},
		{"a dead letter for nothing", check.Double, `update dead_letter set key = 'c-1' where key = 'x-1'`, nil},
		{"an event unpublished", check.Lost, `update outbox set published_at = null where id = (select max(id) from outbox)`, nil},

		{"two versions swapped on the bus", check.Disorder, "", func(f *check.Facts) { f.Raw[0].Off, f.Raw[1].Off = 1, 0 }},
		{"a message dropped from the bus", check.Lost, "", func(f *check.Facts) { f.Raw = slices.Delete(f.Raw, 2, 3) }},
		{"a message changed on the bus", check.Double, "", func(f *check.Facts) { f.Raw[2].Value = []byte("{}") }},
		{"a message nobody sent", check.Double, "", func(f *check.Facts) { f.Ledger = slices.Delete(f.Ledger, 0, 2) }},
		{"an edit never read", check.Lost, "", func(f *check.Facts) {
			f.Ledger = append(f.Ledger, ledger.Line{Kind: ledger.Edit, Conn: "pull", Stream: "customers", Key: "c-20", Version: "0000000000000000003", Hash: "00"})
		}},
		{"an event dropped", check.Disorder, "", func(f *check.Facts) { f.GoldenEvents = slices.Delete(f.GoldenEvents, 0, 1) }},
		{"the last event dropped", check.Lost, "", func(f *check.Facts) { f.GoldenEvents = f.GoldenEvents[:len(f.GoldenEvents)-1] }},
		{"the events turned round", check.Disorder, "", func(f *check.Facts) { slices.Reverse(f.GoldenEvents) }},
		{"a wrong signature taken", check.Double, "", func(f *check.Facts) {
			for i := range f.Ledger {
				if f.Ledger[i].Status == 401 {
					f.Ledger[i].Status = 202
				}
			}
		}},
		{"answered by the dead", check.Lost, "", func(f *check.Facts) { f.Down = []check.Down{{Hub: 0, From: f.Ledger[1].Sent, To: f.Ledger[1].At}} }},
		{"taken without a bus", check.Lost, "", func(f *check.Facts) {
			f.Down = []check.Down{{Hub: check.Bus, From: f.Ledger[1].Sent.Add(-time.Second), To: f.Ledger[1].At}}
		}},
		{"an answer of no use", check.Lost, "", func(f *check.Facts) { f.Ledger[1].Status = 500 }},
	} {
		t.Run(m.name, func(t *testing.T) {
			r := f.judge(t, m.sql, m.change)
			if r.Count(m.kind) == 0 {
				t.Errorf("the checker does not call it %s: %v", m.kind, r.Findings)
			}
		})
	}
	if r := f.judge(t, "", func(f *check.Facts) { f.GoldenEvents = append(f.GoldenEvents, f.GoldenEvents[0]) }); len(r.Findings) != 0 {
		t.Errorf("an event told again is no fault: %v", r.Findings)
	}
}
