package rights

import "github.com/heliuhub/heliu/access"

// Text is one sentence in both languages.
type Text struct{ Zh, En string }

// Conflict is two permissions that one person should not hold together.
type Conflict struct {
	ID         string
	One, Other access.Action
	// Guarded says that the hub itself keeps the two apart in each single case: who
	// proposed never decides. What is left is that two holders could agree.
	Guarded bool
	Name    Text
	Why     Text
}

// conflicts is the table, the unguarded ones first.
var conflicts = []Conflict{
	{"post_match", access.PaymentPost, access.PaymentMatch, false, Text{"核销并过账", "Matches and posts payments"}, Text{"同一人既决定收款归属又过账，差错与舞弊无人复核", "one person decides where a payment goes and posts it; nobody looks again"}},
	{"post_claim", access.PaymentPost, access.PaymentClaim, false, Text{"认领并过账", "Claims and posts payments"}, Text{"同一人可把不明收款认领到自己的客户并过账", "one person can claim an unknown receipt for a customer and post it"}},
	{"post_source", access.PaymentPost, access.ConnectionWrite, false, Text{"改来源并过账", "Changes sources and posts payments"}, Text{"同一人可改动收款的数据来源并过账", "one person can change where payments come from and post them"}},
	{"post_grant", access.PaymentPost, access.MemberWrite, false, Text{"授权并过账", "Grants roles and posts payments"}, Text{"同一人可给他人授权来掩盖自己的过账", "one person can give out roles to cover what they post"}},
	{"post_merge", access.PaymentPost, access.CustomerMerge, false, Text{"合并客户并过账", "Merges customers and posts payments"}, Text{"同一人可合并客户，使应收与收款对到一起", "one person can merge customers so that items and payments meet"}},
	{"audit_grant", access.AuditRead, access.MemberWrite, false, Text{"管理并审计", "Administers and audits"}, Text{"同一人审计自己的授权；建议另设审计角色", "one person audits what they grant themselves; give the role of auditor to another"}},
	{"export_personal", access.CustomerExport, access.CustomerPersonal, false, Text{"查看并导出个人信息", "Sees and exports personal data"}, Text{"同一人可把完整的个人信息带出系统；超过1000人时需双人审批", "one person can take personal data out in full; over 1,000 persons two are needed"}},
	{"grant_approve", access.MemberWrite, access.ApproveRole, true, Text{"授予角色并审批", "Grants roles and approves grants"}, Text{"提议人不能审批自己的提议", "who proposes never approves their own"}},
	{"map_approve", access.MappingWrite, access.ApproveMapping, true, Text{"改映射并审批", "Changes mappings and approves them"}, Text{"提议人不能审批自己的提议", "who proposes never approves their own"}},
	{"merge_approve", access.CustomerMerge, access.CustomerApprove, true, Text{"提议合并并审批", "Proposes merges and approves them"}, Text{"提议人不能审批自己的提议", "who proposes never approves their own"}},
	{"discard_approve", access.DLQWrite, access.ApproveDiscard, true, Text{"丢弃死信并审批", "Discards dead letters and approves it"}, Text{"提议人不能审批自己的提议", "who proposes never approves their own"}},
	{"export_approve", access.CustomerExport, access.ApproveExport, true, Text{"导出客户并审批", "Exports customers and approves it"}, Text{"提议人不能审批自己的提议", "who proposes never approves their own"}},
	{"erase_approve", access.SubjectErase, access.ApproveErase, true, Text{"删除个人信息并审批", "Erases persons and approves it"}, Text{"提议人不能审批自己的提议", "who proposes never approves their own"}},
	{"rotate_approve", access.SecretRotate, access.ApproveSecret, true, Text{"轮换密钥并审批", "Rotates keys and approves it"}, Text{"提议人不能审批自己的提议", "who proposes never approves their own"}},
	{"url_approve", access.URLAllow, access.ApproveURL, true, Text{"放行地址并审批", "Allows addresses and approves it"}, Text{"提议人不能审批自己的提议", "who proposes never approves their own"}},
}

// Conflicts gives the table.
func Conflicts() []Conflict { return append([]Conflict(nil), conflicts...) }
