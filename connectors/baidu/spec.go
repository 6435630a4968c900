package baidu

import (
	_ "embed"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/record"
)

//go:embed mapping.yaml
var mappingSpend []byte

const streamSpend = "spend"

// level is how fine a report is.
type level struct {
	report  int      // reportType
	columns []string // what it has beside date, userName, userId and the metrics
	ids     []string // columns that make the key
	chunk   int      // days of one report, unless a setting says otherwise
}

var metrics = []string{"impression", "click", "cost", "conversion"}

var levels = map[string]level{
	"account":  {report: 2208157, chunk: 31},
	"campaign": {report: 2290316, columns: []string{"campaignId", "campaignName"}, ids: []string{"campaignId"}, chunk: 31},
	"adgroup": {
		report: 2284618, columns: []string{"campaignId", "campaignName", "adGroupId", "adGroupName"},
		ids: []string{"campaignId", "adGroupId"}, chunk: 7,
	},
	"keyword": {
		report: 2602783, columns: []string{"campaignId", "campaignName", "adGroupId", "adGroupName", "wInfoId", "wInfoNameStatus"},
		ids: []string{"campaignId", "adGroupId", "wInfoId"}, chunk: 1,
	},
}

var spec = connectors.Spec{
	Name:    "baidu",
	Title:   connectors.Text{Zh: "百度营销（搜索推广）", En: "Baidu Marketing (search)"},
	Summary: connectors.Text{Zh: "读取每日推广花费，含事后更正", En: "Reads daily spend, later corrections included"},
	Streams: []connectors.Stream{{
		Name: streamSpend, Title: connectors.Text{Zh: "花费", En: "Spend"}, Kinds: []string{record.KindSpend},
		Key: "userName/date/campaignId[/adGroupId[/wInfoId]]", Cursor: "date", Windows: true,
	}},
	Params: []connectors.Param{
		{Name: "app_id", Type: connectors.ParamText, Required: true, Title: connectors.Text{Zh: "应用ID", En: "Application id"}},
		{Name: "secret_key", Type: connectors.ParamText, Required: true, Secret: true, Title: connectors.Text{Zh: "应用密钥", En: "Application secret"}},
		{Name: "user_id", Type: connectors.ParamText, Required: true, Title: connectors.Text{Zh: "授权用户ID", En: "Id of the user who consented"}},
		{
			Name: "refresh_token", Type: connectors.ParamText, Required: true, Secret: true, Title: connectors.Text{Zh: "刷新令牌", En: "Refresh token"},
			Help: connectors.Text{Zh: "授权后得到的第一个；之后的由系统保存", En: "the first one after consent; later ones are kept by the hub"},
		},
		{
			Name: "accounts", Type: connectors.ParamList, Required: true, Title: connectors.Text{Zh: "推广账户名", En: "Accounts"},
			Help: connectors.Text{Zh: "一个或多个账户名；管家账户填写子账户名", En: "one or more user names; for a manager those of its sub accounts"},
		},
		{Name: "since", Type: connectors.ParamDate, Required: true, Title: connectors.Text{Zh: "起始日期", En: "First day"}},
		{Name: "level", Type: connectors.ParamEnum, Enum: []string{"account", "campaign", "adgroup", "keyword"}, Default: "campaign", Title: connectors.Text{Zh: "报告粒度", En: "Level"}},
		{Name: "tax_rate", Type: connectors.ParamText, Default: "0.06", Title: connectors.Text{Zh: "税率", En: "VAT rate"}},
		{Name: "tax_included", Type: connectors.ParamBool, Default: true, Title: connectors.Text{Zh: "花费含税", En: "Spend includes VAT"}},
		{
			Name: "rebate", Type: connectors.ParamText, Default: "0", Title: connectors.Text{Zh: "返点比例", En: "Rebate"},
			Help: connectors.Text{Zh: "实际花费 = 消费 ×（1 − 返点），如 0.03", En: "net = cost × (1 − rebate), such as 0.03"},
		},
		{
			Name: "repull_every", Type: connectors.ParamDuration, Default: "6h", Title: connectors.Text{Zh: "近7天重取间隔", En: "Pause between pulls of the last seven days"},
			Help: connectors.Text{Zh: "换日时总会重取", En: "a new day always pulls them"},
		},
		{Name: "page_size", Type: connectors.ParamInt, Default: 1000, Title: connectors.Text{Zh: "每页行数", En: "Rows a page"}},
		{
			Name: "chunk_days", Type: connectors.ParamInt, Default: 0, Title: connectors.Text{Zh: "每次报告天数", En: "Days of one report"},
			Help: connectors.Text{Zh: "0 为按粒度自动", En: "0: as the level needs"},
		},
		{Name: "auth_codes", Type: connectors.ParamList, Default: []string{"8101", "8102", "901"}, Title: connectors.Text{Zh: "表示令牌失效的错误码（前缀）", En: "Error codes of a bad token (prefixes)"}},
		{Name: "rate_codes", Type: connectors.ParamList, Default: []string{"8904"}, Title: connectors.Text{Zh: "表示限流的错误码（前缀）", En: "Error codes of a rate limit (prefixes)"}},
		{Name: "base_url", Type: connectors.ParamURL, Default: "https://api.baidu.com", Title: connectors.Text{Zh: "接口地址", En: "API address"}},
		{Name: "oauth_url", Type: connectors.ParamURL, Default: "https://u.baidu.com", Title: connectors.Text{Zh: "授权地址", En: "OAuth address"}},
	},
	Limits: []connectors.Text{
		{Zh: "单次报告最多731天", En: "a report spans 731 days at most"},
		{Zh: "账户、计划、单元报告每秒50次", En: "50 calls a second for account, campaign and ad group reports"},
		{Zh: "日数据次日早晨定稿，之后仍可能因无效点击更正", En: "a day is final next morning and may still be restated for invalid clicks"},
	},
	Mappings: map[string][]byte{streamSpend: mappingSpend},
	Assumptions: []connectors.Assumption{
		{ID: "money-yuan", Text: connectors.Text{Zh: "报告中的金额单位为元，含税", En: "report amounts are yuan with VAT"}},
		{ID: "error-codes", Text: connectors.Text{Zh: "错误码 8101、8102、901xxx 为令牌问题，8904 为限流", En: "codes 8101, 8102 and 901xxx are token trouble, 8904 is a rate limit"}},
		{ID: "token-life", Text: connectors.Text{Zh: "访问令牌约24小时，刷新令牌约30天", En: "an access token lives about 24 h, a refresh token 30 days"}},
		{ID: "refresh-rotates", Text: connectors.Text{Zh: "刷新令牌用后即失效", En: "a refresh token dies when it is used"}},
		{ID: "empty-metrics", Text: connectors.Text{Zh: "无数据的指标可能为 - 或空", En: "an empty metric may be - or empty"}},
		{ID: "restated-days", Text: connectors.Text{Zh: "更正多在7天内，少数在一个月内", En: "restatements come within 7 days, few within a month"}},
		{ID: "rows-stay", Text: connectors.Text{Zh: "花费更正为0的行仍出现在报告中", En: "a row restated to 0 stays in the report"}},
		{ID: "page-size", Text: connectors.Text{Zh: "rowCount 可为1000", En: "rowCount may be 1000"}},
		{ID: "sub-account", Text: connectors.Text{Zh: "管家以子账户名作为 userName 读取子账户", En: "a manager reads a sub account by its name as userName"}},
	},
	PollEvery: time.Hour,
}
