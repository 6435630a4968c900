package pipelines

import (
	"context"
	"encoding/json"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// ConsentNote is what a source says of somebody's consent.
type ConsentNote struct {
	Entity int64
	Source string // record name
	privacy.Statement
}

// ConsentTx keeps the ledger of consent.
type ConsentTx interface {
	// NoteConsents writes down what differs from what the same entities said last.
	NoteConsents(ctx context.Context, notes []ConsentNote) error
}

// consents hands on what contacts and leads say of consent.
func (a *Applier) consents(ctx context.Context, tx ConsentTx, rows []EntityRow, entities []int64) error {
	var notes []ConsentNote
	for i, r := range rows {
		if r.Entity.Kind != record.KindContact && r.Entity.Kind != record.KindLead {
			continue
		}
		var said struct{ Consent map[string]string }
		if err := json.Unmarshal(r.Entity.Data, &said); err != nil {
			return fault.New("internal", err)
		}
		for _, s := range privacy.Statements(said.Consent, r.OccurredAt) {
			notes = append(notes, ConsentNote{Entity: entities[i], Source: r.Name, Statement: s})
		}
	}
	if len(notes) == 0 {
		return nil
	}
	return tx.NoteConsents(ctx, notes)
}
