package console

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

type approvalsIn struct {
	Paging
	Box string `query:"box" enum:"waiting,mine,decided,all" default:"waiting" doc:"waiting: for the caller; mine: proposed by the caller"`
}

type approvalsOut struct {
	Body struct {
		Items      []views.Approval `json:"items" nullable:"false" doc:"the latest first"`
		NextCursor string           `json:"next_cursor" doc:"empty at the end"`
		Waiting    int              `json:"waiting" doc:"how many wait for the caller, whatever is listed"`
	}
}

type approvalIn struct {
	Approval string `path:"approval" doc:"approval id"`
}

type approvalOut struct{ Body views.Approval }

type decideIn struct {
	Approval string `path:"approval" doc:"approval id"`
	Body     struct {
		Reason string `json:"reason" maxLength:"500" doc:"kept with the approval and in the audit trail"`
		For    string `json:"for,omitempty" maxLength:"36" doc:"account that delegated to the caller; without it the caller decides for themself"`
	}
}

type withdrawIn struct {
	Approval string `path:"approval" doc:"approval id"`
	Body     struct {
		Reason string `json:"reason,omitempty" maxLength:"500"`
	}
}

type delegationsOut struct {
	Body struct {
		Items    []views.Delegation `json:"items" nullable:"false" doc:"by and to the caller, as long as they are not over"`
		Deputies []views.Deputies   `json:"deputies" nullable:"false" doc:"to whom the caller may hand its turn, by kind"`
	}
}

type delegateIn struct {
	Body struct {
		Kind   string     `json:"kind" maxLength:"40"`
		To     string     `json:"to" maxLength:"36" doc:"account"`
		FromAt *time.Time `json:"from_at,omitempty" doc:"without it: now"`
		ToAt   time.Time  `json:"to_at"`
		Reason string     `json:"reason,omitempty" maxLength:"500"`
	}
}

type undelegateIn struct {
	Delegation string `path:"delegation" doc:"delegation id"`
}

func approvalOps(c *console) {
	tags := []string{"approvals"}
	register(c, huma.Operation{
		OperationID: "listApprovals", Method: http.MethodGet, Path: "/api/v1/approvals", Tags: tags, Summary: "What waits for a second person, and what became of it",
	}, c.listApprovals)
	register(c, huma.Operation{
		OperationID: "getApproval", Method: http.MethodGet, Path: "/api/v1/approvals/{approval}", Tags: tags, Summary: "One approval with what would change", Errors: []int{404},
	}, func(ctx context.Context, _ access.Actor, in *approvalIn) (*approvalOut, error) {
		return c.afterwards(ctx, "", func() (approval.Approval, error) { return c.Approvals.Read(ctx, in.Approval) })
	})
	for _, op := range []struct {
		id, verb, summary, note string
		approve                 bool
	}{
		{"approveApproval", "approve", "Approve what somebody else proposed", "It is carried out at once; the answer says how that went. ", true},
		{"refuseApproval", "refuse", "Refuse what somebody else proposed", "", false},
	} {
		register(c, huma.Operation{
			OperationID: op.id, Method: http.MethodPost, Path: "/api/v1/approvals/{approval}/" + op.verb, Tags: tags, Summary: op.summary,
			Description: op.note + "A person decides, signed in by their own password or identity, never who proposed it.", Errors: []int{400, 404, 409},
		}, func(ctx context.Context, by access.Actor, in *decideIn) (*approvalOut, error) {
			if strings.TrimSpace(in.Body.Reason) == "" {
				return nil, fault.New("reason_needed", nil).At("reason", "")
			}
			return c.afterwards(ctx, by.Workspace, func() (approval.Approval, error) {
				return c.Approvals.Decide(ctx, c.Now(), in.Approval, approval.Decision{Approve: op.approve, Reason: in.Body.Reason, For: in.Body.For})
			})
		})
	}
	register(c, huma.Operation{
		OperationID: "withdrawApproval", Method: http.MethodPost, Path: "/api/v1/approvals/{approval}/withdraw", Tags: tags, Summary: "Take back what one proposed", Errors: []int{404, 409},
	}, func(ctx context.Context, by access.Actor, in *withdrawIn) (*approvalOut, error) {
		return c.afterwards(ctx, by.Workspace, func() (approval.Approval, error) {
			return c.Approvals.Withdraw(ctx, c.Now(), in.Approval, in.Body.Reason)
		})
	})
	register(c, huma.Operation{
		OperationID: "retryApproval", Method: http.MethodPost, Path: "/api/v1/approvals/{approval}/retry", Tags: tags, Summary: "Carry out again what failed", Errors: []int{404, 409},
	}, func(ctx context.Context, by access.Actor, in *approvalIn) (*approvalOut, error) {
		return c.afterwards(ctx, by.Workspace, func() (approval.Approval, error) { return c.Approvals.Retry(ctx, c.Now(), in.Approval) })
	})
	register(c, huma.Operation{
		OperationID: "listDelegations", Method: http.MethodGet, Path: "/api/v1/delegations", Tags: tags, Summary: "Who decides for whom",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*delegationsOut, error) {
		return c.delegations(ctx, by)
	})
	register(c, huma.Operation{
		OperationID: "createDelegation", Method: http.MethodPost, Path: "/api/v1/delegations", Tags: tags, Summary: "Hand one's turn to decide to somebody with the same right",
		Description: "It tells whose turn it is and gives nobody more rights: nobody decides for the one who proposed it.", DefaultStatus: http.StatusCreated, Errors: []int{400},
	}, func(ctx context.Context, by access.Actor, in *delegateIn) (*delegationsOut, error) {
		now := c.Now()
		d := approval.Delegation{Kind: approval.Kind(in.Body.Kind), To: in.Body.To, FromAt: now, ToAt: in.Body.ToAt, Reason: in.Body.Reason}
		if in.Body.FromAt != nil {
			d.FromAt = *in.Body.FromAt
		}
		if _, err := c.Approvals.Delegate(ctx, now, d); err != nil {
			return nil, err
		}
		return c.delegations(ctx, by)
	})
	register(c, huma.Operation{
		OperationID: "deleteDelegation", Method: http.MethodDelete, Path: "/api/v1/delegations/{delegation}", Tags: tags, Summary: "Take one's turn back",
		DefaultStatus: http.StatusNoContent, Errors: []int{404},
	}, func(ctx context.Context, _ access.Actor, in *undelegateIn) (*struct{}, error) {
		if in.Delegation == "" || checkID(in.Delegation, "delegation") != nil {
			return nil, fault.New("not_found", nil)
		}
		return nil, c.Approvals.Undelegate(ctx, c.Now(), in.Delegation)
	})
}

