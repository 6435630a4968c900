package console

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/roi"
)

// MatrixQuery says which matrix; package roi checks it.
type MatrixQuery struct {
	Rows     string `query:"rows" maxLength:"20" doc:"channel, campaign or month" example:"channel"`
	Columns  string `query:"columns" maxLength:"20" doc:"channel, campaign or month, another one than rows; empty: none"`
	Model    string `query:"model" maxLength:"40" doc:"first, last, linear, or with a version: first@1" example:"first"`
	Basis    string `query:"basis" maxLength:"20" doc:"signed"`
	VAT      string `query:"vat" maxLength:"20" doc:"net (without VAT) or gross"`
	Currency string `query:"currency" maxLength:"3" doc:"CNY without it"`
	From     string `query:"from" maxLength:"7" doc:"first month, YYYY-MM"`
	To       string `query:"to" maxLength:"7" doc:"last month, YYYY-MM"`
}

func (in MatrixQuery) query() roi.Query {
	return roi.Query{
		Rows: roi.Dimension(in.Rows), Columns: roi.Dimension(in.Columns), Model: in.Model, Basis: in.Basis, VAT: in.VAT,
		Currency: in.Currency, From: in.From, To: in.To,
	}
}

// matrixHeader says what the numbers are; it stands on every page and file of them.
type matrixHeader struct {
	Rows       string     `json:"rows" enum:"channel,campaign,month"`
	Columns    string     `json:"columns" enum:",channel,campaign,month"`
	Model      string     `json:"model" doc:"with its version" example:"first@1"`
	ModelTitle views.Text `json:"model_title"`
	Basis      string     `json:"basis" enum:"signed" doc:"signed: contract amount at signature"`
	VAT        string     `json:"vat" enum:"net,gross"`
	Currency   string     `json:"currency"`
	From       string     `json:"from"`
	To         string     `json:"to"`
	WindowDays int        `json:"window_days" doc:"how far before the signature a touch may lie"`
	AsOf       time.Time  `json:"as_of"`
}

func headerOf(q roi.Query, now time.Time) matrixHeader {
	h := matrixHeader{
		Rows: string(q.Rows), Columns: string(q.Columns), Model: q.Model, Basis: q.Basis, VAT: q.VAT, Currency: q.Currency, From: q.From, To: q.To,
		WindowDays: int(roi.Window.Hours() / 24), AsOf: now,
	}
	if m, err := roi.ModelNamed(q.Model); err == nil {
		h.ModelTitle = views.Text{Zh: m.Zh, En: m.En}
	}
	return h
}

type matrixOut struct {
	Body struct {
		Header            matrixHeader `json:"header"`
		Columns           []roi.Member `json:"columns" nullable:"false" doc:"empty without columns"`
		Rows              []roi.Row    `json:"rows" nullable:"false" doc:"the unattributed row is the last one"`
		Totals            roi.Totals   `json:"totals" doc:"over all rows, the unattributed one included; rates are computed anew, not summed"`
		Currencies        []string     `json:"currencies" nullable:"false" doc:"every currency that has amounts in these months; the matrix shows one"`
		UnattributedShare string       `json:"unattributed_share" doc:"of the revenue, 4 decimals"`
	}
}

type modelsOut struct {
	Body struct {
		Items []model `json:"items" nullable:"false"`
	}
}

type model struct {
	ID    string     `json:"id"`
	Kind  string     `json:"kind"`
	Title views.Text `json:"title"`
}

type cellIn struct {
	Paging
	MatrixQuery
	Row    string `query:"row" maxLength:"300" doc:"id of the matrix's row; empty: the totals"`
	Column string `query:"column" maxLength:"300" doc:"id of the matrix's column; empty: all of the row"`
}

type cellOut struct {
	Body struct {
		Header     matrixHeader         `json:"header"`
		Sum        views.DealSum        `json:"sum" doc:"of the whole cell, over all pages: the cell's number"`
		Items      []views.CreditedDeal `json:"items" nullable:"false" doc:"latest signature first"`
		NextCursor string               `json:"next_cursor" doc:"empty at the end"`
	}
}

