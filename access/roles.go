package access

import (
	"slices"

	"github.com/heliuhub/heliu/fault"
)

// Role is what somebody is in a workspace.
type Role string

// The roles.
const (
	Admin     Role = "admin"     // 管理员
	IT        Role = "it"        // 信息部
	Steward   Role = "steward"   // 主数据管理员
	Marketing Role = "marketing" // 市场
	Finance   Role = "finance"   // 财务
	Seller    Role = "seller"    // 销售
	Auditor   Role = "auditor"   // 审计
)

// Roles lists all of them.
var Roles = []Role{Admin, IT, Steward, Marketing, Finance, Seller, Auditor}

// Action is something that needs permission; it is also a scope of an API key.
type Action string

// The actions.
const (
	ConnectionRead   Action = "connection.read"
	ConnectionWrite  Action = "connection.write"
	FileUpload       Action = "file.upload"
	MappingRead      Action = "mapping.read"
	MappingWrite     Action = "mapping.write"
	PipelineRead     Action = "pipeline.read"
	DLQWrite         Action = "dlq.write"         // replay, edit and discard dead letters
	PipelineWrite    Action = "pipeline.write"    // replay, backfill, how far streams were read
	ComparisonRead   Action = "comparison.read"   // what a source holds against what the hub holds
	CustomerRead     Action = "customer.read"     // golden records, personal fields masked
	CustomerPersonal Action = "customer.personal" // personal fields in full
	CustomerMerge    Action = "customer.merge"    // propose merges and splits
	CustomerApprove  Action = "customer.approve"  // approve what somebody else proposed
	CustomerExport   Action = "customer.export"
	ROIRead          Action = "roi.read"
	ROIWrite         Action = "roi.write" // models, channels, manual cost
	PaymentRead      Action = "payment.read"
	PaymentMatch     Action = "payment.match"
	PaymentClaim     Action = "payment.claim"
	PaymentPost      Action = "payment.post"
	AlertRead        Action = "alert.read"
	AlertWrite       Action = "alert.write"
	AlertOwn         Action = "alert.own" // see and acknowledge what one was told of
	AuditRead        Action = "audit.read"
	SubjectExport    Action = "subject.export"
	SubjectErase     Action = "subject.erase"
	PeopleRead       Action = "people.read"  // employees, units, what somebody owns
	PeopleWrite      Action = "people.write" // hand over, link accounts, close access
	MemberRead       Action = "member.read"  // who has a place here, and as what
	MemberWrite      Action = "member.write"
	KeyRead          Action = "key.read" // which API keys there are, never their text
	KeyWrite         Action = "key.write"
	WorkspaceRead    Action = "workspace.read"
	WorkspaceWrite   Action = "workspace.write" // rename, remove
	SecretRotate     Action = "secret.rotate"   // bring all secrets under a new key
	URLAllow         Action = "url.allow"       // let connections reach more addresses
)

// The actions of who decides what somebody else proposed: one a kind of package approval.
const (
	ApproveMapping Action = "approval.mapping.apply"
	ApproveRole    Action = "approval.role.grant"
	ApproveSecret  Action = "approval.secret.rotate"
	ApproveURL     Action = "approval.url.allow"
	ApproveDiscard Action = "approval.dlq.discard"
	ApproveExport  Action = "approval.customer.export"
	ApproveErase   Action = "approval.subject.erase"
)

// permissions is the one table of who may do what, and how far: a role alone reaches
// everything in the workspace, role.over(scope) only so far.
var permissions = map[Action][]grant{
	ConnectionRead:   {Admin, IT, Steward, Marketing, Finance, Auditor},
	ConnectionWrite:  {Admin, IT},
	FileUpload:       {Admin, IT, Marketing, Finance},
	MappingRead:      {Admin, IT, Steward, Auditor},
	MappingWrite:     {Admin, IT, Steward},
	PipelineRead:     {Admin, IT, Steward, Auditor},
	DLQWrite:         {Admin, IT},
	PipelineWrite:    {Admin, IT},
	ComparisonRead:   {Admin, IT, Steward, Finance, Auditor},
	CustomerRead:     {Admin, IT, Steward, Marketing, Finance, Seller.over(Team), Auditor},
	CustomerPersonal: {Admin, Steward, Seller.over(Team)},
	CustomerMerge:    {Admin, Steward},
	CustomerApprove:  {Admin, Steward},
	CustomerExport:   {Admin, Steward},
	ROIRead:          {Admin, Steward, Marketing, Finance, Auditor},
	ROIWrite:         {Admin, Marketing},
	PaymentRead:      {Admin, Finance, Seller.over(Team), Auditor},
	PaymentMatch:     {Admin, Finance},
	PaymentClaim:     {Admin, Finance, Seller.over(Own)},
	PaymentPost:      {Finance},
	AlertRead:        {Admin, IT, Steward, Marketing, Finance, Auditor},
	AlertWrite:       {Admin, IT},
	AlertOwn:         {Admin, IT, Steward, Marketing, Finance, Seller},
	AuditRead:        {Admin, Auditor},
	SubjectExport:    {Admin, Steward},
	SubjectErase:     {Admin, Steward},
	PeopleRead:       {Admin, IT, Steward, Marketing, Finance, Auditor},
	PeopleWrite:      {Admin},
	MemberRead:       {Admin, Auditor},
	MemberWrite:      {Admin},
	KeyRead:          {Admin, IT, Auditor},
	KeyWrite:         {Admin, IT},
	WorkspaceRead:    {Admin, IT, Steward, Marketing, Finance, Seller, Auditor},
	WorkspaceWrite:   {Admin},
	SecretRotate:     {Admin, IT},
	URLAllow:         {Admin, IT},

	ApproveMapping: {Admin, IT, Steward},
	ApproveRole:    {Admin, IT},
	ApproveSecret:  {Admin, IT},
	ApproveURL:     {Admin, IT},
	ApproveDiscard: {Admin, IT, Steward},
	ApproveExport:  {Admin, Steward},
	ApproveErase:   {Admin, Steward},
}

// Actions lists all actions, sorted.
func Actions() []Action {
	out := make([]Action, 0, len(permissions))
	for a := range permissions {
		out = append(out, a)
	}
	slices.Sort(out)
	return out
}

// RolesFor gives the roles that may do something; none for an unknown action.
func RolesFor(a Action) []Role {
	var out []Role
	for _, g := range permissions[a] {
		r, _ := g.grants()
		out = append(out, r)
	}
	return out
}

// Allowed tells whether any of the roles may do it.
func Allowed(roles []Role, a Action) bool { return Reach(roles, a) != None }

// CheckRoles refuses an unknown role and an empty list.
func CheckRoles(roles []Role) error {
	if len(roles) == 0 {
		return fault.Newf("bad_role", "at least one role is needed").At("roles", "")
	}
	for _, r := range roles {
		if !slices.Contains(Roles, r) {
			return fault.Newf("bad_role", "%q", r).At("roles", string(r))
		}
	}
	return nil
}

// CheckScopes refuses an unknown action.
func CheckScopes(scopes []Action) error {
	for _, a := range scopes {
		if permissions[a] == nil {
			return fault.Newf("bad_scope", "%q", a).At("scopes", string(a))
		}
	}
	return nil
}
