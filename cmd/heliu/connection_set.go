package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/heliuhub/heliu/pipelines/calendar"
)

type connectionSetCmd struct {
	apiFlags
	Name     string         `arg:"" help:"Name of a connection."`
	Every    *time.Duration `help:"Pause between two reads of a stream, such as 5m; 0s: the connector's own."`
	Schedule *string        `help:"Cron in place of the pause, in Asia/Shanghai: minute hour day month weekday. Empty: none."`
	Quiet    []string       `sep:";" help:"Hours in which the system is not asked: 22:00-08:00, or sat,sun@00:00-23:59. Again for more."`
	NoQuiet  bool           `help:"No quiet hours."`
	History  string         `enum:",on,off" default:"" help:"History mode: what is read is the past, nothing of it is written back and no alert comes of it."`
}

// Run changes when a connection is read.
func (c *connectionSetCmd) Run(ctx context.Context) error {
	body, err := c.body()
	if err != nil {
		return exitError{exitUsage, err}
	}
	api, err := c.client()
	if err != nil {
		return err
	}
	x, err := api.named(ctx, c.Name)
	if err != nil {
		return err
	}
	if _, err := api.change(ctx, http.MethodPatch, "/api/v1/connections/"+x.ID, nil, fmt.Sprintf("%q", fmt.Sprint(x.Version)), body); err != nil {
		return err
	}
	_, err = show(ctx, c.apiFlags, "/api/v1/connections/"+x.ID, nil, sayConnection)
	return err
}

func (c *connectionSetCmd) body() (map[string]any, error) {
	body := map[string]any{}
	if c.Every != nil {
		body["poll_seconds"] = int(c.Every.Seconds())
	}
	if c.Schedule != nil {
		body["schedule"] = *c.Schedule
	}
	switch {
	case c.NoQuiet && len(c.Quiet) > 0:
		return nil, errors.New("--quiet and --no-quiet do not go together")
	case c.NoQuiet:
		body["quiet"] = calendar.Quiet{}
	case len(c.Quiet) > 0:
		quiet := calendar.Quiet{}
		for _, text := range c.Quiet {
			w, err := windowOf(text)
			if err != nil {
				return nil, err
			}
			quiet = append(quiet, w)
		}
		body["quiet"] = quiet
	}
	if c.History != "" {
		body["history"] = c.History == "on"
	}
	if len(body) == 0 {
		return nil, errors.New("say what to change: --every, --schedule, --quiet, --no-quiet or --history")
	}
	return body, nil
}

// windowOf reads 22:00-08:00 or sat,sun@00:00-23:59; whether days and times are any
// says the API.
func windowOf(text string) (w calendar.Window, err error) {
	days, hours, some := strings.Cut(text, "@")
	if some {
		w.Days = strings.Split(days, ",")
	} else {
		hours = text
	}
	var ok bool
	if w.From, w.To, ok = strings.Cut(hours, "-"); !ok {
		return w, fmt.Errorf("%q is no span of hours such as 22:00-08:00", text)
	}
	return w, nil
}
