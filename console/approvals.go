package console

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// propose notes what needs a second person. An operation that guards something answers
// 202 with it instead of doing it.
func (c *console) propose(ctx context.Context, by access.Actor, p approval.Proposal) (*views.Approval, error) {
	if c.Approvals == nil {
		return nil, fault.New("not_ready", nil)
	}
	a, err := c.Approvals.Propose(ctx, c.Now(), p)
	if err != nil {
		return nil, err
	}
	c.notify(by.Workspace, "connections", nil)
	slug, err := c.slug(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	out, err := c.shown(ctx, slug, a)
	return &out, err
}

func (c *console) slug(ctx context.Context, ws record.WorkspaceID) (string, error) {
	w, err := c.Workspaces.WorkspaceOf(ctx, ws)
	return w.Slug, err
}

// shown makes an approval of the workspace slug into what pages and programs read.
func (c *console) shown(ctx context.Context, slug string, a approval.Approval) (views.Approval, error) {
	r, _ := approval.RuleOf(a.Kind)
	v := views.Approval{
		ID: a.ID, Kind: string(a.Kind), KindName: views.Text(r.Name), Title: views.Text(a.Title), ObjectKind: a.ObjectKind, ObjectID: a.ObjectID,
		Hash: a.Hash.String(), Reason: a.Reason, ProposedBy: nameOr(a.ProposerName, a.ProposedBy), ProposedAt: a.ProposedAt, ExpiresAt: a.ExpiresAt, Status: string(a.Status),
		DecidedBy: nameOr(a.ApproverName, a.Approver), For: nameOr(a.ForName, a.For), Because: a.Because, ClosedAt: a.ClosedAt, AppliedAt: a.AppliedAt, Code: a.Code,
		Message: sentenceOf(a.Code), May: views.ApprovalMay{For: []views.Named{}},
	}
	if err := json.Unmarshal(a.Diff, &v.Diff); err != nil {
		return v, fault.New("internal", err)
	}
	var err error
	if a.ObjectKind == "account" {
		if v.ObjectName, err = c.accountName(ctx, a.Workspace, a.ObjectID); err != nil {
			return v, err
		}
	}
	v.Link = fmt.Sprintf("/w/%s/approvals/%s", slug, a.ID)
	now := c.Now()
	if a.Status == approval.Waiting && !a.Live(now) {
		v.Status = string(approval.Expired)
	}
	may, err := c.Approvals.Options(ctx, now, a)
	if err != nil {
		return v, err
	}
	v.May.Decide, v.May.Withdraw, v.May.Retry, v.May.Why, v.May.WhyText = may.Decide, may.Withdraw, may.Retry, may.Why, sentenceOf(may.Why)
	for _, d := range may.For {
		v.May.For = append(v.May.For, views.Named{Account: d.From, Name: nameOr(d.FromName, d.From)})
	}
	return v, nil
}

// sentenceOf gives the two sentences of a fault's code; nil without one.
func sentenceOf(code string) *views.Text {
	e, ok := fault.Catalog[code]
	if !ok {
		return nil
	}
	return &views.Text{Zh: e.Zh, En: e.En}
}

func nameOr(name, or string) string {
	if name != "" {
		return name
	}
	return or
}
