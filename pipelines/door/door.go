// Package door takes what systems push: POST /in/{connection}. PostgreSQL is not in
// the way of an answer of success: the record is durable on the bus before, and the
// connection's settings come from a memory that outlives a database that is down.
package door

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/crash"
	"github.com/heliuhub/heliu/record"
)

// MaxBody is the largest body a door takes.
const MaxBody = 1 << 20

// bodyWithin is how long a sender may take over its body.
const bodyWithin = 10 * time.Second

// Entry is a connection that takes pushes.
type Entry struct {
	Workspace  record.WorkspaceID
	Connection record.ConnectionID
	Connector  string
	Version    int64 // changes when its settings do
	Paused     bool
}

// Directory finds connections by their name.
type Directory interface {
	// Door gives the entry of a name; a not_found fault when there is none.
	Door(ctx context.Context, name string) (Entry, error)
	// Receiver builds the receiver of an entry with its settings and secrets.
	Receiver(ctx context.Context, e Entry) (connectors.Receiver, error)
}

// Publisher makes messages durable; see bus.Bus.Publish.
type Publisher interface {
	Publish(ctx context.Context, msgs ...bus.Message) error
}

// Observer counts answers.
type Observer interface {
	Accepted(connector, stream string, n int)
	Refused(connector, code string)
}

// Door serves POST /in/{connection}. Make it with New.
type Door struct {
	dir   Directory
	bus   Publisher
	now   func() time.Time
	log   *slog.Logger
	watch Observer
	index *index
	// bodyWithin is how long a sender may take over its body.
	bodyWithin time.Duration
	// Refusals keeps what is refused; nil: nobody does. It is set before the first request.
	Refusals *Refusals
	// Limits say how often it takes requests; the zero value sets none. Connections may
	// have narrower ones of their own. They are set before the first request.
	Limits Limits
	rates  *access.Rates
	shut   atomic.Pointer[fault.Error] // why nothing is taken now; nil: the door is open

	mu   sync.Mutex
	open map[string]*opened
}

// New makes a door.
func New(dir Directory, b Publisher, now func() time.Time, log *slog.Logger, watch Observer) *Door {
	return &Door{dir: dir, bus: b, now: now, log: log, watch: watch, index: newIndex(200_000), rates: access.NewRates(), bodyWithin: bodyWithin, open: map[string]*opened{}}
}

// opened is a connection as the door knows it.
type opened struct {
	entry   Entry
	handler http.Handler
	err     error
	until   time.Time
	looking bool // somebody asks the directory anew; guarded by the door's lock
}

// good tells whether the entry may be served while the directory cannot answer.
func (o *opened) good() bool { return o != nil && o.err == nil }

// Shut lets the door take nothing more and answer why, until it is called with nil.
// What it has begun to take is finished.
func (d *Door) Shut(why *fault.Error) { d.shut.Store(why) }

// Why tells why the door is shut; nil while it is open.
func (d *Door) Why() *fault.Error { return d.shut.Load() }

// ServeHTTP answers one request. The path value "connection" names the door.
func (d *Door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if why := d.shut.Load(); why != nil {
		d.refuse(w, "", why)
		return
	}
	if err := d.slowAddress(r); err != nil {
		d.refuse(w, "", err)
		return
	}
	name := r.PathValue("connection")
	o := d.find(r.Context(), name)
	if o.err != nil {
		d.refuse(w, "", o.err)
		return
	}
	if err := d.slowWorkspace(o.entry.Workspace); err != nil {
		d.refuse(w, o.entry.Connector, err)
		return
	}
	body, out := &teed{ReadCloser: http.MaxBytesReader(w, r.Body, MaxBody)}, &answered{ResponseWriter: w}
	// The deadline is the machine's: the hub's own clock may be wrong. Not every writer
	// can have one; the server's own limit stands behind it.
	_ = http.NewResponseController(w).SetReadDeadline(clock.System{}.Now().Add(d.bodyWithin))
	r.Body = body
	switch {
	case o.entry.Paused:
		fault.WriteProblem(out, fault.New("paused_connection", nil).After(30*time.Second))
	case r.ContentLength > MaxBody:
		fault.WriteProblem(out, fault.New("body_too_large", nil))
	default:
		o.handler.ServeHTTP(out, r)
	}
	code, refused := out.refused() // by the door, or by the receiver behind it
	if refused {
		d.watch.Refused(o.entry.Connector, code)
	}
	if refused && d.Refusals != nil {
		_ = http.NewResponseController(w).SetReadDeadline(clock.System{}.Now().Add(sniffWithin))
		d.Refusals.note(o.entry, code, namedBy(r, body), d.now())
	}
}

