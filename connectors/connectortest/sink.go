package connectortest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/record"
)

// Identifiers under which a Sink files records.
const (
	Workspace  record.WorkspaceID  = "00000000-0000-4000-8000-000000000001"
	Connection record.ConnectionID = "00000000-0000-4000-8000-000000000002"
)

// Sink is an Emit in memory: it keeps what was emitted and watches that the rules of
// connectors.Emit are kept. It is safe for concurrent use.
type Sink struct {
	Connector string
	Stream    string // which stream is read; any when empty
	Receiver  bool   // a Receiver passes no state
	Env       *Env   // for the time of receipt
	// Before, when set, is called before the n-th batch (from 1) is taken; its error is
	// what Emit answers, and nothing of the batch is kept.
	Before func(n int, recs []record.Record) error

	mu       sync.Mutex
	calls    int
	failed   error
	records  []record.Record
	batches  []int
	state    connectors.State
	states   []connectors.State // after each batch
	problems []string
}

// Emit takes a batch. It is a connectors.Emit.
func (s *Sink) Emit(ctx context.Context, recs []record.Record, next connectors.State) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	s.calls++
	n, before := s.calls, s.Before
	if s.failed != nil && !s.Receiver {
		s.problem("emit was called again after it had failed with: %v", s.failed)
	}
	s.mu.Unlock()
	if before != nil {
		if err := before(n, recs); err != nil {
			s.mu.Lock()
			s.failed = err
			s.mu.Unlock()
			return err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.checkState(next, len(recs))
	for _, r := range recs {
		r.Workspace, r.Connection, r.Connector, r.ReceivedAt = Workspace, Connection, s.Connector, s.Env.Now.Now()
		r.Raw = bytes.Clone(r.Raw)
		s.checkRecord(r)
		s.records = append(s.records, r)
	}
	s.batches = append(s.batches, len(recs))
	if next != nil {
		s.state = bytes.Clone(next)
	}
	s.states = append(s.states, s.state)
	return nil
}

func (s *Sink) problem(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(s.problems, text) && len(s.problems) < 20 {
		s.problems = append(s.problems, text)
	}
}

func (s *Sink) checkState(next connectors.State, n int) {
	switch {
	case s.Receiver && next != nil:
		s.problem("a Receiver passes no state, this one did")
	case s.Receiver:
	case next == nil:
		s.problem("a batch of %d records came without a state to go on from", n)
	case len(next) > connectors.MaxState:
		s.problem("the state has %d bytes, %d are allowed", len(next), connectors.MaxState)
	case !json.Valid(next):
		s.problem("the state is not valid JSON")
	}
}

func (s *Sink) checkRecord(r record.Record) {
	switch err := r.Validate(); {
	case err != nil:
		s.problem("a record of %s is not valid: %v", r.Stream, err)
	case s.Stream != "" && r.Stream != s.Stream:
		s.problem("a record of stream %s came while %s was read", r.Stream, s.Stream)
	case len(r.Key) > 512:
		s.problem("a key of %s has %d bytes; 512 are allowed", r.Stream, len(r.Key))
	case r.Op == record.Upsert && len(r.Raw) == 0:
		s.problem("record %s/%s has no payload", r.Stream, r.Key)
	case r.OccurredAt.IsZero():
		s.problem("record %s/%s says not when it occurred", r.Stream, r.Key)
	}
}

// State gives the state that was saved last, after a round trip through a JSON
// store that keeps neither spaces nor the order of members; nil when none was.
func (s *Sink) State() connectors.State {
	s.mu.Lock()
	defer s.mu.Unlock()
	return roundTrip(s.state)
}

// Records gives everything that was taken, in order.
func (s *Sink) Records() []record.Record {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.records)
}

// Batches gives the sizes of the batches that were taken, in order.
func (s *Sink) Batches() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.batches)
}

// Calls tells how often Emit was called.
func (s *Sink) Calls() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls
}

// Problems gives every rule of Emit that was broken so far.
func (s *Sink) Problems() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.problems)
}

// Latest folds what was taken by key, as the hub does: the newest version wins.
func (s *Sink) Latest() map[string]record.Record { return Latest(s.Records()) }

// Latest folds records by stream and key ("stream/key"): the newest version wins.
func Latest(recs []record.Record) map[string]record.Record {
	out := map[string]record.Record{}
	for _, r := range recs {
		id := r.Stream + "/" + r.Key
		old, there := out[id]
		if !there || record.Newer(r.Version, r.ContentHash(), old.Version, old.ContentHash()) {
			out[id] = r
		}
	}
	return out
}

func roundTrip(state connectors.State) connectors.State {
	if state == nil {
		return nil
	}
	d := json.NewDecoder(bytes.NewReader(state))
	d.UseNumber()
	var v any
	if d.Decode(&v) != nil {
		return state
	}
	b, err := json.Marshal(v)
	if err != nil {
		return state
	}
	return b
}
