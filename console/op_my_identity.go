package console

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/fault"
)

// myIdentity is somebody at a provider who is the caller here.
type myIdentity struct {
	Provider string    `json:"provider"`
	Way      way       `json:"of"`
	External string    `json:"external" doc:"the provider's own id"`
	LinkedAt time.Time `json:"linked_at"`
	Mine     bool      `json:"mine" doc:"of this workspace: it can be taken away here"`
}

type providerNameIn struct {
	Provider string `path:"provider" maxLength:"40" doc:"short name"`
}

func myIdentityOps(c *console) {
	register(c, huma.Operation{
		OperationID: "startMyLink", Method: http.MethodPost, Path: "/api/v1/me/identities", Tags: []string{"access"}, Summary: "Go to a provider to link an identity of mine",
		Errors: []int{404, 409, 503},
	}, func(ctx context.Context, by access.Actor, in *startIn) (*startOut, error) {
		if by.Kind != access.User {
			return nil, fault.Newf("bad_request", "an identity belongs to a person")
		}
		return c.start(ctx, in.browser, in.Body.Way, by.ID)
	})
	register(c, huma.Operation{
		OperationID: "deleteMyIdentity", Method: http.MethodDelete, Path: "/api/v1/me/identities/{provider}", Tags: []string{"access"}, Summary: "Take an identity of mine away",
		DefaultStatus: http.StatusNoContent, Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *providerNameIn) (*struct{}, error) {
		if c.Identities == nil || by.Kind != access.User {
			return nil, fault.New("not_found", nil)
		}
		return nil, c.Identities.Unlink(ctx, c.Now(), in.Provider, by.ID)
	})
}

// myIdentities gives the caller's identities and by whom another can be linked.
func (c *console) myIdentities(ctx context.Context, by access.Actor) ([]myIdentity, []way, error) {
	mine, ways := []myIdentity{}, []way{}
	if c.Identities == nil {
		return mine, ways, nil
	}
	links, err := c.Identities.LinksOf(ctx, by.ID)
	if err != nil {
		return nil, nil, err
	}
	offered, err := c.Identities.Offered(ctx, by.Workspace)
	if err != nil {
		return nil, nil, err
	}
	for _, l := range links {
		m := myIdentity{Provider: l.Provider, External: l.External, LinkedAt: l.LinkedAt.UTC(), Mine: l.Workspace == by.Workspace}
		p := identity.Provider{Workspace: l.Workspace, Name: l.Provider, Kind: identity.OIDC, TitleZh: l.Provider}
		if i := slices.IndexFunc(offered, func(o identity.Provider) bool { return o.Workspace == l.Workspace && o.Name == l.Provider }); i >= 0 {
			p = offered[i]
		}
		m.Way = wayOf(p)
		mine = append(mine, m)
	}
	for _, p := range offered {
		here := p.Workspace == by.Workspace || p.Workspace == access.Hub && !by.Confined
		if here && c.PublicURL != "" && !slices.ContainsFunc(links, func(l identity.Link) bool { return l.Workspace == p.Workspace && l.Provider == p.Name }) {
			ways = append(ways, wayOf(p))
		}
	}
	return mine, ways, nil
}
