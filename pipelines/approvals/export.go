package approvals

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"

	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/exports"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// ExportFiles keeps exports that were approved until they are fetched.
type ExportFiles interface {
	exports.Customers
	CountExport(ctx context.Context, ws record.WorkspaceID, a exports.Ask) (exports.Count, error)
	ExportKept(ctx context.Context, ws record.WorkspaceID, id string) (bool, error)
	// KeepExport seals a file under the approval's id for the account that proposed it, and
	// leaves the entry of the export; a second one under the same id changes nothing.
	KeepExport(ctx context.Context, ws record.WorkspaceID, id, account string, a exports.Ask, n exports.Count, reason string, file []byte) error
}

// Export makes exports of more persons than one person may take out alone.
type Export struct {
	Files ExportFiles
	Mask  func(*views.CustomerRow)
}

// exportAsk is what carrying it out needs.
type exportAsk struct {
	exports.Ask
	Persons int64 `json:"persons"` // when it was proposed
}

// grown tells whether so many persons are more than was agreed upon: people keep coming
// in while others wait for an approval, a tenth of them is let pass.
func (ask exportAsk) grown(persons int64) bool { return persons > ask.Persons+ask.Persons/10 }

// Propose makes the proposal for an ask.
func (x Export) Propose(a exports.Ask, n exports.Count, reason string) (approval.Proposal, error) {
	p := approval.Proposal{
		Kind: approval.CustomerExport, ObjectKind: "customers", ObjectID: "many", Reason: reason,
		Title: approval.Text{Zh: fmt.Sprintf("导出%d人、%d家机构的客户资料", n.Persons, n.Organisations), En: fmt.Sprintf("export %d persons and %d organisations", n.Persons, n.Organisations)},
	}
	var err error
	if p.Diff, err = exportDiff(a, n.Persons); err != nil {
		return p, err
	}
	p.Ask, err = encode(exportAsk{a, n.Persons})
	return p, err
}

// exportDiff says what would be taken out, of how many. A search text may be personal, so
// only that there is one is told.
func exportDiff(a exports.Ask, persons int64) (json.RawMessage, error) {
	out := map[string]any{"format": change{nil, a.Format}, "personal": change{nil, a.Personal}, "persons": change{nil, persons}}
	if a.Kind != "" {
		out["kind"] = change{nil, a.Kind}
	}
	if a.Text != "" {
		out["text"] = hidden
	}
	return encode(out)
}

// Now implements approval.Executor.
func (x Export) Now(ctx context.Context, a approval.Approval) (approval.Hash, error) {
	var ask exportAsk
	if err := decode(a, &ask); err != nil {
		return approval.Hash{}, err
	}
	n, err := x.Files.CountExport(ctx, a.Workspace, ask.Ask)
	if err != nil {
		return approval.Hash{}, err
	}
	persons := ask.Persons
	if ask.grown(n.Persons) {
		persons = n.Persons
	}
	diff, err := exportDiff(ask.Ask, persons)
	if err != nil {
		return approval.Hash{}, err
	}
	return a.HashOf(diff)
}

// largestExport bounds a file that is kept.
const largestExport = 64 << 20

// Apply implements approval.Executor.
func (x Export) Apply(ctx context.Context, a approval.Approval) error {
	var ask exportAsk
	if err := decode(a, &ask); err != nil {
		return err
	}
	if kept, err := x.Files.ExportKept(ctx, a.Workspace, a.ID); err != nil || kept {
		return err
	}
	n, err := x.Files.CountExport(ctx, a.Workspace, ask.Ask)
	if err != nil {
		return err
	}
	if ask.grown(n.Persons) {
		return fault.New("approval_changed", nil)
	}
	var b bytes.Buffer
	if n, err = exports.Write(ctx, x.Files, a.Workspace, ask.Ask, n.Persons, x.Mask, &bounded{&b}); err != nil {
		return err
	}
	return x.Files.KeepExport(asProposer(ctx, a), a.Workspace, a.ID, a.Proposer, ask.Ask, n, a.Reason, b.Bytes())
}

type bounded struct{ b *bytes.Buffer }

func (w *bounded) Write(p []byte) (int, error) {
	if w.b.Len()+len(p) > largestExport {
		return 0, fault.New("export_too_large", nil)
	}
	return w.b.Write(p)
}
