package subjects

import (
	"context"
	"encoding/hex"
	"encoding/json"

	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// Persons is what proposing an erasure needs of PostgreSQL.
type Persons interface {
	Subject(ctx context.Context, ws record.WorkspaceID, golden string) (privacy.Subject, error)
	// OfValue gives the id that stands for somebody of whom only a value is known.
	OfValue(ws record.WorkspaceID, v privacy.Value) (id string, e privacy.Entry, err error)
	BeginErasure(ctx context.Context, ws record.WorkspaceID, n privacy.NewErasure) error
}

// Erase proposes to erase persons, and begins it once a second person has agreed. A
// proposal names the golden record and how much there is, never a value.
type Erase struct{ Persons Persons }

var _ approval.Executor = Erase{}

// ask is what carrying it out needs.
type ask struct {
	Golden string       `json:"golden"`
	Kind   privacy.Kind `json:"kind,omitempty"`
	Hash   string       `json:"hash,omitempty"`
}

// Propose makes the proposal to erase a golden person.
func (x Erase) Propose(ctx context.Context, ws record.WorkspaceID, golden, reason string) (approval.Proposal, error) {
	p, err := x.Persons.Subject(ctx, ws, golden)
	if err != nil {
		return approval.Proposal{}, err
	}
	return x.proposal(p, ask{Golden: p.Golden}, reason)
}

// ProposeValue makes the proposal to erase what stands under a value of which no golden
// person is known.
func (x Erase) ProposeValue(ws record.WorkspaceID, v privacy.Value, reason string) (approval.Proposal, error) {
	id, e, err := x.Persons.OfValue(ws, v)
	if err != nil {
		return approval.Proposal{}, err
	}
	return x.proposal(privacy.Subject{Values: []privacy.Value{v}}, ask{Golden: id, Kind: e.Kind, Hash: hex.EncodeToString(e.Hash[:])}, reason)
}

func (x Erase) proposal(p privacy.Subject, a ask, reason string) (out approval.Proposal, err error) {
	out = approval.Proposal{
		Kind: approval.SubjectErase, ObjectKind: "person", ObjectID: a.Golden, Reason: reason,
		Title: approval.Text{Zh: "删除一个人的个人信息", En: "Erase one person's data"},
	}
	if out.Diff, err = diffOf(p); err != nil {
		return out, err
	}
	if out.Ask, err = json.Marshal(a); err != nil {
		return out, fault.New("internal", err)
	}
	return out, nil
}

// diffOf says how much of a person goes.
func diffOf(p privacy.Subject) (json.RawMessage, error) {
	type change struct {
		From int `json:"from"`
		To   int `json:"to"`
	}
	records := 0
	for _, v := range p.Values {
		if v.Kind == privacy.Source {
			records++
		}
	}
	b, err := json.Marshal(map[string]change{"records": {records, 0}, "identifiers": {len(p.Values) - records, 0}, "shared": {p.Shared, p.Shared}})
	if err != nil {
		return nil, fault.New("internal", err)
	}
	return b, nil
}

func askOf(a approval.Approval) (out ask, err error) {
	if err := json.Unmarshal(a.Ask, &out); err != nil || out.Golden == "" {
		return out, fault.Newf("internal", "approval %s does not say whom", a.ID)
	}
	return out, nil
}

// Now implements approval.Executor.
func (x Erase) Now(ctx context.Context, a approval.Approval) (approval.Hash, error) {
	w, err := askOf(a)
	if err != nil {
		return approval.Hash{}, err
	}
	p := privacy.Subject{Values: []privacy.Value{{}}}
	if w.Hash == "" {
		if p, err = x.Persons.Subject(ctx, a.Workspace, w.Golden); err != nil {
			return approval.Hash{}, err
		}
	}
	diff, err := diffOf(p)
	if err != nil {
		return approval.Hash{}, err
	}
	return a.HashOf(diff)
}

// Apply implements approval.Executor: a worker erases.
func (x Erase) Apply(ctx context.Context, a approval.Approval) error {
	w, err := askOf(a)
	if err != nil {
		return err
	}
	n := privacy.NewErasure{ID: a.ID, Golden: w.Golden, Approval: a.ID, Reason: a.Reason, By: a.ProposedBy}
	if w.Hash != "" {
		n.Value = &privacy.Entry{Kind: w.Kind}
		if _, err := hex.Decode(n.Value.Hash[:], []byte(w.Hash)); err != nil {
			return fault.New("internal", err)
		}
	}
	return x.Persons.BeginErasure(ctx, a.Workspace, n)
}
