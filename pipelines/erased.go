package pipelines

import (
	"context"
	"slices"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/record"
)

// ErasedReason is why a record was dropped that was about an erased person alone.
const ErasedReason = "erased"

// ErasedStore tells who was erased.
type ErasedStore interface {
	// Erased gives the persons that were erased in a workspace; fresh asks for what holds
	// now, else it may be a moment old. A removed workspace has none.
	Erased(ctx context.Context, ws record.WorkspaceID, fresh bool) (*privacy.Set, error)
}

// erasedChanged tells that somebody was erased between the mapping of a batch and its
// landing: see RawRow.Erased.
func erasedChanged(err error) bool { return err != nil && fault.As(err).Code == "erased_meanwhile" }

// ForgetErased takes erased persons out of a record and of what its mapping made of it.
// A record that is about them alone is dropped, and nothing of its content stays; of
// any other their values are gone. A record about employees alone stays as it is.
func ForgetErased(set *privacy.Set, r record.Record, res mapping.Result) (record.Record, mapping.Result) {
	switch {
	case r.Op == record.Delete:
		return r, res
	case len(r.Raw) == 0 && !set.Empty(): // all that was left of one that comes again
		return r, mapping.Result{Dropped: ErasedReason}
	}
	if len(res.Entities) > 0 && !slices.ContainsFunc(res.Entities, func(e record.Entity) bool { return e.Kind != record.KindEmployee }) {
		return r, res
	}
	entities, owners, whole := set.Entities(r.Connection, r.Stream, r.Key, res.Entities)
	if whole || len(set.Record(r.Connection, r.Stream, r.Key)) > 0 {
		r.Raw = nil
		return r, mapping.Result{Dropped: ErasedReason}
	}
	res.Entities = entities
	if red := set.Redact(r.Raw, owners...); red.Changed() {
		r.Raw = red.Content
		res.Values = slices.Clone(res.Values)
		for i, v := range res.Values {
			v.Path, _ = set.Text(v.Path, red.Owners...)
			v.Value, _ = set.Text(v.Value, red.Owners...)
			res.Values[i] = v
		}
	}
	return r, res
}

// forgetMapped is ForgetErased for a record whose content is stored already.
func forgetMapped(set *privacy.Set, m record.Mapped) record.Mapped {
	if m.Record.Op == record.Delete || m.Dropped != "" {
		return m
	}
	r := m.Record
	entities, _, whole := set.Entities(r.Connection, r.Stream, r.Key, m.Entities)
	m.Entities = entities
	if whole || len(m.Entities) == 0 && len(set.Record(r.Connection, r.Stream, r.Key)) > 0 {
		m.Entities, m.Dropped = nil, ErasedReason
	}
	return m
}
