package console

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// way is a provider as somebody sees it who is not signed in.
type way struct {
	Way   string     `json:"way" doc:"names it in startSignIn"`
	Kind  string     `json:"kind" enum:"oidc,scan"`
	Title views.Text `json:"title"`
}

type waysIn struct {
	Workspace string `query:"workspace" maxLength:"63" doc:"short name: providers of this workspace too that are not shown to everybody"`
}

type waysOut struct {
	Body struct {
		Items []way `json:"items" nullable:"false"`
	}
}

type startIn struct {
	Body struct {
		Way string `json:"way" minLength:"1" maxLength:"100"`
	}
	browser browser
}

// Resolve notes who asks.
func (in *startIn) Resolve(ctx huma.Context) []error {
	in.browser = browserOf(ctx)
	return nil
}

type startOut struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      struct {
		URL string `json:"url" doc:"where to send the browser"`
	}
}

// returnIn is what a browser brought back from a provider.
type returnIn struct {
	Body struct {
		Way   string `json:"way" minLength:"1" maxLength:"100" doc:"from the address that it came back to"`
		State string `json:"state" maxLength:"200"`
		Code  string `json:"code,omitempty" maxLength:"4000"`
		Iss   string `json:"iss,omitempty" maxLength:"300" doc:"RFC 9207"`
		Error string `json:"error,omitempty" maxLength:"200" doc:"RFC 6749"`
	}
	browser browser
}

// Resolve notes who asks.
func (in *returnIn) Resolve(ctx huma.Context) []error {
	in.browser = browserOf(ctx)
	return nil
}

type returnOut struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      struct {
		Me     me   `json:"me"`
		Linked bool `json:"linked" doc:"an identity was linked; the session is the one of before"`
	}
}

func returnOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listSignInWays", Method: http.MethodGet, Path: "/api/v1/session/ways", Tags: []string{"access"}, Summary: "Who else signs people in",
	}, c.listWays)
	register(c, huma.Operation{
		OperationID: "startSignIn", Method: http.MethodPost, Path: "/api/v1/session/start", Tags: []string{"access"}, Summary: "Go to a provider to sign in",
		Errors: []int{404, 409, 503},
	}, func(ctx context.Context, _ access.Actor, in *startIn) (*startOut, error) {
		return c.start(ctx, in.browser, in.Body.Way, "")
	})
	register(c, huma.Operation{
		OperationID: "finishSignIn", Method: http.MethodPost, Path: "/api/v1/session/return", Tags: []string{"access"}, Summary: "Come back from a provider",
		Description:   "Starts a session for who the provider vouches for, or links their identity where startMyLink began it. A second step may be due as at createSession.",
		DefaultStatus: http.StatusCreated, Errors: []int{404, 409, 429, 503},
	}, c.finishSignIn)
}

func (c *console) listWays(ctx context.Context, _ access.Actor, in *waysIn) (*waysOut, error) {
	out := &waysOut{}
	out.Body.Items = []way{}
	if c.Identities == nil || c.PublicURL == "" {
		return out, nil
	}
	var also record.WorkspaceID
	if in.Workspace != "" {
		id, err := c.resolve(ctx, in.Workspace)
		if err != nil && fault.KindOf(err) != fault.NotFound {
			return nil, err
		}
		also = id // one that is not there has nothing to show
	}
	all, err := c.Identities.Offered(ctx, also)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		out.Body.Items = append(out.Body.Items, wayOf(p))
	}
	return out, nil
}

func wayOf(p identity.Provider) way {
	t := views.Text{Zh: p.TitleZh, En: p.TitleEn}
	if t.Zh == "" {
		t.Zh = t.En
	}
	if t.En == "" {
		t.En = t.Zh
	}
	return way{Way: p.Way(), Kind: string(p.Kind), Title: t}
}

// redirect is the address that one provider sends browsers back to: no other provider's,
// so that an answer of one is none for another.
func (c *console) redirect(p identity.Provider) string {
	return strings.TrimRight(c.PublicURL, "/") + "/sign-in/return/" + p.Way()
}

