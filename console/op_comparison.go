package console

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
)

type compareIn struct {
	Body struct {
		RangeBody
		Reason string `json:"reason,omitempty" maxLength:"500"`
	}
}

type comparisonsIn struct {
	Paging
	Connection string `query:"connection" maxLength:"36" doc:"id"`
	Stream     string `query:"stream" maxLength:"100"`
	Differing  bool   `query:"differing" doc:"only those with a difference"`
	Latest     bool   `query:"latest" doc:"of each connection, stream and length of window the latest alone"`
}

type comparisonsOut struct {
	Body struct {
		Items      []views.Comparison `json:"items" nullable:"false" doc:"latest first"`
		NextCursor string             `json:"next_cursor" doc:"empty at the end"`
	}
}

type comparisonIn struct {
	ID string `path:"id" maxLength:"20"`
}

type comparisonOut struct {
	Body views.Comparison
}

func comparisonOps(c *console) {
	register(c, huma.Operation{
		OperationID: "createComparison", Method: http.MethodPost, Path: "/api/v1/comparisons", Tags: []string{"pipeline"}, DefaultStatus: http.StatusCreated,
		Summary:     "Hold a window of a source against the hub",
		Description: "Orders a job; its comparisons are there when it is done. The range is by the source's own time.", Errors: []int{400, 404, 422},
	}, func(ctx context.Context, by access.Actor, in *compareIn) (*jobOut, error) {
		if in.Body.From == nil || in.Body.To == nil {
			return nil, fault.New("bad_range", nil).At("from", "")
		}
		return c.order(ctx, by, "compare", in.Body.RangeBody, views.NewJob{Reason: in.Body.Reason})
	})
	register(c, huma.Operation{
		OperationID: "listComparisons", Method: http.MethodGet, Path: "/api/v1/comparisons", Tags: []string{"pipeline"},
		Summary: "What sources held against what the hub held",
	}, func(ctx context.Context, by access.Actor, in *comparisonsIn) (*comparisonsOut, error) {
		q := views.ComparisonQuery{Connection: in.Connection, Stream: in.Stream, Differing: in.Differing, Latest: in.Latest}
		filter := filterHash("comparisons", q.Connection, "\x00", q.Stream, "\x00", q.Differing, q.Latest)
		var err error
		if q.Page, err = in.page(filter); err != nil {
			return nil, err
		}
		rows, next, err := c.Jobs.ListComparisons(ctx, by.Workspace, q)
		if err != nil {
			return nil, err
		}
		out := &comparisonsOut{}
		out.Body.Items, out.Body.NextCursor = rows, nextCursor(filter, next)
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "getComparison", Method: http.MethodGet, Path: "/api/v1/comparisons/{id}", Tags: []string{"pipeline"},
		Summary: "One comparison with its differences", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *comparisonIn) (*comparisonOut, error) {
		x, err := c.Jobs.Comparison(ctx, by.Workspace, in.ID)
		return &comparisonOut{Body: x}, err
	})
	register(c, huma.Operation{
		OperationID: "repairComparison", Method: http.MethodPost, Path: "/api/v1/comparisons/{id}/repair", Tags: []string{"pipeline"}, DefaultStatus: http.StatusCreated,
		Summary: "Read the window of a comparison again", Description: "Orders a backfill of that window.", Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *reasonIn) (*jobOut, error) {
		if strings.TrimSpace(in.Body.Reason) == "" {
			return nil, fault.New("reason_required", nil).At("reason", "")
		}
		x, err := c.Jobs.Comparison(ctx, by.Workspace, in.ID)
		if err != nil {
			return nil, err
		}
		if x.Equal {
			return nil, fault.New("nothing_to_repair", nil)
		}
		return c.order(ctx, by, "backfill", RangeBody{Connection: x.Connection, Stream: x.Stream, From: &x.From, To: &x.To},
			views.NewJob{Window: 24 * time.Hour, History: c.Now().Sub(x.To) > historyAfter, Reason: in.Body.Reason})
	})
}
