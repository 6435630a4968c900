package bus

import (
	"encoding/binary"
	"net"
	"time"
)

// Requests of the Kafka protocol that change files of the broker.
const (
	apiProduce      = 0
	apiOffsetCommit = 8
)

// afterHangUp is how long the broker may still work on what a connection that is gone
// had asked for.
const afterHangUp = time.Second

// guarded is a listener whose connections answer through the barrier.
type guarded struct {
	net.Listener
	barrier *barrier
}

// Accept waits for a connection.
func (l guarded) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &guardedConn{Conn: c, barrier: l.barrier, writes: map[uint32]*write{}}, nil
}

// guardedConn reads along. A request is its length (4 bytes), then the API's key (2),
// its version (2) and the correlation id (4); an answer is its length (4) and the
// correlation id (4), and the broker writes each in one call. It has one reader and one
// writer at a time, as the broker uses it.
type guardedConn struct {
	net.Conn
	barrier *barrier

	head []byte // of the request that is being read, up to 12 bytes
	left uint32 // bytes of it that are still to come, once its length is known

	writes map[uint32]*write // by correlation id; guarded by barrier.mu
}

// Read notes the writes among the requests before the broker sees them whole.
func (c *guardedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.follow(p[:n])
	return n, err
}

func (c *guardedConn) follow(p []byte) {
	for len(p) > 0 {
		if len(c.head) < 12 && (len(c.head) < 4 || c.left > 0) {
			c.head = append(c.head, p[0])
			p = p[1:]
			switch {
			case len(c.head) == 4:
				c.left = binary.BigEndian.Uint32(c.head)
			case len(c.head) > 4:
				c.left--
			}
			if len(c.head) == 12 {
				c.request(int16(binary.BigEndian.Uint16(c.head[4:])), binary.BigEndian.Uint32(c.head[8:]))
			}
		} else {
			n := min(uint32(len(p)), c.left)
			c.left -= n
			p = p[n:]
		}
		if len(c.head) >= 4 && c.left == 0 {
			c.head = c.head[:0]
		}
	}
}

func (c *guardedConn) request(key int16, id uint32) {
	if key != apiProduce && key != apiOffsetCommit {
		return
	}
	w := c.barrier.began()
	c.barrier.mu.Lock()
	defer c.barrier.mu.Unlock()
	c.writes[id] = w
}

// Write lets an answer through when it may be heard.
func (c *guardedConn) Write(p []byte) (int, error) {
	if len(p) >= 8 {
		id := binary.BigEndian.Uint32(p[4:])
		c.barrier.mu.Lock()
		if w := c.writes[id]; w != nil {
			w.handled = true
			delete(c.writes, id)
		}
		c.barrier.mu.Unlock()
	}
	if err := c.barrier.wait(); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}

// Close hangs up. What was asked for and not answered may be done all the same.
func (c *guardedConn) Close() error {
	c.barrier.mu.Lock()
	left := c.writes
	c.writes = map[uint32]*write{}
	c.barrier.mu.Unlock()
	if len(left) > 0 {
		time.AfterFunc(afterHangUp, func() {
			for _, w := range left {
				c.barrier.handled(w)
			}
		})
	}
	return c.Conn.Close()
}
