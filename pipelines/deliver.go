package pipelines

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"sync"
	"time"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// DeliverStore keeps what a destination does not take.
type DeliverStore interface {
	// Land stores dead letters; see MapStore.
	Land(ctx context.Context, ws record.WorkspaceID, rows []RawRow, dead []DeadLetter, settled []Outcome) error
}

// Target is a connection that golden changes are written to.
type Target struct {
	Workspace record.WorkspaceID
	ID        record.ConnectionID
	Name      string
	Connector string
}

// Deliverer writes golden changes to one destination. Each destination has one of its
// own, with its own consumer group, queue, waits and breaker, so that one that hangs or
// fails costs no other anything, nor the stages before. Order per golden record holds;
// what is loaded as the past is not written.
type Deliverer struct {
	Target  Target
	To      connectors.Destination
	Store   DeliverStore
	Alarm   Alarm
	Observe Observer
	Now     func() time.Time
	Log     *slog.Logger
	// Rule says when the breaker opens; the zero value is the one of reading.
	Rule fault.BreakerRule
	// Permit is asked before anybody is reached; nil: everybody may be.
	Permit privacy.Permitter
	// Within is how long one Write may take; default 30 s.
	Within time.Duration

	mu      sync.Mutex
	breaker fault.Breaker
	hanging chan struct{} // closed when a Write that was given up returns; nil: none hangs
}

// GoldenStream names the stream under which golden changes are written.
const GoldenStream = "golden"

const (
	deliverWithin = 30 * time.Second
	deliverBatch  = 100
	deliverBytes  = 8 << 20
)

// Stage is the stage of the destination, for bus.Bus.Run.
func (d *Deliverer) Stage() bus.Stage {
	return bus.Stage{
		Topic: bus.TopicGolden, Group: "heliu.deliver." + string(d.Target.ID), Lanes: 4 * deliverBatch, Batch: deliverBatch, Workers: 1,
		PrefetchBytes: deliverBytes, Handle: d.Handle, OnDead: d.Bury,
	}
}

// golden is what a message of heliu.golden says, as far as delivering goes.
type golden struct {
	Golden  string `json:"golden"`
	Version int64  `json:"version"`
	Quiet   bool   `json:"quiet"`
}

// Handle writes a batch. Each record has its own result.
func (d *Deliverer) Handle(ctx context.Context, batch []bus.Delivery) ([]bus.Result, error) {
	results := make([]bus.Result, len(batch))
	var recs []record.Record
	var at []int
	for i, m := range batch {
		r, drop, err := d.record(m)
		switch {
		case err != nil:
			results[i] = bus.Result{Verdict: bus.Dead, Err: err}
		case drop != "":
			results[i] = bus.Result{Verdict: bus.Drop, Reason: drop}
		default:
			recs, at = append(recs, r), append(at, i)
		}
	}
	asks, recs, at, err := d.permitted(ctx, recs, at, results)
	if err != nil {
		return nil, err
	}
	if len(recs) == 0 {
		return results, nil
	}
	outcomes, err := d.write(ctx, recs)
	for j, i := range at {
		if err != nil {
			results[i] = bus.Result{Verdict: bus.Retry, Err: err}
			continue
		}
		results[i] = verdictOf(outcomes[j])
		if results[i].Verdict == bus.Done || results[i].Verdict == bus.Drop {
			d.Observe.Settled(d.Target.Connector, GoldenStream, "deliver", OutcomeKind(outcomes[j].Kind), 1)
		}
	}
	return results, d.release(ctx, asks, at, results)
}