func (d *Door) refuse(w http.ResponseWriter, connector string, err error) {
	d.watch.Refused(connector, fault.As(err).Code)
	fault.WriteProblem(w, err)
}

// knownFor is how long the door trusts what it knows of a connection, and missedFor
// how long it remembers that there is none.
const (
	knownFor  = 2 * time.Second
	missedFor = time.Second
	maxNames  = 10_000
)

// A known door is held up by a directory that hangs for askKnown, and only one
// request at a time; who asks for a new one waits longer.
const (
	askKnown = time.Second
	askNew   = 5 * time.Second
)

func (d *Door) find(ctx context.Context, name string) *opened {
	d.mu.Lock()
	o := d.open[name]
	if o != nil && (d.now().Before(o.until) || o.good() && o.looking) {
		d.mu.Unlock()
		return o
	}
	within := askNew
	if o.good() {
		o.looking, within = true, askKnown
	}
	d.mu.Unlock()
	// What is found is for others too: the one who asks may go away.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), within)
	defer cancel()
	fresh := d.look(ctx, name, o)
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.open) >= maxNames { // somebody is guessing names
		clear(d.open)
	}
	d.open[name] = fresh
	return fresh
}

// look asks the directory. When it cannot answer, what was known stays in force.
func (d *Door) look(ctx context.Context, name string, old *opened) *opened {
	e, err := d.dir.Door(ctx, name)
	switch {
	case err != nil && fault.KindOf(err) == fault.NotFound:
		return &opened{err: fault.New("unknown_connection", nil), until: d.now().Add(missedFor)}
	case err != nil && old.good():
		return &opened{entry: old.entry, handler: old.handler, until: d.now().Add(knownFor)}
	case err != nil:
		return &opened{err: fault.New("bus_unavailable", err).After(5 * time.Second), until: d.now().Add(missedFor)}
	case old.good() && old.entry.Version == e.Version && old.entry.Connection == e.Connection:
		return &opened{entry: e, handler: old.handler, until: d.now().Add(knownFor)}
	}
	rcv, err := d.dir.Receiver(ctx, e)
	if err != nil {
		d.log.Error("a door cannot be opened", "connection", name, "code", fault.As(err).Code, "error", err)
		if old.good() && fault.Retryable(err) {
			entry := old.entry
			entry.Paused = e.Paused
			return &opened{entry: entry, handler: old.handler, until: d.now().Add(knownFor)}
		}
		return &opened{err: err, until: d.now().Add(missedFor)}
	}
	return &opened{entry: e, handler: rcv.Handler(d.emit(e)), until: d.now().Add(knownFor)}
}

// emit makes records durable for one connection.
func (d *Door) emit(e Entry) connectors.Emit {
	return func(ctx context.Context, recs []record.Record, _ connectors.State) error {
		now := d.now()
		msgs := make([]bus.Message, 0, len(recs))
		marks := make([]mark, 0, len(recs))
		for _, r := range recs {
			r.Workspace, r.Connection, r.Connector, r.ReceivedAt = e.Workspace, e.Connection, e.Connector, now
			if r.OccurredAt.IsZero() || r.OccurredAt.After(now) {
				r.OccurredAt = now
			}
			if r.Op == "" {
				r.Op = record.Upsert
			}
			if err := r.Validate(); err != nil {
				return fault.New("bad_request", err)
			}
			m := mark{key: r.BusKey(), version: r.Version, hash: r.ContentHash()}
			switch known, same := d.index.has(m); {
			case same:
				continue
			case known:
				return fault.New("id_conflict", fmt.Errorf("the same id came with another body"))
			}
			msgs = append(msgs, bus.Message{Topic: bus.TopicRaw, Key: m.key, Headers: r.Headers(), Payload: r.Raw})
			marks = append(marks, m)
		}
		if len(msgs) == 0 {
			return connectors.ErrDuplicate
		}
		crash.At(crash.DoorBeforePublish)
		if err := d.bus.Publish(ctx, msgs...); err != nil {
			if errors.Is(err, context.Canceled) {
				return err
			}
			f := fault.As(err)
			if f.Code != "bus_unavailable" {
				f = fault.New("bus_unavailable", err)
			}
			return f.After(max(f.Wait, 2*time.Second))
		}
		crash.At(crash.DoorAfterPublish)
		for _, m := range marks { // only what is durable is remembered
			d.index.put(m)
		}
		d.watch.Accepted(e.Connector, recs[0].Stream, len(msgs))
		return nil
	}
}
