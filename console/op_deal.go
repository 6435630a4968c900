package console

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/roi"
)

type dealIn struct {
	ID string `path:"id" doc:"id of the deal"`
	Conditional
	Personal
}

func dealOps(c *console) {
	register(c, huma.Operation{
		OperationID: "getDeal", Method: http.MethodGet, Path: "/api/v1/deals/{id}", Tags: []string{"roi"}, Summary: "A deal with its path, its credits and its money",
		Errors: []int{404},
	}, func(ctx context.Context, by access.Actor, in *dealIn) (*tagged[views.Deal], error) {
		mask, err := in.masked(by)
		if err != nil {
			return nil, err
		}
		x, err := c.Money.Deal(ctx, by.Workspace, in.ID)
		if err != nil {
			return nil, err
		}
		if err := c.noteView(ctx, by, mask, in.Personal, "deal", in.ID, dealSubjects(x), "name"); err != nil {
			return nil, err
		}
		return answerTagged(in.Conditional, "", dressDeal(x, by, mask))
	})
}

// dealSubjects are the persons that a deal names.
func dealSubjects(x views.Deal) (out []string) {
	for _, g := range []*views.GoldenRef{x.Account, x.Buyer, x.EndCustomer} {
		if g != nil && g.Kind == "person" {
			out = append(out, g.ID)
		}
	}
	for _, t := range x.Path {
		if t.Person != nil {
			out = append(out, t.Person.ID)
		}
	}
	return out
}

func dressDeal(x views.Deal, by access.Actor, mask bool) views.Deal {
	x.Hidden = []string{}
	if !by.Can(access.ROIRead) {
		x.Path, x.Credits, x.Hidden = []views.PathTouch{}, []views.ModelCredit{}, append(x.Hidden, "path", "credits")
	}
	if !by.Can(access.PaymentRead) {
		x.Payments, x.Receivables, x.Paid = []views.MatchRow{}, []views.Document{}, nil
		x.Hidden = append(x.Hidden, "payments", "receivables", "paid")
	}
	for i := range x.Path {
		dressTouch(&x.Path[i].Touch, mask)
	}
	for i := range x.Credits {
		if m, err := roi.ModelNamed(x.Credits[i].Model); err == nil {
			x.Credits[i].Title = views.Text{Zh: m.Zh, En: m.En}
		}
	}
	if x.Unattributed != nil {
		why := word(dealReasons, x.Unattributed.En)
		x.Unattributed = &why
	}
	if mask {
		maskRef(x.Account)
		maskRef(x.Buyer)
		maskRef(x.EndCustomer)
		for i := range x.Payments {
			maskRef(x.Payments[i].Customer)
		}
	}
	return x
}
