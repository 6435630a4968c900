package approvals

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/record"
)

// Letters counts dead letters and notes what is to be done with them.
type Letters interface {
	CountLetters(ctx context.Context, ws record.WorkspaceID, a letters.Ask) (letters.Counted, error)
	AskLetters(ctx context.Context, ws record.WorkspaceID, a letters.Ask) (job string, err error)
}

// Discard puts away more dead letters than one person may alone.
type Discard struct{ Letters Letters }

// Propose makes the proposal for an ask: it is about the letters that are there now.
func (d Discard) Propose(ctx context.Context, ws record.WorkspaceID, a letters.Ask) (approval.Proposal, error) {
	n, err := d.Letters.CountLetters(ctx, ws, a)
	if err != nil {
		return approval.Proposal{}, err
	}
	a.Upto, a.Letters = n.Upto, n.Letters
	p := approval.Proposal{
		Kind: approval.LetterDiscard, ObjectKind: "dead_letter", ObjectID: "many", Reason: a.Reason,
		Title: approval.Text{Zh: fmt.Sprintf("丢弃%d条死信", n.Letters), En: fmt.Sprintf("discard %d dead letters", n.Letters)},
	}
	if p.Diff, err = d.diff(a, n); err != nil {
		return p, err
	}
	p.Ask, err = encode(a)
	return p, err
}

// diff says how many letters of which sort go. A search text may be personal: that there
// is one is told, not which.
func (d Discard) diff(a letters.Ask, n letters.Counted) (json.RawMessage, error) {
	out := map[string]any{"letters": change{n.Letters, 0}, "_set": change{n.Set, nil}}
	f := a.Filter
	for name, v := range map[string]string{"connection": f.Connection, "stream": f.Stream, "stage": f.Stage, "code": f.Code, "letter_kind": f.Kind} {
		if v != "" {
			out[name] = change{nil, v}
		}
	}
	if f.From != nil {
		out["failed_from"] = change{nil, f.From}
	}
	if f.To != nil {
		out["failed_to"] = change{nil, f.To}
	}
	if f.Text != "" {
		out["text"] = hidden
	}
	return encode(out)
}

// Now implements approval.Executor.
func (d Discard) Now(ctx context.Context, a approval.Approval) (approval.Hash, error) {
	var ask letters.Ask
	if err := decode(a, &ask); err != nil {
		return approval.Hash{}, err
	}
	n, err := d.Letters.CountLetters(ctx, a.Workspace, ask)
	if err != nil {
		return approval.Hash{}, err
	}
	diff, err := d.diff(ask, n)
	if err != nil {
		return approval.Hash{}, err
	}
	return a.HashOf(diff)
}

// Apply implements approval.Executor.
func (d Discard) Apply(ctx context.Context, a approval.Approval) error {
	var ask letters.Ask
	if err := decode(a, &ask); err != nil {
		return err
	}
	if ask.Verb != letters.Discard || ask.Letters == 0 {
		return fault.Newf("internal", "this is no ask to discard letters")
	}
	ask.Approval = a.ID
	_, err := d.Letters.AskLetters(asProposer(ctx, a), a.Workspace, ask)
	return err
}
