package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"text/tabwriter"
	"time"

	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// rangeFlags name a range: days or moments, in Shanghai where they have no offset.
type rangeFlags struct {
	From string `help:"First day (2026-01-31) or moment of the range."`
	To   string `help:"Day or moment behind the range's end; a day itself is not part of it."`
}

// times reads the flags; nil for an end that is not named.
func (r rangeFlags) times() (from, to *time.Time, err error) {
	if from, err = readMoment("--from", r.From); err == nil {
		to, err = readMoment("--to", r.To)
	}
	return from, to, err
}

func readMoment(flag, text string) (*time.Time, error) {
	if text == "" {
		return nil, nil //nolint:nilnil // no end was named, which is no error
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339} {
		if t, err := time.ParseInLocation(layout, text, record.Shanghai); err == nil {
			return &t, nil
		}
	}
	return nil, exitError{exitUsage, fmt.Errorf("%s %q is no day or moment; write 2026-01-31 or 2026-01-31T08:00", flag, text)}
}

// jobOrder is the body of what orders a job.
type jobOrder struct {
	Connection    string     `json:"connection,omitempty"`
	Stream        string     `json:"stream,omitempty"`
	From          *time.Time `json:"from,omitempty"`
	To            *time.Time `json:"to,omitempty"`
	WindowSeconds int64      `json:"window_seconds,omitempty"`
	History       *bool      `json:"history,omitempty"`
	Reason        string     `json:"reason,omitempty"`
}

