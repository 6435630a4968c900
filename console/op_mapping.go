package console

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/pipelines/approvals"
	"github.com/heliuhub/heliu/pipelines/views"
)

type mappingsOut struct {
	Body struct {
		Items []views.MappingRow `json:"items" nullable:"false" doc:"by connector, connection and stream"`
	}
}

type mappingIn struct {
	Connector  string `path:"connector" maxLength:"64"`
	Stream     string `path:"stream" maxLength:"64"`
	Connection string `query:"connection" maxLength:"36" doc:"id, for the rules of this connection alone"`
	Version    int    `query:"version" minimum:"0" doc:"0: the one in force"`
}

type mappingOut struct{ Body views.MappingRules }

type mappingCheckIn struct {
	Connector string `path:"connector" maxLength:"64"`
	Stream    string `path:"stream" maxLength:"64"`
	Body      struct {
		Connection string `json:"connection,omitempty" maxLength:"36" doc:"id, for rules of this connection alone"`
		YAML       string `json:"yaml" minLength:"1" maxLength:"262144"`
	}
}

type mappingCheckOut struct{ Body views.MappingCheck }

type mappingProposeIn struct {
	Connector string `path:"connector" maxLength:"64"`
	Stream    string `path:"stream" maxLength:"64"`
	Body      struct {
		Connection string `json:"connection,omitempty" maxLength:"36" doc:"id, for rules of this connection alone"`
		YAML       string `json:"yaml" minLength:"1" maxLength:"262144"`
		Reason     string `json:"reason" maxLength:"500" doc:"kept with the version and in the audit trail"`
	}
}

type proposedOut struct {
	Status int
	Body   views.Approval
}

func mappingOps(c *console) {
	tags := []string{"mappings"}
	register(c, huma.Operation{
		OperationID: "listMappings", Method: http.MethodGet, Path: "/api/v1/mappings", Tags: tags, Summary: "The mapping rules in force",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*mappingsOut, error) {
		out := &mappingsOut{}
		rows, err := c.Mappings.ListMappings(ctx, by.Workspace)
		out.Body.Items = append([]views.MappingRow{}, rows...)
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "getMapping", Method: http.MethodGet, Path: "/api/v1/mappings/{connector}/{stream}", Tags: tags, Summary: "The rules of a stream and their versions", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *mappingIn) (*mappingOut, error) {
		of, err := c.mappingTarget(ctx, by, in.Connector, in.Stream, in.Connection)
		if err != nil {
			return nil, err
		}
		m, err := c.Mappings.MappingRules(ctx, by.Workspace, of, in.Version)
		return &mappingOut{m}, err
	})
	register(c, huma.Operation{
		OperationID: "checkMapping", Method: http.MethodPost, Path: "/api/v1/mappings/{connector}/{stream}/check", Tags: tags,
		Summary: "Hold rules against the language and the rules in force", Errors: []int{400, 404},
	}, func(ctx context.Context, by access.Actor, in *mappingCheckIn) (*mappingCheckOut, error) {
		of, err := c.mappingTarget(ctx, by, in.Connector, in.Stream, in.Body.Connection)
		if err != nil {
			return nil, err
		}
		out := views.MappingCheck{MappingOf: of, Issues: []views.MappingIssue{}}
		if out.InForce, out.Now, err = c.Mappings.MappingInForce(ctx, by.Workspace, of); err != nil {
			return nil, err
		}
		out.Same = out.Now == in.Body.YAML
		if out.Issues, err = lint(of, in.Body.YAML); err != nil {
			return nil, err
		}
		return &mappingCheckOut{out}, nil
	})
	register(c, huma.Operation{
		OperationID: "proposeMapping", Method: http.MethodPost, Path: "/api/v1/mappings/{connector}/{stream}/propose", Tags: tags, Summary: "Propose rules for a stream",
		Description:   "Another person approves them; they are in force a few seconds later. The answer is the approval.",
		DefaultStatus: http.StatusAccepted, Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *mappingProposeIn) (*proposedOut, error) {
		of, err := c.mappingTarget(ctx, by, in.Connector, in.Stream, in.Body.Connection)
		if err != nil {
			return nil, err
		}
		p, err := approvals.Mapping{Mappings: c.Mappings}.Propose(ctx, by.Workspace, of, in.Body.YAML, in.Body.Reason)
		if err != nil {
			return nil, mistakes(err)
		}
		a, err := c.propose(ctx, by, p)
		if err != nil {
			return nil, err
		}
		return &proposedOut{Status: http.StatusAccepted, Body: *a}, nil
	})
}

// mappingTarget refuses what no mapping can be for.
func (c *console) mappingTarget(ctx context.Context, by access.Actor, connector, stream, connection string) (views.MappingOf, error) {
	of, err := c.Mappings.MappingTarget(ctx, by.Workspace, views.MappingOf{Connector: connector, Connection: connection, Stream: stream})
	if err != nil {
		return of, err
	}
	spec, known := c.specs[connector]
	if !known || of.Connector != connector {
		return of, fault.New("not_found", nil)
	}
	for _, s := range spec.Streams {
		if s.Name == stream {
			return of, nil
		}
	}
	return of, fault.New("not_found", nil)
}

// lint lists the mistakes of rules; those for another stream are one.
func lint(of views.MappingOf, yaml string) ([]views.MappingIssue, error) {
	out := []views.MappingIssue{}
	m, err := mapping.Parse(of.Stream, []byte(yaml))
	var e *mapping.LintError
	switch {
	case errors.As(err, &e):
		for _, i := range e.Issues {
			out = append(out, views.MappingIssue{Line: i.Line, Column: i.Col, Code: i.Code, Message: views.Text{Zh: i.Zh, En: i.En}, Suggestion: i.Suggestion})
		}
	case err != nil:
		return nil, err
	case m.Stream != of.Stream:
		out = append(out, views.MappingIssue{Line: 1, Column: 1, Code: "wrong_stream", Message: views.Text{Zh: "规则属于数据流 " + m.Stream, En: "the rules are for the stream " + m.Stream}, Suggestion: of.Stream})
	}
	return out, nil
}

// mistakes puts what lint found into the answer, a field an issue.
func mistakes(err error) error {
	var e *mapping.LintError
	if !errors.As(err, &e) {
		return err
	}
	p := problemOf(fault.New("mapping_refused", nil).At("yaml", ""))
	for _, i := range e.Issues {
		p.Errors = append(p.Errors, ProblemField{Field: "yaml", Message: i.String()})
	}
	return p
}
