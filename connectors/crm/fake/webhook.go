package fake

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/heliuhub/heliu/connectors"
)

// retryAfter is how long the CRM waits before each further try of a webhook.
var retryAfter = [...]time.Duration{time.Second, 5 * time.Second, 30 * time.Second, 2 * time.Minute}

// maxQueue bounds the webhooks that wait; further ones are dropped, as a CRM does
// whose customer's endpoint has been down for long. Reading finds those changes.
const maxQueue = 10_000

// Event is the body of a webhook.
type Event struct {
	ID     string `json:"id"` // of the object
	Object string `json:"object"`
	Op     string `json:"op"` // upsert or delete
	Data   Object `json:"data"`
}

// Sign gives the X-Signature of a body at a moment: t=<unix seconds>,v1=<hex
// HMAC-SHA256 of "t.body">.
func Sign(secret string, at time.Time, body []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(t + "."))
	mac.Write(body)
	return "t=" + t + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

// sender posts events in their order, one at a time.
type sender struct {
	url, secret string
	clock       connectors.Clock
	client      *http.Client
	cancel      context.CancelFunc
	done        chan struct{}

	mu      sync.Mutex
	queue   []Event
	sending bool
	wake    chan struct{}
	dropped int
}

// SetWebhook makes the CRM post every change from now on to url, signed with secret,
// until Close or the next SetWebhook; an empty url switches webhooks off.
func (s *Server) SetWebhook(url, secret string) {
	s.Close()
	if url == "" {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	h := &sender{
		url: url, secret: secret, clock: s.clock, cancel: cancel, done: make(chan struct{}), wake: make(chan struct{}, 1),
		client: &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}},
	}
	go h.run(ctx)
	s.mu.Lock()
	s.hooks = h
	s.mu.Unlock()
}

// Close ends the webhooks and waits for the one under way.
func (s *Server) Close() {
	s.mu.Lock()
	h := s.hooks
	s.hooks = nil
	s.mu.Unlock()
	if h != nil {
		h.cancel()
		<-h.done
	}
}

// Idle tells whether no webhook waits or is under way.
func (s *Server) Idle() bool {
	s.mu.Lock()
	h := s.hooks
	s.mu.Unlock()
	if h == nil {
		return true
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return len(h.queue) == 0 && !h.sending
}

// Dropped tells how many webhooks were given up: after the last try, or because too
// many waited.
func (s *Server) Dropped() int {
	s.mu.Lock()
	h := s.hooks
	s.mu.Unlock()
	if h == nil {
		return 0
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.dropped
}

func (h *sender) changed(object string, r *row) {
	e := Event{ID: r.id, Object: object, Op: "upsert", Data: r.object()}
	if r.deleted {
		e.Op = "delete"
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.queue) >= maxQueue {
		h.dropped++
		return
	}
	h.queue = append(h.queue, e)
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

func (h *sender) run(ctx context.Context) {
	defer close(h.done)
	defer h.client.CloseIdleConnections()
	for {
		e, ok := h.next()
		if !ok {
			select {
			case <-ctx.Done():
				return
			case <-h.wake:
			}
			continue
		}
		err := h.deliver(ctx, e)
		h.mu.Lock()
		h.sending = false
		if err != nil {
			h.dropped++
		}
		h.mu.Unlock()
		if ctx.Err() != nil {
			return
		}
	}
}

func (h *sender) next() (Event, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.queue) == 0 {
		return Event{}, false
	}
	e := h.queue[0]
	h.queue = h.queue[1:]
	h.sending = true
	return e, true
}

// deliver posts an event until it is taken (2xx) or the tries are used up.
func (h *sender) deliver(ctx context.Context, e Event) error {
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	for try := 0; ; try++ {
		if err = h.post(ctx, body); err == nil || try == len(retryAfter) {
			return err
		}
		if err := h.clock.Sleep(ctx, retryAfter[try]); err != nil {
			return err
		}
	}
}

func (h *sender) post(ctx context.Context, body []byte) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Signature", Sign(h.secret, h.clock.Now(), body))
	resp, err := h.client.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("webhook: status %d", resp.StatusCode)
	}
	return nil
}
