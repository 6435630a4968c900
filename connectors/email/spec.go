package email

import "github.com/heliuhub/heliu/connectors"

var spec = connectors.Spec{
	Name:    "email",
	Title:   connectors.Text{Zh: "电子邮件（SMTP）", En: "E-mail (SMTP)"},
	Summary: connectors.Text{Zh: "把消息作为纯文本邮件发给每位接收人", En: "Sends messages to each recipient as plain-text mail"},
	Params: []connectors.Param{
		{Name: "host", Type: connectors.ParamText, Required: true, Title: connectors.Text{Zh: "SMTP服务器", En: "SMTP server"}},
		{Name: "port", Type: connectors.ParamInt, Default: 587, Title: connectors.Text{Zh: "端口", En: "Port"}},
		{
			Name: "security", Type: connectors.ParamEnum, Enum: []string{"starttls", "tls", "none"}, Default: "starttls", Title: connectors.Text{Zh: "加密方式", En: "Encryption"},
			Help: connectors.Text{Zh: "587端口一般用 starttls，465端口用 tls；none 只能用于本机", En: "starttls is usual on port 587, tls on 465; none is for this machine alone"},
		},
		{Name: "username", Type: connectors.ParamText, Title: connectors.Text{Zh: "登录名", En: "User name"}},
		{
			Name: "password", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "密码或授权码", En: "Password or app password"},
			Help: connectors.Text{Zh: "多数企业邮箱要用授权码，而不是登录密码", En: "most providers want an app password, not the one for signing in"},
		},
		{Name: "auth", Type: connectors.ParamEnum, Enum: []string{"plain", "login"}, Default: "plain", Title: connectors.Text{Zh: "认证方式", En: "Authentication"}},
		{Name: "from", Type: connectors.ParamText, Required: true, Title: connectors.Text{Zh: "发件人地址", En: "Sender's address"}},
		{Name: "from_name", Type: connectors.ParamText, Default: "合流 Heliu", Title: connectors.Text{Zh: "发件人名称", En: "Sender's name"}},
		{Name: "reply_to", Type: connectors.ParamText, Title: connectors.Text{Zh: "回复地址", En: "Reply address"}},
		{
			Name: "ca", Type: connectors.ParamText, Title: connectors.Text{Zh: "自有CA证书", En: "Certificate of your own authority"},
			Help: connectors.Text{Zh: "PEM文本；服务器证书由内部CA签发时填写", En: "PEM text, where an internal authority signed the server's certificate"},
		},
		{Name: "per_minute", Type: connectors.ParamInt, Default: 30, Title: connectors.Text{Zh: "每分钟最多封数", En: "Mails a minute"}},
	},
	Limits: []connectors.Text{
		{Zh: "4xx 应答稍后再发；4.7.x（限流、灰名单）等5分钟", En: "a 4xx answer is tried again; 4.7.x (limits, greylists) waits 5 minutes"},
		{Zh: "每位接收人单独一封，互相看不到地址", En: "each recipient gets a mail of their own and sees no other address"},
	},
	Assumptions: []connectors.Assumption{
		{ID: "message-id", Text: connectors.Text{
			Zh: "同一消息重发时Message-ID不变，邮件系统据此去重；并非所有系统都这样做",
			En: "a message sent again keeps its Message-ID, by which mail systems leave out copies; not all of them do",
		}},
		{ID: "unknown-late", Text: connectors.Text{
			Zh: "有的服务器先收下再退信，未知的收件人此时看不出来", En: "some servers take a mail and bounce it later; an unknown recipient does not show then",
		}},
	},
}
