package bus

import (
	"context"
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever the order of acknowledgements and the holes of the log, what may be
// committed is one past the last offset before which every offset that was read is
// acknowledged.
func TestTrackerCommitsTheContiguousPrefix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		start := rapid.Int64Range(0, 1000).Draw(t, "start")
		tr := newTracker(start, 1<<20)
		var read []int64
		acked := map[int64]bool{}
		next := start
		steps := rapid.IntRange(1, 3000).Draw(t, "steps")
		for range steps {
			switch kind := rapid.IntRange(0, 9).Draw(t, "kind"); {
			case kind < 5:
				next += rapid.Int64Range(0, 3).Draw(t, "hole")
				if err := tr.add(context.Background(), next); err != nil {
					t.Fatal(err)
				}
				read = append(read, next)
				next++
			case kind < 9 && len(read) > 0:
				// Near the front as often as anywhere, so that the prefix moves.
				most := len(read) - 1
				if rapid.Bool().Draw(t, "near") {
					most = min(most, 3)
				}
				i := rapid.IntRange(0, most).Draw(t, "ack")
				tr.ack(read[i])
				acked[read[i]] = true
			default:
				tr.ack(next + 100) // never read: nothing moves
			}
			want := start
			for len(read) > 0 && acked[read[0]] {
				want = read[0] + 1
				start = want
				read = read[1:]
			}
			got, moved := tr.pending()
			if got != want {
				t.Fatalf("may commit %d, want %d", got, want)
			}
			beyond := 0
			for _, o := range read {
				if acked[o] {
					beyond++
				}
			}
			if _, n := tr.standing(); n != beyond {
				t.Fatalf("%d are acknowledged beyond the prefix, want %d", n, beyond)
			}
			if moved != (got > tr.given) {
				t.Fatalf("moved %v at %d with %d committed", moved, got, tr.given)
			}
			if moved && rapid.Bool().Draw(t, "commit") {
				tr.committed(got)
				if _, again := tr.pending(); again {
					t.Fatal("the same offset is committed twice")
				}
			}
		}
	})
}

func TestTrackerWindowHoldsReadingBack(t *testing.T) {
	tr := newTracker(-1, 2)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	for o := range int64(2) {
		if err := tr.add(ctx, o); err != nil {
			t.Fatal(err)
		}
	}
	tr.ack(1) // does not help: 0 is open
	if err := tr.add(ctx, 2); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("a third offset was taken: %v", err)
	}
	added := make(chan error, 1)
	go func() { added <- tr.add(context.Background(), 2) }()
	tr.ack(0)
	select {
	case err := <-added:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(5 * time.Second):
		t.Fatal("reading did not go on")
	}
}
