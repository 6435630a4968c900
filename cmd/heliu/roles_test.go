package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/pgtest"
)

// bare takes away what the environment says of a hub.
func bare(t *testing.T, dir string) {
	t.Helper()
	for _, name := range []string{"HELIU_PG", "HELIU_KAFKA", "HELIU_TLS_CERT", "HELIU_TLS_KEY", "HELIU_HTTP", "HELIU_HEALTH", "HELIU_ALLOW_NET", "OTEL_EXPORTER_OTLP_ENDPOINT"} {
		if was, ok := os.LookupEnv(name); ok {
			t.Setenv(name, was) // puts it back in the end
			if err := os.Unsetenv(name); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Setenv("HELIU_DATA", dir)
}

func TestExitCodesOfTheRoles(t *testing.T) {
	dir := t.TempDir()
	open := filepath.Join(t.TempDir(), "open")
	if err := os.Mkdir(open, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(open, "keys.json"), []byte("{}"), 0o644); err != nil { //nolint:gosec // the fault that the doctor must find
		t.Fatal(err)
	}
	const pg, kafka = "postgres://nobody@127.0.0.1:1/none?connect_timeout=2", "127.0.0.1:1"
	for _, c := range []struct {
		name string
		args []string
		want int
	}{
		{"serve without a cluster", []string{"serve"}, exitUsage},
		{"serve with half of one", []string{"serve", "--pg", pg}, exitUsage},
		{"serve beyond this machine without TLS", []string{"serve", "--pg", pg, "--kafka", kafka, "--http", "0.0.0.0:0"}, exitUsage},
		{"serve with half a certificate", []string{"serve", "--pg", pg, "--kafka", kafka, "--tls-cert", "x.pem"}, exitUsage},
		{"serve with a certificate that is not there", []string{"serve", "--pg", pg, "--kafka", kafka, "--tls-cert", "x.pem", "--tls-key", "y.pem"}, exitEnvironment},
		{"serve with an address that is none", []string{"serve", "--pg", pg, "--kafka", "nonsense"}, exitUsage},
		{"serve without keys", []string{"serve", "--pg", pg, "--kafka", kafka}, exitEnvironment},
		{"serve without its database", []string{"serve", "--pg", pg, "--kafka", kafka, "--data", keysIn(t)}, exitEnvironment},
		{"worker without a cluster", []string{"worker"}, exitUsage},
		{"worker whose health is for all", []string{"worker", "--pg", pg, "--kafka", kafka, "--health", "0.0.0.0:0"}, exitUsage},
		{"worker without its database", []string{"worker", "--pg", pg, "--kafka", kafka, "--data", keysIn(t)}, exitEnvironment},
		{"migrate what", []string{"migrate"}, exitUsage},
		{"migrate what is not there", []string{"migrate", "--pg", pg, "--data", keysIn(t)}, exitEnvironment},
		{"doctor before the first start", []string{"doctor"}, 0},
		{"doctor finds keys that others may read", []string{"doctor", "--data", open, "--json"}, exitWrong},
		{"doctor misses the database", []string{"doctor", "--pg", pg}, exitEnvironment},
		{"doctor misses the broker and more", []string{"doctor", "--kafka", kafka, "--data", open}, exitEnvironment},
		{"doctor with an unknown flag", []string{"doctor", "--nonsense"}, exitUsage},
	} {
		t.Run(c.name, func(t *testing.T) {
			bare(t, dir)
			ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
			defer cancel()
			if got := run(ctx, c.args); got != c.want {
				t.Errorf("exit %d, want %d", got, c.want)
			}
		})
	}
}

// keysIn makes a data directory with a keyring.
func keysIn(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	bare(t, dir)
	// Migrating makes the keyring before it needs the database.
	if got := run(t.Context(), []string{"migrate", "--data", dir, "--pg", "postgres://nobody@127.0.0.1:1/none"}); got != exitEnvironment {
		t.Fatalf("exit %d", got)
	}
	return dir
}

func TestServeAndWorkerShareACluster(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	bare(t, dir)
	broker, err := bus.StartBroker(t.Context(), bus.BrokerConfig{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(broker.Close)
	t.Setenv("HELIU_PG", pgtest.Empty(t))
	t.Setenv("HELIU_KAFKA", broker.Addr())

	doctor := func() (out struct {
		Healthy  bool
		Findings []struct{ Name, State string }
	},
	) {
		t.Helper()
		c := doctorCmd{Data: dir, PG: os.Getenv("HELIU_PG"), Kafka: os.Getenv("HELIU_KAFKA"), JSON: true}
		found := []finding{lookAtData(dataDir(dir)), lookAtDisk(dataDir(dir))}
		found = append(append(found, c.lookAtDatabase(t.Context(), dataDir(dir))...), c.lookAtBroker(t.Context(), dataDir(dir)))
		var b bytes.Buffer
		if err := c.print(&b, found); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(b.Bytes(), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if d := doctor(); d.Healthy {
		t.Errorf("an empty database is found healthy: %+v", d)
	}
	if got := run(t.Context(), []string{"migrate"}); got != 0 {
		t.Fatalf("migrate: exit %d", got)
	}
	serve, health := freePort(t), freePort(t)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan int, 2)
	go func() { ended <- run(ctx, []string{"serve", "--http", serve}) }()
	go func() { ended <- run(ctx, []string{"worker", "--health", health}) }()
	for _, url := range []string{"http://" + serve + "/healthz", "http://" + serve + "/readyz", "http://" + serve + "/api/openapi.json", "http://" + health + "/readyz", "http://" + health + "/metrics"} {
		wait(t, url)
	}
	if d := doctor(); !d.Healthy {
		t.Errorf("a cluster that works is found unwell: %+v", d)
	}
	stop()
	for range 2 {
		select {
		case code := <-ended:
			if code != 0 {
				t.Errorf("exit %d after the end of the context", code)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("a program did not stop")
		}
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	return ln.Addr().String()
}

// wait asks until the answer is 200.
func wait(t *testing.T, url string) {
	t.Helper()
	last := 0
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			continue
		}
		_ = resp.Body.Close()
		if last = resp.StatusCode; last == http.StatusOK {
			return
		}
	}
	t.Fatalf("%s answers %d", url, last)
}
