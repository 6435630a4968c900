package connectortest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/heliuhub/heliu/record"
)

func changeChecks() []check {
	needs := func(name string, has func(*System) bool) func(*lab) string {
		return func(l *lab) string {
			if has(l.sys) {
				return ""
			}
			return name
		}
	}
	insertAt := needs("InsertAt and Step", func(s *System) bool { return s.InsertAt != nil && s.Step > 0 })
	return []check{
		{name: "new_rows", run: newRows, missing: needs("Insert", func(s *System) bool { return s.Insert != nil })},
		{name: "changed_rows", run: changedRows, missing: needs("Change", func(s *System) bool { return s.Change != nil })},
		{
			name: "deletes", run: deletes, applies: func(l *lab) bool { return l.stream.Deletes },
			missing: needs("Delete", func(s *System) bool { return s.Delete != nil }),
		},
		{name: "insert_while_paging", run: insertWhilePaging, missing: needs("Insert", func(s *System) bool { return s.Insert != nil })},
		{name: "change_while_paging", run: changeWhilePaging, missing: needs("Change", func(s *System) bool { return s.Change != nil })},
		{name: "change_while_down", run: changeWhileDown, missing: needs("Change", func(s *System) bool { return s.Change != nil })},
		{name: "one_moment", run: oneMoment, missing: insertAt},
		{name: "smallest_step", run: smallestStep, missing: insertAt},
		{name: "late_rows", run: lateRows, missing: needs("InsertAt and Late", func(s *System) bool { return s.InsertAt != nil && s.Late > 0 })},
	}
}

// newRows: rows that are added after the end was reached come with the next read.
func newRows(ctx context.Context, l *lab) error {
	s := l.sink()
	if err := l.once(ctx, s); err != nil {
		return err
	}
	for range 5 {
		l.env.Now.Advance(time.Minute)
		l.sys.Insert(l.stream.Name)
	}
	if err := l.once(ctx, s); err != nil {
		return err
	}
	return l.complete(ctx, s)
}

// changedRows: a changed row comes again and wins over what it was.
func changedRows(ctx context.Context, l *lab) error {
	s := l.sink()
	if err := l.once(ctx, s); err != nil {
		return err
	}
	before := s.Latest()
	for range 3 {
		l.env.Now.Advance(time.Minute)
		key := l.sys.Change(l.stream.Name)
		if err := l.once(ctx, s); err != nil {
			return err
		}
		id := l.stream.Name + "/" + key
		if s.Latest()[id].ContentHash() == before[id].ContentHash() {
			return fmt.Errorf("record %s was changed in the system and is still the old one", id)
		}
	}
	return l.complete(ctx, s)
}

// deletes: a deleted row comes as a delete, and wins over what it was.
func deletes(ctx context.Context, l *lab) error {
	s := l.sink()
	if err := l.once(ctx, s); err != nil {
		return err
	}
	l.env.Now.Advance(time.Minute)
	key := l.sys.Delete(l.stream.Name)
	if err := l.once(ctx, s); err != nil {
		return err
	}
	if r := s.Latest()[l.stream.Name+"/"+key]; r.Op != record.Delete {
		return fmt.Errorf("record %s/%s was deleted in the system and came as %q", l.stream.Name, key, r.Op)
	}
	return l.complete(ctx, s)
}

// whilePaging moves the system on during each of the first batches of a read and
// demands that, one read later, everything is there.
func (l *lab) whilePaging(ctx context.Context, move func(string) string) error {
	s := l.sink()
	s.Before = func(n int, _ []record.Record) error {
		if n <= 3 {
			l.env.Now.Advance(time.Second)
			move(l.stream.Name)
		}
		return nil
	}
	if err := l.once(ctx, s); err != nil {
		return err
	}
	s.Before = nil
	if err := l.once(ctx, s); err != nil {
		return err
	}
	return l.complete(ctx, s)
}

func insertWhilePaging(ctx context.Context, l *lab) error { return l.whilePaging(ctx, l.sys.Insert) }

