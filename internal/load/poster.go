package load

import (
	"bufio"
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"net"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

// Poster posts signed bodies over a fixed number of connections that are kept. It does
// as little as a client can, so that what is measured is the server: on a small machine
// both share the cores. It is safe for concurrent use by as many callers as it has
// connections; more wait.
type Poster struct {
	addr, path string
	secret     []byte
	nonce      atomic.Uint64
	idle       chan *posting
}

// posting is one connection with its buffers.
type posting struct {
	net.Conn
	in  *bufio.Reader
	out []byte
	mac hash.Hash
}

// NewPoster makes a poster to http://addr/path with conns connections, which are made
// when they are needed. Every request carries a signature of Heliu's own by the secret
// (see the webform connector), whether the server looks at it or not.
func NewPoster(addr, path, secret string, conns int) *Poster {
	p := &Poster{addr: addr, path: path, secret: []byte(secret), idle: make(chan *posting, conns)}
	for range conns {
		p.idle <- &posting{}
	}
	return p
}

// Post sends a JSON body and gives the status of the answer; an error means that
// nothing is known.
func (p *Poster) Post(ctx context.Context, body []byte) (status int, err error) {
	var c *posting
	select {
	case c = <-p.idle:
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	defer func() {
		if err != nil && c.Conn != nil {
			_ = c.Close()
			c.Conn = nil
		}
		p.idle <- c
	}()
	if c.Conn == nil {
		if err := p.dial(ctx, c); err != nil {
			return 0, err
		}
	}
	now := clock.System{}.Now()
	if err := c.SetDeadline(now.Add(30 * time.Second)); err != nil {
		return 0, err
	}
	if _, err := c.Write(p.request(c, body, now)); err != nil {
		return 0, err
	}
	return answered(c.in)
}

// Close drops the connections; nobody may be posting.
func (p *Poster) Close() {
	for range cap(p.idle) {
		if c := <-p.idle; c.Conn != nil {
			_ = c.Close()
		}
	}
}

func (p *Poster) dial(ctx context.Context, c *posting) (err error) {
	if c.Conn, err = (&net.Dialer{Timeout: 5 * time.Second}).DialContext(ctx, "tcp", p.addr); err != nil {
		return err
	}
	c.in, c.mac = bufio.NewReaderSize(c.Conn, 2<<10), hmac.New(sha256.New, p.secret)
	return nil
}

// request writes one request into the connection's buffer.
func (p *Poster) request(c *posting, body []byte, now time.Time) []byte {
	stamp := strconv.FormatInt(now.Unix(), 10) + "." + strconv.FormatUint(p.nonce.Add(1), 36) + "-" + strconv.FormatInt(now.UnixNano(), 36)
	c.mac.Reset()
	_, _ = io.WriteString(c.mac, stamp+".")
	_, _ = c.mac.Write(body)
	at, nonce, _ := strings.Cut(stamp, ".")
	b := c.out[:0]
	b = append(b, "POST "...)
	b = append(b, p.path...)
	b = append(b, " HTTP/1.1\r\nHost: "...)
	b = append(b, p.addr...)
	b = append(b, "\r\nContent-Type: application/json\r\nX-Heliu-Timestamp: "...)
	b = append(b, at...)
	b = append(b, "\r\nX-Heliu-Nonce: "...)
	b = append(b, nonce...)
	b = append(b, "\r\nX-Heliu-Signature: sha256="...)
	b = hex.AppendEncode(b, c.mac.Sum(nil))
	b = append(b, "\r\nContent-Length: "...)
	b = strconv.AppendInt(b, int64(len(body)), 10)
	b = append(b, "\r\n\r\n"...)
	c.out = append(b, body...)
	return c.out
}

// answered reads one answer whose length is told.
func answered(in *bufio.Reader) (status int, err error) {
	line, err := in.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) < 12 || !bytes.HasPrefix(line, []byte("HTTP/1.1 ")) {
		return 0, errors.New("that is no answer of HTTP/1.1")
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, fmt.Errorf("status: %w", err)
	}
	length := -1
	for {
		if line, err = in.ReadSlice('\n'); err != nil {
			return 0, err
		}
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			break
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		if bytes.EqualFold(name, []byte("Content-Length")) {
			if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
				return 0, fmt.Errorf("Content-Length: %w", err)
			}
		}
	}
	if length < 0 {
		return 0, errors.New("an answer without a length")
	}
	_, err = in.Discard(length)
	return status, err
}
