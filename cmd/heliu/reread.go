package main

import (
	"context"
	"fmt"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
)

// rereadBack is how far before its last stored record an older database may miss some:
// the lanes of a stage run ahead of their oldest record by as much at most, and map runs
// ahead of apply by less.
const rereadBack = 1 << 20

// reread has the bus bring records again that the database does not know of though they
// were finished: it was restored from a backup that is older than the bus. The bus
// remembers itself how far it was read, so it would not do so by itself, and they would
// be nowhere. What the database does know changes nothing when it comes again.
func (h *hub) reread(ctx context.Context) error {
	const group = "heliu.map"
	done, err := h.bus.GroupOffsets(ctx, group, bus.TopicRaw) // before the next: another hub may be at work
	if err != nil {
		return err
	}
	stored, err := h.store.StoredOffsets(ctx, bus.TopicRaw)
	if err != nil {
		return err
	}
	first, err := h.bus.StartOffsets(ctx, bus.TopicRaw)
	if err != nil {
		return err
	}
	to := map[int]int64{}
	for p, at := range done {
		if at > stored[p] {
			to[p] = max(first[p], stored[p]-rereadBack)
		}
	}
	if len(to) == 0 {
		return nil
	}
	h.log.WarnContext(ctx, "the database is older than the bus: records are read again", "from", to, "read_up_to", done, "stored", stored)
	if err := h.bus.Rewind(ctx, group, bus.TopicRaw, to); err != nil {
		return fault.New("lost_state", fmt.Errorf("the database is older than the bus, and another program reads the bus meanwhile; stop them all and start one: %w", err))
	}
	return nil
}
