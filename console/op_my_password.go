package console

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
)

type myPasswordIn struct {
	Body struct {
		Old      string `json:"old,omitempty" maxLength:"200" doc:"the password so far, where there is one"`
		Password string `json:"password" minLength:"10" maxLength:"200"`
	}
}

func passwordOps(c *console) {
	register(c, huma.Operation{
		OperationID: "setMyPassword", Method: http.MethodPut, Path: "/api/v1/session/password", Tags: []string{"access"}, Summary: "Set my own password",
		Description:   "It ends all my sessions, this one too: sign in anew. Whoever came by a link and has no password yet gets in by themself from then on.",
		DefaultStatus: http.StatusNoContent, Errors: []int{400},
	}, func(ctx context.Context, _ access.Actor, in *myPasswordIn) (*cookieOut, error) {
		if err := c.Gate.SetPassword(ctx, c.Now(), in.Body.Old, in.Body.Password); err != nil {
			return nil, err
		}
		return &cookieOut{c.cookie("")}, nil
	})
}
