package console

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/pipelines/views"
)

type paymentsIn struct {
	Paging
	Status string `query:"status" enum:"matched,unmatched,not_matchable"`
	Reason string `query:"reason" maxLength:"40" enum:"payer_unknown,payer_mismatch,amount_exceeds_open,ambiguous_amount,no_open_item" doc:"of unmatched payments"`
	Q      string `query:"q" maxLength:"60" doc:"part of the number or the contract number"`
	From   string `query:"from" format:"date" doc:"first value date"`
	To     string `query:"to" format:"date" doc:"last value date"`
}

type paymentsOut struct {
	Body struct {
		Items      []views.PaymentRow `json:"items" nullable:"false" doc:"latest value date first"`
		Sums       []views.PaymentSum `json:"sums" nullable:"false" doc:"of the whole list, over all pages, a status and currency"`
		NextCursor string             `json:"next_cursor" doc:"empty at the end"`
	}
}

type paymentIn struct {
	ID string `path:"id" doc:"id of the payment"`
	Conditional
	Personal
}

func paymentOps(c *console) {
	register(c, huma.Operation{
		OperationID: "listPayments", Method: http.MethodGet, Path: "/api/v1/payments", Tags: []string{"payments"}, Summary: "Payments with their match or why there is none",
	}, func(ctx context.Context, by access.Actor, in *paymentsIn) (*paymentsOut, error) {
		q := views.PaymentQuery{Status: in.Status, Reason: in.Reason, Text: in.Q, From: in.From, To: in.To}
		filter := filterHash("payments", q.Status, "\x00", q.Reason, "\x00", q.Text, "\x00", q.From, "\x00", q.To)
		var err error
		if q.Page, err = in.page(filter); err != nil {
			return nil, err
		}
		rows, sums, next, err := c.Money.ListPayments(ctx, by.Workspace, q)
		if err != nil {
			return nil, err
		}
		for i := range rows {
			dressPayment(&rows[i], true)
		}
		out := &paymentsOut{}
		out.Body.Items, out.Body.Sums, out.Body.NextCursor = rows, sums, nextCursor(filter, next)
		return out, nil
	})
	register(c, huma.Operation{
		OperationID: "getPayment", Method: http.MethodGet, Path: "/api/v1/payments/{id}", Tags: []string{"payments"}, Summary: "A payment with where it went and why",
		Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *paymentIn) (*tagged[views.Payment], error) {
		mask, err := in.masked(by)
		if err != nil {
			return nil, err
		}
		x, err := c.Money.Payment(ctx, by.Workspace, in.ID)
		if err != nil {
			return nil, err
		}
		if err := c.noteView(ctx, by, mask, in.Personal, "payment", in.ID, nil, "memo", "payer_account", "payer"); err != nil {
			return nil, err
		}
		dressPayment(&x.PaymentRow, mask)
		if mask {
			x.PayerAccount = maskTail(x.PayerAccount)
			for i := range x.Matches {
				maskRef(x.Matches[i].Customer)
			}
		}
		return answerTagged(in.Conditional, "", x)
	})
}
