package kingdee_test

import (
	"os"
	"testing"

	"github.com/heliuhub/heliu/connectors/kingdee"
	"github.com/heliuhub/heliu/mapping"
)

func TestMappings(t *testing.T) {
	for _, s := range kingdee.Connector.Spec.Streams {
		t.Run(s.Name, func(t *testing.T) {
			cases, err := os.ReadFile("mapping_" + s.Name + ".test.yaml")
			if err != nil {
				t.Fatal(err)
			}
			mapping.RunTests(t, kingdee.Connector.Spec.Mappings[s.Name], cases)
		})
	}
}
