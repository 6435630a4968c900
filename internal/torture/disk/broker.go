package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/bus"
)

// process is a broker in a process of its own.
type process struct {
	addr   string
	cmd    *exec.Cmd
	exited chan struct{}
	said   bytes.Buffer // its complaints; to be read when it ended
}

func startBroker(ctx context.Context, bin string, args []string) (*process, error) {
	p := &process{exited: make(chan struct{})}
	p.cmd = exec.Command(bin, args...) //nolint:gosec,noctx // the program under test; it is killed on purpose
	p.cmd.Stderr = &p.said
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	ready := make(chan string, 1)
	go func() {
		for sc := bufio.NewScanner(out); sc.Scan(); {
			if addr, ok := strings.CutPrefix(sc.Text(), "heliu broker ready "); ok {
				ready <- addr
			}
		}
		_ = p.cmd.Wait()
		close(p.exited)
	}()
	select {
	case p.addr = <-ready:
		return p, nil
	case <-p.exited:
		return nil, fmt.Errorf("the broker ended: %s", p.said.String())
	case <-time.After(30 * time.Second):
	case <-ctx.Done():
	}
	p.kill()
	return nil, errors.New("the broker was not ready in time")
}

func (p *process) kill() {
	_ = p.cmd.Process.Kill()
	<-p.exited
}

// how tells in a few words how the broker ended, or that it did not.
func (p *process) how() string {
	select {
	case <-p.exited:
	default:
		return "goes on"
	}
	code := ""
	if strings.Contains(p.said.String(), "broker_disk_failed") {
		code = " broker_disk_failed"
	}
	return fmt.Sprintf("exit %d%s", p.cmd.ProcessState.ExitCode(), code)
}

// writers send until they are ended and remember what was acknowledged.
type writers struct {
	refusing atomic.Bool
	stop     context.CancelFunc
	wg       sync.WaitGroup
	bus      *bus.Bus

	mu    sync.Mutex
	acked map[string]bool
	after int
}

const senders = 16

func write(ctx context.Context, addr string) (*writers, error) {
	b, err := open(ctx, addr)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(ctx)
	w := &writers{stop: stop, bus: b, acked: map[string]bool{}}
	for s := range senders {
		w.wg.Go(func() {
			for n := 0; ctx.Err() == nil; n++ {
				id := fmt.Sprintf("%d/%d", s, n)
				late := w.refusing.Load()
				if err := b.Publish(ctx, bus.Message{Topic: bus.TopicRaw, Key: id, Payload: bytes.Repeat([]byte("0123456789abcdef"), 64)}); err != nil {
					_ = pause(ctx, 20*time.Millisecond)
					continue
				}
				w.mu.Lock()
				w.acked[id] = true
				if late {
					w.after++
				}
				w.mu.Unlock()
			}
		})
	}
	return w, nil
}

func (w *writers) end() {
	w.stop()
	w.wg.Wait()
	_ = w.bus.Close()
}

func open(ctx context.Context, addr string) (*bus.Bus, error) {
	return bus.Open(ctx, bus.Config{Brokers: []string{addr}, PublishTimeout: 2 * time.Second, Log: slog.New(slog.DiscardHandler)})
}

// readAll gives the keys of everything that the log holds.
func readAll(ctx context.Context, addr string) (map[string]bool, error) {
	b, err := open(ctx, addr)
	if err != nil {
		return nil, err
	}
	defer func() { _ = b.Close() }()
	end, err := b.EndOffsets(ctx, bus.TopicRaw)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	there := map[string]bool{}
	seen := map[int64]bool{} // lanes overtake each other
	if end[0] == 0 {
		return there, nil
	}
	err = b.Run(ctx, bus.Stage{
		Topic: bus.TopicRaw, Group: "look", Workers: 1,
		Handle: func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
			for _, d := range batch {
				there[d.Key] = true
				seen[d.Offset] = true
			}
			if int64(len(seen)) == end[0] {
				stop()
			}
			return make([]bus.Result, len(batch)), nil
		},
		OnDead: func(_ context.Context, _ bus.Delivery, why error) error { return why },
	})
	if err == nil && int64(len(seen)) < end[0] {
		err = fmt.Errorf("the log holds %d messages, %d were read", end[0], len(seen))
	}
	return there, err
}
