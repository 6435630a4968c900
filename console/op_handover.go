package console

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/people"
	"github.com/heliuhub/heliu/console/events"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// handover is one that was carried out.
type handover struct {
	ID         string      `json:"id" format:"uuid"`
	OfName     string      `json:"of_name"`
	Gets       string      `json:"gets,omitempty" doc:"id"`
	GetsName   string      `json:"gets_name"`
	Plan       people.Plan `json:"plan" enum:"successor,manager"`
	Reason     string      `json:"reason"`
	At         time.Time   `json:"at"`
	Items      int         `json:"items"`
	UndoneAt   *time.Time  `json:"undone_at,omitempty"`
	UndoReason string      `json:"undo_reason,omitempty"`
	Restored   int         `json:"restored" doc:"of an undone one: what is as it was before"`
	Left       []ownedItem `json:"left" nullable:"false" doc:"of an undone one: what has changed since and stays"`
}

func handoverOf(h people.Handover) handover {
	out := handover{
		ID: h.ID.String(), OfName: h.OfName, Gets: idText(h.Gets), GetsName: h.GetsName, Plan: h.Plan, Reason: h.Reason, At: h.At, Items: h.Items,
		UndoReason: h.UndoReason, Restored: h.Restored, Left: itemsOf(h.Left),
	}
	if !h.UndoneAt.IsZero() {
		out.UndoneAt = &h.UndoneAt
	}
	return out
}

// HandoverAsk is part of two bodies; the API describes only exported ones.
type HandoverAsk struct {
	Plan      people.Plan `json:"plan" enum:"successor,manager" doc:"to one named employee, or to the nearest manager who still works here"`
	Successor string      `json:"successor,omitempty" maxLength:"64" doc:"id or number, for the plan successor"`
	Columns   []string    `json:"columns,omitempty" maxItems:"100" doc:"keys of the owner columns it is about; empty: all"`
}

type previewIn struct {
	EmployeePath
	Body HandoverAsk
}

type previewOut struct {
	Body struct {
		Of      employee      `json:"of"`
		Gets    employee      `json:"gets"`
		Columns []ownedColumn `json:"columns" nullable:"false"`
		Items   []ownedItem   `json:"items" nullable:"false" doc:"the first 20 of each column that are given on"`
		Access  letIn         `json:"access"`
		Hash    string        `json:"hash" doc:"send it with applyHandover"`
	}
}

type applyHandoverIn struct {
	EmployeePath
	Body struct {
		HandoverAsk
		Hash       string `json:"hash" minLength:"1" maxLength:"64" doc:"of the preview that was seen"`
		Reason     string `json:"reason" maxLength:"500" doc:"stands in the audit trail"`
		KeepAccess bool   `json:"keep_access,omitempty" doc:"leave the account, its sessions and keys as they are"`
	}
}

type handoverOut struct{ Body handover }

type undoIn struct {
	ID   string `path:"id" maxLength:"36"`
	Body struct {
		Reason string `json:"reason" maxLength:"500" doc:"stands in the audit trail"`
	}
}

type linkAccountIn struct {
	EmployeePath
	Body struct {
		Account string `json:"account" maxLength:"36" doc:"account id; empty: take the link away"`
	}
}

type accessIn struct {
	EmployeePath
	Body struct {
		Reason string `json:"reason" maxLength:"500" doc:"stands in the audit trail"`
	}
}

type accessOut struct{ Body letIn }

