package console_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/internal/oidctest"
	"github.com/heliuhub/heliu/record"
)

const publicURL = "https://hub.example.com"

const longPassword = "a long enough password"

// scan stands in for the way to providers and for scan sign-in.
type scan struct{ people map[string]string } // code to user id

func (*scan) Outbound(context.Context, record.WorkspaceID) (http.RoundTripper, error) {
	return http.DefaultTransport, nil
}

func (s *scan) Scan(context.Context, record.WorkspaceID, record.ConnectionID) (connectors.SignIn, string, error) {
	return s, "wecom", nil
}

func (*scan) AuthURL(state, redirect string) string {
	return "https://scan.example.com/?" + url.Values{"state": {state}, "redirect_uri": {redirect}}.Encode()
}

func (s *scan) Exchange(_ context.Context, code, _ string) (connectors.Stranger, error) {
	id, ok := s.people[code]
	delete(s.people, code)
	if !ok {
		return connectors.Stranger{}, fault.New("sign_in_code", nil)
	}
	return connectors.Stranger{ID: id}, nil
}

// idp is a provider with its client in a workspace.
type idp struct {
	*oidctest.Provider
	h    *hub
	ws   record.WorkspaceID
	name string
}

var wang = oidctest.Person{Subject: "u-1", Email: "wang@example.com", EmailVerified: true, Username: "wang", Name: "王小明（示例）"}

func (h *hub) idp(ws record.WorkspaceID, name string, change func(*identity.Provider)) idp {
	h.t.Helper()
	o := oidctest.New(h.t, h.clock.Now)
	p := identity.Provider{Name: name, Kind: identity.OIDC, TitleZh: "企业账号", Enabled: true, Public: true, Issuer: o.Issuer(), ClientID: "heliu", Key: "s3cret"}
	if change != nil {
		change(&p)
	}
	if err := h.identities.Save(h.as(ws), h.clock.Now(), p); err != nil {
		h.t.Fatal(err)
	}
	p.Workspace = ws
	o.AddClient("heliu", oidctest.Client{Secret: "s3cret", Redirects: []string{publicURL + "/sign-in/return/" + p.Way()}})
	o.SetPerson(wang)
	return idp{o, h, ws, name}
}

func (i idp) way() string { return identity.Provider{Workspace: i.ws, Name: i.name}.Way() }

// jar is a browser's cookies.
type jar map[string]*http.Cookie

func (j jar) keep(a answer) answer {
	for _, c := range (&http.Response{Header: a.Header}).Cookies() {
		if c.MaxAge < 0 {
			delete(j, c.Name)
		} else {
			j[c.Name] = c
		}
	}
	return a
}

func (j jar) send(r *http.Request) {
	for _, c := range j {
		r.AddCookie(c)
	}
}

func (j jar) post(h *hub, path string, body any) answer {
	h.t.Helper()
	return j.keep(h.call(http.MethodPost, path, "", body, j.send))
}

// start begins a round trip and visits the provider; it gives what the browser brings back.
func (i idp) start(j jar) map[string]string {
	i.h.t.Helper()
	to := decode[struct{ URL string }](j.post(i.h, "/api/v1/session/start", map[string]string{"way": i.way()}), http.StatusOK).URL
	return i.visit(to)
}

