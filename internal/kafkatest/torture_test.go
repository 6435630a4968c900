//go:build realkafka

package kafkatest_test

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/kafkatest"
)

// tortured are the faults that happen to a whole installation over a real Kafka: one of
// each kind that needs no broker of the harness's own.
const tortured = "poison,kill:hub,zombie:applier,duplicates:rewind,crash:map.after_land"

// A whole installation over a real Kafka of four partitions, with two hubs, loses,
// doubles and disorders nothing.
func TestTheHubOverApacheKafkaSurvives(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	k, err := kafkatest.StartApache(t.Context(), kafkatest.ApacheConfig{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := k.Stop(); err != nil {
			t.Error(err)
		}
	})
	b, err := bus.Open(t.Context(), bus.Config{Brokers: k.Plain, Partitions: 4})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = b.Close() }()
	if err := b.EnsureTopics(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	run := filepath.Join(t.TempDir(), "torture")
	if out, err := command(ctx, root, "go", "build", "-buildvcs=false", "-o", run, "./internal/torture/run").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	cmd := command(ctx, root, run, "-bin", "bin/heliu", "-toxiproxy", ".cache/bin/server", "-no-disks",
		"-kafka", strings.Join(k.Plain, ","), "-faults", tortured)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	t.Logf("\n%s", out)
	if err != nil {
		t.Fatal(err)
	}
	judged := 0
	for line := range strings.Lines(string(out)) {
		var r struct {
			Fault                           string
			Exposed, Lost, Double, Disorder int
		}
		if json.Unmarshal([]byte(line), &r) != nil || r.Fault == "" {
			continue
		}
		judged++
		if r.Lost+r.Double+r.Disorder > 0 || r.Exposed < 200 {
			t.Errorf("%s", line)
		}
	}
	if want := len(strings.Split(tortured, ",")); judged != want {
		t.Errorf("%d of %d faults were judged", judged, want)
	}
}

// command runs in the module's root and is asked to end, not killed: it has processes
// of its own to end.
func command(ctx context.Context, root, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = root
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	cmd.WaitDelay = 30 * time.Second
	return cmd
}
