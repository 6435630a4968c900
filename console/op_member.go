package console

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/console/events"
	"github.com/heliuhub/heliu/fault"
)

// user is somebody with a place in the workspace.
type user struct {
	Account    string        `json:"account" format:"uuid"`
	SignIn     string        `json:"sign_in"`
	Name       string        `json:"name"`
	Roles      []access.Role `json:"roles" nullable:"false"`
	Disabled   bool          `json:"disabled"`
	Self       bool          `json:"self" doc:"the caller"`
	SignedInAt *time.Time    `json:"signed_in_at,omitempty" doc:"missing: never"`
	Employee   *employeeRef  `json:"employee,omitempty" doc:"whose account it is; missing: nobody's"`
	CreatedAt  time.Time     `json:"created_at"`
}

// employeeRef names an employee.
type employeeRef struct {
	ID     string `json:"id" format:"uuid"`
	Number string `json:"number"`
	Name   string `json:"name"`
}

type usersOut struct {
	Body struct {
		Items []user `json:"items" nullable:"false" doc:"by sign-in name"`
	}
}

type addMemberIn struct {
	Body struct {
		SignIn string        `json:"sign_in" minLength:"1" maxLength:"64"`
		Name   string        `json:"name" minLength:"1" maxLength:"60" doc:"how people call them"`
		Roles  []access.Role `json:"roles" minItems:"1" maxItems:"7" uniqueItems:"true"`
		Reason string        `json:"reason" minLength:"1" maxLength:"500" doc:"stands in the audit trail"`
	}
}

type accountIn struct {
	Account string `path:"account" doc:"account id"`
}

type setRolesIn struct {
	Account string `path:"account" doc:"account id"`
	Body    struct {
		Roles  []access.Role `json:"roles" nullable:"false" maxItems:"7" uniqueItems:"true" doc:"empty: the place is taken away"`
		Reason string        `json:"reason" minLength:"1" maxLength:"500" doc:"stands in the audit trail"`
	}
}

// granted is what became of a wish to give somebody roles.
type granted struct {
	Account string `json:"account" format:"uuid"`
	Done    bool   `json:"done" doc:"the roles are in force; else a second person decides"`
	Alone   bool   `json:"alone" doc:"nobody else could have decided, so nobody was asked"`
	Waits   *waits `json:"waits,omitempty" doc:"the approval that waits for a second person"`
}

// waits leads to an approval.
type waits struct {
	ID   string `json:"id" format:"uuid"`
	Link string `json:"link" doc:"path of its page"`
}

type grantedOut struct {
	Status int
	Body   granted
}

type linkOut struct {
	Body struct {
		Token     string    `json:"token" doc:"behind /sign-in#token= it signs in once; it is shown this once"`
		ExpiresAt time.Time `json:"expires_at"`
	}
}

func memberOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listMembers", Method: http.MethodGet, Path: "/api/v1/members", Tags: []string{"access"}, Summary: "Who has a place in the workspace, and as what",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*usersOut, error) {
		out := &usersOut{}
		var err error
		out.Body.Items, err = c.users(ctx, by)
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "addMember", Method: http.MethodPost, Path: "/api/v1/members", Tags: []string{"access"}, Summary: "Give somebody a place",
		Description: "Makes the account when there is none of this sign-in name; it signs in by a one-time link. " + secondPerson, DefaultStatus: http.StatusCreated, Errors: []int{400, 409},
	}, func(ctx context.Context, by access.Actor, in *addMemberIn) (*grantedOut, error) {
		m, err := c.Gate.Welcome(ctx, c.Now(), access.NewMember{SignIn: in.Body.SignIn, Name: in.Body.Name, Roles: in.Body.Roles})
		if err != nil {
			return nil, err
		}
		return c.grant(ctx, by, m, nil, in.Body.Reason, http.StatusCreated, func(reason string) error {
			_, err := c.Gate.AddMember(ctx, c.Now(), access.NewMember{SignIn: in.Body.SignIn, Name: in.Body.Name, Roles: in.Body.Roles, Reason: reason})
			return err
		})
	})
	register(c, huma.Operation{
		OperationID: "setMemberRoles", Method: http.MethodPut, Path: "/api/v1/members/{account}/roles", Tags: []string{"access"}, Summary: "Change what somebody is, or take their place away",
		Description: "Nobody changes their own roles. Roles that are taken away are gone at once, in open pages too. " + secondPerson, Errors: []int{400, 404},
	}, func(ctx context.Context, by access.Actor, in *setRolesIn) (*grantedOut, error) {
		if err := accountID(in.Account); err != nil {
			return nil, err
		}
		m, err := c.Gate.Changing(ctx, in.Account, in.Body.Roles)
		if err != nil {
			return nil, err
		}
		from := m.Roles
		m.Roles = in.Body.Roles
		return c.grant(ctx, by, m, from, in.Body.Reason, http.StatusOK, func(reason string) error {
			return c.Gate.ChangeRoles(ctx, c.Now(), in.Account, in.Body.Roles, reason)
		})
	})
	c.accountOp("disableMember", "disable", "Shut an account out at once: its sessions, its links, and the API keys that it made", func(ctx context.Context, now time.Time, account string) error {
		return c.Gate.Disable(ctx, now, account)
	})
	c.accountOp("enableMember", "enable", "Let a disabled account in again", func(ctx context.Context, now time.Time, account string) error {
		return c.Gate.Enable(ctx, now, account)
	})
	register(c, huma.Operation{
		OperationID: "createSignInLink", Method: http.MethodPost, Path: "/api/v1/members/{account}/links", Tags: []string{"access"}, Summary: "Make a one-time sign-in link",
		Description: "It works once, for 24 hours, in this workspace alone.", DefaultStatus: http.StatusCreated, Errors: []int{404},
	}, func(ctx context.Context, _ access.Actor, in *accountIn) (*linkOut, error) {
		if err := accountID(in.Account); err != nil {
			return nil, err
		}
		token, err := c.Gate.IssueLink(ctx, c.Now(), in.Account, access.LinkLimit)
		if err != nil {
			return nil, err
		}
		out := &linkOut{}
		out.Body.Token, out.Body.ExpiresAt = token, c.Now().Add(access.LinkLimit).UTC()
		return out, nil
	})
}

// accountOp registers a change of one account that has no body.
func (c *console) accountOp(id, verb, summary string, do func(context.Context, time.Time, string) error) {
	register(c, huma.Operation{
		OperationID: id, Method: http.MethodPost, Path: "/api/v1/members/{account}/" + verb, Tags: []string{"access"}, Summary: summary,
		DefaultStatus: http.StatusNoContent, Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *accountIn) (*struct{}, error) {
		if err := accountID(in.Account); err != nil {
			return nil, err
		}
		if err := do(ctx, c.Now(), in.Account); err != nil {
			return nil, err
		}
		c.notify(by.Workspace, events.Workspaces, nil)
		return nil, nil
	})
}

// accountID refuses what is no account id as not_found.
func accountID(account string) error {
	if checkID(account, "account") != nil || account == "" {
		return fault.New("not_found", nil)
	}
	return nil
}

func (c *console) users(ctx context.Context, by access.Actor) ([]user, error) {
	members, err := c.Users.Members(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	out := []user{}
	for _, m := range members {
		var e *employeeRef
		if m.Employee != "" {
			e = &employeeRef{m.Employee, m.EmployeeNumber, m.EmployeeName}
		}
		out = append(out, user{
			Employee: e,
			Account:  m.Account, SignIn: m.SignIn, Name: m.Name, Roles: m.Roles, Disabled: m.Disabled, Self: by.Kind == access.User && by.ID == m.Account,
			SignedInAt: utc(m.SignedInAt), CreatedAt: m.CreatedAt.UTC(),
		})
	}
	return out, nil
}

func utc(t *time.Time) *time.Time {
	if t == nil {
		return nil
	}
	u := t.UTC()
	return &u
}
