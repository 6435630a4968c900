package fault

import "net/http"

var _ = register(map[string]Entry{ // who may come in
	"bad_credentials":   {Unauthorized, 0, "登录名或密码不正确", "the sign-in name or the password is wrong"},
	"session_over":      {Unauthorized, 0, "登录已失效，请重新登录", "the session is over; sign in again"},
	"key_refused":       {Unauthorized, 0, "API密钥不存在、已过期或已吊销", "the API key is unknown, expired or revoked"},
	"link_refused":      {Unauthorized, 0, "登录链接无效、已使用或已过期，请重新获取", "the sign-in link is not valid, was used or has expired; ask for a new one"},
	"too_many_attempts": {RateLimited, http.StatusTooManyRequests, "登录失败次数过多，请稍后再试", "too many failed sign-ins; wait and try again"},
	"no_workspace":      {Forbidden, 0, "该账号不属于任何工作空间，请联系管理员", "this account belongs to no workspace; ask an administrator"},
	"weak_password":     {Invalid, 0, "密码至少10个字符，且不能与登录名相同", "a password has at least 10 characters and is not the sign-in name"},
	"bad_sign_in":       {Invalid, 0, "登录名为3到64个字符，不含空格", "a sign-in name has 3 to 64 characters and no space"},
	"bad_role":          {Invalid, 0, "没有这个角色", "there is no such role"},
	"bad_scope":         {Invalid, 0, "没有这个权限项", "there is no such scope"},
	"missing_actor":     {Internal, 0, "系统内部错误：变更缺少操作人，已记录", "internal error: a change came without an actor; logged"},
})
