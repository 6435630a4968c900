package console_test

import (
	"net/http"
	"testing"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/pipelines/views"
)

// TestJobsAreOrdered: what can be asked by time can be backfilled and compared, what
// cannot says so, and a job tells who ordered it and why.
func TestJobsAreOrdered(t *testing.T) {
	h := newHub(t)
	pulled, _, _ := h.pulled()
	pushed := decode[connectionBody](h.create(map[string]any{"name": "form", "connector": "toyform"}), http.StatusCreated)
	for id, windows := range map[string]bool{pulled.ID: true, pushed.ID: false} {
		c := get[views.Connection](h, "/api/v1/connections/"+id)
		if len(c.Streams) != 1 || c.Streams[0].Windows != windows {
			t.Errorf("%s: %+v", c.Name, c.Streams)
		}
	}
	order := func(what string, body map[string]any) answer {
		return h.call(http.MethodPost, "/api/v1/"+what, h.keys[access.IT], body)
	}
	span := func(connection string, more ...string) map[string]any {
		out := map[string]any{"connection": connection, "from": "2026-05-30T16:00:00Z", "to": "2026-05-31T16:00:00Z"}
		for i := 0; i < len(more); i += 2 {
			out[more[i]] = more[i+1]
		}
		return out
	}
	for _, c := range []struct {
		what string
		body map[string]any
		kind string
	}{
		{"replays", map[string]any{"connection": pushed.ID, "reason": "测试"}, "shadow"},
		{"backfills", span(pulled.Name, "stream", "customers", "reason", "测试"), "backfill"},
		{"comparisons", span(pulled.ID, "reason", "测试"), "compare"},
	} {
		j := decode[views.Job](order(c.what, c.body), http.StatusCreated)
		j = get[views.Job](h, "/api/v1/jobs/"+j.ID)
		if j.Kind != c.kind || j.Status != "waiting" || j.Reason != "测试" || j.CreatedBy == "" {
			t.Errorf("%s: %+v", c.what, j)
		}
	}
	order("backfills", span(pushed.ID, "reason", "测试")).fails(http.StatusUnprocessableEntity, "cannot_window")
	order("comparisons", span(pushed.ID)).fails(http.StatusUnprocessableEntity, "cannot_window")
	order("comparisons", span(pulled.ID, "stream", "unheard")).fails(http.StatusUnprocessableEntity, "cannot_window")
	order("backfills", span(pulled.ID, "reason", " ")).fails(http.StatusBadRequest, "reason_required")
}
