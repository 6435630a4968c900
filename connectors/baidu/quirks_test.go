package baidu_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/connectors/baidu"
	"github.com/heliuhub/heliu/connectors/baidu/fake"
	"github.com/heliuhub/heliu/connectors/connectortest"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// today is the Shanghai day on which the tests begin, 2026-03-02.
var today = record.DateOf(connectortest.Epoch)

func daysAgo(n int) record.Date {
	return record.DateOf(connectortest.Epoch.AddDate(0, 0, -n))
}

type platform struct {
	*fake.Server
	env *connectortest.Env
	set map[string]any
	// before, when set, runs before a report call is answered.
	before func()
}

func newPlatform(t *testing.T, d fake.Data) *platform {
	t.Helper()
	env := connectortest.NewEnv(t)
	p := &platform{Server: fake.New(d, env.Now), env: env}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if p.before != nil && strings.HasSuffix(r.URL.Path, "getReportData") {
			p.before()
		}
		p.Server.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)
	p.set = settings(p.Access(), srv.URL)
	return p
}

func settings(a fake.Access, base string) map[string]any {
	return map[string]any{
		"app_id": a.AppID, "secret_key": a.SecretKey, "user_id": fmt.Sprint(a.UserID), "refresh_token": a.RefreshToken,
		"accounts": []any{"demo-account"}, "since": string(daysAgo(20)), "page_size": 4, "base_url": base, "oauth_url": base,
	}
}

func (p *platform) open(t *testing.T, change map[string]any) connectors.Source {
	t.Helper()
	return connectortest.OpenSource(t, baidu.Connector, p.env, p.set, change)
}

func (p *platform) tryRead(src connectors.Source, from connectors.State) ([]record.Record, connectors.State, error) {
	sink := &connectortest.Sink{Connector: "baidu", Stream: "spend", Env: p.env}
	err := src.Read(context.Background(), "spend", from, sink.Emit)
	st := sink.State()
	if st == nil {
		st = from
	}
	return sink.Records(), st, err
}

func (p *platform) read(t *testing.T, src connectors.Source, from connectors.State) ([]record.Record, connectors.State) {
	t.Helper()
	recs, st, err := p.tryRead(src, from)
	if err != nil {
		t.Fatal(err)
	}
	return recs, st
}

// month makes a row for each of the last n days and two campaigns.
func month(n int) []fake.Row {
	var rows []fake.Row
	for i := n; i >= 0; i-- {
		for c := int64(1); c <= 2; c++ {
			rows = append(rows, fake.Row{
				Account: "demo-account", Day: daysAgo(i), CampaignID: 500000000 + c, CampaignName: fmt.Sprintf("骨科器械%d", c),
				Impressions: 1000, Clicks: 20, Cost: fmt.Sprintf("%d.5", 100+i),
			})
		}
	}
	return rows
}

func days(recs []record.Record) []string {
	var out []string
	for _, r := range recs {
		d := strings.Split(r.Key, "/")[1]
		if !slices.Contains(out, d) {
			out = append(out, d)
		}
	}
	return out
}

func cost(t *testing.T, r record.Record) string {
	t.Helper()
	var m struct {
		Cost string `json:"_cost"`
	}
	if err := json.Unmarshal(r.Raw, &m); err != nil {
		t.Fatal(err)
	}
	return m.Cost
}

// The first read goes from the first day to yesterday; today is not over yet. Both
// forms of body.data are read.
func TestFirstRead(t *testing.T) {
	for _, single := range []bool{false, true} {
		p := newPlatform(t, fake.Data{Rows: month(20), SingleObject: single})
		recs, _ := p.read(t, p.open(t, nil), nil)
		if len(recs) != 40 || slices.Contains(days(recs), string(today)) {
			t.Fatalf("%d rows, days %v", len(recs), days(recs))
		}
		r := recs[0]
		if r.Key != "demo-account/"+string(daysAgo(20))+"/500000001" || cost(t, r) != "120.5" {
			t.Errorf("first row: %s, %s", r.Key, r.Raw)
		}
		if r.Version != "2026-03-02T02:00:00.000000000Z" || strings.Contains(string(r.Raw), "2026-03-02") {
			t.Errorf("version %s, raw %s", r.Version, r.Raw)
		}
	}
}

