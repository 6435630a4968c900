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
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// dlqCmd works on dead letters.
type dlqCmd struct {
	List    dlqListCmd    `cmd:"" help:"List dead letters, the last that failed first."`
	Show    dlqShowCmd    `cmd:"" help:"Show one beside the rule that refused it, and what the mapping makes of it now."`
	Replay  dlqReplayCmd  `cmd:"" help:"Send dead letters through the pipeline again; exit 1 when some fail again."`
	Discard dlqDiscardCmd `cmd:"" help:"Put dead letters away, with a reason."`
}

// letterFlags filter dead letters.
type letterFlags struct {
	Connection string    `help:"Connection, by name or id."`
	Stream     string    `help:"Stream."`
	Stage      string    `help:"Stage: map, apply."`
	Code       string    `help:"Reason, by its code."`
	Kind       string    `enum:",record,value" default:"" help:"record: left out whole; value: one field was."`
	Status     string    `enum:"open,replaying,resolved,discarded" default:"open" help:"Where it stands (${enum})."`
	From       time.Time `help:"Failed last at or after (RFC 3339)."`
	To         time.Time `help:"Failed last before (RFC 3339)."`
	Text       string    `name:"key-text" help:"Part of the record's key."`
}

// filter finds the connection by its name.
func (f letterFlags) filter(ctx context.Context, c *client) (views.DeadLetterFilter, error) {
	out := views.DeadLetterFilter{Stream: f.Stream, Stage: f.Stage, Code: f.Code, Kind: f.Kind, Status: f.Status, Text: f.Text}
	if !f.From.IsZero() {
		out.From = &f.From
	}
	if !f.To.IsZero() {
		out.To = &f.To
	}
	if f.Connection == "" || uuid.Validate(f.Connection) == nil {
		out.Connection = f.Connection
		return out, nil
	}
	body, err := c.call(ctx, http.MethodGet, "/api/v1/connections", nil)
	if err != nil {
		return out, err
	}
	var all struct{ Items []views.Connection }
	if err := json.Unmarshal(body, &all); err != nil {
		return out, err
	}
	for _, x := range all.Items {
		if x.Name == f.Connection {
			out.Connection = x.ID
			return out, nil
		}
	}
	return out, exitError{exitUsage, fmt.Errorf("there is no connection %s", f.Connection)}
}

func queryOf(f views.DeadLetterFilter) url.Values {
	q := url.Values{}
	for name, v := range map[string]string{"connection": f.Connection, "stream": f.Stream, "stage": f.Stage, "code": f.Code, "kind": f.Kind, "status": f.Status, "q": f.Text} {
		if v != "" {
			q.Set(name, v)
		}
	}
	for name, at := range map[string]*time.Time{"from": f.From, "to": f.To} {
		if at != nil {
			q.Set(name, at.Format(time.RFC3339Nano))
		}
	}
	return q
}

type dlqListCmd struct {
	apiFlags
	letterFlags
	Limit int `default:"50" help:"At most so many (200)."`
}

// Run prints the letters.
func (c *dlqListCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	f, err := c.filter(ctx, api)
	if err != nil {
		return err
	}
	q := queryOf(f)
	q.Set("limit", strconv.Itoa(c.Limit))
	type answer struct {
		Items []views.DeadLetter `json:"items"`
		Next  string             `json:"next_cursor"`
	}
	_, err = show(ctx, c.apiFlags, "/api/v1/dead-letters", q, func(w io.Writer, a answer) {
		if len(a.Items) == 0 {
			_, _ = fmt.Fprintln(w, "no dead letter matches")
			return
		}
		_, _ = fmt.Fprintln(w, "ID\tSTATUS\tKIND\tCODE\tFIELD\tRECORD\tCOUNT\tLAST\t")
		for _, d := range a.Items {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t\n", d.ID, d.Status, d.Kind, d.Code, d.Field, d.Record.Name, d.Count, shanghai(d.LastAt))
		}
		if a.Next != "" {
			_, _ = fmt.Fprintln(w, "…")
		}
	})
	return err
}

