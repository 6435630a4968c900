package main

import (
	"net/http"
	"testing"

	"github.com/heliuhub/heliu/internal/rest"
)

type narrowed struct{ http.RoundTripper }

type wide struct{ http.RoundTripper }

func (wide) HTTP1() http.RoundTripper { return narrowed{} }

// A transport that takes turns can be narrowed to HTTP/1.1 as the one behind it can:
// some systems answer nothing later. The guard's can.
func TestTurnsCanBeNarrowed(t *testing.T) {
	n, ok := turn{next: wide{}}.HTTP1().(turn)
	if !ok {
		t.Fatal("narrowed, it takes no turns")
	}
	if _, ok := n.next.(narrowed); !ok {
		t.Errorf("the transport behind is not narrowed: %T", n.next)
	}
	guard := rest.Guard{}
	if _, ok := guard.Transport().(interface{ HTTP1() http.RoundTripper }); !ok {
		t.Error("the guard's transport cannot be narrowed")
	}
}
