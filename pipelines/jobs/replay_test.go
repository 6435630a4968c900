package jobs_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/store"
)

const leads = `
version: 1
stream: leads
entities:
  - kind: lead
    fields:
      contact_name: name
      mobile: mobile
      channel: channel
      created_at: {from: at, default: $occurred_at, fn: time}
`

func body(name, channel string) string {
	return fmt.Sprintf(`{"name":%q,"mobile":"13900001111","channel":%q,"at":"2026-03-02T09:00:00+08:00","group":%q}`, name, channel, name[:1])
}

// run does a whole job and gives its result.
func (l *lab) run(n store.NewJob) views.MapAgain {
	l.t.Helper()
	j := l.order(n)
	err := l.runner.Do(l.ctx(), j)
	l.end(j, err)
	l.drain()
	return l.result(j.ID)
}

func (l *lab) result(id string) (r views.MapAgain) {
	l.t.Helper()
	if err := json.Unmarshal([]byte(l.text(`select result::text from job where id::text = $1`, id)), &r); err != nil {
		l.t.Fatal(err)
	}
	return r
}

// replay makes a shadow and carries it out.
func (l *lab) replay() (shadow, done views.MapAgain) {
	l.t.Helper()
	j := l.order(store.NewJob{Kind: jobs.Shadow})
	l.end(j, l.runner.Do(l.ctx(), j))
	sh, err := l.store.Job(l.ctx(), l.ws, j.ID)
	if err != nil {
		l.t.Fatal(err)
	}
	return l.result(j.ID), l.run(store.NewJob{Kind: jobs.Replay, Ask: jobs.Ask{Shadow: sh.ID}, Cursor: jobs.Cursor{Rules: sh.Cursor.Rules}})
}

// written is everything that a replay could touch, with the transaction that wrote it.
func (l *lab) written() string {
	var b strings.Builder
	for _, table := range []string{"source_record", "entity", "entity_alias", "entity_ref", "identity", "golden", "outcome", "raw_record", "dead_letter", "outbox", "dirty"} {
		b.WriteString(l.text(fmt.Sprintf(`select count(*) || ' %s ' || coalesce(md5(string_agg(x.xmin::text || x::text, ',' order by x.xmin::text || x::text)), '') from %s x`, table, table)) + "\n")
	}
	return b.String()
}

func TestAReplayOfWhatDidNotChangeChangesNothing(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.runner.Page = 7
	l.publish("leads", leads)
	for i := range 40 {
		l.send("leads", fmt.Sprintf("l%02d", i), 1, body(fmt.Sprintf("a%d", i), "wecom"))
	}
	l.send("leads", "bad", 1, `{"name":`)
	l.send("leads", "l03", 2, "")
	l.drain()
	before := l.written()
	shadow, done := l.replay()
	if shadow.Looked != 41 || shadow.Unchanged != 40 || shadow.StillOut != 1 || shadow.Changed+shadow.New+shadow.Dropped+shadow.Failed != 0 {
		t.Errorf("shadow %+v", shadow)
	}
	if done.Sent != 0 || l.written() != before {
		t.Errorf("the replay sent %d and wrote\n%s\nfor\n%s", done.Sent, l.written(), before)
	}
	// without what was noted of them, records are compared with their entities
	l.send("leads", "old", 1, body("a", "wecom"))
	l.step(bus.TopicRaw, 1)
	last := &l.mapped[len(l.mapped)-1]
	var m map[string]any
	if err := json.Unmarshal(last.Payload, &m); err != nil || m["made"] == nil || m["rules"] == nil {
		t.Fatalf("%s: %v", last.Payload, err)
	}
	delete(m, "made") // as an earlier program sent it
	delete(m, "rules")
	last.Payload, _ = json.Marshal(m)
	l.drain()
	if shadow, done = l.replay(); shadow.Unchanged != 41 || shadow.Changed != 0 || done.Sent != 1 {
		t.Errorf("without a hash: %+v, sent %d", shadow, done.Sent)
	}
	if _, done = l.replay(); done.Sent != 0 {
		t.Errorf("%d were sent again", done.Sent)
	}
}

