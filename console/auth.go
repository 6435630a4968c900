package console

import (
	"context"
	"net"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// headerWorkspace names the workspace of a request, by id or slug.
const headerWorkspace = "X-Heliu-Workspace"

// caller is who calls, and with what.
type caller struct {
	actor access.Actor
	token string // of the session; empty for a key
	key   string // empty for a session
}

type callerKey struct{}

func callerOf(ctx context.Context) caller {
	c, _ := ctx.Value(callerKey{}).(caller)
	return c
}

func (c *console) cookieName() string {
	if c.TLS {
		return "__Host-heliu"
	}
	return "heliu"
}

func (c *console) cookie(token string) http.Cookie {
	k := http.Cookie{Name: c.cookieName(), Value: token, Path: "/", HttpOnly: true, Secure: c.TLS, SameSite: http.SameSiteLaxMode}
	if token == "" {
		k.MaxAge = -1
	} else {
		k.MaxAge = int(access.SessionLimit.Seconds())
	}
	return k
}

// guard lets an operation's caller in or refuses it: the one place that does.
func (c *console) guard(ctx huma.Context, next func(huma.Context)) {
	op := ctx.Operation()
	req, _ := humachi.Unwrap(ctx)
	if err := c.slowAddress(addressOf(req.RemoteAddr), req.Header.Values("X-Forwarded-For")); err != nil {
		c.fail(ctx, err)
		return
	}
	r, known := rules[op.OperationID]
	if !known {
		c.fail(ctx, fault.Newf("forbidden", "operation %s has no entry in the table of roles", op.OperationID))
		return
	}
	if r.open {
		next(ctx)
		return
	}
	ws := req.Header.Get(headerWorkspace)
	if r.inURL {
		ws = ctx.Param("workspace")
	} else if op.OperationID == "events" && ws == "" { // a browser's EventSource sends no headers
		ws = ctx.Query("workspace")
	}
	who, err := c.enter(ctx.Context(), req, ws)
	if err == nil {
		err = c.slowCaller(who.actor)
	}
	if err == nil {
		err = r.check(who.actor)
	}
	if err != nil {
		c.fail(ctx, err)
		return
	}
	in := access.With(context.WithValue(ctx.Context(), callerKey{}, who), who.actor)
	if who.actor.Narrowed() {
		sight, err := c.Users.Sight(ctx.Context(), who.actor.Workspace, who.actor.Account())
		if err != nil {
			c.fail(ctx, err)
			return
		}
		in = access.WithSight(in, sight)
	}
	next(huma.WithContext(ctx, in))
}

func (c *console) fail(ctx huma.Context, err error) {
	err = c.answer(ctx.Context(), ctx.Operation().OperationID, err)
	p := problemOf(err)
	for k, v := range p.GetHeaders() {
		ctx.SetHeader(k, v[0])
	}
	if p.Status == http.StatusUnauthorized {
		ctx.SetHeader("WWW-Authenticate", `Bearer realm="heliu"`)
	}
	_ = huma.WriteErr(c.api, ctx, p.Status, "", p)
}

// enter finds out who calls: an API key, else the session's cookie. ws is the id or
// slug of the workspace asked for; one that the caller has no place in is not found.
func (c *console) enter(ctx context.Context, r *http.Request, ws string) (caller, error) {
	if h := r.Header.Get("Authorization"); h != "" {
		scheme, key, _ := strings.Cut(h, " ")
		if !strings.EqualFold(scheme, "Bearer") {
			return caller{}, fault.New("unauthenticated", nil)
		}
		a, err := c.Gate.Key(ctx, c.Now(), strings.TrimSpace(key))
		if err != nil {
			return caller{}, err
		}
		if ws != "" {
			id, err := c.resolve(ctx, ws)
			if err != nil {
				return caller{}, err
			}
			if err := a.In(id); err != nil {
				return caller{}, err
			}
		}
		return caller{actor: a, key: strings.TrimSpace(key)}, nil
	}
	k, err := r.Cookie(c.cookieName())
	if err != nil || k.Value == "" {
		return caller{}, fault.New("unauthenticated", nil)
	}
	var id record.WorkspaceID
	if ws != "" {
		if id, err = c.resolve(ctx, ws); err != nil {
			return caller{}, err
		}
	}
	a, _, err := c.Gate.Enter(ctx, c.Now(), k.Value, id)
	if err != nil {
		return caller{}, err
	}
	return caller{actor: a, token: k.Value}, nil
}

// resolve gives the id of a workspace by id or slug. Whether the caller has a place
// in it is asked afterwards, and answered alike.
func (c *console) resolve(ctx context.Context, ws string) (record.WorkspaceID, error) {
	if id, err := uuid.Parse(ws); err == nil {
		return record.WorkspaceID(id.String()), nil
	}
	w, err := c.Workspaces.WorkspaceNamed(ctx, ws)
	return record.WorkspaceID(w.ID), err
}

// addressOf gives the address of the caller, without the port.
func addressOf(remote string) string {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		return remote
	}
	return host
}
