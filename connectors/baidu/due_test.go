package baidu

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/record"
)

// However reads are spaced: when the hub read on a day, every earlier day was pulled
// since it was over, and each day older than a week was pulled once it was a week old
// or older; and the 31 days before the third of a month were pulled on that day or after it.
func TestEachDayIsPulledUntilItIsSettled(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		now := time.Date(2026, 1, rapid.IntRange(1, 28).Draw(rt, "begin"), 1, 0, 0, 0, record.Shanghai)
		s := &source{since: record.DateOf(now.AddDate(0, 0, -rapid.IntRange(0, 50).Draw(rt, "history"))), repullEvery: 6 * time.Hour}
		a, begun := &accountState{}, record.DateOf(now)
		last := map[record.Date]time.Time{} // when a day was pulled last
		for range rapid.IntRange(1, 10).Draw(rt, "reads") {
			s.begin(a, now)
			if from, long, ok := s.due(a, now); ok {
				if from < s.since {
					rt.Fatalf("pulls %s, before the first day %s", from, s.since)
				}
				for d := from; d <= yesterday(now); d = addDays(d, 1) {
					last[d] = now
				}
				a.Last, a.PulledAt = max(a.Last, yesterday(now)), now
				if long {
					a.Monthly = record.DateOf(now)
				}
			}
			today := record.DateOf(now)
			for d := s.since; d < today; d = addDays(d, 1) {
				switch at, ok := last[d]; {
				case !ok:
					rt.Fatalf("at %s the day %s was never pulled", now, d)
				case record.DateOf(at) < min(today, addDays(d, trail)):
					rt.Fatalf("at %s the day %s was last pulled at %s, too fresh", now, d, at)
				}
			}
			for third := nextThird(begun); third <= today; third = nextThird(third) {
				for d := max(s.since, addDays(third, -longTrail)); d < third; d = addDays(d, 1) {
					if record.DateOf(last[d]) < third {
						rt.Fatalf("at %s the day %s was last pulled at %s, before the third %s", now, d, last[d], third)
					}
				}
			}
			now = now.Add(time.Duration(rapid.IntRange(1, 24*45).Draw(rt, "hours")) * time.Hour)
		}
	})
}

// nextThird gives the first third of a month behind d, a day at a time.
func nextThird(d record.Date) record.Date {
	for d = addDays(d, 1); d[8:] != "03"; d = addDays(d, 1) {
	}
	return d
}