func (i idp) visit(to string) map[string]string {
	i.h.t.Helper()
	stay := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	req, err := http.NewRequestWithContext(i.h.t.Context(), http.MethodGet, to, nil)
	if err != nil {
		i.h.t.Fatal(err)
	}
	resp, err := stay.Do(req)
	if err != nil {
		i.h.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	back, err := resp.Location()
	if err != nil {
		i.h.t.Fatalf("%s: %v", resp.Status, err)
	}
	body := map[string]string{"way": strings.TrimPrefix(back.Path, "/sign-in/return/")}
	for _, k := range []string{"state", "code", "iss", "error"} {
		if v := back.Query().Get(k); v != "" {
			body[k] = v
		}
	}
	return body
}

func (h *hub) member(ws record.WorkspaceID, name string, roles ...access.Role) access.Member {
	h.t.Helper()
	m, err := h.gate.AddMember(h.as(ws), h.clock.Now(), access.NewMember{SignIn: name, Name: "测试", Roles: roles, Password: longPassword})
	if err != nil {
		h.t.Fatal(err)
	}
	return m
}

func (h *hub) refusals() string {
	return h.sql.One("select count(*) from audit where action = 'session.refuse'")
}

func TestSigningInByAProvider(t *testing.T) {
	h := newHub(t)
	m := h.member(h.a, "wang@example.com", access.Finance)
	h.member(h.b, "wang@example.com", access.Admin)
	i := h.idp(h.a, "corp", nil)
	ways := decode[struct{ Items []struct{ Way, Kind string } }](h.call(http.MethodGet, "/api/v1/session/ways", "", nil), http.StatusOK)
	if len(ways.Items) != 1 || ways.Items[0].Way != i.way() || strings.Contains(ways.Items[0].Way, "alpha") {
		t.Fatalf("%+v", ways)
	}
	j := jar{}
	back := i.start(j)
	in := decode[struct{ Me meBody }](j.post(h, "/api/v1/session/return", back), http.StatusCreated)
	// The provider is the workspace's: its administrators must not get into another by it.
	if in.Me.Workspace.Slug != "alpha" || !in.Me.Confined || len(in.Me.Workspaces) != 1 {
		t.Errorf("%+v", in.Me)
	}
	h.call(http.MethodGet, "/api/v1/me", "", nil, j.send, header("X-Heliu-Workspace", "beta")).fails(http.StatusNotFound, "not_found")
	if n := h.sql.One("select count(*) from external_identity where external = 'u-1' and account = $1", m.Account); n != "1" {
		t.Errorf("%s links", n)
	}
	// The link counts from now on, whatever the person is called over there.
	renamed := wang
	renamed.Email, renamed.EmailVerified = "wang.new@example.com", false
	i.SetPerson(renamed)
	j = jar{}
	if a := j.post(h, "/api/v1/session/return", i.start(j)); a.Status != http.StatusCreated {
		t.Errorf("a linked person with a new address: %d %s", a.Status, a.Body)
	}
	// Somebody else who gets the old address is not let into the linked account.
	other := wang
	other.Subject = "u-2"
	i.SetPerson(other)
	j = jar{}
	j.post(h, "/api/v1/session/return", i.start(j)).fails(http.StatusConflict, "identity_taken")
	if h.refusals() != "1" {
		t.Errorf("%s refusals", h.refusals())
	}
	if log := h.log.String(); strings.Contains(log, back["code"]) || strings.Contains(log, "wang@") {
		t.Errorf("a code or a name stands in the log: %s", log)
	}
}

// TestBadInput86 is case 86 of the list of bad input: everything that is wrong with an
// OpenID sign-in is 401, with exactly one row in the trail and no session.
func TestBadInput86(t *testing.T) {
	spoil := func(f func(*oidctest.Token)) func(*hub, idp, jar) answer {
		return func(h *hub, i idp, j jar) answer {
			i.Spoil(f)
			return j.post(h, "/api/v1/session/return", i.start(j))
		}
	}
	for name, c := range map[string]struct {
		do   func(*hub, idp, jar) answer
		code string
	}{
		"alg=none":     {spoil(func(k *oidctest.Token) { k.Header["alg"], k.Unsigned = "none", true }), "token_refused"},
		"HS256":        {spoil(func(k *oidctest.Token) { k.Header["alg"], k.Symmetric = "HS256", []byte("s3cret") }), "token_refused"},
		"wrong aud":    {spoil(func(k *oidctest.Token) { k.Claims["aud"] = "another" }), "token_refused"},
		"wrong azp":    {spoil(func(k *oidctest.Token) { k.Claims["azp"] = "another" }), "token_refused"},
		"wrong iss":    {spoil(func(k *oidctest.Token) { k.Claims["iss"] = "https://evil.example.com" }), "token_refused"},
		"wrong nonce":  {spoil(func(k *oidctest.Token) { k.Claims["nonce"] = "another" }), "token_refused"},
		"expired":      {spoil(func(k *oidctest.Token) { k.Claims["exp"] = 1 }), "token_refused"},
		"unknown key":  {spoil(func(k *oidctest.Token) { k.Stranger = true }), "token_refused"},
		"not verified": {spoil(func(k *oidctest.Token) { k.Claims["email_verified"] = false }), "token_refused"},
		"replayed answer": {func(h *hub, i idp, j jar) answer {
			back := i.start(j)
			trip := jar{"heliu-flow": j["heliu-flow"]}
			if a := j.post(h, "/api/v1/session/return", back); a.Status != http.StatusCreated {
				h.t.Fatalf("%d %s", a.Status, a.Body)
			}
			return trip.post(h, "/api/v1/session/return", back)
		}, "state_refused"},
		"replayed code": {func(h *hub, i idp, j jar) answer { // under a state of its own
			back := i.start(j)
			code := back["code"]
			if a := j.post(h, "/api/v1/session/return", back); a.Status != http.StatusCreated {
				h.t.Fatalf("%d %s", a.Status, a.Body)
			}
			k := jar{}
			again := i.start(k)
			again["code"] = code
			return k.post(h, "/api/v1/session/return", again)
		}, "code_refused"},
		"mix-up state": {func(h *hub, i idp, j jar) answer { // begun at one provider, come back from another
			other := h.idp(i.ws, "evil", nil)
			back := i.start(j)
			back["way"] = other.way()
			return j.post(h, "/api/v1/session/return", back)
		}, "state_refused"},
		"mix-up of workspaces": {func(h *hub, i idp, j jar) answer {
			other := h.idp(h.b, "corp", nil)
			back := i.start(j)
			back["way"] = other.way()
			return j.post(h, "/api/v1/session/return", back)
		}, "state_refused"},
		"mix-up iss": {func(h *hub, i idp, j jar) answer {
			back := i.start(j)
			back["iss"] = "https://evil.example.com"
			return j.post(h, "/api/v1/session/return", back)
		}, "state_refused"},
		"another browser": {func(h *hub, i idp, j jar) answer {
			return jar{}.post(h, "/api/v1/session/return", i.start(j))
		}, "state_refused"},
		"another browser in a round trip of its own": {func(h *hub, i idp, j jar) answer {
			k := jar{}
			i.start(k)
			return k.post(h, "/api/v1/session/return", i.start(j))
		}, "state_refused"},
		"made-up state": {func(h *hub, i idp, j jar) answer {
			back := i.start(j)
			back["state"] = back["state"][:40] + strings.Repeat("A", 36)
			return j.post(h, "/api/v1/session/return", back)
		}, "state_refused"},
		"too late": {func(h *hub, i idp, j jar) answer {
			back := i.start(j)
			h.clock.Advance(identity.FlowLimit)
			return j.post(h, "/api/v1/session/return", back)
		}, "state_refused"},
		"refused over there": {func(h *hub, i idp, j jar) answer {
			i.SetPerson(oidctest.Person{})
			return j.post(h, "/api/v1/session/return", i.start(j))
		}, "code_refused"},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHub(t)
			h.member(h.a, "wang@example.com", access.Finance)
			i := h.idp(h.a, "corp", nil)
			j := jar{}
			a := c.do(h, i, j)
			a.fails(http.StatusUnauthorized, c.code)
			for _, k := range (&http.Response{Header: a.Header}).Cookies() {
				if k.Name == "heliu" && k.MaxAge >= 0 {
					t.Error("a session began")
				}
			}
			if n := h.refusals(); n != "1" {
				t.Errorf("%s rows in the trail", n)
			}
			if got := h.sql.One("select reason from audit where action = 'session.refuse'"); !strings.HasPrefix(got, c.code) {
				t.Errorf("the trail says %q", got)
			}
		})
	}
}

