// Command disk lets the disk under the embedded broker refuse while messages come in, in
// two ways, and holds every acknowledgement against what the log has after the machine
// came back. It needs root and Linux: the disk is an ext4 file system on a file of
// another one.
//
// It prints one JSON line a fault and ends with 1 when an acknowledged message is gone.
// With -control the broker does not sync, and a run that finds nothing is the failure.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"
)

// result is what became of one fault.
type result struct {
	Fault   string `json:"fault"`
	Acked   int    `json:"acked"`
	After   int    `json:"acked_after"` // of those, sent after the disk began to refuse
	Lost    int    `json:"lost"`        // acknowledged and not in the log
	Ended   string `json:"broker"`      // how the broker ended
	Seconds int    `json:"seconds"`     // how long senders went on after the fault
}

func main() {
	bin := flag.String("bin", "bin/heliu", "the program whose broker is tested")
	length := flag.Duration("for", 6*time.Second, "how long senders go on after the fault")
	control := flag.Bool("control", false, "do not sync: what is acknowledged must be lost")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	good, err := run(ctx, *bin, *length, *control)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "disk:", err)
		os.Exit(3)
	}
	if !good {
		os.Exit(1)
	}
}

func run(ctx context.Context, bin string, length time.Duration, control bool) (good bool, err error) {
	if bin, err = filepath.Abs(bin); err != nil {
		return false, err
	}
	good = true
	for _, f := range []struct {
		name string
		do   func(context.Context, *stack) error
	}{
		{"the file system stops", func(ctx context.Context, s *stack) error { return s.shutdown(ctx, s.inner) }},
		{"the device refuses every write", func(ctx context.Context, s *stack) error { return s.shutdown(ctx, s.outer) }},
	} {
		r, err := trial(ctx, bin, length, control, f.do)
		if err != nil {
			return false, fmt.Errorf("%s: %w", f.name, err)
		}
		r.Fault, r.Seconds = f.name, int(length.Seconds())
		line, err := json.Marshal(r)
		if err != nil {
			return false, err
		}
		fmt.Println(string(line))
		good = good && r.Acked > 0 && (r.Lost == 0) != control
	}
	return good, nil
}

// trial runs one fault on fresh disks.
func trial(ctx context.Context, bin string, length time.Duration, control bool, fault func(context.Context, *stack) error) (r result, err error) {
	dir, err := os.MkdirTemp("", "heliu-disk-")
	if err != nil {
		return r, err
	}
	s, err := newStack(ctx, dir)
	defer func() { err = errors.Join(err, s.remove(context.WithoutCancel(ctx)), os.RemoveAll(dir)) }()
	if err != nil {
		return r, err
	}
	args := []string{"broker", "--data", filepath.Join(s.inner, "broker"), "--listen", "127.0.0.1:0"}
	flags := args
	if control {
		flags = append(flags[:len(flags):len(flags)], "--no-sync")
	}
	p, err := startBroker(ctx, bin, flags)
	if err != nil {
		return r, err
	}
	defer p.kill()
	w, err := write(ctx, p.addr)
	if err != nil {
		return r, err
	}
	if err := pause(ctx, 2*time.Second); err != nil {
		return r, err
	}
	if err := fault(ctx, s); err != nil {
		return r, err
	}
	w.refusing.Store(true)
	if err := pause(ctx, length); err != nil {
		return r, err
	}
	r.Ended = p.how()
	p.kill()
	w.end()
	if err := s.restore(ctx); err != nil {
		return r, err
	}
	if p, err = startBroker(ctx, bin, args); err != nil {
		return r, fmt.Errorf("after the machine came back: %w", err)
	}
	defer p.kill()
	there, err := readAll(ctx, p.addr)
	if err != nil {
		return r, err
	}
	r.Acked, r.After = len(w.acked), w.after
	for id := range w.acked {
		if !there[id] {
			r.Lost++
		}
	}
	return r, nil
}
