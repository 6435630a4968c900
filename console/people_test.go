package console_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
)

// staff plants three employees of workspace alpha: 1 works under 3, 2 has left.
func (h *hub) staff() (one string) {
	unit := uuid.NewString()
	h.sql.Exec("insert into org_unit (workspace, id, code, name, path) values ($1, $2, 'OU1', '示例大区', array[$2::uuid])", string(h.a), unit)
	ids := map[string]string{"HL1": uuid.NewString(), "HL2": uuid.NewString(), "HL3": uuid.NewString()}
	for number, id := range ids {
		status, manager := "active", any(nil)
		switch number {
		case "HL1":
			manager = ids["HL3"]
		case "HL2":
			status = "left"
		}
		h.sql.Exec(`insert into employee (workspace, id, number, name, mobile, email, org_unit, manager, status, records)
			values ($1, $2, $3, '方示例', '13900020002', 'fang.demo@example.com', $4, $5, $6, array[$2::uuid])`, string(h.a), id, number, unit, manager, status)
		h.sql.Exec("insert into employee_source (workspace, id, employee, name, gone) values ($1, $2, $2, $3, false)", string(h.a), id, "crm/employees/"+number)
	}
	h.sql.Exec("insert into employee_code (workspace, system, account_set, code, employee) values ($1, 'kingdee', '001', 'XS01', $2)", string(h.a), ids["HL1"])
	h.sql.Exec("insert into employee_history (workspace, employee, valid_from, org_unit, manager, status) values ($1, $2, '2026-01-01', $3, $4, 'active')", string(h.a), ids["HL1"], unit, ids["HL3"])
	h.sql.Exec("insert into employee_conflict (workspace, reason, identifier, records) values ($1, 'contradicting_codes', 'code|u8|001|A', '{crm/employees/1,hr/employees/2}')", string(h.a))
	return ids["HL1"]
}

type shownEmployee struct {
	ID, Number, Mobile, Email, Status string
	UnitName                          string `json:"unit_name"`
	ManagerName                       string `json:"manager_name"`
	Codes                             []struct{ System, Code string }
}

func TestEmployeesAreListedAndMasked(t *testing.T) {
	h := newHub(t)
	one := h.staff()
	list := func(query string) (numbers, next string) {
		t.Helper()
		x := decode[struct {
			Items []shownEmployee
			Next  string `json:"next_cursor"`
		}](h.call(http.MethodGet, "/api/v1/employees"+query, h.keys[access.IT], nil), http.StatusOK)
		for _, e := range x.Items {
			numbers += e.Number + " "
			if e.Mobile != "139****0002" || strings.Contains(e.Email, "fang") {
				t.Errorf("%s shows %s and %s", e.Number, e.Mobile, e.Email)
			}
		}
		return strings.TrimSpace(numbers), x.Next
	}
	for query, want := range map[string]string{
		"": "HL1 HL2 HL3", "?status=left": "HL2", "?text=hl3": "HL3", "?text=xs01": "HL1", "?text=%25": "", "?text=示例": "HL1 HL2 HL3", "?unit=" + uuid.NewString(): "",
	} {
		if got, _ := list(query); got != want {
			t.Errorf("%q lists %q, want %q", query, got, want)
		}
	}
	first, next := list("?limit=2")
	second, _ := list("?limit=2&cursor=" + next)
	if first != "HL1 HL2" || second != "HL3" {
		t.Errorf("pages %q and %q", first, second)
	}
	h.call(http.MethodGet, "/api/v1/employees?status=left&cursor="+next, h.keys[access.IT], nil).fails(http.StatusBadRequest, "bad_cursor")
	h.call(http.MethodGet, "/api/v1/employees?unit=x", h.keys[access.IT], nil).fails(http.StatusBadRequest, "bad_request")

	for _, id := range []string{one, "hl1"} {
		x := decode[struct {
			Employee shownEmployee
			Owned    []struct{ Key string }
			History  []struct {
				UnitName    string `json:"unit_name"`
				ManagerName string `json:"manager_name"`
			}
		}](h.call(http.MethodGet, "/api/v1/employees/"+id, h.keys[access.Auditor], nil), http.StatusOK)
		if x.Employee.ID != one || x.Employee.UnitName != "示例大区" || x.Employee.ManagerName != "方示例" || len(x.Employee.Codes) != 1 || len(x.Owned) < 8 {
			t.Errorf("%s: %+v", id, x)
		}
		if len(x.History) != 1 || x.History[0].UnitName != "示例大区" || x.History[0].ManagerName != "方示例" {
			t.Errorf("%s: history %+v", id, x.History)
		}
	}
	h.call(http.MethodGet, "/api/v1/employees/hl", h.keys[access.IT], nil).fails(http.StatusNotFound, "not_found")
	c := h.call(http.MethodGet, "/api/v1/employee-conflicts", h.keys[access.IT], nil)
	if !strings.Contains(string(c.Body), `"identifier":"u8/001/A"`) {
		t.Errorf("conflicts: %s", c.Body)
	}
	if u := h.call(http.MethodGet, "/api/v1/org-units", h.keys[access.IT], nil); !strings.Contains(string(u.Body), `"depth":0`) {
		t.Errorf("units: %s", u.Body)
	}
}

