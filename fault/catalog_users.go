package fault

import "net/http"

var _ = register(map[string]Entry{ // users and keys
	"not_oneself":       {Forbidden, 0, "不能更改自己的角色，也不能停用自己；请另一位管理员来做", "nobody changes their own roles or disables themself; ask another administrator"},
	"account_elsewhere": {Forbidden, 0, "该账号还属于其他工作空间，不能在这里停用；请改为移出本工作空间", "the account has a place in another workspace too and cannot be disabled from here; take its place here away instead"},
	"key_expiry":        {Invalid, 0, "API密钥必须有到期时间，最长366天", "an API key needs an expiry, at most 366 days away"},
	"key_beyond_maker":  {Forbidden, 0, "密钥的权限不能超过签发人；请减少角色，或只允许您自己可以做的操作", "a key may not do more than whoever issues it; choose fewer roles, or only what you may do yourself"},
	"approval_self":     {Conflict, http.StatusConflict, "不能审批授予自己的角色，请由另一位有权限的同事处理", "nobody decides about their own roles; another person with the role does"},
	"already_member":    {Conflict, http.StatusConflict, "该账号已在本工作空间；请直接更改它的角色", "the account has a place in this workspace already; change its roles instead"},
})