func shanghai(t time.Time) string { return t.In(record.Shanghai).Format("2006-01-02 15:04:05") }

type dlqShowCmd struct {
	apiFlags
	ID       string `arg:"" help:"Dead letter id."`
	Personal bool   `help:"Show personal values in full; needs the permission customer.personal."`
}

type letterAnswer struct {
	Letter  views.DeadLetter `json:"letter"`
	Payload string           `json:"payload"`
	Mapping struct {
		Version int                      `json:"version"`
		YAML    string                   `json:"yaml"`
		Rules   []struct{ From, To int } `json:"rules"`
	} `json:"mapping"`
	Now struct {
		Outcome  string         `json:"outcome"`
		Dropped  string         `json:"dropped"`
		Entities []views.Entity `json:"entities"`
		Fault    *struct {
			Code, Field, Value, Detail string
			Message                    views.Text
		} `json:"fault"`
		Values []struct{ Code, Field, Path, Value string } `json:"values"`
	} `json:"now"`
	Events []views.LetterEvent `json:"events"`
}

// Run prints the letter, its payload, the rules behind it and what they make of it.
func (c *dlqShowCmd) Run(ctx context.Context) error {
	q := url.Values{}
	if c.Personal {
		q.Set("personal", "true")
	}
	_, err := show(ctx, c.apiFlags, "/api/v1/dead-letters/"+url.PathEscape(c.ID), q, printLetter)
	return err
}

func printLetter(w io.Writer, a letterAnswer) {
	d := a.Letter
	_, _ = fmt.Fprintf(w, "%s\n%s\n\n%s\t%s\t%s ×%d\t%s\n", d.Message.Zh, d.Message.En, d.Record.Name, d.Status, d.Code, d.Count, shanghai(d.LastAt))
	if d.Field != "" {
		_, _ = fmt.Fprintf(w, "field\t%s\t%s\t%s\n", d.Field, d.Path, d.Value)
	}
	_, _ = fmt.Fprintf(w, "\npayload:\n%s\n\nmapping, version %d:\n", a.Payload, a.Mapping.Version)
	lines := strings.Split(a.Mapping.YAML, "\n")
	for _, r := range a.Mapping.Rules {
		for n := r.From; n <= r.To && n <= len(lines); n++ {
			_, _ = fmt.Fprintf(w, "%5d  %s\n", n, lines[n-1])
		}
	}
	_, _ = fmt.Fprintf(w, "\nnow: %s %s\n", a.Now.Outcome, a.Now.Dropped)
	if f := a.Now.Fault; f != nil {
		_, _ = fmt.Fprintf(w, "  %s\t%s\t%s\t%s\t%s\n", f.Code, f.Message.Zh, f.Message.En, f.Field, f.Value)
	}
	for _, v := range a.Now.Values {
		_, _ = fmt.Fprintf(w, "  left out: %s\t%s\t%s\n", v.Field, v.Code, v.Value)
	}
	for _, e := range a.Now.Entities {
		if b, err := json.Marshal(e.Data); err == nil {
			_, _ = fmt.Fprintf(w, "  %s %s\n", e.Kind, b)
		}
	}
	_, _ = fmt.Fprintln(w)
	for _, e := range a.Events {
		_, _ = fmt.Fprintf(w, "%s\t%s %s\t%s\t%s\n", shanghai(e.At), e.What, e.How, e.By, e.Reason)
	}
}

// letterWork is what replay and discard share.
type letterWork struct {
	apiFlags
	letterFlags
	IDs  []string `arg:"" optional:"" help:"Dead letter ids; without them the filters decide."`
	All  bool     `help:"All that are open, without any filter."`
	Yes  bool     `help:"Do not ask."`
	Wait bool     `default:"true" negatable:"" help:"Wait until it is done."`
}

type dlqReplayCmd struct{ letterWork }

type dlqDiscardCmd struct {
	letterWork
	Reason string `required:"" help:"Why; kept in the audit trail."`
}

