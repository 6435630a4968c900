package console

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/pipelines/views"
)

// permission is one row of the table of permissions.
type permission struct {
	Action access.Action                `json:"action"`
	Title  views.Text                   `json:"title"`
	Roles  map[access.Role]access.Scope `json:"roles" nullable:"false" doc:"roles that may, and how far: all, team (the own and those of the employees below) or own; a role that is missing may not"`
}

type rolesOut struct {
	Body struct {
		Roles []access.Role `json:"roles" nullable:"false" doc:"in the order of pages"`
		Items []permission  `json:"items" nullable:"false" doc:"by action"`
	}
}

func roleOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listRoles", Method: http.MethodGet, Path: "/api/v1/roles", Tags: []string{"access"}, Summary: "Which role may do what, and how far",
	}, func(context.Context, access.Actor, *struct{}) (*rolesOut, error) {
		out := &rolesOut{}
		out.Body.Roles = access.Roles
		for _, x := range access.Matrix() {
			items := out.Body.Items
			if n := len(items); n == 0 || items[n-1].Action != x.Action {
				out.Body.Items = append(items, permission{Action: x.Action, Title: word(actionTitles, string(x.Action)), Roles: map[access.Role]access.Scope{}})
			}
			if x.Scope != access.None {
				out.Body.Items[len(out.Body.Items)-1].Roles[x.Role] = x.Scope
			}
		}
		return out, nil
	})
}
