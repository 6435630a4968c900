package world

import (
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// pauseWait bounds how long a pause waits for what is on its way.
const pauseWait = 20 * time.Second

// Handler serves the control of a playing world, for loopback only:
//
//	GET  /world/status
//	POST /world/pause    stops new events, waits for those on their way; 504 when some stay
//	POST /world/resume
//	GET  /world/truth?layer=provable|happened    both layers without layer
func (p *Player) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /world/status", func(w http.ResponseWriter, _ *http.Request) { p.answer(w, http.StatusOK) })
	mux.HandleFunc("POST /world/pause", func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), pauseWait)
		defer cancel()
		status := http.StatusOK
		if p.Pause(ctx) != nil {
			status = http.StatusGatewayTimeout
		}
		p.answer(w, status)
	})
	mux.HandleFunc("POST /world/resume", func(w http.ResponseWriter, _ *http.Request) {
		p.Resume()
		p.answer(w, http.StatusOK)
	})
	mux.HandleFunc("GET /world/truth", p.truth)
	return mux
}

func (p *Player) answer(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(p.Status())
}

func (p *Player) truth(w http.ResponseWriter, r *http.Request) {
	layer := r.URL.Query().Get("layer")
	switch layer {
	case "", LayerProvable, LayerHappened:
	default:
		http.Error(w, "layer must be provable or happened", http.StatusBadRequest)
		return
	}
	t := p.Truth()
	w.Header().Set("Content-Type", "application/json")
	if err := t.WriteJSON(w, layer); err != nil {
		p.c.Log.Warn("the truth was not read to its end", "error", err)
	}
}
