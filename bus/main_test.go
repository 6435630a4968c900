package bus_test

import (
	"flag"
	"os"
	"testing"

	"github.com/heliuhub/heliu/internal/kafkatest"
)

// atEnd removes what the tests made once for all.
var atEnd []func()

func TestMain(m *testing.M) {
	// These tests wait more than they compute: run more at once than there are cores.
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	code := m.Run()
	for _, f := range atEnd {
		f()
	}
	kafkatest.Shutdown()
	os.Exit(code)
}
