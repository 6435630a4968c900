package pipelines

import (
	"context"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/recon"
)

// ReconTx reads what reconciliation needs and writes what it says.
//
// The golden id zero stands for payments whose payer nobody knows.
type ReconTx interface {
	recon.Source
	// PaymentsStanding gives the payments that are, by what is stored, of the given
	// golden organisations or matched with their items. Its answer may hold payments
	// that PaymentsOf gives as well.
	PaymentsStanding(ctx context.Context, goldens []uuid.UUID) ([]recon.Payment, error)
	// SaveMatches replaces everything that was said of the payments of the input, and of
	// those read in this transaction that can match nothing (refunds, fees).
	SaveMatches(ctx context.Context, in recon.Input, out recon.Output) error
}

func recomputeRecon(ctx context.Context, tx ReconTx, claimed []uuid.UUID) error {
	standing, err := tx.PaymentsStanding(ctx, claimed)
	if err != nil {
		return err
	}
	var customers []string
	for _, g := range claimed {
		if g != uuid.Nil {
			customers = append(customers, g.String())
		}
	}
	in, err := recon.Gather(ctx, tx, customers, standing)
	if err != nil {
		return err
	}
	return tx.SaveMatches(ctx, in, recon.Solve(in))
}
