package fault

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestKinds(t *testing.T) {
	for k, want := range map[Kind]struct {
		name   string
		status int
		retry  bool
	}{
		Internal:     {"internal", http.StatusInternalServerError, true},
		Invalid:      {"invalid", http.StatusBadRequest, false},
		Transient:    {"transient", http.StatusServiceUnavailable, true},
		RateLimited:  {"rate_limited", http.StatusTooManyRequests, true},
		Unauthorized: {"unauthorized", http.StatusUnauthorized, false},
		Conflict:     {"conflict", http.StatusConflict, false},
		NotFound:     {"not_found", http.StatusNotFound, false},
		Forbidden:    {"forbidden", http.StatusForbidden, false},
	} {
		if k.String() != want.name || k.HTTPStatus() != want.status {
			t.Errorf("%s answers %d, want %s and %d", k, k.HTTPStatus(), want.name, want.status)
		}
		err := fmt.Errorf("outside: %w", &Error{Kind: k, Code: "x"})
		if KindOf(err) != k || Retryable(err) != want.retry {
			t.Errorf("%s is found as %s, retry %t", k, KindOf(err), Retryable(err))
		}
	}
	if len(kindNames) != 8 {
		t.Errorf("there are %d kinds; this test knows 8", len(kindNames))
	}
	if As(nil) != nil {
		t.Error("no error became a fault")
	}
}

func TestNewTakesAllFromTheCatalogue(t *testing.T) {
	for code, e := range Catalog {
		f := New(code, io.EOF)
		if f.Code != code || f.Kind != e.Kind || f.Zh != e.Zh || f.En != e.En || !errors.Is(f, io.EOF) {
			t.Errorf("%s became %+v", code, f)
		}
		want := e.Status
		if want == 0 {
			want = e.Kind.HTTPStatus()
		}
		if f.HTTPStatus() != want {
			t.Errorf("%s answers %d, want %d", code, f.HTTPStatus(), want)
		}
	}
	if f := New("body_too_large", nil); f.HTTPStatus() != http.StatusRequestEntityTooLarge || f.Unwrap() != nil {
		t.Errorf("a code's own status is lost: %+v", f)
	}
	f := Newf("bad_json", "at byte %d: %w", 7, io.ErrUnexpectedEOF)
	if !errors.Is(f, io.ErrUnexpectedEOF) || !strings.Contains(f.Error(), "at byte 7") {
		t.Errorf("the formatted cause is %v", f)
	}
}

func TestUnknownAndDoubleCodesPanic(t *testing.T) {
	before := maps.Clone(Catalog)
	for name, fn := range map[string]func(){
		"New":      func() { _ = New("no_such_code", nil) },
		"Newf":     func() { _ = Newf("no_such_code", "x") },
		"register": func() { register(map[string]Entry{"internal": {Invalid, 0, "又", "again"}}) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			fn()
		}()
	}
	if !maps.Equal(Catalog, before) {
		t.Error("a double code changed the catalogue")
	}
}

func TestAsFindsTheFaultInAChain(t *testing.T) {
	inner := New("bad_money", nil)
	for name, err := range map[string]error{
		"bare": inner, "wrapped": fmt.Errorf("row 3: %w", inner), "twice": fmt.Errorf("file: %w", fmt.Errorf("row 3: %w", inner)),
		"joined": errors.Join(io.EOF, inner),
	} {
		if As(err) != inner {
			t.Errorf("%s: found %v", name, As(err))
		}
	}
	outer := New("mapping_failed", inner)
	if As(outer) != outer {
		t.Error("of two faults the outer one decides")
	}
	plain := errors.New("disk on fire")
	if f := As(plain); f.Code != "internal" || f.Kind != Internal || !errors.Is(f, plain) {
		t.Errorf("what nobody classified became %+v", f)
	}
}

func TestAdditionsAreCopies(t *testing.T) {
	f := New("bad_phone", io.EOF)
	g := f.At("mobile", "139****0001").After(3 * time.Second).In("webform/leads/1")
	if g.Field != "mobile" || g.Value != "139****0001" || g.Wait != 3*time.Second || g.Where != "webform/leads/1" || !errors.Is(g, io.EOF) {
		t.Errorf("became %+v", g)
	}
	if f.Field != "" || f.Value != "" || f.Wait != 0 || f.Where != "" {
		t.Errorf("the first one was changed: %+v", f)
	}
	if got, want := g.Error(), "bad_phone: "+f.En+" [mobile]: EOF"; got != want {
		t.Errorf("it says %q, want %q", got, want)
	}
	if got := (&Error{Code: "x"}).Error(); got != "x" {
		t.Errorf("without sentences it says %q", got)
	}
}
