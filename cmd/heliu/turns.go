package main

import (
	"context"
	"io"
	"net/http"
	"sync"

	"golang.org/x/sync/semaphore"

	"github.com/heliuhub/heliu/record"
)

// turns lets the requests of one connection's live reading and those of its jobs take
// turns: while a job asks, the live reading does not, so that both together stay within
// what the system allows. Who waits longer is served first.
type turns struct {
	mu  sync.Mutex
	all map[record.ConnectionID]*semaphore.Weighted
}

// everyone is the weight of a request that must be alone.
const everyone = 1 << 20

func (t *turns) of(c record.ConnectionID) *semaphore.Weighted {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.all == nil {
		t.all = map[record.ConnectionID]*semaphore.Weighted{}
	}
	if t.all[c] == nil {
		t.all[c] = semaphore.NewWeighted(everyone)
	}
	return t.all[c]
}

// live is the transport of the live reading: its requests may run side by side.
func (t *turns) live(c record.ConnectionID, next http.RoundTripper) http.RoundTripper {
	return turn{t.of(c), 1, next}
}

// alone is the transport of jobs.
func (t *turns) alone(c record.ConnectionID, next http.RoundTripper) http.RoundTripper {
	return turn{t.of(c), everyone, next}
}

type turn struct {
	sem    *semaphore.Weighted
	weight int64
	next   http.RoundTripper
}

// RoundTrip implements http.RoundTripper. The turn ends with the answer's body.
func (t turn) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := t.sem.Acquire(r.Context(), t.weight); err != nil {
		if r.Body != nil {
			_ = r.Body.Close() // as a RoundTripper must; nobody has read it
		}
		return nil, err
	}
	resp, err := t.next.RoundTrip(r)
	if err != nil {
		t.sem.Release(t.weight)
		return nil, err
	}
	b := &turnBody{ReadCloser: resp.Body, over: sync.OnceFunc(func() { t.sem.Release(t.weight) })}
	context.AfterFunc(r.Context(), b.over) // a body that nobody closes keeps nobody out
	resp.Body = b
	return resp, nil
}

// HTTP1 narrows the transport behind it: see package rest.
func (t turn) HTTP1() http.RoundTripper {
	if n, ok := t.next.(interface{ HTTP1() http.RoundTripper }); ok {
		t.next = n.HTTP1()
	}
	return t
}

type turnBody struct {
	io.ReadCloser
	over func()
}

// Read implements io.Reader.
func (b *turnBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.over()
	}
	return n, err
}

// Close implements io.Closer.
func (b *turnBody) Close() error {
	defer b.over() // not before: the answer may still be coming
	return b.ReadCloser.Close()
}
