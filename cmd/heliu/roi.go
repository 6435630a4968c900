package main

import (
	"context"
	"fmt"
	"io"
	"net/url"

	"github.com/heliuhub/heliu/roi"
)

// roiCmd asks which marketing money earned which revenue.
type roiCmd struct {
	Matrix roiMatrixCmd `cmd:"" help:"Print the ROI matrix."`
}

type roiMatrixCmd struct {
	apiFlags
	Rows  string `default:"channel" help:"channel, campaign or month."`
	Model string `default:"first" help:"first, last or linear."`
	VAT   string `default:"net" help:"net (without VAT) or gross."`
	From  string `help:"First month, YYYY-MM."`
	To    string `help:"Last month, YYYY-MM."`
}

// Run prints a line a row.
func (c *roiMatrixCmd) Run(ctx context.Context) error {
	q := url.Values{"rows": {c.Rows}, "model": {c.Model}, "vat": {c.VAT}}
	if c.From != "" {
		q.Set("from", c.From)
	}
	if c.To != "" {
		q.Set("to", c.To)
	}
	_, err := show(ctx, c.apiFlags, "/api/v1/roi/matrix", q, func(w io.Writer, m roi.Matrix) {
		_, _ = fmt.Fprintf(w, "%s, basis %s, VAT %s, %s\n", m.Query.Model, m.Query.Basis, m.Query.VAT, m.Query.Currency)
		_, _ = fmt.Fprintln(w, "ROW\t\tLEADS\tRAW\tDEALS\tCOST\tREVENUE\tCPL\tROAS\tROI\t")
		line := func(id, zh string, v roi.Values) {
			_, _ = fmt.Fprintf(w, "%s\t%s\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t\n", id, zh, v.Leads, v.LeadsRaw, v.Deals, v.Cost, v.Revenue, v.CPL, v.ROAS, v.ROIRevenue)
		}
		for _, r := range m.Rows {
			line(r.ID, r.Zh, r.Values)
		}
		line("total", "合计", m.Totals.Values)
	})
	return err
}
