package fault

import "net/http"

var _ = register(map[string]Entry{ // two people between a wish and its effect
	"approval_needed":     {Conflict, 0, "数量或影响较大，须由另一位同事审批后才能进行", "this is large enough to need the approval of a second person"},
	"approval_own":        {Conflict, 0, "不能审批自己提出的申请，也不能代提出人审批，请由另一位有权限的同事处理", "nobody decides about what they proposed themselves, nor for the one who did; another person with the role does"},
	"approval_changed":    {Conflict, 0, "提出申请后对象已变化，原申请不能再通过，请撤回后按现状重新提出", "what the proposal rests on has changed since; withdraw it and propose it anew"},
	"approval_expired":    {Conflict, 0, "申请已过期，请重新提出", "the proposal has expired; propose it anew"},
	"approval_decided":    {Conflict, 0, "该申请已有结果，请刷新查看", "the proposal was decided already; reload"},
	"approval_person":     {Forbidden, 0, "审批须由本人用自己的账号登录后进行，API密钥和登录链接不能审批", "a person decides, signed in by their own password or identity; API keys and sign-in links do not"},
	"approval_delegation": {Forbidden, 0, "没有有效的委托：受托人与委托人都须有此类审批的权限，且在委托时间内", "there is no valid delegation: both need the right to decide about this kind, within the time agreed"},
	"mapping_refused":     {Invalid, http.StatusBadRequest, "映射规则有错误，请按所列位置修改后再提交", "the mapping rules have mistakes; mend them at the places listed and send them again"},
	"mapping_unchanged":   {Conflict, 0, "提交的映射与现行版本相同，无需发布", "these are the mapping rules in force already; there is nothing to publish"},
})
