package console

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/approvals"
)

type rotateIn struct {
	Body struct {
		Reason string `json:"reason" maxLength:"500" doc:"kept in the audit trail"`
	}
}

func secretOps(c *console) {
	register(c, huma.Operation{
		OperationID: "rotateSecrets", Method: http.MethodPost, Path: "/api/v1/secrets/rotate", Tags: []string{"access"}, Summary: "Propose a new key for all secrets",
		Description:   "Another person approves it. Then a new key is made and every secret of the hub is sealed under it; old keys stay in the key file, for backups. The answer is the approval.",
		DefaultStatus: http.StatusAccepted, Errors: []int{400, 409},
	}, func(ctx context.Context, by access.Actor, in *rotateIn) (*proposedOut, error) {
		if c.SealKeys == nil {
			return nil, fault.New("not_ready", nil)
		}
		p, err := approvals.Rotate{Keys: c.SealKeys}.Propose(in.Body.Reason)
		if err != nil {
			return nil, err
		}
		a, err := c.propose(ctx, by, p)
		if err != nil {
			return nil, err
		}
		return &proposedOut{Status: http.StatusAccepted, Body: *a}, nil
	})
}
