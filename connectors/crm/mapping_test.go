package crm_test

import (
	"os"
	"testing"

	"gopkg.in/yaml.v3"

	"github.com/heliuhub/heliu/connectors/crm"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/record"
)

func TestMappings(t *testing.T) {
	for _, s := range crm.Connector.Spec.Streams {
		t.Run(s.Name, func(t *testing.T) {
			cases, err := os.ReadFile("mapping_" + s.Name + ".test.yaml")
			if err != nil {
				t.Fatal(err)
			}
			mapping.RunTests(t, crm.Connector.Spec.Mappings[s.Name], cases)
		})
	}
}

// The objects of the CRM have the fields of the canonical model, so none may be forgotten.
func TestEveryCanonicalFieldIsMapped(t *testing.T) {
	for _, s := range crm.Connector.Spec.Streams {
		var m struct {
			Entities []struct {
				Kind   string               `yaml:"kind"`
				Fields map[string]yaml.Node `yaml:"fields"`
			} `yaml:"entities"`
		}
		if err := yaml.Unmarshal(crm.Connector.Spec.Mappings[s.Name], &m); err != nil {
			t.Fatal(err)
		}
		if len(m.Entities) != 1 || m.Entities[0].Kind != s.Kinds[0] {
			t.Fatalf("%s makes %v", s.Name, m.Entities)
		}
		for _, f := range record.Schema(s.Kinds[0]) {
			if _, ok := m.Entities[0].Fields[f.Name]; !ok {
				t.Errorf("%s: %s is not mapped", s.Name, f.Name)
			}
		}
	}
}
