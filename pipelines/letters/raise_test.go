package letters_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/record"
)

// try is one attempt at the source record: a version that fails for a reason, or gets through.
type try struct {
	version string
	fails   string // code; empty: it gets through
	origin  record.Origin
	offset  int64
}

func (a try) header() record.Record {
	return record.Record{Connection: "c", Stream: "leads", Key: "k", Version: a.version, Origin: a.origin, ReceivedAt: time.Unix(0, 0)}
}

func (a try) hash() (h [32]byte) {
	h[0] = 1
	return h
}

func (a try) dead() pipelines.DeadLetter {
	return pipelines.DeadLetter{
		Record: a.header(), Hash: a.hash(), Offset: a.offset, Stage: "map", Field: "mobile", Fault: fault.New(a.fails, nil), At: time.Unix(a.offset, 0),
	}
}

func (a try) through(passed bool) letters.Through {
	return letters.Through{Place: letters.Place{Offset: a.offset}, Record: a.header(), Hash: a.hash(), Passed: passed}
}

// desk is the letters of one source record beside what is applied of it.
type desk struct {
	letters []letters.Letter
	current letters.Current
}

func (d *desk) take(a try) {
	if a.fails != "" {
		d.letters = letters.Raise(d.letters, d.current, a.dead())
		return
	}
	passed := d.current.Known && d.current.Version > a.version
	if !passed {
		d.current = letters.Current{Known: true, Version: a.version, Hash: a.hash()}
	}
	for i, l := range d.letters {
		if how := letters.Close(l, a.through(passed)); how != "" {
			d.letters[i].Status, d.letters[i].How = letters.Resolved, how
		}
	}
}

func (d *desk) live() (out []letters.Letter) {
	for _, l := range d.letters {
		if l.Live() {
			out = append(out, l)
		}
	}
	return out
}

// TestWhatIsLiveDoesNotDependOnTheOrder: whatever the order, with redeliveries in
// between, one letter lives in the end exactly when the newest version that fails is
// newer than everything that got through; and it speaks of that version.
func TestWhatIsLiveDoesNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 6).Draw(t, "versions")
		var tries []try
		newestFailed, code, newestThrough := "", "", ""
		for i := range n {
			v := fmt.Sprintf("%02d", i)
			for k := range rapid.IntRange(0, 2).Draw(t, "edits") + 1 {
				a := try{version: v, fails: rapid.SampledFrom([]string{"", "missing_field", "bad_enum", "bad_date"}).Draw(t, "fails")}
				if k > 0 {
					a.version, a.origin = record.EditedVersion(v, k), record.Edit
				}
				if a.fails != "" {
					newestFailed, code = a.version, a.fails
				} else {
					newestThrough = a.version
				}
				tries = append(tries, a)
			}
		}
		tries = rapid.Permutation(tries).Draw(t, "order")
		d := &desk{}
		for i := range tries {
			tries[i].offset = int64(i)
			d.take(tries[i])
			for _, again := range rapid.SliceOfN(rapid.IntRange(0, i), 0, 2).Draw(t, "again") {
				if again == i { // only what is not behind the consumer's offset comes again
					d.take(tries[i])
				}
			}
			if got := len(d.live()); got > 1 {
				t.Fatalf("%d letters of one record live: %+v", got, d.live())
			}
		}
		live := d.live()
		if want := newestFailed > newestThrough; want != (len(live) == 1) {
			t.Fatalf("failed up to %q, through up to %q: %+v", newestFailed, newestThrough, d.letters)
		}
		if len(live) == 1 && (live[0].Record.Version != newestFailed || live[0].Fault.Code != code || live[0].Status != letters.Open) {
			t.Fatalf("the letter speaks of %q for %s, the newest is %q for %s", live[0].Record.Version, live[0].Fault.Code, newestFailed, code)
		}
	})
}

