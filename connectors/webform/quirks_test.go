package webform_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	standardwebhooks "github.com/standard-webhooks/standard-webhooks/libraries/go"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/webform"
	"github.com/heliuhub/heliu/connectors/webform/fake"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

func signature(secret, signed string) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(signed))
	return "sha256=" + hex.EncodeToString(m.Sum(nil))
}

// TestQuirkVectors: the two signature vectors are accepted as they stand.
func TestQuirkVectors(t *testing.T) {
	d := hmacDoor(t)
	body := `{"form_id":"F-7","phone":"13800000001","utm_source":"baidu"}`
	a := d.post(t, []byte(body), "X-Heliu-Timestamp", "1767225600", "X-Heliu-Nonce", "n-0001",
		"X-Heliu-Signature", "sha256=58546c98708d0cefdebc978eef17880a5916999d7315c8b8913499a62ccb04b7")
	if a.Status != 202 {
		t.Errorf("heliu_form_hmac: %s", a.Text)
	}
	d = hookDoor(t)
	body = `{"type":"lead.created","timestamp":"2026-01-01T00:00:00Z","data":{"lead_id":"L1"}}`
	a = d.post(t, []byte(body), "webhook-id", "msg_hub0001", "webhook-timestamp", "1767225600",
		"webhook-signature", "v1,TPrDc2TmwaVUC1k9Ovtim4hACdhjA4KAsQ5sZg3LHRk=")
	if a.Status != 202 || a.EventID != "msg_hub0001" {
		t.Errorf("standard_webhooks: %s", a.Text)
	}
}

// TestQuirkIndependentLibrary: the library of the standard signs what the door takes,
// and verifies what the fake site signs.
func TestQuirkIndependentLibrary(t *testing.T) {
	wh, err := standardwebhooks.NewWebhook(webhookSecret)
	if err != nil {
		t.Fatal(err)
	}
	d := hookDoor(t)
	body := []byte(`{"type":"lead.created","timestamp":"2026-01-01T00:00:00Z","data":{"name":"示例"}}`)
	sig, err := wh.Sign("msg_1", now, body)
	if err != nil {
		t.Fatal(err)
	}
	ts := fmt.Sprint(now.Unix())
	if a := d.post(t, body, "webhook-id", "msg_1", "webhook-timestamp", ts, "webhook-signature", sig); a.Status != 202 {
		t.Errorf("signed by the library: %s", a.Text)
	}
	req, err := fake.New(fake.Data{URL: d.URL, Mode: webform.ModeStandardWebhooks, Secret: webhookSecret}, d.clock).
		Request(t.Context(), fake.Form{ID: "msg_2", Body: body})
	if err != nil {
		t.Fatal(err)
	}
	if err := wh.VerifyIgnoringTimestamp(body, req.Header); err != nil {
		t.Errorf("signed by the fake: %v", err)
	}
}

func TestQuirkAnyOneOfTheSignatures(t *testing.T) {
	d := hookDoor(t)
	body := []byte(`{"name":"x"}`)
	old, _ := standardwebhooks.NewWebhook(oldSecret)
	sig, err := old.Sign("m1", now, body)
	if err != nil {
		t.Fatal(err)
	}
	ts := fmt.Sprint(now.Unix())
	list := "v1a,c29tZXRoaW5n v1,bm90IHRoaXMgb25l " + sig + " v2,xx"
	if a := d.post(t, body, "webhook-id", "m1", "webhook-timestamp", ts, "webhook-signature", list); a.Status != 202 {
		t.Errorf("list with the right one inside: %s", a.Text)
	}
	dotted, err := old.Sign("m.1", now, body)
	if err != nil {
		t.Fatal(err)
	}
	if a := d.post(t, body, "webhook-id", "m.1", "webhook-timestamp", ts, "webhook-signature", dotted); a.Code != "bad_signature" {
		t.Errorf("an id with a dot: %d %s", a.Status, a.Code)
	}
}

