package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func answer(t *testing.T, err error) (*httptest.ResponseRecorder, Problem) {
	t.Helper()
	w := httptest.NewRecorder()
	WriteProblem(w, err)
	var p Problem
	d := json.NewDecoder(strings.NewReader(w.Body.String()))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		t.Fatalf("%s: %v", w.Body, err)
	}
	return w, p
}

func TestAProblemSaysEverythingOnce(t *testing.T) {
	err := fmt.Errorf("saving: %w", New("bad_phone", errors.New("two digits short")).At("mobile", "139****0001").In("webform/leads/1"))
	w, p := answer(t, err)
	want := Problem{
		Type: "urn:heliu:fault:bad_phone", Title: "Bad Request", Status: 400, Code: "bad_phone",
		MessageZh: Catalog["bad_phone"].Zh, MessageEn: Catalog["bad_phone"].En,
		Field: "mobile", Value: "139****0001", Where: "webform/leads/1", Detail: "two digits short",
	}
	if p != want {
		t.Errorf("got %+v, want %+v", p, want)
	}
	if w.Code != 400 || w.Header().Get("Content-Type") != "application/problem+json" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("answered %d %v", w.Code, w.Header())
	}
}

// TestOnlyWhoSentABadRecordSeesTheCause goes through every code: causes come from
// databases, sources and the file system, and may hold what is nobody's business.
func TestOnlyWhoSentABadRecordSeesTheCause(t *testing.T) {
	const secret = "dial db.internal.example: password hunter2"
	for code, e := range Catalog {
		w, p := answer(t, fmt.Errorf("%s: %w", secret, New(code, errors.New(secret))))
		if shown := strings.Contains(w.Body.String(), secret); shown != (e.Kind == Invalid) {
			t.Errorf("%s (%s): the cause is shown: %t", code, e.Kind, shown)
		}
		if w.Code != p.Status || p.Code != code {
			t.Errorf("%s answered %d with %+v", code, w.Code, p)
		}
	}
	w, p := answer(t, errors.New(secret))
	if strings.Contains(w.Body.String(), "hunter2") || p.Code != "internal" || w.Code != 500 {
		t.Errorf("what nobody classified answers %d %s", w.Code, w.Body)
	}
}

func TestRetryAfterOnlyWhereWaitingHelps(t *testing.T) {
	for code, e := range Catalog {
		w, _ := answer(t, New(code, nil))
		want := ""
		if e.Kind == Transient || e.Kind == RateLimited {
			want = "1"
		}
		if got := w.Header().Get("Retry-After"); got != want {
			t.Errorf("%s (%s): Retry-After %q, want %q", code, e.Kind, got, want)
		}
	}
	for wait, want := range map[time.Duration]string{
		0: "1", time.Millisecond: "1", time.Second: "1", 1500 * time.Millisecond: "2", time.Minute: "60", -time.Second: "1",
	} {
		w, _ := answer(t, New("too_many_requests", nil).After(wait))
		if got := w.Header().Get("Retry-After"); got != want {
			t.Errorf("a wait of %s is said as %q, want %q", wait, got, want)
		}
	}
	w, _ := answer(t, New("bad_json", nil).After(time.Minute))
	if w.Header().Get("Retry-After") != "" {
		t.Error("a bad record is told to try again")
	}
}
