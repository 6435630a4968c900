package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/heliuhub/heliu/fault"
)

// apiFlags are those of every command that asks a running hub.
type apiFlags struct {
	Data      string `env:"HELIU_DATA" default:".heliu" type:"path" help:"Data directory of the running hub: its address and admin key."`
	URL       string `env:"HELIU_URL" help:"Address of the hub; without it the one in the data directory."`
	Key       string `env:"HELIU_KEY" help:"API key; without it the demo's admin key in the data directory."`
	Workspace string `help:"Workspace (slug or id); without it the key's own."`
	JSON      bool   `help:"Print the API's JSON."`
}

// client asks a hub's API.
type client struct {
	base, key, workspace string
	http                 *http.Client
}

func (f apiFlags) client() (*client, error) {
	c := &client{base: f.URL, key: f.Key, workspace: f.Workspace, http: &http.Client{Timeout: 2 * time.Minute}}
	if c.base == "" {
		var r running
		if ok, err := dataDir(f.Data).load("run.json", &r); err != nil || !ok {
			return nil, exitError{exitEnvironment, fmt.Errorf("no hub is known for %s; start one by heliu up, or name it by --url", f.Data)}
		}
		c.base = r.HTTP
	}
	if c.key == "" {
		b, err := os.ReadFile(dataDir(f.Data).path("admin.key"))
		if err != nil {
			return nil, exitError{exitEnvironment, fmt.Errorf("no API key: name one by --key or HELIU_KEY: %w", err)}
		}
		c.key = strings.TrimSpace(string(b))
	}
	return c, nil
}

// call asks the API and gives the body of its answer. A problem becomes an error with
// both sentences.
func (c *client) call(ctx context.Context, method, path string, query url.Values) ([]byte, error) {
	return c.change(ctx, method, path, query, "", nil)
}

// change is call with an If-Match and a JSON body, each where there is one.
func (c *client) change(ctx context.Context, method, path string, query url.Values, ifMatch string, body any) ([]byte, error) {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	var sent io.Reader
	if body != nil {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(body); err != nil {
			return nil, exitError{exitUsage, err}
		}
		sent = &b
	}
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimSuffix(c.base, "/")+path, sent)
	if err != nil {
		return nil, exitError{exitUsage, err}
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if ifMatch != "" {
		req.Header.Set("If-Match", ifMatch)
	}
	req.Header.Set("Authorization", "Bearer "+c.key)
	if c.workspace != "" {
		req.Header.Set("X-Heliu-Workspace", c.workspace)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, exitError{exitEnvironment, fmt.Errorf("the hub at %s does not answer: %w", c.base, err)}
	}
	defer func() { _ = resp.Body.Close() }()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, 64<<20))
	if err != nil {
		return nil, err
	}
	if resp.StatusCode < 300 {
		return answer, nil
	}
	var p fault.Problem
	if json.Unmarshal(answer, &p) != nil || p.Code == "" {
		return nil, exitError{exitEnvironment, fmt.Errorf("the hub answered %s", resp.Status)}
	}
	code := exitWrong
	if resp.StatusCode >= 500 {
		code = exitEnvironment
	}
	text := p.Code + ": " + p.MessageZh + " / " + p.MessageEn
	if p.Field != "" {
		text += " [" + p.Field + "]"
	}
	if p.Detail != "" {
		text += ": " + p.Detail
	}
	return nil, exitError{code, errors.New(text)}
}

// show asks and prints: the JSON as it came, or a table made by say.
func show[T any](ctx context.Context, f apiFlags, path string, query url.Values, say func(w io.Writer, v T)) (v T, err error) {
	c, err := f.client()
	if err != nil {
		return v, err
	}
	body, err := c.call(ctx, http.MethodGet, path, query)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(body, &v); err != nil {
		return v, fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	if f.JSON {
		var out bytes.Buffer
		if err := json.Indent(&out, body, "", "  "); err != nil {
			return v, err
		}
		fmt.Println(strings.TrimSpace(out.String()))
		return v, nil
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	say(w, v)
	return v, w.Flush()
}
