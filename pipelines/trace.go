package pipelines

import (
	"context"
	"maps"

	"github.com/google/uuid"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/fault"
	"github.com/heliuhub/heliu/record"
)

// A record carries its trace in its envelope (the header traceparent, W3C Trace
// Context) from the door through the stages. What follows wraps the parts of the flow
// and is left out where nothing is traced. A span names connector, stream and stage,
// never a key, a value or an error's text.

var traceContext propagation.TraceContext

func tracer() trace.Tracer { return otel.Tracer("github.com/heliuhub/heliu/pipelines") }

// Publisher makes messages durable; see bus.Bus.Publish.
type Publisher interface {
	Publish(ctx context.Context, msgs ...bus.Message) error
}

// TracePublish makes each publishing a span and has its messages carry it on.
func TracePublish(next Publisher) Publisher { return tracedPublisher{next} }

type tracedPublisher struct{ next Publisher }

// Publish implements Publisher.
func (p tracedPublisher) Publish(ctx context.Context, msgs ...bus.Message) error {
	topic := ""
	if len(msgs) > 0 {
		topic = msgs[0].Topic
	}
	ctx, span := tracer().Start(ctx, "publish "+topic, trace.WithSpanKind(trace.SpanKindProducer), trace.WithAttributes(attribute.Int("messages", len(msgs))))
	out := make([]bus.Message, len(msgs))
	for i, m := range msgs {
		m.Headers = carrying(ctx, m.Headers)
		out[i] = m
	}
	err := p.next.Publish(ctx, out...)
	end(span, err)
	return err
}

// carrying gives headers with the trace of ctx; the map that came in stays as it is.
func carrying(ctx context.Context, headers map[string]string) map[string]string {
	out := maps.Clone(headers)
	if out == nil {
		out = map[string]string{}
	}
	traceContext.Inject(ctx, propagation.MapCarrier(out))
	delete(out, "tracestate") // the envelope has room for the one header
	return out
}

func end(span trace.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, fault.As(err).Code)
	}
	span.End()
}

// TraceStage makes each record that carries a sampled trace a span of the stage, which
// its own messages carry on, and each batch with such records a span that is linked
// with theirs.
func TraceStage(stage string, next bus.Handler) bus.Handler {
	return func(ctx context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		var spans []trace.Span
		var links []trace.Link
		at := map[int]int{} // position in batch → in spans
		copied := batch
		for i, d := range batch {
			from := traceContext.Extract(context.WithoutCancel(ctx), propagation.MapCarrier{record.HeaderTrace: d.Headers[record.HeaderTrace]})
			if !trace.SpanContextFromContext(from).IsSampled() {
				continue
			}
			if len(spans) == 0 {
				copied = append([]bus.Delivery(nil), batch...)
			}
			in, span := tracer().Start(from, stage, trace.WithSpanKind(trace.SpanKindConsumer), trace.WithAttributes(
				attribute.String("heliu.connector", d.Headers[record.HeaderConnector]), attribute.String("heliu.stream", d.Headers[record.HeaderStream])))
			copied[i].Headers = carrying(in, d.Headers)
			at[i] = len(spans)
			spans, links = append(spans, span), append(links, trace.Link{SpanContext: span.SpanContext()})
		}
		if len(spans) == 0 {
			return next(ctx, batch)
		}
		ctx, whole := tracer().Start(ctx, stage+" batch", trace.WithLinks(links[:min(len(links), 100)]...), trace.WithAttributes(attribute.Int("records", len(batch))))
		results, err := next(ctx, copied)
		for i, s := range at {
			if i < len(results) {
				spans[s].SetAttributes(attribute.String("heliu.verdict", results[i].Verdict.String()), attribute.String("heliu.reason", results[i].Reason))
			}
			end(spans[s], err)
		}
		end(whole, err)
		return results, err
	}
}

// TraceDerive makes each recomputation that has something to do a span.
func TraceDerive(s DeriveStore) DeriveStore { return tracedDerive{s} }

type tracedDerive struct{ DeriveStore }

// Recompute implements DeriveStore.
func (t tracedDerive) Recompute(ctx context.Context, ws record.WorkspaceID, domain string, limit int, fn func(ctx context.Context, tx DeriveTx, claimed []uuid.UUID) error) (int, error) {
	return t.DeriveStore.Recompute(ctx, ws, domain, limit, func(ctx context.Context, tx DeriveTx, claimed []uuid.UUID) error {
		ctx, span := tracer().Start(ctx, "recompute "+domain, trace.WithAttributes(attribute.Int("goldens", len(claimed))))
		err := fn(ctx, tx, claimed)
		end(span, err)
		return err
	})
}
