package kingdee_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/connectors/kingdee"
	"github.com/heliuhub/heliu/connectors/kingdee/fake"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// site is a fake with a connection to it.
type site struct {
	*fake.Server
	env *connectortest.Env
	url string
	set map[string]any
	// between, when set, runs before the n-th query is answered.
	between func(n int)
	queries int
	mu      sync.Mutex
}

// shared is a transport that all connections of a test use; as it is, each would clone
// it to keep to HTTP/1.1, and leave its sockets open to the end of the test.
type shared struct{ http.RoundTripper }

func (s shared) HTTP1() http.RoundTripper { return s.RoundTripper }

func newSite(t *testing.T, d fake.Data) *site {
	t.Helper()
	env := connectortest.NewEnv(t)
	env.HTTP = shared{env.HTTP}
	s := &site{Server: fake.New(d, env.Now), env: env}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "ExecuteBillQuery") {
			s.mu.Lock()
			s.queries++
			n, f := s.queries, s.between
			s.mu.Unlock()
			if f != nil {
				f(n)
			}
		}
		s.Server.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	s.url, s.set = srv.URL, settings(s.Access(), srv.URL)
	return s
}

func settings(a fake.Access, base string) map[string]any {
	return map[string]any{
		"base_url": base + "/K3Cloud", "acct_id": a.AcctID, "account_set": "001", "username": a.Username,
		"auth": "app_secret", "app_id": a.AppID, "app_secret": a.AppSecret, "page_size": 5,
	}
}

func (s *site) open(t *testing.T, change map[string]any) connectors.Source {
	t.Helper()
	return connectortest.OpenSource(t, kingdee.Connector, s.env, s.set, change)
}

// read reads a stream from a state and gives what came and the state after it.
func (s *site) read(t *testing.T, src connectors.Source, stream string, from connectors.State) ([]record.Record, connectors.State) {
	t.Helper()
	sink := &connectortest.Sink{Connector: "kingdee", Stream: stream, Env: s.env}
	if err := src.Read(context.Background(), stream, from, sink.Emit); err != nil {
		t.Fatal(err)
	}
	if p := sink.Problems(); len(p) > 0 {
		t.Fatal(p)
	}
	st := sink.State()
	if st == nil {
		st = from
	}
	return sink.Records(), st
}

func keys(recs []record.Record) []string {
	out := []string{}
	for _, r := range recs {
		out = append(out, r.Key)
	}
	return out
}

func day(i int) time.Time { return connectortest.Epoch.Add(time.Duration(i-100) * time.Hour) }

func order(i, lines int) fake.Order {
	o := fake.Order{Stamp: fake.Stamp{Modified: day(i)}, BillNo: fmt.Sprintf("XSDD%06d", i), Date: "2026-02-01", Customer: "C0001", Contract: fmt.Sprintf("HT-%04d", i)}
	for l := range lines {
		o.Entries = append(o.Entries, fake.OrderEntry{Material: fake.Base{Number: fmt.Sprintf("M%d", l+1), Name: "超声刀"}, Qty: "1", TaxRate: "13", Amount: "100", AllAmount: "113"})
	}
	return o
}

// Rows come one an entry line; documents are cut by the page's edge and some are
// longer than a page.
func TestDocumentsAreWholeAcrossPages(t *testing.T) {
	lines := []int{1, 3, 4, 2, 5, 0, 12, 1, 6, 2, 3}
	d := fake.Data{}
	for i, n := range lines {
		d.Orders = append(d.Orders, order(i+1, n))
	}
	for _, size := range []int{2, 3, 5, 7, 100} {
		s := newSite(t, d)
		recs, _ := s.read(t, s.open(t, map[string]any{"page_size": size}), "orders", nil)
		if len(recs) != len(lines) {
			t.Fatalf("page size %d: %d orders came, %d are there: %v", size, len(recs), len(lines), keys(recs))
		}
		for i, r := range recs {
			var raw struct {
				FBillNo        string
				FBillAllAmount json.Number
				Entries        []map[string]any `json:"entries"`
			}
			if err := json.Unmarshal(r.Raw, &raw); err != nil {
				t.Fatal(err)
			}
			if raw.FBillNo != r.Key || len(raw.Entries) != lines[i] || raw.FBillAllAmount.String() != fmt.Sprint(113*lines[i]) {
				t.Errorf("page size %d: order %s has %d lines and %s, want %d", size, r.Key, len(raw.Entries), raw.FBillAllAmount, lines[i])
			}
			for l, e := range raw.Entries {
				if e["FMaterialId.FNumber"] != fmt.Sprintf("M%d", l+1) {
					t.Errorf("page size %d: order %s: line %d is %v", size, r.Key, l+1, e["FMaterialId.FNumber"])
				}
			}
		}
	}
}

