package main

import (
	"log/slog"
	"testing"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/store"
)

// A replay maps with the settings of the live stream, defaults of the Spec included: a
// mapping that needs one would otherwise fail every record.
func TestJobsMapWithTheSettingsOfTheLiveStream(t *testing.T) {
	in := install(t)
	ctx := access.With(t.Context(), access.SystemActor("test", in.ws))
	c, err := in.store.CreateConnection(ctx, in.ws, store.NewConnection{Name: "sem", Connector: "baidu", Settings: map[string]any{"rebate": "0.05"}})
	if err != nil {
		t.Fatal(err)
	}
	if err := installMappings(ctx, in.store, in.ws, "baidu"); err != nil {
		t.Fatal(err)
	}
	h := newHub(in.store, in.bus, []byte("k"), slog.New(slog.DiscardHandler), nil)
	live, err := mapStore{in.store}.StreamMapping(ctx, in.ws, c.ID, "spend")
	if err != nil {
		t.Fatal(err)
	}
	sm, err := h.runner("test").Raw.StreamMapping(ctx, in.ws, c.ID, "spend")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"rebate", "tax_rate", "tax_included"} {
		if sm.Settings[name] == nil || sm.Settings[name] != live.Settings[name] {
			t.Errorf("%s: %v in a job, %v in the live stream", name, sm.Settings[name], live.Settings[name])
		}
	}
}
