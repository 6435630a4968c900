package load_test

import (
	"strings"
	"testing"

	"github.com/heliuhub/heliu/internal/load"
)

func TestFiguresAreJSONLines(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	if err := load.WriteFigures(&b, load.Figure{Bench: "door.p99_ms", Value: 50.12345, Unit: "ms"}.Against(100), load.Figure{Bench: "door.lost", Value: 0}.Against(0)); err != nil {
		t.Fatal(err)
	}
	want := `{"bench":"door.p99_ms","value":50.123,"limit":100,"ratio":0.501,"unit":"ms"}` + "\n" + `{"bench":"door.lost","value":0,"limit":0}` + "\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}

func TestTheDoorIsHeldAgainstASlowMachineByRatio(t *testing.T) {
	t.Parallel()
	for bare, want := range map[float64]float64{10: 100, 60: 100, 62: 100, 75: 120, 100: 160} {
		if got := load.DoorLimit(bare); got != want {
			t.Errorf("bare p99 of %g ms: limit %g, want %g", bare, got, want)
		}
	}
}
