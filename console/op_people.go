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
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// employee is somebody who works or worked here, as lists show them.
type employee struct {
	ID          string         `json:"id" format:"uuid"`
	Number      string         `json:"number"`
	Name        string         `json:"name"`
	Mobile      string         `json:"mobile,omitempty" doc:"masked"`
	Email       string         `json:"email,omitempty" doc:"masked"`
	Status      people.Status  `json:"status" enum:"active,on_leave,left"`
	LeftOn      string         `json:"left_on,omitempty" doc:"a day"`
	Unit        string         `json:"unit,omitempty" doc:"id of the organisation unit"`
	UnitName    string         `json:"unit_name,omitempty"`
	Manager     string         `json:"manager,omitempty" doc:"id"`
	ManagerName string         `json:"manager_name,omitempty"`
	Account     string         `json:"account,omitempty" doc:"id; missing: none is linked"`
	SignIn      string         `json:"sign_in,omitempty"`
	Closed      bool           `json:"account_closed,omitempty" doc:"the account is disabled"`
	Codes       []employeeCode `json:"codes" nullable:"false" doc:"under which codes other systems know them"`
}

type employeeCode struct {
	System     string `json:"system"`
	AccountSet string `json:"account_set,omitempty"`
	Code       string `json:"code"`
}

func employeeOf(e people.Listed) employee {
	out := employee{
		ID: e.ID.String(), Number: e.Number, Name: e.Name, Status: e.Status, LeftOn: string(e.LeftOn), Unit: idText(e.OrgUnit), UnitName: e.UnitName,
		Manager: idText(e.Manager), ManagerName: e.ManagerName, Account: idText(e.Account), SignIn: e.SignsIn, Closed: e.AccountClosed, Codes: []employeeCode{},
	}
	if e.Mobile != "" {
		out.Mobile = record.MaskPhone(e.Mobile)
	}
	if e.Email != "" {
		out.Email = maskEmail(e.Email)
	}
	for _, c := range e.Codes {
		out.Codes = append(out.Codes, employeeCode{c.System, c.AccountSet, c.Code})
	}
	return out
}

func idText(id uuid.UUID) string {
	if id == uuid.Nil {
		return ""
	}
	return id.String()
}

type employeesIn struct {
	Paging
	Text   string `query:"text" maxLength:"60" doc:"part of the name, the number or a code"`
	Unit   string `query:"unit" maxLength:"36" doc:"an organisation unit and those below it"`
	Status string `query:"status" enum:"active,on_leave,left"`
}

type employeesOut struct {
	Body struct {
		Items      []employee `json:"items" nullable:"false" doc:"by number"`
		NextCursor string     `json:"next_cursor" doc:"empty at the end"`
	}
}

// EmployeePath is part of several inputs; the API reads only exported ones.
type EmployeePath struct {
	ID string `path:"id" maxLength:"64" doc:"id or number"`
}

// period is how somebody stood from a moment to another.
type period struct {
	From        time.Time     `json:"from"`
	To          *time.Time    `json:"to,omitempty" doc:"missing: still so"`
	Status      people.Status `json:"status"`
	UnitName    string        `json:"unit_name,omitempty"`
	ManagerName string        `json:"manager_name,omitempty"`
}

// ownedColumn is how much of one kind somebody owns.
type ownedColumn struct {
	Key     string `json:"key"`
	Title   words  `json:"title"`
	Open    int64  `json:"open" doc:"still to be done by somebody"`
	History int64  `json:"history" doc:"done with; it stays as it is"`
	Given   bool   `json:"given" doc:"a handover gives it on; else only its source can"`
}

// words is a text in both languages.
type words struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

func columnsOf(all []people.Column) []ownedColumn {
	out := []ownedColumn{}
	for _, c := range all {
		out = append(out, ownedColumn{Key: c.Key, Title: words{c.Zh, c.En}, Open: c.Open, History: c.History, Given: c.Given()})
	}
	return out
}

// letIn is what an employee can still do here.
type letIn struct {
	Linked   bool       `json:"linked" doc:"an account is linked"`
	Open     bool       `json:"open" doc:"they can sign in"`
	Sessions int        `json:"sessions"`
	Keys     int        `json:"keys" doc:"API keys that they made and that still work"`
	ClosedAt *time.Time `json:"closed_at,omitempty"`
	Last     bool       `json:"last_admin" doc:"closing it would leave nobody to manage the workspace"`
}