// permitted leaves out of a batch whom the destination may not reach now; their result
// is a drop with the reason.
func (d *Deliverer) permitted(ctx context.Context, recs []record.Record, at []int, results []bus.Result) ([]privacy.Ask, []record.Record, []int, error) {
	if d.Permit == nil || len(recs) == 0 {
		return nil, recs, at, nil
	}
	asks := make([]privacy.Ask, len(recs))
	for i, r := range recs {
		version, err := strconv.ParseInt(r.Version, 10, 64)
		if err != nil {
			return nil, nil, nil, fault.New("internal", err)
		}
		asks[i] = privacy.Ask{Golden: r.Key, Connection: r.Connection, Version: version}
	}
	verdicts, err := d.Permit.Permit(ctx, d.Target.Workspace, asks, d.Now())
	if err != nil {
		return nil, nil, nil, err
	}
	var may []privacy.Ask
	var left []record.Record
	var where []int
	for i, v := range verdicts {
		if !v.OK {
			results[at[i]] = bus.Result{Verdict: bus.Drop, Reason: v.Code}
			d.Observe.Settled(d.Target.Connector, GoldenStream, "deliver", OutcomeKind(v.Code), 1)
			continue
		}
		may, left, where = append(may, asks[i]), append(left, recs[i]), append(where, at[i])
	}
	return may, left, where, nil
}

// release takes back the contacts that did not take place.
func (d *Deliverer) release(ctx context.Context, asks []privacy.Ask, at []int, results []bus.Result) error {
	var back []privacy.Ask
	for j, a := range asks {
		if results[at[j]].Verdict != bus.Done {
			back = append(back, a)
		}
	}
	if len(back) == 0 {
		return nil
	}
	return d.Permit.Release(ctx, d.Target.Workspace, back)
}

// record makes the record that is written; drop says why there is nothing to write.
func (d *Deliverer) record(m bus.Delivery) (r record.Record, drop string, err error) {
	if ws := m.Headers[record.HeaderWorkspace]; ws != string(d.Target.Workspace) {
		return r, "other_workspace", nil
	}
	var g golden
	if err := json.Unmarshal(m.Payload, &g); err != nil || g.Golden == "" {
		return r, "", fault.New("internal", fmt.Errorf("golden event at %s/%d/%d: %w", m.Topic, m.Partition, m.Offset, err))
	}
	if g.Quiet {
		return r, "quiet", nil
	}
	now := d.Now()
	return record.Record{
		Workspace: d.Target.Workspace, Connection: d.Target.ID, Connector: d.Target.Connector, Stream: GoldenStream, Key: g.Golden,
		Version: fmt.Sprintf("%020d", g.Version), Op: record.Upsert, OccurredAt: now, ReceivedAt: now, Raw: m.Payload,
	}, "", nil
}

func verdictOf(o connectors.Outcome) bus.Result {
	why := func(code string) error {
		if o.Err != nil {
			return o.Err
		}
		return fault.New(code, nil)
	}
	switch o.Kind {
	case connectors.Written:
		return bus.Result{Verdict: bus.Done}
	case connectors.Skipped:
		return bus.Result{Verdict: bus.Drop, Reason: "skipped"}
	case connectors.Retry:
		return bus.Result{Verdict: bus.Retry, Err: why("destination_busy")}
	case connectors.Rejected:
		return bus.Result{Verdict: bus.Dead, Err: why("destination_rejected")}
	case connectors.Conflict:
		return bus.Result{Verdict: bus.Dead, Err: why("destination_conflict")}
	}
	return bus.Result{Verdict: bus.Dead, Err: fault.Newf("internal", "a destination gave the outcome %q", o.Kind)}
}

