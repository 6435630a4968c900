package main

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/heliuhub/heliu/record"
)

// wire counts the requests that are out: from when they are sent until their body is
// closed or their context ends.
type wire struct {
	mu      sync.Mutex
	out     map[*exchange]bool
	sent    int
	overlap int // requests of a job that were out together with any other
	slow    func() time.Duration
}

type exchange struct {
	io.Reader
	w   *wire
	ctx context.Context //nolint:containedctx // it tells when the exchange is over
	job bool
}

var errWire = errors.New("the connection broke")

// side is one side's transport over a wire.
type wireSide struct {
	w   *wire
	job bool
}

func (s wireSide) RoundTrip(r *http.Request) (*http.Response, error) {
	x := &exchange{strings.NewReader("{}"), s.w, r.Context(), s.job}
	s.w.begin(x)
	if s.w.slow != nil {
		select {
		case <-time.After(s.w.slow()):
		case <-r.Context().Done():
			_ = x.Close()
			return nil, r.Context().Err()
		}
	}
	if r.URL.Path == "/breaks" {
		_ = x.Close()
		return nil, errWire
	}
	return &http.Response{StatusCode: http.StatusOK, Body: x}, nil
}

func (w *wire) begin(x *exchange) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sent++
	for o := range w.out {
		if o.ctx.Err() == nil && (o.job || x.job) {
			w.overlap++
		}
	}
	w.out[x] = true
}

func (x *exchange) Close() error {
	x.w.mu.Lock()
	defer x.w.mu.Unlock()
	delete(x.w.out, x)
	return nil
}

func (w *wire) count() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sent
}

// ask sends a request and gives its answer when it comes.
func ask(ctx context.Context, rt http.RoundTripper, path string) <-chan error {
	done := make(chan error, 1)
	go func() { _, err := get(ctx, rt, path); done <- err }()
	return done
}

func get(ctx context.Context, rt http.RoundTripper, path string) (io.ReadCloser, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://source.invalid"+path, http.NoBody)
	if err != nil {
		return nil, err
	}
	resp, err := rt.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

// hasty gives its turn back with the head of an answer, while the body is still coming.
type hasty struct{ turn }

func (h hasty) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := h.sem.Acquire(r.Context(), h.weight); err != nil {
		return nil, err
	}
	defer h.sem.Release(h.weight)
	return h.next.RoundTrip(r)
}

// Requests of jobs and of the live reading of one connection are never out together,
// however long they take and whoever gives up; in the end nobody is kept out.
func TestTurnsNeverGoOutTogether(t *testing.T) {
	const c = record.ConnectionID("c")
	for _, x := range []struct {
		name  string
		sides func(w *wire) (live, job http.RoundTripper)
		holds bool
	}{
		{"turns", func(w *wire) (http.RoundTripper, http.RoundTripper) {
			var ts turns
			return ts.live(c, wireSide{w, false}), ts.alone(c, wireSide{w, true})
		}, true},
		{"mutant: jobs have turns of their own", func(w *wire) (http.RoundTripper, http.RoundTripper) {
			var ts, other turns
			return ts.live(c, wireSide{w, false}), other.alone(c, wireSide{w, true})
		}, false},
		{"mutant: a job weighs as the live reading does", func(w *wire) (http.RoundTripper, http.RoundTripper) {
			var ts turns
			return ts.live(c, wireSide{w, false}), ts.live(c, wireSide{w, true})
		}, false},
		{"mutant: the turn ends before the body", func(w *wire) (http.RoundTripper, http.RoundTripper) {
			var ts turns
			return hasty{ts.live(c, wireSide{w, false}).(turn)}, hasty{ts.alone(c, wireSide{w, true}).(turn)}
		}, false},
	} {
		t.Run(x.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var mu sync.Mutex
				random := rand.New(rand.NewPCG(1, 2))
				some := func(most int) time.Duration {
					mu.Lock()
					defer mu.Unlock()
					return time.Duration(1+random.IntN(most)) * time.Millisecond
				}
				w := &wire{out: map[*exchange]bool{}, slow: func() time.Duration { return some(20) }}
				live, job := x.sides(w)
				var wg sync.WaitGroup
				for i := range 200 {
					wg.Go(func() {
						time.Sleep(some(2000))
						ctx, cancel := context.WithCancel(t.Context())
						defer cancel()
						if i%5 == 0 { // somebody who gives up, waiting or asking or reading
							time.AfterFunc(some(40), cancel)
						}
						rt, path := live, "/ok"
						if i%3 == 0 {
							rt = job
						}
						if i%7 == 0 {
							path = "/breaks"
						}
						body, err := get(ctx, rt, path)
						if err != nil {
							return
						}
						time.Sleep(some(10))
						if i%4 == 0 { // the context ends it, nobody closes
							return
						}
						_ = body.Close()
					})
				}
				wg.Wait()
				if (w.overlap == 0) != x.holds {
					t.Errorf("%d of %d requests met another", w.overlap, w.sent)
				}
				if body, err := get(t.Context(), job, "/ok"); err != nil {
					t.Error(err)
				} else {
					_ = body.Close()
				}
			})
		})
	}
}

// A job waits for the live requests that are out, those that come later wait for the job;
// who gives up while waiting sends nothing and keeps nobody waiting.
func TestAWaiterThatGivesUpBlocksNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var ts turns
		w := &wire{out: map[*exchange]bool{}}
		live, job := ts.live("c", wireSide{w, false}), ts.alone("c", wireSide{w, true})
		first, err := get(t.Context(), live, "/ok")
		if err != nil {
			t.Fatal(err)
		}
		ctx, giveUp := context.WithCancel(t.Context())
		waits := ask(ctx, job, "/ok")
		synctest.Wait()
		behind := ask(t.Context(), live, "/ok")
		synctest.Wait()
		if n := w.count(); n != 1 {
			t.Errorf("%d requests are out while a job waits for the first", n)
		}
		if body, err := get(t.Context(), ts.alone("another", wireSide{w, true}), "/ok"); err != nil || body.Close() != nil {
			t.Errorf("another connection waits: %v", err)
		}
		giveUp()
		if err := <-waits; !errors.Is(err, context.Canceled) {
			t.Errorf("who gave up: %v", err)
		}
		synctest.Wait()
		if err := <-behind; err != nil || w.count() != 3 {
			t.Errorf("who stood behind: %v, %d sent", err, w.count())
		}
		_ = first.Close()
	})
}
