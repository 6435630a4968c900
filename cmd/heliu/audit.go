package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"

	"github.com/heliuhub/heliu/pipelines/views"
)

// auditCmd asks whether everything is accounted for.
type auditCmd struct {
	Balance auditBalanceCmd `cmd:"" help:"Show that every accepted record ended in exactly one place; exit 1 when not."`
	Verify  auditVerifyCmd  `cmd:"" help:"Prove that nobody changed the audit trail; says the first place and exits 1 when somebody did."`
}

type auditBalanceCmd struct {
	apiFlags
	Quick bool `help:"Trust the kept counts; without it every row of the workspace is counted too."`
}

type balanceAnswer struct {
	Balanced bool `json:"balanced"`
	Topic    struct {
		Accepted int64 `json:"accepted"`
		Settled  int64 `json:"settled"`
		InFlight int64 `json:"in_flight"`
		Unread   int64 `json:"unread"`
		Waiting  int64 `json:"waiting"`
	} `json:"topic"`
	Streams []views.StreamCount `json:"streams"`
	Refused []views.Refused     `json:"refused"`
	Wrong   []views.Miscount    `json:"wrong"`
}

// Run prints the equation and its parts.
func (c *auditBalanceCmd) Run(ctx context.Context) error {
	q := url.Values{}
	if !c.Quick {
		q.Set("full", "true")
	}
	b, err := show(ctx, c.apiFlags, "/api/v1/audit/balance", q, func(w io.Writer, b balanceAnswer) {
		_, _ = fmt.Fprintf(w, "accepted %d = settled %d + in flight %d (not landed %d, landed %d)\n\n", b.Topic.Accepted, b.Topic.Settled, b.Topic.InFlight, b.Topic.Unread, b.Topic.Waiting)
		_, _ = fmt.Fprintln(w, "CONNECTION\tSTREAM\tACCEPTED\tAPPLIED\tDUPLICATE\tDROPPED\tQUARANTINED\tIN FLIGHT\t")
		for _, s := range b.Streams {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t\n", s.ConnectionName, s.Stream, s.Accepted, s.Settled.Applied, s.Settled.Duplicate, s.Settled.Dropped, s.Settled.Quarantined, s.InFlight)
		}
		for _, r := range b.Refused {
			_, _ = fmt.Fprintf(w, "refused at the door\t%s\t%d\t%s\n", r.Connector, r.Requests, r.Code)
		}
		for _, x := range b.Wrong {
			_, _ = fmt.Fprintf(w, "counted wrong\t%s\t%s\t%d, there are %d\n", x.Stream, x.What, x.Counted, x.Rows)
		}
	})
	if err == nil && !b.Balanced {
		return exitError{exitWrong, errors.New("the balance does not balance")}
	}
	return err
}
