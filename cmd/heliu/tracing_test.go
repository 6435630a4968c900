package main

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
)

func TestTracesAreOffUnlessAskedFor(t *testing.T) {
	t.Setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "")
	t.Setenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "")
	tr, err := startTraces(t.Context(), "", slog.Default())
	if err != nil || tr != nil {
		t.Fatalf("%v, %v", tr, err)
	}
	next := http.NewServeMux()
	if tr.handler(next) != http.Handler(next) {
		t.Error("requests are wrapped without traces")
	}
	tr.stop()
	if _, err := startTraces(t.Context(), "not an address", slog.Default()); err == nil {
		t.Error("an address that is none was taken")
	}
}

// A span of a request has the name of its route and nothing that the sender chose.
func TestSpansOfRequestsNameRoutesOnly(t *testing.T) {
	spans := tracetest.NewInMemoryExporter()
	tr := &tracing{sdk.NewTracerProvider(sdk.WithSyncer(spans))}
	r := chi.NewRouter()
	var got string
	r.Handle("/in/{connection}", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		got = r.PathValue("connection") + "|" + r.URL.RawQuery + "|" + r.Header.Get("X-Heliu-Key") + "|" + r.RemoteAddr + "|" + string(b)
		w.WriteHeader(http.StatusAccepted)
	}))
	srv := httptest.NewServer(tr.handler(r))
	defer srv.Close()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, srv.URL+"/in/secret-door?mobile=13912345678", strings.NewReader("secret-body"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Heliu-Key", "secret-key")
	req.Header.Set("User-Agent", "secret-agent")
	req.Header.Set("X-Forwarded-For", "203.0.113.9")
	resp, err := srv.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if !strings.HasPrefix(got, "secret-door|mobile=13912345678|secret-key|127.0.0.1:") || !strings.HasSuffix(got, "|secret-body") || resp.StatusCode != http.StatusAccepted {
		t.Fatalf("the request came as %q, answered %d", got, resp.StatusCode)
	}
	all := spans.GetSpans()
	if len(all) != 1 || all[0].Name != "POST /in/{connection}" {
		t.Fatalf("spans: %+v", all)
	}
	for _, a := range all[0].Attributes {
		for _, secret := range []string{"secret", "139", "203.0", "127.0"} {
			if strings.Contains(a.Value.String(), secret) {
				t.Errorf("attribute %s is %q", a.Key, a.Value.String())
			}
		}
	}
}
