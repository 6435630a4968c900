package console

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Rights reports who may do what.
type Rights interface {
	Rights(ctx context.Context, ws record.WorkspaceID, at time.Time) (views.RightsReport, error)
}

type rightsIn struct {
	AsOf string `query:"as_of" maxLength:"40" doc:"a day (its end, Asia/Shanghai) or a moment (RFC 3339); now without it"`
}

type rightsOut struct{ Body views.RightsReport }

func rightsOps(c *console) {
	register(c, huma.Operation{
		OperationID: "getRightsReport", Method: http.MethodGet, Path: "/api/v1/access/report", Tags: []string{"access"}, Summary: "Who may do what as of a moment, and which of it conflicts",
		Description: "Reckoned from the audit trail: a report of the past stays as it was.", Errors: []int{400},
	}, func(ctx context.Context, by access.Actor, in *rightsIn) (*rightsOut, error) {
		at, err := momentOf(in.AsOf, c.Now())
		if err != nil {
			return nil, err
		}
		r, err := c.Rights.Rights(ctx, by.Workspace, at)
		return &rightsOut{r}, err
	})
}

// momentOf reads a day, of which it gives the last moment, or a moment.
func momentOf(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return now, nil
	}
	if day, err := time.ParseInLocation(time.DateOnly, text, record.Shanghai); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Microsecond), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, fault.New("bad_request", nil).At("as_of", "")
	}
	return at, nil
}
