package file_test

import (
	_ "embed"
	"testing"

	"github.com/heliuhub/heliu/connectors/file"
	"github.com/heliuhub/heliu/mapping"
)

var (
	//go:embed mapping_trade_fair.test.yaml
	tradeFairTests []byte
	//go:embed mapping_offline_cost.test.yaml
	offlineCostTests []byte
	//go:embed mapping_employees.test.yaml
	employeesTests []byte
)

func TestMappings(t *testing.T) {
	for stream, tests := range map[string][]byte{
		file.StreamTradeFair: tradeFairTests, file.StreamOfflineCost: offlineCostTests, file.StreamEmployees: employeesTests,
	} {
		t.Run(stream, func(t *testing.T) { mapping.RunTests(t, file.Connector.Spec.Mappings[stream], tests) })
	}
}
