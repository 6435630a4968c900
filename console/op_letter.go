package console

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/mapping"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/letters"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// LetterFilter is the input of everything that filters dead letters.
type LetterFilter struct {
	Connection string    `query:"connection" maxLength:"36" doc:"id"`
	Stream     string    `query:"stream" maxLength:"100"`
	Stage      string    `query:"stage" maxLength:"40" doc:"map, apply"`
	Code       string    `query:"code" maxLength:"60"`
	Kind       string    `query:"kind" enum:"record,value"`
	Status     string    `query:"status" enum:"open,replaying,resolved,discarded"`
	From       time.Time `query:"from" doc:"failed last at or after"`
	To         time.Time `query:"to" doc:"failed last before"`
	Text       string    `query:"q" maxLength:"200" doc:"part of the record's key"`
}

func (in LetterFilter) filter() (views.DeadLetterFilter, error) {
	f := views.DeadLetterFilter{Connection: in.Connection, Stream: in.Stream, Stage: in.Stage, Code: in.Code, Kind: in.Kind, Status: in.Status, Text: in.Text}
	if !in.From.IsZero() {
		f.From = &in.From
	}
	if !in.To.IsZero() {
		f.To = &in.To
	}
	return f, checkID(f.Connection, "connection")
}

// checkID refuses what cannot be the id of anything.
func checkID(id, field string) error {
	if id != "" && uuid.Validate(id) != nil {
		return fault.New("bad_request", nil).At(field, "")
	}
	return nil
}

type deadLettersIn struct {
	Paging
	LetterFilter
}

type deadLettersOut struct {
	Body struct {
		Items      []views.DeadLetter `json:"items" nullable:"false" doc:"the last that failed first"`
		NextCursor string             `json:"next_cursor" doc:"empty at the end"`
	}
}

type letterCountsOut struct{ Body views.DeadLetterCounts }

type letterIn struct {
	ID string `path:"id" doc:"dead letter id"`
	Conditional
	Personal
}

// letterPage is a dead letter beside what came and what the mapping makes of it now.
type letterPage struct {
	Letter      views.DeadLetter    `json:"letter"`
	Kept        bool                `json:"kept" doc:"what came is still there"`
	Op          string              `json:"op" enum:"upsert,delete,"`
	Payload     string              `json:"payload" doc:"as it came"`
	PayloadForm string              `json:"payload_form" enum:"json,text,binary,none"`
	Masked      bool                `json:"masked"`
	Mapping     letterMapping       `json:"mapping"`
	Now         dryRun              `json:"now" doc:"what the mapping in force makes of it"`
	Events      []views.LetterEvent `json:"events" nullable:"false" doc:"latest first"`
}

type letterMapping struct {
	Version int     `json:"version" doc:"0: none is published"`
	YAML    string  `json:"yaml"`
	Rules   []lines `json:"rules" nullable:"false" doc:"where the rules behind the fault stand"`
}

type lines struct {
	From int `json:"from" doc:"line, from 1"`
	To   int `json:"to"`
}

// dryRun is what a mapping makes of a record, without storing anything.
type dryRun struct {
	Outcome  string         `json:"outcome" enum:"taken,left_out,refused,unknown" doc:"taken: it would be applied; left_out: a rule drops it; unknown: what came is gone"`
	Entities []views.Entity `json:"entities" nullable:"false"`
	Dropped  string         `json:"dropped,omitempty" doc:"reason of the rule that drops it"`
	Fault    *dryFault      `json:"fault,omitempty" doc:"why the record would be refused"`
	Values   []dryFault     `json:"values" nullable:"false" doc:"values that would be left out"`
}

type dryFault struct {
	Code    string     `json:"code"`
	Message views.Text `json:"message"`
	Field   string     `json:"field"`
	Path    string     `json:"path"`
	Value   string     `json:"value" doc:"masked"`
	Detail  string     `json:"detail"`
}

func letterOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listDeadLetters", Method: http.MethodGet, Path: "/api/v1/dead-letters", Tags: []string{"pipeline"}, Summary: "What could not be taken in",
	}, c.listLetters)
	register(c, huma.Operation{
		OperationID: "countDeadLetters", Method: http.MethodGet, Path: "/api/v1/dead-letters/counts", Tags: []string{"pipeline"},
		Summary: "Dead letters by status, reason and connection", Description: "Each list leaves its own filter aside.",
	}, func(ctx context.Context, by access.Actor, in *LetterFilter) (*letterCountsOut, error) {
		f, err := in.filter()
		if err != nil {
			return nil, err
		}
		n, err := c.Letters.CountDeadLetters(ctx, by.Workspace, f)
		return &letterCountsOut{n}, err
	})
	register(c, huma.Operation{
		OperationID: "getDeadLetter", Method: http.MethodGet, Path: "/api/v1/dead-letters/{id}", Tags: []string{"pipeline"},
		Summary: "A dead letter beside its payload, its mapping and what the mapping makes of it now", Errors: []int{404},
	}, c.letter)
}

