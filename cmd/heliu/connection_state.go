package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/heliuhub/heliu/pipelines/views"
)

// connectionStateCmd looks at how far streams were read, and changes it.
type connectionStateCmd struct {
	List  stateListCmd  `cmd:"" help:"How far each stream of a connection was read."`
	Show  stateShowCmd  `cmd:"" help:"How far a stream was read, in full."`
	Set   stateSetCmd   `cmd:"" help:"Read a stream on from a given position."`
	Reset stateResetCmd `cmd:"" help:"Read a stream from the start again; what did not change has no effect."`
}

type stateListCmd struct {
	apiFlags
	Connection string `arg:"" help:"Name of a connection."`
}

// Run prints a line a stream.
func (c *stateListCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	x, err := api.named(ctx, c.Connection)
	if err != nil {
		return err
	}
	type states struct {
		Items []views.State `json:"items"`
	}
	_, err = show(ctx, c.apiFlags, "/api/v1/connections/"+x.ID+"/states", nil, func(w io.Writer, l states) {
		_, _ = fmt.Fprintln(w, "STREAM\tBYTES\tUPDATED\tSTATE\t")
		for _, s := range l.Items {
			text := string(s.State)
			if len(text) > 80 {
				text = text[:80] + "…"
			}
			if s.Halted != nil {
				text += " ← " + s.Halted.Code
			}
			_, _ = fmt.Fprintf(w, "%s\t%d\t%s\t%s\t\n", s.Stream, s.Bytes, hourOf(s.UpdatedAt), text)
		}
	})
	return err
}

// streamArgs name a stream of a connection.
type streamArgs struct {
	Connection string `arg:"" help:"Name of a connection."`
	Stream     string `arg:"" help:"Name of its stream."`
}

func (a streamArgs) path(ctx context.Context, api *client) (string, error) {
	x, err := api.named(ctx, a.Connection)
	return "/api/v1/connections/" + x.ID + "/streams/" + url.PathEscape(a.Stream) + "/state", err
}

type stateShowCmd struct {
	apiFlags
	streamArgs
}

// Run prints the state of a stream.
func (c *stateShowCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	path, err := c.path(ctx, api)
	if err != nil {
		return err
	}
	_, err = show(ctx, c.apiFlags, path, nil, func(w io.Writer, s views.State) { _, _ = fmt.Fprintln(w, string(s.State)) })
	return err
}

// deciding is what changing a state needs.
type deciding struct {
	Reason string `required:"" help:"Why; it goes into the audit trail."`
	Yes    bool   `help:"Do not ask for the connection's name."`
}

// confirm has the person type the connection's name, unless they said yes before.
func (d deciding) confirm(in io.Reader, out io.Writer, what string, a streamArgs) error {
	if strings.TrimSpace(d.Reason) == "" {
		return exitError{exitUsage, errors.New("give a --reason")}
	}
	if d.Yes {
		return nil
	}
	_, _ = fmt.Fprintf(out, "%s：%s/%s\n请输入连接名称以确认 / type the connection's name to confirm: ", what, a.Connection, a.Stream)
	line, err := bufio.NewReader(in).ReadString('\n')
	if strings.TrimSpace(line) != a.Connection {
		return exitError{exitUsage, errors.Join(errors.New("not confirmed, nothing was changed; --yes goes without asking"), err)}
	}
	return nil
}

type stateSetCmd struct {
	apiFlags
	streamArgs
	State string `arg:"" help:"The state as JSON, or @file to read it from there."`
	deciding
}

// Run sets a state.
func (c *stateSetCmd) Run(ctx context.Context) error {
	text := []byte(c.State)
	if name, file := strings.CutPrefix(c.State, "@"); file {
		var err error
		if text, err = os.ReadFile(name); err != nil { //nolint:gosec // the person at the terminal names it
			return exitError{exitUsage, err}
		}
	}
	if !json.Valid(text) {
		return exitError{exitUsage, errors.New("the state is not JSON")}
	}
	return c.decide(ctx, c.apiFlags, c.streamArgs, "从给定位置继续读取 / read on from a given position", func(api *client, path, tag string) ([]byte, error) {
		return api.change(ctx, http.MethodPut, path, nil, tag, map[string]any{"state": json.RawMessage(text), "reason": c.Reason})
	})
}

type stateResetCmd struct {
	apiFlags
	streamArgs
	deciding
}

// Run resets a state.
func (c *stateResetCmd) Run(ctx context.Context) error {
	return c.decide(ctx, c.apiFlags, c.streamArgs, "从头读取 / read from the start", func(api *client, path, tag string) ([]byte, error) {
		return api.change(ctx, http.MethodDelete, path, url.Values{"reason": {c.Reason}}, tag, nil)
	})
}

// decide confirms a change of the state that the person sees, and makes it.
func (d deciding) decide(ctx context.Context, f apiFlags, a streamArgs, what string, change func(api *client, path, tag string) ([]byte, error)) error {
	api, err := f.client()
	if err != nil {
		return err
	}
	path, err := a.path(ctx, api)
	if err != nil {
		return err
	}
	body, err := api.call(ctx, http.MethodGet, path, nil)
	if err != nil {
		return err
	}
	var is views.State
	if err := json.Unmarshal(body, &is); err != nil {
		return err
	}
	if !f.JSON {
		fmt.Printf("现在 / now: %s\n", is.State)
	}
	if err := d.confirm(os.Stdin, os.Stdout, what, a); err != nil {
		return err
	}
	answer, err := change(api, path, `"`+is.Tag+`"`)
	if err != nil {
		return err
	}
	if f.JSON {
		fmt.Println(strings.TrimSpace(string(answer)))
		return nil
	}
	fmt.Println("✓ 已更改，原位置如上 / changed; what it was stands above")
	return nil
}
