package world

import (
	"fmt"
	"time"

	"github.com/heliuhub/heliu/internal/world/model"
)

var unitNames = []string{"华岚大区", "澹溆大区", "北垣大区", "南坞大区"}

// makeStaff makes the maker's units and people. Some leave during the year.
func (g *gen) makeStaff() {
	d := dice{source(g.seed, "staff")}
	at := g.start.Add(-24 * time.Hour)
	unit := func(key, title, parent, kind string) {
		g.emit(at, model.Change, model.ConnCRM, model.StreamOrgUnits, key, &model.OrgUnit{Key: key, Code: key, Title: title, Parent: parent, Kind: kind})
	}
	unit("OU-0", "示例医疗器械股份有限公司", "", "legal_entity")
	unit("OU-1", "销售中心", "OU-0", "department")
	unit("OU-2", "市场部", "OU-0", "department")
	for i, n := range unitNames {
		unit(fmt.Sprintf("OU-1%d", i+1), n, "OU-1", "region")
	}
	n := min(120, 12+g.leads/1000)
	var list []*model.Employee
	for i := range n {
		key := fmt.Sprintf("E%04d", i+1)
		e := &model.Employee{
			Key: key, Number: fmt.Sprintf("HL%05d", 10001+i), Who: pick(d, surnames) + pick(d, givenHeads) + pick(d, givenTails),
			Mobile: fmt.Sprintf("1990000%04d", i+100), Email: fmt.Sprintf("staff%04d@heliu-demo.example", i+1),
			Unit: fmt.Sprintf("OU-1%d", i%4+1), Status: "active", Code: fmt.Sprintf("XSY%03d", i+1),
		}
		if i >= 4 {
			e.Manager = fmt.Sprintf("E%04d", i%4+1)
		}
		g.emit(at, model.Change, model.ConnCRM, model.StreamEmployees, key, e)
		if i >= 4 && i%6 == 5 {
			gone := *e
			left := d.moment(g.start.AddDate(0, 3, 0), g.end.AddDate(0, -1, 0))
			gone.Status, gone.LeftOn = "left", left.Format(time.DateOnly)
			g.emit(left, model.Change, model.ConnCRM, model.StreamEmployees, key, &gone)
			e = &gone
		}
		g.staff = append(g.staff, e)
		list = append(list, e)
	}
	f := &model.File{Kind: model.StreamEmployeeList, List: "staff-2026", Format: "csv", Staff: list}
	g.emit(g.end.AddDate(0, 0, -15), model.Upload, model.ConnFair, model.StreamEmployeeList, f.List, f)
}

// Staff is somebody of the maker as its messengers know them.
type Staff struct {
	Name, Email, WecomID, DingtalkID string
	Left                             bool
}

// Staff lists the maker's people. Who left has no account with a messenger any more.
func (w *World) Staff() []Staff {
	var out []Staff
	for _, e := range w.gen.staff {
		out = append(out, Staff{Name: e.Who, Email: e.Email, WecomID: wecomID(e), DingtalkID: dingtalkID(e), Left: e.LeftOn != ""})
	}
	return out
}

func wecomID(e *model.Employee) string { return "wx." + e.Number }

func dingtalkID(e *model.Employee) string { return "ding-" + e.Number }

// kingdeeCode gives the code under which Kingdee knows an employee.
func (g *gen) kingdeeCode(employee string) string {
	for _, e := range g.staff {
		if e.Key == employee {
			return e.Code
		}
	}
	return ""
}

// seller gives the key of someone who sells at that time.
func (g *gen) seller(d dice, at time.Time) string {
	for {
		e := pick(d, g.staff)
		if e.LeftOn == "" || at.Format(time.DateOnly) < e.LeftOn {
			return e.Key
		}
	}
}
