// Package proc runs a real hub (bin/heliu up) for the programs that kill, torture or
// measure it. It ends only processes that it started.
package proc

import (
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Hub is one data directory with a hub that may run, be killed and run again.
type Hub struct {
	Bin  string // path of the program
	Dir  string // data directory
	HTTP string // address
	Args []string
	Out  io.Writer // what the hub prints; nil for nowhere

	cmd    *exec.Cmd
	exited chan struct{}
	lines  chan string
}

// New prepares a hub on a free loopback port.
func New(ctx context.Context, bin, dir string, out io.Writer, args ...string) (*Hub, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	addr := ln.Addr().String()
	if err := ln.Close(); err != nil {
		return nil, err
	}
	return &Hub{Bin: bin, Dir: dir, HTTP: addr, Args: args, Out: out}, nil
}

// Start starts the hub and waits until it says that it is ready.
func (h *Hub) Start(ctx context.Context) error {
	h.cmd = exec.Command(h.Bin, append([]string{"up"}, h.Args...)...) //nolint:gosec,noctx // the program under test; it must outlive contexts to be killed on purpose
	h.cmd.Env = append(os.Environ(), "HELIU_DATA="+h.Dir, "HELIU_HTTP="+h.HTTP)
	h.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	pipe, err := h.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	var said tail
	h.cmd.Stderr = &said
	if err := h.cmd.Start(); err != nil {
		return err
	}
	h.exited, h.lines = make(chan struct{}), make(chan string, 1000)
	go h.follow(pipe)
	ready, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	for {
		select {
		case <-ready.Done():
			return fmt.Errorf("not ready: %w\n%s", ready.Err(), said.String())
		case <-h.exited:
			return fmt.Errorf("the hub ended before it was ready\n%s", said.String())
		case l := <-h.lines:
			if strings.HasPrefix(l, "heliu ready ") {
				return nil
			}
		}
	}
}

func (h *Hub) follow(pipe io.Reader) {
	sc := bufio.NewScanner(pipe)
	for sc.Scan() {
		if h.Out != nil {
			_, _ = fmt.Fprintln(h.Out, "    "+sc.Text())
		}
		select {
		case h.lines <- sc.Text():
		default:
		}
	}
	_ = h.cmd.Wait()
	close(h.exited)
}

// WaitFor waits for a line that contains text.
func (h *Hub) WaitFor(ctx context.Context, text string) error {
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("%q was not said: %w", text, ctx.Err())
		case <-h.exited:
			return fmt.Errorf("the hub ended before it said %q", text)
		case l := <-h.lines:
			if strings.Contains(l, text) {
				return nil
			}
		}
	}
}

// PID is the hub's process.
func (h *Hub) PID() int { return h.cmd.Process.Pid }

// Kill ends the hub as a crash does (SIGKILL) and waits until it is gone.
func (h *Hub) Kill() error {
	if err := h.cmd.Process.Kill(); err != nil {
		return err
	}
	<-h.exited
	return nil
}

// Stop ends the hub as Ctrl-C does.
func (h *Hub) Stop() error {
	if h.cmd == nil || h.cmd.Process == nil {
		return nil
	}
	if err := h.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-h.exited:
		return nil
	case <-time.After(30 * time.Second):
		return errors.Join(errors.New("the hub did not stop within 30 s"), h.Kill())
	}
}

// Remove takes away the data directory of a stopped hub, and the PostgreSQL cluster
// that lies elsewhere because its user may not enter the directory. The cluster is
// removed only where its name says that it was made for this very directory.
func (h *Hub) Remove() error {
	dir, err := filepath.Abs(h.Dir)
	if err != nil {
		return err
	}
	note, err := os.ReadFile(filepath.Join(dir, "pg.location"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	var errs []error
	if at := strings.TrimSpace(string(note)); at != "" && filepath.IsAbs(at) {
		sum := sha256.Sum256([]byte(dir)) // as package pgembed names it
		if strings.HasPrefix(filepath.Base(at), "pg-"+hex.EncodeToString(sum[:6])+"-") {
			errs = append(errs, os.RemoveAll(at))
		}
	}
	return errors.Join(append(errs, os.RemoveAll(dir))...)
}

// Run runs a command of the program on the hub's data and decodes the JSON it prints.
// The exit code is not an error: what was printed is judged by the caller.
func (h *Hub) Run(ctx context.Context, into any, args ...string) (code int, err error) {
	cmd := exec.CommandContext(ctx, h.Bin, append(args, "--json")...) //nolint:gosec // the program under test
	cmd.Env = append(os.Environ(), "HELIU_DATA="+h.Dir, "HELIU_HTTP="+h.HTTP)
	var said tail
	cmd.Stderr = &said
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		code = exit.ExitCode()
	} else if err != nil {
		return 0, err
	}
	if jerr := json.Unmarshal(out, into); jerr != nil {
		return code, fmt.Errorf("heliu %s: exit %d, %w\n%s%s", strings.Join(args, " "), code, jerr, out, said.String())
	}
	return code, nil
}

// Key reads the admin key of the demo.
func (h *Hub) Key() (string, error) {
	b, err := os.ReadFile(filepath.Join(h.Dir, "admin.key"))
	return strings.TrimSpace(string(b)), err
}

// tail keeps the last of what was written to it.
type tail struct {
	mu sync.Mutex
	b  []byte
}

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.b = append(t.b, p...)
	if len(t.b) > 8<<10 {
		t.b = t.b[len(t.b)-8<<10:]
	}
	return len(p), nil
}

// String gives it.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(t.b)
}
