package baidu_test

import (
	"os"
	"testing"

	"github.com/heliuhub/heliu/connectors/baidu"
	"github.com/heliuhub/heliu/mapping"
)

func TestMapping(t *testing.T) {
	cases, err := os.ReadFile("mapping.test.yaml")
	if err != nil {
		t.Fatal(err)
	}
	mapping.RunTests(t, baidu.Connector.Spec.Mappings["spend"], cases)
}
