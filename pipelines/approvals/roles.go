package approvals

import (
	"context"
	"slices"
	"strings"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/record"
)

// Members keeps who has which place in a workspace.
type Members interface {
	MembershipsOf(ctx context.Context, account string) ([]access.Member, error)
	// GrantRoles gives an account the roles of m in its workspace, where it has those of
	// from: none is no place. Where it has the new ones already nothing changes; where it
	// has others it is the fault approval_changed.
	GrantRoles(ctx context.Context, m access.Member, from []access.Role, e access.Entry) error
}

// Grant gives somebody a place or more roles.
type Grant struct{ Members Members }

// roleNames is what people call the roles.
var roleNames = map[access.Role]approval.Text{
	access.Admin: {Zh: "管理员", En: "administrator"}, access.IT: {Zh: "信息部", En: "IT"}, access.Steward: {Zh: "主数据管理员", En: "data steward"},
	access.Marketing: {Zh: "市场", En: "marketing"}, access.Finance: {Zh: "财务", En: "finance"}, access.Seller: {Zh: "销售", En: "sales"}, access.Auditor: {Zh: "审计", En: "auditor"},
}

type grantAsk struct {
	Name string        `json:"name"` // of a new member
	From []access.Role `json:"from"`
	To   []access.Role `json:"to"`
}

// Propose makes the proposal for a member who has other roles now; from is empty for
// somebody new.
func (g Grant) Propose(m access.Member, from []access.Role, reason string) (approval.Proposal, error) {
	p := approval.Proposal{Kind: approval.RoleGrant, ObjectKind: "account", ObjectID: m.Account, Reason: reason}
	var zh, en []string
	for _, r := range m.Roles {
		if !slices.Contains(from, r) {
			zh, en = append(zh, roleNames[r].Zh), append(en, roleNames[r].En)
		}
	}
	p.Title = approval.Text{Zh: "授予角色：" + strings.Join(zh, "、"), En: "give the roles " + strings.Join(en, ", ")}
	if len(from) == 0 {
		p.Title = approval.Text{Zh: "加入工作空间，角色：" + strings.Join(zh, "、"), En: "give a place as " + strings.Join(en, ", ")}
	}
	var err error
	if p.Diff, err = encode(map[string]any{"roles": rolesChange(from, m.Roles)}); err != nil {
		return p, err
	}
	p.Ask, err = encode(grantAsk{m.Name, from, m.Roles})
	return p, err
}

func rolesChange(from, to []access.Role) change {
	c := change{To: sorted(to)}
	if len(from) > 0 {
		c.From = sorted(from)
	}
	return c
}

func sorted(roles []access.Role) []access.Role { return slices.Sorted(slices.Values(roles)) }

// now gives the roles that an account has in a workspace.
func (g Grant) now(ctx context.Context, ws record.WorkspaceID, account string) ([]access.Role, error) {
	places, err := g.Members.MembershipsOf(ctx, account)
	for _, p := range places {
		if p.Workspace == ws {
			return p.Roles, nil
		}
	}
	return nil, err
}

// Now implements approval.Executor.
func (g Grant) Now(ctx context.Context, a approval.Approval) (approval.Hash, error) {
	var ask grantAsk
	if err := decode(a, &ask); err != nil {
		return approval.Hash{}, err
	}
	from, err := g.now(ctx, a.Workspace, a.ObjectID)
	if err != nil {
		return approval.Hash{}, err
	}
	diff, err := encode(map[string]any{"roles": rolesChange(from, ask.To)})
	if err != nil {
		return approval.Hash{}, err
	}
	return a.HashOf(diff)
}

// Apply implements approval.Executor.
func (g Grant) Apply(ctx context.Context, a approval.Approval) error {
	var ask grantAsk
	if err := decode(a, &ask); err != nil {
		return err
	}
	m := access.Member{Workspace: a.Workspace, Account: a.ObjectID, Name: ask.Name, Roles: ask.To}
	e, err := access.Did(asProposer(ctx, a), "member.roles", "account", a.ObjectID)
	if err != nil {
		return err
	}
	if len(ask.From) == 0 {
		e.Action = "member.add"
	}
	if e.Diff, err = encode(map[string]any{"roles": rolesChange(ask.From, ask.To), "approval": change{To: a.ID}}); err != nil {
		return err
	}
	return g.Members.GrantRoles(ctx, m, ask.From, e.Because(a.Reason))
}
