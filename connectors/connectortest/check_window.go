package connectortest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

func windowChecks() []check {
	can := func(l *lab) bool { return l.stream.Windows }
	return []check{
		{name: "window_declared", whole: true, run: windowDeclared},
		{name: "window_exact", run: windowExact, applies: can},
		{name: "window_resume", run: windowResume, applies: can},
		{name: "window_apart", run: windowApart, applies: can},
		{name: "window_state", run: windowState, applies: can},
	}
}

// windowDeclared: the Spec says of its streams that they can be asked for by time when,
// and only when, the Source can.
func windowDeclared(_ context.Context, l *lab) error {
	src, err := l.open()
	if err != nil {
		return err
	}
	_, can := src.(connectors.Windowed)
	says := slices.ContainsFunc(l.c.Connector.Spec.Streams, func(s connectors.Stream) bool { return s.Windows })
	if can != says {
		return fmt.Errorf("the Source is Windowed: %t, a stream of the Spec has Windows: %t", can, says)
	}
	return nil
}

// readWindow reads a window with a new Source from a state, within patience.
func (l *lab) readWindow(ctx context.Context, w connectors.Window, from connectors.State, s *Sink) error {
	src, err := l.open()
	if err != nil {
		return fmt.Errorf("NewSource with good settings: %w", err)
	}
	by, can := src.(connectors.Windowed)
	if !can {
		return errors.New("the Spec says that the stream can be asked for by time, the Source cannot")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if l.proxy != nil {
		l.proxy.ending(cancel)
		defer l.proxy.ending(nil)
	}
	done := make(chan error, 1)
	go func() { done <- by.ReadWindow(ctx, l.stream.Name, w, from, s.Emit) }()
	select {
	case err := <-done:
		l.note(err)
		return err
	case <-time.After(patience + hurry):
		return errHangs
	}
}

// within gives the records whose time lies in a window.
func within(all map[string]record.Record, w connectors.Window) map[string]record.Record {
	out := map[string]record.Record{}
	for id, r := range all {
		if w.Holds(r.OccurredAt) {
			out[id] = r
		}
	}
	return out
}

// sameRecords compares what was read with what should have been, by content.
func sameRecords(got, want map[string]record.Record) error {
	for _, id := range slices.Sorted(maps.Keys(want)) {
		g, there := got[id]
		if !there {
			return fmt.Errorf("record %s lies in the window and was not read", id)
		}
		if w := want[id]; g.ContentHash() != w.ContentHash() || !g.OccurredAt.Equal(w.OccurredAt) {
			return fmt.Errorf("record %s is another one than Read gives", id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(got)) {
		if _, there := want[id]; !there {
			return fmt.Errorf("record %s (%s) does not lie in the window", id, got[id].OccurredAt)
		}
	}
	return nil
}

// times gives the moments of the records, in order.
func times(all map[string]record.Record) []time.Time {
	var out []time.Time
	for _, r := range all {
		out = append(out, r.OccurredAt)
	}
	slices.SortFunc(out, time.Time.Compare)
	return slices.CompactFunc(out, time.Time.Equal)
}

// windowExact: a window gives exactly what lies in it, its first moment and not its
// last; windows side by side give everything once.
func windowExact(ctx context.Context, l *lab) error {
	all, err := l.full(ctx)
	if err != nil {
		return err
	}
	at := times(all)
	if len(at) < 4 {
		return fmt.Errorf("the records lie at %d moments; this check needs at least 4", len(at))
	}
	first, last := at[0], at[len(at)-1]
	windows := []connectors.Window{
		{From: at[1], To: at[len(at)-2]}, // on the very moments of records
		{From: at[1].Add(time.Nanosecond), To: at[len(at)-2].Add(time.Nanosecond)},
		{From: at[2], To: at[2].Add(time.Nanosecond)},
		{From: first.Add(-48 * time.Hour), To: first}, // before everything
		{From: first, To: last.Add(time.Nanosecond)},  // everything
	}
	for _, w := range windows {
		s := l.sink()
		if err := l.readWindow(ctx, w, nil, s); err != nil {
			return fmt.Errorf("window %s to %s: %w", w.From, w.To, err)
		}
		if p := s.Problems(); len(p) > 0 {
			return errors.New(strings.Join(p, "; "))
		}
		if err := sameRecords(s.Latest(), within(all, w)); err != nil {
			return fmt.Errorf("window %s to %s: %w", w.From, w.To, err)
		}
	}
	return nil
}

// windowResume: the hub dies after every batch of a window and goes on from the state
// that came with it.
func windowResume(ctx context.Context, l *lab) error {
	all, err := l.full(ctx)
	if err != nil {
		return err
	}
	at := times(all)
	w := connectors.Window{From: at[1], To: at[len(at)-1]}
	whole := l.sink()
	for range 10 + 3*len(all) {
		part := l.sink()
		stopAfter(part, 1)
		err := l.readWindow(ctx, w, whole.State(), part)
		if err != nil && !errors.Is(err, errCrash) {
			return fmt.Errorf("ReadWindow must end with the error of emit; it gave: %w", err)
		}
		if err := whole.take(ctx, part); err != nil {
			return err
		}
		if err == nil {
			return sameRecords(whole.Latest(), within(all, w))
		}
	}
	return errors.New("the window does not come to its end: it moves no further after a restart")
}

// windowApart: reading a window does not touch how far the stream was read, with the
// same Source and between two of its reads.
func windowApart(ctx context.Context, l *lab) error {
	src, err := l.open()
	if err != nil {
		return err
	}
	live := l.sink()
	if err := l.readBy(ctx, src, nil, live); err != nil {
		return err
	}
	at := times(live.Latest())
	before := bytes.Clone(live.State())
	by, can := src.(connectors.Windowed)
	if !can {
		return errors.New("the Source cannot be asked by time")
	}
	w := connectors.Window{From: at[0], To: at[len(at)/2]}
	side := l.sink()
	if err := by.ReadWindow(ctx, l.stream.Name, w, nil, side.Emit); err != nil {
		return err
	}
	if err := sameRecords(side.Latest(), within(live.Latest(), w)); err != nil {
		return fmt.Errorf("between two reads: %w", err)
	}
	if l.sys.Insert != nil {
		for range 3 {
			l.env.Now.Advance(time.Minute)
			l.sys.Insert(l.stream.Name)
		}
	}
	if err := l.readBy(ctx, src, before, live); err != nil {
		return err
	}
	return l.complete(ctx, live)
}

// windowState: a state of Read's own is no state of a window, and nonsense is lost state.
func windowState(ctx context.Context, l *lab) error {
	w := connectors.Window{From: l.env.Now.Now().Add(-time.Hour), To: l.env.Now.Now()}
	err := l.readWindow(ctx, w, connectors.State(`"nonsense"`), l.sink())
	if err == nil || fault.As(err).Code != "lost_state" {
		return fmt.Errorf("a state that is nonsense must be lost_state, got %w", orNothing(err))
	}
	return nil
}
