package oidc

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Cache keeps clients, so that discovery is asked once in a while and not at every
// sign-in. It is safe for concurrent use. The zero value works.
type Cache struct {
	mu      sync.Mutex
	clients map[string]kept
}

type kept struct {
	client *Client
	tag    string
	until  time.Time
}

// keepFor is how long what discovery said counts; keys are fetched anew by themselves.
const keepFor = 15 * time.Minute

// Client gives the client of a name as of tag: with another tag than before, as after a
// change of settings, it is made anew. settings gives the settings and carries the requests.
func (c *Cache) Client(ctx context.Context, name, tag string, now func() time.Time, settings func() (Settings, *http.Client, error)) (*Client, error) {
	c.mu.Lock()
	k, ok := c.clients[name]
	c.mu.Unlock()
	if ok && k.tag == tag && now().Before(k.until) {
		return k.client, nil
	}
	s, hc, err := settings()
	if err != nil {
		return nil, err
	}
	client, err := New(ctx, s, hc, now)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.clients == nil {
		c.clients = map[string]kept{}
	}
	c.clients[name] = kept{client, tag, now().Add(keepFor)}
	return client, nil
}
