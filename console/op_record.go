package console

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

type recordIn struct {
	Connection string `path:"connection" doc:"id or name of the connection"`
	Stream     string `path:"stream"`
	Key        string `path:"key" doc:"URL-escaped"`
	Conditional
	Personal
}

type traceIn struct {
	Number string `query:"number" required:"true" minLength:"1" maxLength:"200" doc:"of an order, contract, receivable, payment or deal, or the key of a record; spaces, width and case do not matter"`
}

type traceOut struct{ Body views.Trace }

// recordKinds says which canonical kinds a permission opens, beside pipeline.read,
// which opens all.
var recordKinds = map[access.Action][]string{
	access.ROIRead:      {record.KindLead, record.KindSpend, record.KindCampaign, record.KindDeal, record.KindStageChange},
	access.PaymentRead:  {record.KindPayment, record.KindReceivable, record.KindOrder, record.KindDeal},
	access.CustomerRead: {record.KindCustomer, record.KindContact, record.KindLead, record.KindActivity},
}

// mayKind tells whether the actor may open a record of a kind.
func mayKind(by access.Actor, kind string) bool {
	if by.Can(access.PipelineRead) {
		return true
	}
	for do, kinds := range recordKinds {
		if slices.Contains(kinds, kind) && by.Can(do) {
			return true
		}
	}
	return false
}

func recordOps(c *console) {
	register(c, huma.Operation{
		OperationID: "getRecord", Method: http.MethodGet, Path: "/api/v1/records/{connection}/{stream}/{key}", Tags: []string{"pipeline"},
		Summary: "A source record with its payload and what became of it", Errors: []int{404},
	}, c.record)
	register(c, huma.Operation{
		OperationID: "tracePipeline", Method: http.MethodGet, Path: "/api/v1/pipeline/trace", Tags: []string{"pipeline"}, Summary: "Where a document is on its way",
	}, c.trace)
}

func (c *console) record(ctx context.Context, by access.Actor, in *recordIn) (*tagged[views.SourceRecord], error) {
	mask, err := in.masked(by)
	if err != nil {
		return nil, err
	}
	x, err := c.Flow.Record(ctx, by.Workspace, in.Connection, in.Stream, in.Key)
	if err != nil {
		return nil, err
	}
	if len(x.Entities) == 0 && !by.Can(access.PipelineRead) {
		return nil, fault.New("forbidden", nil)
	}
	for _, e := range x.Entities {
		if !mayKind(by, e.Kind) {
			return nil, fault.New("forbidden", nil)
		}
	}
	var whom []string
	for _, e := range x.Entities {
		for _, g := range e.Golden {
			whom = append(whom, g.ID)
		}
	}
	if err := c.noteView(ctx, by, mask, in.Personal, "record", x.Record.Connection+"/"+x.Record.Stream+"/"+maskText(x.Record.Key), whom, "payload"); err != nil {
		return nil, err
	}
	x.Masked = mask
	x.Payload, x.PayloadForm = maskPayload(x.Payload, mask)
	if mask {
		for i := range x.Entities {
			maskEntity(x.Entities[i].Kind, x.Entities[i].Data)
			for j := range x.Entities[i].Golden {
				maskRef(&x.Entities[i].Golden[j])
			}
		}
	}
	return answerTagged(in.Conditional, "", x)
}
