package crm_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/crm"
	"github.com/heliuhub/heliu/connectors/crm/fake"
	"github.com/heliuhub/heliu/record"
)

const (
	mobile = "13900020002"
	email  = "fang.demo@example.com"
	person = "方示例"
)

// object makes one object that its kind's mapping accepts.
func object(stream, id string, n int) fake.Object {
	to := func(stream, entity, key string) *record.Ref {
		return &record.Ref{Entity: entity, Stream: stream, Key: key}
	}
	at := connectortest.Epoch.AddDate(0, 0, -n)
	var v any
	switch stream {
	case fake.Customers:
		v = record.Customer{LegalName: fmt.Sprintf("示例医疗%d有限公司", n), LegalRepresentative: person, Phones: []string{"010-60000001"}, Owner: to(fake.Employees, "employee", "E1")}
	case fake.Contacts:
		v = record.Contact{Name: person, Mobiles: []string{mobile}, Emails: []string{email}, Customer: to(fake.Customers, "customer", "C1")}
	case fake.Leads:
		v = record.Lead{ContactName: person, Mobile: mobile, Channel: "website", CreatedAt: at}
	case fake.Deals:
		v = record.Deal{Number: fmt.Sprint("D-", n), Status: "open", Buyer: to(fake.Customers, "customer", "C1"), CreatedAt: at}
	case fake.StageChanges:
		v = record.StageChange{On: to(fake.Deals, "deal", "D1"), To: "signed", At: at}
	case fake.Activities:
		v = record.Activity{On: to(fake.Leads, "lead", "L1"), Kind: "call", Text: fmt.Sprint("第", n, "次")}
	case fake.Employees:
		v = record.Employee{Number: fmt.Sprint("E", n), Name: person, Mobile: mobile}
	default:
		v = record.OrgUnit{Code: fmt.Sprint("O", n), Name: "示例区域"}
	}
	return fake.Of(id, time.Time{}, v)
}

// start fills a CRM with eleven rows of every object, among them a tombstone and
// three that share a moment.
func start(t testing.TB, env *connectortest.Env) *connectortest.System {
	data := fake.Data{Token: "crm-token-for-tests", Objects: map[string][]fake.Object{}}
	for _, o := range fake.Objects {
		for i := range 11 {
			row := object(o, fmt.Sprintf("%c%d", o[0]-32, i), i)
			row["updated_at"] = env.Now.Now().Add(time.Duration(i/3*3-20) * time.Hour)
			if i == 5 {
				row = fake.Object{"id": row["id"], "updated_at": row["updated_at"], "deleted": true, "version": 2}
			}
			data.Objects[o] = append(data.Objects[o], row)
		}
	}
	f := fake.New(data, env.Now)
	t.Cleanup(f.Close)
	var mu sync.Mutex
	n := 0
	next := func() int {
		mu.Lock()
		defer mu.Unlock()
		n++
		return n
	}
	return &connectortest.System{
		Handler: f,
		Settings: func(base string) map[string]any {
			return map[string]any{"base_url": base, "token": "crm-token-for-tests", "page_size": 3, "webhook_secret": "hook-secret-for-tests"}
		},
		BadCredentials: map[string]func(map[string]any){"a wrong token": func(s map[string]any) { s["token"] = "crm-token-outdated" }},
		BadSettings: map[string]func(map[string]any){
			"overlap":   func(s map[string]any) { s["overlap"] = "25h" },
			"page_size": func(s map[string]any) { s["page_size"] = 201 },
		},
		Rows: func(stream string) (out []connectortest.Row) {
			for _, o := range f.List(stream) {
				b, err := json.Marshal(o)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, connectortest.Row{Key: o["id"].(string), Deleted: o["deleted"].(bool), JSON: b})
			}
			return out
		},
		Insert: func(stream string) string {
			id := fmt.Sprintf("new%03d", next())
			f.Put(stream, object(stream, id, next()))
			return id
		},
		Change: func(stream string) string {
			id := fmt.Sprintf("%c%d", stream[0]-32, next()%4)
			f.Put(stream, object(stream, id, 100+next()))
			return id
		},
		Delete: func(stream string) string {
			id := fmt.Sprintf("%c7", stream[0]-32)
			f.Delete(stream, id)
			return id
		},
		InsertAt: func(stream string, at time.Time) string {
			id := fmt.Sprintf("at%03d", next())
			f.PutAt(stream, object(stream, id, next()), at)
			return id
		},
		Step: time.Microsecond, Late: 2 * time.Minute,
		Personal: []string{mobile, email, person},
	}
}

func TestSource(t *testing.T) {
	connectortest.RunSource(t, connectortest.SourceCase{Connector: crm.Connector, Start: start})
}
