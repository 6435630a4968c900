package console

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// signIn is what somebody signs in with: a name and password, or a one-time link.
type signIn struct {
	Body struct {
		SignIn   string `json:"sign_in,omitempty" maxLength:"64" doc:"sign-in name"`
		Password string `json:"password,omitempty" maxLength:"1024"`
		Token    string `json:"token,omitempty" maxLength:"200" doc:"of a one-time sign-in link, instead of name and password"`
	}
	browser browser
}

// Resolve notes where the request comes from.
func (in *signIn) Resolve(ctx huma.Context) []error {
	in.browser = browserOf(ctx)
	return nil
}

// me says who the caller is and what they may do in the workspace.
type me struct {
	Kind       string          `json:"kind" enum:"user,key"`
	ID         string          `json:"id"`
	Name       string          `json:"name"`
	Roles      []access.Role   `json:"roles" nullable:"false" doc:"in the workspace"`
	Actions    []access.Action `json:"actions" nullable:"false" doc:"what these roles may do"`
	Workspace  views.Workspace `json:"workspace" doc:"of this request"`
	Workspaces []place         `json:"workspaces" nullable:"false" doc:"all that the caller has a place in"`
	Confined   bool            `json:"confined" doc:"signed in by a link: this workspace only"`
	Sees       *sees           `json:"sees,omitempty" doc:"whose customers, deals and payments are shown, where not everybody's"`
}

// sees says whose things are shown to somebody who does not see everybody's.
type sees struct {
	Employee string `json:"employee" doc:"id of the caller's employee; empty: the account is linked to none, and nothing is shown"`
	Team     int    `json:"team" doc:"how many employees stand below"`
}

// place is a workspace that the caller has a place in.
type place struct {
	views.Workspace
	Roles []access.Role `json:"roles" nullable:"false"`
}

type meOut struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      me
}

type cookieOut struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
}

func sessionOps(c *console) {
	register(c, huma.Operation{
		OperationID: "createSession", Method: http.MethodPost, Path: "/api/v1/session", Tags: []string{"access"}, Summary: "Sign in",
		Description: "Starts a session by name and password or by the token of a one-time link, and sets its cookie. " +
			"Where a second step is due the answer is the problem second_needed or enrolment_needed, with a cookie for finishSecondStep.",
		DefaultStatus: http.StatusCreated, Errors: []int{429},
	}, func(ctx context.Context, _ access.Actor, in *signIn) (*meOut, error) {
		var token string
		var s access.Session
		var err error
		if in.Body.Token != "" {
			token, s, err = c.Gate.UseLink(ctx, c.Now(), in.Body.Token)
		} else {
			token, s, err = c.Gate.SignIn(ctx, c.Now(), in.Body.SignIn, in.Body.Password, in.browser.from)
		}
		return c.begun(ctx, in.browser, token, s, err)
	})
	register(c, huma.Operation{
		OperationID: "deleteSession", Method: http.MethodDelete, Path: "/api/v1/session", Tags: []string{"access"}, Summary: "Sign out",
		DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, _ access.Actor, _ *struct{}) (*cookieOut, error) {
		if t := callerOf(ctx).token; t != "" {
			if err := c.Gate.SignOut(ctx, c.Now(), t); err != nil {
				return nil, err
			}
		}
		return &cookieOut{c.cookie("")}, nil
	})
	register(c, huma.Operation{
		OperationID: "getMe", Method: http.MethodGet, Path: "/api/v1/me", Tags: []string{"access"}, Summary: "Who I am, what I may do and where",
	}, func(ctx context.Context, _ access.Actor, _ *struct{}) (*meOut, error) {
		who, err := c.me(ctx, callerOf(ctx))
		return &meOut{Body: who}, err
	})
}

// begun answers a sign-in: its session, or what is left to do. The session that the
// browser had before ends.
func (c *console) begun(ctx context.Context, b browser, token string, s access.Session, err error) (*meOut, error) {
	var u *access.Unfinished
	if errors.As(err, &u) {
		return nil, c.unfinished(u)
	}
	if err != nil {
		return nil, err
	}
	if old := b.session(c); old != "" {
		if err := c.Gate.SignOut(ctx, c.Now(), old); err != nil {
			return nil, err
		}
	}
	a, _, err := c.Gate.Enter(ctx, c.Now(), token, s.Workspace)
	if err != nil {
		return nil, err
	}
	who, err := c.me(ctx, caller{actor: a, token: token})
	return &meOut{SetCookie: []http.Cookie{c.cookie(token), c.crumb(stepCookie, "", 0)}, Body: who}, err
}

