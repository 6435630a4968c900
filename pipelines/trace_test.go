package pipelines_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"go.opentelemetry.io/otel"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/record"
)

type keptMessages []bus.Message

func (k *keptMessages) Publish(_ context.Context, msgs ...bus.Message) error {
	*k = append(*k, msgs...)
	return nil
}

// One trace reaches from the door through the stages, and what is not traced is passed
// on untouched. The provider is global, so this test is alone and not parallel.
func TestOneTraceFollowsARecord(t *testing.T) {
	spans := tracetest.NewInMemoryExporter()
	provider := sdk.NewTracerProvider(sdk.WithSyncer(spans))
	was := otel.GetTracerProvider()
	otel.SetTracerProvider(provider)
	t.Cleanup(func() { otel.SetTracerProvider(was) })

	ctx, request := provider.Tracer("test").Start(t.Context(), "POST /in/{connection}")
	headers := map[string]string{record.HeaderConnector: "webform", record.HeaderStream: "leads", record.HeaderKey: "secret-key"}
	var bus1 keptMessages
	if err := pipelines.TracePublish(&bus1).Publish(ctx, bus.Message{Topic: bus.TopicRaw, Headers: headers}); err != nil {
		t.Fatal(err)
	}
	request.End()
	if headers[record.HeaderTrace] != "" {
		t.Error("the caller's headers were changed")
	}
	var mapped []bus.Message
	mapStage := pipelines.TraceStage("map", func(_ context.Context, batch []bus.Delivery) ([]bus.Result, error) {
		out := make([]bus.Result, len(batch))
		for i, d := range batch {
			out[i] = bus.Result{Publish: []bus.Message{{Topic: bus.TopicMapped, Headers: d.Headers}}}
			mapped = append(mapped, out[i].Publish...)
		}
		return out, nil
	})
	untraced := bus.Message{Topic: bus.TopicRaw, Headers: map[string]string{record.HeaderKey: "other"}}
	if _, err := mapStage(t.Context(), []bus.Delivery{{Message: bus1[0]}, {Message: untraced}}); err != nil {
		t.Fatal(err)
	}
	if mapped[1].Headers[record.HeaderTrace] != "" {
		t.Error("a record without a trace got one")
	}
	failing := pipelines.TraceStage("apply", func(context.Context, []bus.Delivery) ([]bus.Result, error) {
		return nil, errors.New("13912345678 is wrong")
	})
	if _, err := failing(t.Context(), []bus.Delivery{{Message: mapped[0]}}); err == nil {
		t.Error("the error was swallowed")
	}

	want := []string{"POST /in/{connection}", "publish heliu.raw", "map", "apply"}
	byName := map[string]tracetest.SpanStub{}
	for _, s := range spans.GetSpans() {
		byName[s.Name] = s
		for _, a := range s.Attributes {
			if strings.Contains(a.Value.String(), "secret-key") {
				t.Errorf("span %s holds a key", s.Name)
			}
		}
		if strings.Contains(s.Status.Description, "139") || len(s.Events) > 0 {
			t.Errorf("span %s holds the text of an error: %q", s.Name, s.Status.Description)
		}
	}
	for i, name := range want {
		s, ok := byName[name]
		if !ok {
			t.Fatalf("no span %q among %v", name, byName)
		}
		if s.SpanContext.TraceID() != request.SpanContext().TraceID() {
			t.Errorf("span %q is of another trace", name)
		}
		if i > 0 && s.Parent.SpanID() != byName[want[i-1]].SpanContext.SpanID() {
			t.Errorf("the parent of %q is not %q", name, want[i-1])
		}
	}
	if l := byName["map batch"].Links; len(l) != 1 || l[0].SpanContext.SpanID() != byName["map"].SpanContext.SpanID() {
		t.Errorf("the batch is linked with %v", l)
	}
}