// The table of what a later mapping does to records.
func TestWhatALaterMappingDoes(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.runner.Page = 3
	l.publish("leads", strings.Replace(leads, "entities:", `reject:
  - when: {path: group, equals: n}
    code: {const: bad_value}
drop:
  - when: {path: group, equals: o}
    reason: test_record
entities:`, 1))
	for _, name := range []string{"unchanged", "changed", "dropped", "failed", "new", "outside"} {
		l.send("leads", name, 1, body(name, "wecom"))
	}
	l.drain()
	l.publish("leads", strings.Replace(leads, "entities:", `reject:
  - when: {path: group, equals: f}
    code: {const: bad_value}
drop:
  - when: {path: group, in: [d, o]}
    reason: test_record
entities:`, 1)+"      message: {const: again}\n")
	shadow := l.result(func() string {
		j := l.order(store.NewJob{Kind: jobs.Shadow})
		before := l.written()
		l.end(j, l.runner.Do(l.ctx(), j))
		if l.written() != before {
			t.Error("a shadow wrote something")
		}
		return j.ID
	}())
	want := views.MapAgain{Looked: 6, Changed: 2, New: 1, Dropped: 1, Failed: 1, StillOut: 1}
	got := views.MapAgain{Looked: shadow.Looked, Unchanged: shadow.Unchanged, Changed: shadow.Changed, New: shadow.New, Dropped: shadow.Dropped, Failed: shadow.Failed, StillOut: shadow.StillOut}
	if fmt.Sprint(got) != fmt.Sprint(want) || !maps.Equal(shadow.Fields, map[string]int64{"lead.message": 2}) ||
		!maps.Equal(shadow.Codes, map[string]int64{"bad_value": 1}) || !maps.Equal(shadow.Reasons, map[string]int64{"test_record": 1}) {
		t.Errorf("shadow %+v", shadow)
	}
	accepted := len(l.raw)
	l.replay()
	if got := l.text(`select string_agg(key || ' ' || coalesce(data->>'message', '-'), '; ' order by key collate "C") from entity`); got != "changed again; failed -; new again; unchanged again" {
		t.Errorf("entities: %s", got)
	}
	if got := l.text(`select string_agg(key || ' ' || code, '; ' order by id) from dead_letter`); got != "new bad_value; failed bad_value" {
		t.Errorf("dead letters: %s", got)
	}
	if n := len(l.raw) - accepted; n != 1 {
		t.Errorf("%d raw records came again, want the one that was quarantined", n)
	}
	if got := l.text(`select count(*) || ' ' || string_agg(key || ' ' || outcome, '; ' order by koff) from outcome`); got !=
		"7 unchanged applied; changed applied; dropped applied; failed applied; new quarantined; outside dropped; new applied" {
		t.Errorf("outcomes: %s", got)
	}
	before := l.written()
	if shadow, done := l.replay(); done.Sent != 0 || shadow.Unchanged != 3 || shadow.StillOut != 2 || l.written() != before { // changed, new, unchanged; dropped, outside
		t.Errorf("a second replay sent %d of %+v", done.Sent, shadow)
	}
}

// A change of the connection's settings is a change of the rules; so is a mapping of
// the connection's own with a lower number.
func TestRulesGrowWithSettingsAndOwnMappings(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	with := strings.Replace(leads, "channel: channel", "channel: {from: $setting.channel}", 1)
	for range 3 {
		l.publish("leads", with)
	}
	if _, err := l.store.UpdateConnection(l.ctx(), l.ws, l.conn, 1, store.ConnectionChange{Settings: map[string]any{"channel": "one"}}); err != nil {
		t.Fatal(err)
	}
	l.clock.Advance(5e9)
	l.send("leads", "l", 1, body("a", "x"))
	l.drain()
	channel := func() string { return l.text(`select data->>'channel' from entity`) }
	if got := channel(); got != "one" {
		t.Fatalf("channel %q", got)
	}
	if _, err := l.store.UpdateConnection(l.ctx(), l.ws, l.conn, 2, store.ConnectionChange{Settings: map[string]any{"channel": "two"}}); err != nil {
		t.Fatal(err)
	}
	if l.replay(); channel() != "two" {
		t.Errorf("after other settings: %q", channel())
	}
	own := store.MappingOf{Connector: "crm", Connection: l.conn, Stream: "leads"}
	if _, err := l.store.PublishMapping(l.ctx(), l.ws, own, 0, strings.Replace(leads, "channel: channel", "channel: {const: douyin}", 1), "own"); err != nil {
		t.Fatal(err)
	}
	if l.replay(); channel() != "douyin" {
		t.Errorf("after a mapping of its own: %q", channel())
	}
}

