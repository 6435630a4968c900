// Package proxy drives toxiproxy, a proxy whose connections can be made slow or cut,
// by its HTTP API.
package proxy

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"github.com/heliuhub/heliu/internal/torture/proc"
)

// Server is a running toxiproxy.
type Server struct {
	process *proc.Process
	base    string
}

// Start runs the program bin.
func Start(ctx context.Context, bin, logDir string) (*Server, error) {
	port, err := proc.FreePort(ctx)
	if err != nil {
		return nil, err
	}
	s := &Server{base: fmt.Sprintf("http://127.0.0.1:%d", port), process: &proc.Process{
		Name: "toxiproxy", Bin: bin, Args: []string{"-host", "127.0.0.1", "-port", fmt.Sprint(port)}, Env: []string{"LOG_LEVEL=error"},
		Log: filepath.Join(logDir, "toxiproxy.log"),
	}}
	if err := s.process.Start(ctx, 10*time.Second); err != nil {
		return nil, err
	}
	for until := time.Now().Add(10 * time.Second); ; {
		if err = s.call(ctx, http.MethodGet, "/version", nil); err == nil {
			return s, nil
		}
		if time.Now().After(until) || !s.process.Running() {
			return nil, fmt.Errorf("toxiproxy does not answer: %w: %s", err, s.process.Tail())
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// Stop ends it.
func (s *Server) Stop() error { return s.process.Kill() }

// Proxy is one way to a server.
type Proxy struct {
	server *Server
	name   string
	Port   int
}

// Add makes a proxy on a free port before upstream.
func (s *Server) Add(ctx context.Context, name, upstream string) (*Proxy, error) {
	port, err := proc.FreePort(ctx)
	if err != nil {
		return nil, err
	}
	p := &Proxy{server: s, name: name, Port: port}
	return p, s.call(ctx, http.MethodPost, "/proxies", map[string]any{
		"name": name, "listen": fmt.Sprintf("127.0.0.1:%d", port), "upstream": upstream, "enabled": true,
	})
}

// Toxic makes every connection bad: latency {latency, jitter} in ms, bandwidth {rate}
// in KB/s, reset_peer {timeout}, timeout {timeout} with 0 for a half-open connection.
// It works on what the server answers ("downstream") or is sent ("upstream").
func (p *Proxy) Toxic(ctx context.Context, kind, stream string, attributes map[string]any) error {
	return p.server.call(ctx, http.MethodPost, "/proxies/"+p.name+"/toxics", map[string]any{
		"name": kind + "_" + stream, "type": kind, "stream": stream, "toxicity": 1.0, "attributes": attributes,
	})
}

// Cut ends every connection and refuses new ones.
func (p *Proxy) Cut(ctx context.Context) error {
	return p.server.call(ctx, http.MethodPost, "/proxies/"+p.name, map[string]any{"enabled": false})
}

// Heal takes everything bad away, of all proxies.
func (s *Server) Heal(ctx context.Context) error { return s.call(ctx, http.MethodPost, "/reset", nil) }

func (s *Server) call(ctx context.Context, method, path string, body any) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute) // a slow connection is let go of slowly
	defer cancel()
	var b io.Reader
	if body != nil {
		j, err := json.Marshal(body)
		if err != nil {
			return err
		}
		b = bytes.NewReader(j)
	}
	req, err := http.NewRequestWithContext(ctx, method, s.base+path, b)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer func() { _ = resp.Body.Close() }()
	text, _ := io.ReadAll(io.LimitReader(resp.Body, 4096))
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("toxiproxy: %s %s: %s: %s", method, path, resp.Status, text)
	}
	return nil
}
