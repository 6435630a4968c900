package file

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// layout is what a kind of list looks like.
type layout struct {
	synonyms map[string][]string // canonical column name → what headers call it
	needs    [][]string          // of each group one column must be there
	times    []string            // columns whose moment is worked out as _<name>
	dates    []string            // columns whose day is worked out as _<name>
}

var (
	nameWords   = []string{"姓名", "联系人", "联系人姓名", "客户姓名", "观众姓名", "name", "contact", "contact name", "full name"}
	mobileWords = []string{"手机", "手机号", "手机号码", "移动电话", "联系手机", "mobile", "mobile phone", "cell phone"}
	phoneWords  = []string{"电话", "联系电话", "电话号码", "座机", "固定电话", "phone", "tel", "telephone"}
	emailWords  = []string{"邮箱", "电子邮箱", "邮件", "电子邮件", "email", "e-mail", "mail"}
)

var layouts = map[string]layout{
	StreamTradeFair: {
		synonyms: map[string][]string{
			"name": nameWords, "mobile": mobileWords, "phone": phoneWords, "email": emailWords,
			"company_name": {"公司", "单位", "企业", "企业名称", "公司名称", "单位名称", "工作单位", "机构", "医院", "company", "company name", "organisation", "organization"},
			"title":        {"职务", "职位", "职称", "title", "job title", "position"},
			"department":   {"部门", "科室", "department", "dept"},
			"region":       {"省市", "地区", "省份", "城市", "所在地", "region", "province", "city"},
			"booth":        {"展位", "展台", "展位号", "booth", "stand"},
			"scan_time":    {"扫码时间", "签到时间", "扫描时间", "到访时间", "登记时间", "scan time", "scanned at"},
			"fair":         {"展会名称", "展会", "fair", "event", "exhibition"},
			"campaign":     {"活动", "活动名称", "campaign"},
			"campaign_id":  {"活动编号", "活动id", "campaign id"},
			"product":      {"兴趣产品", "意向产品", "感兴趣产品", "产品", "product", "interest"},
			"message":      {"备注", "留言", "说明", "remark", "remarks", "note", "notes", "message"},
			"tax_id":       {"统一社会信用代码", "税号", "纳税人识别号", "tax id", "uscc"},
			"badge_no":     {"胸卡号", "胸卡编号", "胸牌号", "证卡号", "观众编号", "badge", "badge no", "badge id", "badge number"},
			"channel":      {"渠道", "channel"},
		},
		needs: [][]string{{"mobile", "phone", "email"}, {"name", "company_name"}},
		times: []string{"scan_time"},
	},
	StreamOfflineCost: {
		synonyms: map[string][]string{
			"day":          {"日期", "发生日期", "费用日期", "day", "date"},
			"channel":      {"渠道", "channel"},
			"campaign":     {"活动", "活动名称", "项目", "campaign"},
			"campaign_id":  {"活动编号", "活动id", "campaign id"},
			"platform":     {"平台", "platform"},
			"account":      {"账户", "账号", "account"},
			"cost_gross":   {"金额", "费用", "费用金额", "总费用", "花费", "cost", "amount", "cost gross"},
			"rebate":       {"返点", "返利", "优惠", "rebate", "discount"},
			"cost_net":     {"净额", "实付", "实付金额", "实际费用", "折后金额", "cost net", "net"},
			"tax_rate":     {"税率", "tax rate"},
			"tax_included": {"含税", "是否含税", "tax included"},
			"currency":     {"币种", "currency"},
			"spread":       {"分摊", "分摊方式", "spread"},
			"range_from":   {"开始日期", "起始日期", "range from", "from"},
			"range_to":     {"结束日期", "截止日期", "range to", "to"},
			"entered_by":   {"录入人", "经办人", "entered by"},
		},
		needs: [][]string{{"day", "range_from"}, {"channel"}, {"cost_gross", "cost_net"}},
		dates: []string{"day", "range_from", "range_to"},
	},
	StreamEmployees: {
		synonyms: map[string][]string{
			"number": {"工号", "员工编号", "员工工号", "人员编号", "number", "employee no", "employee number"},
			"name":   {"姓名", "员工姓名", "name", "full name"}, "mobile": mobileWords, "email": emailWords,
			"wecom_userid":    {"企业微信账号", "企微账号", "企业微信id", "wecom", "wecom userid"},
			"dingtalk_userid": {"钉钉账号", "钉钉id", "dingtalk", "dingtalk userid"},
			"org_unit":        {"部门编码", "部门编号", "组织编码", "org unit", "unit code"},
			"org_name":        {"部门", "部门名称", "department"},
			"manager":         {"上级工号", "直属上级工号", "主管工号", "manager", "manager no"},
			"status":          {"状态", "在职状态", "员工状态", "status"},
			"left_on":         {"离职日期", "left on"},
			"u8_code":         {"u8编码", "u8人员编码", "u8业务员编码", "cpersoncode", "u8 code"},
			"kingdee_code":    {"金蝶编码", "金蝶业务员编码", "金蝶业务员", "fsalerid", "kingdee code"},
			"crm_id":          {"crm账号", "crm id", "crmid"},
			"account_set":     {"账套", "账套号", "account set"},
		},
		needs: [][]string{{"number"}, {"name"}},
		dates: []string{"left_on"},
	},
}

// Columns gives the canonical column names of a kind of list in alphabetical order,
// each with the headers that are understood; nil for an unknown kind. The canonical
// name itself is always understood.
func Columns(kind string) map[string][]string { return maps.Clone(layouts[kind].synonyms) }

// words finds the canonical name of a normalised header, for each kind of list.
var words = func() map[string]map[string]string {
	out := map[string]map[string]string{}
	for kind, l := range layouts {
		m := map[string]string{}
		for _, name := range slices.Sorted(maps.Keys(l.synonyms)) {
			for _, w := range append([]string{name}, l.synonyms[name]...) {
				k := headerForm(w)
				if other, twice := m[k]; twice && other != name {
					panic("file: header " + w + " means " + other + " and " + name)
				}
				m[k] = name
			}
		}
		out[kind] = m
	}
	return out
}()

// headerForm is the form in which headers are compared: half width, lower case,
// letters and digits only, without what stands in brackets behind the name: 手机号(必填).
func headerForm(s string) string {
	s = strings.ToLower(record.NormalizeWidth(s))
	if i := strings.IndexAny(s, "([【"); i > 0 {
		s = s[:i]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// ownColumns reads the setting columns: "header=canonical name".
func ownColumns(list []string) (map[string]string, error) {
	own := map[string]string{}
	for _, e := range list {
		header, name, ok := strings.Cut(e, "=")
		name = strings.TrimSpace(name)
		known := false
		for _, l := range layouts {
			known = known || l.synonyms[name] != nil
		}
		if !ok || headerForm(header) == "" || !known {
			return nil, fault.Newf("bad_settings", "columns: %.40q is not header=field", e).At("columns", "")
		}
		own[headerForm(header)] = name
	}
	return own, nil
}

// canonical finds what a header means in a list of this kind; "" when unknown.
func canonical(kind, header string, own map[string]string) string {
	k := headerForm(header)
	if name := own[k]; name != "" && layouts[kind].synonyms[name] != nil {
		return name
	}
	return words[kind][k]
}