// A mass update gives more documents than a page holds one and the same second.
func TestManyDocumentsInOneSecond(t *testing.T) {
	d := fake.Data{}
	want := map[string]bool{}
	for i := 1; i <= 40; i++ {
		o := order(i, 1+i%3)
		if i > 3 && i <= 35 {
			o.Modified = day(4).Add(time.Duration(i*37%900) * time.Millisecond)
		}
		d.Orders = append(d.Orders, o)
		want[o.BillNo] = true
	}
	s := newSite(t, d)
	recs, st := s.read(t, s.open(t, nil), "orders", nil)
	for _, r := range recs {
		delete(want, r.Key)
	}
	if len(want) > 0 {
		t.Errorf("lost: %v", want)
	}
	if again, _ := s.read(t, s.open(t, nil), "orders", st); len(again) != 0 {
		t.Errorf("what did not change came again: %v", keys(again))
	}
}

// A document saved while pages are read moves to the end; the ones behind it shift
// over the page's edge and must not be lost.
func TestSavedWhilePaging(t *testing.T) {
	d := fake.Data{}
	for i := 1; i <= 30; i++ {
		d.Orders = append(d.Orders, order(i, 1))
	}
	s := newSite(t, d)
	src := s.open(t, nil)
	next := 1
	s.between = func(n int) {
		if n > 1 && next < 12 {
			o, _ := s.Order(fmt.Sprintf("XSDD%06d", next))
			o.Note = "改"
			s.PutOrder(o)
			next++
		}
	}
	recs, _ := s.read(t, src, "orders", nil)
	got := connectortest.Latest(recs)
	for i := 1; i <= 30; i++ {
		no := fmt.Sprintf("XSDD%06d", i)
		r, ok := got["orders/"+no]
		if !ok {
			t.Errorf("%s was lost", no)
		} else if strings.Contains(string(r.Raw), "改") != (i < 12) {
			t.Errorf("%s came in a state that it is not in", no)
		}
	}
}

// A transaction that ends late shows a change time before the cursor: the overlap finds it.
func TestLateTransaction(t *testing.T) {
	s := newSite(t, fake.Data{Orders: []fake.Order{order(1, 1), order(2, 1)}})
	_, st := s.read(t, s.open(t, nil), "orders", nil)
	late := order(3, 1)
	late.Modified = day(2).Add(-90 * time.Second)
	s.Load(fake.Data{Orders: []fake.Order{late}})
	recs, _ := s.read(t, s.open(t, nil), "orders", st)
	if !slices.Equal(keys(recs), []string{"XSDD000003"}) {
		t.Errorf("got %v", keys(recs))
	}
}

func TestWaysOfSigningIn(t *testing.T) {
	for _, way := range []struct {
		auth   string
		change map[string]any
	}{
		{auth: "password", change: map[string]any{"password": fake.DefaultAccess().Password}},
		{auth: "app_secret"},
		{auth: "login_sign"},
		{auth: "signature"},
	} {
		t.Run(way.auth, func(t *testing.T) {
			s := newSite(t, fake.Data{Orders: []fake.Order{order(1, 1)}})
			change := map[string]any{"auth": way.auth}
			for k, v := range way.change {
				change[k] = v
			}
			src := s.open(t, change)
			if err := src.Check(context.Background()); err != nil {
				t.Fatal(err)
			}
			for _, style := range []fake.LossStyle{fake.LossMsgCode, fake.LossText, fake.Loss401} {
				s.LoseAs(style)
				s.DropSessions()
				if recs, _ := s.read(t, src, "orders", nil); len(recs) != 1 {
					t.Errorf("style %d: %d orders came after the session was lost", style, len(recs))
				}
			}
			if n := s.Logins(); n != 4 {
				t.Errorf("%d sessions were opened, 4 are needed", n)
			}
			// A new process goes on with the kept session.
			if s.read(t, s.open(t, change), "orders", nil); s.Logins() != 4 {
				t.Error("a restart took another licence slot")
			}
			for _, bad := range []map[string]any{{"app_secret": "wrong", "password": "wrong"}, {"username": "somebody"}} {
				for k, v := range change {
					if _, there := bad[k]; !there {
						bad[k] = v
					}
				}
				if err := s.open(t, bad).Check(context.Background()); fault.KindOf(err) != fault.Unauthorized {
					t.Errorf("wrong credentials: %v", err)
				}
			}
		})
	}
}

