package console

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
)

type jobOut struct {
	Location string `header:"Location"`
	Body     views.Job
}

type jobsIn struct {
	Paging
	Connection string `query:"connection" maxLength:"36" doc:"id"`
	Kind       string `query:"kind" enum:"shadow,replay,backfill,compare"`
}

type jobsOut struct {
	Body struct {
		Items      []views.Job `json:"items" nullable:"false" doc:"latest first"`
		NextCursor string      `json:"next_cursor" doc:"empty at the end"`
	}
}

type jobIn struct {
	ID string `path:"id" format:"uuid"`
}

type reasonIn struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Reason string `json:"reason" maxLength:"500" doc:"why; it stands in the trail"`
	}
}

// RangeBody is part of several bodies; the API describes only exported ones.
type RangeBody struct {
	Connection string     `json:"connection" maxLength:"63" doc:"id or name"`
	Stream     string     `json:"stream,omitempty" maxLength:"100" doc:"empty: every stream"`
	From       *time.Time `json:"from,omitempty" doc:"empty: from the beginning"`
	To         *time.Time `json:"to,omitempty" doc:"the first moment behind the range; empty: to the end"`
}

type replayIn struct {
	Body struct {
		RangeBody
		Reason string `json:"reason,omitempty" maxLength:"500"`
	}
}

type backfillIn struct {
	Body struct {
		RangeBody
		WindowSeconds int64  `json:"window_seconds,omitempty" minimum:"60" maximum:"31622400" doc:"length of one window; a day where it is left out"`
		History       *bool  `json:"history,omitempty" doc:"load it as the past: no write-back, no alert; left out: where the range ended more than seven days ago"`
		Reason        string `json:"reason" maxLength:"500"`
	}
}

const (
	maxWindows   = 5000
	historyAfter = 7 * 24 * time.Hour
)

func jobOps(c *console) {
	register(c, huma.Operation{
		OperationID: "createReplay", Method: http.MethodPost, Path: "/api/v1/replays", Tags: []string{"pipeline"}, DefaultStatus: http.StatusCreated,
		Summary:     "Show what mapping stored records again would change",
		Description: "Orders a shadow: it writes nothing. The range is by the time of receipt. Apply it when it is done.", Errors: []int{400, 404},
	}, func(ctx context.Context, by access.Actor, in *replayIn) (*jobOut, error) {
		return c.order(ctx, by, "shadow", in.Body.RangeBody, views.NewJob{Reason: in.Body.Reason})
	})
	register(c, huma.Operation{
		OperationID: "applyReplay", Method: http.MethodPost, Path: "/api/v1/replays/{id}/apply", Tags: []string{"pipeline"}, DefaultStatus: http.StatusCreated,
		Summary:     "Carry out what a shadow showed",
		Description: "Refuses with mapping_changed when the mapping or the connection's settings are other than the shadow's.", Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *reasonIn) (*jobOut, error) {
		if strings.TrimSpace(in.Body.Reason) == "" {
			return nil, fault.New("reason_required", nil).At("reason", "")
		}
		return c.made(ctx, by, views.NewJob{Kind: "replay", Shadow: in.ID, Reason: in.Body.Reason})
	})
	register(c, huma.Operation{
		OperationID: "createBackfill", Method: http.MethodPost, Path: "/api/v1/backfills", Tags: []string{"pipeline"}, DefaultStatus: http.StatusCreated,
		Summary: "Read a range of a source again, window by window beside the live stream", Errors: []int{400, 404, 422},
	}, c.backfill)
	register(c, huma.Operation{
		OperationID: "listJobs", Method: http.MethodGet, Path: "/api/v1/jobs", Tags: []string{"pipeline"}, Summary: "Replays, backfills and comparisons",
	}, func(ctx context.Context, by access.Actor, in *jobsIn) (*jobsOut, error) {
		q := views.JobQuery{Connection: in.Connection, Kind: in.Kind}
		filter := filterHash("jobs", q.Connection, "\x00", q.Kind)
		var err error
		if q.Page, err = in.page(filter); err != nil {
			return nil, err
		}
		rows, next, err := c.Jobs.ListJobs(ctx, by.Workspace, q)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			rows[i].Detail = maskText(rows[i].Detail)
		}
		out := &jobsOut{}
		out.Body.Items, out.Body.NextCursor = rows, nextCursor(filter, next)
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "getJob", Method: http.MethodGet, Path: "/api/v1/jobs/{id}", Tags: []string{"pipeline"}, Summary: "One job as it stands", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *jobIn) (*jobOut, error) { return c.job(ctx, by, in.ID) })
	register(c, huma.Operation{
		OperationID: "cancelJob", Method: http.MethodPost, Path: "/api/v1/jobs/{id}/cancel", Tags: []string{"pipeline"}, Summary: "Ask a job to end",
		Description: "What it did stays; what it put on the bus goes its way.", Errors: []int{404, 409},
	}, func(ctx context.Context, by access.Actor, in *reasonIn) (*jobOut, error) {
		if err := c.Jobs.StopJob(ctx, by.Workspace, in.ID, in.Body.Reason); err != nil {
			return nil, err
		}
		c.notify(by.Workspace, "connections", nil)
		return c.job(ctx, by, in.ID)
	})
}

