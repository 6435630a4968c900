package pipelines_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
)

// staff is who works in a lab's workspace and who owns what, by the names of records.
func (l *lab) staff() []string {
	l.t.Helper()
	text := l.text(`with who as (select employee as id, '[' || string_agg(name, ' ' order by name collate "C") || ']' as names from employee_source group by 1)
		select string_agg(line, E'\n' order by line collate "C") from (
			select concat_ws(' ', w.names, e.number, e.name, e.status, e.left_on, u.code, 'under', m.names) as line
				from employee e join who w on w.id = e.id left join org_unit u on u.id = e.org_unit left join who m on m.id = e.manager
			union all select concat_ws(' ', 'code', c.system, c.account_set, c.code, w.names) from employee_code c join who w on w.id = c.employee
			union all select concat_ws(' ', 'was', w.names, h.valid_from, h.valid_to, u.code, h.status, 'under', m.names)
				from employee_history h join who w on w.id = h.employee left join org_unit u on u.id = h.org_unit left join who m on m.id = h.manager
			union all select concat_ws(' ', 'unit', u.code, u.name, u.kind, 'under', p.code, cardinality(u.path)) from org_unit u left join org_unit p on p.id = u.parent
			union all select concat_ws(' ', 'open', reason, identifier, records::text) from employee_conflict
			union all select concat_ws(' ', 'owns', e.name, w.names, 'stated', st.names, 'closed', o.closed, 'sold', o.sold_on, sw.names)
				from entity_owner o join entity e on e.id = o.entity left join who w on w.id = o.employee left join who st on st.id = o.stated left join who sw on sw.id = o.seller
				where o.alias <> ''
		) x`)
	return strings.Split(text, "\n")
}

// staffing makes changes of employees, units and what they own.
func staffing(t *rapid.T) []change {
	n := func(what string, most int) int { return rapid.IntRange(1, most).Draw(t, what) }
	someone := func() *record.Ref {
		switch rapid.IntRange(0, 3).Draw(t, "ref") {
		case 0:
			return nil
		case 1:
			return &record.Ref{Entity: "employee", Connection: "@crm", Stream: "employees", Key: fmt.Sprint("E", n("key", 4))}
		case 2:
			return &record.Ref{Entity: "employee", Natural: "code", Value: fmt.Sprint("kingdee/001/K", n("code", 4))}
		}
		return &record.Ref{Entity: "employee", Natural: "number", Value: fmt.Sprint(n("number", 4))}
	}
	var out []change
	for range rapid.IntRange(1, 25).Draw(t, "changes") {
		version := n("version", 4)
		conn := rapid.SampledFrom([]string{"crm", "erp"}).Draw(t, "conn")
		switch rapid.IntRange(0, 4).Draw(t, "what") {
		case 0, 1:
			key := fmt.Sprint("E", n("key", 4))
			if rapid.IntRange(0, 5).Draw(t, "deleted") == 0 {
				out = append(out, change{conn: conn, stream: "employees", key: key, version: version, deleted: true})
				continue
			}
			e := record.Employee{
				Number: fmt.Sprint(n("number", 4)), Name: fmt.Sprint("示例", n("name", 3)), Manager: someone(),
				Status: rapid.SampledFrom([]string{"", "active", "left"}).Draw(t, "status"),
			}
			if rapid.Bool().Draw(t, "coded") {
				e.Codes = []record.Code{{System: "kingdee", AccountSet: "001", Code: fmt.Sprint("K", n("code", 4))}}
			}
			if rapid.Bool().Draw(t, "in a unit") {
				e.OrgUnit = &record.Ref{Entity: "org_unit", Natural: "code", Value: fmt.Sprint("U", n("unit", 3))}
			}
			out = append(out, of(version, conn, "employees", key, e))
		case 2:
			u := record.OrgUnit{Code: fmt.Sprint("U", n("unit", 3)), Name: fmt.Sprint("示例部", n("name", 3))}
			u.Parent = &record.Ref{Entity: "org_unit", Natural: "code", Value: fmt.Sprint("U", n("parent", 3))}
			out = append(out, of(version, conn, "org-units", "u"+u.Code, u))
		case 3:
			d := record.Deal{
				Number: "D1", Status: rapid.SampledFrom([]string{"open", "won"}).Draw(t, "stage"), CreatedAt: monday, Owner: someone(),
				Buyer: &record.Ref{Entity: "customer", Stream: "customers", Key: "c"},
			}
			signed := monday.AddDate(0, 0, n("signed", 2)-1)
			d.SignedAt = &signed
			out = append(out, of(version, "crm", "deals", fmt.Sprint("d", n("deal", 2)), d))
		default:
			out = append(out, of(version, "crm", "leads", fmt.Sprint("l", n("lead", 2)), record.Lead{
				ContactName: "示例甲", Channel: "wecom", CreatedAt: monday, Owner: someone(), Status: "new",
			}))
		}
	}
	return out
}

