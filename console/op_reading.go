package console

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
)

type tryIn struct {
	ID     string `path:"id" doc:"connection id"`
	Stream string `query:"stream" maxLength:"100" doc:"this stream alone"`
}

type statesOut struct {
	Body struct {
		Items []views.State `json:"items" nullable:"false"`
	}
}

// StatePath names a stream of a connection.
type StatePath struct {
	ID     string `path:"id" doc:"connection id"`
	Stream string `path:"stream" maxLength:"100"`
}

type setStateIn struct {
	StatePath
	IfMatch string `header:"If-Match" doc:"ETag of the state that is changed; required"`
	Body    struct {
		State  json.RawMessage `json:"state" doc:"the connector's own document, at most 64 KiB; kept byte for byte"`
		Reason string          `json:"reason" maxLength:"500" doc:"goes into the audit trail"`
	}
}

type resetStateIn struct {
	StatePath
	IfMatch string `header:"If-Match" doc:"ETag of the state that is taken away; required"`
	Reason  string `query:"reason" maxLength:"500" doc:"goes into the audit trail"`
}

type decidedOut struct {
	ETag string `header:"ETag"`
	Body struct {
		views.State
		Was json.RawMessage `json:"was" doc:"what the state was"`
	}
}

func readingOps(c *console) {
	register(c, huma.Operation{
		OperationID: "tryConnection", Method: http.MethodPost, Path: "/api/v1/connections/{id}/try", Tags: []string{"connections"},
		Summary: "Read at once", Description: "Whatever the next try is set for. Quiet hours and streams that wait for a decision stay as they are.", Errors: []int{404, 409},
	}, c.tryNow)
	register(c, huma.Operation{
		OperationID: "listConnectionStates", Method: http.MethodGet, Path: "/api/v1/connections/{id}/states", Tags: []string{"connections"},
		Summary: "How far each stream was read", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *idIn) (*statesOut, error) {
		x, err := c.one(ctx, by, in.ID)
		if err != nil {
			return nil, err
		}
		out := &statesOut{}
		out.Body.Items, err = c.states(ctx, by, x)
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "getConnectionState", Method: http.MethodGet, Path: "/api/v1/connections/{id}/streams/{stream}/state", Tags: []string{"connections"},
		Summary: "How far a stream was read", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *StatePath) (*tagged[views.State], error) {
		st, err := c.state(ctx, by, in)
		return &tagged[views.State]{`"` + st.Tag + `"`, st}, err
	})
	register(c, huma.Operation{
		OperationID: "setConnectionState", Method: http.MethodPut, Path: "/api/v1/connections/{id}/streams/{stream}/state", Tags: []string{"connections"},
		Summary: "Read a stream on from a given position", Description: "The ETag names what persons have decided so far: reading itself does not move it. Whoever reads the connection stops first. A stream that waits for a decision goes on.", Errors: []int{400, 404, 412, 428},
	}, func(ctx context.Context, by access.Actor, in *setStateIn) (*decidedOut, error) {
		return c.decide(ctx, by, &in.StatePath, in.Body.State, in.IfMatch, in.Body.Reason)
	})
	register(c, huma.Operation{
		OperationID: "resetConnectionState", Method: http.MethodDelete, Path: "/api/v1/connections/{id}/streams/{stream}/state", Tags: []string{"connections"},
		Summary: "Read a stream from the start again", Description: "What did not change since is recognised and has no effect.", Errors: []int{400, 404, 412, 428},
	}, func(ctx context.Context, by access.Actor, in *resetStateIn) (*decidedOut, error) {
		return c.decide(ctx, by, &in.StatePath, nil, in.IfMatch, in.Reason)
	})
}

// one gives a connection as pages see it.
func (c *console) one(ctx context.Context, by access.Actor, id string) (views.Connection, error) {
	x, err := c.Connections.Get(ctx, by.Workspace, id, c.Now())
	if err != nil {
		return x, err
	}
	return c.dress(x, c.Now()), nil
}

func (c *console) tryNow(ctx context.Context, by access.Actor, in *tryIn) (*connectionOut, error) {
	x, err := c.one(ctx, by, in.ID)
	switch {
	case err != nil:
		return nil, err
	case in.Stream != "" && !slices.ContainsFunc(x.Streams, func(s views.Stream) bool { return s.Name == in.Stream }):
		return nil, fault.New("unknown_stream", nil).At("stream", "")
	case !slices.ContainsFunc(x.Streams, func(s views.Stream) bool { return !s.Push }):
		return nil, fault.New("nothing_to_read", nil)
	case x.Status != "enabled":
		return nil, fault.New("not_running", nil)
	case x.QuietUntil != nil:
		return nil, fault.New("quiet_hours", nil)
	}
	if err := c.Readings.AskNow(ctx, by.Workspace, in.ID, in.Stream); err != nil {
		return nil, err
	}
	c.notify(by.Workspace, "connections", map[string]string{"connection": in.ID})
	return c.connection(ctx, by, in.ID, Conditional{})
}

// states lists the states of the streams that are read by asking.
func (c *console) states(ctx context.Context, by access.Actor, x views.Connection) ([]views.State, error) {
	kept, err := c.Readings.States(ctx, by.Workspace, x.ID)
	if err != nil {
		return nil, err
	}
	out := []views.State{}
	for _, s := range x.Streams {
		st := views.State{Stream: s.Name, State: json.RawMessage("null"), Text: "null", Tag: kept[0].Tag}
		i := slices.IndexFunc(kept, func(k views.State) bool { return k.Stream == s.Name })
		if i >= 0 {
			st = kept[i]
		} else if s.Push {
			continue
		}
		st.Title, st.Halted = s.Title, s.Halted
		out = append(out, st)
	}
	return out, nil
}

func (c *console) state(ctx context.Context, by access.Actor, in *StatePath) (views.State, error) {
	x, err := c.one(ctx, by, in.ID)
	if err != nil {
		return views.State{}, err
	}
	all, err := c.states(ctx, by, x)
	if err != nil {
		return views.State{}, err
	}
	i := slices.IndexFunc(all, func(st views.State) bool { return st.Stream == in.Stream })
	if i < 0 {
		return views.State{}, fault.New("unknown_stream", nil).At("stream", "")
	}
	return all[i], nil
}

func (c *console) decide(ctx context.Context, by access.Actor, in *StatePath, to []byte, ifMatch, reason string) (*decidedOut, error) {
	if _, err := c.state(ctx, by, in); err != nil {
		return nil, err
	}
	if ifMatch == "" {
		return nil, fault.New("precondition_required", nil)
	}
	match := strings.Trim(strings.TrimPrefix(strings.TrimSpace(ifMatch), "W/"), `"`)
	was, err := c.Readings.Decide(ctx, by.Workspace, in.ID, in.Stream, to, match, strings.TrimSpace(reason))
	if err != nil {
		return nil, err
	}
	c.notify(by.Workspace, "connections", map[string]string{"connection": in.ID})
	out := &decidedOut{}
	out.Body.Was = was
	if len(was) == 0 {
		out.Body.Was = json.RawMessage("null")
	}
	out.Body.State, err = c.state(ctx, by, in)
	out.ETag = `"` + out.Body.Tag + `"`
	return out, err
}
