package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/pipelines/views"
)

// subjectCmd answers what people may ask about their data.
type subjectCmd struct {
	Find      subjectFindCmd      `cmd:"" help:"Find whom a value may belong to."`
	Export    subjectExportCmd    `cmd:"" help:"Write everything that is kept about a person."`
	Erase     subjectEraseCmd     `cmd:"" help:"Propose to erase a person; another person must approve it."`
	Report    subjectReportCmd    `cmd:"" help:"Show what an erasure deleted and kept; without an id all erasures."`
	Consent   subjectConsentCmd   `cmd:"" help:"Show or note what a person agreed to."`
	Hold      subjectHoldCmd      `cmd:"" help:"Keep data from being deleted: list, place, release."`
	Retention subjectRetentionCmd `cmd:"" help:"Ask how long what is kept, and keep to it."`
}

// whom names a person. A value given as - is read from the first line of stdin, so that
// it stands neither in the history of the shell nor in the list of processes.
type whom struct {
	Phone  string `placeholder:"NUMBER|-" help:"Phone number in any spelling; - reads it from stdin."`
	Email  string `placeholder:"ADDRESS|-" help:"E-mail address; - reads it from stdin."`
	Wecom  string `placeholder:"ID|-" help:"WeCom external id or WeChat union id; - reads it from stdin."`
	Person string `placeholder:"ID" help:"Golden person, as find shows it."`
}

func (w whom) body(in io.Reader) (map[string]any, error) {
	out := map[string]any{}
	for name, v := range map[string]string{"phone": w.Phone, "email": w.Email, "wecom": w.Wecom, "person": w.Person} {
		if v == "-" {
			line, err := bufio.NewReader(in).ReadString('\n')
			if err != nil && line == "" {
				return nil, exitError{exitUsage, fmt.Errorf("nothing to read on stdin for --%s", name)}
			}
			v = strings.TrimSpace(line)
		}
		if v != "" {
			out[name] = v
		}
	}
	if len(out) != 1 {
		return nil, exitError{exitUsage, errors.New("name exactly one of --phone, --email, --wecom and --person")}
	}
	return out, nil
}

// tell sends a body and decodes the answer.
func tell[T any](ctx context.Context, api *client, path string, body any) (v T, raw []byte, err error) {
	raw, err = api.change(ctx, http.MethodPost, path, nil, "", body)
	if err != nil || len(raw) == 0 {
		return v, raw, err
	}
	if err := json.Unmarshal(raw, &v); err != nil {
		return v, raw, fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	return v, raw, nil
}

func printJSON(raw []byte) error {
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return err
	}
	fmt.Println(strings.TrimSpace(out.String()))
	return nil
}

func table(say func(w io.Writer)) error {
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	say(w)
	return w.Flush()
}

type subjectFindCmd struct {
	apiFlags
	Phone string `placeholder:"NUMBER|-" help:"Phone number in any spelling; - reads it from stdin."`
	Email string `placeholder:"ADDRESS|-" help:"E-mail address; - reads it from stdin."`
	Wecom string `placeholder:"ID|-" help:"WeCom external id or WeChat union id; - reads it from stdin."`
}

type candidates struct {
	Items []privacy.Candidate `json:"items"`
}

// Run prints the candidates; exit 1 when nobody is known.
func (c *subjectFindCmd) Run(ctx context.Context) error {
	body, err := whom{Phone: c.Phone, Email: c.Email, Wecom: c.Wecom}.body(os.Stdin)
	if err != nil {
		return err
	}
	api, err := c.client()
	if err != nil {
		return err
	}
	found, raw, err := tell[candidates](ctx, api, "/api/v1/privacy/subjects/search", body)
	if err != nil {
		return err
	}
	if c.JSON {
		err = printJSON(raw)
	} else {
		err = table(func(w io.Writer) { printCandidates(w, found) })
	}
	if err == nil && len(found.Items) == 0 {
		return exitError{exitWrong, errors.New("nobody is known by this value")}
	}
	return err
}

func printCandidates(w io.Writer, found candidates) {
	_, _ = fmt.Fprintln(w, "PERSON\tNAME\tRECORDS\tCONNECTIONS\tSINCE\tHOLD\t")
	for _, x := range found.Items {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%d\t%s\t%s\t%t\t\n", x.Golden, x.Name, x.Members, x.Connections, shanghai(x.Since), x.Held)
	}
}