func handoverOps(c *console) {
	register(c, huma.Operation{
		OperationID: "previewHandover", Method: http.MethodPost, Path: "/api/v1/employees/{id}/handover/preview", Tags: []string{"people"},
		Summary: "What handing over an employee's work would do", Description: "It changes nothing.", Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *previewIn) (*previewOut, error) {
		a, err := c.ask(ctx, by, in.ID, in.Body)
		if err != nil {
			return nil, err
		}
		p, err := c.People.Preview(ctx, by.Workspace, a, c.Now())
		if err != nil {
			return nil, err
		}
		out := &previewOut{}
		b := &out.Body
		b.Of, b.Gets, b.Columns, b.Items, b.Access, b.Hash = employeeOf(p.Of), employeeOf(p.Gets), columnsOf(p.Columns), itemsOf(p.Items), letInOf(p.Access), p.Hash
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "applyHandover", Method: http.MethodPost, Path: "/api/v1/employees/{id}/handover", Tags: []string{"people"},
		Summary: "Hand over an employee's work and close their access",
		Description: "What is open goes to who takes over; what is done with stays. The decision stands beside what the source says: a source that still names the old owner changes nothing, " +
			"one that names somebody else does. Refuses with handover_changed when it is not what the preview of this hash showed.", Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *applyHandoverIn) (*handoverOut, error) {
		if err := reasoned(in.Body.Reason); err != nil {
			return nil, err
		}
		a, err := c.ask(ctx, by, in.ID, in.Body.HandoverAsk)
		if err != nil {
			return nil, err
		}
		a.Hash, a.Reason, a.KeepOpen = in.Body.Hash, in.Body.Reason, in.Body.KeepAccess
		h, err := c.People.HandOver(ctx, by.Workspace, a, c.Now())
		if err != nil {
			return nil, err
		}
		c.notify(by.Workspace, events.Customers, nil)
		return &handoverOut{handoverOf(h)}, nil
	})
	register(c, huma.Operation{
		OperationID: "undoHandover", Method: http.MethodPost, Path: "/api/v1/handovers/{id}/undo", Tags: []string{"people"},
		Summary: "Give back what was handed over", Description: "What has changed since stays, and is named. Access stays closed.", Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *undoIn) (*handoverOut, error) {
		if err := reasoned(in.Body.Reason); err != nil {
			return nil, err
		}
		id, err := uuid.Parse(in.ID)
		if err != nil {
			return nil, fault.New("not_found", nil)
		}
		h, err := c.People.Undo(ctx, by.Workspace, id, in.Body.Reason, c.Now())
		if err != nil {
			return nil, err
		}
		c.notify(by.Workspace, events.Customers, nil)
		return &handoverOut{handoverOf(h)}, nil
	})
	register(c, huma.Operation{
		OperationID: "linkEmployeeAccount", Method: http.MethodPut, Path: "/api/v1/employees/{id}/account", Tags: []string{"people"},
		Summary: "Say whose an account is", DefaultStatus: http.StatusNoContent, Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *linkAccountIn) (*struct{}, error) {
		id, err := c.employeeID(ctx, by, in.ID)
		if err != nil {
			return nil, err
		}
		var account uuid.UUID
		if in.Body.Account != "" {
			if account, err = uuid.Parse(in.Body.Account); err != nil {
				return nil, fault.New("bad_request", nil).At("account", "")
			}
		}
		return nil, c.People.LinkAccount(ctx, by.Workspace, id, account, c.Now())
	})
	c.accessOp("closeEmployeeAccess", "close", "End everything that lets an employee in: the account, its sessions, and the API keys that they made",
		func(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, reason string, now time.Time) (people.Access, error) {
			return c.People.CloseAccess(ctx, ws, id, reason, now)
		})
	c.accessOp("reopenEmployeeAccess", "reopen", "Let an employee in again; sessions and keys that ended stay so",
		func(ctx context.Context, ws record.WorkspaceID, id uuid.UUID, reason string, now time.Time) (people.Access, error) {
			return c.People.ReopenAccess(ctx, ws, id, reason, now)
		})
}

func (c *console) accessOp(id, verb, summary string, do func(context.Context, record.WorkspaceID, uuid.UUID, string, time.Time) (people.Access, error)) {
	register(c, huma.Operation{
		OperationID: id, Method: http.MethodPost, Path: "/api/v1/employees/{id}/access/" + verb, Tags: []string{"people"}, Summary: summary, Errors: []int{400, 404, 409},
	}, func(ctx context.Context, by access.Actor, in *accessIn) (*accessOut, error) {
		if err := reasoned(in.Body.Reason); err != nil {
			return nil, err
		}
		who, err := c.employeeID(ctx, by, in.ID)
		if err != nil {
			return nil, err
		}
		a, err := do(ctx, by.Workspace, who, in.Body.Reason, c.Now())
		return &accessOut{letInOf(a)}, err
	})
}

func reasoned(reason string) error {
	if strings.TrimSpace(reason) == "" {
		return fault.New("reason_required", nil).At("reason", "")
	}
	return nil
}

// ask reads what somebody wants handed over.
func (c *console) ask(ctx context.Context, by access.Actor, of string, in HandoverAsk) (a people.Ask, err error) {
	a.Plan, a.Only = in.Plan, in.Columns
	if a.Of, err = c.employeeID(ctx, by, of); err != nil {
		return a, err
	}
	if in.Successor != "" {
		if a.Successor, err = c.employeeID(ctx, by, in.Successor); err != nil {
			return a, fault.New("bad_successor", err).At("successor", "")
		}
	}
	return a, a.Check()
}
