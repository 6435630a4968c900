// Package events carries "something changed" from the stages to open pages. A page
// that lost its connection gets what it missed from a bounded memory, or is told to
// load anew.
package events

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/record"
)

// The topics.
const (
	Connections = "connections" // progress and status
	Customers   = "customers"   // golden records
	Matrix      = "matrix"      // credits
	Payments    = "payments"    // matches
	Workspaces  = "workspaces"  // made or removed
)

// Topics lists all topics.
var Topics = []string{Connections, Customers, Matrix, Payments, Workspaces}

// Event is one message to a page.
type Event struct {
	ID    string
	Topic string
	Data  json.RawMessage // Data of the API
}

// Data is the body of an event. Items are the distinct payloads since the last one;
// None means that only the topic is known to have changed.
type Data struct {
	Topic string            `json:"topic" enum:"connections,customers,matrix,payments,workspaces"`
	Items []json.RawMessage `json:"items" nullable:"false"`
}

// Only gives the data of an event that says nothing but its topic.
func Only(topic string) json.RawMessage {
	b, err := json.Marshal(Data{Topic: topic, Items: []json.RawMessage{}})
	if err != nil { // a text always encodes
		return json.RawMessage("{}")
	}
	return b
}

// Limits of a hub.
const (
	remembered = 256                    // events a workspace, for pages that come back
	window     = 200 * time.Millisecond // changes of a topic within it become one event
	maxItems   = 50                     // payloads of one event; beyond it carries none
	queue      = 64                     // events that a slow page may be behind
)

// Hub hands events out. Make it with New; it is safe for concurrent use.
type Hub struct {
	epoch string // ids of another run of the program are unknown

	mu     sync.Mutex
	spaces map[record.WorkspaceID]*space
}

type space struct {
	seq     int64
	ring    []Event
	subs    map[*Sub]bool
	pending map[string]*pending
}

type pending struct {
	items []json.RawMessage
	more  bool
}

// New makes a hub.
func New() *Hub {
	return &Hub{epoch: uuid.NewString()[:8], spaces: map[record.WorkspaceID]*space{}}
}

func (h *Hub) space(ws record.WorkspaceID) *space {
	s := h.spaces[ws]
	if s == nil {
		s = &space{subs: map[*Sub]bool{}, pending: map[string]*pending{}}
		h.spaces[ws] = s
	}
	return s
}

// Notify tells that something of a topic changed in a workspace. payload, which may
// be nil, is encoded as JSON and holds ids and counts, never personal values. It does
// not wait; call it as often as things change.
func (h *Hub) Notify(ws record.WorkspaceID, topic string, payload any) {
	var item json.RawMessage
	if payload != nil {
		b, err := json.Marshal(payload)
		if err != nil {
			payload = nil
		}
		item = b
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.space(ws)
	p := s.pending[topic]
	if p == nil {
		p = &pending{}
		s.pending[topic] = p
		time.AfterFunc(window, func() { h.flush(ws, topic) })
	}
	if payload == nil {
		return
	}
	for _, old := range p.items {
		if bytes.Equal(old, item) {
			return
		}
	}
	if len(p.items) == maxItems {
		p.more = true
		return
	}
	p.items = append(p.items, item)
}

func (h *Hub) flush(ws record.WorkspaceID, topic string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.space(ws)
	p := s.pending[topic]
	delete(s.pending, topic)
	if p == nil {
		return
	}
	d := Data{Topic: topic, Items: p.items}
	if p.more || d.Items == nil {
		d.Items = []json.RawMessage{}
	}
	b, err := json.Marshal(d)
	if err != nil {
		return
	}
	s.seq++
	e := Event{ID: fmt.Sprintf("%s-%d", h.epoch, s.seq), Topic: topic, Data: b}
	if len(s.ring) == remembered {
		s.ring = append(s.ring[:0], s.ring[1:]...)
	}
	s.ring = append(s.ring, e)
	for sub := range s.subs {
		sub.put(e)
	}
}

// Sub is one open page. C gives its events; after Lost it missed some.
type Sub struct {
	C      chan Event
	lost   chan struct{}
	once   sync.Once
	cancel func()
}

// Lost is closed when the page was too slow: it must load anew.
func (s *Sub) Lost() <-chan struct{} { return s.lost }

// Close ends the subscription.
func (s *Sub) Close() { s.cancel() }

func (s *Sub) put(e Event) {
	select {
	case s.C <- e:
	default:
		s.once.Do(func() { close(s.lost) })
	}
}

// Subscribe opens a page's stream. after is the id of the last event it has, empty
// for none: missed are the events since then, and complete is false when nobody
// remembers them all, so that the page must load anew.
func (h *Hub) Subscribe(ws record.WorkspaceID, after string) (sub *Sub, missed []Event, complete bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	s := h.space(ws)
	sub = &Sub{C: make(chan Event, queue), lost: make(chan struct{})}
	sub.cancel = func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(s.subs, sub)
	}
	s.subs[sub] = true
	if after == "" {
		return sub, nil, true
	}
	epoch, text, _ := strings.Cut(after, "-")
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || epoch != h.epoch || n > s.seq || s.seq-n > int64(len(s.ring)) {
		return sub, nil, false
	}
	return sub, append([]Event(nil), s.ring[len(s.ring)-int(s.seq-n):]...), true
}
