package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// pipelineCmd asks where records are.
type pipelineCmd struct {
	Trace    pipelineTraceCmd    `cmd:"" help:"Say where a document is on its way; exit 1 when nothing of that number is known."`
	Backfill pipelineBackfillCmd `cmd:"" help:"Read a range of a source again, window by window beside the live stream."`
	Compare  pipelineCompareCmd  `cmd:"" help:"Hold a window of a source against the hub; exit 1 when they differ."`
	Jobs     pipelineJobsCmd     `cmd:"" help:"Replays, backfills and comparisons: list, show, cancel."`
}

type pipelineTraceCmd struct {
	apiFlags
	Number string `required:"" help:"Number of an order, contract, receivable, payment or deal, or the key of a record."`
}

// Run prints the stations of each document that carries the number.
func (c *pipelineTraceCmd) Run(ctx context.Context) error {
	t, err := show(ctx, c.apiFlags, "/api/v1/pipeline/trace", url.Values{"number": {c.Number}}, func(w io.Writer, t views.Trace) {
		_, _ = fmt.Fprintf(w, "%s\n%s\n", t.Summary.Zh, t.Summary.En)
		for _, d := range t.Documents {
			_, _ = fmt.Fprintf(w, "\n%s  %s\n", d.Record.Name, d.Kind)
			for _, s := range d.Steps {
				at := ""
				if s.At != nil {
					at = s.At.In(record.Shanghai).Format("2006-01-02 15:04:05")
				}
				_, _ = fmt.Fprintf(w, "  %s\t%s\t%s\t%s\n", mark(s.State), at, s.Text.Zh, s.Text.En)
				if s.DeadLetter != "" {
					_, _ = fmt.Fprintf(w, "  \t\t→ heliu dlq show %s\n", s.DeadLetter)
				}
			}
		}
		sayElsewhere(w, t)
	})
	if err == nil && !t.Found {
		return exitError{exitWrong, errors.New("nothing of that number is known")}
	}
	return err
}

// sayElsewhere prints what is known of a number beside documents: refusals, numbers
// like it, and where it could come from.
func sayElsewhere(w io.Writer, t views.Trace) {
	for _, r := range t.Refusals {
		_, _ = fmt.Fprintf(w, "\n✗ %s  %s  %s ×%d\n  %s\n  %s\n", r.Name, r.Code, r.LastAt.In(record.Shanghai).Format(time.DateTime), r.Count, r.Message.Zh, r.Message.En)
	}
	for _, s := range t.Similar {
		_, _ = fmt.Fprintf(w, "≈ %s\t%s\t%s\n", s.Number, s.Kind, s.Record.Name)
	}
	for _, p := range t.Places {
		sign, moved := "·", "-"
		if p.Suspect {
			sign = "!"
		}
		if p.LastMovedAt != nil {
			moved = p.LastMovedAt.In(record.Shanghai).Format(time.DateTime)
		}
		_, _ = fmt.Fprintf(w, "%s %s\t%s\t%s\t%s / %s\n", sign, p.Name, p.Health, moved, p.Hint.Zh, p.Hint.En)
	}
}

// mark shows a step's state in one character.
func mark(state string) string {
	switch state {
	case "done":
		return "✓"
	case "failed":
		return "✗"
	case "waiting":
		return "…"
	}
	return "·"
}
