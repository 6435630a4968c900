package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/heliuhub/heliu/pipelines/views"
)

// approvalsCmd works on what needs a second person.
type approvalsCmd struct {
	List     approvalsListCmd     `cmd:"" help:"List approvals."`
	Show     approvalsShowCmd     `cmd:"" help:"Show one with what would change."`
	Approve  approvalsApproveCmd  `cmd:"" help:"Approve what somebody else proposed. A person does that: keys are refused."`
	Refuse   approvalsRefuseCmd   `cmd:"" help:"Refuse what somebody else proposed."`
	Withdraw approvalsWithdrawCmd `cmd:"" help:"Take back what you proposed."`
	Retry    approvalsRetryCmd    `cmd:"" help:"Carry out again what was approved and failed."`
	Delegate approvalsDelegateCmd `cmd:"" help:"Hand your turn to decide about a kind to somebody with the same right."`
}

type approvalsListCmd struct {
	apiFlags
	Box string `enum:"waiting,mine,decided,all" default:"all" help:"waiting (for you), mine, decided or all."`
}

type approvalsAnswer struct {
	Items   []views.Approval `json:"items"`
	Waiting int              `json:"waiting"`
}

// Run prints the approvals.
func (c *approvalsListCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, "/api/v1/approvals", url.Values{"box": {c.Box}, "limit": {"200"}}, func(w io.Writer, a approvalsAnswer) {
		_, _ = fmt.Fprintln(w, "ID\tSTATE\tKIND\tPROPOSED BY\tAT\tUNTIL\t")
		for _, x := range a.Items {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t\n  %s\n  %s\n", x.ID, x.Status, x.Kind, x.ProposedBy, shanghai(x.ProposedAt), shanghai(x.ExpiresAt), x.Title.Zh, x.Title.En)
		}
	})
	return err
}

type approvalsShowCmd struct {
	apiFlags
	ID string `arg:"" help:"Approval id."`
}

// Run prints an approval and its diff.
func (c *approvalsShowCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, "/api/v1/approvals/"+url.PathEscape(c.ID), nil, printApproval)
	return err
}

func printApproval(w io.Writer, a views.Approval) {
	_, _ = fmt.Fprintf(w, "%s\n%s\n\n%s\t%s\t%s\n", a.Title.Zh, a.Title.En, a.ID, a.Kind, a.Status)
	_, _ = fmt.Fprintf(w, "proposed by\t%s\t%s\t%s\n", a.ProposedBy, shanghai(a.ProposedAt), a.Reason)
	if a.Status == "waiting" {
		_, _ = fmt.Fprintf(w, "until\t%s\n", shanghai(a.ExpiresAt))
	}
	if a.DecidedBy != "" {
		who := a.DecidedBy
		if a.For != "" {
			who += " for " + a.For
		}
		_, _ = fmt.Fprintf(w, "decided by\t%s\t%s\t%s\n", who, shanghai(*a.ClosedAt), a.Because)
	}
	if a.Message != nil {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\n", a.Code, a.Message.Zh, a.Message.En)
	}
	_, _ = fmt.Fprintln(w)
	for _, name := range slices.Sorted(maps.Keys(a.Diff)) {
		if strings.HasPrefix(name, "_") {
			continue
		}
		var d struct{ From, To any }
		if json.Unmarshal(a.Diff[name], &d) != nil {
			continue
		}
		from, isText := d.From.(string)
		to, _ := d.To.(string)
		switch {
		case d.From == nil && d.To == nil:
			_, _ = fmt.Fprintf(w, "%s\t(changed)\n", name)
		case isText && strings.Contains(from+to, "\n"):
			_, _ = fmt.Fprintf(w, "%s:\n", name)
			for _, l := range lineDiff(from, to) {
				_, _ = fmt.Fprintln(w, l)
			}
		case d.From == nil:
			_, _ = fmt.Fprintf(w, "%s\t%v\n", name, d.To)
		default:
			_, _ = fmt.Fprintf(w, "%s\t%v → %v\n", name, d.From, d.To)
		}
	}
}

// approvalWork is what the deeds on one approval share.
type approvalWork struct {
	apiFlags
	ID     string `arg:"" help:"Approval id."`
	Reason string `help:"Why; kept with the approval."`
}

type (
	approvalsApproveCmd struct {
		approvalWork
		For string `help:"Account that delegated to you."`
	}
	approvalsRefuseCmd struct {
		approvalWork
		For string `help:"Account that delegated to you."`
	}
	approvalsWithdrawCmd struct{ approvalWork }
	approvalsRetryCmd    struct{ approvalWork }
)

// Run approves.
func (c *approvalsApproveCmd) Run(ctx context.Context) error {
	return c.do(ctx, "approve", map[string]string{"reason": c.Reason, "for": c.For})
}

// Run refuses.
func (c *approvalsRefuseCmd) Run(ctx context.Context) error {
	return c.do(ctx, "refuse", map[string]string{"reason": c.Reason, "for": c.For})
}

// Run withdraws.
func (c *approvalsWithdrawCmd) Run(ctx context.Context) error {
	return c.do(ctx, "withdraw", map[string]string{"reason": c.Reason})
}

// Run tries again.
func (c *approvalsRetryCmd) Run(ctx context.Context) error { return c.do(ctx, "retry", nil) }

func (c *approvalWork) do(ctx context.Context, verb string, body any) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	b, err := api.change(ctx, http.MethodPost, "/api/v1/approvals/"+url.PathEscape(c.ID)+"/"+verb, nil, "", body)
	if err != nil {
		return err
	}
	a, err := sayApproval(c.JSON, b)
	if err == nil && a.Status == "failed" {
		return exitError{exitWrong, errors.New("it was approved and could not be carried out: " + a.Code)}
	}
	return err
}

// sayApproval prints an approval that an answer holds.
func sayApproval(asJSON bool, b []byte) (a views.Approval, err error) {
	if err := json.Unmarshal(b, &a); err != nil {
		return a, fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	if asJSON {
		var out bytes.Buffer
		if err := json.Indent(&out, b, "", "  "); err != nil {
			return a, err
		}
		fmt.Println(strings.TrimSpace(out.String()))
		return a, nil
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	printApproval(w, a)
	return a, w.Flush()
}

type approvalsDelegateCmd struct {
	apiFlags
	Kind   string        `arg:"" help:"Kind, such as mapping.apply; see list."`
	To     string        `arg:"" help:"Account of the other person."`
	For    time.Duration `default:"24h" help:"For how long."`
	Reason string        `help:"Why."`
}

// Run delegates and prints what is delegated now.
func (c *approvalsDelegateCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	b, err := api.change(ctx, http.MethodPost, "/api/v1/delegations", nil, "", map[string]any{"kind": c.Kind, "to": c.To, "to_at": hubClock().Now().Add(c.For), "reason": c.Reason})
	if err != nil {
		return err
	}
	if c.JSON {
		fmt.Println(strings.TrimSpace(string(b)))
		return nil
	}
	var all struct{ Items []views.Delegation }
	if err := json.Unmarshal(b, &all); err != nil {
		return fmt.Errorf("the hub's answer cannot be read: %w", err)
	}
	w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	_, _ = fmt.Fprintln(w, "KIND\tFROM\tTO\tUNTIL\t")
	for _, d := range all.Items {
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t\n", d.Kind, d.From, d.To, shanghai(d.ToAt))
	}
	return w.Flush()
}
