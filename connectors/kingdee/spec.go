package kingdee

import (
	_ "embed"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/record"
)

//go:embed mapping_customers.yaml
var mappingCustomers []byte

//go:embed mapping_orders.yaml
var mappingOrders []byte

//go:embed mapping_receivables.yaml
var mappingReceivables []byte

//go:embed mapping_receipts.yaml
var mappingReceipts []byte

// The ways of signing in.
const (
	authSignature = "signature"  // signature headers on each request
	authPassword  = "password"   // ValidateUser
	authAppSecret = "app_secret" // LoginByAppSecret
	authLoginSign = "login_sign" // LoginBySign
)

// noField stands for "this site has no such field".
const noField = "-"

const cursorText = "(FModifyDate, FID)"

var spec = connectors.Spec{
	Name:    "kingdee",
	Title:   connectors.Text{Zh: "金蝶云星空", En: "Kingdee K3 Cloud"},
	Summary: connectors.Text{Zh: "读取客户、销售订单、应收单和收款单", En: "Reads customers, sales orders, receivables and receipts"},
	Streams: []connectors.Stream{
		{Name: "customers", Title: connectors.Text{Zh: "客户", En: "Customers"}, Kinds: []string{record.KindCustomer}, Key: "FNumber", Cursor: "(FModifyDate, FCUSTID)", Windows: true},
		{Name: "orders", Title: connectors.Text{Zh: "销售订单", En: "Sales orders"}, Kinds: []string{record.KindOrder}, Key: "FBillNo", Cursor: cursorText, Windows: true},
		{Name: "receivables", Title: connectors.Text{Zh: "应收单", En: "Receivables"}, Kinds: []string{record.KindReceivable}, Key: "FBillNo", Cursor: cursorText, Windows: true},
		{Name: "receipts", Title: connectors.Text{Zh: "收款单", En: "Receipts"}, Kinds: []string{record.KindPayment}, Key: "FBILLNO", Cursor: cursorText, Deletes: true, Windows: true},
	},
	Params: []connectors.Param{
		{
			Name: "base_url", Type: connectors.ParamURL, Required: true, Title: connectors.Text{Zh: "服务地址", En: "Server address"},
			Help: connectors.Text{Zh: "到 K3Cloud 为止，大小写与服务器一致，如 https://erp.example.com/K3Cloud", En: "up to K3Cloud, in the server's spelling, such as https://erp.example.com/K3Cloud"},
		},
		{Name: "acct_id", Type: connectors.ParamText, Required: true, Title: connectors.Text{Zh: "数据中心内码", En: "Data centre id"}},
		{
			Name: "account_set", Type: connectors.ParamText, Required: true, Title: connectors.Text{Zh: "账套名", En: "Account set"},
			Help: connectors.Text{Zh: "客户编码所属账套，如 001", En: "the account set that customer codes belong to, such as 001"},
		},
		{Name: "username", Type: connectors.ParamText, Required: true, Title: connectors.Text{Zh: "集成用户", En: "Integration user"}},
		{
			Name: "auth", Type: connectors.ParamEnum, Enum: []string{authSignature, authAppSecret, authLoginSign, authPassword}, Default: authSignature,
			Title: connectors.Text{Zh: "登录方式", En: "Way of signing in"},
		},
		{Name: "app_id", Type: connectors.ParamText, Title: connectors.Text{Zh: "应用ID", En: "Application id"}},
		{Name: "app_secret", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "应用密钥", En: "Application secret"}},
		{Name: "password", Type: connectors.ParamText, Secret: true, Title: connectors.Text{Zh: "密码", En: "Password"}},
		{Name: "lcid", Type: connectors.ParamInt, Default: 2052, Title: connectors.Text{Zh: "语言代码", En: "Language id"}},
		{Name: "org_number", Type: connectors.ParamText, Default: "100", Title: connectors.Text{Zh: "登录组织编码", En: "Organisation to act in"}},
		{
			Name: "use_org", Type: connectors.ParamText, Title: connectors.Text{Zh: "客户使用组织", En: "Using organisation of customers"},
			Help: connectors.Text{Zh: "留空则只读创建组织等于使用组织的客户", En: "empty: customers whose using organisation is the creating one"},
		},
		{
			Name: "contract_field", Type: connectors.ParamText, Default: "F_HL_CONTRACT", Title: connectors.Text{Zh: "合同号字段", En: "Contract number field"},
			Help: connectors.Text{Zh: "销售订单、应收单、收款单上的自定义文本字段；没有则填 -", En: "custom text field of order, receivable and receipt; - for none"},
		},
		{Name: "uscc_field", Type: connectors.ParamText, Default: "FSOCIALCRECODE", Title: connectors.Text{Zh: "统一社会信用代码字段", En: "Unified code field"}},
		{Name: "bill_settle_types", Type: connectors.ParamList, Default: []string{"JSFS06_SYS", "JSFS07_SYS"}, Title: connectors.Text{Zh: "属于承兑汇票的结算方式", En: "Settle types that are bills"}},
		{Name: "refund_bill_types", Type: connectors.ParamList, Default: []string{"SKTKDLX01_SYS", "SKTKDLX02_SYS"}, Title: connectors.Text{Zh: "属于退款的单据类型", En: "Bill types that are refunds"}},
		{Name: "red_fapiao_bill_types", Type: connectors.ParamList, Default: []string{}, Title: connectors.Text{Zh: "属于红字发票的应收单据类型", En: "Receivable types that are red invoices"}},
		{Name: "opening_bill_types", Type: connectors.ParamList, Default: []string{}, Title: connectors.Text{Zh: "属于期初的单据类型", En: "Bill types of opening balances"}},
		{
			Name: "page_size", Type: connectors.ParamInt, Default: 2000, Title: connectors.Text{Zh: "每页行数", En: "Rows a page"},
			Help: connectors.Text{Zh: "不得超过服务器允许的单次行数，否则会漏读", En: "at most what the server gives at once, else rows are missed"},
		},
		{Name: "overlap", Type: connectors.ParamDuration, Default: "2m", Title: connectors.Text{Zh: "重叠窗口", En: "Overlap"}},
	},
	Limits: []connectors.Text{
		{Zh: "每次登录占用一个许可；会话约20分钟闲置后失效", En: "each login takes a licence slot; a session ends after about 20 idle minutes"},
		{Zh: "单次查询公有云最多2000行，私有云最多10000行", En: "one query gives 2,000 rows at most on the public cloud, 10,000 on private ones"},
		{Zh: "删除在接口上不可见", En: "deletes are not visible through the interface"},
	},
	Mappings: map[string][]byte{"customers": mappingCustomers, "orders": mappingOrders, "receivables": mappingReceivables, "receipts": mappingReceipts},
	Assumptions: []connectors.Assumption{
		{ID: "session-idle", Text: connectors.Text{Zh: "会话闲置约20分钟后失效", En: "a session ends after about 20 idle minutes"}},
		{ID: "licence-slot", Text: connectors.Text{Zh: "每次登录占用一个许可", En: "each login takes a licence slot"}},
		{ID: "login-app-secret", Text: connectors.Text{Zh: "LoginByAppSecret 的参数为 [账套, 用户, 应用ID, 密钥, 语言]", En: "LoginByAppSecret takes [account, user, app id, secret, language]"}},
		{ID: "rows-a-call", Text: connectors.Text{Zh: "公有云单次查询上限为2000行", En: "the public cloud gives 2,000 rows a query"}},
		{ID: "modify-bumped", Text: connectors.Text{Zh: "保存与审核都会更新 FModifyDate", En: "saving and auditing both bump FModifyDate"}},
		{ID: "server-zone", Text: connectors.Text{Zh: "服务器时间为北京时间，无时区", En: "the server's times are Shanghai time without an offset"}},
		{ID: "quota", Text: connectors.Text{Zh: "公有云按应用限制调用次数（MsgCode 14）", En: "the public cloud limits calls per application (MsgCode 14)"}},
		{ID: "customer-per-org", Text: connectors.Text{Zh: "同一客户编码在每个使用组织各有一行", En: "a customer number has one row for each using organisation"}},
		{ID: "customer-fields", Text: connectors.Text{Zh: "客户上有 FSELLER、FDocumentStatus、FForbidStatus、FCreateDate、FModifyDate", En: "customers have FSELLER, FDocumentStatus, FForbidStatus, FCreateDate and FModifyDate"}},
		{ID: "order-finance", Text: connectors.Text{Zh: "销售订单的 FBillAmount、FBillAllAmount、FSettleCurrId 可直接查询", En: "FBillAmount, FBillAllAmount and FSettleCurrId of an order can be asked for directly"}},
		{ID: "receivable-fields", Text: connectors.Text{Zh: "应收单字段名（FENDDATE_H、FALLAMOUNTFOR、FNoTaxAmountFor、FWRITTENOFFSTATUS、FORDERNUMBER）", En: "field names of AR_receivable (FENDDATE_H, FALLAMOUNTFOR, FNoTaxAmountFor, FWRITTENOFFSTATUS, FORDERNUMBER)"}},
		{ID: "receipt-fields", Text: connectors.Text{Zh: "收款单上有 FSETTLEORGID、FCURRENCYID、FCancelStatus", En: "receipts have FSETTLEORGID, FCURRENCYID and FCancelStatus"}},
		{ID: "currencies", Text: connectors.Text{Zh: "币别编码 PRE001 人民币、PRE002 港币、PRE003 欧元、PRE004 日元、PRE006 英镑、PRE007 美元", En: "currency numbers: PRE001 CNY, PRE002 HKD, PRE003 EUR, PRE004 JPY, PRE006 GBP, PRE007 USD"}},
		{ID: "bill-settle-types", Text: connectors.Text{Zh: "JSFS06_SYS、JSFS07_SYS 为商业、银行承兑汇票", En: "JSFS06_SYS and JSFS07_SYS are commercial and bank bills"}},
		{ID: "refund-bill-types", Text: connectors.Text{Zh: "退款单据类型编码以 SKTKD 开头", En: "bill types of refunds begin with SKTKD"}},
	},
	PollEvery: 2 * time.Minute,
}
