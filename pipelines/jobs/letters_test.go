package jobs_test

import (
	"context"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/store"
)

// blind is a replay that does not look at dead letters.
type blind struct{ *store.Store }

func (blind) Judge(context.Context, jobs.Job, string, int64, []jobs.Judged) error { return nil }

// Whatever rules were in force before, after a replay the letters of current versions
// are what the rules of now raise, also where nothing else is made otherwise.
func TestAReplayLeavesTheLettersThatItsRulesRaise(t *testing.T) {
	noMobile := strings.Replace(leads, "      mobile: mobile\n", "", 1)
	refuse := strings.Replace(leads, "entities:", "reject:\n  - when: {path: group, equals: a}\n    code: {const: bad_value}\nentities:", 1)
	leaveOut := strings.Replace(leads, "entities:", "drop:\n  - when: {path: group, equals: a}\n    reason: test_record\nentities:", 1)
	steps := []struct{ rules, want string }{
		{leads, "value bad_phone open 1"},
		{noMobile, "value bad_phone resolved replayed 1"},
		{leads, "value bad_phone open 2"},
		{refuse, "value bad_phone open 2; record bad_value open 1"}, // what stands still lacks the value
		{noMobile, "value bad_phone resolved replayed 2; record bad_value resolved replayed 1"},
		{refuse, "value bad_phone resolved replayed 2; record bad_value open 2"},
		{leads, "value bad_phone open 3; record bad_value resolved replayed 2"},
		{leaveOut, "value bad_phone resolved dropped 3; record bad_value resolved replayed 2"},
	}
	s := pgtest.Store(t)
	play := func(t *testing.T, raw func(*lab) jobs.RawStore) (wrong int) {
		l := newLab(t, s)
		l.runner.Raw = raw(l)
		l.publish("leads", leads)
		l.send("leads", "bad", 1, strings.Replace(body("a", "wecom"), "13900001111", "12", 1))
		l.send("leads", "good", 1, body("b", "wecom"))
		l.drain()
		for i, x := range steps {
			if i > 0 {
				l.publish("leads", x.rules)
				l.replay()
			}
			got := l.text(`select coalesce(string_agg(concat_ws(' ', kind, code, status, nullif(how, ''), count), '; ' order by id), '') from dead_letter where key = 'bad'`)
			if got != x.want {
				wrong++
				if l.runner.Raw == jobs.RawStore(s) {
					t.Errorf("step %d: %s, want %s", i, got, x.want)
				}
			}
			before := l.written()
			if _, done := l.replay(); done.Sent != 0 || l.written() != before {
				t.Errorf("step %d: done once more it sent %d and wrote\n%s\nfor\n%s", i, done.Sent, l.written(), before)
			}
		}
		if got := l.text(`select count(*)::text from dead_letter where key <> 'bad'`); got != "0" {
			t.Errorf("%s letters of other records", got)
		}
		return wrong
	}
	play(t, func(*lab) jobs.RawStore { return s })
	if n := play(t, func(*lab) jobs.RawStore { return blind{s} }); n != len(steps)-1 {
		t.Errorf("a replay that does not look at letters was wrong in %d of %d steps", n, len(steps)-1)
	}
}

// A letter is judged under the job's lease and by the rules that are in force: an
// earlier holder, or one that has earlier rules, closes nothing.
func TestALetterIsJudgedUnderLeaseAndRules(t *testing.T) {
	s := pgtest.Store(t)
	l := newLab(t, s)
	l.publish("leads", leads)
	l.send("leads", "bad", 1, strings.Replace(body("a", "wecom"), "13900001111", "12", 1))
	l.drain()
	j := l.order(store.NewJob{Kind: jobs.Replay})
	rows, err := s.Current(l.ctx(), jobs.Job{Workspace: l.ws, Connection: l.conn}, "leads", "", 0, 10)
	if err != nil || len(rows) != 1 {
		t.Fatal(len(rows), err)
	}
	all := []jobs.Judged{{Stored: rows[0], At: l.clock.Now()}}
	old := j
	old.Token--
	for _, x := range []struct {
		job   jobs.Job
		rules int64
		want  string
	}{{old, rows[0].Rules, "stale_lease"}, {j, rows[0].Rules - 1, "mapping_changed"}, {j, rows[0].Rules, ""}} {
		err := s.Judge(l.ctx(), x.job, "leads", x.rules, all)
		if code := codeOf(err); code != x.want {
			t.Errorf("judged with %q, want %q", code, x.want)
		}
		if got, want := l.text(`select status from dead_letter`), map[bool]string{true: "resolved", false: "open"}[x.want == ""]; got != want {
			t.Errorf("%q: the letter is %s, want %s", x.want, got, want)
		}
	}
	// the raw record that comes again opens it again
	l.send("leads", "bad", 1, strings.Replace(body("a", "wecom"), "13900001111", "12", 1))
	l.step(bus.TopicRaw, 10)
	if got := l.text(`select status from dead_letter`); got != "open" {
		t.Errorf("after it came again: %s", got)
	}
}

func codeOf(err error) string {
	if err == nil {
		return ""
	}
	return fault.As(err).Code
}
