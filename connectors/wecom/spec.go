package wecom

import "github.com/heliuhub/heliu/connectors"

var spec = connectors.Spec{
	Name:  "wecom",
	Title: connectors.Text{Zh: "企业微信", En: "WeCom"},
	Summary: connectors.Text{
		Zh: "把消息发给成员（应用消息）或群（群机器人），并支持扫码登录",
		En: "Sends messages to members (application) or to a group (robot), and lets people sign in by scan",
	},
	Params: []connectors.Param{
		{
			Name: "corp_id", Type: connectors.ParamText, Title: connectors.Text{Zh: "企业ID", En: "Corp ID"},
			Help: connectors.Text{Zh: "管理后台“我的企业”页底部；发给成员和扫码登录需要", En: "at the foot of “My company” in the admin console; needed for members and for sign-in"},
		},
		{Name: "agent_id", Type: connectors.ParamInt, Title: connectors.Text{Zh: "应用AgentId", En: "Application AgentId"}},
		{Name: "app_secret", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "应用Secret", En: "Application secret"}},
		{
			Name: "robot_key", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "群机器人key", En: "Robot key"},
			Help: connectors.Text{Zh: "群机器人Webhook地址中 key= 之后的部分；没有接收人的消息发到该群", En: "what follows key= in the robot's webhook address; messages without a recipient go to its group"},
		},
		{
			Name: "button", Type: connectors.ParamText, Default: "处理", Title: connectors.Text{Zh: "卡片按钮文字", En: "Text of the card's button"},
			Help: connectors.Text{Zh: "最多4个字", En: "4 characters at most"},
		},
		{
			Name: "duplicate_window", Type: connectors.ParamDuration, Default: "30m", Title: connectors.Text{Zh: "重复消息检查时长", En: "Window of the duplicate check"},
			Help: connectors.Text{Zh: "同一条消息在此时间内重发不会再次送达；1s 到 4h", En: "the same message sent again within it does not arrive twice; 1s to 4h"},
		},
		{Name: "robot_per_minute", Type: connectors.ParamInt, Default: 20, Title: connectors.Text{Zh: "群机器人每分钟最多条数", En: "Robot messages a minute"}},
		{Name: "base_url", Type: connectors.ParamURL, Default: "https://qyapi.weixin.qq.com", Title: connectors.Text{Zh: "接口地址", En: "API address"}},
		{Name: "login_url", Type: connectors.ParamURL, Default: "https://login.work.weixin.qq.com", Title: connectors.Text{Zh: "扫码登录地址", En: "Address of the sign-in page"}},
	},
	Limits: []connectors.Text{
		{Zh: "群机器人每分钟20条；超出的稍后再发", En: "20 robot messages a minute; what is more goes later"},
		{Zh: "应用消息一次最多1000位成员", En: "1,000 members a message at most"},
		{Zh: "调用频率超限（45009）后至少等1分钟，反复超限则加倍，最长1小时", En: "after a frequency limit (45009) the hub waits a minute at least, twice as long each time, an hour at most"},
		{Zh: "消息正文在卡片中最多约500字，完整内容在链接页面", En: "a card shows about 500 characters; the page behind its link has everything"},
	},
	Assumptions: []connectors.Assumption{
		{ID: "app-message", Text: connectors.Text{
			Zh: "message/send 支持 textcard、enable_duplicate_check，返回 invaliduser（小写，竖线分隔）",
			En: "message/send takes textcard and enable_duplicate_check and answers invaliduser (lower case, bars between)",
		}},
		{ID: "duplicate-by-content", Text: connectors.Text{
			Zh: "重复检查按消息内容判断，因此卡片末行带消息编号", En: "the duplicate check compares content; a card's last line therefore bears the message's number",
		}},
		{ID: "nobody-valid", Text: connectors.Text{
			Zh: "接收人全部无效时返回 81013 或 82001", En: "when no recipient is valid the answer is 81013 or 82001",
		}},
		{ID: "unlicensed", Text: connectors.Text{
			Zh: "没有接口许可的成员在 unlicenseduser 中返回", En: "members without an interface licence come back in unlicenseduser",
		}},
		{ID: "robot-limit", Text: connectors.Text{Zh: "群机器人每分钟20条，超出返回45009", En: "20 robot messages a minute; more answers 45009"}},
		{ID: "robot-key", Text: connectors.Text{Zh: "机器人key无效时返回93000", En: "a bad robot key answers 93000"}},
		{ID: "robot-same", Text: connectors.Text{Zh: "群机器人不识别重复消息", En: "a robot does not recognise a message sent again"}},
		{ID: "scan", Text: connectors.Text{
			Zh: "扫码登录页为 wwlogin/sso/login，授权码5分钟内有效且只能用一次，无效时返回40029",
			En: "the sign-in page is wwlogin/sso/login; a code lives 5 minutes, counts once, and else answers 40029",
		}},
		{ID: "scan-stranger", Text: connectors.Text{Zh: "非本企业成员扫码返回 openid 而没有 userid", En: "a scan by no member answers openid and no userid"}},
		{ID: "scan-state", Text: connectors.Text{Zh: "state 只能是字母和数字，最长128字节", En: "state is letters and digits, 128 bytes at most"}},
	},
}
