package connectortest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/record"
)

// patience bounds one Read; hurry is how soon it must end once it should.
const (
	patience = 30 * time.Second
	hurry    = 3 * time.Second
)

// lab is one fresh system with a connector before it, for one check.
type lab struct {
	t      testing.TB
	c      SourceCase
	stream connectors.Stream
	env    *Env
	sys    *System
	proxy  *proxy // nil without HTTP
	raw    map[string]any

	mu   sync.Mutex
	errs []error // every error the connector gave
}

func newLab(t testing.TB, c SourceCase, stream connectors.Stream) *lab {
	l := &lab{t: t, c: c, stream: stream, env: NewEnv(t)}
	l.sys = c.Start(t, l.env)
	base := ""
	if l.sys.Handler != nil {
		l.proxy = newProxy(t, l.env, l.sys)
		base = l.proxy.server.URL
	}
	l.raw = l.sys.Settings(base)
	return l
}

// settings gives the raw settings as they come out of a JSON store, changed by spoil.
func (l *lab) settings(spoil func(map[string]any)) (map[string]any, error) {
	b, err := json.Marshal(l.raw)
	if err != nil {
		return nil, err
	}
	out := map[string]any{}
	if err := json.Unmarshal(b, &out); err != nil {
		return nil, err
	}
	if spoil != nil {
		spoil(out)
	}
	return out, nil
}

// open makes a Source of the good settings.
func (l *lab) open() (connectors.Source, error) { return l.openWith(nil) }

func (l *lab) openWith(spoil func(map[string]any)) (connectors.Source, error) {
	raw, err := l.settings(spoil)
	if err != nil {
		return nil, err
	}
	s, err := l.c.Connector.Spec.Validate(raw)
	if err != nil {
		return nil, err
	}
	src, err := l.c.Connector.NewSource(context.Background(), l.env.Env, s)
	l.note(err)
	return src, err
}

func (l *lab) note(err error) {
	if err != nil {
		l.mu.Lock()
		l.errs = append(l.errs, err)
		l.mu.Unlock()
	}
}

// sink makes a Sink for the lab's stream.
func (l *lab) sink() *Sink {
	return &Sink{Connector: l.c.Connector.Spec.Name, Stream: l.stream.Name, Env: l.env}
}

// read makes a new Source, as after a restart, and reads once.
func (l *lab) read(ctx context.Context, from connectors.State, s *Sink) error {
	src, err := l.open()
	if err != nil {
		return fmt.Errorf("NewSource with good settings: %w", err)
	}
	return l.readBy(ctx, src, from, s)
}

var errHangs = errors.New("connectortest: Read did not end")

// readBy reads once and sees to it that Read ends: within patience, and within hurry
// after ctx ended.
func (l *lab) readBy(ctx context.Context, src connectors.Source, from connectors.State, s *Sink) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if l.proxy != nil {
		l.proxy.ending(cancel)
		defer l.proxy.ending(nil)
	}
	done := make(chan error, 1)
	go func() { done <- src.Read(ctx, s.Stream, from, s.Emit) }()
	select {
	case err := <-done:
		l.note(err)
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done:
		l.note(err)
		return err
	case <-time.After(hurry):
		return fmt.Errorf("%w within %s after its context ended", errHangs, hurry)
	}
}

// full reads from nothing with a new Source and no fault, and gives what was found.
func (l *lab) full(ctx context.Context) (map[string]record.Record, error) {
	if l.proxy != nil {
		l.proxy.set(nil)
	}
	s := l.sink()
	if err := l.read(ctx, nil, s); err != nil {
		return nil, fmt.Errorf("reading from the start: %w", err)
	}
	if p := s.Problems(); len(p) > 0 {
		return nil, errors.New(strings.Join(p, "; "))
	}
	return s.Latest(), nil
}

// complete tells whether what the sink holds is what a fresh full read gives and
// what the system holds.
func (l *lab) complete(ctx context.Context, s *Sink) error {
	if p := s.Problems(); len(p) > 0 {
		return errors.New(strings.Join(p, "; "))
	}
	want, err := l.full(ctx)
	if err != nil {
		return err
	}
	got := s.Latest()
	if err := l.holds(got); err != nil {
		return err
	}
	for id, w := range want {
		g, there := got[id]
		if w.Op == record.Delete && !there {
			continue
		}
		if !there {
			return fmt.Errorf("record %s was lost", id)
		}
		if g.ContentHash() != w.ContentHash() {
			return fmt.Errorf("record %s (version %q) differs from what the system holds (version %q)", id, g.Version, w.Version)
		}
	}
	return nil
}

// holds compares folded records with the rows of the system.
func (l *lab) holds(got map[string]record.Record) error {
	rows := l.sys.Rows(l.stream.Name)
	want := map[string]Row{}
	for _, r := range rows {
		want[l.stream.Name+"/"+r.Key] = r
	}
	for id, r := range want {
		g, there := got[id]
		switch {
		case r.Deleted && there && g.Op != record.Delete:
			return fmt.Errorf("record %s is deleted in the system and lives on", id)
		case r.Deleted:
		case !there:
			return fmt.Errorf("record %s was lost (%d of %d came)", id, len(got), len(rows))
		case g.Op != record.Upsert:
			return fmt.Errorf("record %s is there in the system and came as a delete", id)
		case r.JSON != nil && !sameJSON(r.JSON, g.Raw):
			return fmt.Errorf("record %s differs from what the system holds", id)
		}
	}
	for id, g := range got {
		if _, there := want[id]; !there && g.Op == record.Upsert {
			return fmt.Errorf("record %s is not in the system", id)
		}
	}
	return nil
}
