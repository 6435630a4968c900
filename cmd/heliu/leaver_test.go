package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	crmfake "github.com/heliuhub/heliu/connectors/crm/fake"
	kingdeefake "github.com/heliuhub/heliu/connectors/kingdee/fake"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// leaverLab is a running hub with a CRM, a Kingdee and an employee list.
type leaverLab struct {
	*finder
	ws     record.WorkspaceID
	crm    *crmfake.Server
	server *httptest.Server // the hub's own
	admin  string
}

func newLeaverLab(t *testing.T) *leaverLab {
	f := newFinder(t)
	w, err := f.store.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: "leaver", Name: "试验", Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	l := &leaverLab{finder: f, ws: w.ID}
	l.crm = crmfake.New(crmfake.Data{}, clock.System{})
	t.Cleanup(l.crm.Close)
	kingdee := kingdeefake.New(kingdeefake.Data{}, clock.System{})
	kingdee.PutCustomer(kingdeefake.Customer{Number: "C1", Name: "示例医院"})
	kingdee.PutOrder(kingdeefake.Order{
		BillNo: "XSDD000001", Date: "2026-03-01", Customer: "C1", Saler: kingdeefake.Base{Number: "XS01"},
		Entries: []kingdeefake.OrderEntry{{Material: kingdeefake.Base{Number: "M1", Name: "示例设备"}, Qty: "1", Price: "100", TaxPrice: "113", TaxRate: "13", TaxAmount: "13", Amount: "100", AllAmount: "113"}},
	})
	ctx := access.With(t.Context(), access.SystemActor("test", l.ws))
	serve := func(h http.Handler) string {
		s := httptest.NewServer(h)
		t.Cleanup(s.Close)
		return s.URL
	}
	k := kingdeefake.DefaultAccess()
	var list record.ConnectionID
	for _, c := range []store.NewConnection{
		{Name: "crm", Connector: "crm", Settings: map[string]any{"base_url": serve(l.crm)}, Secrets: map[string]string{"token": crmfake.DefaultToken}},
		{Name: "erp", Connector: "kingdee", Settings: map[string]any{
			"base_url": serve(kingdee) + "/K3Cloud", "acct_id": k.AcctID, "account_set": "001", "username": k.Username, "app_id": k.AppID, "org_number": k.OrgNumber,
		}, Secrets: map[string]string{"app_secret": k.AppSecret}},
		{Name: "hr", Connector: "file", Settings: map[string]any{}},
	} {
		c.PollEvery = time.Second
		made, err := f.store.CreateConnection(ctx, l.ws, c)
		if err != nil {
			t.Fatal(err)
		}
		if err := installMappings(ctx, f.store, l.ws, c.Connector); err != nil {
			t.Fatal(err)
		}
		list = made.ID
	}
	if _, err := f.store.PutFile(ctx, l.ws, list, store.NewFile{Name: "staff.csv", Kind: "employees", Content: []byte("工号,姓名,账套,金蝶编码,企业微信账号\n1001,方示例,001,XS01,fang\n")}); err != nil {
		t.Fatal(err)
	}
	gate := access.NewGate(f.store, access.NewAttempts())
	if l.admin, _, err = gate.IssueKey(ctx, time.Now(), access.NewKey{Name: "admin", Roles: []access.Role{access.Admin}}); err != nil {
		t.Fatal(err)
	}
	f.hub = newHub(f.store, f.bus, []byte("k"), slog.New(slog.DiscardHandler), nil)
	if f.http, err = f.hub.handler(gate); err != nil {
		t.Fatal(err)
	}
	l.server = httptest.NewServer(f.http)
	t.Cleanup(l.server.Close)
	f.run(f.hub.run)
	return l
}

// ask calls the API as a key and reads the answer, whose status it gives.
func (l *leaverLab) ask(key, method, path string, body, out any) int {
	l.t.Helper()
	var sent bytes.Buffer
	if body != nil {
		_ = json.NewEncoder(&sent).Encode(body)
	}
	req, err := http.NewRequestWithContext(l.t.Context(), method, l.server.URL+"/api/v1/"+path, &sent)
	if err != nil {
		l.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+key)
	req.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		l.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		l.t.Fatal(err)
	}
	if resp.StatusCode < 300 && out != nil {
		if err := json.Unmarshal(b, out); err != nil {
			l.t.Fatalf("%s: %v: %s", path, err, b)
		}
	}
	return resp.StatusCode
}

