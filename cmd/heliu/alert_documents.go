package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/heliuhub/heliu/alerts/centre"
	"github.com/heliuhub/heliu/alerts/rules"
	"github.com/heliuhub/heliu/alerts/workdays"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// document is one thing that is kept in versions: it is got, shown as YAML and put back.
type document[T any] struct {
	path string
	// of takes the document out of the hub's answer; into makes the body that saves it.
	of   func(answer []byte) (T, views.Made, error)
	into func(v T, version int, reason string) any
}

func (d document[T]) get(ctx context.Context, f apiFlags) (v T, m views.Made, err error) {
	c, err := f.client()
	if err != nil {
		return v, m, err
	}
	body, err := c.call(ctx, http.MethodGet, d.path, nil)
	if err != nil {
		return v, m, err
	}
	return d.of(body)
}

// export prints it as YAML.
func (d document[T]) export(ctx context.Context, f apiFlags) error {
	v, m, err := d.get(ctx, f)
	if err != nil {
		return err
	}
	fmt.Printf("# version %d\n", m.Version)
	e := yaml.NewEncoder(os.Stdout)
	e.SetIndent(2)
	if err := e.Encode(v); err != nil {
		return err
	}
	return e.Close()
}

// apply saves a YAML file over the version in force. A field that is not known is a mistake.
func (d document[T]) apply(ctx context.Context, f apiFlags, file, reason string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return exitError{exitEnvironment, err}
	}
	var v T
	dec := yaml.NewDecoder(strings.NewReader(string(b)))
	dec.KnownFields(true)
	if err := dec.Decode(&v); err != nil {
		return exitError{exitUsage, fmt.Errorf("%s: %w", file, err)}
	}
	_, m, err := d.get(ctx, f)
	if err != nil {
		return err
	}
	c, err := f.client()
	if err != nil {
		return err
	}
	if _, err := c.change(ctx, http.MethodPut, d.path, nil, "", d.into(v, m.Version, reason)); err != nil {
		return err
	}
	fmt.Printf("version %d\n", m.Version+1)
	return nil
}

// applyFlags name a file to apply.
type applyFlags struct {
	apiFlags
	File   string `short:"f" required:"" type:"path" help:"YAML file, as export prints it."`
	Reason string `help:"Why; kept with the version and in the audit trail."`
}

type alertRulesCmd struct {
	List   rulesListCmd   `cmd:"" default:"withargs" help:"List the rules in force."`
	Apply  rulesApplyCmd  `cmd:"" help:"Save a file as the new version."`
	Export rulesExportCmd `cmd:"" help:"Print them as YAML."`
}

type rulesAnswer struct {
	Set  rules.Set  `json:"set"`
	Made views.Made `json:"made"`
}

var rulesDocument = document[rules.Set]{
	path: "/api/v1/alert-rules",
	of: func(b []byte) (rules.Set, views.Made, error) {
		var a rulesAnswer
		err := json.Unmarshal(b, &a)
		return a.Set, a.Made, err
	},
	into: func(s rules.Set, version int, reason string) any {
		if s.Rules == nil {
			s.Rules = []rules.Rule{}
		}
		if s.Kinds == nil {
			s.Kinds = []rules.KindSetting{}
		}
		return map[string]any{"set": s, "version": version, "reason": reason}
	},
}

type rulesListCmd struct{ apiFlags }

// Run lists.
func (c *rulesListCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, rulesDocument.path, nil, func(w io.Writer, a rulesAnswer) {
		_, _ = fmt.Fprintf(w, "version %d\nNAME\tHOW\tFIGURE\tSEVERITY\tON\tTITLE\t\n", a.Made.Version)
		for _, r := range a.Set.Rules {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%t\t%s\t\n", r.Name, r.How, r.Metric, r.Severity, !r.Off, r.Title)
		}
		e := a.Set.Escalate
		_, _ = fmt.Fprintf(w, "to the manager after working minutes\tcritical %d, warning %d, info %d (0: never)\n", e.Critical, e.Warning, e.Info)
	})
	return err
}

type rulesApplyCmd struct{ applyFlags }

// Run applies.
func (c *rulesApplyCmd) Run(ctx context.Context) error {
	return rulesDocument.apply(ctx, c.apiFlags, c.File, c.Reason)
}

type rulesExportCmd struct{ apiFlags }

// Run exports.
func (c *rulesExportCmd) Run(ctx context.Context) error {
	return rulesDocument.export(ctx, c.apiFlags)
}

type alertRoutesCmd struct {
	List   routesListCmd   `cmd:"" default:"withargs" help:"List the routes and channels."`
	Apply  routesApplyCmd  `cmd:"" help:"Save a file as the new version."`
	Export routesExportCmd `cmd:"" help:"Print them as YAML."`
	Test   routesTestCmd   `cmd:"" help:"Send a test message."`
}

type routesAnswer struct {
	views.AlertRoutes
	Made     views.Made           `json:"made"`
	Channels []views.AlertChannel `json:"channels"`
}

