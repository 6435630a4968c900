package main

import (
	"context"

	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// mapStore gives the map stage its mappings with the settings as the connector sees
// them: what was not set has the default of the Spec.
type mapStore struct{ *store.Store }

// StreamMapping implements pipelines.MapStore.
func (s mapStore) StreamMapping(ctx context.Context, ws record.WorkspaceID, c record.ConnectionID, stream string) (pipelines.StreamMapping, error) {
	sm, err := s.Store.StreamMapping(ctx, ws, c, stream)
	if err != nil {
		return sm, err
	}
	k, err := connectorNamed(sm.Connector)
	if err != nil {
		return sm, err
	}
	for _, p := range k.Spec.Params {
		if _, set := sm.Settings[p.Name]; !set && !p.Secret && p.Default != nil {
			sm.Settings[p.Name] = p.Default
		}
	}
	return sm, nil
}
