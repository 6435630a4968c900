package console

import (
	"context"
	"net/http"
	"slices"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/console/events"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/approvals"
	"github.com/heliuhub/heliu/record"
)

// secondPerson says in the document who else is asked.
const secondPerson = "Roles that somebody did not have want a second person: the answer is then 202 with the approval that waits, and the roles are in force once it is approved. " +
	"Where nobody else could approve, they are in force at once, and the trail says so. Taking roles away waits for nobody."

// grant gives a member the roles of m, who had those of from: by a second person, or by
// do where none is needed or there is none.
func (c *console) grant(ctx context.Context, by access.Actor, m access.Member, from []access.Role, reason string, status int, do func(reason string) error) (*grantedOut, error) {
	fresh := slices.ContainsFunc(m.Roles, func(r access.Role) bool { return !slices.Contains(from, r) })
	others, err := c.othersWhoMay(ctx, by, access.ApproveRole, m.Account)
	if err != nil {
		return nil, err
	}
	if fresh && others {
		p, err := approvals.Grant{}.Propose(m, from, reason)
		if err != nil {
			return nil, err
		}
		a, err := c.propose(ctx, by, p)
		if err != nil {
			return nil, err
		}
		return &grantedOut{http.StatusAccepted, granted{Account: m.Account, Waits: &waits{a.ID, a.Link}}}, nil
	}
	if fresh {
		reason += "（没有第二个人可以审批 / nobody else could approve）"
	}
	if err := do(reason); err != nil {
		return nil, err
	}
	c.notify(by.Workspace, events.Workspaces, nil)
	return &grantedOut{status, granted{Account: m.Account, Done: true, Alone: fresh}}, nil
}

// othersWhoMay tells whether somebody in the workspace could decide: another one than the
// caller and than the one it is about.
func (c *console) othersWhoMay(ctx context.Context, by access.Actor, do access.Action, about string) (bool, error) {
	members, err := c.Users.Members(ctx, by.Workspace)
	return slices.ContainsFunc(members, func(m access.Member) bool {
		return !m.Disabled && m.Account != by.Account() && m.Account != about && access.Allowed(m.Roles, do)
	}), err
}

// accountName says who an account is: name and sign-in name, of somebody new the latter.
func (c *console) accountName(ctx context.Context, ws record.WorkspaceID, account string) (string, error) {
	members, err := c.Users.Members(ctx, ws)
	if err != nil {
		return "", err
	}
	for _, m := range members {
		if m.Account == account {
			return m.Name + " (" + m.SignIn + ")", nil
		}
	}
	a, err := c.Users.AccountByID(ctx, account)
	if fault.KindOf(err) == fault.NotFound {
		return "", nil
	}
	return a.SignIn, err
}
