package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"github.com/heliuhub/heliu/access/privacy"
)

type subjectConsentCmd struct {
	apiFlags
	Person   string `required:"" placeholder:"ID" help:"Golden person, as find shows it."`
	Purpose  string `help:"Note a statement about this purpose; without it the ledger is shown."`
	Channel  string `help:"Of this channel alone."`
	Given    bool   `help:"The person agreed." xor:"what"`
	Withdraw bool   `help:"The person took it back." xor:"what"`
	Evidence string `help:"A reference, such as the number of a form. No personal value."`
}

type ledger struct {
	Items []struct {
		Purpose, Channel, Source, Evidence string
		Given                              bool
		At                                 string
	} `json:"items"`
}

// Run shows the ledger, or adds to it.
func (c *subjectConsentCmd) Run(ctx context.Context) error {
	path := "/api/v1/privacy/persons/" + url.PathEscape(c.Person) + "/consents"
	if c.Purpose == "" {
		_, err := show(ctx, c.apiFlags, path, nil, func(w io.Writer, l ledger) {
			_, _ = fmt.Fprintln(w, "PURPOSE\tCHANNEL\tGIVEN\tAT\tSOURCE\tEVIDENCE\t")
			for _, x := range l.Items {
				_, _ = fmt.Fprintf(w, "%s\t%s\t%t\t%s\t%s\t%s\t\n", x.Purpose, x.Channel, x.Given, x.At, x.Source, x.Evidence)
			}
		})
		return err
	}
	if c.Given == c.Withdraw {
		return exitError{exitUsage, errors.New("say --given or --withdraw")}
	}
	api, err := c.client()
	if err != nil {
		return err
	}
	_, err = api.change(ctx, http.MethodPost, path, nil, "", map[string]any{"purpose": c.Purpose, "channel": c.Channel, "given": c.Given, "evidence": c.Evidence})
	return err
}

type subjectHoldCmd struct {
	List    holdListCmd    `cmd:"" default:"1" help:"List holds."`
	Place   holdPlaceCmd   `cmd:"" help:"Keep a person's data or a class from being deleted."`
	Release holdReleaseCmd `cmd:"" help:"End a hold."`
}

type holdListCmd struct{ apiFlags }

type retained struct {
	Classes []privacy.Class        `json:"classes"`
	Holds   []privacy.Hold         `json:"holds"`
	Runs    []privacy.RetentionRun `json:"runs"`
}

// Run lists the holds.
func (c *holdListCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, "/api/v1/privacy/retention", nil, func(w io.Writer, r retained) {
		_, _ = fmt.Fprintln(w, "HOLD\tPERSON\tCLASS\tREASON\tPLACED\tRELEASED\t")
		for _, h := range r.Holds {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t\n", h.ID, h.Golden, h.Class, h.Reason, shanghai(h.PlacedAt), until(h.ReleasedAt))
		}
	})
	return err
}

type holdPlaceCmd struct {
	apiFlags
	Person string `xor:"what" required:"" help:"Golden person, or"`
	Class  string `xor:"what" required:"" help:"class of data."`
	Reason string `required:"" help:"Why. No personal value."`
}

// Run places a hold.
func (c *holdPlaceCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	a, raw, err := tell[struct{ ID string }](ctx, api, "/api/v1/privacy/holds", map[string]any{"person": c.Person, "class": c.Class, "reason": c.Reason})
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(raw)
	}
	fmt.Println(a.ID)
	return nil
}

type holdReleaseCmd struct {
	apiFlags
	ID     string `arg:"" help:"Hold id."`
	Reason string `required:"" help:"Why. No personal value."`
}

// Run releases a hold.
func (c *holdReleaseCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	_, err = api.change(ctx, http.MethodPost, "/api/v1/privacy/holds/"+url.PathEscape(c.ID)+"/release", nil, "", map[string]any{"reason": c.Reason})
	return err
}

type subjectRetentionCmd struct {
	Show retentionShowCmd `cmd:"" default:"1" help:"Show the periods and what is due."`
	Set  retentionSetCmd  `cmd:"" help:"Say how long a class is kept."`
	Run  retentionRunCmd  `cmd:"" help:"Delete what is due, or tell what that would be."`
}

type retentionShowCmd struct{ apiFlags }

// Run prints the classes.
func (c *retentionShowCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, "/api/v1/privacy/retention", nil, func(w io.Writer, r retained) {
		_, _ = fmt.Fprintln(w, "CLASS\tDAYS\tDEFAULT\tDUE\tSTAYS\tHELD\t")
		for _, x := range r.Classes {
			days := fmt.Sprint(x.Days)
			if x.Days == 0 {
				days = "ever"
			}
			_, _ = fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%t\t\n", x.ID, days, x.Default, x.Due, x.Kept, x.Held)
		}
	})
	return err
}

type retentionSetCmd struct {
	apiFlags
	Class string `arg:"" help:"Class of data."`
	Days  int    `arg:"" help:"Days; 0: for ever."`
}

// Run sets a period.
func (c *retentionSetCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	raw, err := api.call(ctx, http.MethodGet, "/api/v1/privacy/retention", nil)
	if err != nil {
		return err
	}
	var r retained
	if err := json.Unmarshal(raw, &r); err != nil {
		return err
	}
	i := slices.IndexFunc(r.Classes, func(x privacy.Class) bool { return x.ID == c.Class })
	if i < 0 {
		return exitError{exitUsage, fmt.Errorf("there is no class %s", c.Class)}
	}
	_, err = api.change(ctx, http.MethodPut, "/api/v1/privacy/retention/"+url.PathEscape(c.Class), nil, "", map[string]any{"days": c.Days, "version": r.Classes[i].Version})
	return err
}

type retentionRunCmd struct {
	apiFlags
	DryRun bool `help:"Delete nothing."`
}

// Run deletes what is due.
func (c *retentionRunCmd) Run(ctx context.Context) error {
	api, err := c.client()
	if err != nil {
		return err
	}
	type answer struct {
		Deleted, Kept map[string]int64
	}
	a, raw, err := tell[answer](ctx, api, "/api/v1/privacy/retention/run", map[string]any{"dry_run": c.DryRun})
	if err != nil {
		return err
	}
	if c.JSON {
		return printJSON(raw)
	}
	return table(func(w io.Writer) {
		verb := "DELETED"
		if c.DryRun {
			verb = "WOULD GO"
		}
		_, _ = fmt.Fprintf(w, "CLASS\t%s\tSTAYS\t\n", verb)
		for _, x := range privacy.Classes {
			if a.Deleted[x.ID]+a.Kept[x.ID] > 0 {
				_, _ = fmt.Fprintf(w, "%s\t%d\t%d\t\n", x.ID, a.Deleted[x.ID], a.Kept[x.ID])
			}
		}
		if len(slices.Collect(maps.Keys(a.Deleted))) == 0 {
			_, _ = fmt.Fprintln(w, "nothing is due")
		}
	})
}