// orderJob orders a job and, unless detach, follows it to its end: progress goes to
// stderr. A job that failed or was cancelled is an error of exit code 1.
func orderJob(ctx context.Context, f apiFlags, path string, order jobOrder, detach bool) (j views.Job, err error) {
	c, err := f.client()
	if err != nil {
		return j, err
	}
	body, err := c.change(ctx, http.MethodPost, path, nil, "", order)
	if err != nil {
		return j, err
	}
	if err := json.Unmarshal(body, &j); err != nil {
		return j, fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	for shown := ""; !detach && (j.Status == "waiting" || j.Status == "running"); {
		if line := progressLine(j); line != shown {
			shown = line
			_, _ = fmt.Fprintf(os.Stderr, "\r\x1b[K%s", line)
		}
		if err := (clock.System{}).Sleep(ctx, 500*time.Millisecond); err != nil {
			return j, err
		}
		if body, err = c.call(ctx, http.MethodGet, "/api/v1/jobs/"+j.ID, nil); err != nil {
			return j, err
		}
		j = views.Job{}
		if err := json.Unmarshal(body, &j); err != nil {
			return j, fmt.Errorf("the hub's answer cannot be read: %w", err)
		}
	}
	if !detach {
		_, _ = fmt.Fprint(os.Stderr, "\r\x1b[K")
	}
	if f.JSON {
		fmt.Println(string(body))
	} else {
		w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
		sayJob(w, j)
		if err := w.Flush(); err != nil {
			return j, err
		}
	}
	switch j.Status {
	case "failed":
		return j, exitError{exitWrong, fmt.Errorf("%s: %s / %s", j.Code, said(j.Message).Zh, said(j.Message).En)}
	case "cancelled":
		return j, exitError{exitWrong, errors.New("the job was cancelled")}
	}
	return j, nil
}

func said(t *views.Text) views.Text {
	if t == nil {
		return views.Text{}
	}
	return *t
}

func progressLine(j views.Job) string {
	of := ""
	if j.Total > 0 {
		of = fmt.Sprintf(" / %d", j.Total)
	}
	line := fmt.Sprintf("%s %s %s %d%s", j.Kind, j.Status, j.At, j.Done, of)
	if j.Code != "" {
		line += "  " + j.Code
	}
	return line
}

func moment(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return t.In(record.Shanghai).Format("2006-01-02 15:04:05")
}

// sayJob prints a job for people.
func sayJob(w io.Writer, j views.Job) {
	p := func(format string, args ...any) { _, _ = fmt.Fprintf(w, format+"\n", args...) }
	p("job\t%s\t%s %s", j.ID, j.Kind, j.Status)
	p("connection\t%s %s\t%s – %s", j.ConnectionName, j.Stream, moment(j.From), moment(j.To))
	if a := j.Again; a != nil {
		p("looked at\t%d", a.Looked)
		for _, x := range []struct {
			name string
			n    int64
		}{
			{"unchanged", a.Unchanged},
			{"changed", a.Changed},
			{"newly taken in", a.New},
			{"left out now", a.Dropped},
			{"fail now", a.Failed},
			{"still not taken in", a.StillOut},
			{"raw record not kept", a.NoRaw},
			{"put on the bus", a.Sent},
		} {
			if x.n > 0 {
				p("%s\t%d", x.name, x.n)
			}
		}
		for _, m := range []map[string]int64{a.Fields, a.Codes, a.Reasons} {
			for name, n := range m {
				p("  %s\t%d", name, n)
			}
		}
		for _, e := range a.Examples {
			p("%s\t%s/%s\t%s", e.What, e.Stream, e.Key, e.Code)
			for _, c := range e.Changes {
				p("  %s.%s\t%s\t→ %s", c.Kind, c.Field, c.Before, c.After)
			}
		}
	}
	if x := j.Windows; x != nil {
		p("windows\t%d of %d\trecords %d", j.Done, j.Total, x.Records)
	}
	if x := j.Compared; x != nil {
		p("streams\t%d alike, %d differ", x.Equal, x.Differing)
		for _, s := range x.Unable {
			p("  %s\tcannot be asked", s)
		}
	}
	if j.Code != "" {
		p("fault\t%s\t%s / %s", j.Code, said(j.Message).Zh, said(j.Message).En)
	}
}

// replayCmd maps stored records again.
type replayCmd struct {
	apiFlags
	rangeFlags
	Connection string `help:"Connection (name or id)."`
	Stream     string `help:"One stream; without it all of the connection's."`
	Apply      bool   `help:"Do it when the preview is done; without it nothing is changed."`
	Shadow     string `help:"Carry out this preview instead of making one."`
	Reason     string `help:"Why; needed to apply."`
	Detach     bool   `help:"Order it and do not wait."`
}

// Run shows what mapping again would change and, when asked to, does it.
func (c *replayCmd) Run(ctx context.Context) error {
	if c.Apply && c.Reason == "" {
		return exitError{exitUsage, errors.New("--apply needs --reason")}
	}
	if c.Shadow == "" {
		if c.Connection == "" {
			return exitError{exitUsage, errors.New("name a --connection, or a --shadow to carry out")}
		}
		from, to, err := c.times()
		if err != nil {
			return err
		}
		f := c.apiFlags
		f.JSON = f.JSON && !c.Apply
		j, err := orderJob(ctx, f, "/api/v1/replays", jobOrder{Connection: c.Connection, Stream: c.Stream, From: from, To: to}, c.Detach && !c.Apply)
		if err != nil || !c.Apply {
			return err
		}
		c.Shadow = j.ID
	} else if !c.Apply {
		return exitError{exitUsage, errors.New("--shadow goes with --apply")}
	}
	_, err := orderJob(ctx, c.apiFlags, "/api/v1/replays/"+url.PathEscape(c.Shadow)+"/apply", jobOrder{Reason: c.Reason}, c.Detach)
	return err
}

// pipelineBackfillCmd reads a range of a source again.
type pipelineBackfillCmd struct {
	apiFlags
	rangeFlags
	Connection string `required:"" help:"Connection (name or id)."`
	Stream     string `required:"" help:"Stream."`
	Window     string `default:"1d" help:"Length of one window: 1d, 6h, 30m."`
	History    *bool  `negatable:"" help:"Load it as the past: no write-back, no alert. Left out: where the range ended more than seven days ago."`
	Reason     string `required:"" help:"Why."`
	Detach     bool   `help:"Order it and do not wait."`
}

// Run orders a backfill and follows it.
func (c *pipelineBackfillCmd) Run(ctx context.Context) error {
	from, to, err := c.times()
	if err != nil {
		return err
	}
	window, err := readSpan(c.Window)
	if err != nil {
		return err
	}
	o := jobOrder{Connection: c.Connection, Stream: c.Stream, From: from, To: to, WindowSeconds: int64(window / time.Second), History: c.History, Reason: c.Reason}
	_, err = orderJob(ctx, c.apiFlags, "/api/v1/backfills", o, c.Detach)
	return err
}

// readSpan reads a length of time with days.
func readSpan(text string) (time.Duration, error) {
	var days int
	if n, err := fmt.Sscanf(text, "%dd", &days); err == nil && n == 1 && fmt.Sprintf("%dd", days) == text {
		return time.Duration(days) * 24 * time.Hour, nil
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, exitError{exitUsage, fmt.Errorf("%q is no length of time; write 1d, 6h or 30m", text)}
	}
	return d, nil
}

// pipelineCompareCmd holds a source against the hub.
type pipelineCompareCmd struct {
	apiFlags
	rangeFlags
	Connection string `required:"" help:"Connection (name or id)."`
	Stream     string `help:"One stream; without it all that can be asked for by time."`
}

// Run compares and prints what differs; exit 1 when something does.
func (c *pipelineCompareCmd) Run(ctx context.Context) error {
	from, to, err := c.times()
	if err != nil {
		return err
	}
	f := c.apiFlags
	f.JSON = false
	j, err := orderJob(ctx, f, "/api/v1/comparisons", jobOrder{Connection: c.Connection, Stream: c.Stream, From: from, To: to}, false)
	if err != nil || j.Compared == nil {
		return err
	}
	for _, id := range j.Compared.Comparisons {
		if _, err := show(ctx, c.apiFlags, "/api/v1/comparisons/"+id, nil, sayComparison); err != nil {
			return err
		}
	}
	if j.Compared.Differing > 0 {
		return exitError{exitWrong, errors.New("source and hub differ")}
	}
	return nil
}

func sayComparison(w io.Writer, x views.Comparison) {
	_, _ = fmt.Fprintf(w, "\n%s/%s\t%s – %s\n", x.ConnectionName, x.Stream, moment(&x.From), moment(&x.To))
	_, _ = fmt.Fprintf(w, "source\t%d\t%s\nhub\t%d\t%s\n", x.SourceCount, x.SourceHash, x.HubCount, x.HubHash)
	_, _ = fmt.Fprintf(w, "missing in the hub %d\tmissing at the source %d\tdifferent %d\tdead letters %d\tleft out %d\n", x.MissingHub, x.MissingSource, x.Different, x.Dead, x.LeftOut)
	for _, d := range x.Differences {
		_, _ = fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\n", d.What, d.Key, d.SourceVersion, d.HubVersion, d.Code)
	}
}

// pipelineJobsCmd shows jobs.
type pipelineJobsCmd struct {
	List   pipelineJobsListCmd   `cmd:"" default:"1" help:"The latest jobs."`
	Show   pipelineJobsShowCmd   `cmd:"" help:"One job as it stands."`
	Cancel pipelineJobsCancelCmd `cmd:"" help:"Ask a job to end."`
}

type pipelineJobsListCmd struct{ apiFlags }

// Run lists the latest jobs.
func (c *pipelineJobsListCmd) Run(ctx context.Context) error {
	type answer struct {
		Items []views.Job `json:"items"`
	}
	_, err := show(ctx, c.apiFlags, "/api/v1/jobs", nil, func(w io.Writer, a answer) {
		_, _ = fmt.Fprintln(w, "ID\tKIND\tCONNECTION\tSTREAM\tSTATUS\tDONE\tORDERED\t")
		for _, j := range a.Items {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d/%d\t%s\t\n", j.ID, j.Kind, j.ConnectionName, j.Stream, j.Status, j.Done, j.Total, moment(&j.CreatedAt))
		}
	})
	return err
}

type pipelineJobsShowCmd struct {
	apiFlags
	ID string `arg:"" help:"Id of the job."`
}

// Run shows one job.
func (c *pipelineJobsShowCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, "/api/v1/jobs/"+url.PathEscape(c.ID), nil, sayJob)
	return err
}

type pipelineJobsCancelCmd struct {
	apiFlags
	ID     string `arg:"" help:"Id of the job."`
	Reason string `required:"" help:"Why."`
}

// Run asks a job to end.
func (c *pipelineJobsCancelCmd) Run(ctx context.Context) error {
	_, err := orderJob(ctx, c.apiFlags, "/api/v1/jobs/"+url.PathEscape(c.ID)+"/cancel", jobOrder{Reason: c.Reason}, true)
	var x exitError
	if errors.As(err, &x) && x.code == exitWrong && x.err.Error() == "the job was cancelled" {
		return nil
	}
	return err
}
