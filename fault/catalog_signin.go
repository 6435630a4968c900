package fault

import "net/http"

var _ = register(map[string]Entry{ // the second step of signing in, and who vouches for people
	"second_needed":    {Unauthorized, 0, "还差一步：请输入验证器上的6位验证码", "one step is left: enter the six digits of your authenticator"},
	"enrolment_needed": {Unauthorized, 0, "您的角色必须启用两步验证，请先设置验证器", "your role must have a second factor: set up an authenticator first"},
	"second_over":      {Unauthorized, 0, "本次登录已失效或尝试过多，请重新登录", "this sign-in has run out or took too many tries; start again"},
	"second_refused":   {Unauthorized, 0, "验证码不正确或已用过，请等下一个验证码再试", "the code is wrong or was used already; wait for the next one and try again"},
	"second_on":        {Conflict, http.StatusConflict, "两步验证已启用，要更换验证器请先停用", "the second factor is on already; turn it off to change the authenticator"},
	"second_off":       {Conflict, http.StatusConflict, "该账号没有启用两步验证", "this account has no second factor"},
	"second_asked":     {Forbidden, 0, "您的角色必须启用两步验证，不能停用", "your role must have a second factor; it cannot be turned off"},
	"second_shared":    {Forbidden, 0, "该账号还属于其他工作空间，请由运维人员在服务器上重置", "the account belongs to another workspace too; have it reset at the server"},
})
