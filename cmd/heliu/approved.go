package main

import (
	"context"
	"time"

	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/console"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines/approvals"
	"github.com/heliuhub/heliu/pipelines/subjects"
	"github.com/heliuhub/heliu/store"
)

// approved says who carries out approvals, by kind: the one list. Serve and worker have
// the same, so that one finishes what the other had to leave.
func approved(s *store.Store) map[approval.Kind]approval.Executor {
	return map[approval.Kind]approval.Executor{
		approval.MappingApply:   approvals.Mapping{Mappings: s},
		approval.LetterDiscard:  approvals.Discard{Letters: store.NewReader(s)},
		approval.RoleGrant:      approvals.Grant{Members: s},
		approval.CustomerExport: approvals.Export{Files: store.NewReader(s), Mask: console.MaskCustomer},
		approval.SecretRotate:   approvals.Rotate{Keys: s.Keyring(), Sealed: s},
		approval.URLAllow:       approvals.Network{Ranges: s},
		approval.SubjectErase:   subjects.Erase{Persons: s},
	}
}

// watchApprovals is how often what runs out or was left lying is looked after.
const watchApprovals = 5 * time.Second

// keepApprovals finishes what was approved where whoever decided could not, and closes
// what nobody decided in time. Any number of hubs share it.
func (h *hub) keepApprovals(ctx context.Context) error {
	desk := approval.NewDesk(h.store, approved(h.store))
	for (clock.System{}).Sleep(ctx, watchApprovals) == nil {
		all, err := h.store.LiveWorkspaces(ctx)
		if err != nil {
			continue // the next look tells; /readyz says that the database is away
		}
		for _, ws := range all {
			n, err := desk.Work(ctx, hubClock().Now(), ws)
			if err != nil && ctx.Err() == nil {
				h.log.Warn("approvals could not be looked after", "workspace", ws, "error", err)
			}
			if n > 0 {
				h.changed(ws, "jobs")
			}
		}
	}
	return nil
}