// write asks the destination, through the breaker and within its time. Its error speaks
// of no record in particular: all of them wait.
func (d *Deliverer) write(ctx context.Context, recs []record.Record) ([]connectors.Outcome, error) {
	d.mu.Lock()
	hanging := d.hanging
	next, wait, ok := d.breaker.Allow(d.Now(), d.rule())
	d.breaker = next
	d.mu.Unlock()
	if !ok {
		return nil, fault.New("destination_unreachable", nil).After(wait)
	}
	if hanging != nil { // it does not heed that it was given up: nothing more is asked of it
		select {
		case <-hanging:
		default:
			return nil, d.done(ctx, fault.New("destination_unreachable", context.DeadlineExceeded).After(time.Second))
		}
	}
	type answer struct {
		outcomes []connectors.Outcome
		err      error
	}
	within := d.Within
	if within <= 0 {
		within = deliverWithin
	}
	wctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	got, returned := make(chan answer, 1), make(chan struct{})
	go func() {
		defer close(returned)
		o, err := d.To.Write(wctx, recs)
		got <- answer{o, err}
	}()
	var a answer
	select {
	case a = <-got:
	case <-wctx.Done():
		d.mu.Lock()
		d.hanging = returned
		d.mu.Unlock()
		a.err = fault.New("destination_unreachable", wctx.Err())
	}
	if a.err == nil && len(a.outcomes) != len(recs) {
		a.err = fault.Newf("internal", "%d outcomes for %d records", len(a.outcomes), len(recs))
	}
	if ctx.Err() != nil { // the program ends: nothing is known of the destination
		return nil, ctx.Err()
	}
	return a.outcomes, d.done(ctx, a.err)
}

func (d *Deliverer) rule() fault.BreakerRule {
	if d.Rule.After == 0 {
		return breakRule
	}
	return d.Rule
}

// done tells the breaker how asking ended, and people when the destination went down or
// came back. What is no fault of the network is tried again all the same: a destination
// that is wrongly set up keeps its queue until somebody mends it.
func (d *Deliverer) done(ctx context.Context, err error) error {
	d.mu.Lock()
	now, was := d.Now(), d.breaker
	d.breaker = was.Done(err, now, d.rule(), rand.Float64)
	b := d.breaker
	d.mu.Unlock()
	down, wasDown := b.State(now) != fault.Closed, was.State(now) != fault.Closed
	var kept error
	switch {
	case down && (!wasDown || b.Probes != was.Probes):
		kept = d.Alarm.Raise(ctx, d.Target.Workspace, alerts.UnreachableEvent(d.Target.ID, d.Target.Name, b.Code, b.Failures, b.Since))
	case wasDown && !down:
		kept = d.Alarm.Clear(ctx, d.Target.Workspace, alerts.Event{Kind: alerts.Unreachable, Connection: d.Target.ID})
	}
	if fault.KindOf(err) == fault.Unauthorized {
		kept = errors.Join(kept, d.Alarm.Raise(ctx, d.Target.Workspace, alerts.UnauthorizedEvent(d.Target.ID, d.Target.Name, fault.As(err).Code)))
	}
	if kept != nil && ctx.Err() == nil {
		d.Log.WarnContext(ctx, "an alarm is not kept", "connection", d.Target.Name, "error", kept)
	}
	switch {
	case err == nil, fault.Passing(err):
		return err
	case fault.KindOf(err) == fault.Unauthorized:
		return fault.New("destination_unreachable", err).After(5 * time.Minute) // another try may lock the account
	}
	return fault.New("destination_unreachable", err)
}

// Bury keeps what the destination does not take as a dead letter of the stage deliver.
func (d *Deliverer) Bury(ctx context.Context, m bus.Delivery, cause error) error {
	r, drop, err := d.record(m)
	if drop != "" || err != nil { // nothing can be said of it but where it lies
		now := d.Now()
		r = record.Record{
			Workspace: d.Target.Workspace, Connection: d.Target.ID, Connector: d.Target.Connector, Stream: GoldenStream,
			Key: fmt.Sprintf("%d/%d", m.Partition, m.Offset), Op: record.Upsert, OccurredAt: now, ReceivedAt: now,
		}
	}
	f := fault.As(cause)
	dl := DeadLetter{Record: r, Partition: m.Partition, Offset: m.Offset, Stage: "deliver", Field: f.Field, Masked: f.Value, Fault: f, At: d.Now()}
	if err := d.Store.Land(ctx, r.Workspace, nil, []DeadLetter{dl}, nil); err != nil && !errors.Is(err, ErrWorkspaceGone) {
		return err
	}
	d.Observe.Faulted(d.Target.Connector, GoldenStream, "deliver", f.Code)
	return nil
}