// Streams that start together share one session, as each takes a licence slot.
func TestOneLicenceSlot(t *testing.T) {
	for _, auth := range []string{"app_secret", "signature"} {
		a := fake.DefaultAccess()
		a.LicenceSlots = 1
		s := newSite(t, fake.Data{Access: a, Orders: []fake.Order{order(1, 1)}})
		src := s.open(t, map[string]any{"auth": auth})
		var wg sync.WaitGroup
		for _, st := range kingdee.Connector.Spec.Streams {
			wg.Go(func() {
				sink := &connectortest.Sink{Stream: st.Name, Env: s.env}
				if err := src.Read(context.Background(), st.Name, nil, sink.Emit); err != nil {
					t.Errorf("%s: %s: %v", auth, st.Name, err)
				}
			})
		}
		wg.Wait()
		if s.Logins() != 1 {
			t.Errorf("%s: %d sessions", auth, s.Logins())
		}
	}
}

func TestLicenceSlotsUsedUp(t *testing.T) {
	a := fake.DefaultAccess()
	a.LicenceSlots = 1
	s := newSite(t, fake.Data{Access: a})
	if err := s.open(t, nil).Check(context.Background()); err != nil {
		t.Fatal(err)
	}
	other := s.open(t, map[string]any{"auth": "password", "password": a.Password})
	err := other.Check(context.Background())
	if f := fault.As(err); f.Kind != fault.RateLimited || f.Wait == 0 {
		t.Errorf("no slot: %v", err)
	}
	s.env.Now.Advance(21 * time.Minute) // the first session ends idle
	if err := other.Check(context.Background()); err != nil {
		t.Error(err)
	}
}

// A failed query is HTTP 200 with an object in a 1×1 array.
func TestQueryErrors(t *testing.T) {
	s := newSite(t, fake.Data{ContractField: "F_OTHER"})
	err := s.open(t, nil).Check(context.Background())
	if f := fault.As(err); f.Code != "source_refused" || !strings.Contains(err.Error(), "F_HL_CONTRACT") {
		t.Errorf("a field that the site does not have: %v", err)
	}
	if err := s.open(t, map[string]any{"contract_field": "-"}).Check(context.Background()); err != nil {
		t.Errorf("without a contract field: %v", err)
	}
}

func TestAnswersThatAreNoRows(t *testing.T) {
	for _, c := range []struct{ body, code string }{
		{`response_error: 服务不可用`, "source_error"},
		{`<html><body>session expired, 系统维护</body></html>`, "source_bad_answer"},
		{``, "source_bad_answer"},
		{`[[1,2`, "source_bad_answer"},
		{`[{"FID":1}]`, "source_bad_answer"},
		{`[[100030,"XSDD000001"]]`, "source_bad_answer"},
		{`[[{"Result":{"ResponseStatus":{"ErrorCode":500,"IsSuccess":false,"Errors":[{"Message":"次数超限"}],"MsgCode":14}}}]]`, "source_rate_limited"},
		{`{"Result":{"ResponseStatus":{"IsSuccess":false,"Errors":[{"Message":"无权限"}],"MsgCode":2}}}`, "source_unauthorized"},
		{`[[{"Result":{"ResponseStatus":{"IsSuccess":false,"Errors":[],"MsgCode":6}}}]]`, "source_error"},
	} {
		env := connectortest.NewEnv(t)
		login := fake.New(fake.Data{}, env.Now)
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "Login") {
				login.ServeHTTP(w, r)
				return
			}
			_, _ = w.Write([]byte(c.body))
		}))
		defer srv.Close()
		s := &site{env: env, set: settings(fake.DefaultAccess(), srv.URL)}
		if err := s.open(t, nil).Check(context.Background()); err == nil || fault.As(err).Code != c.code {
			t.Errorf("%s: %v", c.body, err)
		}
	}
}

