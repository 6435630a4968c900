// Package fake posts forms as web sites and form builders do: it signs in each mode
// and sends again, under the same event id, after a 503, a 429, another 5xx or a
// connection that was cut.
package fake

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Clock tells the time and waits.
type Clock interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error
}

// Data is how a site is set up.
type Data struct {
	URL    string // of the door: http://…/in/<connection>
	Mode   string // public_key, heliu_hmac or standard_webhooks
	Key    string // public key
	Secret string
	Origin string // of the page, for a browser's form
	// Attempts bounds how often one form is sent, default 20; MaxWait the pause
	// between two, default 10 s.
	Attempts int
	MaxWait  time.Duration
	Client   *http.Client // default: one with a time limit of 30 s
}

// Sender sends forms. It is safe for concurrent use.
type Sender struct {
	d     Data
	clock Clock
}

// New makes a sender.
func New(d Data, clock Clock) *Sender {
	if d.Attempts <= 0 {
		d.Attempts = 20
	}
	if d.MaxWait <= 0 {
		d.MaxWait = 10 * time.Second
	}
	if d.Client == nil {
		d.Client = &http.Client{Timeout: 30 * time.Second}
	}
	return &Sender{d, clock}
}

// Form is one submission. ID may be empty where the body holds one or none is known.
type Form struct {
	ID          string
	Body        []byte
	ContentType string // default application/json
	Header      http.Header
}

// Result is how the door answered in the end.
type Result struct {
	Status    int
	Attempts  int
	EventID   string `json:"event_id"`
	Duplicate bool   `json:"duplicate"`
	Code      string `json:"code"`
}

// LeadCreated wraps a lead as the payload that Standard Webhooks suggests.
func LeadCreated(at time.Time, lead any) ([]byte, error) {
	return json.Marshal(map[string]any{"type": "lead.created", "timestamp": at.UTC().Format(time.RFC3339), "data": lead})
}

// Send posts a form until it is taken or refused for good. The error is for a form
// that met neither after all attempts.
func (s *Sender) Send(ctx context.Context, f Form) (Result, error) {
	var last Result
	var lastErr error
	for n := 1; n <= s.d.Attempts; n++ {
		req, err := s.Request(ctx, f)
		if err != nil {
			return Result{}, err
		}
		var wait time.Duration
		last, wait, lastErr = s.once(req)
		last.Attempts = n
		if lastErr == nil && last.Status != http.StatusTooManyRequests && last.Status < 500 {
			return last, nil
		}
		if ctx.Err() != nil {
			break
		}
		if wait == 0 {
			wait = 100 * time.Millisecond << min(n, 8)
		}
		if err := s.clock.Sleep(ctx, min(wait, s.d.MaxWait)); err != nil {
			break
		}
	}
	return last, errors.Join(fmt.Errorf("fake: not taken after %d attempts, last status %d", last.Attempts, last.Status), lastErr, ctx.Err())
}

func (s *Sender) once(req *http.Request) (r Result, wait time.Duration, err error) {
	resp, err := s.d.Client.Do(req)
	if err != nil {
		return r, 0, err
	}
	defer resp.Body.Close()
	r.Status = resp.StatusCode
	body, err := io.ReadAll(io.LimitReader(resp.Body, 64<<10))
	if err != nil {
		return r, 0, err
	}
	if err := json.Unmarshal(body, &r); err != nil && r.Status < 300 {
		return r, 0, fmt.Errorf("fake: the answer is no JSON: %w", err)
	}
	r.Status = resp.StatusCode
	if secs, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		wait = time.Duration(secs) * time.Second
	}
	return r, wait, nil
}

// Request makes one attempt's request: the id stays from attempt to attempt, the
// timestamp and the nonce are new.
func (s *Sender) Request(ctx context.Context, f Form) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.d.URL, bytes.NewReader(f.Body))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	if f.ContentType != "" {
		req.Header.Set("Content-Type", f.ContentType)
	}
	for k, vs := range f.Header {
		req.Header[http.CanonicalHeaderKey(k)] = vs
	}
	ts := strconv.FormatInt(s.clock.Now().Unix(), 10)
	switch s.d.Mode {
	case "heliu_hmac":
		nonce := rand.Text()
		req.Header.Set("X-Heliu-Timestamp", ts)
		req.Header.Set("X-Heliu-Nonce", nonce)
		req.Header.Set("X-Heliu-Signature", "sha256="+hex.EncodeToString(mac([]byte(s.d.Secret), ts+"."+nonce+".", f.Body)))
	case "standard_webhooks":
		key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(s.d.Secret, "whsec_"))
		if err != nil {
			return nil, fmt.Errorf("fake: the secret is no base64: %w", err)
		}
		if f.ID == "" {
			return nil, errors.New("fake: Standard Webhooks need an id")
		}
		req.Header.Set("webhook-id", f.ID)
		req.Header.Set("webhook-timestamp", ts)
		req.Header.Set("webhook-signature", "v1,"+base64.StdEncoding.EncodeToString(mac(key, f.ID+"."+ts+".", f.Body)))
		return req, nil
	default:
		req.Header.Set("X-Heliu-Key", s.d.Key)
		if s.d.Origin != "" {
			req.Header.Set("Origin", s.d.Origin)
		}
	}
	if f.ID != "" {
		req.Header.Set("Idempotency-Key", f.ID)
	}
	return req, nil
}

func mac(key []byte, prefix string, body []byte) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(prefix))
	m.Write(body)
	return m.Sum(nil)
}
