package main

import (
	"context"
	"fmt"
	"io"
	"net/url"

	"github.com/heliuhub/heliu/pipelines/views"
)

// alertCmd asks what a person has to know.
type alertCmd struct {
	List alertListCmd `cmd:"" help:"List alerts, open ones first; exit 1 when one is open."`
}

type alertListCmd struct {
	apiFlags
	State string `enum:",open,closed" default:"" help:"open (acknowledged ones too) or closed; all without it."`
	Kind  string `help:"Kind, such as dead_letters or silence."`
}

type alertsAnswer struct {
	Items []views.Alert `json:"items"`
	Open  int           `json:"open"`
}

// Run prints the alerts.
func (c *alertListCmd) Run(ctx context.Context) error {
	q := url.Values{"limit": {"200"}}
	for name, v := range map[string]string{"state": c.State, "kind": c.Kind} {
		if v != "" {
			q.Set(name, v)
		}
	}
	a, err := show(ctx, c.apiFlags, "/api/v1/alerts", q, func(w io.Writer, a alertsAnswer) {
		_, _ = fmt.Fprintln(w, "ID\tSTATE\tSEVERITY\tKIND\tCONNECTION\tSINCE\tCOUNT\t")
		for _, x := range a.Items {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%d\t\n", x.ID, x.State, x.Severity, x.Kind, x.ConnectionName, shanghai(x.FirstAt), x.Count)
			_, _ = fmt.Fprintf(w, "  %s\n  %s\n", x.Text.Zh, x.Text.En)
		}
	})
	if err == nil && a.Open > 0 {
		return exitError{exitWrong, fmt.Errorf("%d open", a.Open)}
	}
	return err
}
