package bus_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/heliuhub/heliu/bus"
)

// The test binary serves as the broker's own process when it is started with a
// directory in this variable: what `heliu broker` does, without building the whole program.
const brokerEnv = "HELIU_TEST_BROKER"

func TestMain(m *testing.M) {
	if os.Getenv(brokerEnv) != "" {
		if err := serveBroker(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	// These tests wait more than they compute: run more at once than there are cores.
	flag.Parse()
	if err := flag.Set("test.parallel", "8"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

func serveBroker() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	partitions, err := strconv.Atoi(os.Getenv("HELIU_TEST_PARTITIONS"))
	if err != nil {
		return err
	}
	b, err := bus.StartBroker(ctx, bus.BrokerConfig{
		Dir: os.Getenv(brokerEnv), Listen: os.Getenv("HELIU_TEST_LISTEN"), Partitions: partitions,
	})
	if err != nil {
		return err
	}
	defer b.Close()
	go func() { // do not outlive the tests
		_, _ = io.Copy(io.Discard, os.Stdin)
		stop()
	}()
	fmt.Println("ready")
	<-ctx.Done()
	return nil
}

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
	ready := make(chan struct{})
	go p.supervise(ready)
	t.Cleanup(p.stop)
	select {
	case <-ready:
	case <-time.After(20 * time.Second):
		t.Fatal("the broker was not ready in time")
	}
	return p
}

func (p *brokerProcess) supervise(ready chan struct{}) {
	defer close(p.ended)
	for first := true; ; first = false {
		cmd := exec.CommandContext(context.Background(), os.Args[0])
		cmd.Env = append(os.Environ(), brokerEnv+"="+p.dir, "HELIU_TEST_LISTEN="+p.addr, "HELIU_TEST_PARTITIONS="+strconv.Itoa(p.partitions))
		out, err := cmd.StdoutPipe()
		if err != nil {
			p.t.Error(err)
			return
		}
		if _, err := cmd.StdinPipe(); err != nil { // closes when this process ends
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
			if strings.HasPrefix(lines.Text(), "ready") && first {
				close(ready)
			}
		}
		if err := cmd.Wait(); err != nil && cmd.ProcessState.ExitCode() > 0 {
			p.t.Errorf("the broker: %v\n%s", err, said.String())
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
		p.t.Error("the broker did not stop on SIGTERM")
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
