package pipelines

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/crash"
	"github.com/heliuhub/heliu/record"
)

// DeriveStore hands out dirty golden records.
type DeriveStore interface {
	// LiveWorkspaces lists the workspaces that are not deleted.
	LiveWorkspaces(ctx context.Context) ([]record.WorkspaceID, error)
	// Recompute claims up to limit dirty golden records of a domain, and in the same
	// transaction, which sees one moment of the data, runs fn on them. It gives how many
	// it claimed. One recomputation of a domain runs at a time in a workspace; another
	// one claims nothing.
	Recompute(ctx context.Context, ws record.WorkspaceID, domain string, limit int, fn func(ctx context.Context, tx DeriveTx, claimed []uuid.UUID) error) (int, error)
}

// DeriveTx is one transaction of a recomputation, as each domain sees it.
type DeriveTx interface {
	Roi() RoiTx
	Recon() ReconTx
}

// Deriver keeps what is derived from golden records true: credits (roi) and matches (recon).
type Deriver struct {
	Store DeriveStore
	Log   *slog.Logger
	// Busy tells that records wait to be applied, which comes first: recomputations then
	// wait too, but never longer than holdMost each. Nil: never.
	Busy func() bool
	// Changed is told when a domain of a workspace was recomputed.
	Changed func(ws record.WorkspaceID, domain string, n int)
}

// claimAtOnce bounds one recomputation.
const claimAtOnce = 1000

// holdMost bounds how long a recomputation waits for records that are being applied:
// golden records are awaited at once, what they earned a little later. An account that
// becomes dirty again meanwhile is recomputed once.
const holdMost = 5 * time.Second

// idle is how long a deriver waits when it has claimed all there was: what becomes
// dirty meanwhile is recomputed together.
const idle = 200 * time.Millisecond

// deriveAgain spaces the tries of a recomputation that failed.
var deriveAgain = fault.Ladder{First: 2 * idle, Cap: 13 * time.Second}

// Run recomputes a domain ("roi" or "recon") in all workspaces until ctx ends.
func (d *Deriver) Run(ctx context.Context, domain string) error {
	for failures := 0; ; {
		if !d.hold(ctx) {
			return nil
		}
		var full bool
		_, err := d.claim(ctx, domain, &full)
		wait := idle
		switch {
		case ctx.Err() != nil:
			return nil //nolint:nilerr // being told to stop is no failure
		case err != nil:
			wait = deriveAgain.Wait(failures, err, rand.Float64)
			failures++
			d.Log.Error("recomputation failed, trying again", "domain", domain, "code", fault.As(err).Code, "error", err)
		default:
			failures = 0
		}
		if !full || err != nil {
			select {
			case <-ctx.Done():
				return nil
			case <-time.After(wait):
			}
		}
	}
}

// hold waits while Busy, holdMost at most; false when ctx ended.
func (d *Deriver) hold(ctx context.Context) bool {
	for waited := time.Duration(0); d.Busy != nil && waited < holdMost && d.Busy(); waited += idle {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(idle):
		}
	}
	return ctx.Err() == nil
}

// once recomputes what is dirty and tells whether there was anything.
func (d *Deriver) once(ctx context.Context, domain string) (worked bool, err error) {
	var full bool
	return d.claim(ctx, domain, &full)
}

// claim is once that also tells whether a claim was full, so that there may be more.
func (d *Deriver) claim(ctx context.Context, domain string, full *bool) (worked bool, err error) {
	all, err := d.Store.LiveWorkspaces(ctx)
	if err != nil {
		return false, err
	}
	for _, ws := range all {
		n, err := d.Store.Recompute(ctx, ws, domain, claimAtOnce, func(ctx context.Context, tx DeriveTx, claimed []uuid.UUID) error {
			var err error
			if domain == "roi" {
				err = recomputeRoi(ctx, tx.Roi(), claimed)
			} else {
				err = recomputeRecon(ctx, tx.Recon(), claimed)
			}
			crash.At(crash.DeriveBeforeCommit)
			return err
		})
		if err != nil {
			return worked, err
		}
		if n > 0 {
			crash.At(crash.DeriveAfterCommit)
			worked = true
			*full = *full || n >= claimAtOnce
			if d.Changed != nil {
				d.Changed(ws, domain, n)
			}
		}
	}
	return worked, nil
}