// routesFile is the YAML form.
type routesFile struct {
	Routes     []centre.Route        `yaml:"routes"`
	NotDefault []record.ConnectionID `yaml:"not_default"`
}

var routesDocument = document[routesFile]{
	path: "/api/v1/alert-routes",
	of: func(b []byte) (routesFile, views.Made, error) {
		var a routesAnswer
		err := json.Unmarshal(b, &a)
		return routesFile{a.Routes, a.NotDefault}, a.Made, err
	},
	into: func(r routesFile, version int, reason string) any {
		if r.Routes == nil {
			r.Routes = []centre.Route{}
		}
		if r.NotDefault == nil {
			r.NotDefault = []record.ConnectionID{}
		}
		return map[string]any{"routes": r.Routes, "not_default": r.NotDefault, "version": version, "reason": reason}
	},
}

type routesListCmd struct{ apiFlags }

// Run lists.
func (c *routesListCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, routesDocument.path, nil, func(w io.Writer, a routesAnswer) {
		_, _ = fmt.Fprintf(w, "version %d\nWHO\tFROM\tKINDS\tCONNECTION\tBY\t\n", a.Made.Version)
		for _, r := range a.Routes {
			kinds := make([]string, len(r.Kinds))
			for i, k := range r.Kinds {
				kinds[i] = string(k)
			}
			_, _ = fmt.Fprintf(w, "%s%s\t%s\t%s\t%s\t%s\t\n", r.Role, r.Person, r.Severity, strings.Join(kinds, " "), r.Connection, r.Channel)
		}
		_, _ = fmt.Fprintln(w, "CHANNEL\tGROUP\tDEFAULT\tON\tWAITING\tID\t")
		for _, x := range a.Channels {
			_, _ = fmt.Fprintf(w, "%s\t%t\t%t\t%t\t%d\t%s\t\n", x.Name, x.Group, x.Default, x.On, x.Waiting, x.ID)
		}
	})
	return err
}

type routesApplyCmd struct{ applyFlags }

// Run applies.
func (c *routesApplyCmd) Run(ctx context.Context) error {
	return routesDocument.apply(ctx, c.apiFlags, c.File, c.Reason)
}

type routesExportCmd struct{ apiFlags }

// Run exports.
func (c *routesExportCmd) Run(ctx context.Context) error {
	return routesDocument.export(ctx, c.apiFlags)
}

type routesTestCmd struct {
	apiFlags
	Channel string `arg:"" help:"Channel, by its connection id."`
	Person  string `help:"Who shall get it, as routes list names people; none for a group."`
}

// Run sends a test message.
func (c *routesTestCmd) Run(ctx context.Context) error {
	cl, err := c.client()
	if err != nil {
		return err
	}
	_, err = cl.change(ctx, http.MethodPost, "/api/v1/alert-messages", nil, "", map[string]any{"channel": c.Channel, "person": c.Person})
	return err
}

type alertCalendarCmd struct {
	Show   calendarShowCmd   `cmd:"" default:"withargs" help:"Show a year."`
	Apply  calendarApplyCmd  `cmd:"" help:"Save a file as the year's new version."`
	Export calendarExportCmd `cmd:"" help:"Print a year as YAML."`
}

type calendarAnswer struct {
	Calendar workdays.Year `json:"calendar"`
	Known    bool          `json:"known"`
	Made     views.Made    `json:"made"`
}

func calendarDocument(year int) document[workdays.Year] {
	return document[workdays.Year]{
		path: fmt.Sprintf("/api/v1/work-calendar/%d", year),
		of: func(b []byte) (workdays.Year, views.Made, error) {
			var a calendarAnswer
			err := json.Unmarshal(b, &a)
			return a.Calendar, a.Made, err
		},
		into: func(y workdays.Year, version int, reason string) any {
			if y.Days == nil {
				y.Days = []workdays.Day{}
			}
			return map[string]any{"calendar": y, "version": version, "reason": reason}
		},
	}
}

type calendarShowCmd struct {
	apiFlags
	Year int `arg:"" help:"Year."`
}

// Run shows.
func (c *calendarShowCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, calendarDocument(c.Year).path, nil, func(w io.Writer, a calendarAnswer) {
		switch {
		case !a.Known:
			_, _ = fmt.Fprintln(w, "nothing is known of this year: only the week counts")
		case a.Calendar.Example:
			_, _ = fmt.Fprintln(w, "an example: compare it with the official notice, then apply it")
		}
		for _, d := range a.Calendar.Days {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t\n", d.Date, d.Kind, d.Name)
		}
	})
	return err
}

type calendarApplyCmd struct {
	applyFlags
	Year int `arg:"" help:"Year."`
}

// Run applies.
func (c *calendarApplyCmd) Run(ctx context.Context) error {
	return calendarDocument(c.Year).apply(ctx, c.apiFlags, c.File, c.Reason)
}

type calendarExportCmd struct {
	apiFlags
	Year int `arg:"" help:"Year."`
}

// Run exports.
func (c *calendarExportCmd) Run(ctx context.Context) error {
	return calendarDocument(c.Year).export(ctx, c.apiFlags)
}
