package console_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

type approvalsBody struct {
	Items   []views.Approval
	Waiting int
}

// people are two persons who may do the same, and one who may only read.
func (h *hub) people() (ann, bob, eva func(method, path string, body any) answer) {
	h.t.Helper()
	as := func(name string, role access.Role) func(method, path string, body any) answer {
		cookie := h.signIn(name, role)
		return func(method, path string, body any) answer {
			return h.call(method, "/api/v1"+path, "", body, with(cookie))
		}
	}
	return as("ann", access.IT), as("bob", access.IT), as("eva", access.Auditor)
}

// TestMoreThanAHundredLettersNeedTwoPeople: one proposes to put them away, another one
// approves, and only then it is done.
func TestMoreThanAHundredLettersNeedTwoPeople(t *testing.T) {
	h := newHub(t)
	d := h.letterData()
	for i := range 101 {
		d.land("leads", fmt.Sprintf("many-%03d", i), map[string]any{"name": "x"}, pipelines.Quarantined, "missing_field", pipelines.DeadLetter{Field: "channel", Fault: fault.New("missing_field", nil)})
	}
	ann, bob, eva := h.people()
	discard := map[string]any{"filter": map[string]any{"code": "missing_field"}, "reason": "来源已停用"}
	a := decode[struct {
		Job      *views.LetterJob
		Approval views.Approval
	}](ann(http.MethodPost, "/dead-letters/discard", discard), http.StatusAccepted)
	if a.Job != nil || a.Approval.Status != "waiting" || a.Approval.May.Decide || !a.Approval.May.Withdraw || a.Approval.May.Why != "approval_own" || a.Approval.Link != "/w/alpha/approvals/"+a.Approval.ID ||
		string(a.Approval.Diff["letters"]) != `{"from":101,"to":0}` || !strings.Contains(a.Approval.Title.Zh, "101") {
		t.Fatalf("%+v", a)
	}
	path := "/approvals/" + a.Approval.ID
	open := func() string { return h.sql.One("select count(*) from dead_letter where status = 'open'") }
	yes := map[string]any{"reason": "核对过"}
	ann(http.MethodPost, path+"/approve", yes).fails(http.StatusConflict, "approval_own")
	h.call(http.MethodPost, "/api/v1"+path+"/approve", h.keys[access.Admin], yes).fails(http.StatusForbidden, "approval_person")
	eva(http.MethodPost, path+"/approve", yes).fails(http.StatusForbidden, "forbidden")
	bob(http.MethodPost, path+"/approve", map[string]any{"reason": " "}).fails(http.StatusBadRequest, "reason_needed")
	if mine := decode[approvalsBody](ann(http.MethodGet, "/approvals?box=mine", nil), http.StatusOK); len(mine.Items) != 1 || mine.Waiting != 0 {
		t.Errorf("hers: %+v", mine)
	}
	if his := decode[approvalsBody](bob(http.MethodGet, "/approvals", nil), http.StatusOK); len(his.Items) != 1 || his.Waiting != 1 || !his.Items[0].May.Decide || his.Items[0].ProposedBy != "测试" {
		t.Errorf("his: %+v", his)
	}
	if h.step(); open() != "101" {
		t.Error("letters went without a second person")
	}
	done := decode[views.Approval](bob(http.MethodPost, path+"/approve", yes), http.StatusOK)
	if done.Status != "applied" || done.DecidedBy != "测试" || done.Because != "核对过" {
		t.Fatalf("%+v", done)
	}
	bob(http.MethodPost, path+"/approve", yes).fails(http.StatusConflict, "approval_decided")
	if h.step(); open() != "0" {
		t.Errorf("%s letters stay", open())
	}
	if got := h.sql.One("select count(*) || ' ' || min(by) from dead_letter_job where verb = 'discard'"); !strings.HasPrefix(got, "1 user:") {
		t.Errorf("jobs: %s", got)
	}
}

