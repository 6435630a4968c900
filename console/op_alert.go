package console

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
)

type alertsIn struct {
	Paging
	State      string `query:"state" enum:"open,unseen,muted,closed" doc:"open: acknowledged and muted ones too; unseen: neither"`
	Kind       string `query:"kind" maxLength:"40" doc:"see listAlertKinds"`
	Severity   string `query:"severity" enum:"info,warning,critical"`
	Connection string `query:"connection" maxLength:"36" doc:"id"`
	Mine       bool   `query:"mine" doc:"what the caller was told of, owns or acknowledged"`
}

type alertsOut struct {
	Body struct {
		Items      []views.Alert `json:"items" nullable:"false" doc:"open ones first, then the latest first"`
		NextCursor string        `json:"next_cursor" doc:"empty at the end"`
		Open       int           `json:"open" doc:"open ones of the workspace, whatever is filtered for"`
		Unseen     int           `json:"unseen" doc:"of these, nobody has said that they look"`
	}
}

type alertIn struct {
	ID string `path:"id" doc:"alert id"`
}

type alertOut struct {
	Body struct {
		Alert    views.Alert          `json:"alert"`
		Messages []views.AlertMessage `json:"messages" nullable:"false" doc:"who was told of it, when and by what; the newest first"`
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

type alertMuteIn struct {
	ID   string `path:"id" doc:"alert id"`
	Body struct {
		Reason string    `json:"reason" minLength:"1" maxLength:"500" doc:"kept with the mute and in the audit trail"`
		Until  time.Time `json:"until" doc:"within 90 days"`
		Whole  bool      `json:"whole,omitempty" doc:"every alert of this kind and connection, those to come too"`
	}
}

type alertKindsOut struct {
	Body struct {
		Items []alertKind `json:"items" nullable:"false"`
	}
}

type alertKind struct {
	Kind     string     `json:"kind"`
	Title    views.Text `json:"title"`
	Severity string     `json:"severity" enum:"info,warning,critical" doc:"where the event says none"`
	How      string     `json:"how" enum:"occurrence,threshold,absence,rate,contradiction" doc:"by what it is found"`
	Role     string     `json:"role" doc:"who is told where nobody owns it and no route names it"`
}

func alertOps(c *console) {
	tags := []string{"alerts"}
	register(c, huma.Operation{
		OperationID: "listAlerts", Method: http.MethodGet, Path: "/api/v1/alerts", Tags: tags, Summary: "What a person has to know",
		Description: "Who may not read all alerts gets those that they were told of.",
	}, c.listAlerts)
	register(c, huma.Operation{
		OperationID: "listAlertKinds", Method: http.MethodGet, Path: "/api/v1/alert-kinds", Tags: tags, Summary: "What alerts can be about",
	}, func(context.Context, access.Actor, *struct{}) (*alertKindsOut, error) {
		out := &alertKindsOut{}
		for _, k := range alerts.Infos() {
			out.Body.Items = append(out.Body.Items, alertKind{string(k.Kind), views.Text(k.Title), string(k.Severity), string(k.How), string(k.Role)})
		}
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "getAlert", Method: http.MethodGet, Path: "/api/v1/alerts/{id}", Tags: tags, Summary: "One alert, and who was told of it", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *alertIn) (*alertOut, error) {
		if !by.Can(access.AlertRead) {
			if told, err := c.Alerts.WasTold(ctx, by.Workspace, in.ID, by.ID); err != nil || !told {
				return nil, orNotFound(err)
			}
		}
		out := &alertOut{}
		var err error
		out.Body.Alert, out.Body.Messages, err = c.Alerts.Alert(ctx, by.Workspace, in.ID)
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "acknowledgeAlert", Method: http.MethodPost, Path: "/api/v1/alerts/{id}/acknowledge", Tags: tags, Summary: "Say that somebody looks after it",
		Description: "Nobody else is told of it from then on, and it does not escalate.", DefaultStatus: http.StatusNoContent, Errors: []int{404, 409},
	}, func(ctx context.Context, by access.Actor, in *alertNoteIn) (*struct{}, error) {
		if !by.Can(access.AlertWrite) {
			if told, err := c.Alerts.WasTold(ctx, by.Workspace, in.ID, by.ID); err != nil || !told {
				if _, _, missing := c.Alerts.Alert(ctx, by.Workspace, in.ID); missing != nil || err != nil {
					return nil, orNotFound(err)
				}
				return nil, fault.New("alert_not_yours", nil)
			}
		}
		if err := c.Alerts.AckAlert(ctx, by.Workspace, in.ID, strings.TrimSpace(in.Body.Note)); err != nil {
			return nil, err
		}
		c.notify(by.Workspace, "connections", nil)
		return nil, nil
	})
	register(c, huma.Operation{
		OperationID: "closeAlert", Method: http.MethodPost, Path: "/api/v1/alerts/{id}/close", Tags: tags, Summary: "Close an alert by hand",
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
	register(c, huma.Operation{
		OperationID: "muteAlert", Method: http.MethodPost, Path: "/api/v1/alerts/{id}/mute", Tags: tags, Summary: "Let nobody be told of it for a while",
		Description: "It stays in the list. What is muted when the mute ends is told then.", DefaultStatus: http.StatusNoContent, Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *alertMuteIn) (*struct{}, error) {
		reason := strings.TrimSpace(in.Body.Reason)
		if reason == "" {
			return nil, fault.New("reason_needed", nil).At("reason", "")
		}
		if now := c.Now(); !in.Body.Until.After(now) || in.Body.Until.After(now.AddDate(0, 0, 90)) {
			return nil, fault.New("bad_mute", nil).At("until", "")
		}
		if err := c.Alerts.MuteAlert(ctx, by.Workspace, in.ID, in.Body.Whole, in.Body.Until, reason); err != nil {
			return nil, err
		}
		c.notify(by.Workspace, "connections", nil)
		return nil, nil
	})
	register(c, huma.Operation{
		OperationID: "unmuteAlert", Method: http.MethodPost, Path: "/api/v1/alerts/{id}/unmute", Tags: tags, Summary: "Tell of it again",
		DefaultStatus: http.StatusNoContent, Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *alertIn) (*struct{}, error) {
		if err := c.Alerts.UnmuteAlert(ctx, by.Workspace, in.ID); err != nil {
			return nil, err
		}
		c.notify(by.Workspace, "connections", nil)
		return nil, nil
	})
}

func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return fault.New("not_found", nil)
}

func (c *console) listAlerts(ctx context.Context, by access.Actor, in *alertsIn) (*alertsOut, error) {
	if err := checkID(in.Connection, "connection"); err != nil {
		return nil, err
	}
	q := views.AlertQuery{State: in.State, Kind: in.Kind, Severity: in.Severity, Connection: in.Connection}
	if in.Mine || !by.Can(access.AlertRead) {
		q.Mine = by.ID
	}
	filter := filterHash("alerts", q.State, "\x00", q.Kind, "\x00", q.Connection, "\x00", q.Severity, "\x00", q.Mine)
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
