package console_test

import (
	"net/http"
	"net/netip"
	"testing"

	"github.com/heliuhub/heliu/access"
	"github.com/heliuhub/heliu/pipelines/views"
)

// A private network is asked for, opened by an approval only, and closed at once.
func TestPrivateNetworks(t *testing.T) {
	h := newHub(t)
	type ranges struct {
		Items []struct{ Range, Note string }
		Local bool
	}
	list := func(key string) ranges {
		t.Helper()
		return decode[ranges](h.call(http.MethodGet, "/api/v1/network-ranges", key, nil), http.StatusOK)
	}
	ask := func(text, reason string) answer {
		t.Helper()
		return h.call(http.MethodPost, "/api/v1/network-ranges", h.keys[access.IT], map[string]string{"range": text, "reason": reason})
	}
	for _, text := range []string{"127.0.0.1", "0.0.0.0/0", "169.254.169.254", "8.8.8.8", "erp.example.com", "10.1.2.3/16"} {
		ask(text, "because").fails(http.StatusBadRequest, "range_refused")
	}
	ask("10.1.0.0/16", " ").fails(http.StatusBadRequest, "reason_needed")
	a := decode[views.Approval](ask("10.1.0.0/16", "U8 in the machine room"), http.StatusAccepted)
	if a.Kind != "url.allow" || a.ObjectID != "10.1.0.0/16" || a.Status != "waiting" {
		t.Errorf("%+v", a)
	}
	if got := list(h.keys[access.IT]); len(got.Items) != 0 || got.Local {
		t.Errorf("open before anybody approved: %+v", got)
	}
	if err := h.store.OpenRange(h.as(h.a), h.a, netip.MustParsePrefix("10.1.0.0/16"), "U8", ""); err != nil {
		t.Fatal(err)
	}
	ask("10.1.0.0/16", "again").fails(http.StatusConflict, "range_exists")
	if got := list(h.keys[access.Auditor]); len(got.Items) != 1 || got.Items[0].Range != "10.1.0.0/16" || got.Items[0].Note != "U8" {
		t.Errorf("%+v", got)
	}
	if got := list(h.bAdmin); len(got.Items) != 0 || !got.Local {
		t.Errorf("another workspace, the demo: %+v", got)
	}
	shut := func(key, reason string) answer {
		t.Helper()
		return h.call(http.MethodPost, "/api/v1/network-ranges/close", key, map[string]string{"range": "10.1.0.0/16", "reason": reason})
	}
	shut(h.keys[access.IT], "").fails(http.StatusBadRequest, "reason_needed")
	shut(h.bAdmin, "because").fails(http.StatusNotFound, "not_found")
	if got := shut(h.keys[access.IT], "moved"); got.Status != http.StatusNoContent {
		t.Errorf("%d %s", got.Status, got.Body)
	}
	if got := list(h.keys[access.IT]); len(got.Items) != 0 {
		t.Errorf("%+v", got)
	}
}
