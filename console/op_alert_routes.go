package console

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

type alertRoutesOut struct {
	Body struct {
		views.AlertRoutes
		Made     views.Made              `json:"made"`
		Channels []views.AlertChannel    `json:"channels" nullable:"false" doc:"connections that can carry messages"`
		People   []views.AlertPerson     `json:"people" nullable:"false" doc:"who may be told"`
		Owners   []views.ConnectionOwner `json:"owners" nullable:"false" doc:"who is told of a connection first: see setOwner"`
	}
}

type alertRoutesIn struct {
	Body struct {
		views.AlertRoutes
		Version int    `json:"version" minimum:"0" doc:"the version that is changed; 0: none was saved yet"`
		Reason  string `json:"reason,omitempty" maxLength:"500"`
	}
}

type alertTestIn struct {
	Body struct {
		Channel string `json:"channel" format:"uuid" doc:"connection id"`
		Person  string `json:"person,omitempty" maxLength:"60" doc:"who shall get it; none for a group"`
	}
}

type alertTestOut struct {
	Body struct {
		ID string `json:"id" doc:"of the message: see listAlertMessages"`
	}
}

type alertMessagesOut struct {
	Body struct {
		Items []views.AlertMessage `json:"items" nullable:"false" doc:"the last hundred, the newest first"`
	}
}

type myAlertsOut struct {
	Body struct {
		views.MyAlertSettings
		Options []views.AlertChannel `json:"options" nullable:"false" doc:"channels that reach a person"`
		Via     []string             `json:"via" nullable:"false" doc:"addresses of mine that are known"`
	}
}

type myAlertsIn struct{ Body views.MyAlertSettings }

type ownerIn struct {
	ID   string `path:"id" doc:"connection id"`
	Body struct {
		Owner string `json:"owner" maxLength:"36" doc:"account id of a member; empty: nobody"`
	}
}

func alertRouteOps(c *console) {
	tags := []string{"alerts"}
	register(c, huma.Operation{
		OperationID: "getAlertRoutes", Method: http.MethodGet, Path: "/api/v1/alert-routes", Tags: tags, Summary: "Who is told what by which channel",
	}, c.alertRoutes)
	register(c, huma.Operation{
		OperationID: "setAlertRoutes", Method: http.MethodPut, Path: "/api/v1/alert-routes", Tags: tags, Summary: "Save who is told what by which channel", Errors: []int{400, 412},
	}, c.setAlertRoutes)
	register(c, huma.Operation{
		OperationID: "testAlertChannel", Method: http.MethodPost, Path: "/api/v1/alert-messages", Tags: tags, Summary: "Send a test message", DefaultStatus: http.StatusAccepted, Errors: []int{400, 404},
	}, c.testChannel)
	register(c, huma.Operation{
		OperationID: "listAlertMessages", Method: http.MethodGet, Path: "/api/v1/alert-messages", Tags: tags, Summary: "What was sent to whom, and what became of it",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*alertMessagesOut, error) {
		out := &alertMessagesOut{}
		var err error
		out.Body.Items, err = c.AlertCentre.Messages(ctx, by.Workspace, 100)
		return out, err
	})
	mine := func(ctx context.Context, by access.Actor, _ *struct{}) (*myAlertsOut, error) {
		out := &myAlertsOut{}
		var err error
		if out.Body.MyAlertSettings, err = c.AlertCentre.MySettings(ctx, by.Workspace, by.ID); err != nil {
			return nil, err
		}
		channels, people, err := c.AlertCentre.Audience(ctx, by.Workspace, c.Channels)
		out.Body.Options, out.Body.Via = slices.DeleteFunc(channels, func(x views.AlertChannel) bool { return x.Group }), []string{}
		if i := slices.IndexFunc(people, func(p views.AlertPerson) bool { return p.ID == by.Ref() }); i >= 0 {
			out.Body.Via = people[i].Via
		}
		return out, err
	}
	register(c, huma.Operation{
		OperationID: "getMyAlerts", Method: http.MethodGet, Path: "/api/v1/my/alerts", Tags: tags, Summary: "How the caller wants to be told",
	}, mine)
	register(c, huma.Operation{
		OperationID: "setMyAlerts", Method: http.MethodPut, Path: "/api/v1/my/alerts", Tags: tags, Summary: "Say how the caller wants to be told", Errors: []int{400, 412},
	}, func(ctx context.Context, by access.Actor, in *myAlertsIn) (*myAlertsOut, error) {
		m := in.Body
		if by.Kind != access.User {
			return nil, fault.New("bad_request", nil)
		}
		if m.Quiet == nil {
			m.Quiet = calendar.Quiet{}
		}
		if err := m.Quiet.Check(); err != nil {
			return nil, err
		}
		for _, id := range m.Channels {
			if err := checkID(string(id), "channels"); err != nil || id == "" {
				return nil, fault.New("bad_request", nil).At("channels", "")
			}
		}
		if err := c.AlertCentre.SetMySettings(ctx, by.Workspace, by.ID, m); err != nil {
			if fault.As(err).Code == "conflict" {
				return nil, fault.New("precondition_failed", nil)
			}
			return nil, err
		}
		return mine(ctx, by, nil)
	})
	register(c, huma.Operation{
		OperationID: "setOwner", Method: http.MethodPut, Path: "/api/v1/connections/{id}/owner", Tags: []string{"connections"}, Summary: "Say who is told of a connection first",
		DefaultStatus: http.StatusNoContent, Errors: []int{400, 404},
	}, func(ctx context.Context, by access.Actor, in *ownerIn) (*struct{}, error) {
		if err := checkID(in.Body.Owner, "owner"); err != nil {
			return nil, err
		}
		return nil, c.AlertCentre.SetOwner(ctx, by.Workspace, in.ID, in.Body.Owner)
	})
}