// What the shadow showed is what is done: with another mapping the replay refuses.
func TestAReplayIsBoundToItsShadow(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.publish("leads", leads)
	l.send("leads", "l", 1, body("a", "x"))
	l.drain()
	l.publish("leads", leads+"      message: {const: one}\n")
	j := l.order(store.NewJob{Kind: jobs.Shadow})
	l.end(j, l.runner.Do(l.ctx(), j))
	r := store.NewReader(l.store)
	l.publish("leads", leads+"      message: {const: two}\n")
	if _, err := r.NewJob(l.ctx(), l.ws, views.NewJob{Kind: "replay", Shadow: j.ID}); fault.As(err).Code != "mapping_changed" {
		t.Errorf("ordering: %v", err)
	}
	sh, _ := l.store.Job(l.ctx(), l.ws, j.ID)
	again := l.order(store.NewJob{Kind: jobs.Replay, Cursor: jobs.Cursor{Rules: sh.Cursor.Rules}})
	if err := l.runner.Do(l.ctx(), again); fault.As(err).Code != "mapping_changed" || len(l.mapped) != 1 {
		t.Errorf("doing: %v, %d messages", err, len(l.mapped))
	}
}

// A killed replay goes on where it stood, a cancelled one ends, and an old lease writes nothing.
func TestAReplayGoesOnAndEnds(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.runner.Page = 5
	l.publish("leads", leads)
	for i := range 30 {
		l.send("leads", fmt.Sprintf("l%02d", i), 1, body(fmt.Sprintf("a%d", i), "x"))
	}
	l.drain()
	l.publish("leads", leads+"      message: {const: again}\n")
	j := l.order(store.NewJob{Kind: jobs.Shadow})
	l.end(j, l.runner.Do(l.ctx(), j))
	sh, _ := l.store.Job(l.ctx(), l.ws, j.ID)
	j = l.order(store.NewJob{Kind: jobs.Replay, Cursor: jobs.Cursor{Rules: sh.Cursor.Rules}})
	n := 0
	l.meanwhile = func() {
		if n++; n == 4 {
			panic(errKilled)
		}
		l.drain()
	}
	if err := killed(func() error { return l.runner.Do(l.ctx(), j) }); !errors.Is(err, errKilled) {
		t.Fatalf("not killed: %v", err)
	}
	l.meanwhile = nil
	sent := len(l.mapped)
	zombie := j
	l.runner.Holder = "another"
	if _, ok, err := l.store.ClaimJob(l.ctx(), j, "another", 1); ok || err != nil {
		t.Fatalf("a job that is held was claimed: %v", err)
	}
	if err := l.store.FreeJob(l.ctx(), j, fmt.Sprint("lab-", l.part)); err != nil {
		t.Fatal(err)
	}
	j = l.claim(j.ID)
	if j.Done == 0 || j.Done >= 30 {
		t.Fatalf("it had come to %d of 30", j.Done)
	}
	if _, err := l.store.SaveJob(l.ctx(), zombie, jobs.Save{}); fault.As(err).Code != "stale_lease" {
		t.Errorf("an old lease wrote: %v", err)
	}
	l.end(j, l.runner.Do(l.ctx(), j))
	l.drain()
	if got := l.text(`select count(*)::text from entity where data->>'message' = 'again'`); got != "30" {
		t.Errorf("%s of 30 were mapped again", got)
	}
	if again := len(l.mapped) - sent; again > 30 {
		t.Errorf("%d messages after the restart", again)
	}

	stopped := l.order(store.NewJob{Kind: jobs.Shadow})
	if err := l.store.StopJob(l.ctx(), l.ws, stopped.ID, "mistake"); err != nil {
		t.Fatal(err)
	}
	if err := l.runner.Do(l.ctx(), stopped); err == nil || !strings.Contains(err.Error(), "asked to end") {
		t.Errorf("a cancelled job: %v", err)
	}
	if err := l.store.StopJob(l.ctx(), l.ws, j.ID, "late"); fault.As(err).Code != "job_ended" {
		t.Errorf("cancelling what has ended: %v", err)
	}
}

var errKilled = errors.New("killed")

func killed(fn func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			if e, ok := v.(error); ok && errors.Is(e, errKilled) {
				err = e
				return
			}
			panic(v)
		}
	}()
	return fn()
}

// Live records go first: a replay never lets more than its share wait.
func TestLiveRecordsGoFirst(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.publish("leads", leads)
	for i := range 1700 {
		l.send("leads", fmt.Sprintf("l%04d", i), 1, body(fmt.Sprintf("a%d", i), "x"))
	}
	l.drain()
	l.publish("leads", leads+"      message: {const: again}\n")
	most := 0
	l.meanwhile = func() {
		most = max(most, len(l.mapped)-l.done[bus.TopicMapped])
		l.step(bus.TopicMapped, 100)
	}
	if _, done := l.replay(); done.Sent != 1700 {
		t.Errorf("%d of 1700 were sent", done.Sent)
	}
	if most > 1500 || most < 500 {
		t.Errorf("up to %d messages waited", most)
	}
}
