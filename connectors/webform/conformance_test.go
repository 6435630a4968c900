package webform_test

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/webform"
)

const leadBody = `{"external_id":"L1","contact_name":"示例联系人","mobile":"13900001234","email":"buyer@example.com"}`

// push makes a request; sign gives its headers for a moment.
func push(body string, sign func(ts, body string) map[string]string) func(time.Time) *http.Request {
	return func(now time.Time) *http.Request {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/in/demo", bytes.NewReader([]byte(body)))
		r.Header.Set("Content-Type", "application/json")
		for k, v := range sign(fmt.Sprint(now.Unix()), body) {
			r.Header.Set(k, v)
		}
		return r
	}
}

func TestConformance(t *testing.T) {
	byKey := func(string, string) map[string]string { return map[string]string{"X-Heliu-Key": publicKey} }
	byHMAC := func(ts, body string) map[string]string {
		return map[string]string{
			"X-Heliu-Timestamp": ts, "X-Heliu-Nonce": "n1", "X-Heliu-Signature": signature(hmacSecret, ts+".n1."+body), "Idempotency-Key": "e1",
		}
	}
	nothing := func(string, string) map[string]string { return nil }
	for mode, c := range map[string]connectortest.ReceiverCase{
		webform.ModePublicKey: {
			Settings: func() map[string]any { return map[string]any{"public_key": publicKey, "origins": []string{"*"}} },
			BadSettings: map[string]func(map[string]any){
				"public_key": func(s map[string]any) { delete(s, "public_key") },
				"origins":    func(s map[string]any) { s["origins"] = []any{"example.com"} },
			},
			Good: []connectortest.Push{
				{Name: "a lead with an id", Make: push(leadBody, byKey), Keys: []string{"leads/L1"}},
				{Name: "a phone as id", Make: push(`{"event_id":"13900001234","name":"示例联系人"}`, byKey)},
				{Name: "no id", Make: push(`{"name":"示例联系人","mobile":"13900001234"}`, byKey)},
			},
			Bad: []connectortest.BadPush{
				{Name: "no key", Make: push(leadBody, nothing), Code: "bad_key"},
				{Name: "duplicate field", Make: push(`{"a":1,"a":2}`, byKey), Code: "duplicate_key"},
			},
		},
		webform.ModeHeliuHMAC: {
			Settings: func() map[string]any { return map[string]any{"mode": webform.ModeHeliuHMAC, "secret": hmacSecret} },
			BadSettings: map[string]func(map[string]any){
				"secret": func(s map[string]any) { delete(s, "secret") },
			},
			Good: []connectortest.Push{{Name: "a signed lead", Make: push(leadBody, byHMAC), Keys: []string{"leads/e1"}}},
			Bad:  []connectortest.BadPush{{Name: "no signature", Make: push(leadBody, nothing), Code: "bad_signature"}},
		},
	} {
		t.Run(mode, func(t *testing.T) {
			c.Connector = webform.Connector
			c.Personal = []string{"13900001234", "buyer@example.com", "示例联系人"}
			connectortest.RunReceiver(t, c)
		})
	}
}
