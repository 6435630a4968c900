package kingdee_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/kingdee"
	"github.com/heliuhub/heliu/connectors/kingdee/fake"
)

// rig drives the fake for the conformance suite: rows of all four forms by number.
type rig struct {
	*fake.Server
	numbers map[string][]string
	gone    map[string]bool
	changed int
}

// document makes the n-th document of a stream; every third has three lines.
func document(stream string, n int, note string, cancelled bool, at time.Time) (fake.Data, string) {
	no := fmt.Sprintf("%s%05d", strings.ToUpper(stream[:4]), n)
	st := fake.Stamp{Modified: at}
	lines := 1
	if n%3 == 0 {
		lines = 3
	}
	var d fake.Data
	switch stream {
	case "customers":
		d.Customers = []fake.Customer{{Stamp: st, Number: no, Name: "示例公司" + note, Tel: "13900000001"}}
	case "orders":
		o := fake.Order{Stamp: st, BillNo: no, Date: "2026-02-01", Customer: "C1", Note: note, Entries: make([]fake.OrderEntry, lines)}
		d.Orders = []fake.Order{o}
	case "receivables":
		r := fake.Receivable{Stamp: st, BillNo: no, Date: "2026-02-01", Customer: "C1", Contract: note, Entries: make([]fake.ReceivableEntry, lines)}
		d.Receivables = []fake.Receivable{r}
	case "receipts":
		r := fake.Receipt{Stamp: st, BillNo: no, Date: "2026-02-01", ContactUnit: "C1", Remark: "张三三代付" + note, Cancelled: cancelled, Entries: make([]fake.ReceiptEntry, lines)}
		d.Receipts = []fake.Receipt{r}
	}
	return d, no
}

func (r *rig) insertAt(stream string, at time.Time) string {
	d, no := document(stream, len(r.numbers[stream])+1, "", false, at)
	r.Load(d)
	r.numbers[stream] = append(r.numbers[stream], no)
	return no
}

// put stores the n-th document again, changed, with the time of the server's clock.
func (r *rig) put(stream string, n int, note string, cancelled bool) string {
	d, no := document(stream, n, note, cancelled, time.Time{})
	switch stream {
	case "customers":
		r.PutCustomer(d.Customers[0])
	case "orders":
		r.PutOrder(d.Orders[0])
	case "receivables":
		r.PutReceivable(d.Receivables[0])
	case "receipts":
		r.PutReceipt(d.Receipts[0])
	}
	return no
}

func start(auth string) func(testing.TB, *connectortest.Env) *connectortest.System {
	return func(_ testing.TB, env *connectortest.Env) *connectortest.System {
		r := &rig{Server: fake.New(fake.Data{}, env.Now), numbers: map[string][]string{}, gone: map[string]bool{}}
		for _, s := range kingdee.Connector.Spec.Streams {
			for i := range 16 {
				r.insertAt(s.Name, connectortest.Epoch.Add(time.Duration(i-100)*time.Minute))
			}
		}
		return &connectortest.System{
			Handler: r,
			Settings: func(base string) map[string]any {
				s := settings(r.Access(), base)
				s["auth"], s["password"] = auth, r.Access().Password
				return s
			},
			BadCredentials: map[string]func(map[string]any){
				"a wrong secret": func(s map[string]any) { s["app_secret"], s["password"] = "wrong-secret", "wrong-secret" },
				"a wrong user":   func(s map[string]any) { s["username"] = "nobody" },
			},
			BadSettings: map[string]func(map[string]any){
				"page_size":      func(s map[string]any) { s["page_size"] = 1 },
				"overlap":        func(s map[string]any) { s["overlap"] = "-1s" },
				"contract_field": func(s map[string]any) { s["contract_field"] = "F_X' or 1=1" },
			},
			Rows: func(stream string) []connectortest.Row {
				var out []connectortest.Row
				for _, no := range r.numbers[stream] {
					out = append(out, connectortest.Row{Key: no, Deleted: r.gone[stream+no]})
				}
				return out
			},
			Insert: func(stream string) string {
				no := r.put(stream, len(r.numbers[stream])+1, "", false)
				r.numbers[stream] = append(r.numbers[stream], no)
				return no
			},
			Change: func(stream string) string {
				r.changed++
				return r.put(stream, (r.changed*5)%len(r.numbers[stream])+1, fmt.Sprintf("改%d", r.changed), false)
			},
			Delete: func(stream string) string { // a receipt is cancelled
				no := r.put(stream, 2, "", true)
				r.gone[stream+no] = true
				return no
			},
			InsertAt:    func(stream string, at time.Time) string { return r.insertAt(stream, at) },
			Step:        time.Millisecond,
			Late:        2 * time.Minute,
			DataRequest: func(q *http.Request) bool { return strings.Contains(q.URL.Path, "ExecuteBillQuery") },
			LoseSession: r.DropSessions,
			Renews:      true,
			Personal:    []string{"13900000001", "张三三"},
		}
	}
}

func TestConformance(t *testing.T) {
	connectortest.RunSource(t, connectortest.SourceCase{Connector: kingdee.Connector, Start: start("app_secret")})
}

func TestConformanceSigned(t *testing.T) {
	connectortest.RunSource(t, connectortest.SourceCase{Connector: kingdee.Connector, Streams: []string{"orders"}, Start: start("signature")})
}
