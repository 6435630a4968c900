package dingtalk

import "github.com/heliuhub/heliu/connectors"

var spec = connectors.Spec{
	Name:  "dingtalk",
	Title: connectors.Text{Zh: "钉钉", En: "DingTalk"},
	Summary: connectors.Text{
		Zh: "把消息发到群（机器人）或发给成员（工作通知），并支持扫码登录",
		En: "Sends messages to a group (robot) or to members (work notices), and lets people sign in by scan",
	},
	Params: []connectors.Param{
		{
			Name: "robot_token", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "机器人access_token", En: "Robot access_token"},
			Help: connectors.Text{Zh: "机器人Webhook地址中 access_token= 之后的部分；没有接收人的消息发到该群", En: "what follows access_token= in the robot's webhook address; messages without a recipient go to its group"},
		},
		{
			Name: "robot_secret", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "机器人加签密钥", En: "Robot signing secret"},
			Help: connectors.Text{Zh: "安全设置选“加签”时的 SEC… 密钥", En: "the SEC… secret, where the robot's security setting is to sign"},
		},
		{
			Name: "keyword", Type: connectors.ParamText, Title: connectors.Text{Zh: "机器人关键词", En: "Robot keyword"},
			Help: connectors.Text{Zh: "安全设置选“自定义关键词”时填写其中一个；消息中没有时自动加在最前", En: "one of the words, where the security setting is keywords; put in front where a message lacks it"},
		},
		{Name: "robot_per_minute", Type: connectors.ParamInt, Default: 15, Title: connectors.Text{Zh: "机器人每分钟最多条数", En: "Robot messages a minute"}},
		{
			Name: "app_key", Type: connectors.ParamText, Title: connectors.Text{Zh: "应用AppKey（Client ID）", En: "Application AppKey (client ID)"},
			Help: connectors.Text{Zh: "发给成员和扫码登录需要", En: "needed for members and for sign-in"},
		},
		{Name: "app_secret", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "应用AppSecret", En: "Application secret"}},
		{Name: "agent_id", Type: connectors.ParamText, Title: connectors.Text{Zh: "应用AgentId", En: "Application AgentId"}},
		{Name: "base_url", Type: connectors.ParamURL, Default: "https://oapi.dingtalk.com", Title: connectors.Text{Zh: "旧版接口地址", En: "Address of the older API"}},
		{Name: "api_url", Type: connectors.ParamURL, Default: "https://api.dingtalk.com", Title: connectors.Text{Zh: "新版接口地址", En: "Address of the newer API"}},
		{Name: "login_url", Type: connectors.ParamURL, Default: "https://login.dingtalk.com", Title: connectors.Text{Zh: "扫码登录地址", En: "Address of the sign-in page"}},
	},
	Limits: []connectors.Text{
		{Zh: "机器人每分钟20条，超出后禁言10分钟；默认只发15条，其余稍后再发", En: "20 robot messages a minute, then it is muted for 10 minutes; the hub sends 15 and the rest later"},
		{Zh: "工作通知一次最多100位成员；同样内容当天只送达同一成员一次", En: "a work notice goes to 100 members at most; a member gets the same content once a day"},
	},
	Assumptions: []connectors.Assumption{
		{ID: "work-notice", Text: connectors.Text{
			Zh: "工作通知用 asyncsend_v2 的 oa 消息，返回 task_id；无效成员由 getsendresult 得知",
			En: "a work notice is an oa message by asyncsend_v2, which answers a task_id; getsendresult tells of unknown members",
		}},
		{ID: "same-content", Text: connectors.Text{
			Zh: "同样内容当天不重复送达（143106），每人每天有上限（143105），因此消息末尾带编号",
			En: "the same content does not arrive twice a day (143106) and a member has a daily limit (143105); a message therefore ends with its number",
		}},
		{ID: "token", Text: connectors.Text{Zh: "新版accessToken可用于旧版接口", En: "the newer API's accessToken serves the older API too"}},
		{ID: "token-codes", Text: connectors.Text{
			Zh: "令牌失效返回 40014、42001 或 88（sub_code 同前）", En: "a dead token answers 40014, 42001, or 88 with one of them as sub_code",
		}},
		{ID: "robot-codes", Text: connectors.Text{
			Zh: "310000 为安全校验未通过，130101 为发送过快，300001、300005 为令牌无效",
			En: "310000 is a failed security check, 130101 too fast, 300001 and 300005 a bad token",
		}},
		{ID: "sign-window", Text: connectors.Text{Zh: "加签时间戳1小时内有效", En: "a signature's timestamp is good for an hour"}},
		{ID: "robot-same", Text: connectors.Text{Zh: "机器人不识别重复消息", En: "a robot does not recognise a message sent again"}},
		{ID: "org-limits", Text: connectors.Text{Zh: "企业级限流返回 90002、90018、90019", En: "limits of the organisation answer 90002, 90018 or 90019"}},
		{ID: "scan", Text: connectors.Text{
			Zh: "扫码后以 authCode 返回，授权码5分钟内有效且只能用一次",
			En: "a scan comes back with authCode, which lives 5 minutes and counts once",
		}},
		{ID: "scan-stranger", Text: connectors.Text{
			Zh: "非本企业成员的 unionId 查不到 userid（60121），外部联系人 contact_type 为1",
			En: "a stranger's unionId has no userid (60121); an outside contact has contact_type 1",
		}},
	},
}