// TestAnyOrderGivesTheSameStaff applies the same changes to two workspaces, in other
// orders, other batches and some of them again.
func TestAnyOrderGivesTheSameStaff(t *testing.T) {
	checks(t, 60)
	s := pgtest.Store(t)
	rapid.Check(t, func(r *rapid.T) {
		history := staffing(r)
		tb := rapidT{t, r}
		straight, other := newLab(tb, s), newLab(tb, s)
		straight.apply(history...)
		again := slices.Concat(history, history[:rapid.IntRange(0, len(history)).Draw(r, "again")])
		for left := rapid.Permutation(again).Draw(r, "order"); len(left) > 0; {
			n := min(len(left), rapid.IntRange(1, 6).Draw(r, "batch"))
			other.apply(left[:n]...)
			left = left[n:]
		}
		if d := cmp.Diff(straight.staff(), other.staff()); d != "" {
			r.Fatalf("another order gives others (-straight +other)\n%s", d)
		}
	})
}

// TestOnePersonOfThreeSystemsInAnyOrder tells one story in every order: the CRM's
// seller, the seller's code on a Kingdee order, and the list that joins them.
func TestOnePersonOfThreeSystemsInAnyOrder(t *testing.T) {
	s := pgtest.Store(t)
	owner := &record.Ref{Entity: "employee", Stream: "employees", Key: "E1"}
	story := []change{
		of(1, "crm", "employees", "E1", record.Employee{Number: "C-7", Name: "方示例", Status: "active"}),
		of(1, "crm", "leads", "l1", record.Lead{ContactName: "示例甲", Channel: "wecom", CreatedAt: monday, Owner: owner, Status: "new"}),
		of(1, "erp", "orders", "o1", record.Order{
			Number: "SO1", Customer: &record.Ref{Entity: "customer", Stream: "customers", Key: "c"}, Date: "2026-03-02", Amount: record.CNY(100),
			Owner: &record.Ref{Entity: "employee", Natural: "code", Value: "kingdee/001/XS01"},
		}),
		of(1, "web", "employees", "1001", record.Employee{Number: "1001", Name: "方示例", WecomUserID: "fang", Codes: []record.Code{
			{System: "u8", AccountSet: "002", Code: "0042"}, {System: "kingdee", AccountSet: "001", Code: "xs01"}, {System: "crm", Code: "E1"},
		}}),
	}
	var orders [][]int
	var permute func(done []int)
	permute = func(done []int) {
		if len(done) == len(story) {
			orders = append(orders, slices.Clone(done))
			return
		}
		for i := range story {
			if !slices.Contains(done, i) {
				permute(append(done, i))
			}
		}
	}
	permute(nil)
	for _, order := range orders {
		l := newLab(t, s)
		for _, i := range order {
			l.apply(story[i])
		}
		got := l.text(`select (select count(*) from employee) || ' ' || (select wecom_userid from employee) || ' ' ||
			(select string_agg(system || '/' || code, ',' order by system) from employee_code) || ' ' ||
			(select string_agg(kind, ',' order by kind) from entity_owner o join employee e on e.id = o.employee)`)
		if want := "1 fang crm/E1,kingdee/XS01,u8/0042,wecom/FANG lead,order"; got != want {
			t.Errorf("in the order %v there is %q, want %q", order, got, want)
		}
	}
}

// TestTheSellerOfTheDayStays: who owned a deal when it was won stays its seller, also
// when the versions come in another order.
func TestTheSellerOfTheDayStays(t *testing.T) {
	s := pgtest.Store(t)
	deal := func(version int, owner, status string) change {
		d := record.Deal{
			Number: "D1", Status: status, CreatedAt: monday, Owner: &record.Ref{Entity: "employee", Stream: "employees", Key: owner},
			Buyer: &record.Ref{Entity: "customer", Stream: "customers", Key: "c"},
		}
		if status == "won" {
			signed := monday.AddDate(0, 0, 1)
			d.SignedAt = &signed
		}
		return of(version, "crm", "deals", "d1", d)
	}
	history := []change{
		of(1, "crm", "employees", "A", record.Employee{Number: "1", Name: "示例甲"}),
		of(1, "crm", "employees", "B", record.Employee{Number: "2", Name: "示例乙"}),
		deal(1, "A", "open"), deal(30, "A", "won"), deal(200, "B", "won"),
	}
	for _, order := range [][]int{{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {4, 0, 2, 1, 3}} {
		l := newLab(t, s)
		for _, i := range order {
			l.apply(history[i])
		}
		got := l.text(`select concat_ws(' ', o.number, sel.number, sold_on) from entity_owner x join employee o on o.id = x.employee left join employee sel on sel.id = x.seller`)
		if want := "2 1 2026-03-03"; got != want {
			t.Errorf("in the order %v owner, seller and day are %q, want %q", order, got, want)
		}
	}
}