func changeWhilePaging(ctx context.Context, l *lab) error { return l.whilePaging(ctx, l.sys.Change) }

// changeWhileDown: rows change, the one that was read last among them where Change
// comes by it, between a crash and the restart.
func changeWhileDown(ctx context.Context, l *lab) error {
	for k := 1; k <= 2; k++ {
		s := l.sink()
		stopAfter(s, k)
		if err := l.read(ctx, nil, s); !errors.Is(err, errCrash) {
			return fmt.Errorf("Read must end with the error of emit, it gave: %w", orNothing(err))
		}
		for range 6 {
			l.env.Now.Advance(time.Second)
			l.sys.Change(l.stream.Name)
		}
		whole := l.sink()
		if err := whole.take(ctx, s); err != nil {
			return err
		}
		if err := l.once(ctx, whole); err != nil {
			return err
		}
		if err := l.complete(ctx, whole); err != nil {
			return err
		}
	}
	return nil
}

// moment is a change time behind every row that is there, on a step of the system.
func (l *lab) moment() time.Time {
	l.env.Now.Advance(time.Hour)
	at := l.env.Now.Now().Truncate(max(l.sys.Step, time.Millisecond))
	return at
}

// oneMoment: many rows share one change time, across the edges of pages, and the hub
// dies after every batch.
func oneMoment(ctx context.Context, l *lab) error {
	at := l.moment()
	for range 23 {
		l.sys.InsertAt(l.stream.Name, at)
	}
	for _, k := range []int{1, 2} {
		if err := l.resumeEvery(ctx, k); err != nil {
			return fmt.Errorf("23 rows of one moment, stopping after every %d batches: %w", k, err)
		}
	}
	return nil
}

// smallestStep: rows lie the smallest step of the system apart; a cursor that rounds
// loses some of them. New ones come in between reads, each a step after the last.
func smallestStep(ctx context.Context, l *lab) error {
	at := l.moment()
	for i := range 11 {
		l.sys.InsertAt(l.stream.Name, at.Add(time.Duration(i)*l.sys.Step))
	}
	l.advanceTo(at.Add(11 * l.sys.Step))
	if err := l.resumeEvery(ctx, 1); err != nil {
		return err
	}
	s := l.sink()
	for i := 11; i < 16; i++ {
		if err := l.once(ctx, s); err != nil {
			return err
		}
		l.sys.InsertAt(l.stream.Name, at.Add(time.Duration(i)*l.sys.Step))
		l.advanceTo(at.Add(time.Duration(i+1) * l.sys.Step))
	}
	if err := l.once(ctx, s); err != nil {
		return err
	}
	return l.complete(ctx, s)
}

// advanceTo moves the clock forward to t.
func (l *lab) advanceTo(t time.Time) {
	if d := t.Sub(l.env.Now.Now()); d > 0 {
		l.env.Now.Advance(d)
	}
}

// lateRows: a transaction with an older time becomes visible after the cursor has
// passed it.
func lateRows(ctx context.Context, l *lab) error {
	at := l.moment()
	l.sys.InsertAt(l.stream.Name, at)
	s := l.sink()
	if err := l.once(ctx, s); err != nil {
		return err
	}
	var late []string
	for _, back := range []time.Duration{l.sys.Late / 10, l.sys.Late / 2, l.sys.Late * 9 / 10} {
		late = append(late, l.sys.InsertAt(l.stream.Name, at.Add(-back).Truncate(max(l.sys.Step, time.Microsecond)).Add(l.sys.Step)))
	}
	l.env.Now.Advance(l.sys.Late / 10)
	if err := l.once(ctx, s); err != nil {
		return err
	}
	got := s.Latest()
	if i := slices.IndexFunc(late, func(key string) bool { _, ok := got[l.stream.Name+"/"+key]; return !ok }); i >= 0 {
		return fmt.Errorf("record %s/%s became visible up to %s late and was lost", l.stream.Name, late[i], l.sys.Late)
	}
	return l.complete(ctx, s)
}
