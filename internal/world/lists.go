package world

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"github.com/heliuhub/heliu/internal/world/model"
)

// listFile writes a list as a file in its format: a CSV in UTF-8 or GB18030, or an
// Excel sheet.
func listFile(f *model.File) (name string, content []byte, err error) {
	rows := listRows(f)
	switch f.Format {
	case "xlsx":
		content, err = sheet(rows)
		return f.List + ".xlsx", content, err
	case "csv-gb18030":
		if content, err = table(rows); err == nil {
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
			at := l.CreatedAt.In(shanghai)
			when := at.Format("2006-01-02 15:04:05")
			if f.Format == "csv-gb18030" {
				when = at.Format("2006/1/2 15:04")
			}
			out = append(out, []string{l.Badge, l.Who, l.Mobile, l.Phone, l.Company, l.Department, l.Title, l.Email, l.Region, l.TaxID, when, f.Fair, l.CampaignID, l.Product, l.Message})
		}
	}
	return out
}

func costRows(f *model.File) [][]string {
	out := [][]string{{"平台", "账户", "日期", "渠道", "活动", "活动ID", "费用", "税率", "含税", "分摊方式", "开始日期", "结束日期"}}
	for _, s := range f.Costs {
		taxIn := "否"
		if s.TaxIn {
			taxIn = "是"
		}
		out = append(out, []string{s.Platform, s.Account, s.Day, s.Channel, s.Campaign, s.CampaignID, yuan(s.Net), rate(s.TaxRate), taxIn, s.Spread, s.From, s.To})
	}
	return out
}

func staffRows(f *model.File) [][]string {
	out := [][]string{{"工号", "姓名", "手机", "邮箱", "部门编码", "状态", "离职日期"}}
	for _, e := range f.Staff {
		status := "在职"
		if e.Status == "left" {
			status = "离职"
		}
		out = append(out, []string{e.Number, e.Who, e.Mobile, e.Email, e.Unit, status, e.LeftOn})
	}
	return out
}

// rate writes basis points as a decimal fraction.
func rate(bp int64) string { return fmt.Sprintf("0.%04d", bp) }

func table(rows [][]string) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	if err := w.WriteAll(rows); err != nil {
		return nil, fmt.Errorf("write list: %w", err)
	}
	return b.Bytes(), nil
}

// sheet writes the rows as texts into the first sheet of an Excel file.
func sheet(rows [][]string) ([]byte, error) {
	x := excelize.NewFile()
	defer func() { _ = x.Close() }()
	w, err := x.NewStreamWriter("Sheet1")
	if err != nil {
		return nil, fmt.Errorf("write sheet: %w", err)
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, v := range row {
			cells[j] = v
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return nil, fmt.Errorf("write sheet: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return nil, fmt.Errorf("write sheet: %w", err)
	}
	var b bytes.Buffer
	if err := x.Write(&b); err != nil {
		return nil, fmt.Errorf("write sheet: %w", err)
	}
	return b.Bytes(), nil
}