func letInOf(a people.Access) letIn {
	out := letIn{Linked: a.Account != uuid.Nil, Open: a.Open, Sessions: a.Sessions, Keys: a.Keys, Last: a.Last}
	if !a.ClosedAt.IsZero() {
		out.ClosedAt = &a.ClosedAt
	}
	return out
}

type employeeOut struct {
	Body struct {
		Employee  employee      `json:"employee"`
		Owned     []ownedColumn `json:"owned" nullable:"false"`
		Access    letIn         `json:"access"`
		History   []period      `json:"history" nullable:"false" doc:"oldest first"`
		Handovers []handover    `json:"handovers" nullable:"false" doc:"latest first"`
	}
}

// ownedItem is one thing that somebody owns.
type ownedItem struct {
	Column string `json:"column"`
	Label  string `json:"label"`
	Why    string `json:"why,omitempty" doc:"why undoing left it as it is: changed, gone"`
}

func itemsOf(all []people.Item) []ownedItem {
	out := []ownedItem{}
	for _, i := range all {
		out = append(out, ownedItem{Column: i.Column, Label: maskText(i.Label), Why: i.Refused})
	}
	return out
}

type ownedIn struct {
	EmployeePath
	Column  string `query:"column" maxLength:"200" doc:"key of one column; empty: all"`
	History bool   `query:"history" doc:"what is done with, in place of what is open"`
	Limit   int    `query:"limit" minimum:"1" maximum:"500" default:"100" doc:"of each column"`
}

type ownedOut struct {
	Body struct {
		Columns []ownedColumn `json:"columns" nullable:"false"`
		Items   []ownedItem   `json:"items" nullable:"false"`
	}
}

type orgUnit struct {
	ID     string `json:"id" format:"uuid"`
	Parent string `json:"parent,omitempty"`
	Code   string `json:"code"`
	Name   string `json:"name"`
	Kind   string `json:"kind,omitempty" enum:"legal_entity,region,department,team"`
	Depth  int    `json:"depth" doc:"0 at the top"`
}

type orgUnitsOut struct {
	Body struct {
		Items []orgUnit `json:"items" nullable:"false" doc:"by code; a unit's parent is in the list too"`
	}
}

type conflictsOut struct {
	Body struct {
		Items []peopleConflict `json:"items" nullable:"false"`
	}
}

// peopleConflict is what is not joined until the source is mended.
type peopleConflict struct {
	Reason     people.Reason `json:"reason" enum:"contradicting_codes,ambiguous_code,unit_circle,manager_circle"`
	Identifier string        `json:"identifier" doc:"the code, number or unit that it is about"`
	Records    []string      `json:"records" nullable:"false"`
}

func peopleOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listEmployees", Method: http.MethodGet, Path: "/api/v1/employees", Tags: []string{"people"}, Summary: "Who works or worked here", Errors: []int{400},
	}, c.listEmployees)
	register(c, huma.Operation{
		OperationID: "getEmployee", Method: http.MethodGet, Path: "/api/v1/employees/{id}", Tags: []string{"people"}, Summary: "One employee, what they own and whether they are let in", Errors: []int{404},
	}, c.getEmployee)
	register(c, huma.Operation{
		OperationID: "listOwned", Method: http.MethodGet, Path: "/api/v1/employees/{id}/owned", Tags: []string{"people"}, Summary: "What an employee owns", Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *ownedIn) (*ownedOut, error) {
		id, err := c.employeeID(ctx, by, in.ID)
		if err != nil {
			return nil, err
		}
		columns, items, err := c.People.Owned(ctx, by.Workspace, id, in.Column, in.History, in.Limit)
		out := &ownedOut{}
		out.Body.Columns, out.Body.Items = columnsOf(columns), itemsOf(items)
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "listOrgUnits", Method: http.MethodGet, Path: "/api/v1/org-units", Tags: []string{"people"}, Summary: "Organisation units",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*orgUnitsOut, error) {
		units, err := c.People.Units(ctx, by.Workspace)
		out := &orgUnitsOut{}
		out.Body.Items = []orgUnit{}
		for _, u := range units {
			out.Body.Items = append(out.Body.Items, orgUnit{ID: u.ID.String(), Parent: idText(u.Parent), Code: u.Code, Name: u.Name, Kind: u.Kind, Depth: len(u.Path) - 1})
		}
		return out, err
	})
	register(c, huma.Operation{
		OperationID: "listEmployeeConflicts", Method: http.MethodGet, Path: "/api/v1/employee-conflicts", Tags: []string{"people"}, Summary: "Records about people that contradict each other",
		Description: "They are kept apart and resolve to nobody until their source is mended.",
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*conflictsOut, error) {
		all, err := c.People.Conflicts(ctx, by.Workspace)
		out := &conflictsOut{}
		out.Body.Items = []peopleConflict{}
		for _, x := range all {
			id := strings.ReplaceAll(strings.TrimPrefix(strings.TrimPrefix(x.Identifier, "number|"), "code|"), "|", "/")
			out.Body.Items = append(out.Body.Items, peopleConflict{x.Reason, strings.ReplaceAll(id, "//", "/"), x.Records})
		}
		return out, err
	})
}

