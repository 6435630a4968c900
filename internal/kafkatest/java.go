package kafkatest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"sync"
	"time"
)

// javaFlags keep the heap small: several of these run beside everything else on a small machine.
var javaFlags = []string{
	"-Xms64m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
	"-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
}

// java gives a command that runs a class of Apache Kafka. The jars are those that
// `make kafka-jars` fetched.
func java(ctx context.Context, class string, args ...string) (*exec.Cmd, error) {
	jars, err := jarDir()
	if err != nil {
		return nil, err
	}
	line := append(append([]string{}, javaFlags...), "-cp", filepath.Join(jars, "*"), class)
	cmd := exec.CommandContext(ctx, "java", append(line, args...)...) //nolint:gosec // the program under test, with arguments of ours
	cmd.Cancel = func() error { return cmd.Process.Kill() }
	return cmd, nil
}

// jarDir finds the jars below the module's root.
func jarDir() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for ; ; dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			break
		}
		if dir == filepath.Dir(dir) {
			return "", errors.New("no go.mod above the working directory")
		}
	}
	jars := filepath.Join(dir, ".cache", "kafka", "libs")
	if found, err := filepath.Glob(filepath.Join(jars, "kafka_*.jar")); err != nil || len(found) == 0 {
		return "", fmt.Errorf("no jars of Apache Kafka in %s: run make kafka-jars", jars)
	}
	return jars, nil
}

// node is one Java process that is started again whenever it dies.
type node struct {
	dir     string // holds server.properties, the log directory, pid and what was said
	away    time.Duration
	mu      sync.Mutex
	stopped bool
	cmd     *exec.Cmd
	starts  int
	failed  error
	ended   chan struct{}
	wake    chan struct{}
}

// startNode starts the node whose server.properties lie in dir. When it dies it is
// started again after away.
func startNode(dir string, away time.Duration) *node {
	n := &node{dir: dir, away: away, ended: make(chan struct{}), wake: make(chan struct{})}
	go n.supervise()
	return n
}

// pidFile is where the id of the running process stands.
func (n *node) pidFile() string { return filepath.Join(n.dir, "pid") }

func (n *node) supervise() {
	defer close(n.ended)
	runtime.LockOSThread() // the process ends with the thread that started it
	defer runtime.UnlockOSThread()
	for {
		said, err := n.once()
		n.mu.Lock()
		stopped := n.stopped
		if err != nil && !stopped {
			n.failed = fmt.Errorf("a broker of Apache Kafka: %w\n%s", err, said)
			n.stopped, stopped = true, true
		}
		n.mu.Unlock()
		if stopped {
			return
		}
		select {
		case <-n.wake:
		case <-time.After(n.away):
		}
	}
}

// once runs the process to its end. To be killed is no error.
func (n *node) once() (said string, err error) {
	cmd, err := java(context.Background(), "kafka.Kafka", filepath.Join(n.dir, "server.properties"))
	if err != nil {
		return "", err
	}
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	endsWithUs(cmd)
	n.mu.Lock()
	if n.stopped {
		n.mu.Unlock()
		return "", nil
	}
	err = cmd.Start()
	if err == nil {
		n.cmd = cmd
		n.starts++
		err = os.WriteFile(n.pidFile(), []byte(strconv.Itoa(cmd.Process.Pid)), 0o600)
	}
	n.mu.Unlock()
	if err != nil {
		return "", err
	}
	err = cmd.Wait()
	if cmd.ProcessState.ExitCode() < 0 { // by a signal
		err = nil
	}
	return out.String(), err
}

// kill ends the running process at once, as a crash does.
func (n *node) kill() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd != nil {
		_ = n.cmd.Process.Kill()
	}
}

// stop ends the process for good, at once since nothing of it is kept, and gives what
// went wrong with it.
func (n *node) stop() error {
	n.mu.Lock()
	if !n.stopped {
		n.stopped = true
		close(n.wake)
	}
	n.mu.Unlock()
	n.kill()
	<-n.ended
	return n.err()
}

// err gives why the node could not run.
func (n *node) err() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.failed
}
