//go:build !realkafka

package bus_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
)

// program builds heliu once, so that the broker under test is what `heliu broker` runs.
var program = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "heliu-bus-")
	if err != nil {
		return "", err
	}
	atEnd = append(atEnd, func() { _ = os.RemoveAll(dir) })
	bin := filepath.Join(dir, "heliu")
	out, err := exec.CommandContext(context.Background(), "go", "build", "-buildvcs=false", "-o", bin, "../cmd/heliu").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return bin, nil
})

// brokerProcess is a broker in a process of its own that is started again whenever it dies.
type brokerProcess struct {
	t          *testing.T
	addr       string
	dir        string
	pidFile    string
	partitions int

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

func startProcess(t *testing.T, partitions int) *brokerProcess {
	t.Helper()
	dir := t.TempDir()
	p := &brokerProcess{t: t, addr: freeAddr(t), dir: filepath.Join(dir, "data"), pidFile: filepath.Join(dir, "pid"), partitions: partitions, ended: make(chan struct{})}
	bin, err := program()
	if err != nil {
		t.Fatal(err)
	}
	ready := make(chan struct{})
	go p.supervise(bin, ready)
	t.Cleanup(p.stop)
	select {
	case <-ready:
	case <-time.After(20 * time.Second):
		t.Fatal("the broker was not ready in time")
	}
	return p
}

func (p *brokerProcess) supervise(bin string, ready chan struct{}) {
	defer close(p.ended)
	runtime.LockOSThread() // the process ends with the thread that started it
	defer runtime.UnlockOSThread()
	for first := true; ; first = false {
		cmd := exec.CommandContext(context.Background(), bin, "broker", "--data", p.dir, "--listen", p.addr, "--partitions", strconv.Itoa(p.partitions))
		endsWithUs(cmd)
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
			p.t.Errorf("the broker: %v\n%s", err, said.String())
			return
		}
	}
}

// kill implements server.
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
		p.t.Error("the broker did not stop on SIGTERM")
	}
}

// whole implements server: one broker holds everything.
func (p *brokerProcess) whole(*testing.T) {}

// pidAt implements server.
func (p *brokerProcess) pidAt() string { return p.pidFile }

// started implements server.
func (p *brokerProcess) started() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.starts
}

// open implements server.
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