// TestQuirkRetryHasNewTimestamp: a webhook that is sent again has its old id and a
// new timestamp, and makes the same record.
func TestQuirkRetryHasNewTimestamp(t *testing.T) {
	d := hookDoor(t)
	s := fake.New(fake.Data{URL: d.URL, Mode: webform.ModeStandardWebhooks, Secret: webhookSecret}, d.clock)
	body, err := fake.LeadCreated(now.Add(-time.Minute), map[string]any{"name": "示例"})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{false, true} {
		res, err := s.Send(t.Context(), fake.Form{ID: "msg_1", Body: body})
		if err != nil || res.Status != 202 || res.Duplicate != want {
			t.Errorf("attempt %d: %+v %v", i+1, res, err)
		}
		d.clock.Advance(10 * time.Minute)
	}
}

// TestQuirkPayloadShapes: the suggested payload is unwrapped, a bare lead is taken,
// and what was posted stays as it was, byte for byte.
func TestQuirkPayloadShapes(t *testing.T) {
	for name, c := range map[string]struct{ body, raw, at string }{
		"wrapped": {
			`{"type":"lead.created","timestamp":"2025-12-31T23:00:00Z","data":{ "name" : "示例", "n":1.10}}`,
			`{ "name" : "示例", "n":1.10,"_request":{"trust":"signed"},"_event":{"type":"lead.created","timestamp":"2025-12-31T23:00:00Z"}}`,
			"2025-12-31T23:00:00Z",
		},
		"bare":  {`{"name":"示例","created_at":"2026-01-01 07:30:00"}`, `{"name":"示例","created_at":"2026-01-01 07:30:00","_request":{"trust":"signed"}}`, "2025-12-31T23:30:00Z"},
		"empty": {`{}`, `{"_request":{"trust":"signed"}}`, "2026-01-01T00:00:00Z"},
		"a field called data": {
			`{"name":"x","data":{"a":1}}`, `{"name":"x","data":{"a":1},"_request":{"trust":"signed"}}`, "2026-01-01T00:00:00Z",
		},
		"52 future": {`{"name":"x","submitted_at":"2099-01-01T00:00:00Z"}`, `{"name":"x","submitted_at":"2099-01-01T00:00:00Z","_request":{"trust":"signed"}}`, "2026-01-01T00:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			d := hookDoor(t)
			s := fake.New(fake.Data{URL: d.URL, Mode: webform.ModeStandardWebhooks, Secret: webhookSecret}, d.clock)
			if res, err := s.Send(t.Context(), fake.Form{ID: "m1", Body: []byte(c.body)}); err != nil || res.Status != 202 {
				t.Fatalf("%+v %v", res, err)
			}
			r := d.bus.taken()[0]
			if string(r.Raw) != c.raw {
				t.Errorf("raw  %s\nwant %s", r.Raw, c.raw)
			}
			if at := r.OccurredAt.UTC().Format(time.RFC3339); at != c.at {
				t.Errorf("occurred at %s, want %s", at, c.at)
			}
			if r.Stream != "leads" || r.Key != "m1" || r.Version != "1" {
				t.Errorf("envelope %s/%s/%s", r.Stream, r.Key, r.Version)
			}
		})
	}
}

// TestQuirkEventID: header, then body, then the body's keyed hash; no phone in a key.
func TestQuirkEventID(t *testing.T) {
	for name, c := range map[string]struct{ header, body, key string }{
		"header":              {"idem-1", `{"event_id":"e1","name":"x"}`, "idem-1"},
		"event_id":            {"", `{"event_id":"e1","external_id":"x1","name":"x"}`, "e1"},
		"external_id":         {"", `{"external_id":42,"name":"x"}`, "42"},
		"uuid":                {"0198c7f2-1390-7000-8000-1234567890ab", `{"name":"x"}`, "0198c7f2-1390-7000-8000-1234567890ab"},
		"milliseconds":        {"1767225600000", `{"name":"x"}`, "1767225600000"},
		"a phone":             {"", `{"event_id":"13900000001","name":"x"}`, "h-" + testHash("13900000001")},
		"a phone inside":      {"lead-13900000001-1", `{"name":"x"}`, "h-" + testHash("lead-13900000001-1")},
		"a phone with prefix": {"+8613900000001", `{"name":"x"}`, "h-" + testHash("+8613900000001")},
		"86 and a phone":      {"8613900000001", `{"name":"x"}`, "h-" + testHash("8613900000001")},
		"a landline":          {"021-55500001", `{"name":"x"}`, "h-" + testHash("021-55500001")},
		"no plain token":      {"a b/c", `{"name":"x"}`, "h-" + testHash("a b/c")},
		"very long":           {strings.Repeat("x", 129), `{"name":"x"}`, "h-" + testHash(strings.Repeat("x", 129))},
		"none":                {"", `{"name":"x"}`, "b-" + testHash(hexSum(`{"name":"x"}`)+"|2026-01-01")},
	} {
		t.Run(name, func(t *testing.T) {
			d := publicDoor(t)
			a := d.post(t, []byte(c.body), "Idempotency-Key", c.header)
			if a.Status != 202 || a.EventID != c.key || d.bus.taken()[0].Key != c.key {
				t.Errorf("%s, want the key %s", a.Text, c.key)
			}
		})
	}
}