// TestAnApprovalThatStandsNoMore is case 88 over HTTP: changed and expired.
func TestAnApprovalThatStandsNoMore(t *testing.T) {
	h := newHub(t)
	h.letterData()
	ann, bob, _ := h.people()
	conn := h.sql.One("select id::text from connection where workspace = $1 limit 1", string(h.a))
	if _, err := h.store.PublishMapping(h.as(h.a), h.a, store.MappingOf{Connector: "toypull", Stream: "customers"}, 0, toyRules, "first"); err != nil {
		t.Fatal(err)
	}
	next := strings.Replace(toyRules, "legal_name: name", "legal_name: title", 1)
	propose := func(yaml string) answer {
		return ann(http.MethodPost, "/mappings/toypull/customers/propose", map[string]any{"yaml": yaml, "reason": "字段改名"})
	}
	p := propose("version: 1\nstream: customers\nentities:\n  - kind: custmer\n").fails(http.StatusBadRequest, "mapping_refused")
	if len(p.Errors) == 0 || !strings.Contains(p.Errors[0].Message, "customer") {
		t.Errorf("lint: %+v", p)
	}
	propose(toyRules).fails(http.StatusConflict, "mapping_unchanged")
	propose(strings.Replace(toyRules, "customers", "orders", 1)).fails(http.StatusBadRequest, "bad_request")
	ann(http.MethodPost, "/mappings/toypull/nothing/propose", map[string]any{"yaml": next, "reason": "x"}).fails(http.StatusNotFound, "not_found")
	ann(http.MethodPost, "/mappings/toypull/customers/propose", map[string]any{"yaml": next, "reason": "x", "connection": conn}).fails(http.StatusNotFound, "not_found")

	check := decode[views.MappingCheck](ann(http.MethodPost, "/mappings/toypull/customers/check", map[string]any{"yaml": next}), http.StatusOK)
	if check.InForce != 1 || check.Now != toyRules || len(check.Issues) != 0 || check.Same {
		t.Errorf("%+v", check)
	}
	late := decode[views.Approval](propose(next), http.StatusAccepted)
	h.clock.Advance(24 * time.Hour)
	ann, bob, _ = relive(h, ann, bob)
	bob(http.MethodPost, "/approvals/"+late.ID+"/approve", map[string]any{"reason": "x"}).fails(http.StatusConflict, "approval_expired")

	moved := decode[views.Approval](ann(http.MethodPost, "/mappings/toypull/customers/propose", map[string]any{"yaml": next, "reason": "字段改名"}), http.StatusAccepted)
	if moved.ID == late.ID {
		t.Error("what expired is given again")
	}
	if _, err := h.store.PublishMapping(h.as(h.a), h.a, store.MappingOf{Connector: "toypull", Stream: "customers"}, 1, toyRules+"      region: area\n", "between"); err != nil {
		t.Fatal(err)
	}
	bob(http.MethodPost, "/approvals/"+moved.ID+"/approve", map[string]any{"reason": "x"}).fails(http.StatusConflict, "approval_changed")
	if got := decode[views.Approval](ann(http.MethodPost, "/approvals/"+moved.ID+"/withdraw", map[string]any{}), http.StatusOK); got.Status != "withdrawn" {
		t.Errorf("%+v", got)
	}
	good := decode[views.Approval](ann(http.MethodPost, "/mappings/toypull/customers/propose", map[string]any{"yaml": next, "reason": "字段改名"}), http.StatusAccepted)
	if got := decode[views.Approval](bob(http.MethodPost, "/approvals/"+good.ID+"/approve", map[string]any{"reason": "x"}), http.StatusOK); got.Status != "applied" {
		t.Fatalf("%+v", got)
	}
	m := decode[views.MappingRules](ann(http.MethodGet, "/mappings/toypull/customers", nil), http.StatusOK)
	if m.InForce != 3 || m.YAML != next || len(m.Versions) != 3 || m.Versions[0].Note != "字段改名" || !strings.HasPrefix(m.Versions[0].By, "user:") {
		t.Errorf("%+v", m)
	}
	if all := decode[struct{ Items []views.MappingRow }](ann(http.MethodGet, "/mappings", nil), http.StatusOK); len(all.Items) < 2 {
		t.Errorf("%+v", all)
	}
}

const toyRules = "version: 1\nstream: customers\nentities:\n  - kind: customer\n    fields:\n      legal_name: name\n"

// relive signs the same people in again: their sessions are over.
func relive(h *hub, _, _ func(string, string, any) answer) (ann, bob, none func(method, path string, body any) answer) {
	h.t.Helper()
	as := func(name string) func(method, path string, body any) answer {
		in := h.call(http.MethodPost, "/api/v1/session", "", map[string]string{"sign_in": name, "password": "a long enough password"})
		if in.Status != http.StatusCreated {
			h.t.Fatalf("%d %s", in.Status, in.Body)
		}
		cookie := cookieOf(h.t, in)
		return func(method, path string, body any) answer {
			return h.call(method, "/api/v1"+path, "", body, with(cookie))
		}
	}
	return as("ann"), as("bob"), nil
}