// Costs of the last seven days are pulled again each day; unchanged days give nothing.
func TestRestatedWithinAWeek(t *testing.T) {
	p := newPlatform(t, fake.Data{Rows: month(20)})
	src := p.open(t, nil)
	_, st := p.read(t, src, nil)
	again, st := p.read(t, src, st)
	if len(again) != 0 {
		t.Errorf("%d rows came again", len(again))
	}
	at := connectortest.Epoch.Add(3 * time.Hour)
	p.Restate("demo-account", daysAgo(5), 500000002, 0, 0, fake.Restatement{At: at, Impressions: 990, Clicks: 18, Cost: "99.01"})
	p.Restate("demo-account", daysAgo(12), 500000002, 0, 0, fake.Restatement{At: at, Cost: "1"})
	p.env.Now.Advance(7 * time.Hour) // past repull_every
	recs, st := p.read(t, src, st)
	if !slices.Equal(days(recs), []string{string(daysAgo(5))}) || cost(t, recs[1]) != "99.01" {
		t.Errorf("restated: %v", days(recs))
	}
	p.env.Now.Advance(17 * time.Hour) // 2026-03-03: yesterday, and the monthly pull reaches the older one
	recs, st = p.read(t, src, st)
	if want := []string{string(daysAgo(12)), string(today)}; !slices.Equal(days(recs), want) {
		t.Errorf("on the third: %v, want %v", days(recs), want)
	}
	if recs, _ = p.read(t, src, st); len(recs) != 0 {
		t.Errorf("on the third, again: %v", days(recs))
	}
}

// A hub that dies inside the pull of the last days pulls all of them again.
func TestDeathInsideARepull(t *testing.T) {
	p := newPlatform(t, fake.Data{Rows: month(20)})
	src := p.open(t, map[string]any{"chunk_days": 2})
	_, st := p.read(t, src, nil)
	for _, d := range []int{6, 2} {
		p.Restate("demo-account", daysAgo(d), 500000001, 0, 0, fake.Restatement{At: p.env.Now.Now(), Cost: "7.77"})
	}
	p.env.Now.Advance(7 * time.Hour)
	sink := &connectortest.Sink{Connector: "baidu", Stream: "spend", Env: p.env, Before: func(n int, _ []record.Record) error {
		if n > 1 {
			return fault.New("stale_lease", nil)
		}
		return nil
	}}
	if err := src.Read(context.Background(), "spend", st, sink.Emit); fault.As(err).Code != "stale_lease" {
		t.Fatal(err)
	}
	recs, _ := p.read(t, src, sink.State())
	if got := days(append(sink.Records(), recs...)); !slices.Contains(got, string(daysAgo(2))) {
		t.Errorf("a restated day was lost: %v", got)
	}
}

// However long the hub was away, no day escapes its week of pulls.
func TestAwayForLong(t *testing.T) {
	a := fake.DefaultAccess()
	a.RefreshLife = 365 * 24 * time.Hour
	p := newPlatform(t, fake.Data{Rows: month(20), Access: a})
	src := p.open(t, nil)
	_, st := p.read(t, src, nil)
	p.Restate("demo-account", daysAgo(2), 500000001, 0, 0, fake.Restatement{At: connectortest.Epoch.Add(time.Hour), Cost: "7.77"})
	p.Restate("demo-account", daysAgo(19), 500000001, 0, 0, fake.Restatement{At: connectortest.Epoch.Add(time.Hour), Cost: "8.88"})
	p.env.Now.Advance(40 * 24 * time.Hour) // 2026-04-11
	recs, _ := p.read(t, src, st)
	if got := days(recs); !slices.Contains(got, string(daysAgo(2))) || !slices.Contains(got, string(today)) {
		t.Errorf("after 40 days away: %v", got)
	}
}

// An earlier first day brings the days before.
func TestEarlierSince(t *testing.T) {
	p := newPlatform(t, fake.Data{Rows: month(60)})
	_, st := p.read(t, p.open(t, nil), nil)
	recs, _ := p.read(t, p.open(t, map[string]any{"since": string(daysAgo(60))}), st)
	if got := days(recs); len(got) < 40 || got[0] != string(daysAgo(60)) {
		t.Errorf("days %v", got)
	}
}

