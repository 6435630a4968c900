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
)

// leaverCmd hands over a leaver's work and closes their access.
type leaverCmd struct {
	Preview leaverPreviewCmd `cmd:"" help:"Show what they own and who would get it; it changes nothing."`
	Apply   leaverApplyCmd   `cmd:"" help:"Hand over what the preview of this hash showed, and close their access."`
	Undo    leaverUndoCmd    `cmd:"" help:"Give back what a handover gave on; exit 1 when something has changed since."`
}

type leaverFlags struct {
	apiFlags
	Employee  string   `arg:"" help:"Who leaves: id or number."`
	Successor string   `help:"Who takes over: id or number; without it the nearest manager who still works here."`
	Column    []string `help:"Only these owner columns, by key."`
}

type leaverAsk struct {
	Plan       string   `json:"plan"`
	Successor  string   `json:"successor,omitempty"`
	Columns    []string `json:"columns,omitempty"`
	Hash       string   `json:"hash,omitempty"`
	Reason     string   `json:"reason,omitempty"`
	KeepAccess bool     `json:"keep_access,omitempty"`
}

func (f leaverFlags) ask() leaverAsk {
	a := leaverAsk{Plan: "manager", Successor: f.Successor, Columns: f.Column}
	if f.Successor != "" {
		a.Plan = "successor"
	}
	return a
}

func (f leaverFlags) path() string {
	return "/api/v1/employees/" + url.PathEscape(f.Employee) + "/handover"
}

// post sends a body and prints the answer: the JSON as it came, or a table made by say.
func post[T any](ctx context.Context, f apiFlags, path string, body any, say func(w io.Writer, v T)) (v T, err error) {
	c, err := f.client()
	if err != nil {
		return v, err
	}
	answer, err := c.change(ctx, http.MethodPost, path, nil, "", body)
	if err != nil {
		return v, err
	}
	if err := json.Unmarshal(answer, &v); err != nil {
		return v, fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	if f.JSON {
		var out bytes.Buffer
		if err := json.Indent(&out, answer, "", "  "); err != nil {
			return v, err
		}
		fmt.Println(strings.TrimSpace(out.String()))
		return v, nil
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	say(w, v)
	return v, w.Flush()
}

type leaverPreviewCmd struct{ leaverFlags }

// Run prints the preview.
func (c *leaverPreviewCmd) Run(ctx context.Context) error {
	_, err := post(ctx, c.apiFlags, c.path()+"/preview", c.ask(), func(w io.Writer, a struct {
		Of, Gets cliEmployee
		Columns  []cliColumn
		Items    []cliItem
		Access   cliAccess
		Hash     string
	},
	) {
		_, _ = fmt.Fprintf(w, "%s %s → %s %s\t\naccess\t%s\t\n\n", a.Of.Number, a.Of.Name, a.Gets.Number, a.Gets.Name, a.Access.text())
		printColumns(w, a.Columns)
		for _, i := range a.Items {
			_, _ = fmt.Fprintf(w, "  %s\t%s\t\n", i.Column, i.Label)
		}
		_, _ = fmt.Fprintf(w, "\nhash\t%s\t\n", a.Hash)
	})
	return err
}

type leaverApplyCmd struct {
	leaverFlags
	Hash       string `help:"The hash that the preview printed."`
	Reason     string `help:"Why; it stands in the audit trail."`
	KeepAccess bool   `help:"Leave their account, sessions and keys as they are."`
}

// Run hands over.
func (c *leaverApplyCmd) Run(ctx context.Context) error {
	if c.Hash == "" || c.Reason == "" {
		return exitError{exitUsage, errors.New("apply needs --hash of a preview and --reason")}
	}
	a := c.ask()
	a.Hash, a.Reason, a.KeepAccess = c.Hash, c.Reason, c.KeepAccess
	_, err := post(ctx, c.apiFlags, c.path(), a, printHandover)
	return err
}

type leaverUndoCmd struct {
	apiFlags
	Handover string `arg:"" help:"Id of the handover."`
	Reason   string `help:"Why; it stands in the audit trail."`
}

// Run undoes a handover.
func (c *leaverUndoCmd) Run(ctx context.Context) error {
	if c.Reason == "" {
		return exitError{exitUsage, errors.New("undo needs --reason")}
	}
	h, err := post(ctx, c.apiFlags, "/api/v1/handovers/"+url.PathEscape(c.Handover)+"/undo", map[string]string{"reason": c.Reason}, printHandover)
	if err == nil && len(h.Left) > 0 {
		return exitError{exitWrong, fmt.Errorf("%d have changed since and stay as they are", len(h.Left))}
	}
	return err
}
