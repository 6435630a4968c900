package main

import (
	"context"
	"net/http"
)

// accessCmd asks and changes who may do what.
type accessCmd struct {
	Users      usersCmd        `cmd:"" help:"Work on who has a place: list, add, roles, disable, enable, link, employee."`
	Keys       keysCmd         `cmd:"" help:"Work on API keys: list, issue, revoke."`
	Providers  providersCmd    `cmd:"" help:"Work on who may vouch for people: list, set, remove."`
	Totp       totpCmd         `cmd:"" name:"totp" help:"Work on second factors: reset."`
	Roles      accessRolesCmd  `cmd:"" help:"Show which role may do what, and how far."`
	Employees  employeesCmd    `cmd:"" help:"Ask who works here: list, show."`
	Leaver     leaverCmd       `cmd:"" help:"Hand over a leaver's work and close their access: preview, apply, undo."`
	Approvals  approvalsCmd    `cmd:"" help:"Work on what needs a second person: list, show, approve, refuse, withdraw, retry, delegate."`
	RotateKeys rotateKeysCmd   `cmd:"" help:"Propose a new key for all secrets; another person approves."`
	Report     accessReportCmd `cmd:"" help:"Say who had which role and key as of a day, and which of it conflicts."`
}

type rotateKeysCmd struct {
	apiFlags
	Reason string `required:"" help:"Why; kept in the audit trail."`
}

// Run proposes the rotation.
func (c *rotateKeysCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	b, err := api.change(ctx, http.MethodPost, "/api/v1/secrets/rotate", nil, "", map[string]string{"reason": c.Reason})
	if err != nil {
		return err
	}
	_, err = sayApproval(c.JSON, b)
	return err
}
