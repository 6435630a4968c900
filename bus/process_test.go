package bus_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
)

// heliu builds the program once for all tests of the package.
var heliu = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "heliu-bus-test")
	if err != nil {
		return "", err
	}
	bin := filepath.Join(dir, "heliu")
	out, err := exec.CommandContext(context.Background(), "go", "build", "-o", bin, "github.com/heliuhub/heliu/cmd/heliu").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build heliu: %w\n%s", err, out)
	}
	return bin, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if bin, err := heliu(); err == nil {
		_ = os.RemoveAll(filepath.Dir(bin))
	}
	os.Exit(code)
}

// brokerProcess is a real `heliu broker` that is started again whenever it dies.
type brokerProcess struct {
	t       *testing.T
	bin     string
	addr    string
	dir     string
	pidFile string
	args    []string

	mu      sync.Mutex
	stopped bool
	cmd     *exec.Cmd
	starts  int
	ended   chan struct{}
}

func freeAddr(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

func startProcess(t *testing.T, args ...string) *brokerProcess {
	t.Helper()
	bin, err := heliu()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	p := &brokerProcess{t: t, bin: bin, addr: freeAddr(t), dir: filepath.Join(dir, "data"), pidFile: filepath.Join(dir, "pid"), args: args, ended: make(chan struct{})}
	ready := make(chan struct{})
	go p.supervise(ready)
	t.Cleanup(p.stop)
	select {
	case <-ready:
	case <-time.After(20 * time.Second):
		t.Fatal("heliu broker was not ready in time")
	}
	return p
}

func (p *brokerProcess) supervise(ready chan struct{}) {
	defer close(p.ended)
	for first := true; ; first = false {
		cmd := exec.CommandContext(context.Background(), p.bin, append([]string{"broker", "--data", p.dir, "--listen", p.addr}, p.args...)...)
		out, err := cmd.StdoutPipe()
		if err != nil {
			p.t.Error(err)
			return
		}
		var said strings.Builder
		cmd.Stderr = &said
		p.mu.Lock()
		if p.stopped {
			p.mu.Unlock()
			return
		}
		if err := cmd.Start(); err != nil {
			p.mu.Unlock()
			p.t.Error(err)
			return
		}
		p.cmd = cmd
		p.starts++
		p.mu.Unlock()
		if err := os.WriteFile(p.pidFile, []byte(strconv.Itoa(cmd.Process.Pid)), 0o600); err != nil {
			p.t.Error(err)
		}
		lines := bufio.NewScanner(out)
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "heliu broker ready") && first {
				close(ready)
			}
		}
		if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() > 0 {
			p.t.Errorf("heliu broker: %v\n%s", err, said.String())
			return
		}
	}
}

// kill ends the running process at once; the next one starts by itself.
func (p *brokerProcess) kill() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.cmd.Process.Kill()
}

func (p *brokerProcess) signal(s syscall.Signal) {
	p.mu.Lock()
	defer p.mu.Unlock()
	_ = p.cmd.Process.Signal(s)
}

func (p *brokerProcess) stop() {
	p.mu.Lock()
	p.stopped = true
	cmd := p.cmd
	p.mu.Unlock()
	if cmd != nil {
		_ = cmd.Process.Signal(syscall.SIGCONT)
		_ = cmd.Process.Signal(syscall.SIGTERM)
	}
	select {
	case <-p.ended:
	case <-time.After(10 * time.Second):
		_ = cmd.Process.Kill()
		p.t.Error("heliu broker did not stop on SIGTERM")
	}
}

// open makes a bus on the process.
func (p *brokerProcess) open(t *testing.T, change ...func(*bus.Config)) *bus.Bus {
	t.Helper()
	c := bus.Config{Brokers: []string{p.addr}, SessionTimeout: 6 * time.Second, Log: quiet}
	for _, f := range change {
		f(&c)
	}
	b, err := bus.Open(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}
