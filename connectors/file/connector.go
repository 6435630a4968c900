// Package file reads lists that people upload: scan lists of trade fairs, offline
// costs and employees, as CSV or XLSX.
//
// A record is one row. Its Raw is a JSON object: the text of each cell under the
// canonical name of its column (an unknown column under its own header), and beside
// them members that begin with an underscore: _file, _row (as the spreadsheet numbers
// it), _params (what the uploader said), values that the reader worked out exactly
// (_mobile, _scan_time …), and _error {code,row,message} for a row that cannot be used,
// which the mapping turns into a dead letter.
package file

import (
	"context"
	_ "embed"
	"time"

	"github.com/heliuhub/heliu/connectors"
	"github.com/heliuhub/heliu/record"
)

// Streams, which are also the kinds of uploaded lists.
const (
	StreamTradeFair   = "trade_fair"
	StreamOfflineCost = "offline_cost"
	StreamEmployees   = "employees"
)

// Limits of one file.
const (
	MaxBytes = 20 << 20
	MaxRows  = 50_000
)

var (
	//go:embed mapping_trade_fair.yaml
	mappingTradeFair []byte
	//go:embed mapping_offline_cost.yaml
	mappingOfflineCost []byte
	//go:embed mapping_employees.yaml
	mappingEmployees []byte
)

// Connector is the connector of uploaded lists.
var Connector = connectors.Connector{
	Spec: spec,
	NewSource: func(_ context.Context, env connectors.Env, s connectors.Settings) (connectors.Source, error) {
		own, err := ownColumns(s.List("columns"))
		if err != nil {
			return nil, err
		}
		page := s.Int("page_rows")
		if page <= 0 {
			page = pageRows
		}
		return &source{env: env, own: own, page: page}, nil
	},
}

var spec = connectors.Spec{
	Name:  "file",
	Title: connectors.Text{Zh: "上传名单", En: "Uploaded lists"},
	Summary: connectors.Text{
		Zh: "读取上传的展会扫码名单、线下费用表和员工名单（CSV 或 Excel）。",
		En: "Reads uploaded trade-fair lists, offline costs and employee lists (CSV or Excel).",
	},
	Streams: []connectors.Stream{
		{
			Name: StreamTradeFair, Title: connectors.Text{Zh: "展会名单", En: "Trade-fair list"}, Kinds: []string{record.KindLead},
			Key: "list/badge | list/r<row>", Cursor: "upload, row",
		},
		{
			Name: StreamOfflineCost, Title: connectors.Text{Zh: "线下费用", En: "Offline costs"}, Kinds: []string{record.KindSpend},
			Key: "list/row", Cursor: "upload, row",
		},
		{
			Name: StreamEmployees, Title: connectors.Text{Zh: "员工名单", En: "Employees"}, Kinds: []string{record.KindEmployee},
			Key: "number", Cursor: "upload, row",
		},
	},
	PollEvery: 5 * time.Second,
	Mappings: map[string][]byte{
		StreamTradeFair: mappingTradeFair, StreamOfflineCost: mappingOfflineCost, StreamEmployees: mappingEmployees,
	},
	Limits: []connectors.Text{
		{Zh: "每个文件最大 20 MB、50,000 行；不支持旧版 .xls", En: "20 MB and 50,000 rows a file; no old .xls"},
	},
	Params: []connectors.Param{
		{
			Name: "columns", Type: connectors.ParamList, Title: connectors.Text{Zh: "自定义列名", En: "Column names"},
			Help: connectors.Text{
				Zh: "表中列名与字段的对应，如“客户手机=mobile”", En: "what your lists call a column, such as Handy=mobile",
			},
		},
		{
			Name: "page_rows", Type: connectors.ParamInt, Default: pageRows, Title: connectors.Text{Zh: "每批行数", En: "Rows a batch"},
			Help: connectors.Text{Zh: "每次提交的行数", En: "how many rows go to the bus at a time"},
		},
	},
	Assumptions: []connectors.Assumption{
		{ID: "fair-headers", Text: connectors.Text{
			Zh: "主办方导出的列名在同义词表内", En: "the organiser's column names are among the known synonyms",
		}},
	},
}
