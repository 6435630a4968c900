package connectortest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/heliuhub/heliu/record"
)

func readChecks() []check {
	return []check{
		{name: "full_read", run: fullRead},
		{name: "versions_monotone", run: versionsMonotone},
		{name: "state", run: stateKept},
		{name: "read_again", run: readAgain},
		{name: "resume", run: resume},
		{name: "crash_before_state", run: crashBeforeState},
		{name: "streams_at_once", whole: true, run: streamsAtOnce},
	}
}

// once reads from a state to the end with no fault.
func (l *lab) once(ctx context.Context, s *Sink) error {
	if err := l.read(ctx, s.State(), s); err != nil {
		return err
	}
	if p := s.Problems(); len(p) > 0 {
		return errors.New(strings.Join(p, "; "))
	}
	return nil
}

// fullRead: reading from the start gives every row exactly as the system holds it.
func fullRead(ctx context.Context, l *lab) error {
	if n := len(l.sys.Rows(l.stream.Name)); n < 7 {
		return fmt.Errorf("the system holds %d rows of %s; the suite needs at least 7 to prove anything", n, l.stream.Name)
	}
	s := l.sink()
	if err := l.once(ctx, s); err != nil {
		return err
	}
	if n := len(s.Batches()); n < 3 {
		return fmt.Errorf("%d batches were emitted; make pages or files small enough for at least 3", n)
	}
	return l.holds(s.Latest())
}

// versionsMonotone: the versions of a key never go back within what one stream emits,
// and one version has one content.
func versionsMonotone(ctx context.Context, l *lab) error {
	s := l.sink()
	for range 3 {
		if err := l.once(ctx, s); err != nil {
			return err
		}
		for range 20 { // the version of a row passes from 9 to 10
			if l.sys.Change != nil {
				l.env.Now.Advance(time.Minute)
				l.sys.Change(l.stream.Name)
			}
		}
	}
	last := map[string]record.Record{}
	for _, r := range s.Records() {
		old, there := last[r.Key]
		if there && r.Version < old.Version {
			return fmt.Errorf("record %s came as version %q after %q: versions must grow bytewise", r.Key, r.Version, old.Version)
		}
		if there && r.Version == old.Version && r.ContentHash() != old.ContentHash() {
			return fmt.Errorf("record %s came twice as version %q with different content", r.Key, r.Version)
		}
		last[r.Key] = r
	}
	return nil
}

// stateKept: a state comes with every batch, is small, and still works after a JSON
// store has rewritten it (Sink.State does that); without news it stays usable.
func stateKept(ctx context.Context, l *lab) error {
	s := l.sink()
	if err := l.once(ctx, s); err != nil {
		return err
	}
	if s.State() == nil {
		return errors.New("reading to the end left no state")
	}
	before := len(s.State())
	for range 3 { // a state must not grow by reading the same again
		if err := l.once(ctx, s); err != nil {
			return fmt.Errorf("reading on from the saved state: %w", err)
		}
		if after := len(s.State()); after > before+64 {
			return fmt.Errorf("the state grew from %d to %d bytes without news", before, after)
		}
	}
	return l.complete(ctx, s)
}

// readAgain: with nothing new, a further read gives only what was there, unchanged.
func readAgain(ctx context.Context, l *lab) error {
	first := l.sink()
	if err := l.once(ctx, first); err != nil {
		return err
	}
	l.env.Now.Advance(time.Second)
	second := l.sink()
	if err := l.read(ctx, first.State(), second); err != nil {
		return err
	}
	had := first.Latest()
	for id, r := range second.Latest() {
		old, there := had[id]
		if !there {
			return fmt.Errorf("record %s came in the second read only, though nothing changed", id)
		}
		if old.ContentHash() != r.ContentHash() {
			return fmt.Errorf("record %s came with other content, though nothing changed", id)
		}
	}
	return nil
}

var errCrash = errors.New("connectortest: the hub crashed here")

// stopAfter lets k batches through and then fails, before anything of the next is kept.
func stopAfter(s *Sink, k int) {
	from := s.Calls()
	s.Before = func(n int, _ []record.Record) error {
		if n > from+k {
			return errCrash
		}
		return nil
	}
}

// resume: the hub dies after every k-th batch and goes on from the saved state; every
// row comes, and a crash after each single batch does not keep reading in one place.
func resume(ctx context.Context, l *lab) error {
	for _, k := range []int{1, 2, 3} {
		if err := l.resumeEvery(ctx, k); err != nil {
			return fmt.Errorf("stopping after every %d batches: %w", k, err)
		}
	}
	return nil
}

func (l *lab) resumeEvery(ctx context.Context, k int) error {
	whole := l.sink()
	limit := 10 + 3*len(l.sys.Rows(l.stream.Name))
	for range limit {
		part := l.sink()
		stopAfter(part, k)
		err := l.read(ctx, whole.State(), part)
		if err != nil && !errors.Is(err, errCrash) {
			return fmt.Errorf("Read must end with the error of emit; it gave: %w", err)
		}
		if err := whole.take(ctx, part); err != nil {
			return err
		}
		if err == nil {
			if part.Calls() > k {
				return errors.New("emit failed and Read said that all is well")
			}
			return l.complete(ctx, whole)
		}
	}
	return fmt.Errorf("after %d restarts reading has not come to its end: it moves no further", limit)
}

// take appends what part took and its state.
func (s *Sink) take(ctx context.Context, part *Sink) error {
	if p := part.Problems(); len(p) > 0 {
		return errors.New(strings.Join(p, "; "))
	}
	if part.State() == nil {
		return nil
	}
	return s.Emit(ctx, part.Records(), part.State())
}

// crashBeforeState: a batch is durable, but the hub dies before its state is saved;
// going on from the state before it gives the batch again, unchanged, and then the rest.
func crashBeforeState(ctx context.Context, l *lab) error {
	first := l.sink()
	if err := l.once(ctx, first); err != nil {
		return err
	}
	recs, states, sizes := first.Records(), first.states, first.Batches()
	upTo := sizes[0]
	for i := 0; i+1 < len(sizes) && i < 4; i++ {
		upTo += sizes[i+1] // durable: batches 0 to i+1; saved: the state of batch i
		whole := l.sink()
		if err := whole.Emit(ctx, recs[:upTo], states[i]); err != nil {
			return err
		}
		if err := l.once(ctx, whole); err != nil {
			return fmt.Errorf("going on from the state of batch %d: %w", i+1, err)
		}
		if err := l.complete(ctx, whole); err != nil {
			return fmt.Errorf("a crash between batch %d and its state: %w", i+2, err)
		}
	}
	return nil
}

// streamsAtOnce: one Source may read all its streams at the same time.
func streamsAtOnce(ctx context.Context, l *lab) error {
	src, err := l.open()
	if err != nil {
		return err
	}
	streams := l.c.streams()
	sinks, errs := make([]*Sink, len(streams)), make([]error, len(streams))
	var wg sync.WaitGroup
	for i, st := range streams {
		sinks[i] = &Sink{Connector: l.c.Connector.Spec.Name, Stream: st.Name, Env: l.env}
		wg.Go(func() { errs[i] = l.readBy(ctx, src, nil, sinks[i]) })
	}
	wg.Wait()
	for i, st := range streams {
		if errs[i] != nil {
			return fmt.Errorf("stream %s: %w", st.Name, errs[i])
		}
		l.stream = st
		if err := l.holds(sinks[i].Latest()); err != nil {
			return err
		}
	}
	return nil
}
