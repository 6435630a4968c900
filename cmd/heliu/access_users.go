package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/heliuhub/heliu/access"
)

// usersCmd asks and changes who has a place in a workspace.
type usersCmd struct {
	List    usersListCmd    `cmd:"" help:"List who has a place, and as what."`
	Add     usersAddCmd     `cmd:"" help:"Give somebody a place; where somebody else could approve, it waits for them."`
	Roles   usersRolesCmd   `cmd:"" help:"Change what somebody is; roles that they did not have wait for a second person."`
	Disable usersDisableCmd `cmd:"" help:"Shut an account out at once: its sessions, links and the keys that it made."`
	Enable  usersEnableCmd  `cmd:"" help:"Let a disabled account in again."`
	Link    usersLinkCmd    `cmd:"" help:"Print a one-time sign-in link; it works for 24 hours."`
	Employ  usersEmployCmd  `cmd:"" name:"employee" help:"Say whose an account is: who sees their own things alone sees what this employee owns."`
}

type userAnswer struct {
	Account    string        `json:"account"`
	SignIn     string        `json:"sign_in"`
	Name       string        `json:"name"`
	Roles      []access.Role `json:"roles"`
	Disabled   bool          `json:"disabled"`
	SignedInAt *time.Time    `json:"signed_in_at"`
	Employee   *struct {
		ID, Number, Name string
	} `json:"employee"`
}

type usersAnswer struct {
	Items []userAnswer `json:"items"`
}

type usersListCmd struct{ apiFlags }

// Run prints the users.
func (c *usersListCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, "/api/v1/members", nil, func(w io.Writer, a usersAnswer) {
		_, _ = fmt.Fprintln(w, "SIGN-IN\tNAME\tROLES\tEMPLOYEE\tLAST SIGN-IN\tSTATE\t")
		for _, u := range a.Items {
			state, seen, employee := "active", "never", "-"
			if u.Disabled {
				state = "disabled"
			}
			if u.SignedInAt != nil {
				seen = shanghai(*u.SignedInAt)
			}
			if u.Employee != nil {
				employee = u.Employee.Number + " " + u.Employee.Name
			}
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t\n", u.SignIn, u.Name, listed(u.Roles), employee, seen, state)
		}
	})
	return err
}

func listed[T ~string](in []T) string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return strings.Join(out, ",")
}

// user finds somebody by sign-in name or account id.
func (c *client) user(ctx context.Context, who string) (userAnswer, error) {
	b, err := c.call(ctx, http.MethodGet, "/api/v1/members", nil)
	if err != nil {
		return userAnswer{}, err
	}
	var a usersAnswer
	if err := json.Unmarshal(b, &a); err != nil {
		return userAnswer{}, err
	}
	i := slices.IndexFunc(a.Items, func(u userAnswer) bool { return u.Account == who || strings.EqualFold(u.SignIn, who) })
	if i < 0 {
		return userAnswer{}, exitError{exitWrong, fmt.Errorf("nobody is called %s here", who)}
	}
	return a.Items[i], nil
}

type grantAnswer struct {
	Account string `json:"account"`
	Done    bool   `json:"done"`
	Alone   bool   `json:"alone"`
	Waits   *struct {
		ID   string `json:"id"`
		Link string `json:"link"`
	} `json:"waits"`
}

// sayGrant tells whether roles are in force.
func sayGrant(asJSON bool, body []byte) error {
	if asJSON {
		fmt.Println(string(body))
		return nil
	}
	var g grantAnswer
	if err := json.Unmarshal(body, &g); err != nil {
		return err
	}
	switch {
	case g.Waits != nil:
		fmt.Printf("等待第二个人审批 / waits for a second person: %s (%s)\n", g.Waits.ID, g.Waits.Link)
	case g.Alone:
		fmt.Println("已生效；没有其他人可以审批 / in force; nobody else could have approved")
	default:
		fmt.Println("已生效 / in force")
	}
	return nil
}

type usersAddCmd struct {
	apiFlags
	SignIn string        `arg:"" help:"Sign-in name."`
	Name   string        `required:"" help:"How people call them."`
	Roles  []access.Role `required:"" help:"Roles, with commas between."`
	Reason string        `required:"" help:"Why; kept in the audit trail."`
}

