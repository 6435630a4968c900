package console

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

type signInPolicy struct {
	Roles []access.Role `json:"second_factor_roles" nullable:"false" maxItems:"7" uniqueItems:"true" doc:"roles that must have a second factor; they set it up at their next sign-in"`
}

type policyOut struct{ Body signInPolicy }

type policyIn struct{ Body signInPolicy }

type resetIn struct {
	Account string `path:"account" doc:"account id"`
	Body    struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"stands in the audit trail"`
	}
}

type memberIdentity struct {
	Provider string    `json:"provider"`
	External string    `json:"external" doc:"the provider's own id"`
	LinkedAt time.Time `json:"linked_at"`
}

type memberSecurityOut struct {
	Body struct {
		Second     bool             `json:"second_factor" doc:"it is on"`
		Identities []memberIdentity `json:"identities" nullable:"false"`
	}
}

type memberIdentityIn struct {
	Account  string `path:"account" doc:"account id"`
	Provider string `path:"provider" maxLength:"40" doc:"short name"`
}

type linkMemberIn struct {
	Account  string `path:"account" doc:"account id"`
	Provider string `path:"provider" maxLength:"40" doc:"short name"`
	Body     struct {
		External string `json:"external" minLength:"1" maxLength:"255" doc:"the provider's own id: sub, WeCom or DingTalk user id"`
	}
}

func memberSecurityOps(c *console) {
	policy := func(ctx context.Context, by access.Actor, _ *struct{}) (*policyOut, error) {
		out := &policyOut{signInPolicy{[]access.Role{}}}
		if c.Second == nil {
			return out, nil
		}
		roles, err := c.Second.AskedRoles(ctx, by.Workspace)
		out.Body.Roles = append(out.Body.Roles, roles...)
		return out, err
	}
	register(c, huma.Operation{
		OperationID: "getSignInPolicy", Method: http.MethodGet, Path: "/api/v1/sign-in-policy", Tags: []string{"access"}, Summary: "Who must have a second factor",
	}, policy)
	register(c, huma.Operation{
		OperationID: "setSignInPolicy", Method: http.MethodPut, Path: "/api/v1/sign-in-policy", Tags: []string{"access"}, Summary: "Say who must have a second factor", Errors: []int{400},
	}, func(ctx context.Context, by access.Actor, in *policyIn) (*policyOut, error) {
		if err := c.haveSecond(); err != nil {
			return nil, err
		}
		if err := c.Second.AskRoles(ctx, c.Now(), in.Body.Roles); err != nil {
			return nil, err
		}
		return policy(ctx, by, nil)
	})
	register(c, huma.Operation{
		OperationID: "resetMemberSecondFactor", Method: http.MethodPost, Path: "/api/v1/members/{account}/second-factor/reset", Tags: []string{"access"},
		Summary: "Take the second factor of somebody who lost it away", Description: "Their sessions end.", DefaultStatus: http.StatusNoContent, Errors: []int{404, 409},
	}, func(ctx context.Context, _ access.Actor, in *resetIn) (*struct{}, error) {
		if err := c.haveSecond(); err != nil {
			return nil, err
		}
		if err := c.account(in.Account); err != nil {
			return nil, err
		}
		return nil, c.Second.Reset(ctx, c.Now(), in.Account, strings.TrimSpace(in.Body.Reason))
	})
	register(c, huma.Operation{
		OperationID: "getMemberSecurity", Method: http.MethodGet, Path: "/api/v1/members/{account}/security", Tags: []string{"access"}, Summary: "How somebody signs in", Errors: []int{404},
	}, func(ctx context.Context, _ access.Actor, in *accountIn) (*memberSecurityOut, error) {
		if err := c.account(in.Account); err != nil {
			return nil, err
		}
		out := &memberSecurityOut{}
		out.Body.Identities = []memberIdentity{}
		if c.Identities == nil || c.Second == nil {
			return out, nil
		}
		links, err := c.Identities.LinksOf(ctx, in.Account)
		if err != nil {
			return nil, err
		}
		for _, l := range links {
			out.Body.Identities = append(out.Body.Identities, memberIdentity{l.Provider, l.External, l.LinkedAt.UTC()})
		}
		s, err := c.Second.State(ctx, in.Account)
		out.Body.Second = s.On
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "linkMemberIdentity", Method: http.MethodPut, Path: "/api/v1/members/{account}/identities/{provider}", Tags: []string{"access"}, Summary: "Say who somebody is at a provider",
		DefaultStatus: http.StatusNoContent, Errors: []int{404, 409},
	}, func(ctx context.Context, _ access.Actor, in *linkMemberIn) (*struct{}, error) {
		if err := c.account(in.Account); err != nil {
			return nil, err
		}
		return nil, c.Identities.LinkFor(ctx, c.Now(), in.Provider, in.Body.External, in.Account)
	})
	register(c, huma.Operation{
		OperationID: "unlinkMemberIdentity", Method: http.MethodDelete, Path: "/api/v1/members/{account}/identities/{provider}", Tags: []string{"access"}, Summary: "Take somebody's identity away",
		DefaultStatus: http.StatusNoContent, Errors: []int{404},
	}, func(ctx context.Context, _ access.Actor, in *memberIdentityIn) (*struct{}, error) {
		if err := c.account(in.Account); err != nil {
			return nil, err
		}
		return nil, c.Identities.Unlink(ctx, c.Now(), in.Provider, in.Account)
	})
}

// account refuses what is no account's id, and everything where identities are not kept.
func (c *console) account(id string) error {
	if id == "" || checkID(id, "account") != nil || c.Identities == nil {
		return fault.New("not_found", nil)
	}
	return nil
}
