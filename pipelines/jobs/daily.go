package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/record"
)

const (
	// dailyFrom is when a closed day is compared at the earliest, by the clock of
	// Shanghai: what is restated overnight is there by then.
	dailyFrom  = 2 * time.Hour
	dailyEvery = 10 * time.Minute
	weekDays   = 7
)

// dailyIDs is the namespace of the ids of scheduled comparisons: two hubs that schedule
// the same one make one job.
var dailyIDs = uuid.MustParse("5f0a7a52-93ab-4c55-8f0d-3f4f1c6f9d11")

// Daily orders, for every connection whose system can answer, the comparison of the
// last closed day and of the seven days up to it, until ctx ends.
func (r *Runner) Daily(ctx context.Context) error {
	ordered := map[string]bool{}
	for {
		if err := r.orderDaily(ctx, ordered); err != nil && ctx.Err() == nil {
			r.Log.Warn("the daily comparisons cannot be ordered, trying again", "error", err)
		}
		if r.Clock.Sleep(ctx, dailyEvery) != nil {
			return nil //nolint:nilerr // being told to stop is no failure
		}
	}
}

func (r *Runner) orderDaily(ctx context.Context, ordered map[string]bool) error {
	now := r.Clock.Now().In(record.Shanghai)
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, record.Shanghai)
	if now.Sub(today) < dailyFrom {
		return nil
	}
	all, err := r.Sources.Comparable(ctx)
	if err != nil {
		return err
	}
	for _, c := range all {
		for _, days := range []int{1, weekDays} {
			j := c
			j.Kind, j.From, j.To, j.Ask = Compare, today.AddDate(0, 0, -days), today, Ask{Scheduled: true}
			j.ID = uuid.NewSHA1(dailyIDs, []byte(string(c.Workspace)+"/"+string(c.Connection)+"/"+j.From.Format(time.DateOnly)+"/"+j.To.Format(time.DateOnly))).String()
			if ordered[j.ID] {
				continue
			}
			if err := r.Store.ScheduleJob(ctx, j); err != nil {
				return err
			}
			ordered[j.ID] = true
		}
	}
	if len(ordered) > 10_000 {
		clear(ordered)
	}
	return nil
}
