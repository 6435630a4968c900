package fake_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors/baidu/fake"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/record"
)

var now = time.Date(2026, 3, 2, 10, 0, 0, 0, record.Shanghai)

func post(h http.Handler, path, body string) string {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
	return strings.TrimSpace(w.Body.String())
}

type grant struct {
	Code int
	Data struct{ AccessToken, RefreshToken, ExpiresTime string }
}

func refresh(t *testing.T, s http.Handler, token string) grant {
	t.Helper()
	a := fake.DefaultAccess()
	body, _ := json.Marshal(map[string]any{"appId": a.AppID, "secretKey": a.SecretKey, "userId": a.UserID, "refreshToken": token})
	var g grant
	if err := json.Unmarshal([]byte(post(s, "/oauth/refreshToken", string(body))), &g); err != nil {
		t.Fatal(err)
	}
	return g
}

func TestTokensRotate(t *testing.T) {
	c := clock.NewFake(now)
	s := fake.New(fake.Data{}, c)
	first := fake.DefaultAccess().RefreshToken
	g := refresh(t, s, first)
	if g.Code != 0 || len(g.Data.AccessToken) < 300 || g.Data.ExpiresTime != "2026-03-03 10:00:00" {
		t.Errorf("%+v", g)
	}
	if again := refresh(t, s, first); again.Code == 0 {
		t.Error("the old refresh token lives on")
	}
	if next := refresh(t, s, g.Data.RefreshToken); next.Code != 0 || next.Data.RefreshToken == g.Data.RefreshToken {
		t.Errorf("%+v", next)
	}
	a := fake.DefaultAccess()
	code := `{"appId":"` + a.AppID + `","secretKey":"` + a.SecretKey + `","userId":30000001,"authCode":"c","grantType":`
	for _, kind := range []string{"auth_code", "access_token"} {
		if got := post(s, "/oauth/accessToken", code+`"`+kind+`"}`); !strings.Contains(got, `"code":0`) {
			t.Errorf("%s: %s", kind, got)
		}
	}
	if got := post(s, "/oauth/accessToken", code+`"password"}`); strings.Contains(got, `"code":0`) {
		t.Errorf("grant type: %s", got)
	}
}

func data() fake.Data {
	row := func(day record.Date, campaign int64, cost string) fake.Row {
		return fake.Row{Day: day, CampaignID: campaign, CampaignName: "计划", Impressions: 100, Clicks: 4, Cost: cost}
	}
	restated := row("2026-02-27", 1, "50.00")
	restated.Restated = []fake.Restatement{{At: now.Add(time.Hour), Impressions: 90, Clicks: 3, Cost: "40.5"}}
	return fake.Data{
		Rows:    []fake.Row{restated, row("2026-02-27", 2, "10"), row("2026-02-28", 1, "7.35"), row("2026-03-02", 1, "9")},
		Deleted: []fake.Deletion{{CampaignID: 2, At: now.Add(time.Hour)}},
	}
}

type reportAnswer struct {
	Header struct {
		Status   int
		Failures []struct{ Code int }
	}
	Body struct {
		Data []struct {
			Rows          []map[string]any
			TotalRowCount int
			Summary       map[string]any
		}
	}
}

func report(t *testing.T, s http.Handler, token, change string) reportAnswer {
	t.Helper()
	body := map[string]any{"reportType": 2290316, "startDate": "2026-02-01", "endDate": "2026-03-02", "timeUnit": "DAY", "columns": []string{"date", "campaignId", "campaignNameStatus", "cost", "ctr"}}
	if err := json.Unmarshal([]byte(change), &body); err != nil {
		t.Fatal(err)
	}
	raw, _ := json.Marshal(map[string]any{"header": map[string]string{"userName": "demo-account", "accessToken": token}, "body": body})
	var a reportAnswer
	if err := json.Unmarshal([]byte(post(s, "/json/sms/service/OpenApiReportService/getReportData", string(raw))), &a); err != nil {
		t.Fatal(err)
	}
	return a
}

