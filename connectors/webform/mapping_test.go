package webform_test

import (
	_ "embed"
	"testing"

	"github.com/heliuhub/heliu/connectors/webform"
	"github.com/heliuhub/heliu/mapping"
)

//go:embed mapping.test.yaml
var mappingTests []byte

func TestMapping(t *testing.T) {
	mapping.RunTests(t, webform.Connector.Spec.Mappings[webform.Stream], mappingTests)
}
