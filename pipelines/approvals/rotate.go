package approvals

import (
	"context"
	"strings"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Keys holds the keys under which secrets are sealed.
type Keys interface {
	CurrentID() string
	// RotateTo makes a key of this id the current one, in place of from. Where it was made
	// before nothing changes; another current key is the fault conflict.
	RotateTo(ctx context.Context, from, id string) error
}

// Sealed is what is sealed under the keys.
type Sealed interface {
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	// RewrapSecrets brings what is sealed in a workspace under the current key.
	RewrapSecrets(ctx context.Context, ws record.WorkspaceID) (changed int, err error)
}

// Rotate brings all secrets of the hub under a new key. Old keys stay in the key file:
// backups need them.
type Rotate struct {
	Keys   Keys
	Sealed Sealed
}

type rotateAsk struct {
	From string `json:"from"`
}

// Propose makes the proposal.
func (r Rotate) Propose(reason string) (approval.Proposal, error) {
	p := approval.Proposal{
		Kind: approval.SecretRotate, ObjectKind: "keys", ObjectID: "current", Reason: reason,
		Title: approval.Text{Zh: "更换加密密钥并重新封装全部凭据", En: "make a new key and seal all secrets under it"},
	}
	var err error
	ask := rotateAsk{r.Keys.CurrentID()}
	if p.Diff, err = encode(map[string]any{"key": change{ask.From, "+"}}); err != nil {
		return p, err
	}
	p.Ask, err = encode(ask)
	return p, err
}

// Now implements approval.Executor.
func (r Rotate) Now(_ context.Context, a approval.Approval) (approval.Hash, error) {
	p, err := r.Propose(a.Reason)
	if err != nil {
		return approval.Hash{}, err
	}
	return a.HashOf(p.Diff)
}

// Apply implements approval.Executor. Cut short, it goes on where it was.
func (r Rotate) Apply(ctx context.Context, a approval.Approval) error {
	var ask rotateAsk
	if err := decode(a, &ask); err != nil {
		return err
	}
	id := "k" + strings.ReplaceAll(a.ID, "-", "")[:12]
	if err := r.Keys.RotateTo(ctx, ask.From, id); err != nil {
		if fault.As(err).Code == "conflict" {
			return fault.New("approval_changed", err)
		}
		return err
	}
	all, err := r.Sealed.LiveWorkspaces(ctx)
	if err != nil {
		return err
	}
	for _, ws := range append([]record.WorkspaceID{access.Hub}, all...) { // second factors are the hub's own
		in := access.With(ctx, access.SystemActor("approval/"+a.ID, ws))
		if _, err := r.Sealed.RewrapSecrets(in, ws); err != nil {
			return err
		}
	}
	return nil
}