func TestAHandoverNeedsItsPreviewAndAReason(t *testing.T) {
	h := newHub(t)
	h.staff()
	admin := h.keys[access.Admin]
	post := func(path string, body map[string]any) answer {
		t.Helper()
		return h.call(http.MethodPost, "/api/v1/"+path, admin, body)
	}
	p := decode[struct {
		Hash string
		Gets shownEmployee
	}](post("employees/HL1/handover/preview", map[string]any{"plan": "manager"}), http.StatusOK)
	if p.Gets.Number != "HL3" {
		t.Errorf("to %+v", p.Gets)
	}
	post("employees/HL1/handover/preview", map[string]any{"plan": "successor", "successor": "HL2"}).fails(http.StatusBadRequest, "bad_successor")
	post("employees/HL1/handover/preview", map[string]any{"plan": "successor", "successor": "nobody"}).fails(http.StatusBadRequest, "bad_successor")
	post("employees/HL1/handover/preview", map[string]any{"plan": "successor"}).fails(http.StatusBadRequest, "no_successor")
	post("employees/HL3/handover/preview", map[string]any{"plan": "manager"}).fails(http.StatusConflict, "no_manager")
	post("employees/HL1/handover", map[string]any{"plan": "manager", "hash": "x", "reason": "离职"}).fails(http.StatusConflict, "handover_changed")
	post("employees/HL1/handover", map[string]any{"plan": "manager", "hash": p.Hash, "reason": " "}).fails(http.StatusBadRequest, "reason_required")
	x := decode[struct{ ID string }](post("employees/HL1/handover", map[string]any{"plan": "manager", "hash": p.Hash, "reason": "离职"}), http.StatusOK)
	post("handovers/"+x.ID+"/undo", map[string]any{"reason": ""}).fails(http.StatusBadRequest, "reason_required")
	decode[struct{}](post("handovers/"+x.ID+"/undo", map[string]any{"reason": "误操作"}), http.StatusOK)
	post("handovers/"+x.ID+"/undo", map[string]any{"reason": "误操作"}).fails(http.StatusConflict, "handover_undone")
	post("employees/HL1/access/close", map[string]any{"reason": "离职"}).fails(http.StatusConflict, "no_account")
	h.call(http.MethodPut, "/api/v1/employees/HL1/account", admin, map[string]any{"account": "x"}).fails(http.StatusBadRequest, "bad_request")
	h.call(http.MethodPut, "/api/v1/employees/HL1/account", admin, map[string]any{"account": uuid.NewString()}).fails(http.StatusNotFound, "not_found")
}
