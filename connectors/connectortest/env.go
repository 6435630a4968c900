package connectortest

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/internal/clock"
)

// Epoch is where the clock of a new Env stands: a Monday morning in Shanghai.
var Epoch = time.Date(2026, 3, 2, 2, 0, 0, 0, time.UTC)

// Env is a connectors.Env in memory for tests: hand Env.Env to a connector's
// constructors and look at what it did through the other fields.
type Env struct {
	connectors.Env

	Now     *clock.Fake // the same clock as Env.Clock; Sleep moves it and returns at once
	Uploads *Files      // the same as Env.Files
	Kept    *Tokens     // the same as Env.Tokens
	Output  *Output     // everything that was logged, at every level, as JSON lines
}

// NewEnv makes an environment with a clock at Epoch, no files and no tokens. Its
// connections are closed when the test ends.
func NewEnv(t testing.TB) *Env {
	t.Helper()
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	transport := &http.Transport{DialContext: dialer.DialContext}
	t.Cleanup(transport.CloseIdleConnections)
	e := &Env{Now: clock.NewFake(Epoch), Uploads: &Files{}, Kept: &Tokens{}, Output: &Output{}}
	e.Env = connectors.Env{
		HTTP: transport, Dial: dialer.DialContext, Clock: e.Now, Files: e.Uploads, Tokens: e.Kept, Hash: hash,
		Log: slog.New(slog.NewJSONHandler(e.Output, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	return e
}

func hash(value string) string {
	mac := hmac.New(sha256.New, []byte("connectortest"))
	mac.Write([]byte(value))
	return hex.EncodeToString(mac.Sum(nil))[:32]
}

// Output keeps what was logged. It is safe for concurrent use.
type Output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

// Write takes log lines.
func (o *Output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

// String gives all that was logged so far.
func (o *Output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}

// Tokens keeps tokens in memory. It is safe for concurrent use.
type Tokens struct {
	mu       sync.Mutex
	values   map[string]string
	replaced int
	// Fail, when set, is what Replace answers: a hub that lost the lease.
	Fail error
}

// Get gives a token.
func (k *Tokens) Get(_ context.Context, name string) (string, bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	v, ok := k.values[name]
	return v, ok, nil
}

// Replace keeps a token.
func (k *Tokens) Replace(_ context.Context, name, value string) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.Fail != nil {
		return k.Fail
	}
	if k.values == nil {
		k.values = map[string]string{}
	}
	k.values[name] = value
	k.replaced++
	return nil
}

// Replaced tells how often a token was replaced.
func (k *Tokens) Replaced() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.replaced
}

// all gives the tokens that were kept last, which are secrets.
func (k *Tokens) all() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []string
	for _, v := range k.values {
		out = append(out, v)
	}
	return out
}
