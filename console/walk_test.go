package console_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/google/uuid"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/identity"
	"github.com/heliuhub/heliu/alerts"
	"github.com/heliuhub/heliu/console"
	"github.com/heliuhub/heliu/pipelines/jobs"
	"github.com/heliuhub/heliu/record"
	"github.com/heliuhub/heliu/store"
)

// expected says who may call what. It is written out again here, by role and not by
// permission, so that a slip in either table shows.
var expected = map[string][]access.Role{
	"createSession":    nil, // open, as are the next
	"finishSecondStep": nil, "offerSecondStep": nil, "listSignInWays": nil, "startSignIn": nil, "finishSignIn": nil,
	"getMySecurity": access.Roles, "offerMySecondFactor": access.Roles, "confirmMySecondFactor": access.Roles, "renewMyRecoveryCodes": access.Roles,
	"turnOffMySecondFactor": access.Roles, "startMyLink": access.Roles, "deleteMyIdentity": access.Roles,
	"listProviders": onlyAdmin, "setProvider": onlyAdmin, "deleteProvider": onlyAdmin, "checkProvider": onlyAdmin, "getSignInPolicy": onlyAdmin, "setSignInPolicy": onlyAdmin,
	"resetMemberSecondFactor": onlyAdmin, "getMemberSecurity": onlyAdmin, "linkMemberIdentity": onlyAdmin, "unlinkMemberIdentity": onlyAdmin,
	"deleteSession": access.Roles, "getMe": access.Roles, "listWorkspaces": access.Roles, "events": access.Roles,
	"deleteWorkspace": {access.Admin},
	"listMySessions":  access.Roles, "endMySession": access.Roles, "endMyOtherSessions": access.Roles, "listRoles": access.Roles,
	"listMembers": {access.Admin, access.Auditor}, "addMember": {access.Admin}, "setMemberRoles": {access.Admin},
	"disableMember": {access.Admin}, "enableMember": {access.Admin}, "createSignInLink": {access.Admin},
	"listKeys": {access.Admin, access.IT, access.Auditor}, "issueKey": itAndAdmin, "revokeKey": itAndAdmin,
	"listConnectors": notSeller, "listConnections": notSeller, "getConnection": notSeller, "listConnectionFiles": notSeller,
	"createConnection": {access.Admin, access.IT}, "updateConnection": {access.Admin, access.IT}, "pauseConnection": {access.Admin, access.IT},
	"resumeConnection": {access.Admin, access.IT}, "checkConnection": {access.Admin, access.IT},
	"tryConnection": {access.Admin, access.IT}, "listConnectionStates": flowReaders, "getConnectionState": flowReaders,
	"setConnectionState": {access.Admin, access.IT}, "resetConnectionState": {access.Admin, access.IT},
	"uploadConnectionFile": {access.Admin, access.IT, access.Marketing, access.Finance},
	"listCustomers":        access.Roles, "getCustomer": access.Roles, "getCustomerSections": access.Roles,
	"getRoiMatrix": matrixReaders, "listRoiModels": matrixReaders, "listRoiDeals": matrixReaders,
	"getDeal":      {access.Admin, access.Steward, access.Marketing, access.Finance, access.Seller, access.Auditor},
	"listPayments": {access.Admin, access.Finance, access.Seller, access.Auditor}, "getPayment": {access.Admin, access.Finance, access.Seller, access.Auditor},
	"listEmployees": notSeller, "getEmployee": notSeller, "listOwned": notSeller, "listOrgUnits": notSeller, "listEmployeeConflicts": notSeller,
	"previewHandover": {access.Admin}, "applyHandover": {access.Admin}, "undoHandover": {access.Admin}, "linkEmployeeAccount": {access.Admin},
	"closeEmployeeAccess": {access.Admin}, "reopenEmployeeAccess": {access.Admin},
	"getRecord": access.Roles, "tracePipeline": access.Roles,
	"getBalance": flowReaders, "listDeadLetters": flowReaders, "countDeadLetters": flowReaders, "getDeadLetter": flowReaders, "listDeadLetterJobs": flowReaders,
	"getDeadLetterJob": flowReaders, "listDeadLetterLimits": flowReaders,
	"replayDeadLetters": itAndAdmin, "discardDeadLetters": itAndAdmin, "tryDeadLetter": itAndAdmin, "editDeadLetter": itAndAdmin,
	"setDeadLetterLimit": itAndAdmin, "deleteDeadLetterLimit": itAndAdmin,
	"listAlerts": access.Roles, "getAlert": access.Roles, "listAlertKinds": access.Roles, "getWorkCalendar": access.Roles, "getMyAlerts": access.Roles, "setMyAlerts": access.Roles,
	"acknowledgeAlert": {access.Admin, access.IT, access.Steward, access.Marketing, access.Finance, access.Seller}, "closeAlert": itAndAdmin, "muteAlert": itAndAdmin, "unmuteAlert": itAndAdmin,
	"getAlertRules": notSeller, "setAlertRules": itAndAdmin, "getAlertRoutes": notSeller, "setAlertRoutes": itAndAdmin, "testAlertChannel": itAndAdmin, "listAlertMessages": notSeller,
	"setWorkCalendar": itAndAdmin, "setOwner": itAndAdmin,
	"listNetworkRanges": notSeller, "openNetworkRange": itAndAdmin, "closeNetworkRange": itAndAdmin,
	"listAudit": auditReaders, "listAuditFacets": auditReaders, "getAuditEntry": auditReaders, "getAuditChain": auditReaders, "verifyAudit": auditReaders,
	"getRightsReport": auditReaders, "exportCustomers": {access.Admin, access.Steward}, "listExports": {access.Admin, access.Steward}, "fetchExport": {access.Admin, access.Steward},
	"revealCustomer": {access.Admin, access.Steward, access.Seller}, "listPersonalViews": auditReaders, "getPersonalRules": auditReaders, "setPersonalRules": {access.Admin},
	"listJobs": flowReaders, "getJob": flowReaders, "listComparisons": comparisonReaders, "getComparison": comparisonReaders,
	"setMyPassword": access.Roles, "listApprovals": flowReaders, "getApproval": flowReaders, "approveApproval": deciders, "refuseApproval": deciders, "withdrawApproval": deciders, "retryApproval": deciders,
	"listDelegations": deciders, "createDelegation": deciders, "deleteDelegation": deciders,
	"listMappings": flowReaders, "getMapping": flowReaders, "checkMapping": deciders, "proposeMapping": deciders, "rotateSecrets": itAndAdmin,
	"createReplay": flowWriters, "applyReplay": flowWriters, "createBackfill": flowWriters, "createComparison": flowWriters,
	"repairComparison": flowWriters, "cancelJob": flowWriters,
}

