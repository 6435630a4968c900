package console

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/access/approval"
	"github.com/heliuhub/heliu/fault"
)

// rule says who may call an operation.
type rule struct {
	open  bool            // nobody needs to be signed in
	any   []access.Action // one of these suffices; none: whoever is signed in
	inURL bool            // the path value "workspace" is the workspace, before header and session
}

func may(any ...access.Action) rule { return rule{any: any} }

// forApprovals lets in whoever may propose or decide about some kind, and these.
func forApprovals(more ...access.Action) rule {
	for _, r := range approval.Rules() {
		more = append(more, r.Propose, r.Approve)
	}
	return may(more...)
}

// rules is the one table of who may call what: operation id to permission. Which
// roles have a permission stands in package access.
var rules = map[string]rule{
	"createSession":   {open: true},
	"deleteSession":   {},
	"getMe":           {},
	"listWorkspaces":  {},
	"deleteWorkspace": {any: []access.Action{access.WorkspaceWrite}, inURL: true},

	"finishSecondStep":        {open: true}, // the ticket in the browser's cookie is asked for
	"offerSecondStep":         {open: true},
	"listSignInWays":          {open: true},
	"startSignIn":             {open: true},
	"finishSignIn":            {open: true},
	"getMySecurity":           {}, // what follows concerns the caller alone
	"offerMySecondFactor":     {},
	"confirmMySecondFactor":   {},
	"renewMyRecoveryCodes":    {},
	"turnOffMySecondFactor":   {},
	"startMyLink":             {},
	"deleteMyIdentity":        {},
	"listProviders":           may(access.MemberWrite),
	"setProvider":             may(access.MemberWrite),
	"deleteProvider":          may(access.MemberWrite),
	"checkProvider":           may(access.MemberWrite),
	"getSignInPolicy":         may(access.MemberWrite),
	"setSignInPolicy":         may(access.MemberWrite),
	"resetMemberSecondFactor": may(access.MemberWrite),
	"getMemberSecurity":       may(access.MemberWrite),
	"linkMemberIdentity":      may(access.MemberWrite),
	"unlinkMemberIdentity":    may(access.MemberWrite),

	"listMySessions":     {},
	"endMySession":       {},
	"endMyOtherSessions": {},
	"listRoles":          {},
	"listMembers":        may(access.MemberRead),
	"addMember":          may(access.MemberWrite),
	"setMemberRoles":     may(access.MemberWrite),
	"disableMember":      may(access.MemberWrite),
	"enableMember":       may(access.MemberWrite),
	"createSignInLink":   may(access.MemberWrite),
	"listKeys":           may(access.KeyRead),
	"issueKey":           may(access.KeyWrite),
	"revokeKey":          may(access.KeyWrite),

	"listConnectors":       may(access.ConnectionRead),
	"listConnections":      may(access.ConnectionRead),
	"getConnection":        may(access.ConnectionRead),
	"createConnection":     may(access.ConnectionWrite),
	"updateConnection":     may(access.ConnectionWrite),
	"pauseConnection":      may(access.ConnectionWrite),
	"resumeConnection":     may(access.ConnectionWrite),
	"checkConnection":      may(access.ConnectionWrite),
	"tryConnection":        may(access.ConnectionWrite),
	"listConnectionStates": may(access.PipelineRead),
	"getConnectionState":   may(access.PipelineRead),
	"setConnectionState":   may(access.PipelineWrite),
	"resetConnectionState": may(access.PipelineWrite),
	"uploadConnectionFile": may(access.FileUpload),
	"listConnectionFiles":  may(access.ConnectionRead),

	"listCustomers":       may(access.CustomerRead),
	"getCustomer":         may(access.CustomerRead),
	"getCustomerSections": may(access.CustomerRead),

	"getRoiMatrix":  may(access.ROIRead),
	"listRoiModels": may(access.ROIRead),
	"listRoiDeals":  may(access.ROIRead),
	"getDeal":       may(access.ROIRead, access.PaymentRead),
	"listPayments":  may(access.PaymentRead),
	"getPayment":    may(access.PaymentRead),

	// Every number opens, for whoever may see the number: recordKinds narrows these.
	"getRecord":     may(access.PipelineRead, access.ROIRead, access.PaymentRead, access.CustomerRead),
	"tracePipeline": may(access.PipelineRead, access.ROIRead, access.PaymentRead),

	"getBalance": may(access.PipelineRead),

	"listEmployees":         may(access.PeopleRead),
	"getEmployee":           may(access.PeopleRead),
	"listOwned":             may(access.PeopleRead),
	"listOrgUnits":          may(access.PeopleRead),
	"listEmployeeConflicts": may(access.PeopleRead),
	"previewHandover":       may(access.PeopleWrite),
	"applyHandover":         may(access.PeopleWrite),
	"undoHandover":          may(access.PeopleWrite),
	"linkEmployeeAccount":   may(access.PeopleWrite),
	"closeEmployeeAccess":   may(access.PeopleWrite),
	"reopenEmployeeAccess":  may(access.PeopleWrite),

	"listDeadLetters":       may(access.PipelineRead),
	"countDeadLetters":      may(access.PipelineRead),
	"getDeadLetter":         may(access.PipelineRead),
	"listDeadLetterJobs":    may(access.PipelineRead),
	"getDeadLetterJob":      may(access.PipelineRead),
	"listDeadLetterLimits":  may(access.PipelineRead),
	"replayDeadLetters":     may(access.DLQWrite),
	"discardDeadLetters":    may(access.DLQWrite),
	"tryDeadLetter":         may(access.DLQWrite),
	"editDeadLetter":        may(access.DLQWrite),
	"setDeadLetterLimit":    may(access.DLQWrite),
	"deleteDeadLetterLimit": may(access.DLQWrite),

	// Who has no more than alert.own sees and acknowledges what they were told of.
	"listAlerts":        may(access.AlertRead, access.AlertOwn),
	"getAlert":          may(access.AlertRead, access.AlertOwn),
	"acknowledgeAlert":  may(access.AlertWrite, access.AlertOwn),
	"closeAlert":        may(access.AlertWrite),
	"muteAlert":         may(access.AlertWrite),
	"unmuteAlert":       may(access.AlertWrite),
	"listAlertKinds":    may(access.AlertRead, access.AlertOwn),
	"getAlertRules":     may(access.AlertRead),
	"setAlertRules":     may(access.AlertWrite),
	"getAlertRoutes":    may(access.AlertRead),
	"setAlertRoutes":    may(access.AlertWrite),
	"testAlertChannel":  may(access.AlertWrite),
	"listAlertMessages": may(access.AlertRead),
	"getWorkCalendar":   may(access.AlertRead, access.AlertOwn),
	"setWorkCalendar":   may(access.AlertWrite),
	"getMyAlerts":       may(access.AlertRead, access.AlertOwn),
	"setMyAlerts":       may(access.AlertRead, access.AlertOwn),
	"setOwner":          may(access.ConnectionWrite),

	"setMyPassword": {},

	"listApprovals":    forApprovals(access.AuditRead),
	"getApproval":      forApprovals(access.AuditRead),
	"approveApproval":  forApprovals(), // and the kind's own permission, asked by the desk
	"refuseApproval":   forApprovals(),
	"withdrawApproval": forApprovals(),
	"retryApproval":    forApprovals(),
	"listDelegations":  forApprovals(),
	"createDelegation": forApprovals(),
	"deleteDelegation": forApprovals(),

	"listMappings":   may(access.MappingRead),
	"getMapping":     may(access.MappingRead),
	"checkMapping":   may(access.MappingWrite),
	"proposeMapping": may(access.MappingWrite),
	"rotateSecrets":  may(access.SecretRotate),

	"listNetworkRanges": may(access.URLAllow, access.ConnectionRead),
	"openNetworkRange":  may(access.URLAllow),
	"closeNetworkRange": may(access.URLAllow),

	"listAudit":       may(access.AuditRead),
	"listAuditFacets": may(access.AuditRead),
	"getAuditEntry":   may(access.AuditRead),
	"getAuditChain":   may(access.AuditRead),
	"verifyAudit":     may(access.AuditRead),

	"getRightsReport":   may(access.AuditRead),
	"exportCustomers":   may(access.CustomerExport),
	"listExports":       may(access.CustomerExport),
	"fetchExport":       may(access.CustomerExport),
	"revealCustomer":    may(access.CustomerPersonal),
	"listPersonalViews": may(access.AuditRead),
	"getPersonalRules":  may(access.AuditRead),
	"setPersonalRules":  may(access.WorkspaceWrite),
	"events":            {}, // each topic asks for its own: topicActions

	"searchSubject":         may(access.SubjectExport),
	"exportSubject":         may(access.SubjectExport),
	"exportSubjectSheet":    may(access.SubjectExport),
	"eraseSubject":          may(access.SubjectErase),
	"listErasures":          may(access.SubjectExport),
	"getErasure":            may(access.SubjectExport),
	"listConsents":          may(access.SubjectExport),
	"noteConsent":           may(access.SubjectErase),
	"listPurposes":          may(access.SubjectExport),
	"setPurpose":            may(access.SubjectErase),
	"setDestinationPurpose": may(access.SubjectErase),
	"getRetention":          may(access.SubjectExport),
	"setRetention":          may(access.SubjectErase),
	"runRetention":          may(access.SubjectErase),
	"placeHold":             may(access.SubjectErase),
	"releaseHold":           may(access.SubjectErase),
	"listProcessing":        may(access.SubjectExport),

	"createReplay":     may(access.PipelineWrite),
	"applyReplay":      may(access.PipelineWrite),
	"createBackfill":   may(access.PipelineWrite),
	"createComparison": may(access.PipelineWrite),
	"repairComparison": may(access.PipelineWrite),
	"cancelJob":        may(access.PipelineWrite),
	"listJobs":         may(access.PipelineRead),
	"getJob":           may(access.PipelineRead),
	"listComparisons":  may(access.ComparisonRead),
	"getComparison":    may(access.ComparisonRead),
}

