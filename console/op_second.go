package console

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/totp"
	"github.com/heliuhub/heliu/fault"
)

// issuer is how the hub is called in an authenticator.
const issuer = "合流 Heliu"

type emptyIn struct{ browser browser }

// Resolve notes who asks.
func (in *emptyIn) Resolve(ctx huma.Context) []error {
	in.browser = browserOf(ctx)
	return nil
}

type codeIn struct {
	Body struct {
		Code string `json:"code" minLength:"1" maxLength:"40" doc:"six digits of the authenticator, or a recovery code"`
	}
	browser browser
}

// Resolve notes who asks.
func (in *codeIn) Resolve(ctx huma.Context) []error {
	in.browser = browserOf(ctx)
	return nil
}

// offered is a second factor that a first code turns on.
type offered struct {
	Secret string `json:"secret" doc:"to type in where no QR code can be scanned"`
	URI    string `json:"uri" doc:"otpauth address: what the QR code holds"`
}

type offeredOut struct{ Body offered }

type finishedOut struct {
	SetCookie []http.Cookie `header:"Set-Cookie"`
	Body      struct {
		Me       me       `json:"me"`
		Recovery []string `json:"recovery" nullable:"false" doc:"recovery codes, this once, where this step set the second factor up"`
	}
}

func secondOps(c *console) {
	register(c, huma.Operation{
		OperationID: "finishSecondStep", Method: http.MethodPost, Path: "/api/v1/session/second", Tags: []string{"access"}, Summary: "Second step of signing in",
		Description:   "Takes a code for the sign-in that waits in this browser, and starts its session.",
		DefaultStatus: http.StatusCreated, Errors: []int{429},
	}, func(ctx context.Context, _ access.Actor, in *codeIn) (*finishedOut, error) {
		token, s, recovery, err := c.Gate.Finish(ctx, c.Now(), in.browser.crumb(c, stepCookie), in.Body.Code, in.browser.from)
		begun, err := c.begun(ctx, in.browser, token, s, err)
		if err != nil {
			return nil, err
		}
		out := &finishedOut{SetCookie: begun.SetCookie}
		out.Body.Me, out.Body.Recovery = begun.Body, recovery
		if recovery == nil {
			out.Body.Recovery = []string{}
		}
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "offerSecondStep", Method: http.MethodPost, Path: "/api/v1/session/enrolment", Tags: []string{"access"}, Summary: "Set a second factor up while signing in",
		Description: "For a sign-in that was answered with enrolment_needed; finishSecondStep with the first code turns it on.",
	}, func(ctx context.Context, _ access.Actor, in *emptyIn) (*offeredOut, error) {
		if c.Second == nil {
			return nil, fault.New("second_over", nil)
		}
		account, secret, err := c.Second.OfferHeld(ctx, c.Now(), in.browser.crumb(c, stepCookie))
		if err != nil {
			return nil, err
		}
		return c.offered(ctx, account, secret)
	})
}

func (c *console) offered(ctx context.Context, account string, secret []byte) (*offeredOut, error) {
	name, err := c.Gate.SignInName(ctx, account)
	if err != nil {
		return nil, err
	}
	return &offeredOut{offered{Secret: totp.Text(secret), URI: totp.URI(issuer, name, secret)}}, nil
}
