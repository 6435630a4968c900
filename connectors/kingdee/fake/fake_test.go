package fake_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors/kingdee/fake"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/record"
)

const base = "/K3Cloud/Kingdee.BOS.WebApi.ServicesStub."

var now = time.Date(2026, 3, 2, 10, 0, 0, 0, record.Shanghai)

func sample() fake.Data {
	return fake.Data{
		Customers: []fake.Customer{{Number: "C1", Name: "示例医院", Stamp: fake.Stamp{Modified: now.AddDate(0, 0, -9)}}, {Number: "C2", Name: "Demo 'B' 公司", Forbidden: true}},
		Orders: []fake.Order{
			{
				BillNo: "S1", Date: "2026-02-01", Customer: "C1", Contract: "HT-1", Stamp: fake.Stamp{Modified: now.Add(-time.Hour)},
				Entries: []fake.OrderEntry{{Qty: "1.5", AllAmount: "1130.10", Amount: "1000"}, {Qty: "2", AllAmount: "0.2", Amount: "0.2"}},
			},
			{BillNo: "S2", Date: "2026-02-02", Customer: "C2", Cancelled: true, Stamp: fake.Stamp{Modified: now, Status: fake.StatusDraft}},
			{BillNo: "S3", Date: "2026-02-03", Customer: "C2", Entries: []fake.OrderEntry{{Qty: "3", AllAmount: "30"}}},
		},
	}
}

