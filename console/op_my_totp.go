package console

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
)

// mySecurity is what a person sees of how they sign in.
type mySecurity struct {
	Second struct {
		On       bool       `json:"on"`
		Since    *time.Time `json:"since,omitempty"`
		Recovery int        `json:"recovery" doc:"recovery codes that are left"`
		Asked    bool       `json:"asked" doc:"a role must have one: it cannot be turned off"`
	} `json:"second" doc:"second factor"`
	Password   bool         `json:"password" doc:"there is a password, which setting a second factor up asks for"`
	Identities []myIdentity `json:"identities" nullable:"false"`
	Ways       []way        `json:"ways" nullable:"false" doc:"providers by which an identity can be linked still"`
}

type mySecurityOut struct{ Body mySecurity }

type passwordIn struct {
	Body struct {
		Password string `json:"password,omitempty" maxLength:"1024" doc:"of the account, where it has one"`
	}
	browser browser
}

// Resolve notes who asks.
func (in *passwordIn) Resolve(ctx huma.Context) []error {
	in.browser = browserOf(ctx)
	return nil
}

type recoveryOut struct {
	Body struct {
		Recovery []string `json:"recovery" nullable:"false" doc:"shown this once"`
	}
}

func myTotpOps(c *console) {
	register(c, huma.Operation{
		OperationID: "getMySecurity", Method: http.MethodGet, Path: "/api/v1/me/security", Tags: []string{"access"}, Summary: "How I sign in",
	}, c.mySecurity)
	register(c, huma.Operation{
		OperationID: "offerMySecondFactor", Method: http.MethodPost, Path: "/api/v1/me/second-factor", Tags: []string{"access"}, Summary: "Set my second factor up",
		Description: "Gives a new secret, which confirmMySecondFactor turns on.", Errors: []int{409, 429},
	}, func(ctx context.Context, by access.Actor, in *passwordIn) (*offeredOut, error) {
		if err := c.haveSecond(); err != nil {
			return nil, err
		}
		if err := c.Gate.ProveSelf(ctx, c.Now(), in.Body.Password, in.browser.from); err != nil {
			return nil, err
		}
		secret, err := c.Second.Offer(ctx, c.Now())
		if err != nil {
			return nil, err
		}
		return c.offered(ctx, by.ID, secret)
	})
	codes := func(id, path, summary string, do func(ctx context.Context, now time.Time, code string) ([]string, error)) {
		register(c, huma.Operation{
			OperationID: id, Method: http.MethodPost, Path: path, Tags: []string{"access"}, Summary: summary, Errors: []int{409, 429},
		}, func(ctx context.Context, _ access.Actor, in *codeIn) (*recoveryOut, error) {
			if err := c.haveSecond(); err != nil {
				return nil, err
			}
			out := &recoveryOut{}
			var err error
			out.Body.Recovery, err = do(ctx, c.Now(), in.Body.Code)
			return out, ofMine(err)
		})
	}
	codes("confirmMySecondFactor", "/api/v1/me/second-factor/confirm", "Turn my second factor on by its first code",
		func(ctx context.Context, now time.Time, code string) ([]string, error) {
			return c.Second.Confirm(ctx, now, code)
		})
	codes("renewMyRecoveryCodes", "/api/v1/me/second-factor/recovery", "New recovery codes; the old ones are dead",
		func(ctx context.Context, now time.Time, code string) ([]string, error) {
			return c.Second.Renew(ctx, now, code)
		})
	register(c, huma.Operation{
		OperationID: "turnOffMySecondFactor", Method: http.MethodPost, Path: "/api/v1/me/second-factor/off", Tags: []string{"access"}, Summary: "Turn my second factor off",
		DefaultStatus: http.StatusNoContent, Errors: []int{409, 429},
	}, func(ctx context.Context, _ access.Actor, in *codeIn) (*struct{}, error) {
		if err := c.haveSecond(); err != nil {
			return nil, err
		}
		return nil, ofMine(c.Second.Off(ctx, c.Now(), in.Body.Code))
	})
}

// ofMine says of a refused code that the code is wrong and not that the session is over,
// which 401 would mean to a page.
func ofMine(err error) error {
	if err != nil && fault.As(err).Code == "second_refused" {
		return fault.New("wrong_code", nil).At("code", "")
	}
	return err
}

func (c *console) haveSecond() error {
	if c.Second == nil {
		return fault.New("not_found", nil)
	}
	return nil
}

func (c *console) mySecurity(ctx context.Context, by access.Actor, _ *struct{}) (*mySecurityOut, error) {
	out := &mySecurityOut{mySecurity{Identities: []myIdentity{}, Ways: []way{}}}
	if by.Kind != access.User {
		return out, nil
	}
	var err error
	if out.Body.Password, err = c.Gate.HasPassword(ctx); err != nil {
		return nil, err
	}
	if c.Second != nil {
		s, err := c.Second.State(ctx, by.ID)
		if err != nil {
			return nil, err
		}
		out.Body.Second.On, out.Body.Second.Since, out.Body.Second.Recovery, out.Body.Second.Asked = s.On, s.Since, s.Recovery, s.Asked
	}
	out.Body.Identities, out.Body.Ways, err = c.myIdentities(ctx, by)
	return out, err
}
