package console

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
)

type retentionOut struct {
	Body struct {
		Classes []privacy.Class        `json:"classes" nullable:"false"`
		Holds   []privacy.Hold         `json:"holds" nullable:"false" doc:"those in force first"`
		Runs    []privacy.RetentionRun `json:"runs" nullable:"false" doc:"the last first"`
	}
}

type retentionIn struct {
	Class string `path:"class" maxLength:"32"`
	Body  struct {
		Days    int `json:"days" minimum:"0" maximum:"36500" doc:"0: for ever"`
		Version int `json:"version" minimum:"0" doc:"of the setting that was seen"`
	}
}

type retentionRunIn struct {
	Body struct {
		DryRun bool `json:"dry_run,omitempty" doc:"tell what would go and delete nothing"`
	}
}

type retentionRunOut struct {
	Body struct {
		DryRun  bool             `json:"dry_run"`
		Deleted map[string]int64 `json:"deleted" doc:"rows by class; of a dry run: that would go"`
		Kept    map[string]int64 `json:"kept" doc:"rows by class whose time is over and that stay: held, or somebody still needs them"`
	}
}

type holdIn struct {
	Body struct {
		Person string `json:"person,omitempty" maxLength:"36" doc:"golden person, or"`
		Class  string `json:"class,omitempty" maxLength:"32" doc:"class of data"`
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

type holdOut struct {
	Body struct {
		ID string `json:"id"`
	}
}

type releaseIn struct {
	Hold string `path:"hold" format:"uuid"`
	Body struct {
		Reason string `json:"reason" minLength:"1" maxLength:"500"`
	}
}

type processingOut struct {
	Body struct {
		Items []privacy.Processing `json:"items" nullable:"false"`
	}
}

func retentionOps(c *console) {
	tags := []string{"privacy"}
	register(c, huma.Operation{
		OperationID: "getRetention", Method: http.MethodGet, Path: "/api/v1/privacy/retention", Tags: tags, Summary: "How long what is kept, what is due, and what is held",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*retentionOut, error) {
		out := &retentionOut{}
		var err error
		if out.Body.Classes, err = c.Privacy.Retention(ctx, by.Workspace, c.Now()); err != nil {
			return nil, err
		}
		if out.Body.Holds, err = c.Privacy.Holds(ctx, by.Workspace); err != nil {
			return nil, err
		}
		out.Body.Runs, err = c.Privacy.RetentionRuns(ctx, by.Workspace)
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "setRetention", Method: http.MethodPut, Path: "/api/v1/privacy/retention/{class}", Tags: tags, Summary: "Say how long a class is kept", DefaultStatus: http.StatusNoContent, Errors: []int{400, 412},
	}, func(ctx context.Context, by access.Actor, in *retentionIn) (*struct{}, error) {
		return nil, c.Privacy.SetRetention(ctx, by.Workspace, in.Class, in.Body.Days, in.Body.Version)
	})
	register(c, huma.Operation{
		OperationID: "runRetention", Method: http.MethodPost, Path: "/api/v1/privacy/retention/run", Tags: tags, Summary: "Delete now what is due, or tell what that would be",
		Description: "The hub does it once a day by itself.",
	}, c.runRetention)
	register(c, huma.Operation{
		OperationID: "placeHold", Method: http.MethodPost, Path: "/api/v1/privacy/holds", Tags: tags, Summary: "Keep a person's data or a class from being deleted", DefaultStatus: http.StatusCreated, Errors: []int{400, 404},
	}, c.placeHold)
	register(c, huma.Operation{
		OperationID: "releaseHold", Method: http.MethodPost, Path: "/api/v1/privacy/holds/{hold}/release", Tags: tags, Summary: "End a hold", DefaultStatus: http.StatusNoContent, Errors: []int{400, 404},
	}, func(ctx context.Context, by access.Actor, in *releaseIn) (*struct{}, error) {
		reason, err := reference(in.Body.Reason)
		if err != nil {
			return nil, err
		}
		return nil, c.Privacy.ReleaseHold(ctx, by.Workspace, in.Hold, reason)
	})
	register(c, huma.Operation{
		OperationID: "listProcessing", Method: http.MethodGet, Path: "/api/v1/privacy/processing", Tags: tags, Summary: "The activities of processing personal data",
	}, func(ctx context.Context, _ access.Actor, _ *struct{}) (*processingOut, error) {
		rows, err := c.Privacy.Processings(ctx)
		out := &processingOut{}
		out.Body.Items = rows
		return out, err
	})
}

// reference refuses a reason that holds a personal value: it is kept for ever.
func reference(s string) (string, error) {
	s = strings.TrimSpace(s)
	switch {
	case s == "":
		return s, fault.New("reason_needed", nil).At("reason", "")
	case maskText(s) != s:
		return s, fault.New("personal_in_reference", nil).At("reason", "")
	}
	return s, nil
}

func (c *console) runRetention(ctx context.Context, by access.Actor, in *retentionRunIn) (*retentionRunOut, error) {
	out := &retentionRunOut{}
	out.Body.DryRun, out.Body.Deleted, out.Body.Kept = in.Body.DryRun, map[string]int64{}, map[string]int64{}
	all, err := c.Privacy.Retention(ctx, by.Workspace, c.Now())
	if err != nil {
		return nil, err
	}
	for _, x := range all {
		if x.Due > 0 && in.Body.DryRun {
			out.Body.Deleted[x.ID] = x.Due
		}
		if x.Kept > 0 {
			out.Body.Kept[x.ID] = x.Kept
		}
	}
	if in.Body.DryRun {
		return out, nil
	}
	run, err := c.Privacy.Retain(ctx, by.Workspace, c.Now())
	out.Body.Deleted = run.Result
	return out, err
}

func (c *console) placeHold(ctx context.Context, by access.Actor, in *holdIn) (*holdOut, error) {
	reason, err := reference(in.Body.Reason)
	if err != nil {
		return nil, err
	}
	if (in.Body.Person == "") == (in.Body.Class == "") {
		return nil, fault.Newf("bad_request", "name a person or a class").At("person", "")
	}
	if err := checkID(in.Body.Person, "person"); err != nil {
		return nil, err
	}
	if in.Body.Class != "" && !slices.ContainsFunc(privacy.Classes, func(x privacy.Class) bool { return x.ID == in.Body.Class }) {
		return nil, fault.New("unknown_class", nil).At("class", in.Body.Class)
	}
	out := &holdOut{}
	out.Body.ID = uuid.NewString()
	return out, c.Privacy.PlaceHold(ctx, by.Workspace, privacy.Hold{ID: out.Body.ID, Golden: in.Body.Person, Class: in.Body.Class, Reason: reason})
}
