package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// asProgram makes the test binary the program itself, for tests that need a process
// of its own to stop and to kill.
const asProgram = "HELIU_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		code := run(ctx, os.Args[1:])
		stop()
		os.Exit(code)
	}
	os.Exit(m.Run())
}

// installation is a PostgreSQL and a broker that outlive the programs of a test, with
// one workspace that has a door.
type installation struct {
	t      *testing.T
	dir    string
	broker *bus.Broker
	bus    *bus.Bus
	store  *store.Store
	ws     record.WorkspaceID
	key    string
}

func install(t *testing.T) *installation {
	t.Helper()
	in := &installation{t: t, dir: t.TempDir() + "/data", key: "pk_for_the_test"}
	bare(t, in.dir)
	var err error
	if in.broker, err = bus.StartBroker(t.Context(), bus.BrokerConfig{Dir: t.TempDir()}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(in.broker.Close)
	if in.bus, err = bus.Open(t.Context(), bus.Config{Brokers: []string{in.broker.Addr()}}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = in.bus.Close() })
	t.Setenv("HELIU_PG", pgtest.Empty(t))
	t.Setenv("HELIU_KAFKA", in.broker.Addr())
	if got := run(t.Context(), []string{"migrate"}); got != 0 {
		t.Fatalf("migrate: exit %d", got)
	}
	keys, err := seal.OpenKeyring(in.dir + "/keys.json")
	if err != nil {
		t.Fatal(err)
	}
	if in.store, err = store.Open(t.Context(), os.Getenv("HELIU_PG"), store.Options{MaxConns: 4, Keys: keys}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(in.store.Close)
	w, err := in.store.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: "w", Name: "w"})
	if err != nil {
		t.Fatal(err)
	}
	in.ws = w.ID
	ctx := access.With(t.Context(), access.SystemActor("test", w.ID))
	if _, err := in.store.CreateConnection(ctx, w.ID, store.NewConnection{
		Name: "form", Connector: "webform", Door: "form",
		Settings: map[string]any{"mode": "public_key", "public_key": in.key, "ip_rate_limit": 0},
	}); err != nil {
		t.Fatal(err)
	}
	if err := installMappings(ctx, in.store, w.ID, "webform"); err != nil {
		t.Fatal(err)
	}
	return in
}

// program is one running process of the program.
type program struct {
	t     *testing.T
	cmd   *exec.Cmd
	began time.Time
	ended chan struct{}
	mu    sync.Mutex
	said  []string
}

func (in *installation) start(args ...string) *program {
	in.t.Helper()
	p := &program{t: in.t, ended: make(chan struct{}), began: time.Now()}
	p.cmd = exec.Command(os.Args[0], args...) //nolint:gosec // this very program, which is to outlive contexts
	p.cmd.Env = append(os.Environ(), asProgram+"=1")
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		in.t.Fatal(err)
	}
	p.cmd.Stderr = p.cmd.Stdout
	if err := p.cmd.Start(); err != nil {
		in.t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		for sc := bufio.NewScanner(out); sc.Scan(); {
			p.mu.Lock()
			p.said = append(p.said, sc.Text())
			p.mu.Unlock()
		}
		_ = p.cmd.Wait()
	}()
	in.t.Cleanup(func() { p.kill() })
	return p
}

func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// stop tells the program to end and gives how long it took and its exit code.
func (p *program) stop() (took time.Duration, code int) {
	p.t.Helper()
	start := time.Now()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
	select {
	case <-p.ended:
	case <-time.After(30 * time.Second):
		p.t.Errorf("the program does not end:\n%s", p.output())
		p.kill()
	}
	return time.Since(start), p.cmd.ProcessState.ExitCode()
}

func (p *program) output() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.said, "\n")
}

// ready waits until the address answers ready and gives how long that took from the
// start of the process.
func (p *program) ready(addr string) time.Duration {
	p.t.Helper()
	for deadline := time.Now().Add(30 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		resp, err := http.Get("http://" + addr + "/readyz") //nolint:gosec // an address of this test
		if err != nil {
			continue
		}
		_ = resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			return time.Since(p.began)
		}
	}
	p.t.Fatalf("not ready:\n%s", p.output())
	return 0
}

// answer is what a sender is told.
type answer struct {
	status int // 0: no answer
	code   string
	retry  string
}

// post sends one form.
func (in *installation) post(c *http.Client, addr, id string) answer {
	req, err := http.NewRequestWithContext(in.t.Context(), http.MethodPost, "http://"+addr+"/in/form",
		strings.NewReader(fmt.Sprintf(`{"event_id":%q,"contact_name":"张示例","mobile":"13912340001","channel":"website"}`, id)))
	if err != nil {
		in.t.Fatal(err)
	}
	req.Header.Set("X-Heliu-Key", in.key)
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.Do(req)
	if err != nil {
		return answer{}
	}
	defer func() { _ = resp.Body.Close() }()
	var b struct{ Code string }
	_ = json.NewDecoder(resp.Body).Decode(&b)
	return answer{resp.StatusCode, b.Code, resp.Header.Get("Retry-After")}
}

// settledAll waits until every record of the bus is settled.
func (in *installation) settledAll(within time.Duration) (accepted int64) {
	in.t.Helper()
	var settled int64
	for deadline := time.Now().Add(within); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		ends, err := in.bus.EndOffsets(in.t.Context(), bus.TopicRaw)
		if err != nil {
			in.t.Fatal(err)
		}
		accepted = 0
		for _, n := range ends {
			accepted += n
		}
		if settled, err = in.store.SettledCount(in.t.Context()); err != nil {
			in.t.Fatal(err)
		}
		if settled == accepted {
			return accepted
		}
	}
	in.t.Fatalf("%d of %d records settled within %s", settled, accepted, within)
	return 0
}
