package baidu_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors/baidu"
	"github.com/heliuhub/heliu/connectors/baidu/fake"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/record"
)

func TestConformance(t *testing.T) {
	start := func(_ testing.TB, env *connectortest.Env) *connectortest.System {
		f := fake.New(fake.Data{Rows: month(16)}, env.Now)
		keys, next, changed := []string{}, int64(0), 0
		for _, r := range month(16) {
			keys = append(keys, fmt.Sprintf("demo-account/%s/%d", r.Day, r.CampaignID))
		}
		insert := func(at time.Time) string { // the report of a day comes when the day is over
			next++
			day := record.DateOf(at.AddDate(0, 0, -1))
			f.PutRow(fake.Row{Account: "demo-account", Day: day, CampaignID: 600000000 + next, CampaignName: "新计划", Cost: "1.25"})
			key := fmt.Sprintf("demo-account/%s/%d", day, 600000000+next)
			keys = append(keys, key)
			return key
		}
		return &connectortest.System{
			Handler: f,
			Settings: func(base string) map[string]any {
				s := settings(f.Access(), base)
				s["since"], s["chunk_days"], s["repull_every"] = string(daysAgo(16)), 2, "0s"
				return s
			},
			BadCredentials: map[string]func(map[string]any){
				"a wrong secret":        func(s map[string]any) { s["secret_key"] = "wrong-secret" },
				"a wrong refresh token": func(s map[string]any) { s["refresh_token"] = "wrong-token" },
				"a wrong account":       func(s map[string]any) { s["accounts"] = []any{"somebody"} },
			},
			BadSettings: map[string]func(map[string]any){
				"tax_rate":   func(s map[string]any) { s["tax_rate"] = "6%" },
				"rebate":     func(s map[string]any) { s["rebate"] = "1" },
				"user_id":    func(s map[string]any) { s["user_id"] = "me" },
				"chunk_days": func(s map[string]any) { s["chunk_days"] = 732 },
				"page_size":  func(s map[string]any) { s["page_size"] = 0 },
			},
			Rows: func(string) []connectortest.Row {
				var out []connectortest.Row
				for _, k := range keys {
					if record.Date(strings.Split(k, "/")[1]) < record.DateOf(env.Now.Now()) {
						out = append(out, connectortest.Row{Key: k})
					}
				}
				return out
			},
			Insert: func(string) string { return insert(env.Now.Now()) },
			Change: func(string) string {
				changed++
				day := daysAgo(1 + changed%6)
				f.Restate("demo-account", day, 500000001, 0, 0, fake.Restatement{At: env.Now.Now(), Cost: fmt.Sprintf("0.%02d", changed)})
				return fmt.Sprintf("demo-account/%s/500000001", day)
			},
			InsertAt:    func(_ string, at time.Time) string { return insert(at) },
			Step:        24 * time.Hour,
			Late:        5 * 24 * time.Hour,
			DataRequest: func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "getReportData") },
			LoseSession: f.DropTokens,
			Renews:      true,
		}
	}
	connectortest.RunSource(t, connectortest.SourceCase{
		Connector: baidu.Connector, Start: start,
		Waive: map[string]string{"no_personal_values": "a spend report holds no personal value"},
	})
}