func TestTheLifeOfALetter(t *testing.T) {
	bad := func(v, code string, o record.Origin, off int64) try { return try{v, code, o, off} }
	ok := func(v string, o record.Origin, off int64) try { return try{v, "", o, off} }
	mark := func(s letters.Status) func(*desk) {
		return func(d *desk) { d.letters[0].Status = s }
	}
	for _, c := range []struct {
		name string
		do   []any // try or func(*desk)
		want string
	}{
		{"the same again counts on it", []any{bad("1", "bad_enum", "", 0), bad("1", "bad_enum", "", 1)}, "open bad_enum 1 ×2"},
		{"a redelivery changes nothing", []any{bad("1", "bad_enum", "", 5), bad("1", "bad_enum", "", 5)}, "open bad_enum 1 ×1"},
		{"a replay gets through", []any{bad("1", "bad_enum", "", 0), mark(letters.Replaying), ok("1", record.Replay, 1)}, "resolved replayed bad_enum 1 ×1"},
		{"a replay fails again", []any{bad("1", "bad_enum", "", 0), mark(letters.Replaying), bad("1", "bad_enum", record.Replay, 1)}, "open bad_enum 1 ×2"},
		{"a replay fails for another reason", []any{bad("1", "bad_enum", "", 0), mark(letters.Replaying), bad("1", "bad_date", record.Replay, 1)}, "open bad_date 1 ×2"},
		{"and back to the first one", []any{bad("1", "bad_enum", "", 0), bad("1", "bad_date", "", 1), bad("1", "bad_enum", "", 2)}, "open bad_enum 1 ×3"},
		{"an edited copy gets through", []any{bad("1", "bad_enum", "", 0), ok(record.EditedVersion("1", 1), record.Edit, 1)}, "resolved edited bad_enum 1 ×1"},
		{"a later version gets through", []any{bad("1", "bad_enum", "", 0), ok("2", "", 1)}, "resolved newer bad_enum 1 ×1"},
		{"an earlier one does not help", []any{bad("2", "bad_enum", "", 0), ok("1", "", 1)}, "open bad_enum 2 ×1"},
		{"the source gives it again", []any{bad("1", "bad_enum", "", 0), ok("1", "", 1)}, "resolved again bad_enum 1 ×1"},
		{"the original of an edited copy comes again", []any{bad("1", "bad_enum", "", 0), ok(record.EditedVersion("1", 1), record.Edit, 1), bad("1", "bad_enum", "", 2)}, "resolved edited bad_enum 1 ×2"},
		{"a late broken version is closed at once", []any{ok("2", "", 0), bad("1", "bad_enum", "", 1)}, "resolved newer bad_enum 1 ×1"},
		{"what was discarded stays so", []any{bad("1", "bad_enum", "", 0), mark(letters.Discarded), bad("1", "bad_enum", "", 1)}, "discarded bad_enum 1 ×2"},
		{"until a later version has it", []any{bad("1", "bad_enum", "", 0), mark(letters.Discarded), bad("2", "bad_enum", "", 1)}, "open bad_enum 2 ×2"},
		{"a closed letter is opened by what fails anew", []any{bad("1", "bad_enum", "", 0), ok("1", "", 1), bad("2", "bad_enum", "", 2)}, "open bad_enum 2 ×2"},
		{"a reason that had its letter", []any{bad("1", "bad_date", "", 0), ok("1", "", 1), bad("2", "bad_enum", "", 2), bad("3", "bad_date", "", 3)}, "open bad_date 3 ×2; resolved changed bad_enum 2 ×1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := &desk{}
			for _, x := range c.do {
				switch x := x.(type) {
				case try:
					d.take(x)
				case func(*desk):
					x(d)
				}
			}
			got := ""
			for i, l := range d.letters {
				if i > 0 {
					got += "; "
				}
				got += string(l.Status)
				if l.How != "" {
					got += " " + string(l.How)
				}
				got += fmt.Sprintf(" %s %s ×%d", l.Fault.Code, l.Record.Version, l.Count)
			}
			if got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// TestAValueThatIsLeftOutStays: the letter of a value is raised before its record is
// applied, and that record must not close it; a later clean one does.
func TestAValueThatIsLeftOutStays(t *testing.T) {
	d := &desk{}
	v := bad("1", 7)
	v.Value = true
	d.letters = letters.Raise(d.letters, d.current, v)
	d.take(try{"1", "", "", 7})
	if len(d.live()) != 1 {
		t.Fatal("the record whose value was left out closes its letter")
	}
	two := bad("1", 7) // another value of the same record that has the same name and place
	two.Value, two.Fault = true, fault.New("bad_date", nil)
	d.letters = letters.Raise(d.letters, d.current, two)
	if len(d.live()) != 2 {
		t.Fatalf("two values of one record make %d letters", len(d.live()))
	}
	d.take(try{"1", "", record.Replay, 8})
	if len(d.live()) != 0 || d.letters[0].How != letters.Replayed {
		t.Errorf("%+v", d.letters)
	}
}

func bad(version string, offset int64) pipelines.DeadLetter {
	return try{version, "bad_enum", "", offset}.dead()
}