func (c *console) me(ctx context.Context, who caller) (me, error) {
	a := who.actor
	out := me{Kind: string(a.Kind), ID: a.ID, Name: a.Name, Roles: a.Roles, Actions: []access.Action{}, Confined: a.Confined}
	for _, do := range access.Actions() {
		if a.Can(do) {
			out.Actions = append(out.Actions, do)
		}
	}
	var err error
	if a.Narrowed() {
		s, err := c.Users.Sight(ctx, a.Workspace, a.Account())
		if err != nil {
			return me{}, err
		}
		out.Sees = &sees{s.Employee, len(s.Team)}
	}
	if out.Workspaces, err = c.places(ctx, who); err != nil {
		return me{}, err
	}
	for _, p := range out.Workspaces {
		if p.ID == string(a.Workspace) {
			out.Workspace = p.Workspace
			return out, nil
		}
	}
	return me{}, fault.New("workspace_gone", nil)
}

// places lists the workspaces that the caller has a place in.
func (c *console) places(ctx context.Context, who caller) ([]place, error) {
	members := []access.Member{{Workspace: who.actor.Workspace, Roles: who.actor.Roles}}
	if who.token != "" {
		var err error
		if members, err = c.Gate.Places(ctx, c.Now(), who.token); err != nil {
			return nil, err
		}
	}
	out := []place{}
	for _, m := range members {
		w, err := c.Workspaces.WorkspaceOf(ctx, m.Workspace)
		if err != nil {
			if fault.KindOf(err) == fault.NotFound {
				continue // removed this moment
			}
			return nil, err
		}
		out = append(out, place{w, m.Roles})
	}
	return out, nil
}

type workspacesOut struct {
	Body struct {
		Items []place `json:"items" nullable:"false"`
	}
}

type removeIn struct {
	Workspace string `path:"workspace" doc:"id or slug"`
	Confirm   string `query:"confirm" maxLength:"63" doc:"the slug again, where the workspace is no demo"`
	Reason    string `query:"reason" maxLength:"200" doc:"stands in the audit trail"`
}

type removedOut struct {
	Body struct {
		Workspace string `json:"workspace" format:"uuid"`
		Rows      int64  `json:"rows" doc:"how many rows went"`
	}
}

func workspaceOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listWorkspaces", Method: http.MethodGet, Path: "/api/v1/workspaces", Tags: []string{"access"}, Summary: "Workspaces that I have a place in",
	}, func(ctx context.Context, _ access.Actor, _ *struct{}) (*workspacesOut, error) {
		out := &workspacesOut{}
		var err error
		out.Body.Items, err = c.places(ctx, callerOf(ctx))
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "deleteWorkspace", Method: http.MethodDelete, Path: "/api/v1/workspaces/{workspace}", Tags: []string{"access"}, Summary: "Delete a workspace",
		Description: "A demo workspace goes in one step; another one wants its slug in confirm. The audit trail stays; records still on the bus settle as dropped (workspace_gone).",
		Errors:      []int{404, 409},
	}, func(ctx context.Context, by access.Actor, in *removeIn) (*removedOut, error) {
		w, err := c.Workspaces.WorkspaceOf(ctx, by.Workspace)
		if err != nil {
			return nil, err
		}
		if !w.Demo && in.Confirm != w.Slug {
			return nil, fault.New("confirm_needed", nil).At("confirm", "")
		}
		rows, err := c.Workspaces.Remove(ctx, by.Workspace, in.Reason)
		if err != nil {
			return nil, err
		}
		c.notify(record.WorkspaceID(w.ID), "workspaces", map[string]string{"removed": w.ID})
		out := &removedOut{}
		out.Body.Workspace, out.Body.Rows = w.ID, rows
		return out, nil
	})
}
