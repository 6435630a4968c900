package world

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/heliuhub/heliu/internal/world/model"
)

// listFile writes a list as a file in its format: a CSV in UTF-8 or GB18030, or an
// Excel sheet. Each format has the habits of those who use it.
func listFile(f *model.File) (name string, content []byte, err error) {
	rows := listRows(f)
	switch f.Format {
	case "xlsx":
		content, err = sheet(rows)
		return f.List + ".xlsx", content, err
	case "csv-gb18030":
		title := []string{f.List + " 汇总表"}
		if content, err = table(append([][]string{title}, rows...)); err == nil {
			content, err = simplifiedchinese.GB18030.NewEncoder().Bytes(content)
		}
		return f.List + ".csv", content, err
	default:
		content, err = table(rows)
		return f.List + ".csv", content, err
	}
}

func listRows(f *model.File) [][]string {
	switch f.Kind {
	case model.StreamOfflineCost:
		return costRows(f)
	case model.StreamEmployeeList:
		return staffRows(f)
	}
	return fairRows(f)
}

// fairRows are the scanned badges; second scans stand at the end.
func fairRows(f *model.File) [][]string {
	out := [][]string{{"胸牌号", "姓名", "手机", "电话", "公司", "部门", "职务", "邮箱", "地区", "统一社会信用代码", "扫码时间", "展会名称", "活动编号", "兴趣产品", "备注"}}
	for _, part := range [][]*model.Lead{f.Leads, f.Repeat} {
		for _, l := range part {
			mobile, phone := l.Mobile, l.Phone
			if mobile != "" && phone != "" {
				mobile, phone = mobile+"/"+phone, ""
			}
			out = append(out, []string{l.Badge, l.Who, mobile, phone, l.Company, l.Department, l.Title, l.Email, l.Region, l.TaxID, scanTime(f.Format, l), f.Fair, l.CampaignID, l.Product, l.Message})
		}
	}
	return out
}

// scanTime writes the time of a scan as its list does. Scans have whole minutes.
func scanTime(format string, l *model.Lead) string {
	at := l.CreatedAt.In(shanghai)
	switch {
	case format == "xlsx":
		return serial(at)
	case format == "csv-gb18030":
		return at.Format("2006/1/2 15:04")
	case l.Badge[len(l.Badge)-1] == '7':
		return at.Format("20060102150405")
	}
	return at.Format("2006-01-02 15:04:05")
}

func costRows(f *model.File) [][]string {
	out := [][]string{{"平台", "账户", "日期", "渠道", "活动", "活动ID", "费用", "返点", "税率", "含税", "分摊方式", "开始日期", "结束日期"}}
	for _, s := range f.Costs {
		taxIn, cost, rate, rebate := "否", yuan(s.Gross), fmt.Sprintf("0.%04d", s.TaxRate), ""
		if s.TaxIn {
			taxIn = "是"
		}
		if f.Format == "csv-gb18030" {
			cost, rate = "￥"+grouped(s.Gross), fmt.Sprintf("%d%%", s.TaxRate/100)
		}
		if s.Rebate != 0 {
			rebate = yuan(s.Rebate)
		}
		out = append(out, []string{s.Platform, s.Account, s.Day, s.Channel, s.Campaign, s.CampaignID, cost, rebate, rate, taxIn, s.Spread, s.From, s.To})
	}
	return out
}

func staffRows(f *model.File) [][]string {
	out := [][]string{{"工号", "姓名", "手机", "邮箱", "部门编码", "状态", "离职日期", "账套", "金蝶编码", "企业微信账号", "钉钉账号"}}
	for _, e := range f.Staff {
		status := "在职"
		if e.Status == "left" {
			status = "离职"
		}
		out = append(out, []string{e.Number, e.Who, e.Mobile, e.Email, e.Unit, status, e.LeftOn, AccountSet, e.Code, wecomID(e), dingtalkID(e)})
	}
	return out
}

// grouped writes fen as yuan with commas between thousands.
func grouped(fen int64) string {
	s := yuan(fen)
	for i := len(s) - 6; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func table(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write list: %w", err)
	}
	return b.Bytes(), nil
}
