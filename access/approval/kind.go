package approval

import (
	"time"

	"github.com/heliuhub/heliu/access"
)

// Kind is what a proposal is for. It is stable: rows, routing and pages go by it.
type Kind string

// The kinds.
const (
	MappingApply   Kind = "mapping.apply"
	RoleGrant      Kind = "role.grant"
	SecretRotate   Kind = "secret.rotate"
	URLAllow       Kind = "url.allow"
	LetterDiscard  Kind = "dlq.discard"
	CustomerExport Kind = "customer.export"
	SubjectErase   Kind = "subject.erase"
)

// Text is one sentence in both languages.
type Text struct {
	Zh string `json:"zh"`
	En string `json:"en"`
}

// Rule says who may propose a kind, who may decide about it, and how long a proposal
// waits. Which roles have these permissions stands in package access.
type Rule struct {
	Kind    Kind
	Name    Text
	Propose access.Action
	Approve access.Action
	Lasts   time.Duration
}

// Day is how long a proposal waits where its kind has no other time.
const Day = 24 * time.Hour

// rules is the one table of kinds, in the order of pages.
var rules = []Rule{
	{MappingApply, Text{"发布映射", "Publish a mapping"}, access.MappingWrite, access.ApproveMapping, Day},
	{RoleGrant, Text{"授予角色", "Grant roles"}, access.MemberWrite, access.ApproveRole, Day},
	{SecretRotate, Text{"轮换密钥", "Rotate the keys"}, access.SecretRotate, access.ApproveSecret, Day},
	{URLAllow, Text{"放行地址", "Allow addresses"}, access.URLAllow, access.ApproveURL, Day},
	{LetterDiscard, Text{"丢弃死信", "Discard dead letters"}, access.DLQWrite, access.ApproveDiscard, Day},
	{CustomerExport, Text{"导出客户", "Export customers"}, access.CustomerExport, access.ApproveExport, Day},
	{SubjectErase, Text{"删除个人信息", "Erase a person"}, access.SubjectErase, access.ApproveErase, Day},
}

// Rules lists the kinds in the order of pages.
func Rules() []Rule { return append([]Rule(nil), rules...) }

// RuleOf gives the rule of a kind; ok is false for an unknown one.
func RuleOf(k Kind) (r Rule, ok bool) {
	for _, r := range rules {
		if r.Kind == k {
			return r, true
		}
	}
	return Rule{}, false
}

// Deciders lists the permissions to decide, one a kind.
func Deciders() []access.Action {
	out := make([]access.Action, len(rules))
	for i, r := range rules {
		out[i] = r.Approve
	}
	return out
}

// Seen lists the kinds whose proposals an actor may read: those that the actor may
// propose or decide about, and all for whoever reads the trail.
func Seen(by access.Actor) []Kind {
	var out []Kind
	for _, r := range rules {
		if by.Can(r.Propose) || by.Can(r.Approve) || by.Can(access.AuditRead) {
			out = append(out, r.Kind)
		}
	}
	return out
}
