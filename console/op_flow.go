package console

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/pipelines/views"
)

// topicRaw is the topic whose records are balanced.
const topicRaw = "heliu.raw"

// balance says whether every record ended in exactly one place.
type balance struct {
	Topic    string `json:"topic"`
	Accepted int64  `json:"accepted" doc:"records of the topic, of all workspaces: its end offsets"`
	Settled  int64  `json:"settled" doc:"of all workspaces, removed ones included"`
	InFlight int64  `json:"in_flight" doc:"accepted − settled"`
	Unread   int64  `json:"unread" doc:"in flight: not landed yet"`
	Waiting  int64  `json:"waiting" doc:"in flight: landed, not settled yet"`
	Balanced bool   `json:"balanced" doc:"accepted = settled + unread + waiting"`
}

type balanceIn struct {
	Full bool `query:"full" doc:"count every row of this workspace too; it reads whole tables"`
}

type balanceOut struct {
	Body struct {
		Balanced bool                `json:"balanced" doc:"the topic's equation and every stream's hold"`
		Topic    balance             `json:"topic"`
		Streams  []views.StreamCount `json:"streams" nullable:"false" doc:"of this workspace"`
		Totals   views.StreamCount   `json:"totals" doc:"of this workspace"`
		Refused  []views.Refused     `json:"refused" nullable:"false" doc:"refused at the door of this hub since it started, by connector and code: never accepted, so no part of the equation"`
		Wrong    []views.Miscount    `json:"wrong,omitempty" doc:"with full: counts that are not what counting every row gives"`
	}
}

func flowOps(c *console) {
	register(c, huma.Operation{
		OperationID: "getBalance", Method: http.MethodGet, Path: "/api/v1/audit/balance", Tags: []string{"pipeline"}, Summary: "Whether every record ended in exactly one place",
	}, c.balance)
}

func (c *console) balance(ctx context.Context, by access.Actor, in *balanceIn) (*balanceOut, error) {
	// The store is read before the bus: what lands in between counts as unread, never
	// as too much.
	s, err := c.Flow.Settlement(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	end := s.Stored
	if c.Bus != nil {
		if end, err = c.Bus.EndOffsets(ctx, topicRaw); err != nil {
			return nil, err
		}
	}
	out := &balanceOut{}
	t := &out.Body.Topic
	t.Topic, t.Settled, t.Waiting = topicRaw, s.Settled, s.Waiting
	behind := true
	for p, n := range end {
		t.Accepted += n
		t.Unread += n - s.Stored[p]
		behind = behind && s.Stored[p] <= n
	}
	for p := range s.Stored {
		_, there := end[p]
		behind = behind && there
	}
	t.InFlight = t.Accepted - t.Settled
	t.Balanced = behind && t.Accepted == t.Settled+t.Unread+t.Waiting
	out.Body.Balanced, out.Body.Streams = t.Balanced, s.Streams
	sum := &out.Body.Totals
	sum.Balanced = true
	for i := range s.Streams {
		x := &s.Streams[i]
		x.Balanced = x.Accepted == x.Settled.Sum()+x.InFlight && x.InFlight >= 0
		sum.Balanced = sum.Balanced && x.Balanced
		sum.Accepted += x.Accepted
		sum.InFlight += x.InFlight
		sum.Unchanged += x.Unchanged
		sum.Settled.Applied += x.Settled.Applied
		sum.Settled.Duplicate += x.Settled.Duplicate
		sum.Settled.Dropped += x.Settled.Dropped
		sum.Settled.Quarantined += x.Settled.Quarantined
	}
	out.Body.Refused = []views.Refused{}
	if c.Refused != nil {
		out.Body.Refused = c.Refused()
	}
	if in.Full {
		if out.Body.Wrong, err = c.Flow.MiscountsOf(ctx, by.Workspace); err != nil {
			return nil, err
		}
	}
	out.Body.Balanced = out.Body.Balanced && sum.Balanced && len(out.Body.Wrong) == 0
	return out, nil
}
