package store

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/heliuhub/heliu/access/people"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

var _ people.Directory = (*Store)(nil)

// read runs fn on one transaction that reads a workspace.
func read[T any](ctx context.Context, s *Store, ws record.WorkspaceID, fn func(ctx context.Context, tx pgx.Tx) (T, error)) (out T, err error) {
	err = s.InWorkspaceRead(ctx, ws, func(ctx context.Context, tx pgx.Tx) error {
		out, err = fn(ctx, tx)
		return err
	})
	return out, err
}

// currentEmployee turns an id that an employee has or had into the one of today.
func currentEmployee(ctx context.Context, tx querier, id uuid.UUID) (uuid.UUID, error) {
	err := tx.QueryRow(ctx, sql("CurrentEmployee"), id).Scan(&id)
	return id, err
}

// employees reads employees by id, in the order of their numbers.
func employees(ctx context.Context, tx querier, ids []uuid.UUID) ([]people.Listed, error) {
	rows, err := tx.Query(ctx, sql("EmployeeRows"), ids)
	if err != nil {
		return nil, err
	}
	at := map[uuid.UUID]int{}
	out, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e people.Listed, err error) {
		var unit, manager, account *uuid.UUID
		err = row.Scan(&e.ID, &e.Number, &e.Name, &e.Mobile, &e.Email, &e.WecomUserID, &e.DingtalkUserID, &unit, &manager, &e.Status, &e.LeftOn, &account, &e.Records,
			&e.UnitName, &e.ManagerName, &e.SignsIn, &e.AccountClosed)
		e.OrgUnit, e.Manager, e.Account = orNil(unit), orNil(manager), orNil(account)
		e.Cursor = e.Number + "\x00" + e.ID.String()
		return e, err
	})
	if err != nil {
		return nil, err
	}
	for i, e := range out {
		at[e.ID] = i
	}
	if rows, err = tx.Query(ctx, sql("CodesOfEmployees"), ids); err != nil {
		return nil, err
	}
	var c people.Code
	_, err = pgx.ForEachRow(rows, []any{&c.System, &c.AccountSet, &c.Code, &c.Employee}, func() error {
		if i, ok := at[c.Employee]; ok {
			out[i].Codes = append(out[i].Codes, c)
		}
		return nil
	})
	return out, err
}

func oneEmployee(ctx context.Context, tx querier, id uuid.UUID) (people.Listed, error) {
	got, err := employees(ctx, tx, []uuid.UUID{id})
	if err == nil && len(got) == 0 {
		err = fault.New("not_found", nil)
	}
	if err != nil {
		return people.Listed{}, err
	}
	return got[0], nil
}

// Employee implements people.Directory.
func (s *Store) Employee(ctx context.Context, ws record.WorkspaceID, id uuid.UUID) (people.Listed, error) {
	return read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) (people.Listed, error) {
		now, err := currentEmployee(ctx, tx, id)
		if err != nil {
			return people.Listed{}, err
		}
		return oneEmployee(ctx, tx, now)
	})
}

// EmployeeOfAccount implements people.Directory.
func (s *Store) EmployeeOfAccount(ctx context.Context, ws record.WorkspaceID, account uuid.UUID) (people.Listed, error) {
	return read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) (people.Listed, error) {
		var id uuid.UUID
		if err := tx.QueryRow(ctx, sql("EmployeeOfAccount"), account).Scan(&id); err != nil {
			return people.Listed{}, err
		}
		return oneEmployee(ctx, tx, id)
	})
}

// Employees implements people.Directory.
func (s *Store) Employees(ctx context.Context, ws record.WorkspaceID, q people.Query) ([]people.Listed, error) {
	if q.Limit <= 0 {
		q.Limit = 50
	}
	text := ""
	if q.Text != "" {
		text = "%" + strings.NewReplacer(`\`, `\\`, "%", `\%`, "_", `\_`).Replace(q.Text) + "%"
	}
	number, last, _ := strings.Cut(q.After, "\x00")
	after, err := uuid.Parse(last)
	if q.After != "" && err != nil {
		return nil, fault.Newf("bad_request", "cursor").At("cursor", "")
	}
	return read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) ([]people.Listed, error) {
		ids, err := collect[uuid.UUID](ctx, tx, sql("EmployeePage"), text, q.Unit, string(q.Status), number, after, min(q.Limit, 200))
		if err != nil || len(ids) == 0 {
			return nil, err
		}
		return employees(ctx, tx, ids)
	})
}

// Chain implements people.Directory.
func (s *Store) Chain(ctx context.Context, ws record.WorkspaceID, id uuid.UUID) ([]people.Employee, error) {
	return read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) ([]people.Employee, error) {
		now, err := currentEmployee(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		above, err := collect[uuid.UUID](ctx, tx, sql("ChainAbove"), now)
		if err != nil || len(above) == 0 {
			return nil, err
		}
		got, err := employees(ctx, tx, above)
		if err != nil {
			return nil, err
		}
		by := map[uuid.UUID]people.Employee{}
		for _, e := range got {
			by[e.ID] = e.Employee
		}
		var out []people.Employee
		for _, id := range above {
			if e, ok := by[id]; ok {
				out = append(out, e)
			}
		}
		return out, nil
	})
}

// TeamOf implements people.Directory.
func (s *Store) TeamOf(ctx context.Context, ws record.WorkspaceID, manager uuid.UUID) ([]uuid.UUID, error) {
	return read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) ([]uuid.UUID, error) {
		now, err := currentEmployee(ctx, tx, manager)
		if err != nil {
			return nil, err
		}
		return collect[uuid.UUID](ctx, tx, sql("TeamBelow"), now)
	})
}

// Units implements people.Directory.
func (s *Store) Units(ctx context.Context, ws record.WorkspaceID) ([]people.Unit, error) {
	return read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) ([]people.Unit, error) {
		rows, err := tx.Query(ctx, sql("Units"))
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, func(row pgx.CollectableRow) (u people.Unit, err error) {
			return u, row.Scan(&u.ID, &u.Parent, &u.Code, &u.Name, &u.Kind, &u.Path)
		})
	})
}

// PeriodsOf implements people.Directory.
func (s *Store) PeriodsOf(ctx context.Context, ws record.WorkspaceID, id uuid.UUID) ([]people.Period, error) {
	return read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) ([]people.Period, error) {
		now, err := currentEmployee(ctx, tx, id)
		if err != nil {
			return nil, err
		}
		rows, err := tx.Query(ctx, sql("PeriodsOf"), now)
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, func(row pgx.CollectableRow) (p people.Period, err error) {
			var to *time.Time
			var unit, manager *uuid.UUID
			err = row.Scan(&p.Employee, &p.From, &to, &unit, &manager, &p.Status)
			if to != nil {
				p.To = *to
			}
			p.OrgUnit, p.Manager = orNil(unit), orNil(manager)
			return p, err
		})
	})
}

// Conflicts implements people.Directory.
func (s *Store) Conflicts(ctx context.Context, ws record.WorkspaceID) ([]people.Conflict, error) {
	return read(ctx, s, ws, func(ctx context.Context, tx pgx.Tx) ([]people.Conflict, error) {
		rows, err := tx.Query(ctx, sql("EmployeeConflicts"))
		if err != nil {
			return nil, err
		}
		return pgx.CollectRows(rows, func(row pgx.CollectableRow) (c people.Conflict, err error) {
			return c, row.Scan(&c.Reason, &c.Identifier, &c.Records)
		})
	})
}
