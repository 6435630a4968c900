package main

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/exaring/otelpgx"
	"github.com/go-chi/chi/v5"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"

	"github.com/heliuhub/heliu/bus"
	"github.com/heliuhub/heliu/pipelines"
	"github.com/heliuhub/heliu/store"
)

// tracing is what a program traces with; nil traces nothing and costs nothing.
type tracing struct{ provider *sdk.TracerProvider }

// startTraces sends traces by OTLP over HTTP to endpoint, or to where the variables
// OTEL_EXPORTER_OTLP_… say; with neither it gives nil. How many are sampled is for
// OTEL_TRACES_SAMPLER to say: all of them without it.
func startTraces(ctx context.Context, endpoint string, log *slog.Logger) (*tracing, error) {
	var opts []otlptracehttp.Option
	switch {
	case endpoint != "":
		if u, err := url.Parse(endpoint); err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return nil, exitError{exitUsage, fmt.Errorf("--traces %q is not an http address", endpoint)}
		}
		opts = append(opts, otlptracehttp.WithEndpointURL(endpoint))
	case os.Getenv("OTEL_EXPORTER_OTLP_ENDPOINT") == "" && os.Getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT") == "":
		return nil, nil
	}
	exporter, err := otlptracehttp.New(ctx, opts...)
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	res, err := resource.New(ctx, resource.WithTelemetrySDK(),
		resource.WithAttributes(attribute.String("service.name", "heliu"), attribute.String("service.version", version)), resource.WithFromEnv())
	if err != nil {
		return nil, fmt.Errorf("traces: %w", err)
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.Warn("traces are lost", "error", err) }))
	t := &tracing{sdk.NewTracerProvider(sdk.WithBatcher(exporter), sdk.WithResource(res))}
	otel.SetTracerProvider(t.provider)
	return t, nil
}

// stop sends what is left.
func (t *tracing) stop() {
	if t == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Second)
	defer cancel()
	_ = t.provider.Shutdown(ctx)
}

func (t *tracing) store(o store.Options) store.Options {
	if t != nil {
		o.Tracer = otelpgx.NewTracer(otelpgx.WithTracerProvider(t.provider), otelpgx.WithDisableSQLStatementInAttributes(), otelpgx.WithDisableConnectionDetailsInAttributes(),
			otelpgx.WithSpanNameFunc(store.QueryName))
	}
	return o
}

func (t *tracing) publisher(b *bus.Bus) pipelines.Publisher {
	if t == nil {
		return b
	}
	return pipelines.TracePublish(b)
}

func (t *tracing) stage(name string, h bus.Handler) bus.Handler {
	if t == nil {
		return h
	}
	return pipelines.TraceStage(name, h)
}

func (t *tracing) derive(s pipelines.DeriveStore) pipelines.DeriveStore {
	if t == nil {
		return s
	}
	return pipelines.TraceDerive(s)
}

type requestKey struct{}

// handler makes a span of each request, by the name of its route. The instrumentation
// sees neither path, query, headers nor who asks: it gets a bare request, and the real
// one goes on behind it. A trace of the caller's is linked and not followed, since
// anybody may call a door.
func (t *tracing) handler(next http.Handler) http.Handler {
	if t == nil {
		return next
	}
	inner := http.HandlerFunc(func(w http.ResponseWriter, bare *http.Request) {
		route := chi.NewRouteContext()
		span := trace.SpanFromContext(bare.Context())
		r := bare.Context().Value(requestKey{}).(*http.Request) // put there below
		defer func() {
			name := route.RoutePattern()
			if name == "" {
				name = "unknown route"
			}
			span.SetName(r.Method + " " + name)
			span.SetAttributes(attribute.String("http.route", name))
		}()
		next.ServeHTTP(w, r.WithContext(context.WithValue(bare.Context(), chi.RouteCtxKey, route)))
	})
	outer := otelhttp.NewHandler(inner, "http", otelhttp.WithTracerProvider(t.provider), otelhttp.WithPublicEndpointFn(func(*http.Request) bool { return true }))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		headers := http.Header{}
		if p := r.Header.Get("Traceparent"); p != "" {
			headers.Set("Traceparent", p)
		}
		bare := &http.Request{Method: r.Method, URL: &url.URL{Path: "/"}, Proto: r.Proto, ProtoMajor: r.ProtoMajor, ProtoMinor: r.ProtoMinor, Header: headers, Body: http.NoBody}
		outer.ServeHTTP(w, bare.WithContext(context.WithValue(r.Context(), requestKey{}, r)))
	})
}