// chosen asks who is meant: a value that several use lists them and ends with exit 1.
func chosen(ctx context.Context, api *client, body map[string]any) error {
	if body["person"] != nil {
		return nil
	}
	found, _, err := tell[candidates](ctx, api, "/api/v1/privacy/subjects/search", body)
	if err != nil || len(found.Items) < 2 {
		return err
	}
	if err := table(func(w io.Writer) { printCandidates(w, found) }); err != nil {
		return err
	}
	return exitError{exitWrong, fmt.Errorf("%d persons use this value; choose one by --person", len(found.Items))}
}

type subjectExportCmd struct {
	apiFlags
	whom
	Format string `enum:"json,xlsx" default:"json" help:"json or xlsx."`
	Out    string `type:"path" short:"o" help:"File to write, readable by its owner alone; without it JSON goes to stdout."`
}

// Run writes the export.
func (c *subjectExportCmd) Run(ctx context.Context) error {
	if c.Format == "xlsx" && c.Out == "" {
		return exitError{exitUsage, errors.New("name the file of a workbook by --out")}
	}
	body, err := c.body(os.Stdin)
	if err != nil {
		return err
	}
	api, err := c.client()
	if err != nil {
		return err
	}
	if err := chosen(ctx, api, body); err != nil {
		return err
	}
	path := "/api/v1/privacy/subjects/export"
	if c.Format == "xlsx" {
		path += ".xlsx"
	}
	raw, err := api.change(ctx, http.MethodPost, path, nil, "", body)
	if err != nil {
		return err
	}
	if c.Out == "" {
		return printJSON(raw)
	}
	if err := os.WriteFile(c.Out, raw, 0o600); err != nil {
		return err
	}
	fmt.Println(c.Out)
	return nil
}

type subjectEraseCmd struct {
	apiFlags
	whom
	Reason string `required:"" help:"Why; kept with the approval. No personal value."`
}

// Run proposes the erasure.
func (c *subjectEraseCmd) Run(ctx context.Context) error {
	body, err := c.body(os.Stdin)
	if err != nil {
		return err
	}
	api, err := c.client()
	if err != nil {
		return err
	}
	if err := chosen(ctx, api, body); err != nil {
		return err
	}
	body["reason"] = c.Reason
	type answer struct {
		Approval views.Approval `json:"approval"`
	}
	a, raw, err := tell[answer](ctx, api, "/api/v1/privacy/subjects/erase", body)
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(raw)
	}
	fmt.Printf("%s waits for another person until %s: %s\n", a.Approval.ID, shanghai(a.Approval.ExpiresAt), a.Approval.Link)
	return nil
}

type subjectReportCmd struct {
	apiFlags
	ID string `arg:"" optional:"" help:"Erasure id: the approval's."`
}

// Run prints reports; exit 1 for one that was refused.
func (c *subjectReportCmd) Run(ctx context.Context) error {
	if c.ID == "" {
		_, err := show(ctx, c.apiFlags, "/api/v1/privacy/erasures", nil, func(w io.Writer, a struct{ Items []privacy.Erasure }) {
			_, _ = fmt.Fprintln(w, "ID\tSTATUS\tSTEP\tASKED\tENDED\t")
			for _, e := range a.Items {
				_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t\n", e.ID, e.Status, e.Step, shanghai(e.At), until(e.Ended))
			}
		})
		return err
	}
	e, err := show(ctx, c.apiFlags, "/api/v1/privacy/erasures/"+url.PathEscape(c.ID), nil, func(w io.Writer, e privacy.Erasure) {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s %s\n\nWHAT\tDID\tWHY\tROWS\tUNTIL\tSUCH AS\t\n", e.ID, e.Status, e.Step, e.Code)
		for _, l := range e.Report.Lines {
			refs := l.Refs
			if len(refs) > 3 {
				refs = append(slices.Clone(refs[:3]), "…")
			}
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%d\t%s\t%s\t\n", l.What, l.Did, l.Why, l.Rows, until(l.Until), strings.Join(refs, " "))
		}
	})
	if err == nil && e.Status == "refused" {
		return exitError{exitWrong, fmt.Errorf("the erasure was refused: %s", e.Code)}
	}
	return err
}

func until(t *time.Time) string {
	if t == nil {
		return ""
	}
	return shanghai(*t)
}
