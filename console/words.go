package console

import (
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// word gives a title of a table, else the bare id.
func word(table map[string]views.Text, id string) views.Text {
	if t, ok := table[id]; ok {
		return t
	}
	return views.Text{Zh: id, En: id}
}

func channelTitle(id string) views.Text {
	for _, c := range record.Channels {
		if c.ID == id {
			return views.Text{Zh: c.Zh, En: c.En}
		}
	}
	return views.Text{Zh: id, En: id}
}

var fieldTitles = map[string]views.Text{
	"legal_name": {Zh: "名称", En: "Legal name"}, "tax_id": {Zh: "统一社会信用代码", En: "Tax ID"}, "short_name": {Zh: "简称", En: "Short name"},
	"former_names": {Zh: "曾用名", En: "Former names"}, "registration_no": {Zh: "注册号", En: "Registration number"}, "org_kind": {Zh: "机构类型", En: "Kind of organisation"},
	"industry": {Zh: "行业", En: "Industry"}, "employees": {Zh: "员工人数", En: "Employees"}, "registered_capital": {Zh: "注册资本", En: "Registered capital"},
	"legal_representative": {Zh: "法定代表人", En: "Legal representative"}, "region_code": {Zh: "行政区划", En: "Region code"}, "region": {Zh: "地区", En: "Region"},
	"address": {Zh: "地址", En: "Address"}, "phones": {Zh: "电话", En: "Phones"}, "mobiles": {Zh: "手机", En: "Mobiles"}, "emails": {Zh: "邮箱", En: "E-mails"},
	"website": {Zh: "网站", En: "Website"}, "level": {Zh: "客户级别", En: "Level"}, "hospital_grade": {Zh: "医院等级", En: "Hospital grade"},
	"purchase_cycle": {Zh: "采购周期", En: "Purchase cycle"}, "credit_limit": {Zh: "信用额度", En: "Credit limit"}, "payment_terms": {Zh: "付款条件", En: "Payment terms"},
	"status": {Zh: "状态", En: "Status"}, "owner": {Zh: "负责人", En: "Owner"}, "bank_accounts": {Zh: "银行账户", En: "Bank accounts"},
	"invoice_title": {Zh: "发票抬头", En: "Invoice title"}, "codes": {Zh: "系统编码", En: "System codes"}, "name": {Zh: "姓名", En: "Name"},
	"department": {Zh: "部门", En: "Department"}, "title": {Zh: "职务", En: "Title"}, "roles": {Zh: "角色", En: "Roles"},
	"wecom_id": {Zh: "企业微信", En: "WeCom id"}, "wechat_union_id": {Zh: "微信", En: "WeChat union id"},
}

// fieldOrder puts what people look for first.
var fieldOrder = []string{
	"legal_name", "name", "tax_id", "short_name", "former_names", "invoice_title", "org_kind", "hospital_grade", "industry", "level", "status", "region", "region_code",
	"address", "title", "department", "roles", "mobiles", "phones", "emails", "wecom_id", "wechat_union_id", "website", "legal_representative", "registration_no",
	"registered_capital", "employees", "owner", "purchase_cycle", "payment_terms", "credit_limit", "codes", "bank_accounts",
}

// fieldClass is the class of golden fields that hold personal values, as the canonical
// schema has it: that of a person's field holds for the field of an organisation too, and
// a list of objects has the class of what stands in it.
var fieldClass = goldenClasses()

func goldenClasses() map[string]string {
	renamed := map[string]string{"wecom_external_id": "wecom_id", "wechat_unionid": "wechat_union_id"}
	out := map[string]string{}
	for _, kind := range []string{record.KindCustomer, record.KindContact} {
		for _, f := range record.Schema(kind) {
			class := f.PII
			for _, inner := range f.Fields {
				class = max(class, inner.PII) // S is more than P
			}
			if class == "" {
				continue
			}
			out[f.Name] = class
			if to := renamed[f.Name]; to != "" {
				out[to] = class
			}
		}
	}
	return out
}

var ruleTexts = map[string]views.Text{
	"only_value":  {Zh: "各来源说法一致", En: "every source that speaks says the same"},
	"source_rank": {Zh: "来源系统更可信", En: "a more trusted system says it"},
	"latest":      {Zh: "来源同样可信，取最新", En: "equally trusted systems: the latest wins"},
	"tie":         {Zh: "可信度与时间相同，按记录名固定取一个", En: "same trust, same time: always the same one, by record name"},
	"set":         {Zh: "保留全部值", En: "every value is kept"},
}

var identifierTitles = map[string]views.Text{
	"tax_id": {Zh: "统一社会信用代码", En: "Tax ID"}, "code": {Zh: "交叉引用", En: "Cross-reference"}, "name_mobile": {Zh: "手机＋公司名", En: "Mobile and company"},
	"name_email": {Zh: "邮箱＋公司名", En: "E-mail and company"}, "mobile": {Zh: "手机", En: "Mobile"}, "email": {Zh: "邮箱", En: "E-mail"},
	"wecom": {Zh: "企业微信", En: "WeCom"}, "wechat_union": {Zh: "微信", En: "WeChat"},
}

var relationTitles = map[string]views.Text{
	"subsidiary_of": {Zh: "子公司，母公司为", En: "is a subsidiary of"}, "branch_of": {Zh: "分支机构，总部为", En: "is a branch of"}, "same_group": {Zh: "同一集团", En: "is of one group with"},
	"succeeded_by": {Zh: "由其承继", En: "was succeeded by"}, "dealer_of": {Zh: "经销商，服务于", En: "is a dealer of"}, "end_customer_of": {Zh: "最终用户，经销商为", En: "is an end customer of"},
	"leased_by": {Zh: "融资租赁方为", En: "leases from"}, "treasury_payer_for": {Zh: "资金中心，代其付款", En: "pays as treasury for"},
	"authorised_payer_for": {Zh: "授权代付方，代其付款", En: "is an authorised payer for"}, "former_name_of": {Zh: "曾用名主体", En: "is a former name of"},
}

var touchReasons = map[string]views.Text{
	"repeat":             {Zh: "30分钟内同一人、同一渠道活动的重复提交", En: "the same person, channel and campaign within 30 minutes"},
	"daily_cap":          {Zh: "当天同一渠道活动已计入一次", En: "one of the same day, channel and campaign counts already"},
	"no_account":         {Zh: "不知道属于哪个客户", En: "nobody knows for whom the person came"},
	"ambiguous_employer": {Zh: "此人同时对应多个客户", En: "the person works for several customers"},
}

var dealReasons = map[string]views.Text{
	"no_account":      {Zh: "合同的客户还没有找到", En: "none of its customers is known yet"},
	"no_touch":        {Zh: "该客户没有可计入的触点", En: "the customer has no touch that counts"},
	"touches_outside": {Zh: "触点都在签约前365天之外，或晚于签约", En: "all touches are older than 365 days or not before the signature"},
}

var paymentReasons = map[string]views.Text{
	"payer_unknown":       {Zh: "付款方未知", En: "payer unknown"},
	"payer_mismatch":      {Zh: "付款方与所指单据无关", En: "payer has no tie to what it names"},
	"amount_exceeds_open": {Zh: "金额大于未收余额", En: "more than is open"},
	"ambiguous_amount":    {Zh: "金额有多种解释", En: "amount has several explanations"},
	"no_open_item":        {Zh: "没有同额应收", En: "no item has that amount open"},
}
