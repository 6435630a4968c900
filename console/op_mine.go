package console

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
)

// mySession is one of the caller's own sign-ins that go on.
type mySession struct {
	ID        string    `json:"id"`
	Current   bool      `json:"current" doc:"the one that asks"`
	ByLink    bool      `json:"by_link" doc:"it began by a one-time link"`
	CreatedAt time.Time `json:"created_at"`
	SeenAt    time.Time `json:"seen_at" doc:"last used, to about a minute"`
	ExpiresAt time.Time `json:"expires_at" doc:"at the latest"`
}

type mySessionsOut struct {
	Body struct {
		Items []mySession `json:"items" nullable:"false" doc:"the one used last first"`
	}
}

type mySessionIn struct {
	Session string `path:"session" maxLength:"32"`
}

func mineOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listMySessions", Method: http.MethodGet, Path: "/api/v1/sessions", Tags: []string{"access"}, Summary: "Where I am signed in",
	}, func(ctx context.Context, _ access.Actor, _ *struct{}) (*mySessionsOut, error) {
		token := callerOf(ctx).token
		all, err := c.Gate.Sessions(ctx, c.Now(), token)
		if err != nil {
			return nil, err
		}
		out, own := &mySessionsOut{}, access.HashToken(token)
		out.Body.Items = []mySession{}
		for _, s := range all {
			out.Body.Items = append(out.Body.Items, mySession{
				ID: s.ID(), Current: s.Hash == own, ByLink: s.Confined, CreatedAt: s.CreatedAt.UTC(), SeenAt: s.SeenAt.UTC(), ExpiresAt: s.ExpiresAt.UTC(),
			})
		}
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "endMySession", Method: http.MethodDelete, Path: "/api/v1/sessions/{session}", Tags: []string{"access"}, Summary: "End one of my sessions",
		DefaultStatus: http.StatusNoContent, Errors: []int{404},
	}, func(ctx context.Context, _ access.Actor, in *mySessionIn) (*struct{}, error) {
		return nil, c.Gate.EndSession(ctx, c.Now(), callerOf(ctx).token, in.Session)
	})
	register(c, huma.Operation{
		OperationID: "endMyOtherSessions", Method: http.MethodDelete, Path: "/api/v1/sessions", Tags: []string{"access"}, Summary: "End all my sessions but this one",
		DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, _ access.Actor, _ *struct{}) (*struct{}, error) {
		return nil, c.Gate.EndOtherSessions(ctx, c.Now(), callerOf(ctx).token)
	})
}