func TestLevels(t *testing.T) {
	base := fake.Row{Account: "demo-account", Day: daysAgo(1), CampaignID: 1, CampaignName: "计划", AdGroupID: 11, AdGroupName: "单元", Impressions: 1, Clicks: 1}
	a, b := base, base
	a.KeywordID, a.Keyword, a.Cost = 111, "超声刀", "10.01"
	b.KeywordID, b.Keyword, b.Cost = 112, "超声刀 价格", "0.1"
	empty := base
	empty.KeywordID, empty.Keyword, empty.Impressions, empty.Clicks, empty.EmptyMetrics = 113, "冷门词", 0, 0, true
	d := fake.Data{Rows: []fake.Row{a, b, empty}, Deleted: []fake.Deletion{{CampaignID: 1, AdGroupID: 11, KeywordID: 112, At: connectortest.Epoch.Add(-time.Hour)}}}
	key := "demo-account/" + string(daysAgo(1))
	for level, want := range map[string]map[string]string{
		"account":  {key: "10.11"},
		"campaign": {key + "/1": "10.11"},
		"adgroup":  {key + "/1/11": "10.11"},
		"keyword":  {key + "/1/11/111": "10.01", key + "/1/11/112": "0.1", key + "/1/11/113": "0"},
	} {
		p := newPlatform(t, d)
		recs, _ := p.read(t, p.open(t, map[string]any{"level": level}), nil)
		for _, r := range recs {
			if want[r.Key] != cost(t, r) {
				t.Errorf("%s: %s costs %s, want %q", level, r.Key, cost(t, r), want[r.Key])
			}
			delete(want, r.Key)
			if strings.HasSuffix(r.Key, "/112") && (!strings.Contains(string(r.Raw), `"_keyword":"超声刀 价格"`) || !strings.Contains(string(r.Raw), "价格[已删除]")) {
				t.Errorf("a deleted keyword: %s", r.Raw)
			}
		}
		if len(want) > 0 {
			t.Errorf("%s: lost %v", level, want)
		}
	}
}

// The refresh token rotates: the old one dies, the new one is kept over restarts.
func TestTokenRotation(t *testing.T) {
	p := newPlatform(t, fake.Data{Rows: month(20)})
	_, st := p.read(t, p.open(t, nil), nil)
	if p.Rotations() != 1 {
		t.Fatalf("%d refreshes", p.Rotations())
	}
	if err := p.open(t, nil).Check(context.Background()); err != nil || p.Rotations() != 1 {
		t.Errorf("a restart refreshed again: %v", err)
	}
	for range 3 {
		p.env.Now.Advance(25 * time.Hour)
		_, st = p.read(t, p.open(t, nil), st)
	}
	if p.Rotations() != 4 {
		t.Errorf("%d refreshes", p.Rotations())
	}
	p.DropTokens() // refused before its time
	if err := p.open(t, nil).Check(context.Background()); err != nil {
		t.Error(err)
	}
	p.env.Now.Advance(31 * 24 * time.Hour) // even the refresh token is dead
	if err := p.open(t, nil).Check(context.Background()); fault.KindOf(err) != fault.Unauthorized {
		t.Errorf("a dead refresh token: %v", err)
	}
	if err := p.open(t, map[string]any{"refresh_token": p.Consent()}).Check(context.Background()); err != nil {
		t.Errorf("after a new consent: %v", err)
	}
}

// Who cannot keep the new refresh token must not use the old one.
func TestNoRefreshWithoutLease(t *testing.T) {
	p := newPlatform(t, fake.Data{})
	p.env.Kept.Fail = fault.New("stale_lease", nil)
	if err := p.open(t, nil).Check(context.Background()); fault.As(err).Code != "stale_lease" || p.Rotations() != 0 {
		t.Errorf("%d refreshes: %v", p.Rotations(), err)
	}
	p.env.Kept.Fail = nil
	if err := p.open(t, nil).Check(context.Background()); err != nil {
		t.Error(err)
	}
}

func TestRateLimit(t *testing.T) {
	p := newPlatform(t, fake.Data{Rows: month(20)})
	p.LimitNext(2)
	if recs, _ := p.read(t, p.open(t, nil), nil); len(recs) != 40 {
		t.Errorf("%d rows", len(recs))
	}
	p.LimitNext(100)
	if _, _, err := p.tryRead(p.open(t, nil), nil); fault.KindOf(err) != fault.RateLimited || fault.As(err).Wait == 0 {
		t.Errorf("a limit that lasts: %v", err)
	}
}