func (c *console) alertRoutes(ctx context.Context, by access.Actor, _ *struct{}) (*alertRoutesOut, error) {
	out := &alertRoutesOut{}
	out.Body.Routes, out.Body.NotDefault = []centre.Route{}, []record.ConnectionID{}
	var err error
	if out.Body.Made, err = c.AlertCentre.AlertDocument(ctx, by.Workspace, "routes", &out.Body.AlertRoutes); err != nil {
		return nil, err
	}
	if out.Body.Channels, out.Body.People, err = c.AlertCentre.Audience(ctx, by.Workspace, c.Channels); err != nil {
		return nil, err
	}
	out.Body.Owners, err = c.AlertCentre.Owners(ctx, by.Workspace)
	return out, err
}

func (c *console) setAlertRoutes(ctx context.Context, by access.Actor, in *alertRoutesIn) (*alertRoutesOut, error) {
	r := in.Body.AlertRoutes
	if r.Routes == nil {
		r.Routes = []centre.Route{}
	}
	if r.NotDefault == nil {
		r.NotDefault = []record.ConnectionID{}
	}
	channels, people, err := c.AlertCentre.Audience(ctx, by.Workspace, c.Channels)
	if err != nil {
		return nil, err
	}
	if err := checkRoutes(r, channels, people); err != nil {
		return nil, err
	}
	var before views.AlertRoutes
	if _, err := c.AlertCentre.AlertDocument(ctx, by.Workspace, "routes", &before); err != nil {
		return nil, err
	}
	if err := c.putDocument(ctx, by, "routes", in.Body.Version, before, r, in.Body.Reason); err != nil {
		return nil, err
	}
	return c.alertRoutes(ctx, by, nil)
}

// checkRoutes refuses routes that lead nowhere. The fault is bad_alert_route.
func checkRoutes(r views.AlertRoutes, channels []views.AlertChannel, people []views.AlertPerson) error {
	channel := func(id record.ConnectionID) (views.AlertChannel, bool) {
		i := slices.IndexFunc(channels, func(x views.AlertChannel) bool { return x.ID == string(id) })
		if i < 0 {
			return views.AlertChannel{}, false
		}
		return channels[i], true
	}
	for i, x := range r.Routes {
		bad := func(field, format string, args ...any) error {
			return fault.Newf("bad_alert_route", format, args...).At(fmt.Sprintf("routes[%d].%s", i, field), "")
		}
		by, known := channel(x.Channel)
		switch {
		case x.Channel != "" && !known:
			return bad("channel", "no such channel")
		case x.Role != "" && x.Person != "":
			return bad("person", "a route names a role or a person")
		case x.Role == "" && x.Person == "" && !by.Group:
			return bad("role", "a route names a role or a person, or a group channel")
		case x.Role != "" && !slices.Contains(access.Roles, x.Role):
			return bad("role", "no such role")
		case x.Person != "" && !slices.ContainsFunc(people, func(p views.AlertPerson) bool { return p.ID == x.Person }):
			return bad("person", "no such person")
		case x.Severity != "" && x.Severity.Rank() == 0:
			return bad("severity", "no such severity")
		case checkID(string(x.Connection), "") != nil:
			return bad("connection", "no such connection")
		}
		for _, k := range x.Kinds {
			if _, ok := alerts.InfoOf(k); !ok {
				return bad("kinds", "no such kind")
			}
		}
	}
	for _, id := range r.NotDefault {
		if checkID(string(id), "") != nil || id == "" {
			return fault.New("bad_alert_route", nil).At("not_default", "")
		}
	}
	return nil
}

func (c *console) testChannel(ctx context.Context, by access.Actor, in *alertTestIn) (*alertTestOut, error) {
	channels, people, err := c.AlertCentre.Audience(ctx, by.Workspace, c.Channels)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(channels, func(x views.AlertChannel) bool { return x.ID == in.Body.Channel })
	if i < 0 {
		return nil, fault.New("channel_cannot", nil).At("channel", "")
	}
	t := centre.Target{Channel: record.ConnectionID(in.Body.Channel)}
	if !channels[i].Group {
		p := slices.IndexFunc(people, func(p views.AlertPerson) bool { return p.ID == in.Body.Person })
		if p < 0 || !slices.Contains(people[p].Via, channels[i].Via) {
			return nil, fault.New("no_address", nil).At("person", "")
		}
		t.Person = in.Body.Person
	}
	out := &alertTestOut{}
	out.Body.ID, err = c.AlertCentre.SendTest(ctx, by.Workspace, t, "【测试】合流告警 · Heliu test message", "这是一条测试消息，收到即表示该渠道可用。\nThis is a test; who reads it can be reached by this channel.", c.Now())
	return out, err
}
