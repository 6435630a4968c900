package client

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/heliuhub/heliu/internal/torture/ledger"
)

// attemptFor is how long a client waits for an answer.
const attemptFor = 8 * time.Second

// deliver sends a record as a real client does: with the same id to one hub and the
// other, until it is taken or refused for good. It gives the last status.
func (c *Client) deliver(m made, first int) int {
	m.line.Seq = c.seq.Add(1)
	m.line.Sent = time.Now()
	if err := c.ledger.Append(m.line); err != nil {
		c.fail(err)
		return 0
	}
	c.outstanding.Add(1)
	defer c.outstanding.Add(-1)
	for try := 0; ; try++ {
		hub := (first + try) % len(c.hubs)
		a := ledger.Line{Kind: ledger.Answer, Seq: m.line.Seq, Hub: hub, Sent: time.Now()}
		wait := c.attempt(m, hub, &a)
		a.At = time.Now()
		if err := c.ledger.Append(a); err != nil {
			c.fail(err)
			return 0
		}
		c.count(a.Status)
		if done(a) || c.ctx.Err() != nil {
			return a.Status
		}
		select {
		case <-c.ctx.Done():
			return a.Status
		case <-time.After(wait):
		}
	}
}

// done tells whether an answer is final. A hub whose clock is wrong finds every
// signature stale; its neighbour does not.
func done(a ledger.Line) bool {
	switch a.Status {
	case 0, http.StatusServiceUnavailable, http.StatusTooManyRequests, http.StatusRequestTimeout, http.StatusBadGateway:
		return false
	case http.StatusUnauthorized:
		return a.Wrong
	}
	return true
}

func (c *Client) attempt(m made, hub int, a *ledger.Line) (wait time.Duration) {
	ctx, cancel := context.WithTimeout(c.ctx, attemptFor)
	defer cancel()
	a.Wrong = m.line.Wrong
	wait = 100 * time.Millisecond
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.hubs[hub]+"/in/"+m.line.Conn, bytes.NewReader(m.body))
	if err != nil {
		c.fail(err)
		return wait
	}
	c.sign(req, m)
	resp, err := c.http.Do(req)
	if err != nil {
		return wait
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return wait
	}
	a.Status = resp.StatusCode
	var said struct {
		Duplicate bool   `json:"duplicate"`
		Status    string `json:"status"`
	}
	if resp.StatusCode/100 == 2 && json.Unmarshal(body, &said) == nil {
		a.Duplicate = said.Duplicate || said.Status == "duplicate"
	}
	if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s > 0 {
		wait = min(time.Duration(s)*time.Second, 2*time.Second)
	}
	return wait
}

// sign signs a request as its connection asks for; one that shall be refused gets a
// signature of another secret.
func (c *Client) sign(req *http.Request, m made) {
	req.Header.Set("Content-Type", "application/json")
	ts, secret := strconv.FormatInt(time.Now().Unix(), 10), c.secret
	if m.line.Wrong {
		secret += "x"
	}
	switch m.line.Conn {
	case Push:
		req.Header.Set("X-Signature", "t="+ts+",v1="+mac(secret, ts+".", m.body))
	case Form:
		nonce := rand.Text()
		req.Header.Set("X-Heliu-Timestamp", ts)
		req.Header.Set("X-Heliu-Nonce", nonce)
		req.Header.Set("X-Heliu-Signature", "sha256="+mac(secret, ts+"."+nonce+".", m.body))
		req.Header.Set("Idempotency-Key", m.line.Key)
	}
}

func mac(secret, prefix string, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	h.Write([]byte(prefix))
	h.Write(body)
	return hex.EncodeToString(h.Sum(nil))
}
