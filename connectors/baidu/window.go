package baidu

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

var _ connectors.Windowed = (*source)(nil)

// windowState is how far a window was read: the days up to Last of Account, and every
// day of the accounts before it.
type windowState struct {
	V       int         `json:"v"`
	Account string      `json:"account"`
	Last    record.Date `json:"last"`
}

// ReadWindow pulls the days that begin in w, of each account. A day lies in the window
// in which it begins; today is not over and lies in none.
func (s *source) ReadWindow(ctx context.Context, stream string, w connectors.Window, from connectors.State, emit connectors.Emit) error {
	if stream != streamSpend {
		return fault.Newf("bad_settings", "no stream %q", stream)
	}
	var st windowState
	if from != nil {
		if err := json.Unmarshal(from, &st); err != nil || st.V != stateVersion || !slices.Contains(s.accounts, st.Account) {
			return fault.Newf("lost_state", "the saved position cannot be read")
		}
	}
	first, end := record.DateOf(w.From), yesterday(s.env.Clock.Now())
	if first.Time().Before(w.From) {
		first = addDays(first, 1)
	}
	for !end.Time().Before(w.To) {
		end = addDays(end, -1)
	}
	for _, account := range s.accounts[max(0, slices.Index(s.accounts, st.Account)):] {
		day := first
		if account == st.Account {
			day = addDays(st.Last, 1)
		}
		for day <= end {
			to := min(addDays(day, s.chunk-1), end)
			rep, err := s.report(ctx, account, day, to)
			if err == nil && rep.partial {
				err = fault.Newf("source_error", "the platform gave only a part of the report")
			}
			if err != nil {
				return fault.As(err).In(account)
			}
			var recs []record.Record
			for _, d := range slices.Sorted(maps.Keys(rep.byDay)) {
				for _, k := range slices.Sorted(maps.Keys(rep.byDay[d])) {
					recs = append(recs, rep.byDay[d][k])
				}
			}
			next, err := json.Marshal(windowState{stateVersion, account, to})
			if err != nil {
				return err
			}
			if err := emit(ctx, recs, next); err != nil {
				return err
			}
			day = addDays(to, 1)
		}
	}
	return nil
}
