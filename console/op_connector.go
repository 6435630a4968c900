package console

import (
	"context"
	"log/slog"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines/views"
)

// connector is a kind of system that can be connected.
type connector struct {
	Name        string            `json:"name"`
	Title       views.Text        `json:"title"`
	Summary     views.Text        `json:"summary"`
	Pulls       bool              `json:"pulls" doc:"the hub reads it"`
	Pushes      bool              `json:"pushes" doc:"it posts to a door of the hub"`
	TakesFiles  bool              `json:"takes_files" doc:"it reads uploaded files"`
	Notifies    bool              `json:"notifies" doc:"it carries messages to people"`
	SignsIn     bool              `json:"signs_in" doc:"people can sign in by it"`
	PollSeconds int               `json:"poll_seconds" doc:"default pause between two reads; 0: push only"`
	Streams     []connectorStream `json:"streams" nullable:"false"`
	Params      []param           `json:"params" nullable:"false" doc:"settings, in the order of a form"`
	Schema      map[string]any    `json:"schema" doc:"JSON Schema (2020-12) of the settings, secrets included"`
	Limits      []views.Text      `json:"limits" nullable:"false"`
	Assumptions []assumption      `json:"assumptions" nullable:"false"`
}

// connectorStream is one kind of record that a connector gives.
type connectorStream struct {
	Name    string     `json:"name"`
	Title   views.Text `json:"title"`
	Kinds   []string   `json:"kinds" nullable:"false" doc:"canonical kinds that its default mapping makes"`
	Key     string     `json:"key" doc:"what a record's key is made of"`
	Cursor  string     `json:"cursor" doc:"what is read on from; empty: pushed, or read in full"`
	Deletes bool       `json:"deletes" doc:"deletes are seen"`
	Push    bool       `json:"push" doc:"comes through the door"`
}

// param is one setting.
type param struct {
	Name     string     `json:"name"`
	Type     string     `json:"type" enum:"text,int,bool,enum,url,duration,date,list"`
	Title    views.Text `json:"title"`
	Help     views.Text `json:"help"`
	Required bool       `json:"required"`
	Secret   bool       `json:"secret" doc:"stored encrypted, never shown again"`
	Default  any        `json:"default,omitempty"`
	Enum     []string   `json:"enum" nullable:"false"`
}

type assumption struct {
	ID       string     `json:"id"`
	Text     views.Text `json:"text"`
	Verified bool       `json:"verified"`
}

type connectorsOut struct {
	Body struct {
		Items []connector `json:"items" nullable:"false"`
	}
}

func connectorOps(c *console) {
	all := []connector{}
	for _, x := range c.Connectors {
		all = append(all, connectorOf(x))
	}
	register(c, huma.Operation{
		OperationID: "listConnectors", Method: http.MethodGet, Path: "/api/v1/connectors", Tags: []string{"connections"},
		Summary: "Kinds of systems that can be connected, with their settings",
	}, func(context.Context, access.Actor, *struct{}) (*connectorsOut, error) {
		out := &connectorsOut{}
		out.Body.Items = all
		return out, nil
	})
}

func text(t connectors.Text) views.Text { return views.Text{Zh: t.Zh, En: t.En} }

func connectorOf(x connectors.Connector) connector {
	sp := x.Spec
	out := connector{
		Name: sp.Name, Title: text(sp.Title), Summary: text(sp.Summary), Pulls: x.NewSource != nil, Pushes: pushes(x), TakesFiles: takesFiles(x),
		Notifies: x.NewNotifier != nil, SignsIn: x.NewSignIn != nil, PollSeconds: int(sp.PollEvery.Seconds()), Streams: []connectorStream{}, Params: []param{}, Schema: schemaOf(sp),
		Limits: []views.Text{}, Assumptions: []assumption{},
	}
	for _, st := range sp.Streams {
		out.Streams = append(out.Streams, connectorStream{st.Name, text(st.Title), append([]string{}, st.Kinds...), st.Key, st.Cursor, st.Deletes, st.Push})
	}
	for _, p := range sp.Params {
		out.Params = append(out.Params, param{
			Name: p.Name, Type: string(p.Type), Title: text(p.Title), Help: text(p.Help), Required: p.Required, Secret: p.Secret,
			Default: p.Default, Enum: append([]string{}, p.Enum...),
		})
	}
	for _, l := range sp.Limits {
		out.Limits = append(out.Limits, text(l))
	}
	for _, a := range sp.Assumptions {
		out.Assumptions = append(out.Assumptions, assumption{a.ID, text(a.Text), a.Verified})
	}
	return out
}

func pushes(x connectors.Connector) bool {
	return x.NewReceiver != nil && slices.ContainsFunc(x.Spec.Streams, func(s connectors.Stream) bool { return s.Push })
}

// takesFiles tells whether the connector reads uploaded files. Such a source needs
// no settings, so one can be made to be asked.
func takesFiles(x connectors.Connector) bool {
	if x.NewSource == nil {
		return false
	}
	settings, err := x.Spec.Validate(nil)
	if err != nil {
		return false
	}
	src, err := x.NewSource(context.Background(), connectors.Env{Clock: clock.System{}, Log: slog.New(slog.DiscardHandler)}, settings)
	if err != nil {
		return false
	}
	_, ok := src.(connectors.FileTaker)
	return ok
}

// schemaOf gives the JSON Schema of a connector's settings.
func schemaOf(sp connectors.Spec) map[string]any {
	props, required := map[string]any{}, []string{}
	for _, p := range sp.Params {
		s := map[string]any{"title": p.Title.Zh, "x-title-en": p.Title.En}
		switch p.Type {
		case connectors.ParamInt:
			s["type"] = "integer"
		case connectors.ParamBool:
			s["type"] = "boolean"
		case connectors.ParamList:
			s["type"], s["items"] = "array", map[string]any{"type": "string"}
		case connectors.ParamURL:
			s["type"], s["format"] = "string", "uri"
		case connectors.ParamDate:
			s["type"], s["format"] = "string", "date"
		case connectors.ParamEnum:
			s["type"], s["enum"] = "string", p.Enum
		default:
			s["type"] = "string"
		}
		if p.Help.Zh != "" {
			s["description"], s["x-description-en"] = p.Help.Zh, p.Help.En
		}
		if p.Default != nil {
			s["default"] = p.Default
		}
		if p.Secret {
			s["writeOnly"], s["format"] = true, "password"
		}
		props[p.Name] = s
		if p.Required && p.Default == nil {
			required = append(required, p.Name)
		}
	}
	return map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", "properties": props, "required": required, "additionalProperties": false,
	}
}
