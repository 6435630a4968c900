package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/identity"
	dingfake "github.com/heliuhub/heliu/connectors/dingtalk/fake"
	wecomfake "github.com/heliuhub/heliu/connectors/wecom/fake"
	"github.com/heliuhub/heliu/internal/clock"
	"github.com/heliuhub/heliu/internal/pgtest"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// Who scans: what the employee list of the lab calls them.
const (
	seller   = "示例销售"  // has an account
	manager  = "示例经理"  // has another
	shut     = "示例停用"  // has one that is disabled
	without  = "示例无账号" // an employee without an account
	unlisted = "示例路人"  // a member of the organisation and no employee
	visitor  = "示例访客"  // no member
)

// relay stands before a server.
type relay func(http.Handler) http.Handler

// scanVendor is a system that signs people in, behind HTTP of its own.
type scanVendor struct {
	name, codeParam string
	ids             map[string]string // of the people above
	server          *httptest.Server
	way             string
	down            atomic.Bool                      // it hangs up on every question
	busy            atomic.Bool                      // it answers 502
	deaf            atomic.Bool                      // a planted fault: neither has an effect
	plant           atomic.Pointer[relay]            // a planted fault of its answers
	settings        func(base string) map[string]any // of a connection
	secrets         map[string]string
}

// behind gives a server behind what is planted before it.
func behind(p *atomic.Pointer[relay], server http.Handler) http.Handler {
	if r := p.Load(); r != nil {
		return (*r)(server)
	}
	return server
}

func put(p *atomic.Pointer[relay], r relay) { p.Store(&r) }

func (v *scanVendor) serve(t *testing.T, fake http.Handler) {
	v.server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case v.down.Load() && !v.deaf.Load():
			panic(http.ErrAbortHandler)
		case v.busy.Load() && !v.deaf.Load():
			http.Error(w, "Bad Gateway", http.StatusBadGateway)
		default:
			behind(&v.plant, fake).ServeHTTP(w, r)
		}
	}))
	t.Cleanup(v.server.Close)
}

// scanLab is a hub behind HTTP whose people sign in by WeCom and by DingTalk. One
// employee list names them all.
type scanLab struct {
	*finder
	ws, other record.WorkspaceID
	sql       pgtest.SQL
	gate      *access.Gate
	server    *httptest.Server
	log       *lockedBuffer
	vendors   []*scanVendor
	accounts  map[string]string // of the people above
	browsers  int

	front     atomic.Pointer[relay] // a planted fault before the hub
	meanwhile func()                // what happens before a browser comes back
}

const scanList = `工号,姓名,企业微信账号,钉钉账号
1001,示例销售,lixiaoshou01,0123456789
1002,示例经理,wang.jingli-02,manager0001
1003,示例停用,TingYong,tingyong-1
1004,示例无账号,WuZhanghao,wu-1
`

func newScanVendors(t *testing.T) []*scanVendor {
	we, ding := wecomfake.Example(), dingfake.Example()
	we.Members = append(we.Members, wecomfake.Member{UserID: "TingYong", Name: shut}, wecomfake.Member{UserID: "WuZhanghao", Name: without}, wecomfake.Member{UserID: "LuRen", Name: unlisted})
	ding.Members = append(ding.Members, dingfake.Member{UserID: "tingyong-1", UnionID: "u1", Nick: shut}, dingfake.Member{UserID: "wu-1", UnionID: "u2", Nick: without}, dingfake.Member{UserID: "luren-1", UnionID: "u3", Nick: unlisted})
	wecom := &scanVendor{
		name: "wecom", codeParam: "code", secrets: map[string]string{"app_secret": we.Secret},
		ids: map[string]string{seller: "LiXiaoshou01", manager: "wang.jingli-02", shut: "TingYong", without: "WuZhanghao", unlisted: "LuRen", visitor: "visitor"},
		settings: func(base string) map[string]any {
			return map[string]any{"corp_id": we.CorpID, "agent_id": we.AgentID, "base_url": base, "login_url": base}
		},
	}
	wecom.serve(t, wecomfake.New(we, clock.System{}))
	dingtalk := &scanVendor{
		name: "dingtalk", codeParam: "authCode", secrets: map[string]string{"app_secret": ding.AppSecret},
		ids: map[string]string{seller: "0123456789", manager: "manager0001", shut: "tingyong-1", without: "wu-1", unlisted: "luren-1", visitor: "visitor"},
		settings: func(base string) map[string]any {
			return map[string]any{"app_key": ding.AppKey, "base_url": base, "api_url": base, "login_url": base}
		},
	}
	dingtalk.serve(t, dingfake.New(ding, clock.System{}))
	return []*scanVendor{wecom, dingtalk}
}

