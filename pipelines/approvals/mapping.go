package approvals

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Mappings keeps the mapping rules of streams.
type Mappings interface {
	// MappingInForce gives the rules in force of what of names; version 0 and no rules
	// where none were published.
	MappingInForce(ctx context.Context, ws record.WorkspaceID, of views.MappingOf) (version int, yaml string, err error)
	// PublishApproved makes yaml the version after expected, once for an approval; another
	// version in between is the fault conflict.
	PublishApproved(ctx context.Context, ws record.WorkspaceID, of views.MappingOf, expected int, yaml, note, approval string) error
}

// Mapping publishes mapping rules.
type Mapping struct{ Mappings Mappings }

// mappingAsk is what carrying it out needs.
type mappingAsk struct {
	Of      views.MappingOf `json:"of"`
	Version int             `json:"version"` // in force when it was proposed
	YAML    string          `json:"yaml"`
}

// Propose makes the proposal to publish rules. What lint finds is a *mapping.LintError
// under the fault mapping_failed; rules for another stream, or those in force already,
// are bad_request.
func (m Mapping) Propose(ctx context.Context, ws record.WorkspaceID, of views.MappingOf, yaml, reason string) (approval.Proposal, error) {
	rules, err := mapping.Parse(of.Stream, []byte(yaml))
	var lint *mapping.LintError
	switch {
	case errors.As(err, &lint):
		return approval.Proposal{}, fault.New("mapping_refused", err)
	case err != nil:
		return approval.Proposal{}, err
	case rules.Stream != of.Stream:
		return approval.Proposal{}, fault.Newf("bad_request", "the rules are for the stream %s", rules.Stream).At("yaml", "")
	}
	version, now, err := m.Mappings.MappingInForce(ctx, ws, of)
	switch {
	case err != nil:
		return approval.Proposal{}, err
	case now == yaml:
		return approval.Proposal{}, fault.New("mapping_unchanged", nil)
	}
	name := of.Connector
	if of.ConnectionName != "" {
		name = of.ConnectionName
	}
	p := approval.Proposal{
		Kind: approval.MappingApply, ObjectKind: "mapping", ObjectID: of.ID(), Reason: reason,
		Title: approval.Text{
			Zh: fmt.Sprintf("发布%s的%s映射第%d版", name, of.Stream, version+1), En: fmt.Sprintf("publish version %d of the mapping of %s of %s", version+1, of.Stream, name),
		},
	}
	ask := mappingAsk{of, version, yaml}
	if p.Diff, err = ask.diff(version, now); err != nil {
		return p, err
	}
	p.Ask, err = encode(ask)
	return p, err
}

func (ask mappingAsk) diff(version int, now string) (json.RawMessage, error) {
	return encode(map[string]any{"version": change{version, ask.Version + 1}, "rules": change{now, ask.YAML}})
}

// Now implements approval.Executor.
func (m Mapping) Now(ctx context.Context, a approval.Approval) (approval.Hash, error) {
	var ask mappingAsk
	if err := decode(a, &ask); err != nil {
		return approval.Hash{}, err
	}
	version, now, err := m.Mappings.MappingInForce(ctx, a.Workspace, ask.Of)
	if err != nil {
		return approval.Hash{}, err
	}
	diff, err := ask.diff(version, now)
	if err != nil {
		return approval.Hash{}, err
	}
	return a.HashOf(diff)
}

// Apply implements approval.Executor. The map stage goes by the new rules within
// pipelines.MappingFor.
func (m Mapping) Apply(ctx context.Context, a approval.Approval) error {
	var ask mappingAsk
	if err := decode(a, &ask); err != nil {
		return err
	}
	err := m.Mappings.PublishApproved(asProposer(ctx, a), a.Workspace, ask.Of, ask.Version, ask.YAML, a.Reason, a.ID)
	if err != nil && fault.As(err).Code == "conflict" {
		return fault.New("approval_changed", err)
	}
	return err
}
