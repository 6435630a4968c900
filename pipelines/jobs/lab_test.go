package jobs_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// lab is a workspace with its stages and a runner, around a bus in memory whose stages
// work only when told.
type lab struct {
	t       testing.TB
	store   *store.Store
	ws      record.WorkspaceID
	conn    record.ConnectionID
	clock   *clock.Fake
	mapper  *pipelines.Mapper
	applier *pipelines.Applier
	runner  *jobs.Runner
	part    int
	// meanwhile runs whenever the runner waits or publishes.
	meanwhile func()

	mu          sync.Mutex
	raw, mapped []bus.Delivery
	done        map[string]int // deliveries that a topic's stage has finished
}

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, record.Shanghai)

type quiet struct{}

func (quiet) Settled(string, string, string, pipelines.OutcomeKind, int) {}
func (quiet) Faulted(string, string, string, string)                     {}

var parts atomic.Int64

func newLab(t testing.TB, s *store.Store) *lab {
	l := &lab{t: t, store: s, clock: clock.NewFake(time.Now()), part: int(parts.Add(1)), done: map[string]int{}}
	ctx := access.With(t.Context(), access.SystemActor("test", access.Hub))
	ws, err := s.CreateWorkspace(ctx, store.NewWorkspace{Slug: fmt.Sprint("jobs-", l.part), Name: "试验"})
	if err != nil {
		t.Fatal(err)
	}
	l.ws = ws.ID
	c, err := s.CreateConnection(l.ctx(), ws.ID, store.NewConnection{Name: "src", Connector: "crm"})
	if err != nil {
		t.Fatal(err)
	}
	l.conn = c.ID
	l.mapper = &pipelines.Mapper{Store: s, Now: l.clock.Now, Observe: quiet{}}
	l.applier = &pipelines.Applier{Store: s, Now: l.clock.Now, Observe: quiet{}, Mint: uuid.New}
	l.runner = &jobs.Runner{
		Store: s, Raw: s, Windows: s, Bus: l, Clock: l, Log: slog.New(slog.DiscardHandler), Alarm: s, Holder: fmt.Sprint("lab-", l.part),
	}
	return l
}

func (l *lab) ctx() context.Context {
	return access.With(l.t.Context(), access.SystemActor("test", l.ws))
}

// Publish implements jobs.Bus.
func (l *lab) Publish(_ context.Context, msgs ...bus.Message) error {
	l.put(msgs...)
	l.others()
	return nil
}

func (l *lab) put(msgs ...bus.Message) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, m := range msgs {
		to := &l.mapped
		if m.Topic == bus.TopicRaw {
			to = &l.raw
		}
		*to = append(*to, bus.Delivery{Message: m, Partition: l.part, Offset: int64(len(*to))})
	}
}

func (l *lab) others() {
	if l.meanwhile != nil {
		l.meanwhile()
	}
}

func (l *lab) len(topic string) int {
	if topic == bus.TopicRaw {
		return len(l.raw)
	}
	return len(l.mapped)
}

// Lag implements jobs.Bus.
func (l *lab) Lag(_ context.Context, _, topic string) (map[int]int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return map[int]int64{l.part: int64(l.len(topic) - l.done[topic])}, nil
}

// EndOffsets implements jobs.Bus.
func (l *lab) EndOffsets(_ context.Context, topic string) (map[int]int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return map[int]int64{l.part: int64(l.len(topic))}, nil
}

// GroupOffsets implements jobs.Bus.
func (l *lab) GroupOffsets(_ context.Context, _, topic string) (map[int]int64, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return map[int]int64{l.part: int64(l.done[topic])}, nil
}

// Now implements connectors.Clock.
func (l *lab) Now() time.Time { return l.clock.Now() }

// renewal is how long the runner's own goroutines sleep before they renew a lease.
const renewal = 10 * time.Second

// Sleep implements connectors.Clock: while a job waits, the stages work. A goroutine that
// renews a lease sleeps beside the job, at no known moment of it: nothing happens then.
func (l *lab) Sleep(ctx context.Context, d time.Duration) error {
	l.others()
	if l.meanwhile == nil && d != renewal {
		l.drain()
	}
	return l.clock.Sleep(ctx, d)
}