func TestWhoHasNoAccountIsToldWhomToAsk(t *testing.T) {
	h := newHub(t)
	i := h.idp(h.a, "corp", func(p *identity.Provider) { p.Contact, p.Domains = "信息部，分机8001", []string{"example.com"} })
	j := jar{}
	a := j.post(h, "/api/v1/session/return", i.start(j))
	a.fails(http.StatusForbidden, "stranger")
	if !strings.Contains(string(a.Body), "分机8001") || h.refusals() != "1" {
		t.Errorf("%s, %s rows", a.Body, h.refusals())
	}
	elsewhere := wang
	elsewhere.Email = "wang@example.org"
	i.SetPerson(elsewhere)
	j.post(h, "/api/v1/session/return", i.start(j)).fails(http.StatusForbidden, "domain_refused")
	i.SetPerson(wang)

	h.member(h.b, "wang@example.com", access.Admin) // in another workspace they are known
	j.post(h, "/api/v1/session/return", i.start(j)).fails(http.StatusForbidden, "stranger")

	brings := h.idp(h.a, "brings", func(p *identity.Provider) { p.Roles = []access.Role{access.Seller} })
	in := decode[struct{ Me meBody }](j.post(h, "/api/v1/session/return", brings.start(j)), http.StatusCreated)
	if len(in.Me.Roles) != 1 || in.Me.Roles[0] != "seller" || !in.Me.Confined {
		t.Errorf("%+v", in.Me)
	}
}

