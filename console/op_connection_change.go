package console

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/pipelines/views"
)

// settings are the settings of a connection as they are sent: numbers keep their text.
type settings map[string]any

// Schema describes them; which there are says the connector's schema.
func (settings) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Description: "as the connector's schema says; secrets stand among them and are never shown again"}
}

// UnmarshalJSON keeps numbers exact.
func (s *settings) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	m := map[string]any{}
	if err := d.Decode(&m); err != nil {
		return err
	}
	*s = m
	return nil
}

type createIn struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"128" doc:"the same request under the same key is done once; kept for 24 hours"`
	RawBody        []byte
	Body           struct {
		Name        string   `json:"name" minLength:"1" maxLength:"63" doc:"lower-case letters, digits, dashes; never changes"`
		Title       string   `json:"title,omitempty" maxLength:"100"`
		Connector   string   `json:"connector" minLength:"1" maxLength:"63"`
		Settings    settings `json:"settings,omitempty"`
		PollSeconds int      `json:"poll_seconds,omitempty" minimum:"0" maximum:"86400" doc:"0: the connector's own"`
		Door        string   `json:"door,omitempty" maxLength:"63" doc:"name under /in/, of a connector that is posted to; without it the connection's name, and no door for one that is read as well"`
	}
}

type updateIn struct {
	ID      string `path:"id" doc:"connection id"`
	IfMatch string `header:"If-Match" doc:"ETag of the connection that is changed; required"`
	Body    struct {
		Title       *string  `json:"title,omitempty" minLength:"1" maxLength:"100"`
		Settings    settings `json:"settings,omitempty" doc:"all settings anew; a secret that is not named stays, an empty one is deleted"`
		PollSeconds *int     `json:"poll_seconds,omitempty" minimum:"0" maximum:"86400"`
		Schedule    *string  `json:"schedule,omitempty" maxLength:"100" doc:"cron in Asia/Shanghai: minute hour day month weekday; empty: none"`

		Quiet   *calendar.Quiet `json:"quiet,omitempty" doc:"hours in which the system is not asked; an empty list: none"`
		History *bool           `json:"history,omitempty" doc:"history mode on or off"`
	}
}

func connectionChangeOps(c *console) {
	register(c, huma.Operation{
		OperationID: "createConnection", Method: http.MethodPost, Path: "/api/v1/connections", Tags: []string{"connections"}, Summary: "Connect a system",
		Description:   "Checks the settings against the connector's schema, seals the secrets, opens the door of a connector that is posted to, and installs the default mappings as version 1.",
		DefaultStatus: http.StatusCreated, Errors: []int{400, 409},
	}, c.create)
	register(c, huma.Operation{
		OperationID: "updateConnection", Method: http.MethodPatch, Path: "/api/v1/connections/{id}", Tags: []string{"connections"}, Summary: "Change a connection",
		Errors: []int{400, 404, 412, 428},
	}, c.update)
}

func (c *console) create(ctx context.Context, by access.Actor, in *createIn) (*connectionOut, error) {
	i := slices.IndexFunc(c.Connectors, func(x connectors.Connector) bool { return x.Spec.Name == in.Body.Connector })
	if i < 0 {
		return nil, fault.New("unknown_connector", nil).At("connector", "")
	}
	x := c.Connectors[i]
	if _, err := x.Spec.Validate(in.Body.Settings); err != nil {
		return nil, err
	}
	plain, secrets := apart(x.Spec, in.Body.Settings)
	for name, v := range secrets {
		if v == "" {
			delete(secrets, name)
		}
	}
	n := views.NewConnection{
		Name: in.Body.Name, Title: in.Body.Title, Connector: x.Spec.Name, Settings: plain, Secrets: secrets,
		PollSeconds: in.Body.PollSeconds, Mappings: map[string]string{},
	}
	if x.NewReceiver != nil { // one that is read as well has a door where it is asked for
		if n.Door = in.Body.Door; n.Door == "" && pushes(x) {
			n.Door = n.Name
		}
	}
	for stream, yaml := range x.Spec.Mappings {
		n.Mappings[stream] = string(yaml)
	}
	return onceOf(ctx, c, by, in.IdempotencyKey, "createConnection", in.RawBody, http.StatusCreated, func() (*connectionOut, error) {
		id, err := c.Connections.Create(ctx, by.Workspace, n)
		if err != nil {
			return nil, err
		}
		c.notify(by.Workspace, "connections", map[string]string{"connection": id})
		out, err := c.connection(ctx, by, id, Conditional{})
		if out != nil {
			out.Location = "/api/v1/connections/" + id
		}
		return out, err
	})
}

func (c *console) update(ctx context.Context, by access.Actor, in *updateIn) (*connectionOut, error) {
	was, err := c.Connections.Get(ctx, by.Workspace, in.ID, c.Now())
	if err != nil {
		return nil, err
	}
	version, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	ch := views.ConnectionChange{
		Title: in.Body.Title, PollSeconds: in.Body.PollSeconds, Schedule: in.Body.Schedule, Quiet: in.Body.Quiet, History: in.Body.History,
	}
	if ch.Schedule != nil {
		if err := calendar.CheckCron(*ch.Schedule); err != nil {
			return nil, err
		}
	}
	if ch.Quiet != nil {
		if err := ch.Quiet.Check(); err != nil {
			return nil, err
		}
	}
	if in.Body.Settings != nil {
		spec, ok := c.specs[was.Connector]
		if !ok {
			return nil, fault.New("unknown_connector", nil)
		}
		if err := validChange(spec, in.Body.Settings, was.SecretsSet); err != nil {
			return nil, err
		}
		ch.Settings, ch.Secrets = apart(spec, in.Body.Settings)
	}
	if err := c.Connections.Update(ctx, by.Workspace, in.ID, version, ch); err != nil {
		if fault.As(err).Code == "conflict" {
			return nil, fault.New("precondition_failed", nil)
		}
		return nil, err
	}
	c.notify(by.Workspace, "connections", map[string]string{"connection": in.ID})
	return c.connection(ctx, by, in.ID, Conditional{})
}

// validChange validates settings of which some secrets are set already.
func validChange(spec connectors.Spec, s settings, set []string) error {
	all := map[string]any{}
	for k, v := range s {
		all[k] = v
	}
	for _, name := range set {
		if _, named := all[name]; !named {
			all[name] = "set"
		}
	}
	_, err := spec.Validate(all)
	return err
}

// apart takes the secrets out of settings.
func apart(spec connectors.Spec, s settings) (plain map[string]any, secrets map[string]string) {
	plain, secrets = map[string]any{}, map[string]string{}
	secret := map[string]bool{}
	for _, p := range spec.Params {
		secret[p.Name] = p.Secret
	}
	for name, v := range s {
		t, isText := v.(string)
		switch {
		case secret[name]:
			secrets[name] = t // Validate saw that it is text, or nothing
		case v == nil || isText && t == "":
		default:
			plain[name] = v
		}
	}
	return plain, secrets
}
