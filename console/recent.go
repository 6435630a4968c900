package console

import (
	"context"
	"sync"
	"time"

	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// recentFor is how old a shown list of connections may be: counting every record of
// a workspace takes a moment, and every open page asks for it again and again.
const recentFor = time.Second

// recent remembers the lists of connections for a moment, so that many open pages
// are one count. It is safe for concurrent use.
type recent struct {
	mu sync.Mutex
	m  map[record.WorkspaceID]*counted
}

type counted struct {
	mu   sync.Mutex
	at   time.Time
	rows []views.Connection
}

func newRecent() *recent { return &recent{m: map[record.WorkspaceID]*counted{}} }

// list gives what was counted within recentFor, else counts; callers of one
// workspace wait for one count.
func (r *recent) list(ctx context.Context, ws record.WorkspaceID, now func() time.Time, count func(context.Context, record.WorkspaceID, time.Time) ([]views.Connection, error)) ([]views.Connection, error) {
	r.mu.Lock()
	c := r.m[ws]
	if c == nil {
		c = &counted{}
		r.m[ws] = c
	}
	r.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rows != nil && now().Sub(c.at) < recentFor {
		return c.rows, nil
	}
	at := now()
	rows, err := count(ctx, ws, at)
	if err != nil {
		return nil, err
	}
	c.rows, c.at = rows, at
	return rows, nil
}

// forget lets the next list be counted anew: somebody changed a connection.
func (r *recent) forget(ws record.WorkspaceID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.m, ws)
}
