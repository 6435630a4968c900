package approvals

import (
	"context"
	"net/netip"
	"slices"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Ranges keeps the private networks that a workspace has opened to its connections.
type Ranges interface {
	NetworkRanges(ctx context.Context, ws record.WorkspaceID) ([]access.Range, error)
	// OpenRange opens one; one that is open already is the fault range_exists.
	OpenRange(ctx context.Context, ws record.WorkspaceID, p netip.Prefix, note, approval string) error
}

// Network opens private networks (approval.URLAllow). The object of a proposal is the range.
type Network struct{ Ranges Ranges }

// Propose makes the proposal to open a range; see access.ParseRange for what can be
// opened. One that is open is the fault range_exists.
func (n Network) Propose(ctx context.Context, ws record.WorkspaceID, text, reason string) (approval.Proposal, error) {
	p, err := access.ParseRange(text)
	if err != nil {
		return approval.Proposal{}, err
	}
	was, err := n.find(ctx, ws, p)
	if err != nil {
		return approval.Proposal{}, err
	}
	if was != nil {
		return approval.Proposal{}, fault.New("range_exists", nil).At("range", text)
	}
	out := approval.Proposal{
		Kind: approval.URLAllow, ObjectKind: "network_range", ObjectID: p.String(), Reason: reason,
		Title: approval.Text{Zh: "放行内网地址段" + p.String(), En: "open the private network " + p.String()},
	}
	out.Diff, err = encode(map[string]any{"range": change{nil, p.String()}})
	return out, err
}

// Now implements approval.Executor: a range that somebody opened meanwhile is no change
// any more.
func (n Network) Now(ctx context.Context, a approval.Approval) (approval.Hash, error) {
	p, err := access.ParseRange(a.ObjectID)
	if err != nil {
		return approval.Hash{}, err
	}
	was, err := n.find(ctx, a.Workspace, p)
	if err != nil {
		return approval.Hash{}, err
	}
	if was != nil {
		return approval.Hash{}, fault.New("not_found", nil)
	}
	diff, err := encode(map[string]any{"range": change{nil, p.String()}})
	if err != nil {
		return approval.Hash{}, err
	}
	return a.HashOf(diff)
}

// Apply implements approval.Executor.
func (n Network) Apply(ctx context.Context, a approval.Approval) error {
	p, err := access.ParseRange(a.ObjectID)
	if err != nil {
		return err
	}
	err = n.Ranges.OpenRange(asProposer(ctx, a), a.Workspace, p, a.Reason, a.ID)
	if err == nil || fault.As(err).Code != "range_exists" {
		return err
	}
	was, errFind := n.find(ctx, a.Workspace, p)
	if errFind != nil {
		return errFind
	}
	if was != nil && was.Approval == a.ID {
		return nil // it was this approval that opened it
	}
	return fault.New("approval_changed", err)
}

// find gives an open range; nil where there is none.
func (n Network) find(ctx context.Context, ws record.WorkspaceID, p netip.Prefix) (*access.Range, error) {
	open, err := n.Ranges.NetworkRanges(ctx, ws)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(open, func(r access.Range) bool { return r.Prefix == p }); i >= 0 {
		return &open[i], nil
	}
	return nil, nil
}
