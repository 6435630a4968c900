package jobs_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/store"
)

// ruleSets are mappings that take in, leave out and refuse other records: by the group
// that a key belongs to, and by the version. What is refused keeps its last good state,
// which a rebuild does not have: all versions of a key are, or none.
var ruleSets = []string{
	leads,
	leads + "      message: {const: second}\n",
	strings.Replace(leads, "channel: channel", "channel: {const: trade_fair}", 1),
	strings.Replace(leads, "entities:", "drop:\n  - when: {path: group, equals: a}\n    reason: test_record\nentities:", 1),
	strings.Replace(leads, "entities:", "drop:\n  - when: {path: group, in: [b, c]}\n    reason: test_record\nentities:", 1),
	strings.Replace(leads, "entities:", "drop:\n  - when: {path: rank, in: [\"4\", \"5\"]}\n    reason: test_record\nentities:", 1),
	strings.Replace(leads, "entities:", "drop:\n  - when: {path: rank, in: [\"2\", \"6\"]}\n    reason: test_record\nentities:", 1),
	strings.Replace(leads, "entities:", "reject:\n  - when: {path: group, equals: b}\n    code: {const: bad_value}\nentities:", 1), // never the last
}

// change1 is a live change.
type change1 struct {
	key     string
	version int
	body    string
}

func drawChange(t *rapid.T) change1 {
	group := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(t, "group")
	c := change1{key: group + rapid.SampledFrom([]string{"1", "2", "3"}).Draw(t, "key"), version: rapid.IntRange(1, 6).Draw(t, "version")}
	if rapid.IntRange(1, 8).Draw(t, "deleted") < 8 {
		c.body = body(fmt.Sprintf("%s%d", group, rapid.IntRange(0, 2).Draw(t, "name")), rapid.SampledFrom([]string{"wecom", "baidu_sem"}).Draw(t, "channel"))
		c.body = strings.Replace(c.body, "{", fmt.Sprintf(`{"rank":"%d",`, c.version), 1)
	}
	return c
}

// Replays, live changes and new mappings in any interleaving, then a last replay, give
// what a rebuild from nothing with the last mapping gives.
func TestReplaysInAnyInterleavingEqualARebuild(t *testing.T) {
	s := pgtest.Store(t)
	rapid.Check(t, func(rt *rapid.T) {
		l := newLab(t, s)
		l.runner.Page = 2
		var all []change1
		live := func() {
			c := drawChange(rt)
			all = append(all, c)
			l.send("leads", c.key, c.version, c.body)
		}
		rules := func(most int) { l.publish("leads", ruleSets[rapid.IntRange(0, most).Draw(rt, "rules")]) }
		step := func() {
			switch rapid.IntRange(0, 9).Draw(rt, "meanwhile") {
			case 0, 1, 2:
				live()
			case 3:
				rules(len(ruleSets) - 1)
			case 4, 5, 6:
				l.step(bus.TopicRaw, rapid.IntRange(1, 4).Draw(rt, "mapped"))
			default:
				l.step(bus.TopicMapped, rapid.IntRange(1, 4).Draw(rt, "applied"))
			}
		}
		rules(len(ruleSets) - 1)
		for range rapid.IntRange(1, 4).Draw(rt, "replays") {
			for range rapid.IntRange(0, 8).Draw(rt, "steps") {
				step()
			}
			waits := 0
			l.meanwhile = func() {
				if step(); waits > 40 { // it must come to an end
					l.drain()
				}
				waits++
			}
			j := l.order(store.NewJob{Kind: jobs.Shadow})
			err := l.runner.Do(l.ctx(), j)
			if err == nil {
				l.end(j, nil)
				sh, _ := l.store.Job(l.ctx(), l.ws, j.ID)
				j = l.order(store.NewJob{Kind: jobs.Replay, Cursor: jobs.Cursor{Rules: sh.Cursor.Rules}})
				err = l.runner.Do(l.ctx(), j)
			}
			if err != nil && fault.As(err).Code != "mapping_changed" {
				rt.Fatal(err)
			}
			l.meanwhile = nil
		}
		rules(len(ruleSets) - 2)
		if rapid.Bool().Draw(rt, "at rest") {
			l.drain()
		}
		l.replay()

		rebuilt := newLab(t, s)
		last, err := s.Mapping(l.ctx(), l.ws, store.MappingOf{Connector: "crm", Stream: "leads"}, 0)
		if err != nil {
			rt.Fatal(err)
		}
		rebuilt.publish("leads", last.YAML)
		for _, c := range all {
			rebuilt.send("leads", c.key, c.version, c.body)
		}
		rebuilt.drain()
		if got, want := l.state(), rebuilt.state(); got != want {
			rt.Fatalf("after the replays\n%s\nrebuilt from nothing\n%s", got, want)
		}
		if n := l.text(`select count(*)::text from raw_record r where not exists (select from outcome o where o.kpart = r.kpart and o.koff = r.koff)`); n != "0" {
			rt.Fatalf("%s records have no outcome", n)
		}
		if got := l.text(`select count(*)::text from outcome`); got != fmt.Sprint(len(l.raw)) {
			rt.Fatalf("%s outcomes of %d records", got, len(l.raw))
		}
		l.settle()
		rebuilt.settle()
		a, err := s.ContentHash(l.ctx(), l.ws)
		if err != nil {
			rt.Fatal(err)
		}
		b, err := s.ContentHash(l.ctx(), rebuilt.ws)
		if err != nil {
			rt.Fatal(err)
		}
		if a != b {
			rt.Fatalf("derived: %+v, rebuilt %+v", a, b)
		}
	})
}

// state is what was made of the records, by key.
func (l *lab) state() string {
	return l.text(`select coalesce(string_agg(e.key || ' ' || s.version || ' ' || (e.data - 'created_at')::text, E'\n' order by e.key), '')
		from entity e join source_record s using (connection, stream, key)`)
}
