package baidu

import (
	"context"
	"encoding/json"
	"maps"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Days are pulled again until they are this old: daily, and once a month.
const (
	trail     = 7
	longTrail = 31
	longDay   = 3 // of the month
)

// state is how far the accounts were read.
type state struct {
	V        int                      `json:"v"`
	Accounts map[string]*accountState `json:"accounts"`
}

// accountState is how far one account was read.
type accountState struct {
	Since    record.Date            `json:"since"`          // the first day to pull
	Last     record.Date            `json:"last"`           // the last complete day that was pulled
	PulledAt time.Time              `json:"pulled_at"`      // when the last seven days were pulled last, or reading began
	Monthly  record.Date            `json:"monthly"`        // when the last month was pulled last, or reading began
	Days     map[record.Date]string `json:"days,omitempty"` // what the days of the last month looked like
}

const stateVersion = 1

func readState(from connectors.State) (state, error) {
	st := state{V: stateVersion, Accounts: map[string]*accountState{}}
	if len(from) == 0 || string(from) == "null" {
		return st, nil
	}
	if err := json.Unmarshal(from, &st); err != nil || st.V != stateVersion || st.Accounts == nil {
		return st, fault.Newf("lost_state", "the saved position cannot be read")
	}
	return st, nil
}

type reader struct {
	*source
	emit  connectors.Emit
	state state
	saved []byte // the state as it was emitted last
}

// due gives the first day to pull now, and whether anything is due. Each day is
// pulled when it is over, again daily until it is seven days old, however long the
// hub was away, and the days before the third of a month again on it or on the first read after it.
func (s *source) due(a *accountState, now time.Time) (first record.Date, long, ok bool) {
	today := record.DateOf(now)
	take := func(d record.Date) {
		if !ok || d < first {
			first = d
		}
		ok = true
	}
	if a.Last < addDays(today, -1) {
		take(addDays(a.Last, 1))
	}
	if pulled := record.DateOf(a.PulledAt); pulled != today || now.Sub(a.PulledAt) >= s.repullEvery {
		take(min(addDays(today, -trail), addDays(pulled, 1-trail)))
	}
	if next := nextLong(a.Monthly); next <= today {
		long = true
		take(addDays(next, -longTrail))
	}
	return max(first, s.since), long, ok && s.since < today
}

// nextLong gives the first third of a month behind d.
func nextLong(d record.Date) record.Date {
	t := d.Time()
	third := time.Date(t.Year(), t.Month(), longDay, 0, 0, 0, 0, record.Shanghai)
	if !third.After(t) {
		third = third.AddDate(0, 1, 0)
	}
	return record.DateOf(third)
}

// begin prepares an account that was never read, or whose first day was set earlier
// since: everything is pulled, from the first day on.
func (s *source) begin(a *accountState, now time.Time) {
	if a.Days == nil {
		a.Days = map[record.Date]string{}
	}
	if a.Since == "" {
		a.PulledAt, a.Monthly = now, record.DateOf(now)
	}
	if a.Since == "" || s.since < a.Since {
		a.Since, a.Last = s.since, addDays(s.since, -1)
	}
}

// account pulls what is due of one account, a report after the other. later is
// trouble of this account alone, with which the others may still be read.
func (r *reader) account(ctx context.Context, name string) (later, err error) {
	a := r.state.Accounts[name]
	if a == nil {
		a = &accountState{}
		r.state.Accounts[name] = a
	}
	now := r.env.Clock.Now()
	end, oldest := yesterday(now), addDays(record.DateOf(now), -longTrail)
	r.begin(a, now)
	from, long, ok := r.due(a, now)
	if !ok {
		return nil, nil
	}
	for from <= end {
		to := min(addDays(from, r.chunk-1), end)
		rep, err := r.report(ctx, name, from, to)
		if f := fault.As(err); err != nil && (f.Code == "source_refused" || f.Code == "source_bad_answer") {
			return f.In(name), nil
		} else if err != nil {
			return nil, f.In(name)
		}
		recs := rep.changed(a.Days)
		if rep.partial {
			return r.part(ctx, name, recs)
		}
		for d := from; d <= to; d = addDays(d, 1) {
			a.Days[d] = rep.digest(d)
		}
		maps.DeleteFunc(a.Days, func(d record.Date, digest string) bool { return d < oldest || digest == "" })
		a.Last = max(a.Last, to)
		if to == end {
			a.PulledAt = now
			if long {
				a.Monthly = record.DateOf(now)
			}
		}
		if err := r.hand(ctx, recs); err != nil {
			return nil, err
		}
		from = addDays(to, 1)
	}
	return nil, nil
}

// part hands on the good part of a report and then says that the rest is missing;
// nothing counts as pulled, so the next read asks again.
func (r *reader) part(ctx context.Context, account string, recs []record.Record) (later, err error) {
	if len(recs) > 0 {
		if err := r.emit(ctx, recs, r.saved); err != nil {
			return nil, err
		}
	}
	return fault.Newf("source_error", "the platform gave only a part of the report").In(account), nil
}

// hand emits records with the state after them; nothing when neither is new.
func (r *reader) hand(ctx context.Context, recs []record.Record) error {
	next, err := json.Marshal(r.state)
	if err != nil || len(recs) == 0 && string(next) == string(r.saved) {
		return err
	}
	r.saved = next
	return r.emit(ctx, recs, next)
}