func matrixOps(c *console) {
	register(c, huma.Operation{
		OperationID: "getRoiMatrix", Method: http.MethodGet, Path: "/api/v1/roi/matrix", Tags: []string{"roi"}, Summary: "Return on marketing by channel, campaign and month",
		Description: "Money is decimal strings in the header's currency; a rate that divides by nothing is n/a.", Errors: []int{400},
	}, c.matrix)
	register(c, huma.Operation{
		OperationID: "listRoiModels", Method: http.MethodGet, Path: "/api/v1/roi/models", Tags: []string{"roi"}, Summary: "Attribution models",
	}, func(context.Context, access.Actor, *struct{}) (*modelsOut, error) {
		out := &modelsOut{}
		for _, m := range roi.Models() {
			out.Body.Items = append(out.Body.Items, model{m.ID, m.Kind(), views.Text{Zh: m.Zh, En: m.En}})
		}
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "listRoiDeals", Method: http.MethodGet, Path: "/api/v1/roi/deals", Tags: []string{"roi"}, Summary: "The deals of a cell",
		Description: "Takes the matrix's own parameters and the ids of a row and a column. The credited amounts add up to the cell, to the smallest unit.", Errors: []int{400},
	}, c.cell)
}

func (c *console) matrix(ctx context.Context, by access.Actor, in *MatrixQuery) (*matrixOut, error) {
	q, err := in.query().Normal()
	if err != nil {
		return nil, err
	}
	facts, err := c.Money.Facts(ctx, by.Workspace, q.Model, q.From, q.To)
	if err != nil {
		return nil, err
	}
	m, err := roi.BuildMatrix(q, facts)
	if err != nil {
		return nil, err
	}
	out := &matrixOut{}
	b := &out.Body
	b.Header, b.Columns, b.Rows, b.Totals = headerOf(q, c.Now()), m.Columns, m.Rows, m.Totals
	b.Currencies, b.UnattributedShare = m.Currencies, m.Unattributed
	if b.Columns == nil {
		b.Columns = []roi.Member{}
	}
	return out, nil
}

func (c *console) cell(ctx context.Context, by access.Actor, in *cellIn) (*cellOut, error) {
	q, err := in.query().Normal()
	if err != nil {
		return nil, err
	}
	dq := views.DealQuery{Model: q.Model, VAT: q.VAT, Currency: q.Currency, From: q.From, To: q.To}
	if err := narrow(&dq, q.Rows, in.Row, true); err != nil {
		return nil, err
	}
	if q.Columns == "" && in.Column != "" {
		return nil, fault.New("bad_matrix_query", nil).At("column", "")
	}
	if err := narrow(&dq, q.Columns, in.Column, false); err != nil {
		return nil, err
	}
	filter := filterHash("deals", dq.Model, dq.VAT, dq.Currency, dq.From, dq.To, "\x00", string(q.Rows), "\x00", in.Row, "\x00", string(q.Columns), "\x00", in.Column)
	if dq.Page, err = in.page(filter); err != nil {
		return nil, err
	}
	rows, sum, next, err := c.Money.CreditedDeals(ctx, by.Workspace, dq)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		maskRef(rows[i].Account)
	}
	out := &cellOut{}
	out.Body.Header, out.Body.Sum, out.Body.Items, out.Body.NextCursor = headerOf(q, c.Now()), sum, rows, nextCursor(filter, next)
	return out, nil
}

// narrow limits a query to a member of a dimension, as package roi places facts:
// the unattributed have a row of their own, and in columns of months their month.
func narrow(q *views.DealQuery, d roi.Dimension, id string, row bool) error {
	if id == "" {
		return nil
	}
	yes, no := true, false
	if id == roi.UnattributedID && (row || d != roi.ByMonth) {
		if q.Unattributed != nil && !*q.Unattributed {
			return fault.New("bad_matrix_query", nil).At("column", "")
		}
		q.Unattributed = &yes
		return nil
	}
	if d == roi.ByMonth {
		q.Month = id
		if row {
			q.Unattributed = &no
		}
		return nil
	}
	if q.Unattributed == nil {
		q.Unattributed = &no
	}
	channel, campaign, found := strings.Cut(id, "/")
	if q.Channel != nil && *q.Channel != channel {
		return fault.New("bad_matrix_query", nil).At("column", "")
	}
	q.Channel = &channel
	if d == roi.ByCampaign {
		if !found {
			return fault.New("bad_matrix_query", nil).At("row", "")
		}
		q.Campaign = &campaign
	}
	return nil
}
