package console

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
)

type alertsIn struct {
	Paging
	State      string `query:"state" enum:"open,closed" doc:"open: acknowledged ones too"`
	Kind       string `query:"kind" enum:"dead_letters,silence,switched_off,unauthorized,unreachable,lost_cursor,lag,difference,approval_waiting,bulk_export,audit_damage"`
	Connection string `query:"connection" maxLength:"36" doc:"id"`
}

type alertsOut struct {
	Body struct {
		Items      []views.Alert `json:"items" nullable:"false" doc:"open ones first, then the latest first"`
		NextCursor string        `json:"next_cursor" doc:"empty at the end"`
		Open       int           `json:"open" doc:"open ones of the workspace, whatever is filtered for"`
		Unseen     int           `json:"unseen" doc:"of these, nobody has said that they look"`
	}
}

type alertNoteIn struct {
	ID   string `path:"id" doc:"alert id"`
	Body struct {
		Note string `json:"note,omitempty" maxLength:"500"`
	}
}

type alertCloseIn struct {
	ID   string `path:"id" doc:"alert id"`
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"kept with the alert and in the audit trail"`
	}
}

func alertOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listAlerts", Method: http.MethodGet, Path: "/api/v1/alerts", Tags: []string{"alerts"}, Summary: "What a person has to know",
	}, c.listAlerts)
	register(c, huma.Operation{
		OperationID: "acknowledgeAlert", Method: http.MethodPost, Path: "/api/v1/alerts/{id}/acknowledge", Tags: []string{"alerts"}, Summary: "Say that somebody looks after it",
		DefaultStatus: http.StatusNoContent, Errors: []int{404, 409},
	}, func(ctx context.Context, by access.Actor, in *alertNoteIn) (*struct{}, error) {
		if err := c.Alerts.AckAlert(ctx, by.Workspace, in.ID, strings.TrimSpace(in.Body.Note)); err != nil {
			return nil, err
		}
		c.notify(by.Workspace, "connections", nil)
		return nil, nil
	})
	register(c, huma.Operation{
		OperationID: "closeAlert", Method: http.MethodPost, Path: "/api/v1/alerts/{id}/close", Tags: []string{"alerts"}, Summary: "Close an alert by hand",
		Description: "It opens again, as a new one, when its cause is seen once more.", DefaultStatus: http.StatusNoContent, Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *alertCloseIn) (*struct{}, error) {
		reason := strings.TrimSpace(in.Body.Reason)
		if reason == "" {
			return nil, fault.New("reason_needed", nil).At("reason", "")
		}
		if err := c.Alerts.CloseAlert(ctx, by.Workspace, in.ID, reason); err != nil {
			return nil, err
		}
		c.notify(by.Workspace, "connections", nil)
		return nil, nil
	})
}

func (c *console) listAlerts(ctx context.Context, by access.Actor, in *alertsIn) (*alertsOut, error) {
	if err := checkID(in.Connection, "connection"); err != nil {
		return nil, err
	}
	q := views.AlertQuery{State: in.State, Kind: in.Kind, Connection: in.Connection}
	filter := filterHash("alerts", q.State, "\x00", q.Kind, "\x00", q.Connection)
	var err error
	if q.Page, err = in.page(filter); err != nil {
		return nil, err
	}
	rows, next, err := c.Alerts.ListAlerts(ctx, by.Workspace, q)
	if err != nil {
		return nil, err
	}
	out := &alertsOut{}
	out.Body.Items, out.Body.NextCursor = rows, nextCursor(filter, next)
	out.Body.Open, out.Body.Unseen, err = c.Alerts.CountAlerts(ctx, by.Workspace)
	return out, err
}
