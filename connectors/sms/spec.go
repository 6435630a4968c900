package sms

import "github.com/heliuhub/heliu/connectors"

var spec = connectors.Spec{
	Name:  "sms",
	Title: connectors.Text{Zh: "短信网关（通用HTTPS）", En: "SMS gateway (generic HTTPS)"},
	Summary: connectors.Text{
		Zh: "按设置调用短信供应商的HTTPS接口，把消息发到手机号；未对任何供应商验证过",
		En: "Calls a provider's HTTPS interface as the settings say, to send messages to mobile numbers; verified with no provider yet",
	},
	Params: []connectors.Param{
		{Name: "url", Type: connectors.ParamURL, Required: true, Title: connectors.Text{Zh: "接口地址", En: "Address"}},
		{Name: "format", Type: connectors.ParamEnum, Enum: []string{"form", "json", "query"}, Default: "form", Title: connectors.Text{Zh: "提交格式", En: "Form of the call"}},
		{
			Name: "fields", Type: connectors.ParamList, Title: connectors.Text{Zh: "字段（form、query）", En: "Fields (form, query)"},
			Help: connectors.Text{
				Zh: "每项 名称=模板，如 mobile={phone}、content=【签名】{text}；可用 {phone} {text} {title} {body} {url} {id} {time} {time_ms} {stamp} {nonce} {account} {password} {secret} {sign}",
				En: "name=template each, such as mobile={phone}, content={text}; there are {phone} {text} {title} {body} {url} {id} {time} {time_ms} {stamp} {nonce} {account} {password} {secret} {sign}",
			},
		},
		{
			Name: "body", Type: connectors.ParamText, Title: connectors.Text{Zh: "JSON模板（json）", En: "JSON template (json)"},
			Help: connectors.Text{Zh: `合法的JSON，占位符写在字符串里，如 {"to":["{phone}"],"msg":"{text}"}`, En: `valid JSON with the placeholders inside of strings, such as {"to":["{phone}"],"msg":"{text}"}`},
		},
		{Name: "headers", Type: connectors.ParamList, Title: connectors.Text{Zh: "请求头", En: "Headers"}, Help: connectors.Text{Zh: "每项 名称: 模板", En: "name: template each"}},
		{Name: "account", Type: connectors.ParamText, Title: connectors.Text{Zh: "账号", En: "Account"}},
		{Name: "password", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "密码", En: "Password"}},
		{Name: "secret", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "签名密钥", En: "Signing secret"}},
		{Name: "sign", Type: connectors.ParamEnum, Enum: []string{"none", "md5", "hmac_sha256", "hmac_sha1"}, Default: "none", Title: connectors.Text{Zh: "签名算法", En: "Signature"}},
		{
			Name: "sign_text", Type: connectors.ParamText, Title: connectors.Text{Zh: "签名原文模板", En: "Template of what is signed"},
			Help: connectors.Text{Zh: "如 {account}{time}{secret}；HMAC以签名密钥为密钥", En: "such as {account}{time}{secret}; an HMAC has the signing secret as its key"},
		},
		{Name: "sign_form", Type: connectors.ParamEnum, Enum: []string{"hex", "hex_upper", "base64"}, Default: "hex", Title: connectors.Text{Zh: "签名写法", En: "Form of the signature"}},
		{
			Name: "success", Type: connectors.ParamText, Required: true, Title: connectors.Text{Zh: "成功条件", En: "Success"},
			Help: connectors.Text{
				Zh: `如 $.code = 0 或 body ^= "0,"；左边是 $.路径、status 或 body，运算符 = != ^=（开头是），用 and 连接`,
				En: `such as $.code = 0 or body ^= "0,"; the left is a $.path, status or body, the operators are = != ^= (begins with), joined by and`,
			},
		},
		{Name: "unknown", Type: connectors.ParamText, Title: connectors.Text{Zh: "号码无效的条件", En: "Bad number"}, Help: connectors.Text{Zh: "写法同上；成立时不再重试", En: "in the same form; not tried again where it holds"}},
		{Name: "limited", Type: connectors.ParamText, Title: connectors.Text{Zh: "限流的条件", En: "Limited"}, Help: connectors.Text{Zh: "写法同上；成立时一分钟后再试", En: "in the same form; tried again after a minute where it holds"}},
		{Name: "refused", Type: connectors.ParamText, Title: connectors.Text{Zh: "凭据被拒的条件", En: "Credentials refused"}, Help: connectors.Text{Zh: "写法同上", En: "in the same form"}},
		{Name: "max_text", Type: connectors.ParamInt, Default: 200, Title: connectors.Text{Zh: "正文最多字数", En: "Characters of a text"}},
		{Name: "per_minute", Type: connectors.ParamInt, Default: 60, Title: connectors.Text{Zh: "每分钟最多条数", En: "Messages a minute"}},
	},
	Limits: []connectors.Text{
		{Zh: "每位接收人一次调用；供应商自己的频控以“限流的条件”识别", En: "one call a recipient; the provider's own limits are known by “limited”"},
		{Zh: "既不满足成功、也不满足其他条件的应答视为拒绝", En: "an answer that meets none of the conditions is a refusal"},
	},
	Assumptions: []connectors.Assumption{
		{ID: "generic", Text: connectors.Text{
			Zh: "供应商的接口可以用一次HTTPS调用描述：地址、模板、签名与成功条件；需用真实账号验证",
			En: "the provider's interface is one HTTPS call: address, template, signature, success; verify it with a true account",
		}},
		{ID: "same-again", Text: connectors.Text{
			Zh: "供应商不识别重复消息；结果不明时重发可能送达两次，可在模板中带上 {id}",
			En: "the provider does not recognise a message sent again; where the fate is unknown it may arrive twice; {id} in the template may help",
		}},
	},
}
