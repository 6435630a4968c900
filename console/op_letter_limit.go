package console

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
)

type letterLimitsOut struct {
	Body struct {
		Items []views.LetterLimit `json:"items" nullable:"false" doc:"that of the workspace first"`
	}
}

type letterLimitIn struct{ Body views.LetterLimit }

type forgetLimitIn struct {
	Connection string `path:"connection" doc:"connection id"`
}

func letterLimitOps(c *console) {
	list := func(ctx context.Context, by access.Actor, _ *struct{}) (*letterLimitsOut, error) {
		out := &letterLimitsOut{}
		var err error
		out.Body.Items, err = c.Letters.LetterLimits(ctx, by.Workspace)
		return out, err
	}
	register(c, huma.Operation{
		OperationID: "listDeadLetterLimits", Method: http.MethodGet, Path: "/api/v1/dead-letters/limits", Tags: []string{"pipeline"}, Summary: "From when on dead letters raise an alert",
	}, list)
	register(c, huma.Operation{
		OperationID: "setDeadLetterLimit", Method: http.MethodPut, Path: "/api/v1/dead-letters/limits", Tags: []string{"pipeline"}, Summary: "Set the limit of the workspace or of a connection",
		Description: "version is that of the limit that is changed, 0 for a new one.", Errors: []int{400, 404, 412},
	}, func(ctx context.Context, by access.Actor, in *letterLimitIn) (*letterLimitsOut, error) {
		if err := checkID(in.Body.Connection, "connection"); err != nil {
			return nil, err
		}
		if err := c.Letters.SetLetterLimit(ctx, by.Workspace, in.Body); err != nil {
			if fault.As(err).Code == "conflict" {
				return nil, fault.New("precondition_failed", nil)
			}
			return nil, err
		}
		return list(ctx, by, nil)
	})
	register(c, huma.Operation{
		OperationID: "deleteDeadLetterLimit", Method: http.MethodDelete, Path: "/api/v1/dead-letters/limits/{connection}", Tags: []string{"pipeline"},
		Summary: "Let a connection have the workspace's limit again", DefaultStatus: http.StatusNoContent, Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *forgetLimitIn) (*struct{}, error) {
		if in.Connection == "" || checkID(in.Connection, "connection") != nil {
			return nil, fault.New("not_found", nil)
		}
		return nil, c.Letters.ForgetLetterLimit(ctx, by.Workspace, in.Connection)
	})
}