func post(t *testing.T, h http.Handler, path, media, body, session string) string {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", media)
	if session != "" {
		r.Header.Set("kdservice-sessionid", session)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	b, _ := io.ReadAll(w.Result().Body)
	if w.Code != http.StatusOK {
		t.Fatalf("%s: %d", path, w.Code)
	}
	return strings.TrimSpace(string(b))
}

func signIn(t *testing.T, h http.Handler) string {
	t.Helper()
	a := fake.DefaultAccess()
	body, _ := json.Marshal(map[string]any{"parameters": []any{a.AcctID, a.Username, a.Password, 2052}})
	var got struct {
		LoginResultType int
		KDSVCSessionID  string `json:"KDSVCSessionId"`
	}
	if err := json.Unmarshal([]byte(post(t, h, base+"AuthService.ValidateUser.common.kdsvc", "application/json", string(body), "")), &got); err != nil || got.LoginResultType != 1 {
		t.Fatalf("login: %+v %v", got, err)
	}
	return got.KDSVCSessionID
}

func TestThreeEncodings(t *testing.T) {
	s := fake.New(sample(), clock.NewFake(now))
	id := signIn(t, s)
	q := `{"FormId":"SAL_SaleOrder","FieldKeys":"fbillno,FCUSTID.fname","FilterString":"FBillNo='S1'"}`
	text, _ := json.Marshal(q)
	list, _ := json.Marshal("[" + string(text) + "]")
	const want = `[["S1","示例医院"]]`
	const exec = base + "DynamicFormService.ExecuteBillQuery.common.kdsvc"
	for _, c := range []struct{ path, media, body string }{
		{exec, "application/json", `{"data":` + q + `}`},
		{exec, "application/json", `{"data":` + string(text) + `}`},
		{exec, "application/json", `{"formid":"SAL_SaleOrder","data":` + q + `}`},
		{exec, "application/json", `{"parameters":[` + string(text) + `]}`},
		{exec, "application/json; charset=utf-8", `{"format":1,"useragent":"ApiClient","parameters":` + string(list) + `,"v":"1.0"}`},
		{exec, "application/x-www-form-urlencoded", "data=" + url.QueryEscape(q)},
		{strings.ToLower(exec), "application/json", `{"data":` + q + `}`},
	} {
		if got := post(t, s, c.path, c.media, c.body, id); got != want {
			t.Errorf("%s %s: %s", c.media, c.body, got)
		}
	}
	if got := post(t, s, base+"DynamicFormService.BillQuery.common.kdsvc", "application/json", `{"data":`+q+`}`, id); got != `[{"FCUSTID.fname":"示例医院","fbillno":"S1"}]` {
		t.Errorf("BillQuery: %s", got)
	}
}

func rows(t *testing.T, s http.Handler, session, query string) []string {
	t.Helper()
	got := post(t, s, base+"DynamicFormService.ExecuteBillQuery.common.kdsvc", "application/json", `{"data":`+query+`}`, session)
	var list [][]any
	if err := json.Unmarshal([]byte(got), &list); err != nil {
		t.Fatalf("%s: %s", query, got)
	}
	out := []string{}
	for _, r := range list {
		b, _ := json.Marshal(r[0])
		out = append(out, strings.Trim(string(b), `"`))
	}
	return out
}

func TestFilters(t *testing.T) {
	s := fake.New(sample(), clock.NewFake(now))
	id := signIn(t, s)
	for filter, want := range map[string]string{
		"":                                   "S1 S2 S3",
		"FBillNo='s1'":                       "S1",
		"FDate>='2026-02-02'":                "S2 S3",
		"FDate>'2026-02-02' and FBillNo<>''": "S3",
		"FModifyDate<'2026-03-02 09:30:00'":  "S1",
		"FModifyDate>='2026-03-02T10:00:00.000' and FID>0":        "S2 S3",
		"FDocumentStatus in ('C','A')":                            "S1 S3",
		"FDocumentStatus not in ('C','A')":                        "S2",
		"FCustId.FName like '%''B''%'":                            "S2 S3",
		"FBillNo like 'S_' and not FCancelStatus='B'":             "S1 S3",
		"(FBillNo='S1' or FBillNo='S3') and FCustId.FNumber='C1'": "S1",
		"FBillNo='S1' or FBillNo='S3' and FCustId.FNumber='C1'":   "S1",
		"FBillAllAmount>1000":                                     "S1",
		"FSaleOrderEntry_FQty>=2":                                 "S1 S3",
		"FApproveDate is null":                                    "S2",
		"FCustId.FNumber=FBillNo":                                 "",
		"1=1":                                                     "S1 S2 S3",
	} {
		got := rows(t, s, id, `{"FormId":"SAL_SaleOrder","FieldKeys":"FBillNo","FilterString":`+quoted(filter)+`,"OrderString":"FBillNo ASC"}`)
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", filter, got, want)
		}
	}
	list := `[{"Left":"(","FieldName":"FBillNo","Compare":"=","Value":"S1","Right":")","Logic":"or"},{"FieldName":"FBillNo","Compare":"=","Value":"S3"}]`
	if got := rows(t, s, id, `{"FormId":"SAL_SaleOrder","FieldKeys":"FBillNo","FilterString":`+list+`,"OrderString":"FBillNo DESC"}`); !slices.Equal(got, []string{"S3", "S1"}) {
		t.Errorf("a list of conditions: %v", got)
	}
	for _, bad := range []string{"FBillNo=", "FBillNo ~ 'x'", "(FBillNo='x'", "FNope=1", "FBillNo='x' FDate='y'", "FBillNo in 'x'"} {
		got := post(t, s, base+"DynamicFormService.ExecuteBillQuery.common.kdsvc", "application/json",
			`{"data":{"FormId":"SAL_SaleOrder","FieldKeys":"FBillNo","FilterString":`+quoted(bad)+`}}`, id)
		if !strings.HasPrefix(got, "[[{") || !strings.Contains(got, `,"IsSuccess":false,`) {
			t.Errorf("%s: %s", bad, got)
		}
	}
}

func quoted(s string) string {
	b, _ := json.Marshal(s)
	return string(b)
}

func TestRowsLimitsAndNumbers(t *testing.T) {
	d := sample()
	d.Access = fake.DefaultAccess()
	d.Access.MaxRows = 2
	s := fake.New(d, clock.NewFake(now))
	id := signIn(t, s)
	got := post(t, s, base+"DynamicFormService.ExecuteBillQuery.common.kdsvc", "application/json",
		`{"data":{"FormId":"SAL_SaleOrder","FieldKeys":"FBillNo,FBillAllAmount,FQty,FDate,FModifyDate","OrderString":"FBillNo ASC,FSaleOrderEntry_FEntryID ASC","Limit":100}}`, id)
	want := `[["S1",1130.3000000000,1.5000000000,"2026-02-01T00:00:00","2026-03-02T09:00:00"],["S1",1130.3000000000,2.0000000000,"2026-02-01T00:00:00","2026-03-02T09:00:00"]]`
	if got != want {
		t.Errorf("one row a line, two at most: %s", got)
	}
	order := `"FieldKeys":"FBillNo","FormId":"SAL_SaleOrder","OrderString":"FBillNo ASC"`
	if got := rows(t, s, id, `{`+order+`,"StartRow":1,"Limit":2}`); !slices.Equal(got, []string{"S2", "S3"}) {
		t.Errorf("StartRow: %v", got)
	}
	if got := rows(t, s, id, `{`+order+`,"TopRowCount":1}`); !slices.Equal(got, []string{"S1"}) {
		t.Errorf("TopRowCount: %v", got)
	}
	free := `{"FieldKeys":"FBillNo","FormId":"SAL_SaleOrder"}`
	if a, b := rows(t, s, id, free), rows(t, s, id, free); slices.Equal(a, b) {
		t.Error("without OrderString the order must not be relied on")
	}
}

