package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
)

// employeesCmd asks who works here.
type employeesCmd struct {
	List employeesListCmd `cmd:"" help:"List employees by number."`
	Show employeesShowCmd `cmd:"" help:"Show one employee, what they own and whether they are let in."`
}

type employeesListCmd struct {
	apiFlags
	Text   string `help:"Part of the name, the number or a code."`
	Status string `enum:",active,on_leave,left" default:"" help:"active, on_leave or left; all without it."`
}

// cliEmployee is an employee as the API gives it.
type cliEmployee struct {
	ID, Number, Name, Status string
	LeftOn                   string `json:"left_on"`
	UnitName                 string `json:"unit_name"`
	ManagerName              string `json:"manager_name"`
	SignIn                   string `json:"sign_in"`
	Closed                   bool   `json:"account_closed"`
	Codes                    []struct {
		System, Code string
		AccountSet   string `json:"account_set"`
	}
}

func (e cliEmployee) codes() string {
	var out []string
	for _, c := range e.Codes {
		out = append(out, strings.ReplaceAll(c.System+"/"+c.AccountSet+"/"+c.Code, "//", "/"))
	}
	return strings.Join(out, " ")
}

func (e cliEmployee) account() string {
	if e.Closed {
		return e.SignIn + " (closed)"
	}
	return e.SignIn
}

// Run prints the employees.
func (c *employeesListCmd) Run(ctx context.Context) error {
	q := url.Values{"limit": {"200"}}
	for name, v := range map[string]string{"text": c.Text, "status": c.Status} {
		if v != "" {
			q.Set(name, v)
		}
	}
	_, err := show(ctx, c.apiFlags, "/api/v1/employees", q, func(w io.Writer, a struct {
		Items      []cliEmployee
		NextCursor string `json:"next_cursor"`
	},
	) {
		_, _ = fmt.Fprintln(w, "NUMBER\tNAME\tUNIT\tMANAGER\tSTATUS\tACCOUNT\tCODES\t")
		for _, e := range a.Items {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", e.Number, e.Name, e.UnitName, e.ManagerName, e.Status, e.account(), e.codes())
		}
		if a.NextCursor != "" {
			_, _ = fmt.Fprintln(w, "… more; narrow the list by --text")
		}
	})
	return err
}

type employeesShowCmd struct {
	apiFlags
	Employee string `arg:"" help:"Id or number."`
}

// cliColumn is how much of one kind somebody owns.
type cliColumn struct {
	Key           string
	Title         struct{ Zh, En string }
	Open, History int64
	Given         bool
}

// cliHandover is a handover as the API gives it.
type cliHandover struct {
	ID         string
	GetsName   string `json:"gets_name"`
	Plan       string
	Reason     string
	At         time.Time
	Items      int
	UndoneAt   *time.Time `json:"undone_at"`
	Restored   int
	UndoReason string `json:"undo_reason"`
	Left       []cliItem
}

type cliItem struct{ Column, Label, Why string }

type cliAccess struct {
	Linked, Open   bool
	Sessions, Keys int
}

func (a cliAccess) text() string {
	switch {
	case !a.Linked:
		return "no account is linked"
	case a.Open:
		return fmt.Sprintf("let in: %d sessions, %d keys", a.Sessions, a.Keys)
	}
	return "closed"
}

// Run prints the employee.
func (c *employeesShowCmd) Run(ctx context.Context) error {
	_, err := show(ctx, c.apiFlags, "/api/v1/employees/"+url.PathEscape(c.Employee), nil, func(w io.Writer, a struct {
		Employee  cliEmployee
		Owned     []cliColumn
		Access    cliAccess
		Handovers []cliHandover
	},
	) {
		e := a.Employee
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s %s\t\nunit\t%s\t\nmanager\t%s\t\ncodes\t%s\t\naccount\t%s\t%s\t\n\n",
			e.Number, e.Name, e.Status, e.LeftOn, e.UnitName, e.ManagerName, e.codes(), e.account(), a.Access.text())
		printColumns(w, a.Owned)
		for _, h := range a.Handovers {
			printHandover(w, h)
		}
	})
	return err
}

func printColumns(w io.Writer, all []cliColumn) {
	_, _ = fmt.Fprintln(w, "OWNS\t\tOPEN\tHISTORY\t")
	for _, x := range all {
		note := ""
		if !x.Given && x.Open > 0 {
			note = "(to be changed in its source)"
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%s\n", x.Title.Zh, x.Title.En, x.Open, x.History, note)
	}
}

func printHandover(w io.Writer, h cliHandover) {
	_, _ = fmt.Fprintf(w, "\nhandover %s\t%s\t%d items to %s\t%s\t\n", h.ID, shanghai(h.At), h.Items, h.GetsName, h.Reason)
	if h.UndoneAt != nil {
		_, _ = fmt.Fprintf(w, "undone\t%s\t%d restored, %d left\t%s\t\n", shanghai(*h.UndoneAt), h.Restored, len(h.Left), h.UndoReason)
		for _, i := range h.Left {
			_, _ = fmt.Fprintf(w, "  left\t%s\t%s\t%s\t\n", i.Column, i.Label, i.Why)
		}
	}
}
