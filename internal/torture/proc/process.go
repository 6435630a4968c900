package proc

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Process is a program that can be started, killed, frozen and started again. Its
// methods are for one goroutine at a time.
type Process struct {
	Name  string
	Bin   string
	Args  []string
	Env   []string // beside the environment, of which every HELIU_ variable is taken out
	Log   string   // file that gets what it prints
	Ready string   // beginning of the line with which it says that it is ready; empty: at once
	As    *syscall.Credential

	cmd    *exec.Cmd
	exited chan struct{}
}

// Start starts the program and waits until it is ready.
func (p *Process) Start(ctx context.Context, within time.Duration) error {
	log, err := os.OpenFile(filepath.Clean(p.Log), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	p.cmd = exec.Command(p.Bin, p.Args...) //nolint:gosec,noctx // the program under test; it must outlive contexts to be killed on purpose
	for _, v := range os.Environ() {
		if !strings.HasPrefix(v, "HELIU_") {
			p.cmd.Env = append(p.cmd.Env, v)
		}
	}
	p.cmd.Env = append(p.cmd.Env, p.Env...)
	p.cmd.Dir = filepath.Dir(p.Log)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Credential: p.As}
	p.cmd.Stderr = log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return errors.Join(err, log.Close())
	}
	_, _ = fmt.Fprintf(log, "--- %s %s\n", time.Now().Format("15:04:05.000"), strings.Join(p.Args, " "))
	if err := p.cmd.Start(); err != nil {
		return errors.Join(err, log.Close())
	}
	ready, exited := make(chan struct{}), make(chan struct{})
	p.exited = exited
	go p.follow(p.cmd, out, log, ready, exited)
	if p.Ready == "" {
		return nil
	}
	timer := time.NewTimer(within)
	defer timer.Stop()
	select {
	case <-ready:
		return nil
	case <-exited:
		return fmt.Errorf("%s ended before it was ready: %s", p.Name, p.Tail())
	case <-ctx.Done():
		return errors.Join(ctx.Err(), p.Kill())
	case <-timer.C:
		return errors.Join(fmt.Errorf("%s was not ready within %s: %s", p.Name, within, p.Tail()), p.Kill())
	}
}

func (p *Process) follow(cmd *exec.Cmd, out io.Reader, log *os.File, ready, exited chan struct{}) {
	said := false
	sc := bufio.NewScanner(out)
	for sc.Scan() {
		_, _ = fmt.Fprintln(log, sc.Text())
		if !said && p.Ready != "" && strings.HasPrefix(sc.Text(), p.Ready) {
			said = true
			close(ready)
		}
	}
	_ = cmd.Wait()
	_, _ = fmt.Fprintf(log, "--- %s ended: %s\n", time.Now().Format("15:04:05.000"), cmd.ProcessState)
	_ = log.Close()
	close(exited)
}

// Exited is closed when the process that was started last is gone.
func (p *Process) Exited() <-chan struct{} { return p.exited }

// Running tells whether it was started and is not gone.
func (p *Process) Running() bool {
	if p.exited == nil {
		return false
	}
	select {
	case <-p.exited:
		return false
	default:
		return true
	}
}

// PID is the process that was started last.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Signal sends it a signal.
func (p *Process) Signal(s syscall.Signal) error { return p.cmd.Process.Signal(s) }

// Kill ends it as a crash does and waits until it is gone.
func (p *Process) Kill() error {
	if !p.Running() {
		return nil
	}
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	<-p.exited
	return nil
}

// Stop asks it to end and kills it when it does not within the time.
func (p *Process) Stop(within time.Duration) error {
	if !p.Running() {
		return nil
	}
	if err := p.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.exited:
		return nil
	case <-time.After(within):
		return errors.Join(fmt.Errorf("%s did not stop within %s", p.Name, within), p.Kill())
	}
}

// Tail is the end of what it printed.
func (p *Process) Tail() string {
	b, err := os.ReadFile(p.Log)
	if err != nil {
		return err.Error()
	}
	return string(b[max(0, len(b)-1500):])
}

// FreePort gives a loopback port that nobody has now.
func FreePort(ctx context.Context) (int, error) {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	port := ln.Addr().(*net.TCPAddr).Port
	return port, ln.Close()
}
