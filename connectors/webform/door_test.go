package webform_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/webform"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/record"
)

const (
	publicKey     = "pk_demo_0001"
	hmacSecret    = "form-demo-secret"
	webhookSecret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
	oldSecret     = "whsec_ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA="
)

// now is the moment of vectors.json.
var now = time.Unix(1767225600, 0)

// bus is a durable log as the door shows it to a receiver: the same record again is
// a duplicate, the same key with other content a conflict.
type bus struct {
	mu   sync.Mutex
	recs []record.Record
	fail error
}

func (b *bus) emit(ctx context.Context, recs []record.Record, state connectors.State) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.fail != nil {
		return b.fail
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if state != nil || len(recs) != 1 {
		return errors.New("a receiver emits one record without a state")
	}
	r := recs[0]
	r.Workspace, r.Connection, r.Connector, r.ReceivedAt = "w", "c", "webform", now
	if err := r.Validate(); err != nil {
		return err
	}
	for _, old := range b.recs {
		if old.Key == r.Key {
			if old.ID() == r.ID() {
				return connectors.ErrDuplicate
			}
			return fault.New("id_conflict", nil)
		}
	}
	b.recs = append(b.recs, r)
	return nil
}

func (b *bus) taken() []record.Record {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]record.Record(nil), b.recs...)
}

func (b *bus) setFail(err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fail = err
}

// door is a receiver behind a test server.
type door struct {
	*httptest.Server
	bus   *bus
	clock *clock.Fake
	logs  *bytes.Buffer
	raw   connectors.Receiver
}

func testHash(v string) string {
	m := hmac.New(sha256.New, []byte("test"))
	m.Write([]byte(v))
	return hex.EncodeToString(m.Sum(nil))[:32]
}

func open(t testing.TB, settings map[string]any) *door {
	t.Helper()
	d := &door{bus: &bus{}, clock: clock.NewFake(now), logs: &bytes.Buffer{}}
	s, err := webform.Connector.Spec.Validate(settings)
	if err != nil {
		t.Fatal(err)
	}
	env := connectors.Env{Clock: d.clock, Hash: testHash, Log: slog.New(slog.NewJSONHandler(d.logs, nil))}
	if d.raw, err = webform.Connector.NewReceiver(t.Context(), env, s); err != nil {
		t.Fatal(err)
	}
	d.Server = httptest.NewServer(d.raw.Handler(d.bus.emit))
	t.Cleanup(d.Close)
	return d
}

func publicDoor(t testing.TB) *door {
	return open(t, map[string]any{"public_key": publicKey, "origins": []string{"https://www.example.com", "https://*.example.org"}})
}

func hmacDoor(t testing.TB) *door {
	return open(t, map[string]any{"mode": webform.ModeHeliuHMAC, "secret": hmacSecret})
}

func hookDoor(t testing.TB) *door {
	return open(t, map[string]any{
		"mode": webform.ModeStandardWebhooks, "secret": webhookSecret, "previous_secret": oldSecret, "previous_until": "2026-01-02",
	})
}

// answer is what a door said.
type answer struct {
	Status    int
	Header    http.Header
	Accepted  bool   `json:"accepted"`
	EventID   string `json:"event_id"`
	Duplicate bool   `json:"duplicate"`
	Code      string `json:"code"`
	Zh        string `json:"message_zh"`
	En        string `json:"message_en"`
	Detail    string `json:"detail"`
	Field     string `json:"field"`
	Text      string `json:"-"`
}

// post sends a body under the public key; headers come as pairs.
func (d *door) post(t testing.TB, body []byte, headers ...string) answer {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.URL, bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Heliu-Key", publicKey)
	for i := 0; i+1 < len(headers); i += 2 {
		if headers[i+1] == "" {
			req.Header.Del(headers[i])
			continue
		}
		req.Header.Set(headers[i], headers[i+1])
	}
	return d.do(t, req)
}

func (d *door) do(t testing.TB, req *http.Request) answer {
	t.Helper()
	resp, err := d.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	a := answer{Status: resp.StatusCode, Header: resp.Header, Text: string(b)}
	if len(b) > 0 {
		if err := json.Unmarshal(b, &a); err != nil {
			t.Fatalf("the answer is no JSON: %s", b)
		}
	}
	a.Status = resp.StatusCode
	return a
}