func (c *console) job(ctx context.Context, by access.Actor, id string) (*jobOut, error) {
	j, err := c.Jobs.Job(ctx, by.Workspace, id)
	if err != nil {
		return nil, err
	}
	j.Detail = maskText(j.Detail)
	return &jobOut{Location: "/api/v1/jobs/" + id, Body: j}, nil
}

// order orders a job over a range of a connection.
func (c *console) order(ctx context.Context, by access.Actor, kind string, r RangeBody, n views.NewJob) (*jobOut, error) {
	if r.From != nil && r.To != nil && !r.From.Before(*r.To) {
		return nil, fault.New("bad_range", nil).At("from", "")
	}
	x, err := c.connectionNamed(ctx, by, r.Connection)
	if err != nil {
		return nil, err
	}
	n.Kind, n.Connection, n.Stream, n.From, n.To = kind, x.ID, r.Stream, r.From, r.To
	if kind != "shadow" && !slices.ContainsFunc(c.specs[x.Connector].Streams, func(s connectors.Stream) bool { return s.Windows && (r.Stream == "" || s.Name == r.Stream) }) {
		return nil, fault.New("cannot_window", nil).At("stream", "")
	}
	return c.made(ctx, by, n)
}

func (c *console) made(ctx context.Context, by access.Actor, n views.NewJob) (*jobOut, error) {
	id, err := c.Jobs.NewJob(ctx, by.Workspace, n)
	if err != nil {
		return nil, err
	}
	c.notify(by.Workspace, "connections", nil)
	return c.job(ctx, by, id)
}

// connectionNamed finds a living connection by id or name.
func (c *console) connectionNamed(ctx context.Context, by access.Actor, text string) (views.Connection, error) {
	all, err := c.Connections.List(ctx, by.Workspace, c.Now())
	if err != nil {
		return views.Connection{}, err
	}
	i := slices.IndexFunc(all, func(x views.Connection) bool { return x.ID == text || x.Name == text })
	if i < 0 {
		return views.Connection{}, fault.New("not_found", nil).At("connection", "")
	}
	return all[i], nil
}

func (c *console) backfill(ctx context.Context, by access.Actor, in *backfillIn) (*jobOut, error) {
	b := in.Body
	if strings.TrimSpace(b.Reason) == "" {
		return nil, fault.New("reason_required", nil).At("reason", "")
	}
	if b.From == nil || b.To == nil {
		return nil, fault.New("bad_range", nil).At("from", "")
	}
	window := 24 * time.Hour
	if b.WindowSeconds > 0 {
		window = time.Duration(b.WindowSeconds) * time.Second
	}
	if b.To.Sub(*b.From)/window >= maxWindows {
		return nil, fault.New("bad_range", nil).At("window_seconds", "")
	}
	history := c.Now().Sub(*b.To) > historyAfter
	if b.History != nil {
		history = *b.History
	}
	return c.order(ctx, by, "backfill", b.RangeBody, views.NewJob{Window: window, History: history, Reason: b.Reason})
}
