package client

import (
	"fmt"
	"time"
)

// one decides what is sent next and sends it beside everything else.
func (c *Client) one() {
	c.mu.Lock()
	work := c.choose()
	c.mu.Unlock()
	c.running.Go(func() {
		if err := work(); err != nil {
			c.fail(err)
		}
	})
}

// choose draws one kind of send. c.mu is held.
func (c *Client) choose() func() error {
	hub, draw := c.rnd.IntN(len(c.hubs)), c.rnd.IntN(1000)
	switch {
	case draw < 20 && len(c.recent) > 0: // an exact duplicate
		m := c.recent[c.rnd.IntN(len(c.recent))]
		return func() error { c.deliver(m, hub); return nil }
	case draw < 40: // the same id with another body: one of the two wins, always the same
		n, text := c.fresh(), c.rnd.IntN(1000)
		return func() error { return c.twoBodies(n, text, hub) }
	case draw < 50: // no door may take it
		n := c.fresh()
		return func() error { return c.wrong(n, hub) }
	case draw < 52:
		id := fmt.Sprintf("x-%d", c.fresh())
		return func() error { m, err := poison(id, time.Now()); c.deliverIf(m, hub, err); return err }
	case draw < 250:
		n, at := c.fresh(), time.Now()
		if c.rnd.IntN(30) == 0 { // a visitor's clock is a day behind
			at = at.Add(-24 * time.Hour)
		}
		return func() error {
			m, err := lead(n, "想了解产品", at)
			c.deliverIf(m, hub, err)
			return err
		}
	case draw < 350:
		return c.versioned("d-", hub, 1)
	case draw < 400: // a version that comes after its successor was answered
		return c.versioned("c-", hub, 2)
	default:
		return c.versioned("c-", hub, 1)
	}
}

func (c *Client) fresh() int { c.made++; return c.made }

func (c *Client) deliverIf(m made, hub int, err error) {
	if err == nil {
		c.deliver(m, hub)
	}
}

// versioned takes a key of which nothing is on its way and sends its next version, or
// the next two in the wrong order. c.mu is held.
func (c *Client) versioned(prefix string, hub int, count int64) func() error {
	n := int(c.zipf.Uint64())
	for range 6 {
		if !c.busy[fmt.Sprint(prefix, n)] {
			break
		}
		n = (n + 1) % known
	}
	if c.busy[fmt.Sprint(prefix, n)] {
		n = c.fresh()
	}
	key := fmt.Sprint(prefix, n)
	c.busy[key] = true
	first := c.versions[key] + 1
	c.versions[key] += count
	deleted := prefix == "c-" && c.rnd.IntN(20) == 0
	fen, buyer := c.rnd.Int64N(100_000_000)+1, fmt.Sprintf("c-%d", int(c.zipf.Uint64()))
	return func() error {
		defer c.free(key)
		for i := range count {
			v := first + count - 1 - i
			make := func() (made, error) { return customer(n, v, fen+v, time.Now()) }
			if deleted {
				make = func() (made, error) { return gone(n, v, time.Now()) }
			} else if prefix == "d-" {
				make = func() (made, error) { return deal(n, v, fen+v, buyer, time.Now()) }
			}
			m, err := make()
			if err != nil {
				return err
			}
			m.line.Late = i > 0
			if status := c.deliver(m, hub); status/100 == 2 {
				c.remember(m)
			}
		}
		return nil
	}
}

func (c *Client) free(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.busy, key)
}

// remember keeps some of what was taken, for duplicates.
func (c *Client) remember(m made) {
	c.mu.Lock()
	defer c.mu.Unlock()
	m.line.Late = true // a copy has no place in the order of its key
	if len(c.recent) < 64 {
		c.recent = append(c.recent, m)
		return
	}
	c.recent[c.rnd.IntN(64)] = m
}

func (c *Client) twoBodies(n, text, hub int) error {
	at := time.Now()
	for i := range 2 {
		m, err := lead(n, fmt.Sprintf("想了解产品 %d", text+i), at)
		if err != nil {
			return err
		}
		c.deliver(m, hub+i)
	}
	return nil
}

func (c *Client) wrong(n, hub int) error {
	m, err := lead(n, "无效签名", time.Now())
	if err != nil {
		return err
	}
	m.line.Wrong = true
	c.deliver(m, hub)
	return nil
}

// Poison sends n customers of keys of their own, one of which cannot be mapped, and
// waits for the answers. It gives the key of that one.
func (c *Client) Poison(n int) (string, error) {
	c.mu.Lock()
	from := c.made + 1
	c.made += n
	c.mu.Unlock()
	bad := fmt.Sprintf("x-%d", from)
	for i := range n {
		c.running.Go(func() {
			m, err := customer(from+i, 1, int64(from+i), time.Now())
			if i == n/2 {
				m, err = poison(bad, time.Now())
			}
			if err != nil {
				c.fail(err)
				return
			}
			c.deliver(m, i%len(c.hubs))
		})
	}
	return bad, nil
}
