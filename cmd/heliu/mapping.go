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
	"regexp"
	"strconv"

	"github.com/heliuhub/heliu/pipelines/views"
)

// mappingCmd works on the rules by which records are mapped.
type mappingCmd struct {
	List   mappingListCmd   `cmd:"" help:"List the mappings in force."`
	Show   mappingShowCmd   `cmd:"" help:"Show the rules of a stream and their versions."`
	Apply  mappingApplyCmd  `cmd:"" help:"Check rules and propose them; another person approves."`
	Export mappingExportCmd `cmd:"" help:"Print the rules of a stream as YAML."`
}

type mappingListCmd struct{ apiFlags }

// Run prints the mappings.
func (c *mappingListCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, "/api/v1/mappings", nil, func(w io.Writer, a struct{ Items []views.MappingRow }) {
		_, _ = fmt.Fprintln(w, "CONNECTOR\tCONNECTION\tSTREAM\tVERSION\tSINCE\tBY\tNOTE\t")
		for _, m := range a.Items {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\t%s\t%s\t\n", m.Connector, m.ConnectionName, m.Stream, m.Version, shanghai(m.At), m.By, m.Note)
		}
	})
	return err
}

// mappingTarget names a mapping on the command line.
type mappingTarget struct {
	Connector  string `arg:"" help:"Connector, such as crm."`
	Stream     string `arg:"" help:"Stream."`
	Connection string `help:"Name of a connection, for the rules of this one alone."`
}

// find gives the path of the mapping and the id of its connection.
func (m mappingTarget) find(ctx context.Context, api *client) (path, connection string, err error) {
	if m.Connection != "" {
		c, err := api.named(ctx, m.Connection)
		if err != nil {
			return "", "", err
		}
		connection = c.ID
	}
	return "/api/v1/mappings/" + url.PathEscape(m.Connector) + "/" + url.PathEscape(m.Stream), connection, nil
}

type mappingShowCmd struct {
	apiFlags
	mappingTarget
	Version int `help:"Version; the one in force without it."`
}

// Run prints the rules.
func (c *mappingShowCmd) Run(ctx context.Context) error {
	path, q, err := c.asked(ctx)
	if err != nil {
		return err
	}
	_, err = show(ctx, c.apiFlags, path, q, func(w io.Writer, m views.MappingRules) {
		_, _ = fmt.Fprintln(w, "VERSION\tAT\tBY\tNOTE\t")
		for _, v := range m.Versions {
			_, _ = fmt.Fprintf(w, "%d\t%s\t%s\t%s\t\n", v.Version, shanghai(v.At), v.By, v.Note)
		}
		_, _ = fmt.Fprintf(w, "\n# version %d\n%s\n", m.Version, m.YAML)
	})
	return err
}

func (c *mappingShowCmd) asked(ctx context.Context) (path string, q url.Values, err error) {
	api, err := c.client()
	if err != nil {
		return "", nil, err
	}
	path, connection, err := c.find(ctx, api)
	q = url.Values{"version": {strconv.Itoa(c.Version)}}
	if connection != "" {
		q.Set("connection", connection)
	}
	return path, q, err
}

type mappingExportCmd struct{ mappingShowCmd }

// Run prints the YAML alone.
func (c *mappingExportCmd) Run(ctx context.Context) error {
	path, q, err := c.asked(ctx)
	if err != nil {
		return err
	}
	_, err = show(ctx, c.apiFlags, path, q, func(w io.Writer, m views.MappingRules) { _, _ = io.WriteString(w, m.YAML) })
	return err
}

type mappingApplyCmd struct {
	apiFlags
	Connector  string `help:"Connector, such as crm; or name a connection."`
	Connection string `help:"Name of a connection, for the rules of this one alone."`
	File       string `short:"f" required:"" type:"existingfile" help:"The rules, YAML; its stream: says which stream they are for."`
	Reason     string `help:"Why; kept with the version. Without it the rules are only checked."`
	DryRun     bool   `help:"Check and show what would change, propose nothing."`
}

var streamLine = regexp.MustCompile(`(?m)^stream:\s*["']?([A-Za-z0-9_.-]+)`)

// Run checks the rules, shows what would change and proposes them.
func (c *mappingApplyCmd) Run(ctx context.Context) error {
	yaml, err := os.ReadFile(c.File)
	if err != nil {
		return exitError{exitUsage, err}
	}
	stream := streamLine.FindSubmatch(yaml)
	if stream == nil || (c.Connector == "") == (c.Connection == "") {
		return exitError{exitUsage, errors.New("name --connector or --connection, and the stream in the file")}
	}
	api, err := c.client()
	if err != nil {
		return err
	}
	t := mappingTarget{Connector: c.Connector, Connection: c.Connection, Stream: string(stream[1])}
	if c.Connection != "" {
		of, err := api.named(ctx, c.Connection)
		if err != nil {
			return err
		}
		t.Connector = of.Connector
	}
	path, connection, err := t.find(ctx, api)
	if err != nil {
		return err
	}
	body := map[string]any{"yaml": string(yaml), "connection": connection}
	b, err := api.change(ctx, http.MethodPost, path+"/check", nil, "", body)
	if err != nil {
		return err
	}
	var check views.MappingCheck
	if err := json.Unmarshal(b, &check); err != nil {
		return fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	for _, i := range check.Issues {
		_, _ = fmt.Fprintf(os.Stderr, "%s:%d:%d: %s: %s / %s\n", c.File, i.Line, i.Column, i.Code, i.Message.Zh, i.Message.En)
	}
	if len(check.Issues) > 0 {
		return exitError{exitWrong, fmt.Errorf("%d mistakes", len(check.Issues))}
	}
	if !c.JSON {
		fmt.Printf("version %d → %d\n", check.InForce, check.InForce+1)
		for _, l := range lineDiff(check.Now, string(yaml)) {
			fmt.Println(l)
		}
	}
	if c.DryRun || c.Reason == "" {
		return nil
	}
	body["reason"] = c.Reason
	if b, err = api.change(ctx, http.MethodPost, path+"/propose", nil, "", body); err != nil {
		return err
	}
	if c.JSON {
		_, err = sayApproval(true, b)
		return err
	}
	var a views.Approval
	if err := json.Unmarshal(b, &a); err != nil {
		return fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	fmt.Printf("\n已提交审批，须由另一位同事处理 / proposed, another person approves: %s%s\n", api.base, a.Link)
	return nil
}