func TestATurnIsHandedOn(t *testing.T) {
	h := newHub(t)
	ann, bob, _ := h.people()
	cid := h.signIn("cid", access.IT)
	all := decode[struct {
		Items    []views.Delegation
		Deputies []views.Deputies
	}](ann(http.MethodGet, "/delegations", nil), http.StatusOK)
	if len(all.Items) != 0 || len(all.Deputies) < 3 {
		t.Fatalf("%+v", all)
	}
	me := decode[struct{ ID string }](bob(http.MethodGet, "/me", nil), http.StatusOK)
	bobID := h.sql.One("select id::text from account where sign_in = 'bob'")
	if me.ID != "" && me.ID != bobID {
		t.Fatalf("%q is not %q", me.ID, bobID)
	}
	hand := map[string]any{"kind": "secret.rotate", "to": bobID, "to_at": h.clock.Now().Add(time.Hour), "reason": "休假"}
	made := decode[struct{ Items []views.Delegation }](ann(http.MethodPost, "/delegations", hand), http.StatusCreated)
	if len(made.Items) != 1 || !made.Items[0].Mine {
		t.Fatalf("%+v", made)
	}
	before := h.store.Keyring().CurrentID()
	p := decode[views.Approval](h.call(http.MethodPost, "/api/v1/secrets/rotate", "", map[string]any{"reason": "例行轮换"}, with(cid)), http.StatusAccepted)
	seen := decode[views.Approval](bob(http.MethodGet, "/approvals/"+p.ID, nil), http.StatusOK)
	if len(seen.May.For) != 1 {
		t.Fatalf("%+v", seen.May)
	}
	done := decode[views.Approval](bob(http.MethodPost, "/approvals/"+p.ID+"/approve", map[string]any{"reason": "x", "for": seen.May.For[0].Account}), http.StatusOK)
	if done.Status != "applied" || done.For != "测试" || h.store.Keyring().CurrentID() == before {
		t.Errorf("%+v", done)
	}
	bob(http.MethodDelete, "/delegations/"+made.Items[0].ID, nil).fails(http.StatusNotFound, "not_found")
	if got := ann(http.MethodDelete, "/delegations/"+made.Items[0].ID, nil); got.Status != http.StatusNoContent {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	for _, q := range []url.Values{{"box": {"waiting"}}, {"box": {"decided"}}, {"box": {"all"}}} {
		got := decode[approvalsBody](bob(http.MethodGet, "/approvals?"+q.Encode(), nil), http.StatusOK)
		if want := map[string]int{"waiting": 0, "decided": 1, "all": 1}[q.Get("box")]; len(got.Items) != want {
			t.Errorf("%s: %d", q, len(got.Items))
		}
	}
}

// held makes an approval that waits and a delegation, both of an account.
func (h *hub) held(ws record.WorkspaceID, slug, account string) (approvalID, delegation string) {
	h.t.Helper()
	now, system := h.clock.Now(), access.SystemActor("test", ws)
	a, err := h.store.SaveApproval(h.as(ws), approval.Approval{
		Proposal: approval.Proposal{Kind: approval.MappingApply, ObjectKind: "mapping", ObjectID: "of " + slug, Title: approval.Text{Zh: "审批 " + slug, En: "approval " + slug}, Diff: []byte(`{"version":{"from":1,"to":2}}`), Reason: "x"},
		ID:       uuid.NewString(), Workspace: ws, ProposedBy: "user:" + account, Proposer: account, ProposedAt: now, ExpiresAt: now.Add(approval.Day),
	}, access.Entry{Actor: system, Action: "approval.propose", ObjectKind: "approval"})
	if err != nil {
		h.t.Fatal(err)
	}
	d := approval.Delegation{ID: uuid.NewString(), Workspace: ws, Kind: approval.MappingApply, From: account, To: uuid.NewString(), FromAt: now, ToAt: now.Add(approval.Day), CreatedAt: now}
	if err := h.store.SaveDelegation(h.as(ws), d, access.Entry{Actor: system, Action: "approval.delegate", ObjectKind: "approval_delegation"}); err != nil {
		h.t.Fatal(err)
	}
	return a.ID, d.ID
}

// TestWhoCameByALinkDecidesAfterSettingAPassword: a link is made by somebody else, so it
// is not enough to decide; one's own password is.
func TestWhoCameByALinkDecidesAfterSettingAPassword(t *testing.T) {
	h := newHub(t)
	ann, _, _ := h.people()
	m, err := h.gate.AddMember(h.as(h.a), h.clock.Now(), access.NewMember{SignIn: "linked", Name: "新人", Roles: []access.Role{access.IT}})
	if err != nil {
		t.Fatal(err)
	}
	token := decode[struct{ Token string }](h.call(http.MethodPost, "/api/v1/members/"+m.Account+"/links", "", nil, with(h.signIn("boss", access.Admin))), http.StatusCreated).Token
	enter := func(body map[string]string) func(*http.Request) {
		in := h.call(http.MethodPost, "/api/v1/session", "", body)
		if in.Status != http.StatusCreated {
			t.Fatalf("%d %s", in.Status, in.Body)
		}
		return with(cookieOf(t, in))
	}
	p := decode[views.Approval](ann(http.MethodPost, "/secrets/rotate", map[string]any{"reason": "例行"}), http.StatusAccepted)
	path, yes := "/api/v1/approvals/"+p.ID+"/approve", map[string]any{"reason": "看过"}
	byLink := enter(map[string]string{"token": token})
	h.call(http.MethodPost, path, "", yes, byLink).fails(http.StatusForbidden, "approval_person")
	set := h.call(http.MethodPut, "/api/v1/session/password", "", map[string]any{"password": "a quite long one"}, byLink)
	if set.Status != http.StatusNoContent {
		t.Fatalf("%d %s", set.Status, set.Body)
	}
	h.call(http.MethodPost, path, "", yes, byLink).fails(http.StatusUnauthorized, "session_over")
	if got := decode[views.Approval](h.call(http.MethodPost, path, "", yes, enter(map[string]string{"sign_in": "linked", "password": "a quite long one"})), http.StatusOK); got.Status != "applied" {
		t.Errorf("%+v", got)
	}
}
