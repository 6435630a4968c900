package load

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
)

// Caller is a client of one hub: HTTP/1.1 with connections that are kept. It is safe
// for concurrent use.
type Caller struct {
	base    string
	formKey string // of the form's door
	apiKey  string
	http    *http.Client
}

// NewCaller makes a client that holds up to conns connections.
func NewCaller(base, formKey, apiKey string, conns int) *Caller {
	d := &net.Dialer{Timeout: 5 * time.Second}
	return &Caller{base: base, formKey: formKey, apiKey: apiKey, http: &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{
		DialContext: d.DialContext, MaxIdleConns: conns, MaxIdleConnsPerHost: conns, IdleConnTimeout: time.Minute, DisableCompression: true,
		ReadBufferSize: 2 << 10, WriteBufferSize: 2 << 10,
	}}}
}

// Posted is how posting a lead ended.
type Posted struct {
	Status  int // of the last answer; 0: none came
	Retries int // answers of 503, 429 or none that were tried again
}

// Post sends a lead to a form's door as a real client does: where the hub says that
// it did not take it, or says nothing, it sends the same again after Retry-After,
// until ctx ends.
func (c *Caller) Post(ctx context.Context, door string, l Lead) Posted {
	var p Posted
	for {
		status, after := c.post(ctx, door, l)
		if status != 0 {
			p.Status = status
		}
		if status != 0 && status != http.StatusServiceUnavailable && status != http.StatusTooManyRequests {
			return p
		}
		if (clock.System{}).Sleep(ctx, after) != nil {
			return p
		}
		p.Retries++
	}
}

// post makes one attempt. A status of 0 means that nothing is known.
func (c *Caller) post(ctx context.Context, door string, l Lead) (status int, after time.Duration) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.base+"/in/"+door, bytes.NewReader(l.Body))
	if err != nil {
		return http.StatusBadRequest, 0
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Heliu-Key", c.formKey)
	resp, err := c.http.Do(req)
	if err != nil {
		return 0, time.Second
	}
	defer func() { _ = resp.Body.Close() }()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return 0, time.Second
	}
	after = time.Second
	if s, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && s > 0 {
		after = time.Duration(s) * time.Second
	}
	return resp.StatusCode, after
}

// Visible asks the API whether a golden record with this mobile number is there.
func (c *Caller) Visible(ctx context.Context, mobile string) (bool, error) {
	var found struct {
		Items []struct {
			ID string `json:"id"`
		} `json:"items"`
	}
	err := c.get(ctx, "/api/v1/customers?"+url.Values{"mobile": {mobile}}.Encode(), &found)
	return len(found.Items) > 0 && found.Items[0].ID != "", err
}

func (c *Caller) get(ctx context.Context, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+path, nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+c.apiKey)
	resp, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		_, _ = io.Copy(io.Discard, io.LimitReader(resp.Body, 64<<10))
		return fmt.Errorf("the API answered %s", resp.Status)
	}
	return json.NewDecoder(io.LimitReader(resp.Body, 1<<20)).Decode(into)
}