func TestWhatTheSettingsDecide(t *testing.T) {
	good := string(record.MakeTaxID("91", "310000", "MA1FL0X1"))
	cases := []struct{ unified, registered, want string }{
		{good, "310000000000001", good}, {"", good, good}, {"无", good, good}, {"123", "", "123"}, {"", "310000000000001", "310000000000001"}, {"", "", ""},
	}
	d := fake.Data{}
	for i, c := range cases {
		d.Customers = append(d.Customers, fake.Customer{Number: fmt.Sprintf("C%d", i), Name: "示例公司", SocialCreditCode: c.unified, TaxRegisterCode: c.registered})
	}
	d.Customers = append(d.Customers, fake.Customer{Number: "C90", Name: "分配给别的组织", CreateOrg: fake.Base{Number: "100"}, UseOrg: fake.Base{Number: "200"}})
	bill := fake.Base{Number: "JSFS06_SYS"}
	d.Receipts = []fake.Receipt{
		{BillNo: "R1", Date: "2026-03-01", ContactUnit: "C1", PayUnit: "C2", Entries: []fake.ReceiptEntry{{RecTotalAmount: "10.00"}, {RecTotalAmount: "20.00", SettleType: bill}}},
		{BillNo: "R2", Date: "2026-03-01", ContactUnit: "C1", BillType: fake.Base{Number: "SKTKDLX01_SYS"}, Entries: []fake.ReceiptEntry{{RecTotalAmount: "10.00"}}},
		{BillNo: "R3", Date: "2026-03-01", ContactUnit: "C1", Cancelled: true, Entries: []fake.ReceiptEntry{{RecTotalAmount: "10.00"}}},
	}
	d.Receivables = []fake.Receivable{
		{BillNo: "A1", Date: "2026-03-01", Customer: "C1", Contract: " HT-1 ", WrittenOffStatus: "C", Entries: []fake.ReceivableEntry{{AllAmountFor: "0.10"}, {AllAmountFor: "0.20", OrderNumber: "XSDD1"}}},
		{BillNo: "A2", Date: "2026-03-01", Customer: "C1", Cancelled: true, Entries: []fake.ReceivableEntry{{AllAmountFor: "-5"}}},
		{BillNo: "", Date: "2026-03-01", Customer: "C1"}, // a draft without a number
	}
	s := newSite(t, d)
	src := s.open(t, nil)
	recs, _ := s.read(t, src, "customers", nil)
	if len(recs) != len(cases) {
		t.Errorf("%d customers, want %d: %v", len(recs), len(cases), keys(recs))
	}
	for i, c := range cases {
		if got := field(t, recs[i], "_tax_id"); got != c.want {
			t.Errorf("tax id of %q and %q: %q", c.unified, c.registered, got)
		}
	}
	recs, _ = s.read(t, src, "receipts", nil)
	if got := string(recs[0].Raw); !strings.Contains(got, `"_kind":"bill_received"`) || !strings.Contains(got, `"_id":"R1-`) || strings.Count(got, "_cash_date") != 1 {
		t.Errorf("a receipt in two parts: %s", got)
	}
	if got := string(recs[1].Raw); !strings.Contains(got, `"_kind":"refund"`) || !strings.Contains(got, `"_id":"R2"`) || !strings.Contains(got, `"FPAYUNIT.FNumber":"C1"`) {
		t.Errorf("a refund: %s", got)
	}
	if recs[0].Op != record.Upsert || recs[2].Op != record.Delete {
		t.Error("a cancelled receipt is a deleted one")
	}
	recs, _ = s.read(t, src, "receivables", nil)
	for i, want := range []map[string]string{
		{"_kind": "receivable", "_status": "closed", "_contract": "HT-1", "_order": "XSDD1", "FALLAMOUNTFOR": "0.3"},
		{"_kind": "credit_note", "_status": "void", "FALLAMOUNTFOR": "-5"},
	} {
		for k, v := range want {
			if got := field(t, recs[i], k); got != v {
				t.Errorf("receivable %s: %s is %q, want %q", recs[i].Key, k, got, v)
			}
		}
	}
	if len(recs) != 2 {
		t.Errorf("receivables: %v", keys(recs))
	}
}

func field(t *testing.T, r record.Record, name string) string {
	t.Helper()
	m := map[string]json.RawMessage{}
	if err := json.Unmarshal(r.Raw, &m); err != nil {
		t.Fatal(err)
	}
	return strings.Trim(string(m[name]), `"`)
}

// Versions order by bytes although the server drops the zeros at the end of milliseconds.
func TestVersionsHaveFixedDigits(t *testing.T) {
	a, b := order(1, 1), order(2, 1)
	a.Modified = time.Date(2026, 1, 9, 12, 0, 45, 50e6, record.Shanghai) // sent as …45.05
	b.Modified = a.Modified.Add(3 * time.Millisecond)
	s := newSite(t, fake.Data{Orders: []fake.Order{a, b}})
	recs, st := s.read(t, s.open(t, nil), "orders", nil)
	if recs[0].Version >= recs[1].Version || !strings.HasPrefix(recs[0].Version, "2026-01-09T04:00:45.050000Z/00000") {
		t.Errorf("versions %q, %q", recs[0].Version, recs[1].Version)
	}
	if !strings.Contains(string(st), `"2026-01-09T12:00:45.053"`) {
		t.Errorf("the cursor is not the server's text: %s", st)
	}
	if !recs[0].OccurredAt.Equal(a.Modified) {
		t.Errorf("occurred at %s", recs[0].OccurredAt)
	}
}

func TestLostState(t *testing.T) {
	s := newSite(t, fake.Data{})
	for _, st := range []string{`{"v":9}`, `"x"`} {
		err := s.open(t, nil).Read(context.Background(), "orders", connectors.State(st), nil)
		if fault.As(err).Code != "lost_state" {
			t.Errorf("%s: %v", st, err)
		}
	}
}