func newScanLab(t *testing.T) *scanLab {
	l := &scanLab{finder: &finder{installation: install(t)}, log: &lockedBuffer{}, accounts: map[string]string{}, vendors: newScanVendors(t)}
	l.sql = pgtest.Owner(t, os.Getenv("HELIU_PG"))
	var ids []record.WorkspaceID
	for _, slug := range []string{"office", "branch"} {
		w, err := l.store.CreateWorkspace(access.With(t.Context(), access.SystemActor("test", access.Hub)), store.NewWorkspace{Slug: slug, Name: slug, Demo: true})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, w.ID)
	}
	l.ws, l.other = ids[0], ids[1]
	l.gate = newGate(l.store)
	l.finder.hub = newHub(l.store, l.bus, []byte("k"), slog.New(slog.NewTextHandler(l.log, nil)), nil)
	l.listen()
	l.employ()
	for _, v := range l.vendors {
		l.offer(v)
	}
	return l
}

// listen puts the hub behind HTTP, at the address that it sends browsers back to.
func (l *scanLab) listen() {
	l.server = httptest.NewUnstartedServer(nil)
	l.finder.hub.public = "http://" + l.server.Listener.Addr().String()
	inner, err := l.finder.hub.handler(l.gate)
	if err != nil {
		l.t.Fatal(err)
	}
	l.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		behind(&l.front, inner).ServeHTTP(w, r)
	})
	l.server.Start()
	l.t.Cleanup(l.server.Close)
}

func (l *scanLab) as(ws record.WorkspaceID) context.Context {
	return access.With(l.t.Context(), access.SystemActor("test", ws))
}

// employ reads the employee list and gives accounts. The seller is an administrator of the
// other workspace.
func (l *scanLab) employ() {
	c, err := l.store.CreateConnection(l.as(l.ws), l.ws, store.NewConnection{Name: "hr", Connector: "file", PollEvery: time.Second, Settings: map[string]any{}})
	if err == nil {
		err = installMappings(l.as(l.ws), l.store, l.ws, "file")
	}
	if err == nil {
		_, err = l.store.PutFile(l.as(l.ws), l.ws, c.ID, store.NewFile{Name: "staff.csv", Kind: "employees", Content: []byte(scanList)})
	}
	if err != nil {
		l.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(l.t.Context())
	ended := make(chan error, 1)
	go func() { ended <- l.finder.hub.run(ctx) }()
	l.until("four employees", func() bool { return l.sql.One("select count(*) from employee") == "4" })
	stop()
	if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
		l.t.Fatal(err)
	}
	for _, p := range []struct {
		number, name string
		roles        []access.Role
	}{{"1001", seller, []access.Role{access.Seller}}, {"1002", manager, []access.Role{access.Finance}}, {"1003", shut, []access.Role{access.Seller}}} {
		m, err := l.gate.AddMember(l.as(l.ws), time.Now(), access.NewMember{SignIn: "p" + p.number, Name: p.name, Roles: p.roles})
		if err != nil {
			l.t.Fatal(err)
		}
		l.accounts[p.name] = m.Account
		l.must(http.MethodPut, "employees/"+p.number+"/account", map[string]string{"account": m.Account})
	}
	if _, err := l.gate.AddMember(l.as(l.other), time.Now(), access.NewMember{SignIn: "p1001", Name: seller, Roles: []access.Role{access.Admin}}); err != nil {
		l.t.Fatal(err)
	}
	if err := l.gate.Disable(l.as(l.ws), time.Now(), l.accounts[shut]); err != nil {
		l.t.Fatal(err)
	}
}

// offer makes a vendor's connection and lets it sign people in.
func (l *scanLab) offer(v *scanVendor) {
	c, err := l.store.CreateConnection(l.as(l.ws), l.ws, store.NewConnection{Name: v.name, Connector: v.name, Settings: v.settings(v.server.URL), Secrets: v.secrets})
	if err != nil {
		l.t.Fatal(err)
	}
	l.must(http.MethodPut, "identity-providers/"+v.name, map[string]any{
		"version": 0, "kind": "scan", "title": map[string]string{"zh": v.name, "en": v.name}, "enabled": true, "public": true, "proven": false,
		"roles": []string{}, "contact": "信息部，分机8001", "connection": string(c.ID),
	})
	v.way = identity.Provider{Workspace: l.ws, Name: v.name}.Way()
}

// must changes something as an administrator of the workspace.
func (l *scanLab) must(method, path string, body any) {
	l.t.Helper()
	if l.keys == nil {
		key, _, err := l.gate.IssueKey(l.as(l.ws), time.Now(), access.NewKey{Name: "admin", Roles: []access.Role{access.Admin}})
		if err != nil {
			l.t.Fatal(err)
		}
		l.keys = map[access.Role]string{access.Admin: key}
	}
	a := l.browser().call(method, "/api/v1/"+path, body, "Authorization", "Bearer "+l.keys[access.Admin])
	if a.status >= http.StatusMultipleChoices {
		l.t.Fatalf("%s %s: %d %s", method, path, a.status, a.body)
	}
}

func (l *scanLab) until(what string, ok func() bool) {
	l.t.Helper()
	for deadline := time.Now().Add(time.Minute); !ok(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			l.t.Fatalf("not within a minute: %s\n%s", what, l.log.bytes())
		}
	}
}
