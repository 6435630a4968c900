package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/heliuhub/heliu/pipelines/views"
)

// alertCmd asks what a person has to know, and says who is told of it.
type alertCmd struct {
	List     alertListCmd     `cmd:"" help:"List alerts, open ones first; exit 1 when one is open."`
	Show     alertShowCmd     `cmd:"" help:"Show one, and who was told of it when and by what."`
	Ack      alertAckCmd      `cmd:"" help:"Say that somebody looks after it: it does not escalate."`
	Close    alertCloseCmd    `cmd:"" help:"Close one by hand, with a reason."`
	Mute     alertMuteCmd     `cmd:"" help:"Let nobody be told of one for a while, with a reason; it stays listed."`
	Unmute   alertUnmuteCmd   `cmd:"" help:"Tell of it again."`
	Rules    alertRulesCmd    `cmd:"" help:"What the workspace wants to be told of: list, apply, export."`
	Routes   alertRoutesCmd   `cmd:"" help:"Who is told what by which channel: list, apply, export, test."`
	Calendar alertCalendarCmd `cmd:"" help:"Holidays and weekend days worked in exchange: show, apply, export."`
}

type alertListCmd struct {
	apiFlags
	State    string `enum:",open,unseen,muted,closed" default:"" help:"open (acknowledged and muted ones too), unseen, muted or closed; all without it."`
	Kind     string `help:"Kind, such as dead_letters or silence."`
	Severity string `enum:",info,warning,critical" default:"" help:"Severity."`
	Mine     bool   `help:"Only what the key's owner was told of, owns or acknowledged."`
}

type alertsAnswer struct {
	Items []views.Alert `json:"items"`
	Open  int           `json:"open"`
}

// Run prints the alerts.
func (c *alertListCmd) Run(ctx context.Context) error {
	q := url.Values{"limit": {"200"}}
	for name, v := range map[string]string{"state": c.State, "kind": c.Kind, "severity": c.Severity} {
		if v != "" {
			q.Set(name, v)
		}
	}
	if c.Mine {
		q.Set("mine", "true")
	}
	a, err := show(ctx, c.apiFlags, "/api/v1/alerts", q, func(w io.Writer, a alertsAnswer) {
		_, _ = fmt.Fprintln(w, "ID\tSTATE\tSEVERITY\tKIND\tCONNECTION\tSINCE\tCOUNT\t")
		for _, x := range a.Items {
			state := x.State
			if x.Mute != nil {
				state = "muted"
			}
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t\n", x.ID, state, x.Severity, x.Kind, x.ConnectionName, shanghai(x.FirstAt), x.Count)
			_, _ = fmt.Fprintf(w, "  %s\n  %s\n", x.Text.Zh, x.Text.En)
		}
	})
	if err == nil && a.Open > 0 {
		return exitError{exitWrong, fmt.Errorf("%d open", a.Open)}
	}
	return err
}

type alertShowCmd struct {
	apiFlags
	ID string `arg:"" help:"Alert."`
}

type alertAnswer struct {
	Alert    views.Alert          `json:"alert"`
	Messages []views.AlertMessage `json:"messages"`
}

// Run prints one alert.
func (c *alertShowCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, "/api/v1/alerts/"+url.PathEscape(c.ID), nil, func(w io.Writer, a alertAnswer) {
		x := a.Alert
		_, _ = fmt.Fprintf(w, "%s\n%s\n", x.Text.Zh, x.Text.En)
		_, _ = fmt.Fprintf(w, "state\t%s\nkind\t%s %s\nseverity\t%s\nsince\t%s\nraised\t%d times, last %s\n", x.State, x.KindTitle.Zh, x.Kind, x.Severity, shanghai(x.FirstAt), x.Count, shanghai(x.LastAt))
		if x.AckedAt != nil {
			_, _ = fmt.Fprintf(w, "acknowledged\t%s %s\n", shanghai(*x.AckedAt), x.AckedName)
		}
		if x.EscalatedAt != nil {
			_, _ = fmt.Fprintf(w, "escalated\t%s\n", shanghai(*x.EscalatedAt))
		}
		if x.Mute != nil {
			_, _ = fmt.Fprintf(w, "muted\tuntil %s: %s\n", shanghai(x.Mute.Until), x.Mute.Reason)
		}
		if x.Untold != "" {
			_, _ = fmt.Fprintf(w, "nobody was told\t%s\n", x.Untold)
		}
		if len(a.Messages) > 0 {
			_, _ = fmt.Fprintln(w, "MADE\tTO\tBY\tSTATE\tTRIES\tCODE\t")
		}
		for _, m := range a.Messages {
			to := m.PersonName
			if m.Person == "" {
				to = "(group)"
			}
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%d\t%s\t\n", shanghai(m.MadeAt), to, m.ChannelName, m.State, m.Tries, m.Code)
		}
	})
	return err
}

// alertDo changes one alert.
func alertDo(ctx context.Context, f apiFlags, id, what string, body any) error {
	c, err := f.client()
	if err != nil {
		return err
	}
	_, err = c.change(ctx, http.MethodPost, "/api/v1/alerts/"+url.PathEscape(id)+"/"+what, nil, "", body)
	return err
}

type alertAckCmd struct {
	apiFlags
	ID   string `arg:"" help:"Alert."`
	Note string `help:"What to say about it."`
}

// Run acknowledges.
func (c *alertAckCmd) Run(ctx context.Context) error {
	return alertDo(ctx, c.apiFlags, c.ID, "acknowledge", map[string]any{"note": c.Note})
}

type alertCloseCmd struct {
	apiFlags
	ID     string `arg:"" help:"Alert."`
	Reason string `required:"" help:"Why; kept in the audit trail."`
}

// Run closes.
func (c *alertCloseCmd) Run(ctx context.Context) error {
	return alertDo(ctx, c.apiFlags, c.ID, "close", map[string]any{"reason": c.Reason})
}

type alertMuteCmd struct {
	apiFlags
	ID     string        `arg:"" help:"Alert."`
	For    time.Duration `required:"" help:"How long, such as 8h; 90 days at most."`
	Whole  bool          `help:"Every alert of the same kind and connection, those to come too."`
	Reason string        `required:"" help:"Why; kept in the audit trail."`
}

// Run mutes.
func (c *alertMuteCmd) Run(ctx context.Context) error {
	return alertDo(ctx, c.apiFlags, c.ID, "mute", map[string]any{"reason": c.Reason, "whole": c.Whole, "until": time.Now().Add(c.For).UTC().Format(time.RFC3339)})
}

type alertUnmuteCmd struct {
	apiFlags
	ID string `arg:"" help:"Alert."`
}

// Run lifts the mutes.
func (c *alertUnmuteCmd) Run(ctx context.Context) error {
	return alertDo(ctx, c.apiFlags, c.ID, "unmute", nil)
}
