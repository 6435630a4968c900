package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/store"
)

// workspaces makes the empty real workspace and its administrator on a first start.
func (u setUp) workspaces(ctx context.Context) error {
	system := access.With(ctx, access.SystemActor("up", access.Hub))
	all, err := u.store.WorkspaceList(system)
	if err != nil {
		return err
	}
	for _, w := range all {
		if w.Slug == mainSlug {
			return nil
		}
	}
	w, err := u.store.CreateWorkspace(system, store.NewWorkspace{Slug: mainSlug, Name: "我的企业"})
	if err != nil {
		return err
	}
	return u.members(ctx, w.ID, "", demoRoles[:1])
}

// linkFor is how long a printed sign-in link works.
const linkFor = 15 * time.Minute

// signInLinks makes a one-time link for the administrator of each workspace.
func (u setUp) signInLinks(ctx context.Context) ([]string, error) {
	all, err := u.store.WorkspaceList(access.With(ctx, access.SystemActor("up", access.Hub)))
	if err != nil {
		return nil, err
	}
	var out []string
	for _, w := range all {
		if w.DeletedAt != nil || w.Slug != demoSlug && w.Slug != mainSlug {
			continue
		}
		in := access.With(ctx, access.SystemActor("up", w.ID))
		members, err := u.store.Members(in, w.ID)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			if access.Allowed(m.Roles, access.MemberWrite) {
				token, err := u.gate.IssueLink(in, u.now(), m.Account, linkFor)
				if err != nil {
					return nil, err
				}
				out = append(out, fmt.Sprintf("登录 / sign in  %s: {base}/sign-in#token=%s", w.Name, token))
				break
			}
		}
	}
	return out, nil
}

// freeAddress keeps an address whose port is free or ours from before, and finds a
// free port for ":0".
func freeAddress(ctx context.Context, addr string) (string, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", err
	}
	if port != "0" {
		return addr, nil
	}
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		return "", err
	}
	defer func() { _ = ln.Close() }()
	return ln.Addr().String(), nil
}