var (
	notSeller     = []access.Role{access.Admin, access.IT, access.Steward, access.Marketing, access.Finance, access.Auditor}
	matrixReaders = []access.Role{access.Admin, access.Steward, access.Marketing, access.Finance, access.Auditor}
	onlyAdmin     = []access.Role{access.Admin}
	itAndAdmin    = []access.Role{access.Admin, access.IT}
	auditReaders  = []access.Role{access.Admin, access.Auditor}
	deciders      = []access.Role{access.Admin, access.IT, access.Steward}
	flowReaders   = []access.Role{access.Admin, access.IT, access.Steward, access.Auditor}
	flowWriters   = []access.Role{access.Admin, access.IT}

	comparisonReaders = []access.Role{access.Admin, access.IT, access.Steward, access.Finance, access.Auditor}
)

// operation is one operation of the document.
type operation struct {
	ID, Method, Path string
	Roles            []access.Role `json:"x-roles"`
}

// operations reads the document that the hub serves.
func operations(t *testing.T, h http.Handler) []operation {
	t.Helper()
	doc := decode[struct {
		Paths map[string]map[string]struct {
			OperationID string        `json:"operationId"`
			Roles       []access.Role `json:"x-roles"`
		}
	}](callTo(t, h, http.MethodGet, "/api/openapi.json", "", nil), http.StatusOK)
	var out []operation
	for path, methods := range doc.Paths {
		for method, op := range methods {
			out = append(out, operation{op.OperationID, strings.ToUpper(method), path, op.Roles})
		}
	}
	slices.SortFunc(out, func(a, b operation) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// places are ids to fill into paths.
type places struct {
	connection, customer, deal, payment, letter, job, alert, key, workspace, order, comparison string

	account, apiKey, session, provider string

	employee, handover                               string
	seq, approval, delegation, person, erasure, hold string
}

func (p places) path(op operation) string {
	path := op.Path
	switch {
	case strings.Contains(path, "/connections/"):
		path = strings.Replace(path, "{id}", p.connection, 1)
	case strings.Contains(path, "/customers/"):
		path = strings.Replace(path, "{id}", p.customer, 1)
	case strings.Contains(path, "/deals/"):
		path = strings.Replace(path, "{id}", p.deal, 1)
	case strings.Contains(path, "/dead-letters/"):
		path = strings.Replace(path, "{id}", p.letter, 1)
	case strings.Contains(path, "/alerts/"):
		path = strings.Replace(path, "{id}", p.alert, 1)
	case strings.HasPrefix(path, "/api/v1/jobs/"), strings.Contains(path, "/replays/"):
		path = strings.Replace(path, "{id}", p.order, 1)
	case strings.Contains(path, "/comparisons/"):
		path = strings.Replace(path, "{id}", p.comparison, 1)
	case strings.Contains(path, "/employees/"):
		path = strings.Replace(path, "{id}", p.employee, 1)
	case strings.Contains(path, "/handovers/"):
		path = strings.Replace(path, "{id}", p.handover, 1)
	case strings.Contains(path, "/payments/"):
		path = strings.Replace(path, "{id}", p.payment, 1)
	}
	if strings.HasPrefix(path, "/api/v1/keys/") {
		path = strings.Replace(path, "{key}", p.apiKey, 1)
	}
	if strings.HasPrefix(path, "/api/v1/identity-providers/") {
		path = strings.Replace(path, "{name}", p.provider, 1)
	}
	if op.ID == "withdrawApproval" && p.workspace == "alpha" { // nobody here proposed it
		path = strings.Replace(path, "{approval}", p.order, 1)
	}
	if strings.Contains(path, "/mappings/{connector}/{stream}") {
		path = strings.Replace(path, "{stream}", "customers", 1)
	}
	path = strings.NewReplacer("{connector}", "toypull", "{provider}", p.provider, "{approval}", p.approval, "{delegation}", p.delegation).Replace(path)
	path = strings.NewReplacer("{year}", "2026", "{seq}", p.seq, "{account}", p.account, "{session}", p.session, "{connection}", p.connection, "{stream}", "leads", "{key}", p.key, "{job}", p.job, "{workspace}", p.workspace,
		"{person}", p.person, "{erasure}", p.erasure, "{hold}", p.hold, "{purpose}", "marketing", "{class}", "raw").Replace(path)
	if op.ID == "tracePipeline" {
		path += "?number=XSDD000123"
	}
	if op.ID == "getMapping" {
		path += "?connection=" + p.connection
	}
	return path
}

// request makes a request that would do no harm: what it changes does not pass the
// check of its body, wants a version, or is not there.
func (p places) request(t *testing.T, op operation, key string) *http.Request {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	if op.ID == "events" { // a stream that ends soon
		ctx, cancel = context.WithTimeout(t.Context(), 80*time.Millisecond)
	}
	t.Cleanup(cancel)
	r := httptest.NewRequestWithContext(ctx, op.Method, p.path(op), nil)
	switch op.ID {
	case "uploadConnectionFile":
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		_ = m.Close()
		r = httptest.NewRequestWithContext(ctx, op.Method, p.path(op), &b)
		r.Header.Set("Content-Type", m.FormDataContentType())
	case "updateConnection":
		r = httptest.NewRequestWithContext(ctx, op.Method, p.path(op), strings.NewReader(`{"title":"x"}`))
		r.Header.Set("Content-Type", "application/json")
	case "replayDeadLetters", "discardDeadLetters": // names nothing
		r = jsonRequest(ctx, op.Method, p.path(op), `{}`)
	case "tryDeadLetter":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"payload":"{}"}`)
	case "editDeadLetter": // of no version
		r = jsonRequest(ctx, op.Method, p.path(op), `{"payload":"{}","reason":"x"}`)
	case "setDeadLetterLimit": // of a version that is not there
		r = jsonRequest(ctx, op.Method, p.path(op), `{"connection":"","percent":5,"at_least":100,"letters":50,"minutes":15,"version":77}`)
	case "muteAlert": // ends before it begins
		r = jsonRequest(ctx, op.Method, p.path(op), `{"reason":"x","until":"`+map[bool]string{true: "2026-06-02", false: "2020-01-01"}[p.workspace == "beta"]+`T00:00:00Z"}`)
	case "setAlertRules", "setAlertRoutes", "setWorkCalendar": // of a version that is not there
		r = jsonRequest(ctx, op.Method, p.path(op), map[string]string{
			"setAlertRules":   `{"version":77,"set":{"rules":[],"kinds":[],"escalate":{"critical":1,"warning":1,"info":1}}}`,
			"setAlertRoutes":  `{"version":77,"routes":[],"not_default":[]}`,
			"setWorkCalendar": `{"version":77,"calendar":{"year":2026,"example":false,"days":[]}}`,
		}[op.ID])
	case "testAlertChannel":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"channel":"00000000-0000-4000-8000-000000000000"}`)
	case "setMyAlerts": // of a key
		r = jsonRequest(ctx, op.Method, p.path(op), `{"quiet":[],"channels":[],"english":false,"version":0}`)
	case "setOwner":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"owner":""}`)
	case "exportCustomers":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"format":"csv","reason":"x"}`)
	case "revealCustomer": // no such field
		r = jsonRequest(ctx, op.Method, p.path(op), `{"fields":["tax_id"]}`)
	case "setPersonalRules": // of a version that is not there
		r = jsonRequest(ctx, op.Method, p.path(op), `{"reveal_reason":false,"reveal_limit":10,"alarm_persons":1,"alarm_minutes":1,"version":77}`)
	case "acknowledgeAlert":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"note":"x"}`)
	case "closeAlert": // the other workspace's would be closed
		r = jsonRequest(ctx, op.Method, p.path(op), map[bool]string{true: `{"reason":"x"}`, false: `{"reason":" "}`}[p.workspace == "beta"])
	case "addMember": // a name too short
		r = jsonRequest(ctx, op.Method, p.path(op), `{"sign_in":"x","name":"x","roles":["admin"]}`)
	case "setMemberRoles": // the other workspace's would be changed
		r = jsonRequest(ctx, op.Method, p.path(op), map[bool]string{true: `{"roles":["auditor"],"reason":"x"}`, false: `{"roles":["root"],"reason":"x"}`}[p.workspace == "beta"])
	case "issueKey": // of no role
		r = jsonRequest(ctx, op.Method, p.path(op), `{"name":"x","roles":["root"],"expires_at":"2026-06-02T00:00:00Z"}`)
	case "approveApproval", "refuseApproval": // without a reason
		r = jsonRequest(ctx, op.Method, p.path(op), map[bool]string{true: `{"reason":"x"}`, false: `{"reason":" "}`}[p.workspace == "beta"])
	case "setMyPassword": // too short
		r = jsonRequest(ctx, op.Method, p.path(op), `{"password":"x"}`)
	case "withdrawApproval", "createDelegation", "rotateSecrets":
		r = jsonRequest(ctx, op.Method, p.path(op), `{}`)
	case "checkMapping":
		r = jsonRequest(ctx, op.Method, p.path(op), fmt.Sprintf(`{"connection":%q,"yaml":"x"}`, p.connection))
	case "proposeMapping":
		r = jsonRequest(ctx, op.Method, p.path(op), fmt.Sprintf(`{"connection":%q,"yaml":"x","reason":"x"}`, p.connection))
	case "confirmMySecondFactor", "renewMyRecoveryCodes", "turnOffMySecondFactor":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"code":"000000"}`)
	case "offerMySecondFactor":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"password":"x"}`)
	case "startMyLink":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"way":"x"}`)
	case "setSignInPolicy": // an unknown role
		r = jsonRequest(ctx, op.Method, p.path(op), `{"second_factor_roles":["root"]}`)
	case "setProvider": // of a version that is not there
		r = jsonRequest(ctx, op.Method, p.path(op), `{"version":77,"kind":"oidc","title":{"zh":"x","en":""},"enabled":false,"public":false,"proven":false,"roles":[],"contact":"","issuer":"https://id.example.com","client_id":"x"}`)
	case "resetMemberSecondFactor": // it is not on
		r = jsonRequest(ctx, op.Method, p.path(op), `{"reason":"x"}`)
	case "linkMemberIdentity":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"external":"x"}`)
	case "previewHandover":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"plan":"manager"}`)
	case "applyHandover": // of another preview
		r = jsonRequest(ctx, op.Method, p.path(op), `{"plan":"manager","hash":"x","reason":"x"}`)
	case "undoHandover", "closeEmployeeAccess", "reopenEmployeeAccess": // the other workspace's would be changed
		r = jsonRequest(ctx, op.Method, p.path(op), map[bool]string{true: `{"reason":"x"}`, false: `{"reason":" "}`}[p.workspace == "beta"])
	case "linkEmployeeAccount": // of nobody
		r = jsonRequest(ctx, op.Method, p.path(op), map[bool]string{true: `{"account":""}`, false: `{"account":"x"}`}[p.workspace == "beta"])
	case "setConnectionState":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"state":{"n":1},"reason":""}`)
	case "createReplay", "createBackfill", "createComparison":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"connection":"nothing","reason":"x","from":"2026-01-01T00:00:00Z","to":"2026-01-02T00:00:00Z"}`)
	case "applyReplay", "repairComparison", "cancelJob":
		r = jsonRequest(ctx, op.Method, p.path(op), `{"reason":"x"}`)
	case "createConnection", "createSession":
		r = httptest.NewRequestWithContext(ctx, op.Method, p.path(op), strings.NewReader(`{"name":"x","connector":"nothing"}`))
		r.Header.Set("Content-Type", "application/json")
	}
	if body := p.aboutPrivacy(op); body != "" {
		r = jsonRequest(ctx, op.Method, p.path(op), body)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	return r
}