// owns says what an employee owns: open leads, deals, orders and history.
func (l *leaverLab) owns(number string) string {
	l.t.Helper()
	var e struct{ Owned []cliColumn }
	if got := l.ask(l.admin, http.MethodGet, "employees/"+number, nil, &e); got != http.StatusOK {
		return fmt.Sprint(got)
	}
	var out []string
	for _, c := range e.Owned {
		_, kind, _ := strings.Cut(c.Key, "#")
		if kind == "lead" || kind == "deal" || kind == "order" {
			out = append(out, fmt.Sprintf("%s %d+%d", kind, c.Open, c.History))
		}
	}
	return strings.Join(out, ", ")
}

// until waits until ok, and gives how long that took.
func (l *leaverLab) waitFor(what string, most time.Duration, ok func() bool) time.Duration {
	l.t.Helper()
	began := time.Now()
	for !ok() {
		if time.Since(began) > most {
			dead := pgtest.Text(l.t, l.store, l.ws, `select coalesce(string_agg(stream || ' ' || code || ' ' || field, ', '), '') from dead_letter`)
			l.t.Fatalf("%s: not within %s; 1001 owns %s; dead letters: %s", what, most, l.owns("1001"), dead)
		}
		time.Sleep(100 * time.Millisecond)
	}
	return time.Since(began)
}

