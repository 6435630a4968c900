package events_test

import (
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/console/events"
	"github.com/heliuhub/heliu/record"
)

const ws record.WorkspaceID = "11111111-1111-4111-8111-111111111111"

func next(t *testing.T, s *events.Sub) events.Event {
	t.Helper()
	select {
	case e := <-s.C:
		return e
	case <-time.After(3 * time.Second):
		t.Fatal("no event came")
		return events.Event{}
	}
}

func TestMemoryIsBounded(t *testing.T) {
	h := events.New()
	sub, _, _ := h.Subscribe(ws, "")
	var first, last events.Event
	topics := make([]string, 300) // each its own event: changes of one topic are merged
	for i := range topics {
		topics[i] = strings.Repeat("x", i+1)
		h.Notify(ws, topics[i], nil)
		if i%50 == 49 {
			for range 50 {
				last = next(t, sub)
				if first.ID == "" {
					first = last
				}
			}
		}
	}
	sub.Close()
	if _, _, complete := h.Subscribe(ws, first.ID); complete {
		t.Error("what was forgotten counts as known")
	}
	if _, missed, complete := h.Subscribe(ws, last.ID); !complete || len(missed) != 0 {
		t.Errorf("who has everything misses %d, complete: %t", len(missed), complete)
	}
	if _, _, complete := events.New().Subscribe(ws, last.ID); complete {
		t.Error("an id of another run counts as known")
	}
	for _, bad := range []string{"x", "-", "-5", first.ID + "0000000"} {
		if _, _, complete := h.Subscribe(ws, bad); complete {
			t.Errorf("the id %q counts as known", bad)
		}
	}
}

func TestASlowPageIsToldSo(t *testing.T) {
	h := events.New()
	slow, _, _ := h.Subscribe(ws, "")
	for i := range 100 {
		h.Notify(ws, strings.Repeat("x", i+1), nil)
	}
	select {
	case <-slow.Lost():
	case <-time.After(3 * time.Second):
		t.Error("a page that is behind is not told so")
	}
	other, _, _ := h.Subscribe(ws, "")
	h.Notify(ws, events.Matrix, map[string]int{"n": 1})
	e := next(t, other)
	for e.Topic != events.Matrix { // of the hundred that are still on their way
		e = next(t, other)
	}
	if string(e.Data) != `{"topic":"matrix","items":[{"n":1}]}` {
		t.Errorf("%s", e.Data)
	}
}

func TestManyPayloadsBecomeNone(t *testing.T) {
	h := events.New()
	s, _, _ := h.Subscribe(ws, "")
	for i := range 60 {
		h.Notify(ws, events.Customers, i)
	}
	h.Notify(ws, events.Customers, func() {}) // cannot be encoded: only the topic is told
	if e := next(t, s); string(e.Data) != `{"topic":"customers","items":[]}` {
		t.Errorf("%s", e.Data)
	}
}
