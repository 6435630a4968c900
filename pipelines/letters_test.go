package pipelines_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// strictLeads demands a field that some records lack.
const strictLeads = `
version: 1
stream: leads
reject:
  - when: {path: grade, in: ["?"]}
    code: {const: bad_enum}
    message: {const: no such grade}
    field: {const: level}
    value: grade
entities:
  - kind: lead
    fields:
      contact_name: contact_name
      company_name: company_name
      mobile: mobile
      channel: channel
      created_at: created_at
`

func (w *world) asPerson() context.Context {
	return access.With(w.t.Context(), access.Actor{Kind: access.User, ID: "ops", Workspace: w.ws, Roles: []access.Role{access.IT}})
}

// publish puts a mapping for leads in force and waits until the map stage knows it.
func (w *world) mapLeads(version int, yaml string) {
	w.t.Helper()
	if _, err := w.store.PublishMapping(w.asPerson(), w.ws, store.MappingOf{Connector: "crm", Stream: "leads"}, version, yaml, "changed"); err != nil {
		w.t.Fatal(err)
	}
	if version > 1 {
		time.Sleep(2100 * time.Millisecond) // the map stage trusts what it has read for two seconds
	}
}

func (w *world) lead(i int, more map[string]any) map[string]any {
	m := map[string]any{
		"contact_name": fmt.Sprintf("示例%d", i), "company_name": fmt.Sprintf("示例公司%d", i), "mobile": fmt.Sprintf("1390000%04d", i),
		"channel": "baidu_sem", "created_at": "2026-01-10T09:00:00+08:00",
	}
	for k, v := range more {
		m[k] = v
	}
	return m
}

func (w *world) runner() *letters.Runner {
	return &letters.Runner{Store: w.store, Bus: w.bus, Log: slog.Default(), Sleep: clock.System{}.Sleep}
}

