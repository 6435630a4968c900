package main

import (
	"net/http"
	"testing"

	"github.com/heliuhub/heliu/internal/rest"
)

// A transport that takes turns can be narrowed to HTTP/1.1 as the one behind it can:
// some systems answer nothing later.
func TestTurnsCanBeNarrowed(t *testing.T) {
	guarded := rest.Guard{}.Transport()
	n, ok := turn{next: guarded}.HTTP1().(turn)
	if !ok || n.next == http.RoundTripper(guarded) {
		t.Errorf("the transport behind is not narrowed: %T", n.next)
	}
}