// step lets a stage handle up to n deliveries and tells how many there were.
func (l *lab) step(topic string, n int) int {
	l.t.Helper()
	l.mu.Lock()
	from := l.done[topic]
	all := l.mapped
	if topic == bus.TopicRaw {
		all = l.raw
	}
	batch := all[from:min(from+n, len(all))]
	l.mu.Unlock()
	if len(batch) == 0 {
		return 0
	}
	handle := l.applier.Handle
	if topic == bus.TopicRaw {
		handle = l.mapper.Handle
	}
	results, err := handle(context.Background(), batch)
	if err != nil {
		l.t.Fatalf("%s: %v", topic, err)
	}
	for _, r := range results {
		l.put(r.Publish...)
	}
	l.mu.Lock()
	l.done[topic] = from + len(batch)
	l.mu.Unlock()
	return len(batch)
}

// drain lets the stages finish everything.
func (l *lab) drain() {
	l.t.Helper()
	for l.step(bus.TopicRaw, 100)+l.step(bus.TopicMapped, 100) > 0 {
	}
}

// send puts a raw record on the bus; an empty body deletes.
func (l *lab) send(stream, key string, version int, body string) {
	r := record.Record{
		Workspace: l.ws, Connection: l.conn, Connector: "crm", Stream: stream, Key: key, Version: fmt.Sprintf("%06d", version),
		Op: record.Upsert, OccurredAt: monday.Add(time.Duration(version) * time.Hour), ReceivedAt: l.clock.Now(), Raw: []byte(body),
	}
	if body == "" {
		r.Op, r.Raw = record.Delete, nil
	}
	l.put(bus.Message{Topic: bus.TopicRaw, Key: r.BusKey(), Headers: r.Headers(), Payload: r.Raw})
}

// publish makes a mapping the one in force, and every stage use it.
func (l *lab) publish(stream, yaml string) {
	l.t.Helper()
	m, err := l.store.Mapping(l.ctx(), l.ws, store.MappingOf{Connector: "crm", Stream: stream}, 0)
	if err != nil {
		m.Version = 0
	}
	if _, err := l.store.PublishMapping(l.ctx(), l.ws, store.MappingOf{Connector: "crm", Stream: stream}, m.Version, yaml, "test"); err != nil {
		l.t.Fatal(err)
	}
	l.clock.Advance(pipelines.MappingFor)
}

// order creates and claims a job.
func (l *lab) order(n store.NewJob) jobs.Job {
	l.t.Helper()
	n.Connection = l.conn
	id, err := l.store.CreateJob(l.ctx(), l.ws, n)
	if err != nil {
		l.t.Fatal(err)
	}
	return l.claim(id)
}

func (l *lab) claim(id string) jobs.Job {
	l.t.Helper()
	j, err := l.store.Job(l.ctx(), l.ws, id)
	if err != nil {
		l.t.Fatal(err)
	}
	j, ok, err := l.store.ClaimJob(l.ctx(), j, l.runner.Holder, time.Minute)
	if err != nil || !ok {
		l.t.Fatalf("claim: %t, %v", ok, err)
	}
	return j
}

// end closes a job as its runner does.
func (l *lab) end(j jobs.Job, err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
	if err := l.store.EndJob(l.ctx(), j, jobs.Done, nil); err != nil {
		l.t.Fatal(err)
	}
}

func (l *lab) text(query string, args ...any) string {
	l.t.Helper()
	return pgtest.Text(l.t, l.store, l.ws, query, args...)
}

// settle recomputes until nothing is dirty.
func (l *lab) settle() {
	l.t.Helper()
	ctx, stop := context.WithCancel(l.t.Context())
	var wg sync.WaitGroup
	for _, domain := range []string{"roi", "recon"} {
		wg.Go(func() { _ = (&pipelines.Deriver{Store: only{l}, Log: slog.Default()}).Run(ctx, domain) })
	}
	for deadline := time.Now().Add(20 * time.Second); l.text(`select count(*)::text from dirty`) != "0"; time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			l.t.Error("what is derived does not come to rest")
			break
		}
	}
	stop()
	wg.Wait()
}

// only hands a deriver this lab's workspace alone.
type only struct{ *lab }

func (o only) LiveWorkspaces(context.Context) ([]record.WorkspaceID, error) {
	return []record.WorkspaceID{o.ws}, nil
}

func (o only) Recompute(ctx context.Context, ws record.WorkspaceID, domain string, limit int,
	fn func(ctx context.Context, tx pipelines.DeriveTx, claimed []uuid.UUID) error,
) (int, error) {
	return o.store.Recompute(ctx, ws, domain, limit, fn)
}
