// Package bare is the least that a door can do: read the body and make it durable on
// the bus. What the hub's own door may cost is measured against it.
package bare

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/bus"
)

// Ready begins the line that says where the handler listens.
const Ready = "bare handler ready "

// Put makes a body durable under a key of its own.
type Put func(ctx context.Context, key string, body []byte) error

// Serve answers every request with 202 once its body is on the bus at kafka, until ctx
// ends. It listens on a loopback port of its own and prints where.
func Serve(ctx context.Context, kafka string) error {
	cfg, err := bus.ParseConfig(kafka)
	if err != nil {
		return err
	}
	b, err := bus.Open(ctx, cfg)
	if err != nil {
		return err
	}
	defer func() { _ = b.Close() }()
	return ServePut(ctx, func(ctx context.Context, key string, body []byte) error {
		return b.Publish(ctx, bus.Message{Topic: bus.TopicRaw, Key: key, Payload: body})
	})
}

// ServePut is Serve over anything that makes a body durable.
func ServePut(ctx context.Context, put Put) error {
	ln, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	srv := &http.Server{Handler: handler(put), ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	fmt.Printf("%s%s\n", Ready, ln.Addr())
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(ln) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	if err := srv.Close(); err != nil {
		return err
	}
	if err := <-ended; !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// handler gives every body a key of its own: there is no order among them.
func handler(put Put) http.Handler {
	var n atomic.Uint64
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		if err := put(r.Context(), "bare/"+strconv.FormatUint(n.Add(1), 10), body); err != nil {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusAccepted)
	})
}