// Status 1: the good part comes, nothing counts as read, the next read gets the rest.
func TestPartialReport(t *testing.T) {
	p := newPlatform(t, fake.Data{Rows: month(20)})
	p.PartialNext(1)
	recs, st, err := p.tryRead(p.open(t, nil), nil)
	if fault.KindOf(err) != fault.Transient || len(recs) != 38 {
		t.Fatalf("%d rows: %v", len(recs), err)
	}
	if recs, _ = p.read(t, p.open(t, nil), st); len(recs) != 40 {
		t.Errorf("%d rows after a partial report", len(recs))
	}
}

// A row that comes in between pages shifts the rest.
func TestRowsComeWhilePaging(t *testing.T) {
	p := newPlatform(t, fake.Data{Rows: month(20)})
	n := 0
	p.before = func() {
		if n++; n == 3 {
			p.PutRow(fake.Row{Day: daysAgo(20), CampaignID: 1, CampaignName: "新", Cost: "5"})
		}
	}
	recs, _ := p.read(t, p.open(t, nil), nil)
	if len(recs) != 41 || len(connectortest.Latest(recs)) != 41 {
		t.Errorf("%d rows", len(recs))
	}
}

func TestOneAccountInTrouble(t *testing.T) {
	p := newPlatform(t, fake.Data{
		Rows:     append(month(3), fake.Row{Account: "second", Day: daysAgo(1), CampaignID: 9, Cost: "3.3"}),
		Accounts: []fake.Account{{UserName: "demo-account", UserID: 1}, {UserName: "second", UserID: 2}},
	})
	src := p.open(t, map[string]any{"accounts": []any{"demo-account", "second"}})
	p.PartialNext(1)
	recs, _, err := p.tryRead(src, nil)
	if err == nil || !slices.ContainsFunc(recs, func(r record.Record) bool { return strings.HasPrefix(r.Key, "second/") }) {
		t.Errorf("the second account was not read: %v", err)
	}
	if _, _, err = p.tryRead(p.open(t, map[string]any{"accounts": []any{"nobody"}}), nil); fault.KindOf(err) != fault.Unauthorized {
		t.Errorf("an account that is not ours: %v", err)
	}
}

// A span of more than 731 days is refused by the platform and never asked for.
func TestLongHistory(t *testing.T) {
	p := newPlatform(t, fake.Data{Rows: month(900)})
	recs, _ := p.read(t, p.open(t, map[string]any{"since": string(daysAgo(900)), "page_size": 1000, "chunk_days": 731}), nil)
	if len(recs) != 1800 {
		t.Errorf("%d rows", len(recs))
	}
}

func TestAnswersOfTheEnvelope(t *testing.T) {
	for _, c := range []struct{ body, code string }{
		{`{"header":{"status":3,"desc":"system error","failures":[{"code":8000,"message":"busy"}]},"body":{}}`, "source_error"},
		{`{"header":{"status":2,"failures":[{"code":9001,"message":"unknown report type"}]},"body":{}}`, "source_refused"},
		{`{"header":{"status":2,"failures":[{"code":901162,"message":"token"}]},"body":{}}`, "source_unauthorized"},
		{`{"header":{"status":0,"failures":[]},"body":{}}`, "source_bad_answer"},
		{`{"header":{"status":0},"body":{"data":[{"rows":[{"date":"yesterday","campaignId":1}],"totalRowCount":1}]}}`, "source_bad_answer"},
		{`{"header":{"status":0},"body":{"data":[{"rows":[{"date":"2026-03-01"}],"totalRowCount":1}]}}`, "source_bad_answer"},
		{`{}`, "source_bad_answer"},
	} {
		env := connectortest.NewEnv(t)
		oauth := fake.New(fake.Data{}, env.Now)
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "oauth") {
				oauth.ServeHTTP(w, r)
				return
			}
			_, _ = w.Write([]byte(c.body))
		}))
		defer srv.Close()
		p := &platform{env: env, set: settings(fake.DefaultAccess(), srv.URL)}
		if _, _, err := p.tryRead(p.open(t, nil), nil); err == nil || fault.As(err).Code != c.code {
			t.Errorf("%s: %v", c.body, err)
		}
	}
}

func TestLostState(t *testing.T) {
	p := newPlatform(t, fake.Data{})
	for _, st := range []string{`{"v":2}`, `[]`} {
		if _, _, err := p.tryRead(p.open(t, nil), connectors.State(st)); fault.As(err).Code != "lost_state" {
			t.Errorf("%s: %v", st, err)
		}
	}
}
