package main

import (
	"encoding/json"
	"net/http"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// handler is everything that the hub serves over HTTP.
func (h *hub) handler(_ *up) (http.Handler, error) {
	mux := http.NewServeMux()
	mux.Handle("/in/{connection}", h.door)
	mux.Handle("GET /metrics", promhttp.HandlerFor(h.metrics.reg, promhttp.HandlerOpts{}))
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		_ = json.NewEncoder(w).Encode(map[string]string{"status": "alive"})
	})
	return mux, nil
}