func jsonRequest(ctx context.Context, method, path, body string) *http.Request {
	r := httptest.NewRequestWithContext(ctx, method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	return r
}

// walk calls every operation as nobody, as every role, and with the ids of another
// workspace, and tells what is not as it should be.
func walk(t *testing.T, h *hub, handler http.Handler, here, there places) []string {
	t.Helper()
	var wrong []string
	say := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	do := func(r *http.Request) int {
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		return w.Code
	}
	ops := operations(t, handler)
	for _, op := range ops {
		want, known := expected[op.ID]
		if !known {
			say("%s: nobody said who may call it", op.ID)
			continue
		}
		if want == nil {
			continue
		}
		if !slices.Equal(op.Roles, want) {
			say("%s: the document names the roles %v, want %v", op.ID, op.Roles, want)
		}
		if got := do(here.request(t, op, "")); got != http.StatusUnauthorized {
			say("%s: nobody gets %d, want 401", op.ID, got)
		}
		if op.ID == "deleteWorkspace" {
			continue // who may do it is held below; here it would be done
		}
		for _, role := range access.Roles {
			got := do(here.request(t, op, h.keys[role]))
			if allowed := slices.Contains(want, role); allowed && (got == http.StatusForbidden || got == http.StatusUnauthorized || got >= 500) || !allowed && got != http.StatusForbidden {
				say("%s: %s gets %d (allowed: %t)", op.ID, role, got, allowed)
			}
		}
		if strings.Contains(op.Path, "{") && !ownerless.MatchString(op.Path) {
			r := there.request(t, op, h.keys[access.Admin])
			r.Header.Set("If-Match", `"1"`)
			if got := do(r); got != http.StatusNotFound {
				say("%s: the id of another workspace gets %d, want 404", op.ID, got)
			}
		}
		r := here.request(t, op, h.keys[access.Admin])
		r.Header.Set("X-Heliu-Workspace", "beta")
		if got := do(r); got != http.StatusNotFound {
			say("%s: another workspace by header gets %d, want 404", op.ID, got)
		}
	}
	for id := range expected {
		if !slices.ContainsFunc(ops, func(op operation) bool { return op.ID == id }) {
			say("%s is no operation", id)
		}
	}
	return wrong
}

func (h *hub) places(ws record.WorkspaceID, d *data, slug string) places {
	h.t.Helper()
	id := func(kind, key string) string {
		return h.sql.One("select id from entity where workspace = $1 and kind = $2 and key = $3", string(ws), kind, key)
	}
	letter := h.sql.One("select min(id) from dead_letter where workspace = $1", string(ws))
	if err := h.store.Raise(h.t.Context(), ws, alerts.Event{Kind: alerts.Lag, Severity: alerts.Warning, Text: alerts.Text{Zh: "积压", En: "lag"}}); err != nil {
		h.t.Fatal(err)
	}
	alert := h.sql.One("select max(id) from alert_event where workspace = $1", string(ws))
	order, err := h.store.CreateJob(h.as(ws), ws, store.NewJob{Kind: jobs.Shadow, Connection: d.conn})
	if err != nil {
		h.t.Fatal(err)
	}
	comparison := h.sql.One(`insert into comparison (workspace, job, connection, stream, from_at, to_at, source_count, hub_count, source_hash, hub_hash,
		missing_hub, missing_source, different, dead, left_out, checked_again) values ($1, $2, $3, 'leads', now() - interval '1 day', now(), 1, 1, 'a', 'a', 0, 0, 0, 0, 0, 0) returning id`,
		string(ws), order, string(d.conn))
	m, err := h.gate.AddMember(h.as(ws), h.clock.Now(), access.NewMember{SignIn: "walker-" + slug, Name: "步行 " + slug, Roles: []access.Role{access.IT}})
	if err != nil {
		h.t.Fatal(err)
	}
	_, k, err := h.gate.IssueKey(h.as(ws), h.clock.Now(), access.NewKey{Name: "walked " + slug, Roles: []access.Role{access.IT}})
	if err != nil {
		h.t.Fatal(err)
	}
	employee, handover := uuid.NewString(), uuid.NewString()
	h.sql.Exec("insert into employee (workspace, id, number, name, status, records) values ($1, $2, 'HL1', '示例', 'active', array[$2::uuid])", string(ws), employee)
	h.sql.Exec("insert into employee_source (workspace, id, employee, name, gone) values ($1, $2, $2, 'crm/employees/1', false)", string(ws), employee)
	h.sql.Exec("insert into handover (workspace, id, records, plan, gets, about, reason, at, by) values ($1, $2, array[$3::uuid], 'manager', '{}', '{}', 'x', now(), 'x')", string(ws), handover, employee)
	seq := h.sql.One("select max(seq) from audit where workspace = $1", string(ws))
	provider := "scan-" + slug
	if err := h.identities.Save(h.as(ws), h.clock.Now(), identity.Provider{Name: provider, Kind: identity.Scan, TitleZh: "扫码", Connection: d.conn}); err != nil {
		h.t.Fatal(err)
	}
	p := places{provider: provider, seq: seq, order: order, comparison: comparison, letter: letter, alert: alert, connection: string(d.conn), customer: hospital.String(), deal: id("deal", "D1"), payment: id("payment", "SK-1"), job: "1", key: "L1", workspace: slug, account: m.Account, apiKey: k.ID, session: "0123456789abcdef"}
	p.approval, p.delegation = h.held(ws, slug, m.Account)
	p.employee, p.handover = employee, handover
	h.placePrivacy(ws, &p)
	return p
}

func TestEveryRouteNamesItsRoles(t *testing.T) {
	h := newHub(t)
	a, b := h.story(h.a), h.story(h.b)
	here, there := h.places(h.a, a, "alpha"), h.places(h.b, b, "beta")
	h.sql.Exec("update golden set id = '0c000000-0000-4000-8000-00000000000f' where workspace = $1 and id = $2", string(h.b), hospital)
	there.customer = "0c000000-0000-4000-8000-00000000000f"
	h.movePerson(h.b, &there)
	for _, w := range walk(t, h, h.http, here, there) {
		t.Error(w)
	}
	for _, role := range access.Roles[1:] { // all but the administrator
		if got := h.call(http.MethodDelete, "/api/v1/workspaces/alpha", h.keys[role], nil); got.Status != http.StatusForbidden {
			t.Errorf("%s may delete a workspace: %d", role, got.Status)
		}
	}
	h.call(http.MethodDelete, "/api/v1/workspaces/beta", h.keys[access.Admin], nil).fails(http.StatusNotFound, "not_found")

	t.Run("holes are seen", func(t *testing.T) {
		for name, hole := range map[string]func() func(){
			"a permission too wide":   func() func() { return console.PlantRule("getPayment", access.CustomerRead) },
			"a permission too narrow": func() func() { return console.PlantRule("getRoiMatrix", access.WorkspaceWrite) },
			"an open route":           func() func() { return console.PlantOpen("listAudit") },
		} {
			close := hole()
			found := walk(t, h, h.console(nil), here, there)
			close()
			if len(found) == 0 {
				t.Errorf("%s: the walk sees nothing", name)
			}
		}
		leaky := leak{h.http, h.keys[access.Admin], h.bAdmin, there}
		if len(walk(t, h, leaky, here, there)) == 0 {
			t.Error("a route that shows another workspace's records: the walk sees nothing")
		}
	})
	t.Run("a route without an entry is refused", func(t *testing.T) {
		if err := console.PlantOperation(); err == nil || !strings.Contains(err.Error(), "plantedOperation") {
			t.Errorf("an operation that is not in the table is built: %v", err)
		}
	})
}

// leak is a hub that answers for another workspace's connection.
type leak struct {
	http.Handler
	from, to string
	there    places
}

func (l leak) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.Contains(r.URL.Path, l.there.connection) && r.Header.Get("Authorization") == "Bearer "+l.from {
		r.Header.Set("Authorization", "Bearer "+l.to)
	}
	l.Handler.ServeHTTP(w, r)
}