// afterwards shows an approval as it is after something was done to it; ws, where it is
// named, tells open pages.
func (c *console) afterwards(ctx context.Context, ws record.WorkspaceID, do func() (approval.Approval, error)) (*approvalOut, error) {
	a, err := do()
	if err != nil {
		return nil, err
	}
	if ws != "" {
		c.notify(ws, "connections", nil)
		if a, err = c.Approvals.Read(ctx, a.ID); err != nil {
			return nil, err
		}
	}
	slug, err := c.slug(ctx, a.Workspace)
	if err != nil {
		return nil, err
	}
	v, err := c.shown(ctx, slug, a)
	return &approvalOut{v}, err
}

func (c *console) listApprovals(ctx context.Context, by access.Actor, in *approvalsIn) (*approvalsOut, error) {
	filter := filterHash("approvals", in.Box, by.Ref())
	p, err := in.page(filter)
	if err != nil {
		return nil, err
	}
	now := c.Now()
	rows, next, err := c.Approvals.List(ctx, now, approval.Box(in.Box), p.After, p.Limit)
	if err != nil {
		return nil, err
	}
	out := &approvalsOut{}
	out.Body.Items, out.Body.NextCursor = []views.Approval{}, nextCursor(filter, next)
	slug, err := c.slug(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	for _, a := range rows {
		v, err := c.shown(ctx, slug, a)
		if err != nil {
			return nil, err
		}
		out.Body.Items = append(out.Body.Items, v)
	}
	out.Body.Waiting, err = c.Approvals.Count(ctx, now)
	return out, err
}

func (c *console) delegations(ctx context.Context, by access.Actor) (*delegationsOut, error) {
	all, err := c.Approvals.Handed(ctx, c.Now())
	if err != nil {
		return nil, err
	}
	deputies, err := c.Approvals.Deputies(ctx)
	if err != nil {
		return nil, err
	}
	out := &delegationsOut{}
	out.Body.Items, out.Body.Deputies = []views.Delegation{}, []views.Deputies{}
	for _, d := range all {
		r, _ := approval.RuleOf(d.Kind)
		out.Body.Items = append(out.Body.Items, views.Delegation{
			ID: d.ID, Kind: string(d.Kind), KindName: views.Text(r.Name), From: nameOr(d.FromName, d.From), To: nameOr(d.ToName, d.To),
			FromAt: d.FromAt, ToAt: d.ToAt, Reason: d.Reason, Mine: d.From == by.Account(),
		})
	}
	for _, r := range approval.Rules() {
		if len(deputies[r.Kind]) == 0 {
			continue
		}
		x := views.Deputies{Kind: string(r.Kind), KindName: views.Text(r.Name)}
		for _, m := range deputies[r.Kind] {
			x.Members = append(x.Members, views.Named{Account: m.Account, Name: nameOr(m.Name, m.SignIn)})
		}
		out.Body.Deputies = append(out.Body.Deputies, x)
	}
	return out, nil
}
