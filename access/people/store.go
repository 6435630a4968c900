package people

import (
	"context"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/record"
)

// Query narrows a list of employees; empty fields narrow nothing.
type Query struct {
	Text   string    // in name, number or a code
	Unit   uuid.UUID // the unit or one below it
	Status Status
	After  string // the cursor of the page before
	Limit  int    // at most 200; zero: 50
}

// Listed is an employee with the words of a list.
type Listed struct {
	Employee
	Cursor                         string
	UnitName, ManagerName, SignsIn string // SignsIn: the account's sign-in name; empty: none
	AccountClosed                  bool   // the account is disabled
	Codes                          []Code
}

// Directory says who works in a workspace. Who is not there is the fault not_found. An
// id that an employee once had finds the employee of today.
type Directory interface {
	Employee(ctx context.Context, ws record.WorkspaceID, id uuid.UUID) (Listed, error)
	EmployeeOfAccount(ctx context.Context, ws record.WorkspaceID, account uuid.UUID) (Listed, error)
	Employees(ctx context.Context, ws record.WorkspaceID, q Query) ([]Listed, error)
	// Chain gives who stands above an employee, nearest first.
	Chain(ctx context.Context, ws record.WorkspaceID, id uuid.UUID) ([]Employee, error)
	// TeamOf gives everybody under a manager, through others too, without the manager.
	TeamOf(ctx context.Context, ws record.WorkspaceID, manager uuid.UUID) ([]uuid.UUID, error)
	Units(ctx context.Context, ws record.WorkspaceID) ([]Unit, error)
	// PeriodsOf gives how an employee stood, from change to change: see AsOf.
	PeriodsOf(ctx context.Context, ws record.WorkspaceID, id uuid.UUID) ([]Period, error)
	// Conflicts lists what waits for a person.
	Conflicts(ctx context.Context, ws record.WorkspaceID) ([]Conflict, error)
}
