//go:build heliu_rls_alone

package console_test

import (
	"net/http"
	"testing"

	"github.com/heliuhub/heliu/access"
)

// TestRLSAlone makes sure that in this build the program keeps nothing apart itself, and
// that then a policy that is missing is seen.
func TestRLSAlone(t *testing.T) {
	h := newHub(t)
	a, b := h.story(h.a), h.story(h.b)
	here, there := h.places(h.a, a, "alpha"), h.places(h.b, b, "beta")
	h.sql.Exec("update golden set id = '0c000000-0000-4000-8000-00000000000f' where workspace = $1 and id = $2", string(h.b), hospital)
	there.customer = "0c000000-0000-4000-8000-00000000000f"
	h.brand(h.b)
	if err := (access.Actor{Workspace: h.a}).In(h.b); err != nil {
		t.Fatalf("the program still looks at the workspace: %v", err)
	}
	if got := h.call(http.MethodDelete, "/api/v1/keys/"+there.apiKey, h.keys[access.Admin], nil); got.Status != http.StatusNotFound {
		t.Errorf("another workspace's key is revoked: %d", got.Status)
	}
	if got := h.call(http.MethodPut, "/api/v1/members/"+there.account+"/roles", h.keys[access.Admin], map[string]any{"roles": []string{}, "reason": "x"}); got.Status != http.StatusNotFound {
		t.Errorf("another workspace's place is taken away: %d", got.Status)
	}
	for _, hole := range []string{"drop policy inside on api_key; create policy inside on api_key using (true)", "alter table golden no force row level security; alter table golden disable row level security"} {
		h.sql.Exec(hole)
		if len(rowsOfOthers(t, h, h.http, here, there)) == 0 {
			t.Errorf("after %q the walk sees nothing", hole)
		}
		h.sql.Exec("drop policy inside on api_key; create policy inside on api_key using (workspace = (select nullif(current_setting('app.workspace', true), '')::uuid) or nullif(current_setting('app.workspace', true), '') is null)")
	}
}
