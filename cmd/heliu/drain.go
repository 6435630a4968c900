package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
)

// A program ends within ten seconds of being told to: it says that it leaves and takes
// nothing more (leaveNotice), finishes the requests in hand (finishWithin) while its
// stages finish their batches (five seconds at most, see package bus), gives its leases
// back and closes what it has open. What does not come to its end in time is begun anew
// by whoever comes after: nothing durable depends on a good end.
const (
	leaveNotice  = 300 * time.Millisecond
	finishWithin = 4 * time.Second
	endWithin    = 8 * time.Second
)

// leave tells everybody who asks that this program is about to end, and shuts the door.
func (h *hub) leave() {
	h.leaveOnce.Do(func() {
		close(h.leaving)
		h.door.Shut(fault.New("hub_stopping", nil).After(5 * time.Second))
	})
}

// listen serves until ctx ends. Then it calls leave, goes on to answer for a moment,
// so that who sends learns why nothing is taken, and lets the requests in hand finish:
// their own contexts outlive ctx.
func listen(ctx context.Context, ln net.Listener, h http.Handler, leave func()) error {
	base, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	srv := &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return base },
	}
	served := make(chan error, 1)
	go func() { served <- srv.Serve(ln) }()
	select {
	case err := <-served:
		return err
	case <-ctx.Done():
	}
	leave()
	_ = clock.System{}.Sleep(base, leaveNotice)
	shut, cancel := context.WithTimeout(base, finishWithin)
	defer cancel()
	err := srv.Shutdown(shut)
	if errors.Is(err, context.DeadlineExceeded) { // what hangs now is cut off
		return srv.Close()
	}
	return err
}

// ended waits for everything to end, endWithin at most.
func ended(g *errgroup.Group) error {
	done := make(chan error, 1)
	go func() { done <- g.Wait() }()
	within := time.NewTimer(endWithin)
	defer within.Stop()
	select {
	case err := <-done:
		if errors.Is(err, context.Canceled) {
			return nil
		}
		return err
	case <-within.C:
		return errors.New("some work did not come to its end in time and was given up; the next start takes it up again")
	}
}
