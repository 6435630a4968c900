package connectortest

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

// proxy stands between a connector and its fake and spoils answers by a script.
type proxy struct {
	env    *Env
	system *System
	server *httptest.Server
	gone   chan struct{} // closed when the check ends: lets hanging answers go

	mu     sync.Mutex
	script func(n int) *Fault // the fault for the n-th data request from now, nil for none
	stop   func()             // ends the Read under way
	n      int
	seen   []exchange
}

// flood is how many data requests a Read may make while answers are spoiled.
const flood = 200

// exchange is one data request that passed.
type exchange struct {
	at    time.Time // by the clock of the Env
	real  time.Time
	fault string
}

func newProxy(t testing.TB, env *Env, sys *System) *proxy {
	p := &proxy{env: env, system: sys, gone: make(chan struct{})}
	p.server = httptest.NewServer(p)
	t.Cleanup(p.close)
	return p
}

func (p *proxy) close() {
	select {
	case <-p.gone:
		return
	default:
		close(p.gone)
	}
	p.server.CloseClientConnections()
	p.server.Close()
}

// set starts counting data requests from 1 and spoils them by script.
func (p *proxy) set(script func(n int) *Fault) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.script, p.n, p.seen = script, 0, nil
}

// ending says how to end the Read under way.
func (p *proxy) ending(stop func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stop = stop
}

// count tells how many data requests came since set.
func (p *proxy) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.n
}

// exchanges gives the data requests since set.
func (p *proxy) exchanges() []exchange {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]exchange(nil), p.seen...)
}

// ServeHTTP passes a request on to the fake, or spoils it.
func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if p.system.DataRequest != nil && !p.system.DataRequest(r) {
		p.system.Handler.ServeHTTP(w, r)
		return
	}
	p.mu.Lock()
	p.n++
	if p.n > flood && p.script != nil && p.stop != nil {
		p.stop()
	}
	var f *Fault
	if p.script != nil {
		f = p.script(p.n)
	}
	e := exchange{at: p.env.Now.Now(), real: clock.System{}.Now()}
	if f != nil {
		e.fault = f.Name
	}
	p.seen = append(p.seen, e)
	p.mu.Unlock()
	if f == nil {
		p.system.Handler.ServeHTTP(w, r)
		return
	}
	f.spoil(p, w, r)
}

// once spoils the data requests from the n-th on, as many as the fault's burst.
func once(f *Fault, n int) func(int) *Fault {
	return func(i int) *Fault {
		if i >= n && i < n+max(1, f.Burst) {
			return f
		}
		return nil
	}
}

// always spoils every data request.
func always(f *Fault) func(int) *Fault { return func(int) *Fault { return f } }
