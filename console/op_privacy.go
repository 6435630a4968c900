package console

import (
	"bytes"
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/access/privacy"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/subjects"
	"github.com/heliuhub/heliu/pipelines/views"
)

type subjectSearchIn struct{ Body privacy.Asked }

type subjectSearchOut struct {
	Body struct {
		Items []privacy.Candidate `json:"items" nullable:"false" doc:"persons who use the value; names are masked"`
	}
}

// WhomBody names somebody: a golden person, or a value that nobody is known by.
type WhomBody struct {
	Person string `json:"person,omitempty" maxLength:"36" doc:"id of a golden person, or"`
	Phone  string `json:"phone,omitempty" maxLength:"64" doc:"in any spelling, or"`
	Email  string `json:"email,omitempty" maxLength:"254" doc:"or"`
	Wecom  string `json:"wecom,omitempty" maxLength:"64" doc:"WeCom external id or WeChat union id"`
}

type subjectExportIn struct{ Body WhomBody }

type subjectExportOut struct {
	CacheControl string `header:"Cache-Control"`
	Body         struct {
		Person string        `json:"person" doc:"id of the golden person; empty: only a value is known"`
		At     time.Time     `json:"at"`
		Shared int           `json:"shared" doc:"values that others use too: what stands under these alone is not listed"`
		Rows   []privacy.Row `json:"rows" nullable:"false"`
	}
}

type subjectSheetOut struct {
	ContentType  string `header:"Content-Type"`
	Disposition  string `header:"Content-Disposition"`
	CacheControl string `header:"Cache-Control"`
	Body         []byte
}

type subjectEraseIn struct {
	Body struct {
		WhomBody
		Reason string `json:"reason" minLength:"1" maxLength:"500" doc:"kept with the approval; no personal value"`
	}
}

type subjectEraseOut struct {
	Body struct {
		Approval *views.Approval `json:"approval" doc:"it is done once another person has approved it"`
	}
}

type erasuresOut struct {
	Body struct {
		Items []privacy.Erasure `json:"items" nullable:"false" doc:"the last first"`
	}
}

type erasureIn struct {
	Erasure string `path:"erasure" format:"uuid"`
}

type erasureOut struct{ Body privacy.Erasure }

func privacyOps(c *console) {
	tags := []string{"privacy"}
	register(c, huma.Operation{
		OperationID: "searchSubject", Method: http.MethodPost, Path: "/api/v1/privacy/subjects/search", Tags: tags, Summary: "Whom a value may belong to",
		Description: "Exactly one of phone, email and wecom. The value travels in the body alone. More than one answer: the value is shared, and somebody must choose.", Errors: []int{400},
	}, c.searchSubject)
	register(c, huma.Operation{
		OperationID: "exportSubject", Method: http.MethodPost, Path: "/api/v1/privacy/subjects/export", Tags: tags, Summary: "Everything that is kept about a person",
		Description: "Each row with its source, time and legal basis. What is about others too comes as the person's values alone. It leaves an entry in the audit trail.", Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *subjectExportIn) (*subjectExportOut, error) {
		p, rows, err := c.exported(ctx, by, in.Body, "json")
		if err != nil {
			return nil, err
		}
		out := &subjectExportOut{CacheControl: "no-store"}
		out.Body.Person, out.Body.At, out.Body.Shared, out.Body.Rows = p.Golden, c.Now(), p.Shared, rows
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "exportSubjectSheet", Method: http.MethodPost, Path: "/api/v1/privacy/subjects/export.xlsx", Tags: tags, Summary: "The same as a workbook",
		Description: "One line a value. Nothing becomes a formula.", Errors: []int{400, 404, 409},
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{sheetType: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}},
	}, func(ctx context.Context, by access.Actor, in *subjectExportIn) (*subjectSheetOut, error) {
		_, rows, err := c.exported(ctx, by, in.Body, "xlsx")
		if err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := subjects.WriteSheet(&b, rows); err != nil {
			return nil, err
		}
		return &subjectSheetOut{ContentType: sheetType, Disposition: `attachment; filename="personal-data.xlsx"`, CacheControl: "no-store", Body: b.Bytes()}, nil
	})
	register(c, huma.Operation{
		OperationID: "eraseSubject", Method: http.MethodPost, Path: "/api/v1/privacy/subjects/erase", Tags: tags, Summary: "Propose to erase a person",
		Description: "Another person must approve it. Documents of accounting stay without the person; the report says what was kept and why.", DefaultStatus: http.StatusAccepted, Errors: []int{400, 404, 409},
	}, c.eraseSubject)
	register(c, huma.Operation{
		OperationID: "listErasures", Method: http.MethodGet, Path: "/api/v1/privacy/erasures", Tags: tags, Summary: "What was erased, with reports",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*erasuresOut, error) {
		rows, err := c.Privacy.Erasures(ctx, by.Workspace, "")
		out := &erasuresOut{}
		out.Body.Items = rows
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "getErasure", Method: http.MethodGet, Path: "/api/v1/privacy/erasures/{erasure}", Tags: tags, Summary: "How far an erasure has come, and its report", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *erasureIn) (*erasureOut, error) {
		rows, err := c.Privacy.Erasures(ctx, by.Workspace, in.Erasure)
		if err == nil && len(rows) == 0 {
			err = fault.New("not_found", nil)
		}
		if err != nil {
			return nil, err
		}
		return &erasureOut{Body: rows[0]}, nil
	})
}