// TestAProviderMadeAnewIsAnother: nothing of one that was taken away is kept, and its
// links are gone with it.
func TestAProviderMadeAnewIsAnother(t *testing.T) {
	h := newHub(t)
	h.member(h.a, "wang@example.com", access.Finance)
	j := jar{}
	old := h.idp(h.a, "corp", nil)
	if a := j.post(h, "/api/v1/session/return", old.start(j)); a.Status != http.StatusCreated {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	h.call(http.MethodPut, "/api/v1/identity-providers/corp", h.keys[access.Admin], map[string]any{
		"version": 1, "kind": "oidc", "title": map[string]string{"zh": "x", "en": ""}, "enabled": true, "public": true, "proven": false, "roles": []string{}, "contact": "",
		"issuer": "https://evil.example.com", "client_id": "heliu",
	}).fails(http.StatusConflict, "provider_moved") // its secret would go to another issuer
	if a := h.call(http.MethodDelete, "/api/v1/identity-providers/corp", h.keys[access.Admin], nil); a.Status != http.StatusNoContent {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if n := h.sql.One("select count(*) from external_identity"); n != "0" {
		t.Errorf("%s links are left", n)
	}
	fresh := h.idp(h.a, "corp", nil)
	j = jar{}
	if a := j.post(h, "/api/v1/session/return", fresh.start(j)); a.Status != http.StatusCreated || fresh.Asked("token") != 1 {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

func TestScanSignInFindsTheEmployee(t *testing.T) {
	h := newHub(t)
	m := h.member(h.a, "sun", access.Seller)
	left := h.member(h.a, "gone", access.Seller)
	d := h.newData(h.a, "src")
	h.scan.people = map[string]string{"c1": "SunLi", "c2": "Nobody", "c3": "Gone"}
	p := identity.Provider{Name: "wecom", Kind: identity.Scan, TitleZh: "企业微信", Enabled: true, Public: true, Connection: d.conn}
	if err := h.identities.Save(h.as(h.a), h.clock.Now(), p); err != nil {
		t.Fatal(err)
	}
	for n, x := range map[string][3]string{"E1": {"SunLi", "active", m.Account}, "E2": {"Gone", "left", left.Account}} {
		h.sql.Exec("insert into employee (workspace, id, number, wecom_userid, status, account, records) values ($1, gen_random_uuid(), $2, $3, $4, $5, '{}')", string(h.a), n, x[0], x[1], x[2])
	}
	p.Workspace = h.a
	back := func(j jar, code string) answer {
		t.Helper()
		to := decode[struct{ URL string }](j.post(h, "/api/v1/session/start", map[string]string{"way": p.Way()}), http.StatusOK).URL
		u, err := url.Parse(to)
		if err != nil || u.Query().Get("redirect_uri") != publicURL+"/sign-in/return/"+p.Way() {
			t.Fatal(to, err)
		}
		return j.post(h, "/api/v1/session/return", map[string]string{"way": p.Way(), "state": u.Query().Get("state"), "code": code})
	}
	in := decode[struct{ Me meBody }](back(jar{}, "c1"), http.StatusCreated)
	if !in.Me.Confined || in.Me.Workspace.Slug != "alpha" {
		t.Errorf("%+v", in.Me)
	}
	back(jar{}, "c1").fails(http.StatusUnauthorized, "sign_in_code")
	back(jar{}, "c2").fails(http.StatusForbidden, "stranger")
	back(jar{}, "c3").fails(http.StatusForbidden, "stranger")
	if h.refusals() != "3" {
		t.Errorf("%s refusals", h.refusals())
	}
	// An administrator says who it is, then it works.
	h.scan.people = map[string]string{"c4": "Nobody"}
	if a := h.call(http.MethodPut, "/api/v1/members/"+left.Account+"/identities/wecom", h.keys[access.Admin], map[string]string{"external": "Nobody"}); a.Status != http.StatusNoContent {
		t.Fatalf("%d %s", a.Status, a.Body)
	}
	if a := back(jar{}, "c4"); a.Status != http.StatusCreated {
		t.Errorf("%d %s", a.Status, a.Body)
	}
}

// TestIdentitiesAreLinkedByTheirOwner: somebody signed in goes to the provider and comes
// back linked; another session that brings the answer back links nothing.
func TestIdentitiesAreLinkedByTheirOwner(t *testing.T) {
	h := newHub(t)
	i := h.idp(h.a, "corp", nil)
	h.member(h.a, "lina", access.Finance)
	h.member(h.a, "mallory", access.Seller)
	enter := func(name string) jar {
		j := jar{}
		if a := j.post(h, "/api/v1/session", map[string]string{"sign_in": name, "password": longPassword}); a.Status != http.StatusCreated {
			t.Fatalf("%d %s", a.Status, a.Body)
		}
		return j
	}
	li, mallory := enter("lina"), enter("mallory")
	begin := func(j jar) map[string]string {
		t.Helper()
		return i.visit(decode[struct{ URL string }](j.post(h, "/api/v1/me/identities", map[string]string{"way": i.way()}), http.StatusOK).URL)
	}
	stolen := begin(li)
	mallory["heliu-flow"] = li["heliu-flow"]
	mallory.post(h, "/api/v1/session/return", stolen).fails(http.StatusUnauthorized, "state_refused")
	back := begin(li)
	if got := decode[struct{ Linked bool }](li.post(h, "/api/v1/session/return", back), http.StatusCreated); !got.Linked {
		t.Error("not linked")
	}
	j := jar{}
	in := decode[struct{ Me meBody }](j.post(h, "/api/v1/session/return", i.start(j)), http.StatusCreated)
	if in.Me.Roles[0] != "finance" {
		t.Errorf("%+v", in.Me)
	}
	sec := decode[struct {
		Identities []struct{ Provider, External string }
		Ways       []struct{ Way string }
	}](h.call(http.MethodGet, "/api/v1/me/security", "", nil, li.send), http.StatusOK)
	if len(sec.Identities) != 1 || sec.Identities[0].External != "u-1" || len(sec.Ways) != 0 {
		t.Errorf("%+v", sec)
	}
	if a := h.call(http.MethodDelete, "/api/v1/me/identities/corp", "", nil, li.send); a.Status != http.StatusNoContent {
		t.Errorf("%d %s", a.Status, a.Body)
	}
	j = jar{}
	j.post(h, "/api/v1/session/return", i.start(j)).fails(http.StatusForbidden, "stranger")
}
