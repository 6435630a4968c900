package pipelines

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/crash"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/record"
)

// ErrWorkspaceGone is what a store says of a workspace that was deleted.
var ErrWorkspaceGone = errors.New("pipelines: the workspace is gone")

// MapStore is what the map stage needs of PostgreSQL.
type MapStore interface {
	ErasedStore
	// StreamMapping gives the published mapping of a connection's stream and the
	// connection's settings without secrets. ErrWorkspaceGone, or a not_found fault.
	StreamMapping(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream string) (StreamMapping, error)
	// Land stores raw rows, dead letters and outcomes in one transaction and moves the
	// stored offset of heliu.raw. It may be repeated: rows that are there stay as they are.
	// It is the fault erased_meanwhile when somebody was erased after a row was made.
	Land(ctx context.Context, ws record.WorkspaceID, rows []RawRow, dead []DeadLetter, settled []Outcome) error
}

// StreamMapping is a compiled mapping and what it may look at.
type StreamMapping struct {
	ConnectionName string
	Connector      string
	Version        int
	YAML           []byte
	Settings       connectors.Settings
	// Rules grows with every version of the stream's mappings, every change of the
	// connection's settings and every mapping.Revision.
	Rules int64
}

// Mapper is the map stage: heliu.raw to heliu.mapped.
type Mapper struct {
	Store   MapStore
	Now     func() time.Time
	Observe Observer

	cache mappingCache
}

// Observer counts what the stages do; see Metrics.
type Observer interface {
	Settled(connector, stream, stage string, kind OutcomeKind, n int)
	Faulted(connector, stream, stage, code string)
}

// landing collects what one workspace's part of a batch leaves behind.
type landing struct {
	erased  *privacy.Set
	rows    []RawRow
	dead    []DeadLetter
	settled []Outcome
}

// Handle maps a batch. Each record either goes on as a mapped message or ends here
// with an outcome; both are stored before the messages are published. What the mapping
// leaves out goes on too, with nothing in it: it may be the newest version of a record of
// which an earlier one stands.
func (m *Mapper) Handle(ctx context.Context, batch []bus.Delivery) ([]bus.Result, error) {
	results, err := m.handle(ctx, batch, false)
	if erasedChanged(err) {
		results, err = m.handle(ctx, batch, true)
	}
	return results, err
}

func (m *Mapper) handle(ctx context.Context, batch []bus.Delivery, fresh bool) ([]bus.Result, error) {
	results := make([]bus.Result, len(batch))
	parts := map[record.WorkspaceID]*landing{}
	var order []record.WorkspaceID
	for i, d := range batch {
		r, err := record.FromHeaders(d.Headers, d.Payload)
		if err != nil {
			return nil, fault.New("bad_request", fmt.Errorf("envelope at %s/%d/%d: %w", d.Topic, d.Partition, d.Offset, err))
		}
		l := parts[r.Workspace]
		if l == nil {
			l = &landing{}
			if l.erased, err = m.Store.Erased(ctx, r.Workspace, fresh); err != nil {
				return nil, err
			}
			parts[r.Workspace] = l
			order = append(order, r.Workspace)
		}
		if results[i], err = m.one(ctx, l, r, d); err != nil {
			return nil, err
		}
	}
	crash.At(crash.MapBeforeLand)
	for _, ws := range order {
		l := parts[ws]
		if err := m.Store.Land(ctx, ws, l.rows, l.dead, l.settled); err != nil {
			return nil, err
		}
		for _, o := range l.settled {
			m.Observe.Settled(o.Record.Connector, o.Record.Stream, "map", o.Kind, 1)
		}
		for _, d := range l.dead {
			m.Observe.Faulted(d.Record.Connector, d.Record.Stream, "map", d.Fault.Code)
		}
	}
	crash.At(crash.MapAfterLand)
	return results, nil
}

