package console

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/console/events"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/record"
)

// How a stream of events lives.
const (
	heartbeat     = 15 * time.Second
	recheck       = 400 * time.Millisecond // after this a revoked session or key is noticed
	recheckWithin = 500 * time.Millisecond
	writeWithin   = 10 * time.Second
	streamsEach   = 8 // open streams of one caller
)

// topicActions says which permission a topic needs.
var topicActions = map[string]access.Action{
	events.Connections: access.ConnectionRead,
	events.Customers:   access.CustomerRead,
	events.Matrix:      access.ROIRead,
	events.Payments:    access.PaymentRead,
	events.Workspaces:  access.WorkspaceRead,
}

type eventsIn struct {
	Workspace   string `query:"workspace" maxLength:"63" doc:"id or slug, where the header cannot be sent"`
	LastEventID string `header:"Last-Event-ID" maxLength:"64" doc:"sent by the browser when it comes back"`
}

func eventOps(c *console) {
	data := c.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[events.Data](), true, "EventData")
	register(c, huma.Operation{
		OperationID: "events", Method: http.MethodGet, Path: "/api/v1/events", Tags: []string{"events"}, Summary: "Live events",
		Description: "Server-sent events. The event's name is its topic (connections, customers, matrix, payments, workspaces), its data says which things changed; " +
			"reset means that some were missed and the page must load anew; over, that the session or key ended. A comment is sent every 15 seconds. " +
			"Every topic needs its own permission.",
		Errors: []int{429},
		Responses: map[string]*huma.Response{"200": {
			Description: "a stream", Content: map[string]*huma.MediaType{"text/event-stream": {Schema: data}},
		}},
	}, c.events)
}

// notify tells open pages of a change that was made through the console.
func (c *console) notify(ws record.WorkspaceID, topic string, payload any) {
	c.recent.forget(ws)
	if c.Events != nil {
		c.Events.Notify(ws, topic, payload)
	}
}

func (c *console) events(ctx context.Context, by access.Actor, in *eventsIn) (*huma.StreamResponse, error) {
	if c.Events == nil {
		return nil, fault.New("not_ready", nil)
	}
	leave, ok := c.streams.enter(by.Ref())
	if !ok {
		return nil, fault.New("too_many_streams", nil).After(10 * time.Second)
	}
	who := callerOf(ctx)
	return &huma.StreamResponse{Body: func(h huma.Context) {
		defer leave()
		_, w := humachi.Unwrap(h)
		s := &stream{c: c, w: w, out: http.NewResponseController(w), who: who}
		s.run(h.Context(), in.LastEventID)
	}}, nil
}

// stream is one open page.
type stream struct {
	c   *console
	w   http.ResponseWriter
	out *http.ResponseController
	who caller
}

func (s *stream) run(ctx context.Context, last string) {
	sub, missed, complete := s.c.Events.Subscribe(s.who.actor.Workspace, last)
	defer sub.Close()
	h := s.w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no")
	s.w.WriteHeader(http.StatusOK)
	if s.write("retry: 2000\n\n") != nil {
		return
	}
	if !complete && s.write("event: reset\ndata: {}\n\n") != nil {
		return
	}
	for _, e := range missed {
		if s.send(e) != nil {
			return
		}
	}
	beat, look := time.NewTicker(heartbeat), time.NewTicker(recheck)
	defer beat.Stop()
	defer look.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-s.c.Leaving:
			return
		case <-sub.Lost():
			_ = s.write("event: reset\ndata: {}\n\n")
			return
		case e := <-sub.C:
			err = s.send(e)
		case <-beat.C:
			err = s.write(": still here\n\n")
		case <-look.C:
			err = s.look(ctx)
		}
		if err != nil {
			return
		}
	}
}

// look asks whether the caller may still be here. It does not keep a session alive:
// an open page is no use of it.
func (s *stream) look(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, recheckWithin)
	defer cancel()
	err := s.still(ctx)
	if err != nil {
		_ = s.write(fmt.Sprintf("event: over\ndata: {\"code\":%q}\n\n", fault.As(err).Code))
	}
	return err
}

func (s *stream) still(ctx context.Context) error {
	if s.who.key != "" {
		a, err := s.c.Gate.Key(ctx, s.c.Now(), s.who.key)
		if err == nil {
			s.who.actor = a
		}
		return err
	}
	places, err := s.c.Gate.Places(ctx, s.c.Now(), s.who.token)
	if err != nil {
		return err
	}
	for _, m := range places {
		if m.Workspace == s.who.actor.Workspace {
			s.who.actor.Roles = m.Roles
			return nil
		}
	}
	return fault.New("not_found", nil)
}

func (s *stream) send(e events.Event) error {
	if do, ok := topicActions[e.Topic]; !ok || !s.who.actor.Can(do) {
		return nil
	}
	data := e.Data
	if s.who.actor.Narrowed() { // which things changed may be somebody else's; that something did suffices
		data = events.Only(e.Topic)
	}
	return s.write(fmt.Sprintf("id: %s\nevent: %s\ndata: %s\n\n", e.ID, e.Topic, data))
}

func (s *stream) write(text string) error {
	_ = s.out.SetWriteDeadline(clock.System{}.Now().Add(writeWithin)) // not every writer can
	if _, err := fmt.Fprint(s.w, text); err != nil {
		return err
	}
	return s.out.Flush()
}

// streamCount counts the open streams of each caller. It is safe for concurrent use.
type streamCount struct {
	mu sync.Mutex
	n  map[string]int
}

func newStreamCount() *streamCount { return &streamCount{n: map[string]int{}} }

func (s *streamCount) enter(who string) (leave func(), ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.n[who] >= streamsEach {
		return nil, false
	}
	s.n[who]++
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.n[who]--; s.n[who] == 0 {
			delete(s.n, who)
		}
	}, true
}
