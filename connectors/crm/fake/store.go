package fake

import (
	"fmt"
	"net/http"
	"sort"
	"sync"
	"time"

	"github.com/heliuhub/heliu/connectors"
)

// Server is the CRM. It is an http.Handler and safe for concurrent use; Put and
// Delete may run while it serves.
type Server struct {
	clock connectors.Clock
	mux   *http.ServeMux

	mu     sync.Mutex
	token  string
	tables map[string]*table
	minted int
	limits limits
	idem   map[string]answer // by Idempotency-Key
	hooks  *sender
}

// table is one object: its rows by id and in the order of listings.
type table struct {
	byID  map[string]*row
	order []*row            // by (updated_at, id)
	exts  map[string]string // "system\x00id" → id
}

// New makes a CRM that holds d. It panics when a row of d cannot be read or names an
// unknown object, which is a programming error of whoever made d. Close it when
// webhooks were switched on.
func New(d Data, clock connectors.Clock) *Server {
	s := &Server{clock: clock, token: d.Token, tables: map[string]*table{}, idem: map[string]answer{}}
	if s.token == "" {
		s.token = DefaultToken
	}
	for _, name := range Objects {
		s.tables[name] = &table{byID: map[string]*row{}, exts: map[string]string{}}
	}
	now := clock.Now()
	for name, objects := range d.Objects {
		if !known(name) {
			panic(fmt.Sprintf("fake: the CRM has no object %q", name))
		}
		t := s.tables[name]
		for i, o := range objects {
			r, err := rowOf(o, now)
			if err != nil {
				panic(fmt.Sprintf("fake: %s %d: %v", name, i, err))
			}
			if t.byID[r.id] != nil {
				panic(fmt.Sprintf("fake: %s has id %s twice", name, r.id))
			}
			t.byID[r.id] = r
			t.order = append(t.order, r)
			t.external(r)
		}
		sort.Slice(t.order, func(i, j int) bool { return t.order[i].less(t.order[j].updated, t.order[j].id) })
	}
	s.routes()
	return s
}

// Put creates or replaces an object: its version grows by one and its updated_at is
// now, whatever o says of them, and a webhook goes out when one is set. It gives the
// new version. It panics on an unknown object and on an o without id.
func (s *Server) Put(object string, o Object) int64 {
	return s.PutAt(object, o, s.clock.Now())
}

// PutAt is Put with the updated_at of the caller: a transaction that began at that
// time and becomes visible only now, or a row that shares its time with others.
func (s *Server) PutAt(object string, o Object, at time.Time) int64 {
	stamped := Object{}
	for k, v := range o {
		if k != "version" && k != "updated_at" && k != "deleted" {
			stamped[k] = v
		}
	}
	r, err := rowOf(stamped, at)
	if err != nil {
		panic(fmt.Sprintf("fake: put %s: %v", object, err))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.store(object, r)
}

// Delete makes a tombstone of an object, which listings show as deleted. It tells
// whether there was one.
func (s *Server) Delete(object, id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.table(object).byID[id]
	if old == nil || old.deleted {
		return false
	}
	s.store(object, &row{id: id, updated: s.clock.Now().UTC().Truncate(time.Microsecond), deleted: true})
	return true
}

// Get gives an object as the API shows it; ok is false when there never was one.
func (s *Server) Get(object, id string) (o Object, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.table(object).byID[id]
	if r == nil {
		return nil, false
	}
	return r.object(), true
}

// List gives every object, tombstones among them, in the order of listings.
func (s *Server) List(object string) []Object {
	s.mu.Lock()
	defer s.mu.Unlock()
	out := []Object{}
	for _, r := range s.table(object).order {
		out = append(out, r.object())
	}
	return out
}

func (s *Server) table(object string) *table {
	t := s.tables[object]
	if t == nil {
		panic(fmt.Sprintf("fake: the CRM has no object %q", object))
	}
	return t
}

// store puts r in place of what has its id, with the next version. s.mu is held.
func (s *Server) store(object string, r *row) int64 {
	t := s.table(object)
	r.version = 1
	if old := t.byID[r.id]; old != nil {
		r.version = old.version + 1
		i := t.find(old.updated, old.id)
		t.order = append(t.order[:i], t.order[i+1:]...)
	}
	t.byID[r.id] = r
	t.external(r)
	i := t.find(r.updated, r.id)
	t.order = append(t.order, nil)
	copy(t.order[i+1:], t.order[i:])
	t.order[i] = r
	if s.hooks != nil {
		s.hooks.changed(object, r)
	}
	return r.version
}

// find gives the place of the first row that is not before (at, id).
func (t *table) find(at time.Time, id string) int {
	return sort.Search(len(t.order), func(i int) bool { return !t.order[i].less(at, id) })
}

// external makes r known by its external ids.
func (t *table) external(r *row) {
	ids, _ := r.fields["external_ids"].(map[string]any)
	for system, id := range ids {
		if text, ok := id.(string); ok {
			t.exts[system+"\x00"+text] = r.id
		}
	}
}
