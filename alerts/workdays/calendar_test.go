package workdays_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

func at(text string) time.Time {
	t, err := time.ParseInLocation("2006-01-02 15:04", text, record.Shanghai)
	if err != nil {
		panic(err)
	}
	return t
}

func example(t testing.TB) workdays.Calendar {
	y, ok := workdays.Example(2026)
	if !ok || !y.Example {
		t.Fatalf("%+v, %t", y, ok)
	}
	return workdays.New(y)
}

func TestWorked(t *testing.T) {
	c := example(t)
	for day, want := range map[string]bool{
		"2026-09-30 12:00": true,  // a Wednesday
		"2026-10-01 12:00": false, // a Thursday, a holiday
		"2026-10-10 12:00": true,  // a Saturday, worked in exchange
		"2026-10-11 12:00": false, // a Sunday
		"2027-10-01 12:00": true,  // nobody has said anything of that year
	} {
		if got := c.Worked(at(day)); got != want {
			t.Errorf("%s: %t", day, got)
		}
	}
	if !c.Knows(2026) || c.Knows(2027) {
		t.Error("it knows the wrong years")
	}
}

func TestAfter(t *testing.T) {
	c := example(t)
	for _, x := range []struct {
		from    string
		minutes int
		want    string
	}{
		{"2026-09-30 10:00", 30, "2026-09-30 10:30"},
		{"2026-09-30 08:00", 30, "2026-09-30 09:30"},
		{"2026-09-30 17:50", 30, "2026-10-08 09:20"}, // over the National Day
		{"2026-10-09 17:59", 10, "2026-10-10 09:09"}, // into the Saturday that is worked
		{"2026-10-10 18:00", 1, "2026-10-12 09:01"},
		{"2026-09-30 10:00", 0, "2026-09-30 10:00"},
	} {
		if got := c.After(at(x.from), time.Duration(x.minutes)*time.Minute); !got.Equal(at(x.want)) {
			t.Errorf("%d minutes after %s: %s, want %s", x.minutes, x.from, got.In(record.Shanghai), x.want)
		}
	}
}

// What After gives lies in working time, and just so much of it has passed by then.
func TestAfterAndBetweenAgree(t *testing.T) {
	c := example(t)
	rapid.Check(t, func(t *rapid.T) {
		from := at("2026-01-01 00:00").Add(time.Duration(rapid.IntRange(0, 300*24*60).Draw(t, "from")) * time.Minute)
		d := time.Duration(rapid.IntRange(1, 60*40).Draw(t, "minutes")) * time.Minute
		to := c.After(from, d)
		if got := c.Between(from, to); got != d {
			t.Fatalf("%s of working time after %s is %s, which is %s later", d, from, to, got)
		}
		if !c.Open(to.Add(-time.Minute)) {
			t.Fatalf("the minute before %s is no working time", to)
		}
		later := from.Add(time.Duration(rapid.IntRange(0, 600).Draw(t, "later")) * time.Minute)
		if c.After(later, d).Before(to) {
			t.Fatal("who begins later ends sooner")
		}
	})
}

func TestCheckYear(t *testing.T) {
	good := workdays.Year{Year: 2027, Days: []workdays.Day{{"2027-01-01", workdays.Holiday, "元旦"}}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for _, y := range workdays.Examples() {
		if err := y.Check(); err != nil || !y.Example {
			t.Errorf("example %d: %v, marked %t", y.Year, err, y.Example)
		}
	}
	for name, spoil := range map[string]func(*workdays.Year){
		"no day":              func(y *workdays.Year) { y.Days[0].Date = "2027-02-30" },
		"another year":        func(y *workdays.Year) { y.Days[0].Date = "2026-01-01" },
		"twice":               func(y *workdays.Year) { y.Days = append(y.Days, y.Days[0]) },
		"no kind":             func(y *workdays.Year) { y.Days[0].Kind = "feast" },
		"a weekday made up":   func(y *workdays.Year) { y.Days[0].Kind = workdays.Makeup },
		"hours that run back": func(y *workdays.Year) { y.Opens, y.Closes = "18:00", "09:00" },
		"no hours":            func(y *workdays.Year) { y.Opens = "9" },
	} {
		bad := good
		bad.Days = append([]workdays.Day{}, good.Days...)
		spoil(&bad)
		if err := bad.Check(); err == nil || fault.As(err).Code != "bad_calendar" {
			t.Errorf("%s: %v", name, err)
		}
	}
}
