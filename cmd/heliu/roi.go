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

// matrixAnswer is the matrix with its header, as the API gives it.
type matrixAnswer struct {
	Header struct {
		Model    string `json:"model"`
		Basis    string `json:"basis"`
		VAT      string `json:"vat"`
		Currency string `json:"currency"`
		Window   int    `json:"window_days"`
	} `json:"header"`
	Rows         []roi.Row  `json:"rows"`
	Totals       roi.Totals `json:"totals"`
	Unattributed string     `json:"unattributed_share"`
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
	_, err := show(ctx, c.apiFlags, "/api/v1/roi/matrix", q, func(w io.Writer, m matrixAnswer) {
		_, _ = fmt.Fprintf(w, "model %s, basis %s, VAT %s, %s, window %d days, unattributed %s\n\n", m.Header.Model, m.Header.Basis, m.Header.VAT, m.Header.Currency, m.Header.Window, m.Unattributed)
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