// roles gives the roles that a rule lets in.
func (r rule) roles() []access.Role {
	if r.open || len(r.any) == 0 {
		return slices.Clone(access.Roles)
	}
	var out []access.Role
	for _, role := range access.Roles {
		if slices.ContainsFunc(r.any, func(a access.Action) bool { return access.Allowed([]access.Role{role}, a) }) {
			out = append(out, role)
		}
	}
	return out
}

// check refuses an actor that the rule does not let in.
func (r rule) check(a access.Actor) error {
	if a.Kind == "" {
		return fault.New("unauthenticated", nil)
	}
	if len(r.any) == 0 || slices.ContainsFunc(r.any, a.Can) {
		return nil
	}
	return fault.Newf("forbidden", "it needs one of the roles %v", r.roles())
}

// describe writes the table into the document and finds operations without an entry.
func describe(api huma.API) error {
	seen := map[string]bool{}
	for path, item := range api.OpenAPI().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Put, item.Post, item.Delete, item.Patch} {
			if op == nil {
				continue
			}
			r, ok := rules[op.OperationID]
			if !ok {
				return fmt.Errorf("console: operation %s (%s) has no entry in the table of roles", op.OperationID, path)
			}
			seen[op.OperationID] = true
			if op.Extensions == nil {
				op.Extensions = map[string]any{}
			}
			if r.open {
				op.Security = []map[string][]string{}
				continue
			}
			op.Extensions["x-roles"] = r.roles()
			op.Description = strings.TrimSpace(op.Description + fmt.Sprintf("\n\nRoles: %s.", join(r.roles())))
		}
	}
	for id := range maps.Keys(rules) {
		if !seen[id] {
			return fmt.Errorf("console: the table of roles names %s, which is no operation", id)
		}
	}
	return nil
}

func join[T ~string](in []T) string {
	out := make([]string, len(in))
	for i, v := range in {
		out[i] = string(v)
	}
	return strings.Join(out, ", ")
}
