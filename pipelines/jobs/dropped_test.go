package jobs_test

import (
	"strings"
	"testing"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
)

// dropTwo leaves out what calls itself rank 2.
var dropTwo = strings.Replace(leads, "entities:", "drop:\n  - when: {path: rank, equals: \"2\"}\n    reason: test_record\nentities:", 1)

func ranked(rank string) string {
	return strings.Replace(body("a", "wecom"), "{", `{"rank":"`+rank+`",`, 1)
}

// The newest version of a record counts, also where its mapping leaves it out: what an
// earlier one made goes, and an earlier one that comes late makes nothing.
func TestALeftOutVersionStandsBeforeEarlierOnes(t *testing.T) {
	s := pgtest.Store(t)
	for _, x := range []struct {
		name   string
		ranks  []int // versions in the order in which they come
		want   string
		told   string
		mutant string // what would stand if what is left out ended in the map stage
	}{
		{"earlier first", []int{1, 2}, "", "1 applied; 2 dropped test_record", "000001"},
		{"earlier late", []int{2, 1}, "", "2 dropped test_record; 1 duplicate superseded", "000001"},
		{"again", []int{2, 2}, "", "2 dropped test_record; 2 dropped test_record", ""},
		{"later", []int{1, 2, 3}, "000003", "1 applied; 2 dropped test_record; 3 applied", "000003"},
		{"itself late", []int{1, 3, 2}, "000003", "1 applied; 3 applied; 2 dropped test_record", "000003"},
	} {
		t.Run(x.name, func(t *testing.T) {
			for _, batch := range []int{1, 100} {
				l := newLab(t, s)
				stands := func() string {
					return l.text(`select coalesce(string_agg(s.version, ','), '') from entity e join source_record s using (connection, stream, key)`)
				}
				l.publish("leads", dropTwo)
				for _, r := range x.ranks {
					l.send("leads", "a", r, ranked(string(rune('0'+r))))
					if batch == 1 {
						l.drain()
					}
				}
				l.drain()
				told := l.text(`select string_agg(concat_ws(' ', right(r.version, 1), o.outcome, nullif(o.reason, '')), '; ' order by o.koff)
					from outcome o join raw_record r using (connection, stream, key, kpart, koff)`)
				if got := stands(); got != x.want || told != x.told {
					t.Errorf("batches of %d: %q stands, want %q; told %q, want %q", batch, got, x.want, told, x.told)
				}
				// rules that take it in bring it back, and it goes again with them
				newest := "00000" + string(rune('0'+max(x.ranks[0], x.ranks[len(x.ranks)-1])))
				if x.name == "itself late" {
					newest = "000003"
				}
				l.publish("leads", leads)
				if _, done := l.replay(); stands() != newest || x.want == "" && (done.New != 1 || done.Changed != 0) {
					t.Errorf("taken in by a replay: %q stands, want %q; %+v", stands(), newest, done)
				}
				l.publish("leads", dropTwo)
				if l.replay(); stands() != x.want {
					t.Errorf("left out by a replay: %q stands, want %q", stands(), x.want)
				}
				if n := l.text(`select count(*)::text from outcome`); n != string(rune('0'+len(x.ranks))) {
					t.Errorf("%s outcomes of %d records", n, len(x.ranks))
				}
			}
			// the mutant: what is left out goes no further
			l := newLab(t, s)
			l.publish("leads", dropTwo)
			for _, r := range x.ranks {
				l.send("leads", "a", r, ranked(string(rune('0'+r))))
			}
			l.step(bus.TopicRaw, 100)
			kept := l.mapped[:0]
			for _, d := range l.mapped {
				m, err := record.MappedFrom(d.Headers, d.Payload)
				if err != nil {
					t.Fatal(err)
				}
				if m.Dropped == "" {
					kept = append(kept, d)
				}
			}
			l.mapped = kept
			l.drain()
			if got := l.text(`select coalesce(string_agg(s.version, ','), '') from entity e join source_record s using (connection, stream, key)`); got != x.mutant {
				t.Errorf("without them %q stands, want %q", got, x.mutant)
			}
		})
	}
}

// A version that was refused and is left out by later rules takes what stands with it,
// and its letter is closed.
func TestARefusedVersionThatIsLeftOutNow(t *testing.T) {
	l := newLab(t, pgtest.Store(t))
	l.publish("leads", strings.Replace(strings.Replace(dropTwo, "drop:", "reject:", 1), "    reason: test_record\n", "    code: {const: bad_value}\n", 1))
	l.send("leads", "a", 1, ranked("1"))
	l.send("leads", "a", 2, ranked("2"))
	l.drain()
	state := func() string {
		return l.text(`select (select count(*) from entity) || ' ' || (select string_agg(status || how, '') from dead_letter) || ' ' || (select string_agg(outcome, ',' order by koff) from outcome)`)
	}
	if got := state(); got != "1 open applied,quarantined" {
		t.Fatal(got)
	}
	l.publish("leads", dropTwo)
	l.replay()
	if got := state(); got != "0 resolveddropped applied,quarantined" {
		t.Errorf("after the replay: %s", got)
	}
	before := l.written()
	if _, done := l.replay(); done.Sent != 0 || l.written() != before {
		t.Errorf("once more: %+v", done)
	}
}
