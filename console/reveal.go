package console

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Personals notes who sees personal values.
type Personals interface {
	// Reveal notes that the actor of the context is about to see values in full; nothing is
	// shown unless it is nil. The faults are reason_required and reveal_limit.
	Reveal(ctx context.Context, ws record.WorkspaceID, v views.Reveal, now time.Time) error
	PersonalViews(ctx context.Context, ws record.WorkspaceID, from, to time.Time) ([]views.PersonalViewer, error)
	PersonalRules(ctx context.Context, ws record.WorkspaceID) (views.PersonalRules, error)
	// SetPersonalRules changes the rules of a version; another one is precondition_failed.
	SetPersonalRules(ctx context.Context, ws record.WorkspaceID, p views.PersonalRules) error
}

// Personal is the input of reads that can show personal values.
type Personal struct {
	Personal bool   `query:"personal" doc:"show personal values in full; needs the permission customer.personal and leaves an entry in the audit trail"`
	Why      string `query:"why" maxLength:"200" doc:"with personal: what for; kept in the audit trail, required where the workspace says so"`
}

// masked tells whether personal values are to be masked; asking for them without
// the permission is forbidden.
func (p Personal) masked(by access.Actor) (bool, error) {
	if !p.Personal {
		return true, nil
	}
	return false, by.Require(access.CustomerPersonal)
}

// mostSubjects bounds whom one look shows.
const mostSubjects = 500

// noteView leaves the entry of a look at values in full. It is called when what will be
// shown is known and before it is shown; a masked answer leaves none.
func (c *console) noteView(ctx context.Context, by access.Actor, mask bool, p Personal, kind, id string, subjects []string, fields ...string) error {
	if mask {
		return nil
	}
	slices.Sort(subjects)
	subjects = slices.Compact(subjects)
	if len(subjects) > mostSubjects {
		return fault.New("reveal_limit", nil)
	}
	return c.Personals.Reveal(ctx, by.Workspace, views.Reveal{ObjectKind: kind, ObjectID: id, Fields: fields, Subjects: subjects, Reason: strings.TrimSpace(p.Why)}, c.Now())
}

type revealIn struct {
	ID   string `path:"id" doc:"id of the golden record"`
	Body struct {
		Fields []string `json:"fields" minItems:"1" maxItems:"20" doc:"mobiles, emails, name …"`
		Reason string   `json:"reason,omitempty" maxLength:"200" doc:"what for; kept in the audit trail, required where the workspace says so"`
	}
}

type revealOut struct {
	Body struct {
		Values []revealed `json:"values" nullable:"false"`
	}
}

type revealed struct {
	Field  string   `json:"field"`
	Values []string `json:"values" nullable:"false"`
}

type personalViewsIn struct {
	From time.Time `query:"from" doc:"at or after; 30 days ago without it"`
	To   time.Time `query:"to" doc:"before; now without it"`
}

type personalViewsOut struct {
	Body struct {
		From  time.Time              `json:"from"`
		To    time.Time              `json:"to"`
		Items []views.PersonalViewer `json:"items" nullable:"false" doc:"the last to look first"`
	}
}

type personalRulesOut struct{ Body views.PersonalRules }

type personalRulesIn struct{ Body views.PersonalRules }

func revealOps(c *console) {
	register(c, huma.Operation{
		OperationID: "revealCustomer", Method: http.MethodPost, Path: "/api/v1/customers/{id}/reveal", Tags: []string{"customers"},
		Summary:     "Show personal values of a golden record in full",
		Description: "It leaves an entry in the audit trail: who saw which field of whom, when. An actor reveals a bounded number of persons an hour.", Errors: []int{400, 404, 429},
	}, c.revealCustomer)
	register(c, huma.Operation{
		OperationID: "listPersonalViews", Method: http.MethodGet, Path: "/api/v1/audit/personal", Tags: []string{"access"}, Summary: "Who saw personal data in full",
	}, func(ctx context.Context, by access.Actor, in *personalViewsIn) (*personalViewsOut, error) {
		out := &personalViewsOut{}
		out.Body.From, out.Body.To = in.From, in.To
		if in.To.IsZero() {
			out.Body.To = c.Now().UTC()
		}
		if in.From.IsZero() {
			out.Body.From = out.Body.To.AddDate(0, 0, -30)
		}
		var err error
		out.Body.Items, err = c.Personals.PersonalViews(ctx, by.Workspace, out.Body.From, out.Body.To)
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "getPersonalRules", Method: http.MethodGet, Path: "/api/v1/audit/personal/rules", Tags: []string{"access"}, Summary: "How personal data is guarded",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*personalRulesOut, error) {
		p, err := c.Personals.PersonalRules(ctx, by.Workspace)
		return &personalRulesOut{p}, err
	})
	register(c, huma.Operation{
		OperationID: "setPersonalRules", Method: http.MethodPut, Path: "/api/v1/audit/personal/rules", Tags: []string{"access"}, Summary: "Say how personal data is guarded",
		Description: "The version is the one that was read.", Errors: []int{400, 412},
	}, func(ctx context.Context, by access.Actor, in *personalRulesIn) (*personalRulesOut, error) {
		if err := c.Personals.SetPersonalRules(ctx, by.Workspace, in.Body); err != nil {
			return nil, err
		}
		p, err := c.Personals.PersonalRules(ctx, by.Workspace)
		return &personalRulesOut{p}, err
	})
}

func (c *console) revealCustomer(ctx context.Context, by access.Actor, in *revealIn) (*revealOut, error) {
	x, err := c.Customers.Customer(ctx, by.Workspace, in.ID)
	if err != nil {
		return nil, err
	}
	out := &revealOut{}
	out.Body.Values = []revealed{}
	for _, name := range in.Body.Fields {
		i := slices.IndexFunc(x.Fields, func(f views.Field) bool { return f.Name == name })
		if fieldClass[name] == "" || i < 0 {
			return nil, fault.New("not_found", nil).At("fields", name)
		}
		r := revealed{Field: name, Values: []string{}}
		if x.Fields[i].Value != "" {
			r.Values = append(r.Values, x.Fields[i].Value)
		}
		for _, v := range x.Fields[i].Values {
			r.Values = append(r.Values, v.Value)
		}
		out.Body.Values = append(out.Body.Values, r)
	}
	return out, c.noteView(ctx, by, false, Personal{Why: in.Body.Reason}, "customer", x.ID, []string{x.ID}, in.Body.Fields...)
}
