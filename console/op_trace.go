package console

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/pipelines/views"
	"github.com/heliuhub/heliu/record"
)

// trace answers where a document is, whatever became of it.
func (c *console) trace(ctx context.Context, by access.Actor, in *traceIn) (*traceOut, error) {
	x, err := c.Flow.Trace(ctx, by.Workspace, in.Number)
	if err != nil {
		return nil, err
	}
	if !by.Narrowed() { // of what nobody has read yet nobody knows whose it is
		c.waiting(ctx, by, record.NormalizeNumber(in.Number), &x)
	}
	for i := range x.Documents {
		d := &x.Documents[i]
		if d.Kind == "" { // nothing was made of it yet: it is what its stream carries
			d.Kind = c.carried(d.Record)
		}
	}
	x.Documents = slices.DeleteFunc(x.Documents, func(d views.TraceDocument) bool { return !mayKind(by, d.Kind) })
	x.Similar = slices.DeleteFunc(x.Similar, func(s views.SimilarNumber) bool { return !mayKind(by, s.Kind) })
	for _, d := range x.Documents {
		for _, s := range d.Steps {
			maskRef(s.Golden)
		}
	}
	x.Number, x.Found = in.Number, len(x.Documents)+len(x.Refusals) > 0
	if !x.Found {
		if x.Places, err = c.comesFrom(ctx, by.Workspace); err != nil {
			return nil, err
		}
	}
	x.Summary = summary(x)
	return &traceOut{x}, nil
}

// unreadFor bounds the look at what waits on the bus.
const unreadFor = 1500 * time.Millisecond

// waiting finds the number in what the bus holds and nobody has read yet. A bus that
// does not answer is no failure: the answer says that not everything was looked at.
func (c *console) waiting(ctx context.Context, by access.Actor, number string, x *views.Trace) {
	if c.Unread == nil || len(number) < 3 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, unreadFor)
	defer cancel()
	before := 0
	var found []views.TraceDocument
	read, complete, err := c.Unread(ctx, by.Workspace, func(r record.Record) bool {
		before++
		if record.NormalizeNumber(r.Key) != number && !record.CarriesNumber(string(r.Raw), number) {
			return true
		}
		at := r.ReceivedAt.UTC()
		found = append(found, views.TraceDocument{
			Record: views.Ref{Connection: string(r.Connection), Connector: r.Connector, Stream: r.Stream, Key: r.Key},
			Steps: []views.Step{
				{Stage: "received", State: "done", At: &at, Text: views.Text{Zh: "收到并已落盘，还没有开始处理", En: "received and on disk, not handled yet"}},
				{Stage: "waiting", State: "waiting", Text: views.Text{Zh: "排队等待处理，会自动继续", En: "waits for its turn; it goes on by itself"}},
			},
		})
		return len(found) < 5
	})
	x.Looked.Waiting = read
	x.Looked.Complete = x.Looked.Complete && complete && err == nil
	names := map[string]string{}
	if all, err := c.recent.list(ctx, by.Workspace, c.Now, c.Connections.List); err == nil {
		for _, k := range all {
			names[k.ID] = k.Name
		}
	}
	for _, d := range found {
		known := slices.ContainsFunc(x.Documents, func(o views.TraceDocument) bool {
			return o.Record.Connection == d.Record.Connection && o.Record.Stream == d.Record.Stream && o.Record.Key == d.Record.Key &&
				slices.ContainsFunc(o.Steps, func(s views.Step) bool { return s.Stage == "waiting" })
		})
		if known { // read in the meantime
			continue
		}
		d.Record.ConnectionName = cmp.Or(names[d.Record.Connection], d.Record.Connection)
		d.Record.Name = d.Record.ConnectionName + "/" + d.Record.Stream + "/" + d.Record.Key
		x.Documents = append(x.Documents, d)
	}
}

// carried is the first canonical kind that a record's stream brings; empty where nobody knows.
func (c *console) carried(r views.Ref) string {
	for _, s := range c.specs[r.Connector].Streams {
		if s.Name == r.Stream && len(s.Kinds) > 0 {
			return s.Kinds[0]
		}
	}
	return ""
}

// documentKinds are the kinds that carry a number by which people look.
var documentKinds = []string{record.KindDeal, record.KindOrder, record.KindReceivable, record.KindPayment, record.KindLead}

// comesFrom tells of each connection that could bring a document how it stands, those
// that may be the reason first.
func (c *console) comesFrom(ctx context.Context, ws record.WorkspaceID) ([]views.TracePlace, error) {
	all, err := c.recent.list(ctx, ws, c.Now, c.Connections.List)
	if err != nil {
		return nil, err
	}
	out := []views.TracePlace{}
	for _, x := range all {
		x = c.dress(x, c.Now())
		p := views.TracePlace{
			Connection: x.ID, Name: x.Name, Title: x.Title, Connector: x.Connector, Streams: []views.Text{},
			Health: x.Health, LastMovedAt: x.LastMovedAt, LastReadAt: x.LastReadAt, InFlight: x.InFlight,
		}
		for _, s := range c.specs[x.Connector].Streams {
			if slices.ContainsFunc(s.Kinds, func(k string) bool { return slices.Contains(documentKinds, k) }) {
				p.Streams = append(p.Streams, text(s.Title))
			}
		}
		if len(p.Streams) == 0 {
			continue
		}
		p.Suspect = x.Health != "ok" || x.InFlight > 0
		p.Hint = hint(x)
		out = append(out, p)
	}
	slices.SortStableFunc(out, func(a, b views.TracePlace) int {
		return cmp.Or(boolOrder(a.Suspect, b.Suspect), cmp.Compare(a.Name, b.Name))
	})
	return out, nil
}

func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// hint says how a connection stands and what to do there.
func hint(x views.Connection) views.Text {
	switch {
	case x.NextStep != nil && x.Health != "ok":
		return *x.NextStep
	case x.InFlight > 0:
		return views.Text{Zh: "还有记录在处理，稍后再查", En: "records are still being handled; look again soon"}
	}
	return views.Text{Zh: "正常；请核对编号，或到来源系统确认这张单据已保存、已审核", En: "it is well; compare the number, and see in the system itself whether the document is saved and approved"}
}

// summary says in one sentence where a document is.
func summary(x views.Trace) views.Text {
	waiting, failed := false, false
	for _, d := range x.Documents {
		for _, s := range d.Steps {
			waiting, failed = waiting || s.State == "waiting", failed || s.State == "failed"
		}
	}
	suspects := 0
	for _, p := range x.Places {
		if p.Suspect {
			suspects++
		}
	}
	switch {
	case failed:
		return views.Text{Zh: "有环节未能处理，见标红的步骤", En: "something could not be taken in; see the failed step"}
	case waiting:
		return views.Text{Zh: "还在途中，稍后自动继续", En: "still on its way; it goes on by itself"}
	case len(x.Documents) > 0:
		return views.Text{Zh: "已全部处理完成", En: "all done"}
	case x.Found:
		return views.Text{Zh: "来过，但在入口被拒绝，没有收下；原因见下", En: "it came and was refused at the door; the reason stands below"}
	case len(x.Similar) > 0:
		return views.Text{Zh: "没有完全相同的编号，有几张单据的编号包含它", En: "nothing has exactly this number; some documents' numbers contain it"}
	case suspects > 0:
		return views.Text{Zh: "没有收到过这个编号；请先看下面标出的连接", En: "this number never came; look at the connections marked below first"}
	}
	return views.Text{Zh: "没有收到过这个编号；各连接都正常，请核对编号或到来源系统查看", En: "this number never came, and all connections are well; compare the number, or look into the system itself"}
}
