package pipelines

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"time"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/record"
)

// MappingFor is how long the map stage trusts a mapping it has read; a published
// version is picked up after at most this.
const MappingFor = 2 * time.Second

type mappingKey struct {
	ws     record.WorkspaceID
	c      record.ConnectionID
	stream string
}

type cachedMapping struct {
	sm    StreamMapping
	m     *mapping.Mapping
	err   error
	until time.Time
}

// mappingCache compiles each published mapping once. Safe for concurrent use.
type mappingCache struct {
	mu sync.Mutex
	m  map[mappingKey]cachedMapping
}

func (c *mappingCache) get(ctx context.Context, s MapStore, now time.Time, r record.Record) (StreamMapping, *mapping.Mapping, error) {
	k := mappingKey{r.Workspace, r.Connection, r.Stream}
	c.mu.Lock()
	defer c.mu.Unlock()
	old, ok := c.m[k]
	if ok && now.Before(old.until) {
		return old.sm, old.m, old.err
	}
	sm, err := s.StreamMapping(ctx, r.Workspace, r.Connection, r.Stream)
	if err != nil && fault.Retryable(err) && !errors.Is(err, ErrWorkspaceGone) {
		return StreamMapping{}, nil, err
	}
	e := cachedMapping{sm: sm, err: err, until: now.Add(MappingFor)}
	switch {
	case err != nil:
	case ok && old.m != nil && bytes.Equal(old.sm.YAML, sm.YAML):
		e.m = old.m
	default:
		e.m, e.err = mapping.Parse(sm.ConnectionName+"/"+r.Stream, sm.YAML)
		if e.err != nil {
			e.err = fault.New("mapping_failed", e.err)
		}
	}
	if c.m == nil {
		c.m = map[mappingKey]cachedMapping{}
	}
	c.m[k] = e
	return e.sm, e.m, e.err
}