// start sends a browser to a provider. account links an identity; empty signs in.
func (c *console) start(ctx context.Context, b browser, way, account string) (*startOut, error) {
	if c.Identities == nil || c.SignIns == nil {
		return nil, fault.New("not_found", nil)
	}
	if c.PublicURL == "" {
		return nil, fault.New("no_public_url", nil)
	}
	trip, cookie := b.roundTrip(c)
	p, state, err := c.Identities.Begin(ctx, c.Now(), way, trip, account)
	if err != nil {
		return nil, err
	}
	out := &startOut{SetCookie: cookie}
	if p.Kind == identity.Scan {
		s, _, err := c.SignIns.Scan(ctx, p.Workspace, p.Connection)
		if err != nil {
			return nil, err
		}
		out.Body.URL = s.AuthURL(state, c.redirect(p))
		return out, nil
	}
	client, err := c.client(ctx, p)
	if err != nil {
		return nil, err
	}
	out.Body.URL = client.AuthURL(state, identity.Nonce(trip, state), identity.Verifier(trip, state))
	return out, nil
}

// finishSignIn ends a round trip. However it fails, one trace is left in the trail.
func (c *console) finishSignIn(ctx context.Context, _ access.Actor, in *returnIn) (*returnOut, error) {
	if c.Identities == nil || c.SignIns == nil {
		return nil, fault.New("not_found", nil)
	}
	if err := c.Gate.Slow(c.Now(), in.browser.from); err != nil {
		return nil, err
	}
	p, out, err := c.comeBack(ctx, in)
	if err == nil {
		return out, nil
	}
	var left *access.Unfinished
	if errors.As(err, &left) {
		return nil, c.unfinished(left)
	}
	if p.Name == "" {
		return nil, err // there is no such provider
	}
	if fault.KindOf(err) == fault.Unauthorized {
		c.Gate.Failed(c.Now(), in.browser.from)
	}
	if err := c.Identities.Refused(ctx, c.Now(), p, err); err != nil {
		return nil, err
	}
	if fault.As(err).Code == "stranger" && p.Contact != "" {
		problem := problemOf(err)
		problem.Detail = p.Contact
		return nil, problem
	}
	return nil, err
}

func (c *console) comeBack(ctx context.Context, in *returnIn) (identity.Provider, *returnOut, error) {
	trip := in.browser.crumb(c, flowCookie)
	p, flow, err := c.Identities.Back(ctx, c.Now(), in.Body.Way, in.Body.State, trip)
	if err != nil {
		return p, nil, err
	}
	who, err := c.whoIs(ctx, p, in, trip)
	if err != nil {
		return p, nil, err
	}
	if flow.Account != "" {
		out, err := c.linkMine(ctx, in, p, flow, who)
		return p, out, err
	}
	account, err := c.Identities.Who(ctx, c.Now(), p, who)
	if err != nil {
		return p, nil, err
	}
	token, s, err := c.Gate.Admit(ctx, c.Now(), account, p.Admission())
	if err != nil {
		return p, nil, err
	}
	begun, err := c.begun(ctx, in.browser, token, s, nil)
	if err != nil {
		return p, nil, err
	}
	out := &returnOut{SetCookie: append(begun.SetCookie, c.crumb(flowCookie, "", 0))}
	out.Body.Me = begun.Body
	return p, out, nil
}

// linkMine links who came back to the account of the session that began it.
func (c *console) linkMine(ctx context.Context, in *returnIn, p identity.Provider, f identity.Flow, who identity.Person) (*returnOut, error) {
	token := in.browser.session(c)
	var ws record.WorkspaceID
	if p.Workspace != access.Hub {
		ws = p.Workspace
	}
	actor, _, err := c.Gate.Enter(ctx, c.Now(), token, ws)
	if err != nil {
		return nil, err
	}
	if err := c.Identities.LinkSelf(access.With(ctx, actor), c.Now(), p, f, who); err != nil {
		return nil, err
	}
	out := &returnOut{SetCookie: []http.Cookie{c.crumb(flowCookie, "", 0)}}
	out.Body.Linked = true
	out.Body.Me, err = c.me(ctx, caller{actor: actor, token: token})
	return out, err
}