func (c *console) listLetters(ctx context.Context, by access.Actor, in *deadLettersIn) (*deadLettersOut, error) {
	f, err := in.filter()
	if err != nil {
		return nil, err
	}
	key, err := json.Marshal(f)
	if err != nil {
		return nil, err
	}
	filter := filterHash("dead", string(key))
	q := views.DeadLetterQuery{DeadLetterFilter: f}
	if q.Page, err = in.page(filter); err != nil {
		return nil, err
	}
	rows, next, err := c.Letters.ListDeadLetters(ctx, by.Workspace, q)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].Detail = maskText(rows[i].Detail)
	}
	out := &deadLettersOut{}
	out.Body.Items, out.Body.NextCursor = rows, nextCursor(filter, next)
	return out, nil
}

func (c *console) letter(ctx context.Context, by access.Actor, in *letterIn) (*tagged[letterPage], error) {
	mask, err := in.masked(by)
	if err != nil {
		return nil, err
	}
	o, err := c.Letters.DeadLetter(ctx, by.Workspace, in.ID)
	if err != nil {
		return nil, err
	}
	if err := c.noteView(ctx, by, mask, in.Personal, "dead_letter", in.ID, nil, "payload"); err != nil {
		return nil, err
	}
	p := letterPage{Letter: o.Letter, Kept: o.Kept, Op: string(o.Record.Op), Masked: mask, Events: o.Events}
	p.Letter.Detail = maskText(p.Letter.Detail)
	p.Payload, p.PayloadForm = maskPayload(string(o.Record.Raw), mask)
	p.Mapping.Rules, p.Now = []lines{}, dryRun{Outcome: "unknown", Entities: []views.Entity{}, Values: []dryFault{}}
	sm, err := c.Mappings.StreamMapping(ctx, by.Workspace, record.ConnectionID(o.Letter.Record.Connection), o.Letter.Record.Stream)
	switch {
	case err == nil:
		p.Mapping.Version, p.Mapping.YAML = sm.Version, string(sm.YAML)
		for _, l := range mapping.Locate(sm.YAML, o.Letter.Field, o.Letter.Code) {
			p.Mapping.Rules = append(p.Mapping.Rules, lines(l))
		}
		if o.Kept {
			p.Now = try(sm, o.Record, mask)
		}
	case errors.Is(err, pipelines.ErrWorkspaceGone) || fault.Retryable(err):
		return nil, err
	default: // there is none: that is what would become of it
		p.Now.Outcome, p.Now.Fault = "refused", dryFaultOf(fault.As(err))
	}
	return answerTagged(in.Conditional, strconv.Itoa(o.Letter.Rev)+"-", p)
}

// try runs a mapping over a record and shows what comes of it.
func try(sm pipelines.StreamMapping, r record.Record, mask bool) dryRun {
	d := dryRun{Outcome: "taken", Entities: []views.Entity{}, Values: []dryFault{}}
	res, err := letters.Try(sm, r)
	if err != nil {
		d.Outcome, d.Fault = "refused", dryFaultOf(fault.As(err))
		return d
	}
	if res.Dropped != "" {
		d.Outcome, d.Dropped = "left_out", res.Dropped
		return d
	}
	for _, v := range res.Values {
		d.Values = append(d.Values, dryFault{Code: v.Code, Message: *views.TextOf(v.Code), Field: v.Field, Path: v.Path, Value: v.Value})
	}
	for _, e := range res.Entities {
		x := views.Entity{Kind: e.Kind, Part: e.Part, Data: map[string]any{}, Golden: []views.GoldenRef{}}
		if json.Unmarshal(e.Data, &x.Data) == nil && mask {
			maskEntity(e.Kind, x.Data)
		}
		d.Entities = append(d.Entities, x)
	}
	return d
}

func dryFaultOf(f *fault.Error) *dryFault {
	d := &dryFault{Code: f.Code, Message: views.Text{Zh: f.Zh, En: f.En}, Field: f.Field, Value: f.Value}
	if cause := f.Unwrap(); cause != nil {
		d.Detail = maskText(cause.Error())
	}
	return d
}
