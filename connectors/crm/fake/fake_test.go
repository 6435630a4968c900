package fake_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors/crm/fake"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/record"
)

var start = time.Date(2026, 3, 1, 2, 0, 0, 0, time.UTC)

type listing struct {
	Data []struct {
		ID        string `json:"id"`
		Version   int64  `json:"version"`
		UpdatedAt string `json:"updated_at"`
		Deleted   bool   `json:"deleted"`
		LegalName string `json:"legal_name"`
	} `json:"data"`
	NextCursor *string `json:"next_cursor"`
}

func call(t *testing.T, s http.Handler, method, target, body string, headers ...string) (*http.Response, string) {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+fake.DefaultToken)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	resp := w.Result()
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp, string(b)
}

func list(t *testing.T, s http.Handler, query string) listing {
	t.Helper()
	resp, body := call(t, s, http.MethodGet, "/api/v1/customers?"+query, "")
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("status %d: %s", resp.StatusCode, body)
	}
	var l listing
	if err := json.Unmarshal([]byte(body), &l); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestOfWritesReferencesAndExtraAsTheCRMDoes(t *testing.T) {
	d := record.Deal{
		Number: "D-1", Status: "won", Buyer: &record.Ref{Entity: "customer", Stream: "customers", Key: "C1"},
		Payers:      []record.Ref{{Entity: "customer", Stream: "customers", Key: "C2"}},
		PaymentPlan: []record.PlanLine{{No: 1, Amount: record.CNY(1230), Kind: "deposit"}},
		CreatedAt:   start, Extra: map[string]string{"region__c": "east"},
	}
	b, err := json.Marshal(fake.Of("d1", start, d))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"buyer":{"id":"C1","object":"customers"},"created_at":"2026-03-01T02:00:00Z","id":"d1","number":"D-1",` +
		`"payers":[{"id":"C2","object":"customers"}],"payment_plan":[{"amount":{"amount":"12.30","currency":"CNY"},"kind":"deposit","no":1}],` +
		`"region__c":"east","status":"won","updated_at":"2026-03-01T02:00:00Z"}`
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
}

func TestListingFollowsTheOrderAndMeetsChangedRowsAgain(t *testing.T) {
	c := clock.NewFake(start)
	var rows []fake.Object
	for i := range 7 {
		rows = append(rows, fake.Object{"id": fmt.Sprintf("C%d", 6-i), "updated_at": start.Add(-time.Hour).Add(time.Duration(i/3) * time.Microsecond)})
	}
	s := fake.New(fake.Data{Objects: map[string][]fake.Object{fake.Customers: rows}}, c)
	var got []string
	cursor := ""
	for page := 0; ; page++ {
		l := list(t, s, "limit=2&cursor="+url.QueryEscape(cursor))
		for _, r := range l.Data {
			got = append(got, fmt.Sprintf("%s.%d@%s", r.ID, r.Version, r.UpdatedAt[17:]))
		}
		if page == 1 {
			s.Put(fake.Customers, fake.Object{"id": "C4", "legal_name": "甲"})
		}
		if l.NextCursor == nil {
			break
		}
		cursor = *l.NextCursor
	}
	want := "C4.1@00.000000Z C5.1@00.000000Z C6.1@00.000000Z C1.1@00.000001Z C2.1@00.000001Z C3.1@00.000001Z C0.1@00.000002Z C4.2@00.000000Z"
	if strings.Join(got, " ") != want {
		t.Errorf("got  %s\nwant %s", strings.Join(got, " "), want)
	}
	if l := list(t, s, "updated_since="+url.QueryEscape(start.Format(time.RFC3339))); len(l.Data) != 1 || l.Data[0].ID != "C4" {
		t.Errorf("updated_since is inclusive; got %+v", l.Data)
	}
}

func TestCursorExpiresAndLimitIsBounded(t *testing.T) {
	c := clock.NewFake(start)
	s := fake.New(fake.Data{Objects: map[string][]fake.Object{fake.Customers: {{"id": "a"}, {"id": "b"}}}}, c)
	next := *list(t, s, "limit=1").NextCursor
	c.Advance(fake.CursorLife + time.Second)
	for target, want := range map[string]int{
		"/api/v1/customers?cursor=" + next: http.StatusGone, "/api/v1/customers?limit=201": http.StatusBadRequest,
		"/api/v1/contacts?cursor=" + next: http.StatusBadRequest, "/api/v1/nothing": http.StatusNotFound,
		"/api/v1/customers?updated_since=yesterday": http.StatusBadRequest,
	} {
		resp, body := call(t, s, http.MethodGet, target, "")
		if resp.StatusCode != want || resp.Header.Get("Content-Type") != "application/problem+json" {
			t.Errorf("%s: %d %s %s, want %d", target, resp.StatusCode, resp.Header.Get("Content-Type"), body, want)
		}
	}
}

func TestTokenLimitAndDate(t *testing.T) {
	s := fake.New(fake.Data{}, clock.NewFake(start))
	if resp, _ := call(t, s, http.MethodGet, "/api/v1/leads", "", "Authorization", "Bearer no"); resp.StatusCode != http.StatusUnauthorized {
		t.Errorf("a wrong token got %d", resp.StatusCode)
	}
	s.Limit(1, 1500*time.Millisecond)
	resp, _ := call(t, s, http.MethodGet, "/api/v1/leads", "")
	if resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") != "2" {
		t.Errorf("got %d, Retry-After %q", resp.StatusCode, resp.Header.Get("Retry-After"))
	}
	resp, _ = call(t, s, http.MethodGet, "/api/v1/leads", "")
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Date") != "Sun, 01 Mar 2026 02:00:00 GMT" {
		t.Errorf("got %d, Date %q", resp.StatusCode, resp.Header.Get("Date"))
	}
}

func TestUpsertByExternalID(t *testing.T) {
	s := fake.New(fake.Data{}, clock.NewFake(start))
	const path = "/api/v1/customers/by-external/heliu/G-1"
	steps := []struct {
		name, body string
		headers    []string
		status     int
		etag       string
	}{
		{"create", `{"legal_name":"甲","level":"A"}`, []string{"Idempotency-Key", "k1"}, 201, `"1"`},
		{"same key, same request", `{"legal_name":"甲","level":"A"}`, []string{"Idempotency-Key", "k1"}, 201, `"1"`},
		{"same key, other request", `{"legal_name":"乙"}`, []string{"Idempotency-Key", "k1"}, 422, ""},
		{"change", `{"legal_name":"乙"}`, []string{"If-Match", `"1"`}, 200, `"2"`},
		{"old version", `{"legal_name":"丙"}`, []string{"If-Match", `"1"`}, 412, ""},
		{"read-only member", `{"version":9}`, nil, 422, ""},
		{"no object", `[]`, nil, 400, ""},
	}
	for _, st := range steps {
		resp, body := call(t, s, http.MethodPut, path, st.body, st.headers...)
		if resp.StatusCode != st.status || resp.Header.Get("ETag") != st.etag {
			t.Errorf("%s: %d %s %s, want %d %s", st.name, resp.StatusCode, resp.Header.Get("ETag"), body, st.status, st.etag)
		}
	}
	rows := s.List(fake.Customers)
	if len(rows) != 1 || rows[0]["legal_name"] != "乙" || rows[0]["level"] != "A" {
		t.Errorf("rows %v", rows)
	}
	if resp, _ := call(t, s, http.MethodPut, "/api/v1/customers/by-external/heliu/none", `{}`, "If-Match", `"1"`); resp.StatusCode != 412 {
		t.Errorf("If-Match on nothing got %d", resp.StatusCode)
	}
}

func TestWebhooksAreSignedInOrderAndTriedAgain(t *testing.T) {
	c := clock.NewFake(start)
	s := fake.New(fake.Data{}, c)
	var mu sync.Mutex
	var got []string
	refuse := 2
	hub := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		var e fake.Event
		mu.Lock()
		defer mu.Unlock()
		if err := json.Unmarshal(b, &e); err != nil || r.Header.Get("X-Signature") != fake.Sign("s3cret", c.Now(), b) {
			t.Errorf("event %s: %v, signature %s", b, err, r.Header.Get("X-Signature"))
		}
		if refuse > 0 {
			refuse--
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		got = append(got, fmt.Sprint(e.Op, " ", e.Object, "/", e.ID, " v", e.Data["version"]))
	}))
	defer hub.Close()
	s.SetWebhook(hub.URL, "s3cret")
	s.Put(fake.Leads, fake.Object{"id": "L1", "channel": "website"})
	s.Put(fake.Leads, fake.Object{"id": "L1", "channel": "wecom"})
	s.Delete(fake.Leads, "L1")
	for deadline := time.Now().Add(5 * time.Second); !s.Idle() && time.Now().Before(deadline); {
		time.Sleep(time.Millisecond)
	}
	s.Close()
	mu.Lock()
	defer mu.Unlock()
	if want := "[upsert leads/L1 v1 upsert leads/L1 v2 delete leads/L1 v3]"; fmt.Sprint(got) != want {
		t.Errorf("got %v, want %s", got, want)
	}
}

func TestChangesWhileServing(t *testing.T) {
	s := fake.New(fake.Data{}, clock.NewFake(start))
	var wg sync.WaitGroup
	for w := range 4 {
		wg.Go(func() {
			for i := range 50 {
				s.Put(fake.Customers, fake.Object{"id": fmt.Sprintf("C%d-%d", w, i%10)})
				if i%7 == 0 {
					s.Delete(fake.Customers, fmt.Sprintf("C%d-%d", w, i%10))
				}
				list(t, s, "limit=50")
			}
		})
	}
	wg.Wait()
	if n := len(s.List(fake.Customers)); n != 40 {
		t.Errorf("%d rows, want 40", n)
	}
}
