package connectortest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
)

// A connector that can write has the switch, and it is off by default.
func TestWritersHaveASwitch(t *testing.T) {
	text := connectors.Text{Zh: "写回", En: "Write back"}
	for name, c := range map[string]struct {
		params []connectors.Param
		writes bool
		good   bool
	}{
		"a reader":                {nil, false, true},
		"a writer without one":    {nil, true, false},
		"a writer with one":       {[]connectors.Param{{Name: connectors.WriteBack, Type: connectors.ParamBool, Default: false, Title: text}}, true, true},
		"one that is on at first": {[]connectors.Param{{Name: connectors.WriteBack, Type: connectors.ParamBool, Default: true, Title: text}}, true, false},
		"one that is no switch":   {[]connectors.Param{{Name: connectors.WriteBack, Type: connectors.ParamText, Title: text}}, true, false},
	} {
		x := connectors.Connector{Spec: connectors.Spec{Name: "toy", Title: text, Summary: text, Params: c.params}}
		if c.writes {
			x.NewDestination = func(context.Context, connectors.Env, connectors.Settings) (connectors.Destination, error) {
				return &connectortest.Destination{}, nil
			}
		}
		err := connectortest.SpecFindings(x)
		if missing := err != nil && strings.Contains(err.Error(), connectors.WriteBack); missing == c.good {
			t.Errorf("%s: %v", name, err)
		}
	}
}