func TestReport(t *testing.T) {
	c := clock.NewFake(now)
	s := fake.New(data(), c)
	token := refresh(t, s, fake.DefaultAccess().RefreshToken).Data.AccessToken
	a := report(t, s, token, `{"sorts":[{"column":"cost","sortRule":"DESC"}],"rowCount":2,"needSum":true}`)
	if d := a.Body.Data[0]; d.TotalRowCount != 3 || len(d.Rows) != 2 || d.Rows[0]["cost"] != 50.0 || d.Summary["cost"] != 67.35 {
		t.Errorf("first page (today is not over): %+v", d)
	}
	if d := report(t, s, token, `{"startRow":2,"rowCount":2}`).Body.Data[0]; len(d.Rows) != 1 {
		t.Errorf("second page: %+v", d)
	}
	if d := report(t, s, token, `{"filters":[{"column":"campaignId","operator":"IN","values":["2","3"]}]}`).Body.Data[0]; len(d.Rows) != 1 || d.Rows[0]["campaignNameStatus"] != "计划" {
		t.Errorf("filter: %+v", d)
	}
	if d := report(t, s, token, `{"timeUnit":"SUMMARY","columns":["campaignId","cost"]}`).Body.Data[0]; len(d.Rows) != 2 || d.Rows[0]["cost"] != 57.35 {
		t.Errorf("summary: %+v", d)
	}
	c.Advance(2 * time.Hour)
	d := report(t, s, token, `{"sorts":[{"column":"campaignId","sortRule":"ASC"},{"column":"date","sortRule":"ASC"}]}`).Body.Data[0]
	if d.Rows[0]["cost"] != 40.5 || d.Rows[2]["campaignNameStatus"] != "计划[已删除]" {
		t.Errorf("restated and deleted: %+v", d.Rows)
	}
}

func TestRefusals(t *testing.T) {
	c := clock.NewFake(now)
	d := data()
	d.Access = fake.DefaultAccess()
	d.Access.QPS = 9
	s := fake.New(d, c)
	token := refresh(t, s, fake.DefaultAccess().RefreshToken).Data.AccessToken
	if a := report(t, s, "nobody", `{}`); a.Header.Status != 2 || a.Header.Failures[0].Code != 8102 {
		t.Errorf("token: %+v", a.Header)
	}
	for change, want := range map[string]int{
		`{"reportType":1}`: 9001, `{"startDate":"2024-03-01","endDate":"2026-03-02"}`: 9003, `{"timeUnit":"HOUR"}`: 9004,
		`{"rowCount":5000}`: 9005, `{"columns":["date","nope","cost"]}`: 9006, `{"columns":["date"]}`: 9006, `{"endDate":"x"}`: 9002,
	} {
		if a := report(t, s, token, change); a.Header.Status != 2 || a.Header.Failures[0].Code != want {
			t.Errorf("%s: %+v", change, a.Header)
		}
	}
	if a := report(t, s, token, `{"startDate":"2024-03-02"}`); a.Header.Status != 0 {
		t.Errorf("731 days: %+v", a.Header)
	}
	s.PartialNext(1)
	if a := report(t, s, token, `{}`); a.Header.Status != 1 || len(a.Body.Data[0].Rows) != 1 || a.Body.Data[0].TotalRowCount != 3 {
		t.Errorf("partial: %+v", a)
	}
	if a := report(t, s, token, `{}`); a.Header.Status != 2 || a.Header.Failures[0].Code != 8904 {
		t.Errorf("the tenth call of a second: %+v", a.Header)
	}
	c.Advance(time.Second)
	if a := report(t, s, token, `{}`); a.Header.Status != 0 {
		t.Errorf("the next second: %+v", a.Header)
	}
	c.Advance(25 * time.Hour)
	if a := report(t, s, token, `{}`); a.Header.Status != 2 {
		t.Errorf("an old token: %+v", a.Header)
	}
}

// A server that is started again goes on with the refresh token it gave out last.
func TestRefreshTokenOutlivesARestart(t *testing.T) {
	var kept string
	s := fake.New(fake.Data{}, clock.NewFake(now))
	s.OnGrant(func(token string) { kept = token })
	given := refresh(t, s, fake.DefaultAccess().RefreshToken).Data.RefreshToken
	if kept == "" || kept != given {
		t.Fatalf("kept %q, gave out %q", kept, given)
	}
	again := fake.New(fake.Data{}, clock.NewFake(now))
	again.Restore(kept)
	if refresh(t, again, fake.DefaultAccess().RefreshToken).Code == 0 {
		t.Error("the first token works again after the restart")
	}
	if refresh(t, again, kept).Code != 0 {
		t.Error("the last token is dead after the restart")
	}
}
