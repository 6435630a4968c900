package connectortest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Destination is a connectors.Destination in memory whose behaviour a test chooses. It
// keeps what it has written and is safe for concurrent use.
type Destination struct {
	// Delay is how long a Write takes.
	Delay time.Duration
	// Answer decides about the n-th record that is seen (from 1); nil writes everything.
	// What it says is Written, is kept.
	Answer func(n int, r record.Record) connectors.Outcome
	// Fail is asked before the n-th Write (from 1): its error is the answer, for none of
	// the records in particular; nil: none fails.
	Fail func(n int) error
	// LoseAnswer drops the answer of the n-th Write (from 1) after everything is written,
	// as a connection that breaks does.
	LoseAnswer func(n int) bool

	mu      sync.Mutex
	hang    chan struct{}
	writes  int
	seen    int
	written []record.Record
}

var _ connectors.Destination = (*Destination)(nil)

// Check finds nothing wrong.
func (d *Destination) Check(context.Context) error { return nil }

// Hang lets every Write wait until release is called, whatever its context says: the
// worst that a destination can do.
func (d *Destination) Hang() (release func()) {
	ch := make(chan struct{})
	d.mu.Lock()
	d.hang = ch
	d.mu.Unlock()
	return sync.OnceFunc(func() {
		d.mu.Lock()
		d.hang = nil
		d.mu.Unlock()
		close(ch)
	})
}

// Write implements connectors.Destination.
func (d *Destination) Write(ctx context.Context, recs []record.Record) ([]connectors.Outcome, error) {
	d.mu.Lock()
	d.writes++
	n, hang := d.writes, d.hang
	d.mu.Unlock()
	if hang != nil {
		<-hang
	}
	if d.Fail != nil {
		if err := d.Fail(n); err != nil {
			return nil, err
		}
	}
	if d.Delay > 0 {
		select {
		case <-time.After(d.Delay):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	out := make([]connectors.Outcome, len(recs))
	for i, r := range recs {
		d.seen++
		out[i] = connectors.Outcome{Kind: connectors.Written}
		if d.Answer != nil {
			out[i] = d.Answer(d.seen, r)
		}
		if out[i].Kind == connectors.Written {
			d.written = append(d.written, r)
		}
	}
	if d.LoseAnswer != nil && d.LoseAnswer(n) {
		return nil, fault.New("source_unreachable", fmt.Errorf("the connection broke before the answer"))
	}
	return out, nil
}

// Written gives what was written, in order; what was written twice stands twice.
func (d *Destination) Written() []record.Record {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]record.Record(nil), d.written...)
}

// Writes counts the calls of Write.
func (d *Destination) Writes() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.writes
}
