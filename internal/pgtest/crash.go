package pgtest

import (
	"context"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/store"
	"github.com/heliuhub/heliu/store/seal"
)

// Crash ends the work of a store before a chosen statement, as the death of the
// process would: nothing of the transaction stays. The commit is a statement too. It
// is safe for concurrent use.
type Crash struct {
	mu   sync.Mutex
	left int // statements until the crash; 0: none is planned
	hit  bool
	stop func(sql string) // called before each statement
}

// CrashingStore is Store with a Crash at hand.
func CrashingStore(t testing.TB) (*store.Store, *Crash) {
	t.Helper()
	c := &Crash{}
	s, err := store.Open(t.Context(), Database(t), store.Options{MaxConns: 4, Keys: seal.NewKeyring(), Tracer: c})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s, c
}

// Before plans a crash before the n-th statement from now; 0 plans none. Hit then
// tells whether it came to that.
func (c *Crash) Before(n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left, c.hit = n, false
}

// Hit tells whether the planned crash happened.
func (c *Crash) Hit() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.hit
}

// OnStatement has f called before each statement; nil for nothing.
func (c *Crash) OnStatement(f func(sql string)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stop = f
}

func (c *Crash) start(ctx context.Context, sql string) context.Context {
	c.mu.Lock()
	f := c.stop
	if c.left > 0 {
		if c.left--; c.left == 0 {
			c.hit = true
			var cancel context.CancelFunc
			ctx, cancel = context.WithCancel(ctx)
			cancel()
		}
	}
	c.mu.Unlock()
	if f != nil {
		f(sql)
	}
	return ctx
}

// TraceQueryStart implements pgx.QueryTracer.
func (c *Crash) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	return c.start(ctx, d.SQL)
}

// TraceQueryEnd implements pgx.QueryTracer.
func (*Crash) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

// TraceBatchStart implements pgx.BatchTracer: statements sent together fall together.
func (c *Crash) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return c.start(ctx, "batch")
}

// TraceBatchQuery implements pgx.BatchTracer.
func (*Crash) TraceBatchQuery(context.Context, *pgx.Conn, pgx.TraceBatchQueryData) {}

// TraceBatchEnd implements pgx.BatchTracer.
func (*Crash) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}
