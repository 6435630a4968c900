// Package client is the outside of a torture run: an open-loop load of signed pushes
// to the doors of all hubs, and a CRM whose records change while the hub reads it.
// Everything it does stands in the ledger first.
package client

import (
	"context"
	"maps"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/internal/torture/ledger"
)

// Config says whom to load and how.
type Config struct {
	Hubs   []string // base addresses
	Secret string   // of both doors
	Ledger *ledger.Ledger
	Seed   uint64
	Rate   float64 // sends a second between bursts
}

// Client makes the load. Its methods are safe for concurrent use.
type Client struct {
	hubs   []string
	secret string
	ledger *ledger.Ledger
	http   *http.Client
	rate   float64
	ctx    context.Context // ends every send
	stop   context.CancelFunc

	seq         atomic.Int64
	outstanding atomic.Int64
	flowing     atomic.Bool
	running     sync.WaitGroup // sends that go on

	mu       sync.Mutex
	rnd      *rand.Rand
	zipf     *rand.Zipf
	versions map[string]int64 // of keys, the last one given out
	busy     map[string]bool  // keys of which a version is on its way
	recent   []made           // some that were taken
	made     int              // keys so far, of each kind
	statuses map[int]int
	err      error
}

// known is how many keys the skew spreads over.
const known = 400

// New makes a client; Run starts it.
func New(cfg Config) *Client {
	r := rand.New(rand.NewPCG(cfg.Seed, 7)) //nolint:gosec // a repeatable load
	ctx, stop := context.WithCancel(context.Background())
	return &Client{
		ctx: ctx, stop: stop,
		hubs: cfg.Hubs, secret: cfg.Secret, ledger: cfg.Ledger, rate: cfg.Rate, rnd: r, zipf: rand.NewZipf(r, 1.2, 4, known-1),
		http:     &http.Client{Transport: &http.Transport{MaxIdleConns: 512, MaxIdleConnsPerHost: 256, MaxConnsPerHost: 256, IdleConnTimeout: 30 * time.Second, DisableCompression: true}},
		versions: map[string]int64{}, busy: map[string]bool{}, made: known, statuses: map[int]int{},
	}
}

// Stop ends the load and every send.
func (c *Client) Stop() { c.stop() }

// Run sends at the rate while the load flows, until Stop; then it waits for what is
// under way.
func (c *Client) Run() {
	due := time.Now()
	for c.ctx.Err() == nil {
		if !c.flowing.Load() {
			time.Sleep(5 * time.Millisecond)
			due = time.Now()
			continue
		}
		if wait := time.Until(due); wait > 0 {
			time.Sleep(wait)
		}
		due = due.Add(time.Duration(float64(time.Second) / c.rate))
		c.one()
	}
	c.running.Wait()
}

// Flow starts or stops the sending at the rate.
func (c *Client) Flow(on bool) { c.flowing.Store(on) }

// Burst sends n records at once, beside the rate.
func (c *Client) Burst(n int) {
	for range n {
		c.one()
	}
}

// Outstanding is how many sends have no final answer.
func (c *Client) Outstanding() int64 { return c.outstanding.Load() }

// Drained waits until every send was answered; false when ctx ended first.
func (c *Client) Drained(ctx context.Context) bool {
	for c.outstanding.Load() > 0 {
		select {
		case <-ctx.Done():
			return false
		case <-time.After(20 * time.Millisecond):
		}
	}
	return true
}

// Err is what went wrong with the client itself.
func (c *Client) Err() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.err
}

// Statuses counts the answers by status; 0 stands for none.
func (c *Client) Statuses() map[int]int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return maps.Clone(c.statuses)
}

func (c *Client) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.err == nil {
		c.err = err
	}
}

func (c *Client) count(status int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.statuses[status]++
}
