package exports

import (
	"context"
	"io"
	"strings"

	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// Ask says which customers are taken out, and how.
type Ask struct {
	Format   string `json:"format"`
	Kind     string `json:"kind,omitempty"` // organisation, person; empty: both
	Text     string `json:"text,omitempty"` // part of the name, or a tax ID
	Personal bool   `json:"personal"`       // personal values in full
}

// Count says how many an export is about.
type Count struct {
	Persons       int64 `json:"persons"`
	Organisations int64 `json:"organisations"`
}

// Over is the number of persons that one person alone never takes out.
const Over = 1000

// Customers lists golden records.
type Customers interface {
	ListCustomers(ctx context.Context, ws record.WorkspaceID, q views.CustomerQuery) (rows []views.CustomerRow, next []string, err error)
}

var head = []any{"ID", "类型 kind", "名称 name", "统一社会信用代码 tax_id", "手机 mobile", "邮箱 email", "地区 region", "行业 industry", "系统 systems", "源记录 records", "触点 touches", "成交 deals", "更新时间 updated_at"}

const page = 200

// Write writes the customers of an ask in pages, at most limit persons: what came since
// they were counted stays behind. mask hides personal values; it is not called where
// they were asked for.
func Write(ctx context.Context, from Customers, ws record.WorkspaceID, a Ask, limit int64, mask func(*views.CustomerRow), w io.Writer) (n Count, err error) {
	sheet, err := NewSheet(w, a.Format)
	if err != nil {
		return n, err
	}
	if err := sheet.Row(head...); err != nil {
		return n, err
	}
	q := views.CustomerQuery{Kind: a.Kind, Text: a.Text}
	q.Limit = page
	for {
		rows, next, err := from.ListCustomers(ctx, ws, q)
		if err != nil {
			return n, err
		}
		for _, r := range rows {
			if r.Kind == "person" {
				if n.Persons == limit {
					continue
				}
				n.Persons++
			} else {
				n.Organisations++
			}
			if !a.Personal {
				mask(&r)
			}
			if err := sheet.Row(r.ID, r.Kind, r.Name, r.TaxID, r.Mobile, r.Email, r.Region, r.Industry, strings.Join(r.Systems, " "), int64(r.Members), r.Touches, r.Deals, r.UpdatedAt); err != nil {
				return n, err
			}
		}
		if len(next) == 0 {
			return n, sheet.Close()
		}
		q.After = next
	}
}