func hexSum(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:])
}

// TestQuirkSameBodyWithinADay: without an id the body is the id, for 24 hours.
func TestQuirkSameBodyWithinADay(t *testing.T) {
	d := publicDoor(t)
	body := []byte(`{"name":"x","mobile":"13900000001"}`)
	first := d.post(t, body)
	d.clock.Advance(20 * time.Hour) // past midnight
	if a := d.post(t, body, "User-Agent", "another"); !a.Duplicate || a.EventID != first.EventID {
		t.Errorf("20 hours later: %s", a.Text)
	}
	d.clock.Advance(5 * time.Hour)
	if a := d.post(t, body); a.Duplicate || a.EventID == first.EventID {
		t.Errorf("25 hours later: %s", a.Text)
	}
	if strings.Contains(d.logs.String(), "1390") {
		t.Error("a phone stands in the log")
	}
}

// TestQuirkCaptured: what the sheet says is captured with every lead is there: of
// the body, of the form's address, of the landing page, of the request.
func TestQuirkCaptured(t *testing.T) {
	d := publicDoor(t)
	body := `{"name":"x","landing_page":"https://www.example.com/ct?utm_source=baidu&utm_term=%D2%BD%C1%C6&bd_vid=v1&UTM_Campaign={keywordid}"}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, d.URL+"?key="+publicKey+"&utm_source=douyin&x=1", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for k, v := range map[string]string{
		"Content-Type": "application/json", "User-Agent": "Mozilla/5.0 (test)", "Referer": "https://www.example.com/ct?gclid=g1#top",
		"Origin": "https://www.example.com", "X-Forwarded-For": "198.51.100.7",
	} {
		req.Header.Set(k, v)
	}
	if a := d.do(t, req); a.Status != 202 || a.Header.Get("Access-Control-Allow-Origin") != "https://www.example.com" {
		t.Fatalf("%d %s %v", a.Status, a.Text, a.Header)
	}
	var raw struct {
		Request struct {
			Trust, IP, Referrer, Origin string
			UserAgent                   string `json:"user_agent"`
			Query                       map[string]string
		} `json:"_request"`
	}
	if err := json.Unmarshal(d.bus.taken()[0].Raw, &raw); err != nil {
		t.Fatal(err)
	}
	q := raw.Request
	if q.Trust != "low" || q.IP != "127.0.0.1" || q.UserAgent != "Mozilla/5.0 (test)" || q.Origin != "https://www.example.com" || !strings.HasPrefix(q.Referrer, "https://www.example.com/ct") {
		t.Errorf("request %+v", q)
	}
	want := map[string]string{"utm_source": "douyin", "utm_term": "医疗", "bd_vid": "v1", "gclid": "g1"}
	if fmt.Sprint(q.Query) != fmt.Sprint(want) {
		t.Errorf("query %v, want %v", q.Query, want)
	}
	if strings.Contains(string(d.bus.taken()[0].Raw), publicKey) {
		t.Error("the key was kept with the lead")
	}
}

// TestQuirkFormEncodings: the same form in each encoding makes the same object.
func TestQuirkFormEncodings(t *testing.T) {
	want := `{"name":"示例 甲","mobile":"13900000001","products":["CT","DR"]`
	gbk := url.QueryEscape(string([]byte{0xca, 0xbe, 0xc0, 0xfd, ' ', 0xbc, 0xd7}))
	part := func(name, v string) string {
		return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + v + "\r\n"
	}
	for name, c := range map[string]struct{ kind, body string }{
		"urlencoded":     {"application/x-www-form-urlencoded", "name=%E7%A4%BA%E4%BE%8B+%E7%94%B2&mobile=13900000001&products=CT&products=DR"},
		"urlencoded GBK": {"application/x-www-form-urlencoded; charset=GBK", "name=" + gbk + "&mobile=13900000001&products=CT&products=DR"},
		"multipart": {
			"multipart/form-data; boundary=b",
			part("name", "示例 甲") + part("mobile", "13900000001") + part("products", "CT") + part("products", "DR") +
				"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\"\r\n\r\n\r\n--b--\r\n",
		},
	} {
		d := publicDoor(t)
		if a := d.post(t, []byte(c.body), "Content-Type", c.kind); a.Status != 202 {
			t.Errorf("%s: %s", name, a.Text)
			continue
		}
		if raw := d.bus.taken()[0].Raw; !strings.HasPrefix(string(raw), want+",") || !json.Valid(raw) {
			t.Errorf("%s: raw %s, want the prefix %s", name, raw, want)
		}
	}
}

// TestQuirkPreflight: browsers ask first; signed doors are not for browsers.
func TestQuirkPreflight(t *testing.T) {
	d := publicDoor(t)
	ask := func(d *door, method, origin string) answer {
		req, _ := http.NewRequestWithContext(t.Context(), method, d.URL, nil)
		req.Header.Set("Origin", origin)
		req.Header.Set("Access-Control-Request-Method", "POST")
		return d.do(t, req)
	}
	for _, origin := range []string{"https://www.example.com", "https://shop.example.org"} {
		a := ask(d, http.MethodOptions, origin)
		if a.Status != 204 || a.Header.Get("Access-Control-Allow-Origin") != origin || !strings.Contains(a.Header.Get("Access-Control-Allow-Headers"), "X-Heliu-Key") ||
			a.Header.Get("Vary") != "Origin" {
			t.Errorf("%s: %d %v", origin, a.Status, a.Header)
		}
	}
	if a := ask(d, http.MethodOptions, "http://www.example.com"); a.Status != 403 || a.Header.Get("Access-Control-Allow-Origin") != "" {
		t.Errorf("another scheme: %d", a.Status)
	}
	if a := ask(hookDoor(t), http.MethodOptions, "https://www.example.com"); a.Status != 405 {
		t.Errorf("preflight of a signed door: %d", a.Status)
	}
	if a := ask(d, http.MethodGet, "https://www.example.com"); a.Status != 405 || a.Header.Get("Allow") != "POST" {
		t.Errorf("GET: %d", a.Status)
	}
}

// TestQuirkSenderRetries: sites send again after a 503 and after a cut, with the same
// id, until the record is in; it goes in once.
func TestQuirkSenderRetries(t *testing.T) {
	for _, mode := range []string{webform.ModePublicKey, webform.ModeHeliuHMAC, webform.ModeStandardWebhooks} {
		t.Run(mode, func(t *testing.T) {
			d := map[string]func(testing.TB) *door{
				webform.ModePublicKey: publicDoor, webform.ModeHeliuHMAC: hmacDoor, webform.ModeStandardWebhooks: hookDoor,
			}[mode](t)
			var n atomic.Int32
			inner := d.Config.Handler
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				switch n.Add(1) {
				case 1:
					d.bus.setFail(fault.New("bus_unavailable", nil).After(time.Second))
				case 2: // taken, but the answer is lost
					d.bus.setFail(nil)
					inner.ServeHTTP(httptest.NewRecorder(), r)
					panic(http.ErrAbortHandler)
				}
				inner.ServeHTTP(w, r)
			}))
			defer s.Close()
			secret := map[string]string{webform.ModeHeliuHMAC: hmacSecret, webform.ModeStandardWebhooks: webhookSecret}[mode]
			sender := fake.New(fake.Data{URL: s.URL, Mode: mode, Key: publicKey, Secret: secret, Origin: "https://www.example.com"}, d.clock)
			res, err := sender.Send(t.Context(), fake.Form{ID: "e1", Body: []byte(`{"name":"x"}`)})
			if err != nil || res.Status != 202 || !res.Duplicate || n.Load() != 3 || res.EventID != "e1" {
				t.Errorf("%+v %v after %d requests", res, err, n.Load()) // net/http itself repeats what has an Idempotency-Key
			}
			if got := len(d.bus.taken()); got != 1 {
				t.Errorf("%d records", got)
			}
			if waited := d.clock.Now().Sub(now); waited < time.Second {
				t.Errorf("Retry-After was not waited for: %s", waited)
			}
		})
	}
}

func TestQuirkPerAddressLimitAndProxies(t *testing.T) {
	d := open(t, map[string]any{"public_key": publicKey, "ip_rate_limit": 2, "trusted_proxies": []any{"127.0.0.1", "10.0.0.0/8"}})
	post := func(forwarded string) int {
		return d.post(t, []byte(`{"name":"x"}`), "X-Forwarded-For", forwarded).Status
	}
	if a, b := post("203.0.113.9"), post("203.0.113.9"); a != 202 || b != 429 {
		t.Errorf("one address: %d then %d", a, b)
	}
	if got := post("203.0.113.9, 203.0.113.8, 10.0.0.1"); got != 202 {
		t.Errorf("the address nearest to the trusted proxies is the client: %d", got)
	}
	for range 5 {
		if got := post("192.168.0.7"); got != 202 {
			t.Errorf("a private address is not limited: %d", got)
		}
	}
	if r := string(d.bus.taken()[0].Raw); !strings.Contains(r, `"ip":"203.0.113.9"`) {
		t.Errorf("raw %s", r)
	}
	if netip.MustParseAddr("203.0.113.9").IsPrivate() {
		t.Error("the example address counts as private, so nothing was limited")
	}
}

func TestSettings(t *testing.T) {
	for name, c := range map[string]struct {
		settings map[string]any
		field    string
	}{
		"no key":            {map[string]any{}, "public_key"},
		"short key":         {map[string]any{"public_key": "abc"}, "public_key"},
		"no secret":         {map[string]any{"mode": "heliu_hmac"}, "secret"},
		"short secret":      {map[string]any{"mode": "heliu_hmac", "secret": "abc"}, "secret"},
		"no base64":         {map[string]any{"mode": "standard_webhooks", "secret": "whsec_???"}, "secret"},
		"short webhook key": {map[string]any{"mode": "standard_webhooks", "secret": "whsec_YWJj"}, "secret"},
		"bad old secret":    {map[string]any{"mode": "standard_webhooks", "secret": webhookSecret, "previous_secret": "x"}, "previous_secret"},
		"origin with path":  {map[string]any{"public_key": publicKey, "origins": []string{"https://example.com/a"}}, "origins"},
		"proxy by name":     {map[string]any{"public_key": publicKey, "trusted_proxies": []string{"proxy"}}, "trusted_proxies"},
		"negative limit":    {map[string]any{"public_key": publicKey, "rate_limit": -1}, "rate_limit"},
	} {
		s, err := webform.Connector.Spec.Validate(c.settings)
		if err != nil {
			t.Fatal(err)
		}
		_, err = webform.Connector.NewReceiver(t.Context(), connectors.Env{}, s)
		if f := fault.As(err); err == nil || f.Code != "bad_settings" || f.Field != c.field {
			t.Errorf("%s: %v, want bad_settings of %s", name, err, c.field)
		}
		if err != nil && strings.Contains(err.Error(), hmacSecret) {
			t.Errorf("%s: the secret stands in the error", name)
		}
	}
	if err := publicDoor(t).raw.Check(t.Context()); err != nil {
		t.Error(err)
	}
}

func BenchmarkPost(b *testing.B) {
	d := publicDoor(b)
	h := d.raw.Handler(func(context.Context, []record.Record, connectors.State) error { return nil })
	body := []byte(`{"contact_name":"示例","company_name":"示例公司","mobile":"13900000001","message":"` + strings.Repeat("报价", 150) + `"}`)
	for b.Loop() {
		req := httptest.NewRequestWithContext(b.Context(), http.MethodPost, "/", bytes.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("X-Heliu-Key", publicKey)
		req.RemoteAddr = "127.0.0.1:9"
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, req); w.Code != 202 {
			b.Fatal(w.Body.String())
		}
	}
}