func (c *console) listEmployees(ctx context.Context, by access.Actor, in *employeesIn) (*employeesOut, error) {
	if err := checkID(in.Unit, "unit"); err != nil {
		return nil, err
	}
	filter := filterHash("employees", in.Text, "\x00", in.Unit, "\x00", in.Status)
	page, err := in.page(filter)
	if err != nil {
		return nil, err
	}
	q := people.Query{Text: strings.TrimSpace(in.Text), Status: people.Status(in.Status), Limit: page.Limit}
	if in.Unit != "" {
		q.Unit = uuid.MustParse(in.Unit)
	}
	if len(page.After) == 1 {
		q.After = page.After[0]
	}
	rows, err := c.People.Employees(ctx, by.Workspace, q)
	if err != nil {
		return nil, err
	}
	out := &employeesOut{}
	out.Body.Items = []employee{}
	for _, e := range rows {
		out.Body.Items = append(out.Body.Items, employeeOf(e))
	}
	if len(rows) == page.Limit {
		out.Body.NextCursor = nextCursor(filter, []string{rows[len(rows)-1].Cursor})
	}
	return out, nil
}

// employeeID reads an id, or the number of one employee.
func (c *console) employeeID(ctx context.Context, by access.Actor, text string) (uuid.UUID, error) {
	if id, err := uuid.Parse(text); err == nil {
		return id, nil
	}
	rows, err := c.People.Employees(ctx, by.Workspace, people.Query{Text: text, Limit: 200})
	if err != nil {
		return uuid.Nil, err
	}
	var found []people.Listed
	for _, e := range rows {
		if strings.EqualFold(e.Number, text) {
			found = append(found, e)
		}
	}
	if len(found) != 1 {
		return uuid.Nil, fault.New("not_found", nil)
	}
	return found[0].ID, nil
}

func (c *console) getEmployee(ctx context.Context, by access.Actor, in *EmployeePath) (*employeeOut, error) {
	id, err := c.employeeID(ctx, by, in.ID)
	if err != nil {
		return nil, err
	}
	e, err := c.People.Employee(ctx, by.Workspace, id)
	if err != nil {
		return nil, err
	}
	out := &employeeOut{}
	b := &out.Body
	b.Employee = employeeOf(e)
	columns, _, err := c.People.Owned(ctx, by.Workspace, e.ID, "", false, 0)
	if err != nil {
		return nil, err
	}
	b.Owned = columnsOf(columns)
	a, err := c.People.AccessOf(ctx, by.Workspace, e.ID, c.Now())
	if err != nil {
		return nil, err
	}
	b.Access = letInOf(a)
	if b.History, err = c.history(ctx, by, e.ID); err != nil {
		return nil, err
	}
	all, err := c.People.HandoversOf(ctx, by.Workspace, e.ID)
	if err != nil {
		return nil, err
	}
	b.Handovers = []handover{}
	for _, h := range all {
		b.Handovers = append(b.Handovers, handoverOf(h))
	}
	return out, nil
}

// history gives the periods of an employee with names.
func (c *console) history(ctx context.Context, by access.Actor, id uuid.UUID) ([]period, error) {
	periods, err := c.People.PeriodsOf(ctx, by.Workspace, id)
	if err != nil {
		return nil, err
	}
	units, err := c.People.Units(ctx, by.Workspace)
	if err != nil {
		return nil, err
	}
	names := map[uuid.UUID]string{}
	for _, u := range units {
		names[u.ID] = u.Name
	}
	out := []period{}
	for _, p := range periods {
		if _, known := names[p.Manager]; p.Manager != uuid.Nil && !known {
			m, err := c.People.Employee(ctx, by.Workspace, p.Manager)
			if err != nil && fault.As(err).Code != "not_found" {
				return nil, err
			}
			names[p.Manager] = m.Name
		}
		x := period{From: p.From, Status: p.Status, UnitName: names[p.OrgUnit], ManagerName: names[p.Manager]}
		if !p.To.IsZero() {
			x.To = &p.To
		}
		out = append(out, x)
	}
	return out, nil
}