// TestNoRouteStandsOutside finds routes that are neither operations nor known to need nobody.
func TestNoRouteStandsOutside(t *testing.T) {
	h := newHub(t)
	open := []string{"/api/openapi.json", "/healthz", "/readyz", "/metrics", "/in/{connection}", "/*"}
	ops := operations(t, h.http)
	n := 0
	err := chi.Walk(console.Routes(t, h.config()), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		n++
		if !slices.Contains(open, route) && !slices.ContainsFunc(ops, func(op operation) bool { return op.Path == route && op.Method == method }) {
			return fmt.Errorf("%s %s is no operation of the document and not listed as open", method, route)
		}
		return nil
	})
	if err != nil || n < len(expected) {
		t.Errorf("%d routes: %v", n, err)
	}
}

func TestTheDocumentIsTyped(t *testing.T) {
	b, err := console.OpenAPI()
	if err != nil {
		t.Fatal(err)
	}
	again, err := console.OpenAPI()
	if err != nil || !bytes.Equal(b, again) {
		t.Error("the document differs from one time to the next")
	}
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]struct {
			OperationID string
			Summary     string
			Responses   map[string]struct {
				Content map[string]struct{ Schema map[string]any }
			}
		}
	}
	if err := json.Unmarshal(b, &doc); err != nil || doc.OpenAPI != "3.1.0" {
		t.Fatalf("%v, version %q", err, doc.OpenAPI)
	}
	if bytes.Contains(b, []byte("$schema")) && !bytes.Contains(b, []byte("json-schema.org")) {
		t.Error("answers have $schema fields")
	}
	for path, ops := range doc.Paths {
		for method, op := range ops {
			if op.OperationID == "" || op.Summary == "" {
				t.Errorf("%s %s has no name or no summary", method, path)
			}
			for status, r := range op.Responses {
				for kind, c := range r.Content {
					if (status == "default" || status >= "400") != (kind == "application/problem+json") || len(c.Schema) == 0 {
						t.Errorf("%s %s answers %s with %s, schema %v", method, path, status, kind, c.Schema)
					}
				}
			}
		}
	}
}
