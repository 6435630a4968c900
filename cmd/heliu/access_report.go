package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

type accessReportCmd struct {
	apiFlags
	AsOf string `help:"Day (its end, Asia/Shanghai) or moment (RFC 3339); now without it."`
	CSV  bool   `name:"csv" help:"Print lines of CSV."`
}

// Run prints who may do what as of a moment.
func (c *accessReportCmd) Run(ctx context.Context) error {
	q := url.Values{}
	if c.AsOf != "" {
		q.Set("as_of", c.AsOf)
	}
	if c.CSV {
		return c.csv(ctx, q)
	}
	_, err := show(ctx, c.apiFlags, "/api/v1/access/report", q, func(w io.Writer, r views.RightsReport) {
		_, _ = fmt.Fprintf(w, "as of %s\n", shanghaiMoment(r.AsOf))
		_, _ = fmt.Fprintln(w, "WHO\tROLES\tSCOPES\tSINCE\tBY\tSTATE\tCONFLICTS\t")
		for _, line := range rightsLines(r) {
			_, _ = fmt.Fprintln(w, strings.Join(line[1:], "\t")+"\t")
		}
	})
	return err
}

func (c *accessReportCmd) csv(ctx context.Context, q url.Values) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	b, err := api.call(ctx, http.MethodGet, "/api/v1/access/report", q)
	if err != nil {
		return err
	}
	var r views.RightsReport
	if err := json.Unmarshal(b, &r); err != nil {
		return fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	w := csv.NewWriter(os.Stdout)
	_ = w.Write([]string{"kind", "who", "roles", "scopes", "since", "by", "state", "conflicts"})
	for _, line := range rightsLines(r) {
		for i := range line {
			line[i] = record.GuardCell(line[i])
		}
		_ = w.Write(line)
	}
	w.Flush()
	return w.Error()
}

// rightsLines gives a line for each person and key: kind, who, roles, scopes, since,
// by, state, conflicts (those that the hub itself keeps apart in brackets).
func rightsLines(r views.RightsReport) [][]string {
	guarded := map[string]bool{}
	for _, c := range r.Conflicts {
		guarded[c.ID] = c.Guarded
	}
	named := func(ids []string) string {
		out := make([]string, len(ids))
		for i, id := range ids {
			out[i] = id
			if guarded[id] {
				out[i] = "(" + id + ")"
			}
		}
		return strings.Join(out, " ")
	}
	by := func(ref, name string) string {
		if name != "" {
			return name
		}
		return ref
	}
	var out [][]string
	for _, p := range r.Persons {
		state := "active"
		if p.Disabled {
			state = "disabled"
		}
		out = append(out, []string{"person", p.Name + " <" + p.SignIn + ">", strings.Join(p.Roles, " "), "", shanghaiMoment(p.Since), by(p.By, p.ByName), state, named(p.Conflicts)})
	}
	for _, k := range r.Keys {
		state := "no end"
		if k.ExpiresAt != nil {
			state = "until " + shanghaiMoment(*k.ExpiresAt)
		}
		out = append(out, []string{"key", k.Name + " …" + k.Last4, strings.Join(k.Roles, " "), strings.Join(k.Scopes, " "), shanghaiMoment(k.Since), by(k.By, k.ByName), state, named(k.Conflicts)})
	}
	return out
}

func shanghaiMoment(t time.Time) string { return t.In(record.Shanghai).Format("2006-01-02 15:04") }
