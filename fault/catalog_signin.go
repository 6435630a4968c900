package fault

import "net/http"

var _ = register(map[string]Entry{ // the second step of signing in, and who vouches for people
	"second_needed":    {Unauthorized, 0, "还差一步：请输入验证器上的6位验证码", "one step is left: enter the six digits of your authenticator"},
	"enrolment_needed": {Unauthorized, 0, "您的角色必须启用两步验证，请先设置验证器", "your role must have a second factor: set up an authenticator first"},
	"second_over":      {Unauthorized, 0, "本次登录已失效或尝试过多，请重新登录", "this sign-in has run out or took too many tries; start again"},
	"second_refused":   {Unauthorized, 0, "验证码不正确或已用过，请等下一个验证码再试", "the code is wrong or was used already; wait for the next one and try again"},
	"wrong_code":       {Invalid, http.StatusUnprocessableEntity, "验证码不正确或已用过，请等下一个验证码再试", "the code is wrong or was used already; wait for the next one and try again"},
	"wrong_password":   {Invalid, http.StatusUnprocessableEntity, "密码不正确，没有更改", "the password is wrong; nothing was changed"},
	"second_on":        {Conflict, http.StatusConflict, "两步验证已启用，要更换验证器请先停用", "the second factor is on already; turn it off to change the authenticator"},
	"second_off":       {Conflict, http.StatusConflict, "该账号没有启用两步验证", "this account has no second factor"},
	"second_asked":     {Forbidden, 0, "您的角色必须启用两步验证，不能停用", "your role must have a second factor; it cannot be turned off"},
	"second_shared":    {Forbidden, 0, "该账号还属于其他工作空间，不能由一个工作空间的管理员重置；请本人用恢复码登录后停用，或改用新账号", "the account belongs to another workspace too, so no administrator of one workspace resets it; let its owner sign in by a recovery code and switch it off, or make a new account"},

	"bad_provider":     {Invalid, 0, "身份提供方的设置不正确，请按说明修改", "the settings of the identity provider are not right; correct what is named"},
	"provider_moved":   {Conflict, http.StatusConflict, "类型和签发地址不能更改：已绑定的身份属于原签发方，请另建一个", "kind and issuer cannot change: linked identities belong to the old issuer; make another provider"},
	"no_public_url":    {Conflict, http.StatusConflict, "没有设置对外地址(HELIU_PUBLIC_URL)，无法跳转登录，请联系运维", "the hub's public address (HELIU_PUBLIC_URL) is not set, so nobody can be sent back; tell your administrator"},
	"state_refused":    {Unauthorized, 0, "本次登录不是由这个浏览器发起，或已用过、已过期，请重新登录", "this sign-in was not begun in this browser, was used or has expired; start again"},
	"token_refused":    {Unauthorized, 0, "身份提供方的答复未通过校验，没有登录；请重试，仍失败请联系管理员", "the identity provider's answer did not pass the checks; try again, then tell your administrator"},
	"code_refused":     {Unauthorized, 0, "身份提供方不接受本次登录，请重新登录", "the identity provider refused this sign-in; start again"},
	"provider_away":    {Transient, 0, "身份提供方暂时无法访问，请稍后再试或用其他方式登录", "the identity provider cannot be reached; try again later or sign in another way"},
	"provider_misset":  {Conflict, http.StatusConflict, "身份提供方不接受本系统的设置，暂时不能这样登录；请联系管理员，或用其他方式登录", "the identity provider does not accept the settings of this hub; tell your administrator, or sign in another way"},
	"account_disabled": {Forbidden, 0, "您在这里的账号已停用，不能登录；请联系管理员", "your account here is disabled and cannot sign in; ask an administrator"},
	"stranger":         {Forbidden, 0, "已确认您的身份，但您在这里还没有账号，请联系管理员开通", "you are who you say, but you have no account here; ask an administrator for one"},
	"domain_refused":   {Forbidden, 0, "您的邮箱域名不在允许范围内，请用公司账号登录", "your e-mail domain may not sign in here; use your company account"},
	"identity_taken":   {Conflict, http.StatusConflict, "该身份或该账号已绑定到别处，请先解除原绑定", "this identity or account is linked otherwise; take that link away first"},
})