// Put sets the change time from the clock and keeps number and first time.
func TestPut(t *testing.T) {
	c := clock.NewFake(now)
	s := fake.New(sample(), c)
	before, _ := s.Order("S1")
	o := before
	o.Note = "改"
	first := s.PutOrder(o)
	second := s.PutOrder(o)
	if first.ID != before.ID || !first.Created.Equal(before.Created) || !first.Modified.Equal(now) || !second.Modified.After(first.Modified) {
		t.Errorf("before %+v, then %+v, then %+v", before.Stamp, first.Stamp, second.Stamp)
	}
	fresh := s.PutOrder(fake.Order{BillNo: "S9", Date: "2026-03-02", Customer: "C1", Entries: make([]fake.OrderEntry, 2)})
	if fresh.ID == 0 || fresh.Entries[0].ID == fresh.Entries[1].ID || fresh.Status != fake.StatusAudited {
		t.Errorf("a new order: %+v", fresh)
	}
	if !s.Remove("SAL_SaleOrder", "S1") || s.Remove("SAL_SaleOrder", "S1") {
		t.Error("remove")
	}
	if got, ok := s.Order("S9"); !ok || got.BillNo != "S9" {
		t.Errorf("after a removal S9 is %+v", got)
	}
}

func TestView(t *testing.T) {
	s := fake.New(sample(), clock.NewFake(now))
	id := signIn(t, s)
	view := func(form, number string) string {
		return post(t, s, base+"DynamicFormService.View.common.kdsvc", "application/json", `{"formid":"`+form+`","data":{"CreateOrgId":0,"Number":"`+number+`","Id":""}}`, id)
	}
	if got := view("BD_Customer", "C1"); !strings.HasPrefix(got, `{"Result":{"ResponseStatus":null,"Result":{`) || !strings.Contains(got, `"Name":[{"Key":2052,"Value":"示例医院"}]`) {
		t.Errorf("View: %s", got)
	}
	if got := view("BD_Customer", "C9"); !strings.Contains(got, `"IsSuccess":false`) {
		t.Errorf("View of nothing: %s", got)
	}
}

func TestSessions(t *testing.T) {
	c := clock.NewFake(now)
	d := sample()
	d.Access = fake.DefaultAccess()
	d.Access.LicenceSlots = 1
	s := fake.New(d, c)
	id := signIn(t, s)
	q := `{"data":{"FormId":"BD_Customer","FieldKeys":"FNumber"}}`
	exec := func() string {
		return post(t, s, base+"DynamicFormService.ExecuteBillQuery.common.kdsvc", "application/json", q, id)
	}
	for range 3 { // use keeps it
		c.Advance(15 * time.Minute)
		if got := exec(); !strings.Contains(got, "C1") {
			t.Fatal(got)
		}
	}
	a := s.Access()
	body, _ := json.Marshal(map[string]any{"parameters": []any{a.AcctID, a.Username, a.Password, 2052}})
	if got := post(t, s, base+"AuthService.ValidateUser.common.kdsvc", "application/json", string(body), ""); !strings.Contains(got, "许可") || !strings.Contains(got, `"LoginResultType":0`) {
		t.Errorf("a second licence: %s", got)
	}
	c.Advance(21 * time.Minute)
	if got := exec(); !strings.Contains(got, `"MsgCode":1`) {
		t.Errorf("an idle session: %s", got)
	}
	id = signIn(t, s)
	if got := post(t, s, base+"AuthService.Logout.common.kdsvc", "application/json", "{}", id); got != "true" || s.Sessions() != 0 {
		t.Errorf("logout: %s", got)
	}
}

func TestOnlyHTTP1(t *testing.T) {
	s := fake.New(sample(), clock.NewFake(now))
	r := httptest.NewRequest(http.MethodPost, base+"AuthService.Logout.common.kdsvc", nil)
	r.ProtoMajor = 2
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusBadGateway {
		t.Errorf("HTTP/2: %d", w.Code)
	}
}