// Run asks for the replay and waits for its outcome.
func (c *dlqReplayCmd) Run(ctx context.Context) error { return c.work(ctx, "replay", "") }

// Run puts the letters away.
func (c *dlqDiscardCmd) Run(ctx context.Context) error { return c.work(ctx, "discard", c.Reason) }

func (c *letterWork) work(ctx context.Context, verb, reason string) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	f, err := c.filter(ctx, api)
	if err != nil {
		return err
	}
	narrowed := f != views.DeadLetterFilter{Status: "open"}
	body := map[string]any{"reason": reason}
	switch {
	case len(c.IDs) > 0 && (narrowed || c.All), narrowed && c.All:
		return exitError{exitUsage, errors.New("name letters, or filters, or --all")}
	case len(c.IDs) > 0:
		body["ids"] = c.IDs
	case narrowed || c.All:
		body["filter"] = f
	default:
		return exitError{exitUsage, errors.New("name letters, or filters, or --all")}
	}
	if len(c.IDs) != 1 && !c.Yes {
		if err := c.confirm(ctx, api, verb, f); err != nil {
			return err
		}
	}
	b, err := api.change(ctx, http.MethodPost, "/api/v1/dead-letters/"+verb, nil, "", body)
	if err != nil {
		return err
	}
	var j views.LetterJob
	if verb == "discard" {
		var asked struct {
			Job      *views.LetterJob
			Approval json.RawMessage
		}
		if err := json.Unmarshal(b, &asked); err != nil {
			return fmt.Errorf("the hub's answer cannot be read: %w", err)
		}
		if asked.Job == nil { // so many need a second person
			_, err := sayApproval(c.JSON, asked.Approval)
			return err
		}
		j = *asked.Job
	} else if err := json.Unmarshal(b, &j); err != nil {
		return fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	if c.Wait {
		if j, err = waitForJob(ctx, api, j); err != nil {
			return err
		}
	}
	if c.JSON {
		e := json.NewEncoder(os.Stdout)
		e.SetIndent("", "  ")
		if err := e.Encode(j); err != nil {
			return err
		}
	} else if err := printJob(j); err != nil {
		return err
	}
	if j.Failed+j.Missing > 0 {
		return exitError{exitWrong, fmt.Errorf("%d failed again, of %d what came is gone", j.Failed, j.Missing)}
	}
	return nil
}

func printJob(j views.LetterJob) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintf(w, "JOB\tSTATE\tTOTAL\tTAKEN\tRESOLVED\tFAILED\tMISSING\tDISCARDED\t\n%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t\n",
		j.ID, j.State, j.Total, j.Taken, j.Resolved, j.Failed, j.Missing, j.Discarded)
	return w.Flush()
}

// confirm says how many letters it is about and wants --yes: a script never answers.
func (c *letterWork) confirm(ctx context.Context, api *client, verb string, f views.DeadLetterFilter) error {
	n := int64(len(c.IDs))
	if n == 0 {
		b, err := api.call(ctx, http.MethodGet, "/api/v1/dead-letters/counts", queryOf(f))
		if err != nil {
			return err
		}
		var counts views.DeadLetterCounts
		if err := json.Unmarshal(b, &counts); err != nil {
			return err
		}
		for _, s := range counts.Statuses {
			if s.Status == f.Status {
				n = s.Count
			}
		}
	}
	if n == 1 {
		return nil
	}
	return exitError{exitUsage, fmt.Errorf("this would %s %d dead letters; say --yes to do it", verb, n)}
}

func waitForJob(ctx context.Context, api *client, j views.LetterJob) (views.LetterJob, error) {
	for j.State != "done" {
		if err := hubClock().Sleep(ctx, 300*time.Millisecond); err != nil {
			return j, err
		}
		b, err := api.call(ctx, http.MethodGet, "/api/v1/dead-letters/jobs/"+j.ID, nil)
		if err != nil {
			return j, err
		}
		if err := json.Unmarshal(b, &j); err != nil {
			return j, err
		}
	}
	return j, nil
}
