package console

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	alertrules "github.com/heliuhub/heliu/alerts/rules"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
)

type alertRulesOut struct {
	Body struct {
		Set      alertrules.Set `json:"set"`
		Made     views.Made     `json:"made"`
		Versions []views.Made   `json:"versions" nullable:"false" doc:"the last ones, the newest first"`
		Metrics  []metric       `json:"metrics" nullable:"false" doc:"figures that rules can look at"`
	}
}

type metric struct {
	Metric string     `json:"metric"`
	Title  views.Text `json:"title"`
	Hourly bool       `json:"hourly" doc:"added up over the rule's minutes; else as of now"`
}

type alertRulesIn struct {
	Body struct {
		Set     alertrules.Set `json:"set"`
		Version int            `json:"version" minimum:"0" doc:"the version that is changed; 0: none was saved yet"`
		Reason  string         `json:"reason,omitempty" maxLength:"500"`
	}
}

func alertRuleOps(c *console) {
	get := func(ctx context.Context, by access.Actor, _ *struct{}) (*alertRulesOut, error) {
		out := &alertRulesOut{}
		set, made, err := c.ruleSet(ctx, by)
		if err != nil {
			return nil, err
		}
		out.Body.Set, out.Body.Made = set, made
		for _, m := range alertrules.Metrics() {
			out.Body.Metrics = append(out.Body.Metrics, metric{string(m.Metric), views.Text(m.Title), m.Hourly})
		}
		out.Body.Versions, err = c.AlertCentre.AlertDocumentVersions(ctx, by.Workspace, "rules")
		return out, err
	}
	register(c, huma.Operation{
		OperationID: "getAlertRules", Method: http.MethodGet, Path: "/api/v1/alert-rules", Tags: []string{"alerts"}, Summary: "What the workspace wants to be told of",
	}, get)
	register(c, huma.Operation{
		OperationID: "setAlertRules", Method: http.MethodPut, Path: "/api/v1/alert-rules", Tags: []string{"alerts"}, Summary: "Save a new version of the rules", Errors: []int{400, 412},
	}, func(ctx context.Context, by access.Actor, in *alertRulesIn) (*alertRulesOut, error) {
		if in.Body.Set.Kinds == nil {
			in.Body.Set.Kinds = []alertrules.KindSetting{}
		}
		if err := in.Body.Set.Check(); err != nil {
			return nil, err
		}
		before, _, err := c.ruleSet(ctx, by)
		if err != nil {
			return nil, err
		}
		if err := c.putDocument(ctx, by, "rules", in.Body.Version, before, in.Body.Set, in.Body.Reason); err != nil {
			return nil, err
		}
		return get(ctx, by, nil)
	})
}

func (c *console) ruleSet(ctx context.Context, by access.Actor) (alertrules.Set, views.Made, error) {
	var stored alertrules.Set
	made, err := c.AlertCentre.AlertDocument(ctx, by.Workspace, "rules", &stored)
	if err == nil && made.Version == 0 {
		stored = alertrules.Default()
	}
	return stored, made, err
}

// putDocument saves a document; one that somebody else has changed is precondition_failed.
func (c *console) putDocument(ctx context.Context, by access.Actor, name string, version int, before, v any, reason string) error {
	err := c.AlertCentre.PutAlertDocument(ctx, by.Workspace, name, version, before, v, reason)
	if err != nil && fault.As(err).Code == "conflict" {
		return fault.New("precondition_failed", nil)
	}
	return err
}
