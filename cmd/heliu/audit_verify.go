package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

type auditVerifyCmd struct {
	apiFlags
	Heads string `type:"existingfile" help:"File of signed heads that was kept elsewhere (audit-heads.jsonl); those that the hub has are used in any case."`
}

type verifyAnswer struct {
	OK     bool                `json:"ok"`
	Chains []views.ChainReport `json:"chains"`
}

// Run checks the chains and says the first place that is not as it was.
func (c *auditVerifyCmd) Run(ctx context.Context) error {
	body := struct {
		Heads []string `json:"heads"`
	}{Heads: []string{}}
	api, err := c.client()
	if err != nil {
		return err
	}
	if c.Heads != "" {
		if body.Heads, err = headLines(c.Heads); err != nil {
			return exitError{exitUsage, err}
		}
	}
	b, err := api.change(ctx, http.MethodPost, "/api/v1/audit/verify", nil, "", body)
	if err != nil {
		return err
	}
	var a verifyAnswer
	if err := json.Unmarshal(b, &a); err != nil {
		return fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	if c.JSON {
		fmt.Println(strings.TrimSpace(string(b)))
	} else {
		sayVerify(a)
	}
	if !a.OK {
		return exitError{exitWrong, errors.New("the audit trail is not what it was")}
	}
	return nil
}

func sayVerify(a verifyAnswer) {
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	for _, k := range a.Chains {
		until := "–"
		if k.Check.Until != nil {
			until = k.Check.Until.In(record.Shanghai).Format("2006-01-02 15:04:05")
		}
		_, _ = fmt.Fprintf(w, "%s\tok %t\trows %d\tproven until %s\tsigned to %d\t(%d heads)\tdamaged %d\n", k.Scope, k.Check.OK, k.Check.Rows, until, k.Check.HeadN, k.Heads, k.Check.Damaged)
		for _, f := range k.Findings {
			at := ""
			if f.At != nil {
				at = f.At.In(record.Shanghai).Format("2006-01-02 15:04:05")
			}
			_, _ = fmt.Fprintf(w, "  %s\tplace %d\tentry %d\t%s\t%s / %s\n", f.Damage, f.N, f.Seq, at, f.Text.Zh, f.Text.En)
		}
	}
	_ = w.Flush()
}

// mostHeads bounds what is sent of a file, the newest lines: one head that agrees
// speaks for all rows before it.
const mostHeads = 2000

// headLines gives the newest lines of a file of heads.
func headLines(path string) ([]string, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s has no heads", path)
	}
	return out[max(0, len(out)-mostHeads):], nil
}
