package jobs

import (
	"context"
	"encoding/json"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// WindowStore keeps windows and comparisons.
type WindowStore interface {
	// WindowAt gives a window of a backfill as it stands; the zero value before its first page.
	WindowAt(ctx context.Context, j Job, stream string, from time.Time) (WindowRow, error)
	// SaveWindow writes it down, under the job's token.
	SaveWindow(ctx context.Context, j Job, w WindowRow) error
	// InWindow gives the hub's current versions whose time lies in a window, behind a
	// key and in the order of keys.
	InWindow(ctx context.Context, j Job, stream string, w connectors.Window, after string, limit int) ([]Known, error)
	// KnownBy gives what the hub knows of keys: the current version, and what became of
	// the content of the given hash.
	KnownBy(ctx context.Context, j Job, stream string, keys []string, hashes [][32]byte) (map[string]Known, error)
	// PutComparison keeps a comparison and gives its id.
	PutComparison(ctx context.Context, j Job, c views.Comparison) (id string, err error)
	// StillDiffers tells whether the latest comparison of some window of a stream has a
	// difference that the given window does not cover.
	StillDiffers(ctx context.Context, j Job, stream string, w connectors.Window) (bool, error)
}

// WindowRow is one window of a backfill.
type WindowRow struct {
	Stream   string
	From, To time.Time
	State    connectors.State // nil: from its beginning
	Records  int64
	Done     bool
}

// Limits of a backfill.
const (
	MinWindow  = time.Minute
	MaxWindows = 5000
)

// Windows counts the windows of a range; the last may be shorter.
func Windows(from, to time.Time, length time.Duration) int64 {
	if !from.Before(to) || length <= 0 {
		return 0
	}
	return int64((to.Sub(from) + length - 1) / length)
}

// HistoryAfter is how long ago a range must have ended to count as the past by default:
// nobody wants to be told of what it brings.
const HistoryAfter = 7 * 24 * time.Hour

// backfill reads the windows of a range one after the other. It has its own place in
// each window and never touches how far the live stream was read.
func (r *Runner) backfill(ctx context.Context, j *Job) error {
	var res views.WindowsRead
	if len(j.Result) > 0 {
		if err := json.Unmarshal(j.Result, &res); err != nil {
			return fault.New("internal", err)
		}
	}
	length := time.Duration(j.Ask.Window) * time.Second
	return r.held(ctx, *j, func(ctx context.Context, src connectors.Windowed, spec connectors.Spec) error {
		streams, err := asked(*j, spec)
		if err != nil {
			return err
		}
		each := Windows(j.From, j.To, length)
		j.Total, j.Done, res.Records = each*int64(len(streams)), 0, 0
		for _, s := range streams {
			for i := range each {
				from := j.From.Add(time.Duration(i) * length)
				w := WindowRow{Stream: s, From: from, To: minTime(from.Add(length), j.To)}
				n, err := r.window(ctx, j, src, w, &res)
				res.Records += n
				if err != nil {
					return err
				}
				j.Done++
				res.Windows = j.Done
			}
		}
		return r.save(ctx, j, res)
	})
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// window reads one window from where it stands and gives how many records of it are
// on the bus.
func (r *Runner) window(ctx context.Context, j *Job, src connectors.Windowed, w WindowRow, res *views.WindowsRead) (int64, error) {
	was, err := r.Windows.WindowAt(ctx, *j, w.Stream, w.From)
	if err != nil {
		return 0, err
	}
	w.State, w.Records = was.State, was.Records
	if was.Done {
		return w.Records, nil
	}
	j.Cursor.Stream, j.Cursor.After = w.Stream, w.From.UTC().Format(time.RFC3339)
	before := res.Records
	err = src.ReadWindow(ctx, w.Stream, connectors.Window{From: w.From, To: w.To}, w.State, func(ctx context.Context, recs []record.Record, next connectors.State) error {
		if err := r.publish(ctx, j, recs); err != nil {
			return err
		}
		if len(next) > connectors.MaxState {
			return fault.Newf("internal", "state of %d bytes, %d at most", len(next), connectors.MaxState)
		}
		w.State, w.Records = next, w.Records+int64(len(recs))
		if err := r.Windows.SaveWindow(ctx, *j, w); err != nil {
			return err
		}
		now := *res
		now.Records = before + w.Records
		return r.save(ctx, j, now)
	})
	if ctx.Err() != nil {
		return w.Records, ctx.Err()
	}
	if err != nil {
		return w.Records, err
	}
	w.Done = true
	return w.Records, r.Windows.SaveWindow(ctx, *j, w)
}

// publish puts records of a source on the bus, as the scheduler does.
func (r *Runner) publish(ctx context.Context, j *Job, recs []record.Record) error {
	origin := record.Backfill
	if j.Ask.History {
		origin = record.History
	}
	now := r.Clock.Now()
	msgs := make([]bus.Message, 0, len(recs))
	for _, x := range recs {
		x.Workspace, x.Connection, x.Connector, x.ReceivedAt, x.Origin = j.Workspace, j.Connection, j.Connector, now, origin
		if x.OccurredAt.IsZero() || x.OccurredAt.After(now) {
			x.OccurredAt = now
		}
		if err := x.Validate(); err != nil {
			return fault.New("internal", err)
		}
		msgs = append(msgs, bus.Message{Topic: bus.TopicRaw, Key: x.BusKey(), Headers: x.Headers(), Payload: x.Raw})
	}
	if len(msgs) == 0 {
		return nil
	}
	if err := r.wait(ctx, mapGroup, bus.TopicRaw); err != nil {
		return err
	}
	return r.Bus.Publish(ctx, msgs...)
}