// TestALeaver is the story of somebody who leaves: known to the CRM, to Kingdee by the
// seller's code on an order, and to an employee list that joins both.
func TestALeaver(t *testing.T) {
	l := newLeaverLab(t)
	staff := func(id, number, manager, status string) crmfake.Object {
		o := crmfake.Object{"id": id, "number": number, "name": "示例" + id, "status": status}
		if manager != "" {
			o["manager"] = map[string]any{"object": "employees", "id": manager}
		}
		return o
	}
	owner := func(id string) map[string]any { return map[string]any{"object": "employees", "id": id} }
	lead := func(id, of string) crmfake.Object {
		return crmfake.Object{"id": id, "contact_name": "示例甲", "channel": "website", "status": "new", "created_at": "2026-03-01T02:00:00Z", "owner": owner(of)}
	}
	deal := func(id, of, status string) crmfake.Object {
		return crmfake.Object{
			"id": id, "number": id, "status": status, "created_at": "2026-03-01T02:00:00Z", "signed_at": "2026-03-02T02:00:00Z", "owner": owner(of),
			"buyer": map[string]any{"object": "customers", "id": "C1"}, "amount": map[string]any{"amount": "113.00", "currency": "CNY"},
		}
	}
	l.crm.Put("employees", staff("E9", "1009", "", "active"))
	l.crm.Put("employees", staff("E1", "1001", "E9", "active"))
	l.crm.Put("leads", lead("L1", "E1"))
	l.crm.Put("deals", deal("D1", "E1", "open"))
	l.crm.Put("deals", deal("D2", "E1", "won"))

	// 1. One human being of three systems.
	l.waitFor("one employee who owns a lead, two deals and the Kingdee order", 60*time.Second, func() bool {
		return l.owns("1001") == "deal 1+1, lead 1+0, order 1+0"
	})
	var e struct{ Employee cliEmployee }
	l.ask(l.admin, http.MethodGet, "employees/1001", nil, &e)
	if got := e.Employee.codes(); got != "kingdee/001/XS01 wecom/FANG" {
		t.Errorf("codes %q", got)
	}

	// 2. Their account, a session with an open stream of events, and a key of their own.
	ctx := access.With(t.Context(), access.SystemActor("test", l.ws))
	gate := access.NewGate(l.store, access.NewAttempts())
	if _, err := gate.AddMember(ctx, time.Now(), access.NewMember{SignIn: "boss", Name: "示例", Roles: []access.Role{access.Admin}}); err != nil {
		t.Fatal(err)
	}
	m, err := gate.AddMember(ctx, time.Now(), access.NewMember{SignIn: "fang", Name: "方示例", Roles: []access.Role{access.IT}})
	if err != nil {
		t.Fatal(err)
	}
	if got := l.ask(l.admin, http.MethodPut, "employees/1001/account", map[string]string{"account": m.Account}, nil); got != http.StatusNoContent {
		t.Fatalf("the account is linked with %d", got)
	}
	theirs := access.With(t.Context(), access.Actor{Kind: access.User, ID: m.Account, Workspace: l.ws, Roles: []access.Role{access.IT}})
	tomorrow := time.Now().AddDate(0, 0, 1)
	key, _, err := gate.IssueKey(theirs, time.Now(), access.NewKey{Name: "脚本", Roles: []access.Role{access.IT}, ExpiresAt: &tomorrow})
	if err != nil {
		t.Fatal(err)
	}
	link, err := gate.IssueLink(ctx, time.Now(), m.Account, 0)
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := gate.UseLink(t.Context(), time.Now(), link)
	if err != nil {
		t.Fatal(err)
	}
	if got := l.ask(key, http.MethodGet, "connections", nil, nil); got != http.StatusOK {
		t.Fatalf("their key gets %d", got)
	}
	over := l.follow(token)

	// 3. The CRM says that they have left: within a minute nothing lets them in.
	l.crm.Put("employees", staff("E1", "1001", "E9", "left"))
	began := time.Now()
	took := l.waitFor("the leaver is shut out", time.Minute, func() bool {
		return l.ask(key, http.MethodGet, "connections", nil, nil) == http.StatusUnauthorized
	})
	select {
	case <-over:
	case <-time.After(time.Minute - took):
		t.Error("their stream of events is still open")
	}
	t.Logf("shut out %s after the CRM said so, the open stream after %s", took.Round(10*time.Millisecond), time.Since(began).Round(10*time.Millisecond))

	// 4. What is open goes to the manager; what is done with stays, and so does the seller.
	var p struct{ Hash string }
	ask := map[string]any{"plan": "manager"}
	if got := l.ask(l.admin, http.MethodPost, "employees/1001/handover/preview", ask, &p); got != http.StatusOK {
		t.Fatalf("preview: %d", got)
	}
	ask["hash"], ask["reason"] = p.Hash, "离职交接"
	var h cliHandover
	if got := l.ask(l.admin, http.MethodPost, "employees/1001/handover", ask, &h); got != http.StatusOK || h.Items != 3 {
		t.Fatalf("handover: %d, %+v", got, h)
	}
	after := func(what string) {
		t.Helper()
		if a, b := l.owns("1001"), l.owns("1009"); a != "deal 0+1, lead 0+0, order 0+0" || b != "deal 1+0, lead 1+0, order 1+0" {
			t.Errorf("%s the leaver owns %s, the manager %s", what, a, b)
		}
	}
	after("afterwards")

	// 5. The CRM is read again and still names the leaver: the decision stands.
	l.crm.Put("leads", lead("L1", "E1"))
	l.crm.Put("deals", deal("D1", "E1", "open"))
	l.crm.Put("leads", lead("L2", "E9")) // once this is here, so are those
	l.waitFor("the CRM is read again", time.Minute, func() bool { return strings.Contains(l.owns("1009"), "lead 2+0") })
	if got := l.owns("1001"); got != "deal 0+1, lead 0+0, order 0+0" {
		t.Errorf("after a re-sync the leaver owns %s", got)
	}

	// 6. Undone, everything is as it was, and they stay shut out.
	if got := l.ask(l.admin, http.MethodPost, "handovers/"+h.ID+"/undo", map[string]string{"reason": "误操作"}, &h); got != http.StatusOK || h.Restored != 3 || len(h.Left) != 0 {
		t.Fatalf("undo: %d, %+v", got, h)
	}
	if a, b := l.owns("1001"), l.owns("1009"); a != "deal 1+1, lead 1+0, order 1+0" || b != "deal 0+0, lead 1+0, order 0+0" {
		t.Errorf("undone: the leaver owns %s, the manager %s", a, b)
	}
	if got := l.ask(key, http.MethodGet, "connections", nil, nil); got != http.StatusUnauthorized {
		t.Errorf("after undoing their key gets %d", got)
	}
}

// follow opens a stream of events with a session; the channel closes when it ends.
func (l *leaverLab) follow(token string) <-chan struct{} {
	l.t.Helper()
	ctx, stop := context.WithTimeout(l.t.Context(), 3*time.Minute)
	l.t.Cleanup(stop)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, l.server.URL+"/api/v1/events", nil)
	if err != nil {
		l.t.Fatal(err)
	}
	req.AddCookie(&http.Cookie{Name: "heliu", Value: token})
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		l.t.Fatal(err)
	}
	if resp.StatusCode != http.StatusOK {
		l.t.Fatalf("the stream of events: %s", resp.Status)
	}
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer func() { _ = resp.Body.Close() }()
		_, _ = io.Copy(io.Discard, resp.Body)
	}()
	return over
}
