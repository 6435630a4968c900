package store

import (
	"context"
	"net/netip"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

var (
	qNetworkRanges      = sql("NetworkRanges")
	qNetworkRangeInsert = sql("NetworkRangeInsert")
	qNetworkRangeDelete = sql("NetworkRangeDelete")
)

// NetworkRanges lists the private networks that a workspace has opened, in the order of addresses.
func (s *Store) NetworkRanges(ctx context.Context, ws record.WorkspaceID) (out []access.Range, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		out, err = all(ctx, reading{tx}, qNetworkRanges, func(row pgx.CollectableRow) (r access.Range, err error) {
			var text string
			if err := row.Scan(&text, &r.Note, &r.CreatedAt, &r.CreatedBy, &r.Approval); err != nil {
				return r, err
			}
			r.Prefix, err = netip.ParsePrefix(text)
			return r, err
		})
		return err
	})
	return out, err
}

// OpenRange lets the connections of a workspace reach a private network, under an
// approval (empty: without one); one that is open already is the fault range_exists.
func (s *Store) OpenRange(ctx context.Context, ws record.WorkspaceID, p netip.Prefix, note, approval string) error {
	e, err := access.Did(ctx, "network.open", "network_range", p.String())
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qNetworkRangeInsert, string(ws), p.String(), note, e.Actor.Ref(), approval)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fault.New("range_exists", nil)
		}
		return Audit(ctx, tx, e.Because(note))
	})
}

// CloseRange takes the leave back; what is not open is the fault not_found.
func (s *Store) CloseRange(ctx context.Context, ws record.WorkspaceID, p netip.Prefix, reason string) error {
	e, err := access.Did(ctx, "network.close", "network_range", p.String())
	if err != nil {
		return err
	}
	return s.InWorkspace(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, qNetworkRangeDelete, p.String())
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return fault.New("not_found", nil)
		}
		return Audit(ctx, tx, e.Because(reason))
	})
}
