package console

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/approvals"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

type letterAskIn struct {
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"128" doc:"the same request under the same key is done once; kept for 24 hours"`
	RawBody        []byte
	Body           struct {
		IDs    []string               `json:"ids,omitempty" maxItems:"500" doc:"these letters, or"`
		Filter views.DeadLetterFilter `json:"filter,omitempty" doc:"all that match, or"`
		All    bool                   `json:"all,omitempty" doc:"all there are"`
		Reason string                 `json:"reason,omitempty" maxLength:"500" doc:"kept in the audit trail"`
	}
}

type letterJobOut struct {
	Status int
	Body   views.LetterJob
}

type letterDiscardOut struct {
	Status int
	Body   struct {
		Job      *views.LetterJob `json:"job,omitempty" doc:"it is being done"`
		Approval *views.Approval  `json:"approval,omitempty" doc:"so many need a second person: it is done once somebody approves"`
	}
}

type letterTryIn struct {
	ID string `path:"id" doc:"dead letter id"`
	Personal
	Body struct {
		Payload string `json:"payload" minLength:"1" maxLength:"1048576" doc:"the edited content, JSON; a masked value that is kept stands for the original's"`
	}
}

type letterTryOut struct{ Body dryRun }

type letterEditIn struct {
	ID             string `path:"id" doc:"dead letter id"`
	IfMatch        string `header:"If-Match" doc:"ETag of the letter that was seen; required"`
	IdempotencyKey string `header:"Idempotency-Key" maxLength:"128"`
	Personal
	RawBody []byte
	Body    struct {
		Payload string `json:"payload" minLength:"1" maxLength:"1048576" doc:"the edited content, JSON; a masked value that is kept stands for the original's"`
		Reason  string `json:"reason" minLength:"1" maxLength:"500" doc:"kept in the audit trail"`
	}
}

type letterJobIn struct {
	Job string `path:"job" doc:"job id"`
}

type letterJobsOut struct {
	Body struct {
		Items []views.LetterJob `json:"items" nullable:"false" doc:"the latest ones, latest first"`
	}
}

func letterChangeOps(c *console) {
	register(c, huma.Operation{
		OperationID: "replayDeadLetters", Method: http.MethodPost, Path: "/api/v1/dead-letters/replay", Tags: []string{"pipeline"},
		Summary:       "Send dead letters through the pipeline again",
		Description:   "Open letters (discarded ones where they are named or filtered for) are sent again as they came, through the mapping in force. The answer is a job.",
		DefaultStatus: http.StatusAccepted, Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *letterAskIn) (*letterJobOut, error) {
		return c.askLetters(ctx, by, in, letters.Replay)
	})
	register(c, huma.Operation{
		OperationID: "discardDeadLetters", Method: http.MethodPost, Path: "/api/v1/dead-letters/discard", Tags: []string{"pipeline"},
		Summary: "Put dead letters away", Description: "What came stays; a letter opens again when a later version fails. The answer is a job; for more than 100 letters it is an approval, and the job begins once another person has approved it.",
		DefaultStatus: http.StatusAccepted, Errors: []int{400, 404, 409},
	}, c.discardLetters)
	register(c, huma.Operation{
		OperationID: "tryDeadLetter", Method: http.MethodPost, Path: "/api/v1/dead-letters/{id}/try", Tags: []string{"pipeline"},
		Summary: "What the mapping would make of an edited copy", Errors: []int{400, 404, 410},
	}, func(ctx context.Context, by access.Actor, in *letterTryIn) (*letterTryOut, error) {
		mask, err := in.masked(by)
		if err != nil {
			return nil, err
		}
		e, err := c.edited(ctx, by, in.ID, in.Body.Payload, mask)
		if err != nil {
			return nil, err
		}
		if err := c.noteView(ctx, by, mask, in.Personal, "dead_letter", in.ID, nil, "payload"); err != nil {
			return nil, err
		}
		return &letterTryOut{try(e.sm, e.record, mask)}, nil
	})
	register(c, huma.Operation{
		OperationID: "editDeadLetter", Method: http.MethodPost, Path: "/api/v1/dead-letters/{id}/edit", Tags: []string{"pipeline"},
		Summary:       "Send an edited copy through the pipeline",
		Description:   "The copy stands in for the version that failed and yields to every later one of the source; what came stays as it is. It must pass the mapping. The answer is a job.",
		DefaultStatus: http.StatusAccepted, Errors: []int{400, 404, 409, 410, 412, 428},
	}, c.editLetter)
	register(c, huma.Operation{
		OperationID: "listDeadLetterJobs", Method: http.MethodGet, Path: "/api/v1/dead-letters/jobs", Tags: []string{"pipeline"}, Summary: "What was asked to be done with dead letters",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*letterJobsOut, error) {
		rows, err := c.Letters.LetterJobs(ctx, by.Workspace)
		out := &letterJobsOut{}
		out.Body.Items = rows
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "getDeadLetterJob", Method: http.MethodGet, Path: "/api/v1/dead-letters/jobs/{job}", Tags: []string{"pipeline"}, Summary: "How far a job has come", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *letterJobIn) (*letterJobOut, error) {
		j, err := c.Letters.LetterJob(ctx, by.Workspace, in.Job)
		return &letterJobOut{Status: http.StatusOK, Body: j}, err
	})
}

// ask reads which letters it is about.
func (in *letterAskIn) ask(verb letters.Verb) (letters.Ask, error) {
	a := letters.Ask{Verb: verb, IDs: in.Body.IDs, Filter: in.Body.Filter, Reason: strings.TrimSpace(in.Body.Reason)}
	some := len(a.IDs) > 0 || !reflect.ValueOf(a.Filter).IsZero()
	if some == in.Body.All {
		return a, fault.Newf("bad_request", "name letters, or a filter, or all").At("ids", "")
	}
	return a, checkID(a.Filter.Connection, "filter.connection")
}

// discardLetters puts letters away, or proposes to where they are too many for one person.
func (c *console) discardLetters(ctx context.Context, by access.Actor, in *letterAskIn) (*letterDiscardOut, error) {
	if strings.TrimSpace(in.Body.Reason) == "" {
		return nil, fault.New("reason_needed", nil).At("reason", "")
	}
	a, err := in.ask(letters.Discard)
	if err != nil {
		return nil, err
	}
	return onceOf(ctx, c, by, in.IdempotencyKey, "discardDeadLetters", in.RawBody, http.StatusAccepted, func() (*letterDiscardOut, error) {
		out := &letterDiscardOut{Status: http.StatusAccepted}
		job, err := c.Letters.AskLetters(ctx, by.Workspace, a)
		switch {
		case err != nil && fault.As(err).Code == "approval_needed":
			p, err := approvals.Discard{Letters: c.Letters}.Propose(ctx, by.Workspace, a)
			if err != nil {
				return nil, err
			}
			out.Body.Approval, err = c.propose(ctx, by, p)
			return out, err
		case err != nil:
			return nil, err
		}
		done, err := c.asked(ctx, by, job)
		if err == nil {
			out.Body.Job = &done.Body
		}
		return out, err
	})
}

func (c *console) askLetters(ctx context.Context, by access.Actor, in *letterAskIn, verb letters.Verb) (*letterJobOut, error) {
	a, err := in.ask(verb)
	if err != nil {
		return nil, err
	}
	return onceOf(ctx, c, by, in.IdempotencyKey, string(verb)+"DeadLetters", in.RawBody, http.StatusAccepted, func() (*letterJobOut, error) {
		job, err := c.Letters.AskLetters(ctx, by.Workspace, a)
		if err != nil {
			return nil, err
		}
		return c.asked(ctx, by, job)
	})
}

// asked answers with a job that was just noted.
func (c *console) asked(ctx context.Context, by access.Actor, job string) (*letterJobOut, error) {
	c.notify(by.Workspace, "connections", nil)
	j, err := c.Letters.LetterJob(ctx, by.Workspace, job)
	return &letterJobOut{Status: http.StatusAccepted, Body: j}, err
}

// edit is an edited copy of a letter's record beside the mapping in force.
type edit struct {
	opened letters.Opened
	record record.Record
	sm     pipelines.StreamMapping
}

// edited reads what a person wrote as the content of a letter's record.
func (c *console) edited(ctx context.Context, by access.Actor, id, payload string, mask bool) (e edit, err error) {
	if e.opened, err = c.Letters.DeadLetter(ctx, by.Workspace, id); err != nil {
		return e, err
	}
	switch {
	case !e.opened.Kept:
		return e, fault.New("letter_payload_gone", nil)
	case e.opened.Record.Op == record.Delete:
		return e, fault.New("letter_is_delete", nil)
	}
	e.record = e.opened.Record
	e.record.Raw = []byte(payload)
	if mask {
		if e.record.Raw, err = unmask(e.opened.Record.Raw, payload); err != nil {
			return e, err
		}
	}
	r := e.opened.Letter.Record
	e.sm, err = c.Mappings.StreamMapping(ctx, by.Workspace, record.ConnectionID(r.Connection), r.Stream)
	if errors.Is(err, pipelines.ErrWorkspaceGone) {
		err = fault.New("not_found", nil)
	}
	return e, err
}

func (c *console) editLetter(ctx context.Context, by access.Actor, in *letterEditIn) (*letterJobOut, error) {
	mask, err := in.masked(by)
	if err != nil {
		return nil, err
	}
	e, err := c.edited(ctx, by, in.ID, in.Body.Payload, mask)
	if err != nil {
		return nil, err
	}
	rev, err := versionOf(in.IfMatch)
	if err != nil {
		return nil, err
	}
	reason := strings.TrimSpace(in.Body.Reason)
	if reason == "" {
		return nil, fault.New("reason_needed", nil).At("reason", "")
	}
	return onceOf(ctx, c, by, in.IdempotencyKey, "editDeadLetter "+in.ID, in.RawBody, http.StatusAccepted, func() (*letterJobOut, error) {
		if sameJSON(e.record.Raw, e.opened.Record.Raw) {
			return nil, fault.New("edit_unchanged", nil)
		}
		res, err := letters.Try(e.sm, e.record)
		if err != nil {
			return nil, err
		}
		if res.Dropped != "" {
			return nil, fault.Newf("edit_left_out", "%s", res.Dropped)
		}
		job, err := c.Letters.RepairLetter(ctx, by.Workspace, letters.AskRepair{ID: in.ID, Rev: rev, Payload: e.record.Raw, Reason: reason})
		if err != nil {
			if fault.As(err).Code == "conflict" {
				return nil, fault.New("precondition_failed", nil)
			}
			return nil, err
		}
		return c.asked(ctx, by, job)
	})
}

func sameJSON(a, b []byte) bool {
	var x, y any
	if !decodeJSON(string(a), &x) || !decodeJSON(string(b), &y) {
		return bytes.Equal(a, b)
	}
	return reflect.DeepEqual(x, y)
}
