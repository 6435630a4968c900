package rig

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Process is a program that the rig started.
type Process struct {
	name   string
	cmd    *exec.Cmd
	exited chan struct{}

	mu   sync.Mutex
	said []string // its last lines of both outputs
}

const keepLines = 30

// run starts a program and waits until it prints a line that begins with ready; it
// gives the rest of that line.
func run(ctx context.Context, env []string, ready, bin string, args ...string) (*Process, string, error) {
	p := &Process{name: strings.Join(args, " "), exited: make(chan struct{})}
	p.cmd = exec.Command(bin, args...) //nolint:gosec,noctx // the program that is measured; it ends by Stop
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	out, in, err := os.Pipe()
	if err != nil {
		return nil, "", err
	}
	p.cmd.Stdout, p.cmd.Stderr = in, in
	if err := p.cmd.Start(); err != nil {
		return nil, "", errors.Join(err, out.Close(), in.Close())
	}
	_ = in.Close()
	found := make(chan string, 1)
	go func() {
		for sc := bufio.NewScanner(out); sc.Scan(); {
			p.keep(sc.Text())
			if rest, ok := strings.CutPrefix(sc.Text(), ready); ok {
				select {
				case found <- rest:
				default:
				}
			}
		}
		_ = p.cmd.Wait()
		_ = out.Close()
		close(p.exited)
	}()
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	select {
	case rest := <-found:
		return p, rest, nil
	case <-p.exited:
		return nil, "", fmt.Errorf("%s %s ended before it was ready\n%s", bin, p.name, p.Said())
	case <-ctx.Done():
		return nil, "", errors.Join(fmt.Errorf("%s %s is not ready: %w\n%s", bin, p.name, ctx.Err(), p.Said()), p.Stop())
	}
}

func (p *Process) keep(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.said = append(p.said, line)
	if len(p.said) > keepLines {
		p.said = p.said[1:]
	}
}

// Said gives the last lines that it printed.
func (p *Process) Said() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return strings.Join(p.said, "\n")
}

// PID is the process.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Ended tells whether it is gone.
func (p *Process) Ended() bool {
	select {
	case <-p.exited:
		return true
	default:
		return false
	}
}

// Stop ends it as Ctrl-C does, and by force after 20 s. It may be called again.
func (p *Process) Stop() error {
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return err
	}
	select {
	case <-p.exited:
		return nil
	case <-time.After(20 * time.Second):
		err := p.cmd.Process.Kill()
		<-p.exited
		return errors.Join(fmt.Errorf("%s did not stop within 20 s\n%s", p.name, p.Said()), err)
	}
}