func (m *Mapper) one(ctx context.Context, l *landing, r record.Record, d bus.Delivery) (bus.Result, error) {
	if r.OccurredAt.After(r.ReceivedAt) { // a clock in the future does not win for ever
		r.OccurredAt = r.ReceivedAt
	}
	sm, mp, err := m.cache.get(ctx, m.Store, m.Now(), r)
	if errors.Is(err, ErrWorkspaceGone) {
		l.settled = append(l.settled, m.outcome(r, d, Dropped, "workspace_gone"))
		return bus.Result{Verdict: bus.Drop, Reason: "workspace_gone"}, nil
	}
	if err != nil && fault.Retryable(err) {
		return bus.Result{}, err
	}
	if err != nil && r.Op == record.Delete && fault.As(err).Code == "mapping_failed" {
		err = nil // a delete needs no mapping
	}
	var res mapping.Result
	if err == nil && r.Op == record.Upsert {
		res, err = mp.Apply(r, mapping.Env{Settings: sm.Settings, Now: r.ReceivedAt})
	}
	r, res = ForgetErased(l.erased, r, res)
	if res.Dropped == ErasedReason {
		err = nil
	}
	l.rows = append(l.rows, RawRow{Record: r, Partition: d.Partition, Offset: d.Offset, MappingVersion: sm.Version, Erased: l.erased.At()})
	if err != nil {
		f := fault.As(err)
		l.dead = append(l.dead, m.dead(r, d, f))
		l.settled = append(l.settled, m.outcome(r, d, Quarantined, f.Code))
		return bus.Result{Verdict: bus.Drop, Reason: f.Code}, nil
	}
	if res.Dropped != "" {
		res = mapping.Result{Dropped: res.Dropped} // what is left out has no faulty values
	}
	for _, v := range res.Values {
		f := fault.New(v.Code, nil).At(v.Field, v.Value)
		dl := m.dead(r, d, f)
		dl.Value, dl.Path = true, v.Path
		l.dead = append(l.dead, dl)
	}
	msg, err := MappedMessage(r, r.ContentHash(), d.Partition, d.Offset, sm, res)
	if err != nil {
		return bus.Result{}, err
	}
	return bus.Result{Verdict: bus.Done, Publish: []bus.Message{msg}}, nil
}

// MappedMessage makes the message on heliu.mapped for what a mapping made of the raw
// record at partition and offset of heliu.raw.
func MappedMessage(r record.Record, hash [32]byte, partition int, offset int64, sm StreamMapping, res mapping.Result) (bus.Message, error) {
	m := record.Mapped{Record: r, ContentHash: hash, RawPartition: partition, RawOffset: offset, MappingVersion: sm.Version, Rules: sm.Rules, Entities: res.Entities, Dropped: res.Dropped}
	p, err := m.Payload()
	if err != nil {
		return bus.Message{}, fault.New("internal", err)
	}
	return bus.Message{Topic: bus.TopicMapped, Key: r.BusKey(), Headers: r.Headers(), Payload: p}, nil
}

func (m *Mapper) outcome(r record.Record, d bus.Delivery, k OutcomeKind, reason string) Outcome {
	return Outcome{Partition: d.Partition, Offset: d.Offset, Record: r, Hash: r.ContentHash(), Kind: k, Reason: reason}
}

func (m *Mapper) dead(r record.Record, d bus.Delivery, f *fault.Error) DeadLetter {
	return DeadLetter{Record: r, Hash: r.ContentHash(), Partition: d.Partition, Offset: d.Offset, Stage: "map", Field: f.Field, Masked: f.Value, Fault: f, At: m.Now()}
}

// Bury is the map stage's last resort for a record that the bus gave up on: it
// becomes a dead letter with its outcome.
func (m *Mapper) Bury(ctx context.Context, d bus.Delivery, cause error) error {
	r, err := record.FromHeaders(d.Headers, d.Payload)
	if err != nil {
		return fmt.Errorf("pipelines: nothing can be said of the message at %s/%d/%d: %w", d.Topic, d.Partition, d.Offset, err)
	}
	f := fault.As(cause)
	set, err := m.Store.Erased(ctx, r.Workspace, true)
	if err != nil {
		return err
	}
	r, _ = ForgetErased(set, r, mapping.Result{})
	return m.Store.Land(ctx, r.Workspace, []RawRow{{Record: r, Partition: d.Partition, Offset: d.Offset, Erased: set.At()}},
		[]DeadLetter{m.dead(r, d, f)}, []Outcome{m.outcome(r, d, Quarantined, f.Code)})
}
