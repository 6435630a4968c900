package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// connectionCmd asks after connections and changes how they are read.
type connectionCmd struct {
	List  connectionListCmd  `cmd:"" help:"List the connections of the workspace and how they move."`
	Show  connectionShowCmd  `cmd:"" help:"Show one connection: its streams, when each is read next, and what it waits for."`
	Set   connectionSetCmd   `cmd:"" help:"Change when a connection is read: pace, schedule, quiet hours, history mode."`
	Try   connectionTryCmd   `cmd:"" help:"Read a connection at once, whatever its next try is set for."`
	State connectionStateCmd `cmd:"" help:"Look at how far streams were read, and decide from where to go on."`
	Check connectionCheckCmd `cmd:"" help:"Try connections against their systems; exit 1 when one fails."`
}

type connectionListCmd struct{ apiFlags }

type connectionList struct {
	Items []views.Connection `json:"items"`
}

// Run prints a line a connection.
func (c *connectionListCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, "/api/v1/connections", nil, func(w io.Writer, l connectionList) {
		_, _ = fmt.Fprintln(w, "NAME\tTITLE\tCONNECTOR\tSTATUS\tHEALTH\tAPPLIED\tIN FLIGHT\tDEAD LETTERS\tLAST MOVED\tHOUR/USUAL\tTODAY/USUAL\t")
		for _, x := range l.Items {
			moved := "-"
			if x.LastMovedAt != nil {
				moved = x.LastMovedAt.In(record.Shanghai).Format(time.DateTime)
			}
			hour, today := "-", "-"
			if v := x.Volume; v != nil {
				hour, today = against(v.ThisHour, v.UsualHour), against(v.Today, v.UsualToday)
			}
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d\t%d\t%d\t%s\t%s\t%s\t\n", x.Name, x.Title, x.Connector, x.Status, x.Health, x.Settled.Applied, x.InFlight, x.DeadLetters, moved, hour, today)
			if x.Outage != nil {
				_, _ = fmt.Fprintf(w, "\t→ 自 %[1]s 起已试 %[2]d 次，下次 %[3]s / tried %[2]d times since %[1]s, next %[3]s\n", hourOf(&x.Outage.Since), x.Outage.Tries, hourOf(x.Outage.NextAt))
			}
			if x.QuietUntil != nil {
				_, _ = fmt.Fprintf(w, "\t→ 静默至 %[1]s / quiet until %[1]s\n", hourOf(x.QuietUntil))
			}
			if x.HistorySince != nil {
				_, _ = fmt.Fprintln(w, "\t→ 历史模式 / history mode")
			}
			if x.NextStep != nil && x.Health != "ok" {
				_, _ = fmt.Fprintf(w, "\t→ %s / %s\n", x.NextStep.Zh, x.NextStep.En)
			}
		}
	})
	return err
}

// against shows a count beside what is usual.
func against(n int64, usual *int64) string {
	if usual == nil {
		return fmt.Sprintf("%d/?", n)
	}
	return fmt.Sprintf("%d/%d", n, *usual)
}

type connectionCheckCmd struct {
	apiFlags
	Name string `arg:"" optional:"" help:"Name of a connection."`
	All  bool   `help:"Check all of them."`
}

// Run checks one connection or all.
func (c *connectionCheckCmd) Run(ctx context.Context) error {
	if c.All == (c.Name != "") {
		return exitError{exitUsage, errors.New("name a connection, or say --all")}
	}
	api, err := c.client()
	if err != nil {
		return err
	}
	body, err := api.call(ctx, http.MethodGet, "/api/v1/connections", nil)
	if err != nil {
		return err
	}
	var l connectionList
	if err := json.Unmarshal(body, &l); err != nil {
		return err
	}
	found, bad := 0, 0
	for _, x := range l.Items {
		if !c.All && x.Name != c.Name {
			continue
		}
		found++
		answer, err := api.call(ctx, http.MethodPost, "/api/v1/connections/"+x.ID+"/check", nil)
		var res struct {
			OK bool `json:"ok"`
		}
		switch {
		case err != nil:
			bad++
			fmt.Printf("✗ %s: %v\n", x.Name, err)
		case json.Unmarshal(answer, &res) == nil && !res.OK:
			bad++
			fmt.Printf("✗ %s: %s\n", x.Name, answer)
		default:
			fmt.Printf("✓ %s\n", x.Name)
		}
	}
	switch {
	case found == 0:
		return exitError{exitUsage, fmt.Errorf("there is no connection %q", c.Name)}
	case bad > 0:
		return exitError{exitWrong, fmt.Errorf("%d of %d connections failed", bad, found)}
	}
	return nil
}