// work does everything that people have asked for.
func (w *world) work() {
	w.t.Helper()
	for r := w.runner(); ; {
		worked, err := r.Once(w.t.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		if !worked {
			break
		}
	}
	w.settle()
}

func (w *world) ask(a letters.Ask) string {
	w.t.Helper()
	job, err := store.NewReader(w.store).AskLetters(w.asPerson(), w.ws, a)
	if err != nil {
		w.t.Fatal(err)
	}
	return job
}

func (w *world) job(id string) views.LetterJob {
	w.t.Helper()
	j, err := store.NewReader(w.store).LetterJob(w.t.Context(), w.ws, id)
	if err != nil {
		w.t.Fatal(err)
	}
	return j
}

const letterLines = `select coalesce(string_agg(concat_ws(' ', key, kind, stage, code, status, nullif(how, ''), 'x' || count), '; ' order by key, id), '') from dead_letter`

// TestPoisonInFiveHundred: one record of 500 cannot be taken in; 499 are applied, it
// is one dead letter, and that is replayed when its mapping is mended.
func TestPoisonInFiveHundred(t *testing.T) {
	w := newWorld(t)
	w.mapLeads(1, strictLeads)
	const n, bad = 500, 250
	msgs := make([]bus.Message, n)
	for i := range msgs {
		more := map[string]any{}
		if i == bad {
			more["grade"] = "?"
		}
		msgs[i] = w.message("leads", fmt.Sprintf("l%03d", i), 1, w.lead(i, more))
	}
	if err := w.bus.Publish(t.Context(), msgs...); err != nil {
		t.Fatal(err)
	}
	w.settle()
	if got := w.text(`select string_agg(outcome || ' ' || n, ', ' order by outcome) from (select outcome, count(*) as n from outcome group by 1) x`); got != "applied 499, quarantined 1" {
		t.Fatalf("outcomes: %s", got)
	}
	if got := w.text(letterLines); got != "l250 record map bad_enum open x1" {
		t.Fatalf("letters: %s", got)
	}
	if got := w.text(`select count(*)::text from entity where kind = 'lead'`); got != "499" {
		t.Errorf("%s leads", got)
	}

	// Replayed too early it fails again, on the same letter.
	job := w.ask(letters.Ask{Verb: letters.Replay, Filter: views.DeadLetterFilter{Code: "bad_enum"}})
	w.work()
	if got := w.text(letterLines); got != "l250 record map bad_enum open x2" {
		t.Errorf("after a replay that failed: %s", got)
	}
	if j := w.job(job); j.State != "done" || j.Total != 1 || j.Taken != 1 || j.Failed != 1 || j.Resolved != 0 {
		t.Errorf("its job: %+v", j)
	}

	w.mapLeads(2, strings.Replace(strictLeads, `"?"`, `never`, 1))
	job = w.ask(letters.Ask{Verb: letters.Replay, Filter: views.DeadLetterFilter{Code: "bad_enum"}, Reason: "映射已修复"})
	w.work()
	if got := w.text(letterLines); got != "l250 record map bad_enum resolved replayed x2" {
		t.Errorf("after the replay: %s", got)
	}
	if j := w.job(job); j.State != "done" || j.Resolved != 1 || j.Failed != 0 || j.By != "user:ops" {
		t.Errorf("its job: %+v", j)
	}
	if got := w.text(`select count(*)::text from entity where kind = 'lead'`); got != "500" {
		t.Errorf("%s leads", got)
	}
	// Each attempt is a record of its own with one outcome of its own.
	if got := w.text(`select count(*) || ' ' || count(distinct (kpart, koff)) from outcome`); got != "502 502" {
		t.Errorf("outcomes: %s", got)
	}
	if got := w.text(`select string_agg(what, ' ' order by id) from dead_letter_event`); got != "raised ask_replay failed ask_replay closed" {
		t.Errorf("history: %s", got)
	}
	if got := w.text(`select string_agg(action || ' ' || reason, '; ' order by seq) from audit where object_kind = 'dead_letter'`); got != "dead_letter.replay ; dead_letter.replay 映射已修复" {
		t.Errorf("trail: %s", got)
	}
	// There is nothing left to replay.
	if _, err := store.NewReader(w.store).AskLetters(w.asPerson(), w.ws, letters.Ask{Verb: letters.Replay}); fault.As(err).Code != "no_letters" {
		t.Errorf("nothing left: %v", err)
	}
}

// TestReplayByReason: all letters of a reason are replayed in steps, others stay, and
// those that were asked for twice at once have one effect.
func TestReplayByReason(t *testing.T) {
	w := newWorld(t)
	w.mapLeads(1, strictLeads)
	const n = 230 // more than two steps
	msgs := make([]bus.Message, 0, n+1)
	for i := range n {
		msgs = append(msgs, w.message("leads", fmt.Sprintf("l%03d", i), 1, w.lead(i, map[string]any{"grade": "?"})))
	}
	msgs = append(msgs, w.message("leads", "other", 1, map[string]any{"channel": "baidu_sem"})) // lacks required fields
	if err := w.bus.Publish(t.Context(), msgs...); err != nil {
		t.Fatal(err)
	}
	w.settle()
	const counted = `select string_agg(code || ' ' || status || ' ' || n, '; ' order by code, status) from (select code, status, count(*) as n from dead_letter group by 1, 2) x`
	if got := w.text(counted); got != "bad_enum open 230; missing_field open 1" {
		t.Fatalf("letters: %s", got)
	}
	w.mapLeads(2, strings.Replace(strictLeads, `"?"`, `never`, 1))
	by := views.DeadLetterFilter{Code: "bad_enum"}
	one, two := w.ask(letters.Ask{Verb: letters.Replay, Filter: by}), w.ask(letters.Ask{Verb: letters.Replay, Filter: by})
	var wg sync.WaitGroup
	for range 2 { // two workers
		wg.Go(func() {
			for r := w.runner(); ; {
				if worked, err := r.Once(t.Context()); err != nil || !worked {
					if err != nil {
						t.Error(err)
					}
					return
				}
			}
		})
	}
	wg.Wait()
	w.work()
	if got := w.text(counted); got != "bad_enum resolved 230; missing_field open 1" {
		t.Errorf("after the replay: %s", got)
	}
	a, b := w.job(one), w.job(two)
	if a.State != "done" || b.State != "done" || a.Resolved+b.Resolved != n || a.Taken+b.Taken != n {
		t.Errorf("jobs: %+v, %+v", a, b)
	}
	if got := w.text(`select count(*) || ' ' || count(*) filter (where origin = 'replay') from raw_record`); got != "461 230" {
		t.Errorf("records on the bus: %s, want every letter sent once", got)
	}
	if got := w.text(`select count(*)::text from entity where kind = 'lead'`); got != "230" {
		t.Errorf("%s leads", got)
	}
}

// TestADiscardedLetterStays until something new comes, and its payload stays too.
func TestADiscardedLetterStays(t *testing.T) {
	w := newWorld(t)
	w.mapLeads(1, strictLeads)
	bad := w.lead(1, map[string]any{"grade": "?"})
	w.send("leads", "a", 1, bad)
	w.settle()
	w.ask(letters.Ask{Verb: letters.Discard, IDs: []string{w.text(`select id::text from dead_letter`)}, Reason: "测试数据"})
	w.work()
	w.send("leads", "a", 1, bad) // the source gives the same again
	w.settle()
	if got := w.text(`select concat_ws(' ', status, reason, closed_by, count) from dead_letter`); got != "discarded 测试数据 user:ops 2" {
		t.Errorf("%s", got)
	}
	w.send("leads", "a", 2, w.lead(2, map[string]any{"grade": "?"}))
	w.settle()
	if got := w.text(`select concat_ws(' ', status, nullif(reason, ''), count) from dead_letter`); got != "open 3" {
		t.Errorf("a later broken version: %s", got)
	}
	if got := w.text(`select count(*)::text from dead_letter d join raw_record r using (day, kpart, koff)`); got != "1" {
		t.Errorf("the letter does not reach what came")
	}
}

// TestLettersOfWhatIsGone: of a deleted connection a letter can only be discarded; those
// of a removed workspace go with it, and a job that was under way ends nothing else.
func TestLettersOfWhatIsGone(t *testing.T) {
	w := newWorld(t)
	w.mapLeads(1, strictLeads)
	w.send("leads", "a", 1, w.lead(1, map[string]any{"grade": "?"}))
	w.settle()
	id := w.text(`select id::text from dead_letter`)
	if err := w.store.DeleteConnection(w.asPerson(), w.ws, w.conn, "ended"); err != nil {
		t.Fatal(err)
	}
	r := store.NewReader(w.store)
	if _, err := r.AskLetters(w.asPerson(), w.ws, letters.Ask{Verb: letters.Replay, IDs: []string{id}}); fault.As(err).Code != "letter_connection_gone" {
		t.Errorf("a replay of a deleted connection's: %v", err)
	}
	if _, err := r.AskLetters(w.asPerson(), w.ws, letters.Ask{Verb: letters.Replay}); fault.As(err).Code != "no_letters" {
		t.Errorf("of all: %v", err)
	}
	if _, err := r.AskLetters(w.asPerson(), w.ws, letters.Ask{Verb: letters.Discard, IDs: []string{id}, Reason: "连接已删除"}); err != nil {
		t.Errorf("discarding it: %v", err)
	}
	ctx := access.With(t.Context(), access.SystemActor("test", access.Hub))
	other, err := w.store.CreateWorkspace(ctx, store.NewWorkspace{Slug: "other", Name: "另一个"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.AskLetters(w.asPerson(), other.ID, letters.Ask{Verb: letters.Discard, IDs: []string{id}}); fault.As(err).Code != "not_found" {
		t.Errorf("from another workspace: %v", err)
	}
	if _, err := w.store.RemoveWorkspace(w.asPerson(), w.ws, "ended"); err != nil {
		t.Fatal(err)
	}
	if _, err := w.runner().Once(t.Context()); err != nil {
		t.Errorf("the job of a removed workspace: %v", err)
	}
	if worked, err := w.store.StepLetters(t.Context(), w.ws, 10, nil); worked || err == nil {
		t.Errorf("worked %t, %v", worked, err)
	}
}

// repair publishes an edited copy of the only live letter.
func (w *world) repair(payload string) {
	w.t.Helper()
	r := store.NewReader(w.store)
	rows, _, err := r.ListDeadLetters(w.t.Context(), w.ws, views.DeadLetterQuery{Page: views.Page{Limit: 5}, DeadLetterFilter: views.DeadLetterFilter{Status: "open"}})
	if err != nil || len(rows) != 1 {
		w.t.Fatalf("%d letters, %v", len(rows), err)
	}
	if _, err := r.RepairLetter(w.asPerson(), w.ws, letters.AskRepair{ID: rows[0].ID, Rev: rows[0].Rev + 1, Payload: []byte(payload)}); fault.As(err).Code != "conflict" {
		w.t.Fatalf("a letter that changed meanwhile: %v", err)
	}
	if _, err := r.RepairLetter(w.asPerson(), w.ws, letters.AskRepair{ID: rows[0].ID, Rev: rows[0].Rev, Payload: []byte(payload), Reason: "补全等级"}); err != nil {
		w.t.Fatal(err)
	}
}

func TestAnEditedCopyTakesTheWholeWay(t *testing.T) {
	w := newWorld(t)
	w.mapLeads(1, strictLeads)
	w.send("leads", "a", 1, w.lead(1, nil))
	w.send("leads", "a", 2, w.lead(2, map[string]any{"grade": "?"}))
	w.settle()
	const name = `select data->>'company_name' from entity where kind = 'lead'`
	if got := w.text(name); got != "示例公司1" {
		t.Fatalf("before the repair: %s", got)
	}
	w.repair(`{"contact_name":"示例","company_name":"修好的公司","mobile":"13900000002","channel":"baidu_sem","created_at":"2026-01-10T09:00:00+08:00"}`)
	w.work()
	if got := w.text(letterLines); got != "a record map bad_enum resolved edited x1" {
		t.Errorf("letter: %s", got)
	}
	if got := w.text(name); got != "修好的公司" {
		t.Errorf("after the repair: %s", got)
	}
	if got := w.text(`select coalesce(string_agg(length(payload)::text, ''), 'taken away') from dead_letter_job`); got != "taken away" {
		t.Errorf("the copy stays in the job beside raw_record: %s", got)
	}
	w.send("leads", "a", 2, w.lead(2, map[string]any{"grade": "?"})) // the broken one again
	w.settle()
	if got := w.text(letterLines); got != "a record map bad_enum resolved edited x2" {
		t.Errorf("after the broken version came again: %s", got)
	}
	if got := w.text(name); got != "修好的公司" {
		t.Errorf("after the broken version came again: %s", got)
	}
	w.send("leads", "a", 3, w.lead(3, nil))
	w.settle()
	if got := w.text(name); got != "示例公司3" {
		t.Errorf("the source's next version does not win: %s", got)
	}
	if got := w.text(`select string_agg(origin || ' ' || (version = $$` + record.EditedVersion("000002", 1) + `$$), ',') from raw_record where origin <> ''`); got != "edit true" {
		t.Errorf("what was sent: %s", got)
	}
	if got := w.text(`select string_agg(concat_ws(' ', action, reason, diff), ';') from audit where object_kind = 'dead_letter'`); got != "dead_letter.edit 补全等级" {
		t.Errorf("trail: %s", got)
	}
}