// Run adds somebody.
func (c *usersAddCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	b, err := api.change(ctx, http.MethodPost, "/api/v1/members", nil, "", map[string]any{"sign_in": c.SignIn, "name": c.Name, "roles": c.Roles, "reason": c.Reason})
	if err != nil {
		return err
	}
	return sayGrant(c.JSON, b)
}

type usersRolesCmd struct {
	apiFlags
	User   string        `arg:"" help:"Sign-in name or account id."`
	Roles  []access.Role `help:"The roles from now on, with commas between; none takes the place away."`
	Reason string        `required:"" help:"Why; kept in the audit trail."`
}

// Run changes roles.
func (c *usersRolesCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	u, err := api.user(ctx, c.User)
	if err != nil {
		return err
	}
	if c.Roles == nil {
		c.Roles = []access.Role{}
	}
	b, err := api.change(ctx, http.MethodPut, "/api/v1/members/"+u.Account+"/roles", nil, "", map[string]any{"roles": c.Roles, "reason": c.Reason})
	if err != nil {
		return err
	}
	return sayGrant(c.JSON, b)
}

type usersDisableCmd struct {
	apiFlags
	User string `arg:"" help:"Sign-in name or account id."`
}

// Run shuts somebody out.
func (c *usersDisableCmd) Run(ctx context.Context) error {
	return c.onAccount(ctx, c.User, "disable")
}

type usersEnableCmd struct {
	apiFlags
	User string `arg:"" help:"Sign-in name or account id."`
}

// Run lets somebody in again.
func (c *usersEnableCmd) Run(ctx context.Context) error { return c.onAccount(ctx, c.User, "enable") }

func (f apiFlags) onAccount(ctx context.Context, who, verb string) error {
	api, err := f.client()
	if err != nil {
		return err
	}
	u, err := api.user(ctx, who)
	if err != nil {
		return err
	}
	_, err = api.call(ctx, http.MethodPost, "/api/v1/members/"+u.Account+"/"+verb, nil)
	return err
}

type usersLinkCmd struct {
	apiFlags
	User string `arg:"" help:"Sign-in name or account id."`
}

// Run prints a link, this once.
func (c *usersLinkCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	u, err := api.user(ctx, c.User)
	if err != nil {
		return err
	}
	b, err := api.call(ctx, http.MethodPost, "/api/v1/members/"+u.Account+"/links", nil)
	if err != nil {
		return err
	}
	if c.JSON {
		fmt.Println(string(b))
		return nil
	}
	var l struct{ Token string }
	if err := json.Unmarshal(b, &l); err != nil {
		return err
	}
	fmt.Printf("%s/sign-in#token=%s\n", strings.TrimSuffix(api.base, "/"), l.Token)
	return nil
}

type usersEmployCmd struct {
	apiFlags
	User     string `arg:"" help:"Sign-in name or account id."`
	Employee string `arg:"" optional:"" help:"Number or id of the employee; none takes the link away."`
}

// Run links an account to an employee.
func (c *usersEmployCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	u, err := api.user(ctx, c.User)
	if err != nil {
		return err
	}
	id, account := c.Employee, u.Account
	if id == "" {
		if u.Employee == nil {
			return nil
		}
		id, account = u.Employee.ID, ""
	} else if id, err = api.employee(ctx, c.Employee); err != nil {
		return err
	}
	_, err = api.change(ctx, http.MethodPut, "/api/v1/employees/"+url.PathEscape(id)+"/account", nil, "", map[string]string{"account": account})
	return err
}

// employee finds an employee by number or id.
func (c *client) employee(ctx context.Context, who string) (string, error) {
	b, err := c.call(ctx, http.MethodGet, "/api/v1/employees", url.Values{"text": {who}, "limit": {"200"}})
	if err != nil {
		return "", err
	}
	var a struct{ Items []struct{ ID, Number string } }
	if err := json.Unmarshal(b, &a); err != nil {
		return "", err
	}
	for _, e := range a.Items {
		if strings.EqualFold(e.Number, who) {
			return e.ID, nil
		}
	}
	return who, nil // the hub says whether there is such an id
}
