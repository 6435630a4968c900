package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/heliuhub/heliu/pipelines/calendar"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// named finds a connection by its name.
func (c *client) named(ctx context.Context, name string) (views.Connection, error) {
	body, err := c.call(ctx, http.MethodGet, "/api/v1/connections", nil)
	if err != nil {
		return views.Connection{}, err
	}
	var l connectionList
	if err := json.Unmarshal(body, &l); err != nil {
		return views.Connection{}, err
	}
	for _, x := range l.Items {
		if x.Name == name {
			return x, nil
		}
	}
	return views.Connection{}, exitError{exitUsage, fmt.Errorf("there is no connection %q", name)}
}

type connectionShowCmd struct {
	apiFlags
	Name string `arg:"" help:"Name of a connection."`
}

// Run shows a connection.
func (c *connectionShowCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	x, err := api.named(ctx, c.Name)
	if err != nil {
		return err
	}
	_, err = show(ctx, c.apiFlags, "/api/v1/connections/"+x.ID, nil, sayConnection)
	return err
}

func sayConnection(w io.Writer, x views.Connection) {
	_, _ = fmt.Fprintf(w, "%s (%s, %s)\t%s\t%s\n", x.Title, x.Name, x.Connector, x.Status, x.Health)
	if x.NextStep != nil {
		_, _ = fmt.Fprintf(w, "→ %s / %s\n", x.NextStep.Zh, x.NextStep.En)
	}
	if len(x.Streams) == 0 {
		_, _ = fmt.Fprintln(w, "不读取数据 / reads nothing")
		return
	}
	when := fmt.Sprintf("每 %[1]d 秒 / every %[1]d s", x.PollSeconds)
	if x.Schedule != "" {
		when = x.Schedule
	}
	_, _ = fmt.Fprintf(w, "读取 / read\t%s\n", when)
	for _, q := range x.Quiet {
		_, _ = fmt.Fprintf(w, "静默 / quiet\t%s\n", windowText(q))
	}
	if x.QuietUntil != nil {
		_, _ = fmt.Fprintf(w, "→ 静默至 %[1]s / quiet until %[1]s\n", hourOf(x.QuietUntil))
	}
	if x.HistorySince != nil {
		_, _ = fmt.Fprintf(w, "→ 自 %[1]s 起为历史模式，不回写、不告警 / history mode since %[1]s: nothing is written back, no alerts\n", hourOf(x.HistorySince))
	}
	if o := x.Outage; o != nil {
		_, _ = fmt.Fprintf(w, "→ 自 %[1]s 起没有应答，已试 %[2]d 次，下次 %[3]s：%[4]s / no answer since %[1]s, %[2]d tries, next %[3]s: %[5]s (%[6]s)\n",
			hourOf(&o.Since), o.Tries, hourOf(o.NextAt), o.Message.Zh, o.Message.En, o.Code)
	}
	_, _ = fmt.Fprintln(w, "STREAM\tSETTLED\tLAST READ\tLAST MOVED\tNEXT\tFAILED\t")
	for _, s := range x.Streams {
		failed := "-"
		if s.Retry != nil {
			failed = fmt.Sprintf("%d since %s", s.Retry.Failures, hourOf(&s.Retry.Since))
		}
		_, _ = fmt.Fprintf(w, "%s\t%d\t%s\t%s\t%s\t%s\t\n", s.Name, s.Settled.Sum(), hourOf(s.LastReadAt), hourOf(s.LastMovedAt), hourOf(s.NextAt), failed)
		if s.Halted != nil {
			_, _ = fmt.Fprintf(w, "\t→ %s / %s (%s)\n", s.Halted.Message.Zh, s.Halted.Message.En, s.Halted.Code)
		} else if s.Retry != nil {
			_, _ = fmt.Fprintf(w, "\t→ %s / %s (%s)\n", s.Retry.Message.Zh, s.Retry.Message.En, s.Retry.Code)
		}
	}
}

// hourOf shows a moment by the clock of Asia/Shanghai.
func hourOf(t *time.Time) string {
	if t == nil {
		return "-"
	}
	return t.In(record.Shanghai).Format(time.DateTime)
}

func windowText(w calendar.Window) string {
	days := "每天 / every day"
	if len(w.Days) > 0 {
		days = fmt.Sprint(w.Days)
	}
	return days + " " + w.From + "-" + w.To
}

type connectionTryCmd struct {
	apiFlags
	Name   string `arg:"" help:"Name of a connection."`
	Stream string `help:"This stream alone."`
}

// Run has a connection read at once.
func (c *connectionTryCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	x, err := api.named(ctx, c.Name)
	if err != nil {
		return err
	}
	q := url.Values{}
	if c.Stream != "" {
		q.Set("stream", c.Stream)
	}
	if _, err := api.call(ctx, http.MethodPost, "/api/v1/connections/"+x.ID+"/try", q); err != nil {
		return err
	}
	fmt.Println("✓ 现在读取 / reading now")
	return nil
}