const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

func (c *console) searchSubject(ctx context.Context, by access.Actor, in *subjectSearchIn) (*subjectSearchOut, error) {
	v, err := in.Body.Value()
	if err != nil {
		return nil, err
	}
	found, err := c.Privacy.Candidates(ctx, by.Workspace, v)
	if err != nil {
		return nil, err
	}
	out := &subjectSearchOut{}
	out.Body.Items = []privacy.Candidate{}
	for _, x := range found {
		x.Name = maskName(maskText(x.Name))
		out.Body.Items = append(out.Body.Items, x)
	}
	return out, nil
}

// whom finds the person that a body names. A value of one golden person is that person;
// one of several must be chosen from; one of none stands for itself.
func (c *console) whom(ctx context.Context, by access.Actor, b WhomBody) (p privacy.Subject, v *privacy.Value, err error) {
	asked := privacy.Asked{Phone: b.Phone, Email: b.Email, Wecom: b.Wecom}
	if b.Person != "" {
		if asked != (privacy.Asked{}) {
			return p, nil, fault.New("subject_one_value", nil)
		}
		if err := checkID(b.Person, "person"); err != nil {
			return p, nil, err
		}
		p, err = c.Privacy.Subject(ctx, by.Workspace, b.Person)
		return p, nil, err
	}
	x, err := asked.Value()
	if err != nil {
		return p, nil, err
	}
	found, err := c.Privacy.Candidates(ctx, by.Workspace, x)
	switch {
	case err != nil:
		return p, nil, err
	case len(found) > 1:
		return p, nil, fault.New("subject_ambiguous", nil)
	case len(found) == 1:
		p, err = c.Privacy.Subject(ctx, by.Workspace, found[0].Golden)
		return p, nil, err
	}
	return privacy.Subject{Values: []privacy.Value{x}}, &x, nil
}

// exported gathers everything about somebody and notes that it was seen.
func (c *console) exported(ctx context.Context, by access.Actor, b WhomBody, format string) (privacy.Subject, []privacy.Row, error) {
	p, v, err := c.whom(ctx, by, b)
	if err != nil {
		return p, nil, err
	}
	rows := []privacy.Row{}
	err = c.Privacy.SubjectRows(ctx, by.Workspace, p, func(r privacy.Row) error {
		rows = append(rows, r)
		return nil
	})
	if err != nil {
		return p, nil, err
	}
	if v != nil && len(rows) == 0 {
		return p, nil, fault.New("subject_unknown", nil)
	}
	return p, rows, c.Privacy.NoteExport(ctx, by.Workspace, p.Golden, format, len(rows))
}

func (c *console) eraseSubject(ctx context.Context, by access.Actor, in *subjectEraseIn) (*subjectEraseOut, error) {
	reason, err := reference(in.Body.Reason)
	if err != nil {
		return nil, err
	}
	p, v, err := c.whom(ctx, by, in.Body.WhomBody)
	if err != nil {
		return nil, err
	}
	x := subjects.Erase{Persons: c.Privacy}
	var proposal approval.Proposal
	if v != nil {
		proposal, err = x.ProposeValue(by.Workspace, *v, reason)
	} else if err = c.Privacy.MayErase(ctx, by.Workspace, p.Golden); err == nil {
		proposal, err = x.Propose(ctx, by.Workspace, p.Golden, reason)
	}
	if err != nil {
		return nil, err
	}
	out := &subjectEraseOut{}
	out.Body.Approval, err = c.propose(ctx, by, proposal)
	return out, err
}
